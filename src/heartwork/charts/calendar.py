"""The calendar as a chart: a row a month, a square a day, the darker the tenser."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from heartwork.charts.chart import Chart, Choice
from heartwork.charts.drawing import BLUE, INK, WIDTH, Picture
from heartwork.charts.sheet import SMALL, Sheet
from heartwork.charts.told import also, joined, left_out, too_early
from heartwork.pattern.table import Cell, Table
from heartwork.spelling import counted, month_in_short, period
from heartwork.words import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["calendar_chart"]

_OFFER = Choice(
    N_("You could look at the next days that tend to be hard, and plan for one."), "#accept", N_("Or leave it here.")
)
_OFFER_EARLY = Choice(N_("You could add one after the next contact."), "#check-in/new", N_("Or leave it."))

_CANNOT_TELL = N_(
    "A day without a square is a day nothing was written about: it may have been calm, or "
    "too much for words. Hard days get written down more often than easy ones."
)

#: From here on a day is counted as a tense one in the title; in the picture every step is its own.
_HARD = 8

#: More rows than this do not fit on a phone.
_MONTHS = 12

_LEFT, _TOP, _ROW, _KEY = 34, 20, 21, 20
_DAY = (WIDTH - _LEFT - 6) / 31

_Month = tuple[int, int]


def calendar_chart(table: Table, *, choice: Choice | None = None) -> Chart:
    """
    Draw the latest twelve months that lie between the first day and the last.

    Args:
        table: As `heartwork.pattern.calendar_days.calendar_days` makes it.
        choice: What the person could do now; an offer of ours when None.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    known = {day: row for row in table.rows if isinstance(day := row[0], datetime.date)}
    months = _months(min(known), max(known))
    drawn = [day for day in known if (day.year, day.month) in months]
    tense = [day for day in drawn if known[day][2] is not None]
    hard = sum(float(known[day][2]) >= _HARD for day in tense)  # type: ignore[arg-type]
    good = sum(known[day][3] is not None for day in drawn)
    title = (
        _("On {hard} of {days} the tension was {least} or more; {good} an ordinary or good moment.").format(
            hard=hard,
            days=counted(len(tense), "{count} day", "{count} days"),
            least=_HARD,
            good=counted(good, "{count} day has", "{count} days have"),
        )
        if tense
        else _("In these months {days} a check-in; none of them says how tense it was.").format(
            days=counted(len(drawn), "{count} day has", "{count} days have")
        )
    )
    shows = joined(
        _("{days} with a check-in, {period}. Of several on one day, the tensest counts.").format(
            days=counted(len(drawn), "{count} day", "{count} days"), period=period(min(drawn), max(drawn))
        ),
        _("{count} earlier days are not drawn; choose another period to see them.").format(
            count=len(known) - len(drawn)
        )
        if len(drawn) < len(known)
        else "",
        also(table),
        left_out(table),
    )
    keys = [any(known[day][3] for day in drawn), any(known[day][2] is None for day in drawn)]
    # A line of the key for the squares, and one for each mark that is there.
    height = _TOP + _ROW * len(months) + _KEY * (1 + sum(keys)) + 14
    picture = Picture(partial(_paint, known=known, months=months, height=height), height)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(
            _("A calendar with a square for each day that has a check-in. Darker means tenser."), title, shows
        ),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _months(first: datetime.date, last: datetime.date) -> list[_Month]:
    end = last.year * 12 + last.month - 1
    start = max(first.year * 12 + first.month - 1, end - _MONTHS + 1)
    return [(number // 12, number % 12 + 1) for number in range(start, end + 1)]


def _paint(
    figure: Figure, known: Mapping[datetime.date, tuple[Cell, ...]], months: list[_Month], height: float
) -> None:
    sheet = Sheet(figure, height)
    for day in (1, 10, 20, 31):
        sheet.text(_LEFT + (day - 0.5) * _DAY, 6, str(day), across="center", size=SMALL, strength=0.8)
    squares: dict[float, list[tuple[float, float, float, float]]] = {}
    open_ones, empty, rings = [], [], []
    for number, (year, month) in enumerate(months):
        y = _TOP + number * _ROW
        new_year = number == 0 or month == 1
        sheet.text(0, y + _ROW / 2, month_in_short(month), size=SMALL, weight="bold" if new_year else "normal")
        for day in range(1, calendar.monthrange(year, month)[1] + 1):
            x = _LEFT + (day - 1) * _DAY
            row = known.get(datetime.date(year, month, day))
            if row is None:
                empty.append((x + _DAY / 2, y + _ROW / 2))
                continue
            box = (x + 0.6, y + 1.5, _DAY - 1.2, _ROW - 3)
            tension, good = row[2], row[3]
            if isinstance(tension, (int, float)):
                squares.setdefault(round(tension), []).append(box)
            else:
                open_ones.append(box)
            if good:
                rings.append((x + _DAY / 2, y + _ROW / 2))
    sheet.dots(empty, size=1.6, alpha=0.35, gid="no-check-in")
    for tension, boxes in sorted(squares.items()):
        sheet.boxes(boxes, color=BLUE, alpha=_strength(tension), gid=f"tension-{tension:g}")
    sheet.boxes([(x + 0.6, y + 0.6, w - 1.2, h - 1.2) for x, y, w, h in open_ones], color=INK, hollow=True, alpha=0.6)
    sheet.dots(rings, size=4.6, hollow=True, markeredgewidth=1.3, gid="good")
    _paint_key(sheet, months, _TOP + _ROW * len(months) + 18, rings=bool(rings), left_open=bool(open_ones))


def _paint_key(sheet: Sheet, months: list[_Month], y: float, *, rings: bool, left_open: bool) -> None:
    sheet.text(_LEFT, y, "0", size=SMALL)
    for value in range(11):
        sheet.boxes([(_LEFT + 13 + value * _DAY, y - 6, _DAY - 1.2, 12)], color=BLUE, alpha=_strength(value))
    sheet.text(_LEFT + 18 + 11 * _DAY, y, _("tension: 10"), size=SMALL)
    years = sorted({year for year, _ in months})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    sheet.text(WIDTH - 2, y, span, size=SMALL, across="right", strength=0.8)
    if rings:
        y += _KEY
        sheet.dots([(_LEFT + 4, y)], size=4.6, hollow=True, markeredgewidth=1.3)
        sheet.text(_LEFT + 13, y, _("a good moment"), size=SMALL)
    if left_open:
        y += _KEY
        sheet.boxes([(_LEFT, y - 6, _DAY - 2, 12)], hollow=True, alpha=0.6)
        sheet.text(_LEFT + 13, y, _("tension left blank"), size=SMALL)


def _strength(tension: float) -> float:
    # 0 can be told from a day without anything, and each step from the next but one.
    return 0.12 + 0.085 * tension
