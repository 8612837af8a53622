"""Numbers as people write them: with a comma or a point, in groups, in the digits of any script."""

from __future__ import annotations

import math
import re
from typing import TypeGuard

from heartwork.normalization.characters import ascii_digits, visible, without_width

__all__ = ["has_too_many_digits", "is_ambiguous", "is_number", "read_number"]

#: A number keeps so many digits exactly, here and in a browser.
_DIGITS = 15

#: One thousand to some, one and a bit to others, whatever the language of the page.
_AMBIGUOUS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
_DECIMAL = re.compile(r"[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?")
#: Groups that can be nothing else: spaces or apostrophes; several commas or points; the one and then the other.
_GROUPED = (
    re.compile(r"([-+]?[1-9]\d{0,2}(?:([ '])\d{3})(?:\2\d{3})*)([.,]\d*)?"),
    re.compile(r"([-+]?[1-9]\d{0,2}(?:,\d{2,3})*(,)\d{3})(\.\d*)?"),
    re.compile(r"([-+]?[1-9]\d{0,2}(?:(\.)\d{3})+)(,\d*)?"),
)
_SIGNS = str.maketrans({"−": "-", "٫": ".", "٬": "'", "’": "'", **dict.fromkeys("\u00a0\u202f\u2009\u2007\u3000", " ")})


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number; True and False, which Python counts among them, are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_ambiguous(text: str) -> bool:
    """Whether it may be a thousand or a one: `1,000`, `1.000`."""
    return _AMBIGUOUS.fullmatch(_plain(text)) is not None


def has_too_many_digits(text: str) -> bool:
    """Whether it is a number with more digits than a browser keeps exactly."""
    plain = _ungrouped(_plain(text))
    return _DECIMAL.fullmatch(plain) is not None and len(re.findall(r"\d", plain)) > _DIGITS


def read_number(text: str) -> int | float | None:
    """
    The number that a text says, in any of the ways people write one.

    Returns:
        None where it says none for sure: words, `1,000` and `1.000`, more digits than can be kept exactly.
    """
    if is_ambiguous(text):
        return None
    plain = _ungrouped(_plain(text))
    if not _DECIMAL.fullmatch(plain) or len(re.findall(r"\d", plain)) > _DIGITS:
        return None
    if re.fullmatch(r"[-+]?\d+", plain):
        return int(plain)
    number = float(plain.replace(",", "."))
    return number if math.isfinite(number) else None


def _ungrouped(plain: str) -> str:
    for pattern in _GROUPED:
        if found := pattern.fullmatch(plain):
            return found[1].replace(found[2], "") + (found[3] or "")
    return plain


def _plain(text: str) -> str:
    return ascii_digits(without_width(visible(text))).translate(_SIGNS).strip()
