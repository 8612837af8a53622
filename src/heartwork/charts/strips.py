"""Values from 0 to 10 on strips below each other, each with its own line of dots and none joined."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from heartwork.charts.canvas import SMALL, Canvas
from heartwork.charts.date_axis import ticks
from heartwork.charts.matplotlib_svg import BLUE
from heartwork.i18n.formatting import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["height_of", "paint_strips"]

_ROW, _TALL, _LEFT, _RIGHT, _BOTTOM = 84, 46, 27, 34, 38

Values = Mapping[str, Sequence[tuple[datetime.date, float]]]


def height_of(strips: Values) -> float:
    """The height of the picture, in units of the drawing."""
    return _ROW * len(strips) + _BOTTOM


def paint_strips(figure: Figure, strips: Values) -> None:
    """
    Draw each strip with a dot a value, the last of them with its number.

    Args:
        figure: Empty, as high as `height_of`.
        strips: The values of each, by its name, oldest first.
    """
    height = height_of(strips)
    sheet = Canvas(figure, height)
    days = [day for values in strips.values() for day, _ in values]
    first, last = min(days), max(days)
    wide = (sheet.width - _LEFT - _RIGHT) / max(1, (last - first).days)

    def x_of(day: datetime.date) -> float:
        return _LEFT + (day - first).days * wide if first != last else sheet.width / 2

    for strip, (name, values) in enumerate(strips.items()):
        ground = (strip + 1) * _ROW - 10
        sheet.text(0, ground - _TALL - 16, name, weight="bold")
        for value in (0, 10):
            y = ground - value / 10 * _TALL
            sheet.line((_LEFT - 6, y), (sheet.width - _RIGHT + 6, y), alpha=0.2 if value else 0.5)
            sheet.text(_LEFT - 11, y, str(value), across="right", size=SMALL, strength=0.8)
        points = [(x_of(day), ground - value / 10 * _TALL) for day, value in values]
        size = 8.0 if len(points) <= 60 else 4.0
        sheet.dots(points, color=BLUE, size=size, gid=f"strip-{strip}")
        if values:
            x, y = points[-1]
            sheet.text(x + 8, y, number(values[-1][1]), weight="bold", size=SMALL)
    for mark in ticks(first, last, width=sheet.width - _LEFT - _RIGHT):
        x = x_of(mark.day)
        sheet.line((x, height - _BOTTOM), (x, height - _BOTTOM + 4))
        sheet.text(x, height - _BOTTOM + 13, mark.label, across="center")
        sheet.text(x, height - _BOTTOM + 28, mark.year, across="center")
