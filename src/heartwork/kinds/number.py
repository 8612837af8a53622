"""`number`: a number with a unit, between bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from heartwork.i18n.formatting import with_mark
from heartwork.i18n.messages import _
from heartwork.normalization.numbers import has_too_many_digits, is_ambiguous, is_number, read_number
from heartwork.print_shapes import Shapes, lines
from heartwork.question import Kind, Piping, own_key


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
        if isinstance(value, str) and is_ambiguous(value):
            return _("Write it without the comma or the point: it could mean thousands.")
        if isinstance(value, str) and has_too_many_digits(value):
            return _("That has too many digits to be kept as a number. It stays as you wrote it.")
        if not is_number(value):
            return self._off()
        if isinstance(value, float) and not math.isfinite(value):
            return self._off()
        if (self.min is not None and value < self.min) or (self.max is not None and value > self.max):
            return self._off()
        return ""

    def tidied(self, value: Any) -> Any:
        """A number where the text says one for sure, however it is written; else the text as it is."""
        if not isinstance(value, str):
            return super().tidied(value)
        if not value.strip():
            return None
        number = read_number(value)
        return value if number is None else number

    def in_words(self, value: Any) -> str:
        if not is_number(value):
            return str(value)
        return f"{with_mark(_in_digits(value))} {self.unit}".strip()

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
            return "" if is_number(value) else f"{test} takes a number here."
        return super().testable(test, value)

    def _off(self) -> str:
        if self.min is not None and self.max is not None:
            return _("Write a number from {least} to {most}, or leave it empty.").format(least=self.min, most=self.max)
        if self.min is not None:
            return _("Write a number of {least} or more, or leave it empty.").format(least=self.min)
        if self.max is not None:
            return _("Write a number up to {most}, or leave it empty.").format(most=self.max)
        return _("Write a number, or leave it empty.")


def _in_digits(value: float) -> str:
    """A number as it is written by hand: `0.0000001`, not `1e-07`."""
    if isinstance(value, int) or not math.isfinite(value):
        return str(value)
    return f"{Decimal(repr(value)):f}".removesuffix(".0")
