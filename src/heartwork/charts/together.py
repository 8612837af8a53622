"""Very many values from 0 to 10: put together by month or year, each answer counted and none averaged."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from statistics import median_low
from typing import TYPE_CHECKING

from heartwork.charts.canvas import SMALL, Canvas, shortened
from heartwork.charts.date_axis import ticks
from heartwork.charts.matplotlib_svg import INK
from heartwork.charts.over_time import Series

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FEW", "height_of", "paint_together", "unit_of"]

#: With fewer values than this a month has no middle half: each of them is a dot.
FEW = 5

#: Room round the plots, in units of the drawing: for the numbers, the words and the dates; and how high each plot is.
_LEFT, _RIGHT, _HEAD, _TALL, _FOOT, _BOTTOM = 24, 6, 40, 100, 18, 38

#: What a month needs, to be told from the next one.
_MONTH_ROOM = 1.6


def unit_of(days: Sequence[datetime.date], width: float) -> str:
    """
    What they are put together by: `month`, or `year` where there is no room for so many months.

    Args:
        days: Oldest first, at least one.
        width: Of the drawing, in its units.
    """
    months = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month + 1
    return "month" if months * _MONTH_ROOM <= width - _LEFT - _RIGHT else "year"


def height_of(series: Sequence[Series]) -> float:
    """The height of the picture, in units of the drawing."""
    return (_HEAD + _TALL + _FOOT) * len(_answered(series)) + _BOTTOM


def paint_together(
    figure: Figure, days: Sequence[datetime.date], series: Sequence[Series], *, ends: Mapping[str, tuple[str, str]]
) -> None:
    """
    Draw a column for each month or year: a thin line from the lowest to the highest, a thick part for the middle half,
    a notch at the middle one. Where nothing was answered there is no column.

    Args:
        figure: Empty, as high as `height_of`.
        days: Oldest first, at least one.
        series: From the top down, each with as many values as there are days.
        ends: What 0 and 10 stand for, by the id of a series.
    """
    shown = _answered(series)
    height = height_of(series)
    sheet = Canvas(figure, height)
    by = unit_of(days, sheet.width)
    first, end = _begin(days[0], by), _after(days[-1], by)
    right = sheet.width - _RIGHT
    day = (right - _LEFT) / (end - first).days
    marks = ticks(first, end - datetime.timedelta(1), width=right - _LEFT)
    for number, one in enumerate(shown):
        top = number * (_HEAD + _TALL + _FOOT) + _HEAD
        low, high = ends.get(one.id, ("", ""))
        sheet.text(0, top - _HEAD + 10, one.name, weight="bold")
        sheet.text(_LEFT, top - 11, shortened(high, right - _LEFT, size=SMALL), size=SMALL, strength=0.8)
        sheet.text(_LEFT, top + _TALL + 11, shortened(low, right - _LEFT, size=SMALL), size=SMALL, strength=0.8)
        for value in (0, 5, 10):
            y = top + _TALL - value / 10 * _TALL
            sheet.line((_LEFT, y), (right, y), alpha=0.18 if value else 0.55, gid=f"{one.id}-at-{value}")
            sheet.text(_LEFT - 6, y, str(value), across="right", size=SMALL, strength=0.8)
        for mark in marks:
            x = _LEFT + (mark.day - first).days * day
            sheet.line((x, top), (x, top + _TALL), alpha=0.18)
        _columns(sheet, one, _put_together(days, one.values, by), by, (first, day, top))
    for mark in marks:
        x = _LEFT + (mark.day - first).days * day
        sheet.line((x, height - _BOTTOM), (x, height - _BOTTOM + 4))
        sheet.text(x, height - _BOTTOM + 13, mark.label, across="center")
        sheet.text(x, height - _BOTTOM + 28, mark.year, across="center")


def _answered(series: Sequence[Series]) -> list[Series]:
    return [one for one in series if any(value is not None for value in one.values)]


def _put_together(
    days: Sequence[datetime.date], values: Sequence[float | None], by: str
) -> dict[datetime.date, list[float]]:
    found: dict[datetime.date, list[float]] = {}
    for day, value in zip(days, values, strict=True):
        if value is not None:
            found.setdefault(_begin(day, by), []).append(value)
    return found


def _columns(
    sheet: Canvas,
    series: Series,
    together: Mapping[datetime.date, list[float]],
    by: str,
    place: tuple[datetime.date, float, float],
) -> None:
    first, day, top = place
    color = series.look.color

    def y_of(value: float) -> float:
        return top + _TALL - value / 10 * _TALL

    whole, halves, middles, dots = [], [], [], []
    for begun, values in together.items():
        x = _LEFT + (begun - first).days * day
        wide = (_after(begun, by) - begun).days * day
        middle = x + wide / 2
        if len(values) < FEW:
            dots += [(middle, y_of(value)) for value in values]
            continue
        thick = min(wide * 0.8, 16)
        ordered = sorted(values)
        least, most = _middle_half(ordered)
        whole.append([(middle, y_of(ordered[0])), (middle, y_of(ordered[-1]))])
        # A middle half that is one value has a height all the same.
        tall = max(y_of(least) - y_of(most), 2.4)
        halves.append((middle - thick / 2, (y_of(least) + y_of(most) - tall) / 2, thick, tall))
        half = y_of(median_low(ordered))
        middles.append([(middle - thick / 2, half), (middle + thick / 2, half)])
    sheet.lines(whole, color=color, width=max(0.5, min(1.2, day * 8)), alpha=0.6, gid=f"{series.id}-whole")
    sheet.boxes(halves, color=color, alpha=0.75, gid=f"{series.id}-halves")
    sheet.lines(middles, color=INK, width=1.6, gid=f"{series.id}-middles")
    sheet.dots(dots, color=color, size=3, gid=f"{series.id}-few")


def _middle_half(ordered: Sequence[float]) -> tuple[float, float]:
    quarter = len(ordered) // 4
    inner = ordered[quarter : len(ordered) - quarter]
    return inner[0], inner[-1]


def _begin(day: datetime.date, by: str) -> datetime.date:
    return day.replace(day=1) if by == "month" else day.replace(month=1, day=1)


def _after(day: datetime.date, by: str) -> datetime.date:
    """The first day of the next month or year; in the last year that there is, its last day."""
    begun = _begin(day, by).toordinal() + (31 if by == "month" else 366)
    return _begin(datetime.date.fromordinal(begun), by) if begun <= _LAST else datetime.date.max


_LAST = datetime.date.max.toordinal()
