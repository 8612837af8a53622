"""`number`: a number with a unit, between bounds."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.paper import Shapes, lines
from heartwork.question import Kind, Piping, own_key
from heartwork.spelling import with_mark
from heartwork.words import _

#: One thousand to some, one and a bit to others.
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+")


@dataclass(frozen=True)
class Number(Kind):
    """
    A number with a unit, between bounds.

    The bounds say what fits; they never change what was typed. What is not a number is kept as the text
    it is, with a word beside the field.
    """

    simple: ClassVar[bool] = True
    tests: ClassVar[tuple[str, ...]] = ("is", "is_not", "at_least", "at_most")

    unit: str = own_key("text", default="", means="What is counted: hours a week, euros.")
    min: int | None = own_key("integer", default=None, means="The smallest number that makes sense.")
    max: int | None = own_key("integer", default=None, means="The largest number that makes sense.")

    def misfit(self, value: Any) -> str:
        if isinstance(value, str) and _THOUSANDS.fullmatch(value.strip()):
            return _("Write it without the comma, so that it cannot be taken for a point.")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return self._off()
        if isinstance(value, float) and not math.isfinite(value):
            return self._off()
        if (self.min is not None and value < self.min) or (self.max is not None and value > self.max):
            return self._off()
        return ""

    def tidied(self, value: Any) -> Any:
        """A number where the text says one ("2,5" too, not "1,000"), else the text as it is."""
        if not isinstance(value, str):
            return super().tidied(value)
        text = value.strip()
        if not text:
            return None
        if "_" in text or _THOUSANDS.fullmatch(text):
            return value
        try:
            return int(text)  # before float, which keeps no more than 15 digits
        except ValueError:
            pass
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return value
        if not math.isfinite(number):
            return value
        return number

    def in_words(self, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return str(value)
        return f"{with_mark(str(value).removesuffix('.0'))} {self.unit}".strip()

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {"unit": pipe(self.unit), "min": self.min, "max": self.max}

    def on_paper(self, value: Any) -> Shapes:
        return (lines(1, unit=self.unit),) if value is None else super().on_paper(value)

    def problems(self) -> list[str]:
        if self.min is not None and self.max is not None and self.min >= self.max:
            return ["min is not smaller than max. Swap them."]
        return []

    def testable(self, test: str, value: object) -> str:
        if test in self.tests:
            fits = isinstance(value, (int, float)) and not isinstance(value, bool)
            return "" if fits else f"{test} takes a number here."
        return super().testable(test, value)

    def _off(self) -> str:
        if self.min is not None and self.max is not None:
            return _("Write a number from {least} to {most}, or leave it empty.").format(least=self.min, most=self.max)
        if self.min is not None:
            return _("Write a number of {least} or more, or leave it empty.").format(least=self.min)
        if self.max is not None:
            return _("Write a number up to {most}, or leave it empty.").format(most=self.max)
        return _("Write a number, or leave it empty.")
