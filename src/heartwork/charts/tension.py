"""Tension over time as a chart: how it was, beside what was expected."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heartwork.charts.chart import Chart, Choice, plain
from heartwork.charts.dates import ticks
from heartwork.charts.drawing import BLUE, HEIGHT, INK, ORANGE, WIDTH, svg
from heartwork.charts.tension_words import CANNOT_TELL, left_out, words
from heartwork.pattern.table import Gap, Table
from heartwork.pattern.tension import GAP_DAYS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["tension_chart"]

#: A line through fewer values than this tells a story that is not there yet.
_LINE_FROM = 5

#: With more check-ins than this, dots and lines would only be a blot: each becomes a fine upright stroke.
_DOTS_TO = 150

#: Room round the plot, in units of the drawing: for the numbers, the two names, the words and the dates.
_LEFT, _RIGHT, _TOP, _BOTTOM = 24, 77, 4, 38
_PLOT = WIDTH - _LEFT - _RIGHT

#: Values of the axis at its lower and upper edge: room for a dot on 0 or 10, and for the word beyond it.
_FLOOR, _CEILING = -1.5, 11.5

#: Names closer together than this many steps of the scale would touch.
_NAMES_APART = 1.3

#: How wide a gap must be drawn, in units of the drawing, to hold its name.
_GAP_NAMED_FROM = 40

#: Letters that fit beside each other above the plot.
_LONGEST_WORD = 34

_OFFER = Choice("You could plan one small thing for the next time.", "#boundaries", "Or leave it here.")
_OFFER_EARLY = Choice("You could add one after the next contact.", "#check-in", "Or leave it.")


def tension_chart(
    table: Table, *, low: str = "calm", high: str = "very tense", choice: Choice | None = None
) -> Chart:
    """
    Draw tension over time, with what was expected beside it.

    Each check-in is a mark of its own. From 5 values on, neighbours are joined by a line, never across a
    gap or a check-in that leaves the question open. Beyond 150 check-ins each is a fine upright stroke, and
    nothing is joined.

    Args:
        table: As `heartwork.pattern.tension.tension` makes it.
        low: What 0 stands for; may be empty.
        high: What 10 stands for; may be empty.
        choice: What the person could do now; an offer of ours when None.

    Returns:
        The chart; below the gate one without a picture, which says what is still missing.
    """
    if not table.gate.reached:
        return _too_early(table, choice or _OFFER_EARLY)
    low, high = plain(low), plain(high)
    said = words(table, low=low, high=high, strokes=_placed(table) > _DOTS_TO)
    return Chart(
        title=said.title,
        shows=said.shows,
        cannot_tell=CANNOT_TELL,
        choice=choice or _OFFER,
        alternative=said.alternative,
        table=table,
        svg=svg(lambda figure: _paint(figure, table, low, high)),
    )


def _too_early(table: Table, choice: Choice) -> Chart:
    gate = table.gate
    takes = f"It takes {gate.needed} {gate.of}; {gate.have} so far."
    return Chart(
        title="It's early for a picture.",
        shows=f"{takes} {left_out(table)}".strip(),
        choice=choice,
        table=table,
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """How one of the two is drawn: as dots, or as strokes that reach up or down from the value."""

    id: str
    name: str
    color: str
    marker: str
    face: str
    edge: float
    line: str
    width: float
    reach: float


# Filled and hollow, round and pointed, solid and dashed, below and above: colour is never alone.
_EXPECTED = _Look("expected", "expected", ORANGE, "D", "none", 1.3, "--", 1.0, 0.36)
_ACTUAL = _Look("tension", "it was", BLUE, "o", BLUE, 0, "-", 1.6, -0.36)

#: Day (as a count of days) and value. Not a number where a line has to stop.
_Points = Sequence[tuple[float, float]]


def _paint(figure: Figure, table: Table, low: str, high: str) -> None:
    days = [day for day in table.values("day") if isinstance(day, datetime.date)]
    axes = figure.add_axes(
        (_LEFT / WIDTH, _BOTTOM / HEIGHT, _PLOT / WIDTH, (HEIGHT - _TOP - _BOTTOM) / HEIGHT)
    )
    axes.patch.set_visible(False)
    axes.spines[:].set_visible(False)
    _draw_scale(axes, low, high)
    _draw_days(axes, days[0], days[-1])
    _name_gaps(axes, table.gaps)
    draw, name = (_draw_strokes, _stroke) if len(days) > _DOTS_TO else (_draw_dots, _dot)
    ends = []
    for look in (_EXPECTED, _ACTUAL):
        points = _points(table, days, look.id)
        values = [value for _, value in points if not math.isnan(value)]
        if values:
            draw(axes, points, look, len(values))
            ends.append((values[-1], look))
    _name(axes, ends, name)


def _draw_scale(axes: Axes, low: str, high: str) -> None:
    axes.set_ylim(_FLOOR, _CEILING)
    axes.set_yticks([0, 5, 10])
    axes.tick_params(axis="y", length=0, pad=5, labelcolor=INK)
    for place, strength in ((0, 0.55), (5, 0.18), (10, 0.18)):
        axes.axhline(place, color=INK, alpha=strength, linewidth=1, zorder=0)
    across = axes.get_yaxis_transform()
    axes.text(0, 10.45, _shortened(high), transform=across, va="bottom", color=INK, alpha=0.8)
    axes.text(0, -0.45, _shortened(low), transform=across, va="top", color=INK, alpha=0.8)


def _draw_days(axes: Axes, first: datetime.date, last: datetime.date) -> None:
    beside = max(1.0, (last - first).days * 0.03)
    axes.set_xlim(first.toordinal() - beside, last.toordinal() + beside)
    marks = ticks(first, last)
    axes.set_xticks([mark.day.toordinal() for mark in marks], [mark.label for mark in marks])
    axes.tick_params(axis="x", length=4, width=1, color=INK, labelcolor=INK, pad=3)
    for mark in marks:
        down = axes.get_xaxis_transform()
        axes.text(mark.day.toordinal(), -0.2, mark.year, transform=down, ha="center", va="baseline", color=INK)


def _name_gaps(axes: Axes, gaps: Sequence[Gap]) -> None:
    left, right = axes.get_xlim()
    for gap in gaps:
        if gap.days / (right - left) * _PLOT >= _GAP_NAMED_FROM:
            middle = (gap.after.toordinal() + gap.until.toordinal()) / 2
            axes.text(middle, 2.5, "gap", ha="center", va="center", color=INK, alpha=0.8)


def _points(table: Table, days: Sequence[datetime.date], column: str) -> _Points:
    points: list[tuple[float, float]] = []
    before = days[0]
    # In the table, the entries with a whole day come first.
    for day, value in zip(days, table.values(column), strict=False):
        if (day - before).days > GAP_DAYS:
            points.append((math.nan, math.nan))
        points.append((day.toordinal(), value if isinstance(value, (int, float)) else math.nan))
        before = day
    return points


def _draw_dots(axes: Axes, points: _Points, look: _Look, count: int) -> None:
    size = min(1.0, max(0.6, 7 / math.sqrt(len(points))))
    axes.plot(
        *zip(*points, strict=True),
        color=look.color,
        linestyle=look.line if count >= _LINE_FROM else "none",
        linewidth=look.width * size,
        clip_on=False,
        gid=look.id,
        **_dot(look, size),
    )


def _dot(look: _Look, size: float) -> dict[str, Any]:
    return {
        "marker": look.marker,
        "markersize": 6.5 * size,
        "markerfacecolor": look.face,
        "markeredgewidth": look.edge * size,
    }


def _draw_strokes(axes: Axes, points: _Points, look: _Look, count: int) -> None:
    strokes = [(day, end) for day, value in points for end in (value, value + look.reach, math.nan)]
    axes.plot(
        *zip(*strokes, strict=True),
        color=look.color,
        # The more, the finer: where many lie together they still grow dark, and one alone is still seen.
        linewidth=min(1.0, max(0.3, 4 * _PLOT / count)),
        solid_capstyle="butt",
        clip_on=False,
        gid=look.id,
    )


def _stroke(look: _Look, size: float) -> dict[str, Any]:
    return {"marker": "|", "markersize": 9 * size, "markeredgewidth": 2.5}


def _name(
    axes: Axes, ends: Sequence[tuple[float, _Look]], sample: Callable[[_Look, float], dict[str, Any]]
) -> None:
    """Write the names beside the plot, each at the height where its own ends."""
    named = sorted(ends, key=lambda end: end[0])
    places = [place for place, _ in named]
    if len(places) == 2 and places[1] - places[0] < _NAMES_APART:
        half = _NAMES_APART / 2
        middle = min(max(sum(places) / 2, half), 10 - half)
        places = [middle - half, middle + half]
    across = axes.get_yaxis_transform()
    for place, (_, look) in zip(places, named, strict=True):
        axes.plot(
            [1 + 7 / _PLOT], [place], transform=across, clip_on=False, linestyle="none", color=look.color,
            **sample(look, 0.8),
        )
        axes.text(1 + 14 / _PLOT, place, look.name, transform=across, va="center_baseline", color=INK)


def _shortened(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else word[: _LONGEST_WORD - 1].rstrip() + "…"
