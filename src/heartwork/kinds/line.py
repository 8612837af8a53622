"""`line`: a few words on one line."""

from __future__ import annotations

from dataclasses import dataclass

from heartwork.kinds._text_base import TextKind


@dataclass(frozen=True)
class Line(TextKind):
    """A few words on one line."""
