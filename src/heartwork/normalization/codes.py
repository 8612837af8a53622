"""Codes and numbers that somebody copies from a wall or a slip of paper, or pastes out of a message."""

from __future__ import annotations

import re
import unicodedata

from heartwork.normalization.characters import ascii_digits, visible

__all__ = ["LETTERS", "codes_in", "number_in"]

#: Codes are made of these. Nothing that looks like something else: no 0 and O, no 1, I and L, no U and V, no 2 and Z,
#: no 5 and S, no 8 and B.
LETTERS = "ACDEFGHJKMNPQRTWXY34679"

#: So many codes are looked for in one text: each of them is a guess.
MOST_CODES = 3
#: So much of a text is looked at.
_MOST_TEXT = 500

#: Letters of Cyrillic and Greek that look like Latin ones: typed with another keyboard, or pasted.
_LOOKS_LIKE = str.maketrans("АСЕНКМРТХУΑΕΗΚΜΝΡΤΧΥ", "ACEHKMPTXYAEHKMNPTXY")


def codes_in(text: str, *, letters: str, length: int) -> tuple[str, ...]:
    """
    What may be the code in a text, the most likely first; at most `MOST_CODES`.

    Args:
        text: As it was typed or pasted: the code alone, with any signs in and around it, or a sentence that holds it.
        letters: What a code is made of: capitals and digits.
        length: How many of them; the code is written in two halves.
    """
    read = _capitals(text[:_MOST_TEXT])
    alone = re.sub(r"[\W_]", "", read)
    if len(alone) <= length:
        return (alone,) if alone else ()
    half = f"[{letters}]{{{length // 2}}}"
    found = re.findall(rf"(?<![^\W_])({half})([\W_]*)({half})(?![^\W_])", read)
    # Two short words in a row look like a code too: one with a dash in it is likelier, then one with a digit.
    ordered = sorted(found, key=lambda parts: (not parts[1].strip(), not re.search(r"\d", parts[0] + parts[2])))
    return tuple(dict.fromkeys(first + second for first, _between, second in ordered))[:MOST_CODES]


def number_in(text: str) -> int | None:
    """The number in a text such as `97`, `Seat 97.` or `９７`; None where there is none, or more than one."""
    groups = re.findall(r"\d+", ascii_digits(visible(unicodedata.normalize("NFKC", text[:_MOST_TEXT]))))
    return int(groups[0]) if len(groups) == 1 and len(groups[0]) <= 6 else None


def _capitals(text: str) -> str:
    return ascii_digits(visible(unicodedata.normalize("NFKC", text))).upper().translate(_LOOKS_LIKE)
