"""`text`: several lines, as long as it needs to be."""

from __future__ import annotations

from dataclasses import dataclass

from heartwork.kinds._text_base import TextKind
from heartwork.print_shapes import Shapes, lines


@dataclass(frozen=True)
class Text(TextKind):
    """Several lines, as long as it needs to be."""

    def on_paper(self, value: object) -> Shapes:
        return (lines(5),) if value is None else super().on_paper(value)
