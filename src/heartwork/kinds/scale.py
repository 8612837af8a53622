"""`scale`: a place from 0 to 10 between two labels; empty until it is touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.i18n.messages import _
from heartwork.kinds._scale_base import HIGHEST, LOWEST, ScaleKind
from heartwork.print_shapes import Shapes, places
from heartwork.question import Piping, own_key


@dataclass(frozen=True)
class Scale(ScaleKind):
    """A place from 0 to 10 between two labels. No place is the right one; empty until touched."""

    simple: ClassVar[bool] = True

    low: str = own_key("text", means="What 0 stands for: not at all.")
    high: str = own_key("text", means="What 10 stands for: very much.")

    def in_words(self, value: Any) -> str:
        place = _("{place} of {most}").format(place=value, most=HIGHEST)
        return f"{place} ({LOWEST}: {self.low}, {HIGHEST}: {self.high})"

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {"low": pipe(self.low), "high": pipe(self.high), "min": LOWEST, "max": HIGHEST}

    def on_paper(self, value: Any) -> Shapes:
        return (places(range(LOWEST, HIGHEST + 1), low=self.low, high=self.high, value=value),)
