"""`line`: a few words on one line."""

from __future__ import annotations

from dataclasses import dataclass

from heartwork.kinds._text_base import Written


@dataclass(frozen=True)
class Line(Written):
    """A few words on one line."""
