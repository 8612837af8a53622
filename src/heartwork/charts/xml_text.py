"""Text without what a page cannot hold."""

from __future__ import annotations

import re

__all__ = ["plain"]

#: What XML cannot hold.
_NOT_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without characters that a page cannot hold, and in one line."""
    return " ".join(_NOT_TEXT.sub("", text).split())
