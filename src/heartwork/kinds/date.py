"""`date`: a day, a month or a year; as much of it as is known."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.i18n.formatting import day_in_words
from heartwork.i18n.messages import _
from heartwork.print_shapes import Shapes, lines
from heartwork.question import Kind

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class Date(Kind):
    """A day, a month or a year, written `1962`, `1962-05` or `1962-05-17`."""

    simple: ClassVar[bool] = True
    grouped: ClassVar[bool] = True

    def misfit(self, value: object) -> str:
        parts = _PARTIAL.fullmatch(value) if isinstance(value, str) else None
        # Both sentences have to fit a year long ago and the day of a check-in.
        sentence = _("Just the year is enough, in four digits. You can add a month, then a day.")
        if parts is None:
            return sentence
        year, month, day = (int(part) if part else 1 for part in parts.groups())
        try:
            datetime.date(year, month, day)
        except ValueError:
            return _("There is no such day. Look at the day, the month and the year again, or leave the day empty.")
        return ""

    def in_words(self, value: Any) -> str:
        if self.misfit(value):
            return str(value)
        return day_in_words(value)

    def searchable(self, value: object) -> tuple[str, ...]:
        """The date as it is read."""
        return (self.in_words(value),)

    def on_paper(self, value: object) -> Shapes:
        return (lines(1),) if value is None else super().on_paper(value)
