"""`scale`: a place from 0 to 10 between two labels; empty until it is touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.question import Kind, Piping, own_key

LOWEST, HIGHEST = 0, 10


@dataclass(frozen=True)
class Scale(Kind):
    """A place from 0 to 10 between two labels. No place is the right one; empty until touched."""

    simple: ClassVar[bool] = True
    tests: ClassVar[tuple[str, ...]] = ("is", "is_not", "at_least", "at_most")

    low: str = own_key("text", means="What 0 stands for: not at all.")
    high: str = own_key("text", means="What 10 stands for: very much.")

    def misfit(self, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int) or not LOWEST <= value <= HIGHEST:
            return f"Choose a place from {LOWEST} to {HIGHEST}, or leave it."
        return ""

    def in_words(self, value: Any) -> str:
        return f"{value} of {HIGHEST} ({LOWEST}: {self.low}, {HIGHEST}: {self.high})"

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {"low": pipe(self.low), "high": pipe(self.high), "min": LOWEST, "max": HIGHEST}

    def testable(self, test: str, value: object) -> str:
        if test in self.tests:
            return "" if not self.misfit(value) else f"{test} takes a number from {LOWEST} to {HIGHEST} here."
        return super().testable(test, value)
