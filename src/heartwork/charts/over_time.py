"""Values from 0 to 10 along a line of days: every one as it was answered, joined only where that is honest."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heartwork.analysis.table import Gap
from heartwork.charts.canvas import SMALL, in_lines, shortened, width_in, width_of
from heartwork.charts.date_axis import ticks
from heartwork.charts.matplotlib_svg import BLUE, FONT_SIZE, HEIGHT, INK, ORANGE
from heartwork.i18n.messages import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["CALM", "LINE_FROM", "TENSION", "Series", "SeriesStyle", "form_of", "paint"]

#: A line through fewer values than this tells a story that is not there yet.
LINE_FROM = 5

#: With more check-ins than this to a unit of the plot, dots and lines would only be a blot: each becomes a fine upright
#: stroke.
_DOTS_TO = 0.775
#: With more than so many, strokes are one too: they are put together by month.
_STROKES_TO = 400

#: Room round the plot, in units of the drawing: for the numbers, the names, the words and the dates.
_LEFT, _RIGHT, _TOP, _BOTTOM = 24, 70, 4, 38

#: Values at the lower and upper edge of the plot: room for a dot on 0 or 10, and for the word beyond it.
_FLOOR, _CEILING = -1.5, 11.7

#: Names closer together than this many steps of the scale would touch.
_NAMES_APART = 1.3

#: How wide a gap must come out, in units of the drawing, to hold its name.
_GAP_NAMED_FROM = 40


@dataclass(frozen=True, slots=True)
class SeriesStyle:
    """
    How one series is drawn: as dots, or as strokes.

    Args:
        color: Its hue.
        marker: Shape of its dots, as matplotlib calls it.
        hollow: Whether its dots are open.
        line: Style of the line that joins them, as matplotlib calls it.
        width: Width of that line and of an open dot's edge, in units of the drawing.
        reach: How far its strokes go from the value, in steps of the scale; below 0 downwards.
    """

    color: str
    marker: str
    hollow: bool
    line: str
    width: float
    reach: float


# Open and filled, pointed and round, dashed and solid, above and below: colour is never alone, and neither
# hides the other.
CALM = SeriesStyle(ORANGE, "D", hollow=True, line="--", width=1.1, reach=0.36)
TENSION = SeriesStyle(BLUE, "o", hollow=False, line="-", width=1.6, reach=-0.36)


@dataclass(frozen=True, slots=True)
class Series:
    """
    One thing that was answered again and again.

    Args:
        id: What programs call it; stands in the picture as the id of its group.
        name: What people call it, in a word: there is room for about nine letters.
        look: How it is drawn.
        values: Oldest first; None where it was left open.
    """

    id: str
    name: str
    look: SeriesStyle
    values: Sequence[float | None]


def form_of(check_ins: int, width: float) -> str:
    """
    How so many check-ins are drawn.

    Args:
        check_ins: Those with a whole day.
        width: Of the drawing, in its units.

    Returns:
        `dots`, `strokes`, or `together`.
    """
    if check_ins <= _DOTS_TO * (width - _LEFT - _RIGHT):
        return "dots"
    return "strokes" if check_ins <= _STROKES_TO else "together"


def paint(
    figure: Figure,
    days: Sequence[datetime.date],
    series: Sequence[Series],
    *,
    gaps: Sequence[Gap],
    low: str,
    high: str,
) -> None:
    """
    Draw series of values from 0 to 10 over time.

    Args:
        figure: Empty.
        days: Oldest first, at least one; a day may come more than once.
        series: One or two, each with as many values as there are days; the first lies undermost.
        gaps: Where no line may pass.
        low: What 0 stands for; may be empty.
        high: What 10 stands for; may be empty.
    """
    width = width_in(figure)
    across = width - _LEFT - _RIGHT
    axes = figure.add_axes((_LEFT / width, _BOTTOM / HEIGHT, across / width, (HEIGHT - _TOP - _BOTTOM) / HEIGHT))
    axes.patch.set_visible(False)
    axes.spines[:].set_visible(False)
    _draw_scale(axes, low, high, width - _LEFT)
    _draw_days(axes, days[0], days[-1], across)
    _draw_gaps(axes, gaps, across)
    answered = [one for one in series if any(value is not None for value in one.values)]
    draw, sample = (_dots, _dot) if form_of(len(days), width) == "dots" else (_strokes, _stroke)
    for one in answered:
        draw(axes, _points(days, one.values, gaps), one, across)
    _draw_names(axes, answered, sample, across)


def _draw_scale(axes: Axes, low: str, high: str, room: float) -> None:
    axes.set_ylim(_FLOOR, _CEILING)
    axes.set_yticks([0, 5, 10])
    axes.tick_params(axis="y", length=0, pad=5, labelcolor=INK)
    for place, strength in ((0, 0.55), (5, 0.18), (10, 0.18)):
        axes.axhline(place, color=INK, alpha=strength, linewidth=1, zorder=0, gid=f"at-{place}")
    inside = axes.get_yaxis_transform()
    axes.text(0, 10.6, shortened(high, room), transform=inside, va="bottom", color=INK, alpha=0.8)
    axes.text(0, -0.45, shortened(low, room), transform=inside, va="top", color=INK, alpha=0.8)


def _draw_days(axes: Axes, first: datetime.date, last: datetime.date, across: float) -> None:
    beside = max(1.0, (last - first).days * 0.03)
    axes.set_xlim(first.toordinal() - beside, last.toordinal() + beside)
    marks = ticks(first, last, width=across * (last - first).days / ((last - first).days + 2 * beside))
    axes.set_xticks([mark.day.toordinal() for mark in marks], [mark.label for mark in marks])
    axes.tick_params(axis="x", length=4, width=1, color=INK, labelcolor=INK, pad=3)
    down = axes.get_xaxis_transform()
    for mark in marks:
        axes.text(mark.day.toordinal(), -0.2, mark.year, transform=down, ha="center", color=INK)


def _draw_gaps(axes: Axes, gaps: Sequence[Gap], across: float) -> None:
    left, right = axes.get_xlim()
    for gap in gaps:
        if gap.days / (right - left) * across >= _GAP_NAMED_FROM:
            middle = (gap.after.toordinal() + gap.until.toordinal()) / 2
            axes.text(middle, 2.5, _("gap"), ha="center", va="center", color=INK, alpha=0.8)


#: Days, counted, and values; not a number where a line has to stop.
_Points = list[tuple[float, float]]


def _points(days: Sequence[datetime.date], values: Sequence[float | None], gaps: Sequence[Gap]) -> _Points:
    after_gap = {gap.until for gap in gaps}
    points: _Points = []
    before = None
    for day, value in zip(days, values, strict=True):
        if day in after_gap and day != before:
            points.append((math.nan, math.nan))
        points.append((day.toordinal(), math.nan if value is None else value))
        before = day
    return points


def _dots(axes: Axes, points: _Points, series: Series, across: float) -> None:
    look = series.look
    size = min(1.0, max(0.6, 0.5 * math.sqrt(across / len(points))))
    enough = sum(value is not None for value in series.values) >= LINE_FROM
    axes.plot(
        *zip(*points, strict=True),
        color=look.color,
        linestyle=look.line if enough else "none",
        linewidth=look.width * size,
        clip_on=False,
        gid=series.id,
        **_dot(look, size),
    )


def _dot(look: SeriesStyle, size: float) -> dict[str, Any]:
    return {
        "marker": look.marker,
        "markersize": 6.5 * size,
        "markerfacecolor": "none" if look.hollow else look.color,
        "markeredgewidth": 1.2 * look.width * size if look.hollow else 0,
    }


def _strokes(axes: Axes, points: _Points, series: Series, across: float) -> None:
    reach = series.look.reach
    axes.plot(
        [place for day, _ in points for place in (day, day, math.nan)],
        [place for _, value in points for place in (value, value + reach, math.nan)],
        color=series.look.color,
        # The more, the finer: where many lie together they grow dark, and one alone can still be seen.
        linewidth=min(1.0, max(0.3, 4 * across / len(points))),
        solid_capstyle="butt",
        clip_on=False,
        gid=series.id,
    )


def _stroke(look: SeriesStyle, size: float) -> dict[str, Any]:
    return {"marker": "|", "markersize": 9 * size, "markeredgewidth": 2.5}


def _draw_names(
    axes: Axes, series: Sequence[Series], sample: Callable[[SeriesStyle, float], dict[str, Any]], across: float
) -> None:
    """Write each name beside the plot, at the height where its series ends."""
    ends = ((next(value for value in reversed(one.values) if value is not None), one) for one in series)
    named = sorted(ends, key=lambda end: (end[0], end[1].look.reach))
    places = [place for place, _ in named]
    if len(places) == 2 and places[1] - places[0] < _NAMES_APART:
        half = _NAMES_APART / 2
        middle = min(max(sum(places) / 2, half), 10 - half)
        places = [middle - half, middle + half]
    beside = axes.get_yaxis_transform()
    for place, one in zip(places, (one for end, one in named), strict=True):
        mark = sample(one.look, 0.8)
        axes.plot(
            [1 + 7 / across],
            [place],
            transform=beside,
            color=one.look.color,
            linestyle="none",
            clip_on=False,
            **mark,
        )
        room = _RIGHT - 14
        size = FONT_SIZE if width_of(one.name) <= room else SMALL
        name = "\n".join(in_lines(one.name, room, lines=2, size=size))
        axes.text(1 + 14 / across, place, name, transform=beside, va="center_baseline", color=INK, size=size)
