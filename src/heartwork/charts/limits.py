"""What became of limits as a chart: three lines of bars, kept, bent by me, crossed by her."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from heartwork.analysis.limits import OUTCOMES
from heartwork.analysis.table import Table
from heartwork.charts.canvas import SMALL, Canvas, width_of
from heartwork.charts.captions import joined, left_out, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.date_axis import ticks
from heartwork.charts.matplotlib_svg import BLUE, INK, ORANGE, WIDTH, Picture
from heartwork.i18n.formatting import counted, period
from heartwork.i18n.messages import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["limits_chart"]

_OFFER = Choice(
    N_("You could look at one of your limits again, and make it smaller."), "#boundaries", N_("Or leave it here.")
)
_OFFER_EARLY = Choice(
    N_("You could say what became of your limit after the next contact."), "#check-in/new", N_("Or leave it.")
)

_CANNOT_TELL = N_(
    "Things sometimes get louder at first. A limit that was bent is not a failure, "
    "and one that she crossed doesn't say that you held it badly."
)

#: Kept and bent are the person's own, crossed is hers: the hues part them.
_HUES = {"kept": BLUE, "bent-by-me": ORANGE, "crossed-by-her": INK}

#: On the left there is room for half of the first date.
_LEFT, _RIGHT, _ROW, _BAR, _BOTTOM = 25, 38, 72, 40, 40

#: What the bars are counted by.
_UNITS = {"week": N_("week"), "month": N_("month"), "year": N_("year")}

#: What a bar needs to stand apart; where there is less room for the weeks they are counted by month, then by year.
_BAR_ROOM = 3.7


def limits_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw how often, week by week; over a long time month by month or year by year.

    Args:
        table: As `heartwork.analysis.limits.limits` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    totals = {id_: table.column(id_).answered for id_ in OUTCOMES}
    weeks = [week for week in table.values("week") if isinstance(week, datetime.date)]
    first, last = weeks[0], _plus(weeks[-1], 6)
    by = _unit(first, last, (width - _LEFT - _RIGHT) // _BAR_ROOM)
    title = _found(totals)
    shows = joined(
        _("{count} times that a limit came up, {period}, counted by {unit}.").format(
            count=table.gate.have, period=period(first, last), unit=_(_UNITS[by])
        ),
        _("Where there is no bar, nothing was written down."),
        left_out(table),
    )
    height = _ROW * len(OUTCOMES) + _BOTTOM
    picture = Picture(partial(_paint, table=table, by=by, first=first, last=last, height=height), height, width)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(
            _("Three lines of bars by {unit}: kept, bent by you, crossed by her.").format(unit=_(_UNITS[by])),
            title,
            shows,
        ),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _found(totals: Mapping[str, int]) -> str:
    kept, bent, crossed = (totals[id_] for id_ in OUTCOMES)
    whole = counted(sum(totals.values()), "{count} time", "{count} times")
    said = _("Of {times} that a limit came up, it was kept {kept}, you bent it {bent}, and she crossed it {crossed}.")
    return said.format(times=whole, kept=kept, bent=bent, crossed=crossed)


def _unit(first: datetime.date, last: datetime.date, most: float) -> str:
    weeks = (last - first).days / 7
    return "week" if weeks <= most else "month" if weeks / 4.3 <= most else "year"


def _paint(figure: Figure, table: Table, by: str, first: datetime.date, last: datetime.date, height: float) -> None:
    sheet = Canvas(figure, height)
    start, end = _begin(first, by), _end(last, by)
    right = sheet.width - _RIGHT
    width = (right - _LEFT) / ((end - start).days + 1)
    counts: dict[str, Counter[datetime.date]] = {id_: Counter() for id_ in OUTCOMES}
    for week, *cells in table.rows:
        for id_, cell in zip(OUTCOMES, cells, strict=True):
            if isinstance(cell, int) and isinstance(week, datetime.date):
                counts[id_][_begin(week, by)] += cell
    most = max(count for found in counts.values() for count in found.values())
    for number, (id_, called) in enumerate(OUTCOMES.items()):
        name = _(called)
        ground = (number + 1) * _ROW - 6
        sheet.text(0, ground - _BAR - 14, name)
        sheet.text(width_of(name) + 8, ground - _BAR - 14, f"{sum(counts[id_].values())}", weight="bold")
        sheet.line((_LEFT, ground), (right, ground), alpha=0.45)
        bars = []
        for begun, count in sorted(counts[id_].items()):
            x = _LEFT + (begun - start).days * width
            wide = ((_end(begun, by) - begun).days + 1) * width
            tall = _BAR * count / most
            bars.append((x + wide * 0.1, ground - tall, min(wide * 0.8, 22), tall))
        sheet.boxes(bars, color=_HUES[id_], gid=id_)
        if most > 1 or number == 0:
            sheet.line((right + 2, ground - _BAR), (right + 6, ground - _BAR), alpha=0.45)
            sheet.text(right + 9, ground - _BAR, str(most), size=SMALL, strength=0.8)
    for mark in ticks(first, last, width=(last - first).days * width):
        x = _LEFT + (mark.day - start).days * width
        sheet.line((x, height - _BOTTOM + 2), (x, height - _BOTTOM + 6))
        sheet.text(x, height - _BOTTOM + 15, mark.label, across="center")
        sheet.text(x, height - _BOTTOM + 30, mark.year, across="center")


def _begin(day: datetime.date, by: str) -> datetime.date:
    return day if by == "week" else day.replace(day=1) if by == "month" else day.replace(month=1, day=1)


def _end(day: datetime.date, by: str) -> datetime.date:
    if by == "week":
        return _plus(day, 6 - day.weekday())
    begun = _begin(day, by)
    return _plus(_begin(_plus(begun, 31 if by == "month" else 366), by), -1)


def _plus(day: datetime.date, days: int) -> datetime.date:
    return datetime.date.fromordinal(min(max(day.toordinal() + days, 1), datetime.date.max.toordinal()))
