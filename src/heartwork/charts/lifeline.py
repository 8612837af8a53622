"""The life line of three generations as a chart: three lines down the page, with years and words beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from heartwork.analysis.lifeline import WAS, WHO
from heartwork.analysis.table import Cell, Table
from heartwork.charts.canvas import SMALL, Canvas, in_lines
from heartwork.charts.captions import joined, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, WIDTH, Picture
from heartwork.i18n.formatting import counted, day_in_short, day_in_words
from heartwork.i18n.messages import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["lifeline_chart"]

_OFFER = Choice(
    N_("You could ask one thing you don't know, if it is safe to ask."), "#understand", N_("Or leave it here.")
)
_OFFER_EARLY = Choice(N_("You could add one thing that you know of her life."), "#understand", N_("Or leave it."))

_CANNOT_TELL = N_(
    "What she lived through can explain some of it. It excuses nothing, and it doesn't say what comes next. "
    "What isn't here may just not be known."
)

#: More lines than this make a page that nobody reads; the table has them all.
_ROWS = 24

_YEAR, _LANE, _TEXT, _TOP = 86, 16, 142, 40
_LINE = SMALL * 1.2


def lifeline_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw the moments in the order they happened, each on the line of the one it happened to.

    Args:
        table: As `heartwork.analysis.lifeline.lifeline` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    rows = [row for row in table.rows if row[0] is not None and row[2] is not None]
    grandmothers, mothers, mine = (sum(row[0] == who for row in rows) for who in WHO)
    title = _(
        "{moments}: {grandmothers} of your grandmother's life, {mothers} of your mother's, {mine} of yours."
    ).format(
        moments=counted(len(rows), "{count} moment", "{count} moments"),
        grandmothers=grandmothers,
        mothers=mothers,
        mine=mine,
    )
    undated = sum(row[1] is None for row in rows)
    shows = joined(
        _("From the earliest to the latest; the distance between two says nothing about the years between them."),
        _("Filled: hard. Open: good. Half: both. A question mark: not known."),
        counted(undated, "{count} without a year comes last.", "{count} without a year come last.") if undated else "",
        _("The first {count} are drawn; the table has them all.").format(count=_ROWS) if len(rows) > _ROWS else "",
    )
    drawn = rows[:_ROWS]
    wrapped = [in_lines(str(row[2]), width - _TEXT, lines=4, size=SMALL) for row in drawn]
    height = _TOP + sum(_LINE * len(lines) + 12 for lines in wrapped) + 8
    picture = Picture(partial(_paint, rows=drawn, wrapped=wrapped, height=height), height, width)
    said = "; ".join(
        f"{_when(row[1])}, {_(WHO[str(row[0])]).lower()}: {row[2]} ({_(WAS[str(row[3])])})" for row in rows
    )
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(_("Three lines, grandmother, mother and me, with what happened."), title, f"{said}.", shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _when(when: Cell) -> str:
    return _("year not known") if when is None or isinstance(when, (int, float)) else day_in_words(when)


def _paint(figure: Figure, rows: list[tuple[Cell, ...]], wrapped: list[list[str]], height: float) -> None:
    sheet = Canvas(figure, height)
    lanes = {who: _YEAR + 8 + number * _LANE for number, who in enumerate(WHO)}
    # Each name stands over its own line, on a step of its own.
    for number, name in enumerate(WHO):
        top = 6 + number * 13
        sheet.text(lanes[name] + 7, top, _(WHO[name]), size=SMALL, weight="bold")
        sheet.line((lanes[name], top - 4), (lanes[name], height - 6), alpha=0.35, width=1.4, gid=f"lane-{name}")
    y = _TOP + 12.0
    for number, (row, lines) in enumerate(zip(rows, wrapped, strict=True)):
        who, when, was = row[0], row[1], row[3]
        year = "?" if when is None or isinstance(when, (int, float)) else day_in_short(when)
        sheet.text(_YEAR - 6, y, year, across="right", size=SMALL, strength=0.85)
        x = lanes[str(who)]
        sheet.line((x, y), (_TEXT - 6, y), alpha=0.25)
        _mark(sheet, x, y, str(was), f"moment-{number}")
        sheet.text(_TEXT, y, lines, size=SMALL)
        y += _LINE * len(lines) + 12


def _mark(sheet: Canvas, x: float, y: float, was: str, id_: str) -> None:
    match was:
        case "hard":
            sheet.dots([(x, y)], color=BLUE, size=10, gid=id_)
        case "good":
            sheet.dots([(x, y)], color=BLUE, size=10, hollow=True, gid=id_)
        case "both":
            half: dict[str, Any] = {"fillstyle": "left", "markerfacecoloralt": "none", "markeredgewidth": 1.4}
            sheet.dots([(x, y)], color=BLUE, size=10, gid=id_, **half)
        case _:
            sheet.text(x, y, "?", across="center", weight="bold", gid=id_)
