"""The needs gap as a chart: for each need two marks on one line, what matters and what there is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from heartwork.analysis.table import Table
from heartwork.charts.canvas import SMALL, Canvas, shortened, width_of
from heartwork.charts.captions import joined, left_out, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, ORANGE, WIDTH, Picture
from heartwork.i18n.formatting import number
from heartwork.i18n.messages import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["needs_chart"]

_OFFER = Choice(N_("You could ask who else might meet one of these."), "#effects", N_("Or leave it here."))
_OFFER_EARLY = Choice(N_("You could put both numbers on two more."), "#want", N_("Or leave it."))

_CANNOT_TELL = N_(
    "It doesn't say who should meet a need, or that it was ever yours to earn. "
    "Two numbers from one day show how it felt that day."
)

_TOP, _ROW, _LEFT, _RIGHT = 34, 44, 12, 12
_ROWS = 10

_Row = tuple[str, float, float]


def needs_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw the needs with both numbers, the widest gap first.

    Args:
        table: As `heartwork.analysis.needs.needs` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    both: list[_Row] = [
        (str(name), important, met)
        for name, important, met in table.rows
        if isinstance(important, (int, float)) and isinstance(met, (int, float))
    ]
    both.sort(key=lambda row: row[2] - row[1])
    title = _found(both)
    more = (
        _("The {count} with the widest gaps are drawn; the table has them all.").format(count=_ROWS)
        if len(both) > _ROWS
        else ""
    )
    shows = joined(
        _("{count} needs, each from 0 to 10, as you last answered.").format(count=len(both)), more, left_out(table)
    )
    height = _TOP + _ROW * min(len(both), _ROWS) + 22
    picture = Picture(partial(_paint, rows=both[:_ROWS], height=height), height, width)
    said = "; ".join(
        _("{need}: matters {important}, there is {met}").format(need=name, important=number(important), met=number(met))
        for name, important, met in both
    )
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(
            _("How much each need matters, and how much of it there is, 0 to 10."), title, f"{said}.", shows
        ),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _found(rows: list[_Row]) -> str:
    name, important, met = rows[0]
    if important <= met:
        return _("Each of these is there at least as much as it matters to you.")
    ties = sum(row[1] - row[2] == important - met for row in rows) - 1
    said = (
        _("The widest gap is at “{need}”: it matters {important}, and there is {met}, and {count} more as wide.")
        if ties
        else _("The widest gap is at “{need}”: it matters {important}, and there is {met}.")
    )
    return said.format(need=name, important=number(important), met=number(met), count=ties)


def _paint(figure: Figure, rows: list[_Row], height: float) -> None:
    sheet = Canvas(figure, height)
    step = (sheet.width - _LEFT - _RIGHT) / 10
    for row, (name, important, met) in enumerate(rows):
        y = _TOP + row * _ROW
        sheet.text(0, y, shortened(name, sheet.width))
        y += 19
        sheet.line((_LEFT, y), (_LEFT + 10 * step, y), alpha=0.2)
        one, other = _LEFT + important * step, _LEFT + met * step
        sheet.line((one, y), (other, y), width=2.2, alpha=0.55, gid=f"gap-{row}")
        sheet.dots([(one, y)], color=ORANGE, marker="D", hollow=True, size=9, gid=f"important-{row}")
        sheet.dots([(other, y)], color=BLUE, size=9, gid=f"met-{row}")
    _name_marks(sheet, *rows[0][1:], step=step)
    sheet.text(_LEFT, height - 8, "0", across="center", size=SMALL)
    sheet.text(sheet.width - _RIGHT, height - 8, "10", across="center", size=SMALL)


def _name_marks(sheet: Canvas, important: float, met: float, *, step: float) -> None:
    """Over the marks of the first line where they stand apart; else beside two marks of their own."""
    if abs(important - met) >= 3:
        for at, name in ((important, _("matters")), (met, _("there is"))):
            half = width_of(name, size=SMALL) / 2
            x = min(max(_LEFT + at * step, half), sheet.width - half)
            sheet.text(x, 10, name, across="center", size=SMALL)
        return
    sheet.dots([(_LEFT, 10)], color=ORANGE, marker="D", hollow=True, size=9)
    sheet.text(_LEFT + 12, 10, _("matters"), size=SMALL)
    sheet.dots([(_LEFT + 90, 10)], color=BLUE, size=9)
    sheet.text(_LEFT + 102, 10, _("there is"), size=SMALL)
