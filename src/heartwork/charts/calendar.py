"""The calendar as a chart: a row a month, a square a day, the darker the tenser."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from heartwork.analysis.table import Cell, Table
from heartwork.charts.canvas import SMALL, Canvas
from heartwork.charts.captions import also, joined, left_out, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, INK, WIDTH, Picture
from heartwork.i18n.formatting import counted, month_in_short, period
from heartwork.i18n.messages import N_, _

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

#: More rows than this make no calendar that can be taken in; where there is room for two, there are two, side by side.
_MONTHS = 12

_TOP, _ROW, _KEY = 20, 21, 20

#: Room for the months; where calendars are beside each other, with a year to each of their firsts.
_LEFT, _LEFT_WITH_YEAR = 34, 70

#: Between two calendars.
_BETWEEN = 24

_Month = tuple[int, int]


def calendar_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw the latest months that lie between the first day and the last: twelve, or twice as many where there is room.

    Args:
        table: As `heartwork.analysis.calendar_days.calendar_days` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    known = {day: row for row in table.rows if isinstance(day := row[0], datetime.date)}
    beside = _beside(width)
    months = _months(min(known), max(known), _MONTHS * beside)
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
    rows = min(len(months), _MONTHS)
    height = _TOP + _ROW * rows + _KEY * (1 + sum(keys)) + 14
    picture = Picture(partial(_paint, known=known, months=months, height=height), height, width)
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


def _beside(width: float) -> int:
    """How many calendars stand beside each other."""
    return max(1, int(width // (WIDTH + _BETWEEN)))


def _months(first: datetime.date, last: datetime.date, most: int) -> list[_Month]:
    end = last.year * 12 + last.month - 1
    start = max(first.year * 12 + first.month - 1, end - most + 1)
    return [(number // 12, number % 12 + 1) for number in range(start, end + 1)]


def _paint(
    figure: Figure, known: Mapping[datetime.date, tuple[Cell, ...]], months: list[_Month], height: float
) -> None:
    sheet = Canvas(figure, height)
    beside = _beside(sheet.width)
    left = _LEFT if beside == 1 else _LEFT_WITH_YEAR
    apart = (sheet.width + _BETWEEN) / beside
    wide = (apart - _BETWEEN - left - 6) / 31
    # The latest calendar is full, so that what is beside each other are months a year apart.
    columns = [months[max(0, end - _MONTHS) : end] for end in range(len(months), 0, -_MONTHS)][::-1]
    for column in range(len(columns)):
        for day in (1, 10, 20, 31):
            x = column * apart + left + (day - 0.5) * wide
            sheet.text(x, 6, str(day), across="center", size=SMALL, strength=0.8)
    squares: dict[float, list[tuple[float, float, float, float]]] = {}
    open_ones, empty, rings = [], [], []
    rows = max(map(len, columns))
    placed = [
        (column * apart, rows - len(some) + row, one)
        for column, some in enumerate(columns)
        for row, one in enumerate(some)
    ]
    for begin, number, (year, month) in placed:
        y = _TOP + number * _ROW
        new_year = number == 0 or (year, month) == months[0] or month == 1
        name = f"{month_in_short(month)} {year}" if new_year and beside > 1 else month_in_short(month)
        sheet.text(begin, y + _ROW / 2, name, size=SMALL, weight="bold" if new_year else "normal")
        for day in range(1, calendar.monthrange(year, month)[1] + 1):
            x = begin + left + (day - 1) * wide
            row = known.get(datetime.date(year, month, day))
            if row is None:
                empty.append((x + wide / 2, y + _ROW / 2))
                continue
            box = (x + 0.6, y + 1.5, wide - 1.2, _ROW - 3)
            tension, good = row[2], row[3]
            if isinstance(tension, (int, float)):
                squares.setdefault(round(tension), []).append(box)
            else:
                open_ones.append(box)
            if good:
                rings.append((x + wide / 2, y + _ROW / 2))
    sheet.dots(empty, size=1.6, alpha=0.35, gid="no-check-in")
    for tension, boxes in sorted(squares.items()):
        sheet.boxes(boxes, color=BLUE, alpha=_strength(tension), gid=f"tension-{tension:g}")
    sheet.boxes([(x + 0.6, y + 0.6, w - 1.2, h - 1.2) for x, y, w, h in open_ones], color=INK, hollow=True, alpha=0.6)
    sheet.dots(rings, size=4.6, hollow=True, markeredgewidth=1.3, gid="good")
    _paint_key(sheet, months, (left, wide), _TOP + _ROW * rows + 18, rings=bool(rings), left_open=bool(open_ones))


def _paint_key(
    sheet: Canvas, months: list[_Month], days: tuple[float, float], y: float, *, rings: bool, left_open: bool
) -> None:
    left, wide = days
    sheet.text(left, y, "0", size=SMALL)
    for value in range(11):
        sheet.boxes([(left + 13 + value * wide, y - 6, wide - 1.2, 12)], color=BLUE, alpha=_strength(value))
    sheet.text(left + 18 + 11 * wide, y, _("tension: 10"), size=SMALL)
    years = sorted({year for year, _ in months})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    sheet.text(sheet.width - 2, y, span, size=SMALL, across="right", strength=0.8)
    if rings:
        y += _KEY
        sheet.dots([(left + 4, y)], size=4.6, hollow=True, markeredgewidth=1.3)
        sheet.text(left + 13, y, _("a good moment"), size=SMALL)
    if left_open:
        y += _KEY
        sheet.boxes([(left, y - 6, wide - 2, 12)], hollow=True, alpha=0.6)
        sheet.text(left + 13, y, _("tension left blank"), size=SMALL)


def _strength(tension: float) -> float:
    # 0 can be told from a day without anything, and each step from the next but one.
    return 0.12 + 0.085 * tension
