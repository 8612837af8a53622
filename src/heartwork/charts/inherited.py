"""What became of patterns as a chart: a line from them to you that goes on, thins, turns or ends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from heartwork.analysis.inherited import FATES, SORTS
from heartwork.analysis.table import Cell, Table
from heartwork.charts.canvas import SMALL, Canvas, in_lines
from heartwork.charts.captions import joined, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, WIDTH, Picture
from heartwork.i18n.formatting import counted, listed
from heartwork.i18n.messages import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["inherited_chart"]

_OFFER = Choice(N_("You could name one thing you would like to hand on."), "#takeaway", N_("Or leave it here."))
_OFFER_EARLY = Choice(
    N_("You could name one thing that came down to you, perhaps a good one."), "#understand", N_("Or leave it.")
)

_CANNOT_TELL = N_("Families repeat themselves only in part. It doesn't say what you will do, or what anyone was.")

_ROWS = 14
_LINE = 15.6


def inherited_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw a line for each pattern, with its words above and what became of it beside.

    Args:
        table: As `heartwork.analysis.inherited.inherited` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    rows = table.rows
    parts = [f"{count} {_(said)}" for fate, said in FATES.items() if (count := sum(row[2] == fate for row in rows))]
    title = _("Of {patterns}, {parts}.").format(
        patterns=counted(len(rows), "{count} pattern", "{count} patterns"), parts=listed(parts)
    )
    strengths = sum(row[1] == "strength" for row in rows)
    shows = joined(
        counted(strengths, "{count} of them is a strength.", "{count} of them are strengths.") if strengths else "",
        _("Each line runs from those before you, on the left, to you."),
        _("The first {count} are drawn; the table has them all.").format(count=_ROWS) if len(rows) > _ROWS else "",
    )
    end = _end(width)
    laid = [
        (
            str(row[2]),
            in_lines(str(row[0]), width, lines=3),
            in_lines(f"{_(FATES[str(row[2])])}{_sort(row)}", width - end - 10, lines=2, size=SMALL),
        )
        for row in rows[:_ROWS]
    ]
    height = 22 + sum(_tall(*words) for _fate, *words in laid)
    picture = Picture(partial(_paint, laid=laid, height=height), height, width)
    said = "; ".join(f"{row[0]}{_sort(row)}: {_(FATES[str(row[2])])}" for row in rows)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(_("What came down to you, and what became of it."), title, f"{said}.", shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _end(width: float) -> float:
    """Where the lines end; the rest of the width is for what became of them."""
    return width * 0.4


def _tall(what: list[str], became: list[str]) -> float:
    return _LINE * (len(what) + len(became) - 1) + 36


def _paint(figure: Figure, laid: list[tuple[str, list[str], list[str]]], height: float) -> None:
    sheet = Canvas(figure, height)
    end = _end(sheet.width)
    sheet.text(0, 8, _("before you"), size=SMALL, strength=0.75)
    sheet.text(end, 8, _("you"), size=SMALL, across="right", strength=0.75)
    y = 28.0
    for number, (fate, what, became) in enumerate(laid):
        sheet.text(0, y, what)
        beside = y + _LINE * len(what) + 3
        _line(sheet, beside, end, fate, f"fate-{number}")
        sheet.text(end + 10, beside, became, size=SMALL, strength=0.9)
        y += _tall(what, became)


def _sort(row: tuple[Cell, ...]) -> str:
    return f" ({_(SORTS[str(row[1])])})" if row[1] else ""


def _line(sheet: Canvas, y: float, end: float, fate: str, id_: str) -> None:
    match fate:
        case "repeated":
            sheet.line((0, y), (end, y), color=BLUE, width=5, gid=id_)
        case "softened":
            sheet.boxes([(0, y - 2.5, end * 0.5, 5)], color=BLUE, gid=id_)
            sheet.line((end * 0.5, y), (end, y), color=BLUE, width=1.6)
        case "reversed":
            middle = end * 0.55
            sheet.line((0, y), (middle, y), color=BLUE, width=5, gid=id_)
            sheet.line((end, y), (middle + 12, y), color=BLUE, width=2.4)
            sheet.dots([(middle + 12, y)], color=BLUE, size=9, marker="<")
        case "stopped":
            middle = end * 0.55
            sheet.line((0, y), (middle, y), color=BLUE, width=5, gid=id_)
            sheet.line((middle + 3, y - 9), (middle + 3, y + 9), width=2.4)
        case _:
            sheet.line((0, y), (end, y), color=BLUE, width=2, linestyle=(0, (1.5, 3)), gid=id_)
