"""Words that run from right to left, among others that do not."""

from __future__ import annotations

import unicodedata

__all__ = ["runs_right_to_left", "set_apart"]

_BEGIN, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def runs_right_to_left(text: str) -> bool:
    """Whether any letter of it is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def set_apart(text: str) -> str:
    """
    The text, to be put among other words: set apart so that it runs in its own direction, and its full stop is at its
    end. What runs from left to right comes back as it is.
    """
    return f"{_BEGIN}{text}{_END}" if runs_right_to_left(text) else text
