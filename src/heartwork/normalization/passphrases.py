"""
What a passphrase locks with, and which spellings open.

A new passphrase locks with its canonical form: NFC, quotes, dashes and dots as a keyboard has them, ordinary width,
ordinary spaces, none at either end, nothing unseen. What is typed in printable ASCII is that form already, so any tool
of age opens it exactly as it was typed. Capitals, accents and the spaces between words count.

Earlier versions locked with NFC of what was typed, a phone's quotes and a space at the end included. Those open for
ever: their spellings come after the canonical one.
"""

from __future__ import annotations

import re
import unicodedata

from heartwork.i18n.messages import _
from heartwork.normalization.characters import is_untypable, straight, visible, without_width

__all__ = ["MOST_SPELLINGS", "canonical", "flaw", "spellings"]

#: Each costs a second of a processor and 256 MiB; so many are tried at most before "wrong".
MOST_SPELLINGS = 7


def canonical(typed: str) -> str:
    """The form that locks: see the module."""
    once = straight(without_width(visible(unicodedata.normalize("NFC", typed))))
    return unicodedata.normalize("NFC", once).strip(" ")


def spellings(typed: str, *, earlier: bool = True) -> tuple[str, ...]:
    """
    What may have been locked with, the most likely first.

    Args:
        typed: As it was typed now.
        earlier: Whether spellings count that only an earlier version locked with; without them it is one or two.
    """
    plain, as_typed = canonical(typed), unicodedata.normalize("NFC", typed)
    found = [plain, as_typed]
    if earlier:
        found += [
            _as_a_phone_has_it(plain, dash="—"),
            _as_a_phone_has_it(plain, dash="–"),
            _other_dash(plain),
            re.sub(" +", " ", plain),
            f"{plain} ",  # a phone puts a space after a word that it proposed
        ]
    return tuple(dict.fromkeys(one for one in found if one))[:MOST_SPELLINGS]


def flaw(typed: str) -> str:
    """Why this cannot be a new passphrase, as a sentence without its capital; empty where it can."""
    if not typed:
        return _("an empty passphrase would lock nothing.")
    plain = canonical(typed)
    if not plain:
        return _("there is nothing in it but spaces, or characters that can't be seen.")
    if any(map(is_untypable, plain)):
        return _("it holds a character that no keyboard can type, so it might never open again.")
    return ""


def _as_a_phone_has_it(plain: str, *, dash: str) -> str:
    """The passphrase with the quotes, dashes and dots that a phone puts in by itself."""
    text = plain.replace("...", "…").replace("--", dash)
    text = re.sub(r"(^|[\s(\[—–-])\"", r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[“—–-])'", r"\1‘", text).replace("'", "’")


def _other_dash(plain: str) -> str:
    """One hyphen where there were two, else two where there was one: a long dash may have been meant for either."""
    return plain.replace("--", "-") if "--" in plain else plain.replace("-", "--")
