"""Dates along an axis."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from heartwork.charts.canvas import width_of
from heartwork.i18n.formatting import day_of_month, month_in_short

__all__ = ["Tick", "ticks"]

#: More dates than this are too many on a phone; on a wider axis one for each so many units of the drawing may be.
_MOST, _EACH = 5, 58

#: Those closer together than this, in units of the drawing, would touch.
_APART = 5

_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis, the short words under it, and the year under those where it has to be said."""

    day: datetime.date
    label: str
    year: str = ""


def ticks(first: datetime.date, last: datetime.date, *, width: float) -> list[Tick]:
    """
    A few dates for an axis: days, months or years, as close together as is still legible.

    Args:
        first: Where the axis begins.
        last: Where it ends.
        width: How far these two lie apart, in units of the drawing.

    Returns:
        One date when first and last are the same day, else two to five, or more on a wide axis; the year stands
        under the first and wherever it changes.
    """
    most = max(_MOST, int(width // _EACH))
    for days, form in _candidates(first, last, most):
        if 2 <= len(days) <= most and _stand_apart(marks := _labelled(days, form), width / (last - first).days):
            return marks
    return _labelled(sorted({first, last}), "day")


def _candidates(first: datetime.date, last: datetime.date, most: int) -> Iterator[tuple[list[datetime.date], str]]:
    span = (last - first).days
    for step in _DAY_STEPS:
        if span // step < most:
            yield [first + datetime.timedelta(n) for n in range(0, span + 1, step)], "day"
    for step in _MONTH_STEPS:
        if span < 31 * step * (most + 1):
            months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
            starts = [datetime.date(n // 12, n % 12 + 1, 1) for n in months if n % 12 % step == 0]
            yield [day for day in starts if first <= day <= last], "month"
    for step in _YEAR_STEPS:
        starts = [datetime.date(y, 1, 1) for y in range(first.year, last.year + 1) if y % step == 0]
        yield [day for day in starts if first <= day <= last], "year"


def _stand_apart(marks: list[Tick], day: float) -> bool:
    wide = [max(width_of(mark.label), width_of(mark.year)) for mark in marks]
    return all(
        (after.day - mark.day).days * day >= (one + other) / 2 + _APART
        for mark, after, one, other in zip(marks, marks[1:], wide, wide[1:], strict=False)
    )


def _labelled(days: list[datetime.date], form: str) -> list[Tick]:
    found = []
    year = None
    for day in days:
        short = {
            "day": day_of_month(day, short=True),
            "month": month_in_short(day.month),
            "year": str(day.year),
        }[form]
        found.append(Tick(day, short, "" if form == "year" or day.year == year else str(day.year)))
        year = day.year
    return found
