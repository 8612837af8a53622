"""Characters that stand for the same thing, or for nothing that can be seen."""

from __future__ import annotations

import unicodedata

__all__ = ["ascii_digits", "is_untypable", "straight", "visible", "without_width"]

#: What typing programs make of `'` and `"` by themselves, in one language or another.
_QUOTES = {
    **dict.fromkeys("‘’‚‛′‵ʼ´‹›", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
}
#: A phone makes a long dash of two hyphens; the others look like one.
_DASHES = {**dict.fromkeys("–—―", "--"), **dict.fromkeys("‐‑−﹣", "-")}
_STRAIGHT = {**_QUOTES, **_DASHES, "…": "..."}

_JOINERS = "\u200c\u200d"
#: Not to be seen: soft hyphen, zero width, marks of direction, fillers, selectors of a variant.
_INVISIBLE = frozenset(
    map(
        chr,
        (
            *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
            *range(0x180B, 0x1810),
            *(0x200B, 0x200E, 0x200F),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x2070),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)

#: Another width or shape of the same letter, as Unicode calls it.
_SHAPES = ("<wide>", "<narrow>", "<noBreak>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>")
#: ff, fi, fl, ffi, ffl, st: what a word processor makes of two or three letters.
_LIGATURES = frozenset(map(chr, range(0xFB00, 0xFB07)))


def visible(text: str) -> str:
    """The text without what cannot be seen; joiners stay where a script or an emoji is made with them."""
    kept = [letter for letter in text if letter not in _INVISIBLE]
    return "".join(letter for place, letter in enumerate(kept) if letter not in _JOINERS or _joins(kept, place))


def _joins(letters: list[str], place: int) -> bool:
    """Whether a joiner stands between two characters of other scripts than Latin."""
    return 0 < place < len(letters) - 1 and min(letters[place - 1], letters[place + 1]) > "\u02ff"


def straight(text: str) -> str:
    """The text with quotes, dashes and dots as a keyboard has them, and every space an ordinary one."""
    return "".join(
        _STRAIGHT.get(letter) or (" " if unicodedata.category(letter) == "Zs" else letter) for letter in text
    )


def without_width(text: str) -> str:
    """The text with full-width, half-width and shaped letters as ordinary ones, in composed form (NFC)."""
    return unicodedata.normalize("NFC", "".join(map(_ordinary, text)))


def _ordinary(letter: str) -> str:
    shaped = unicodedata.decomposition(letter).startswith(_SHAPES)
    return unicodedata.normalize("NFKC", letter) if shaped or letter in _LIGATURES else letter


def ascii_digits(text: str) -> str:
    """The text with the decimal digits of every script as 0 to 9."""
    return "".join(
        letter if letter.isascii() or (digit := unicodedata.decimal(letter, None)) is None else str(digit)
        for letter in text
    )


def is_untypable(letter: str) -> bool:
    """Whether no keyboard has it: control characters, halves of a pair, private and unassigned ones, U+FFFD."""
    return unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") or letter == "\ufffd"
