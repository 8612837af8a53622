"""What became of patterns as a chart: a line from them to you that goes on, thins, turns or ends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from heartwork.charts.chart import Chart, Choice
from heartwork.charts.drawing import BLUE, WIDTH, Picture
from heartwork.charts.sheet import Sheet, in_lines
from heartwork.charts.told import counted, joined, listed, too_early
from heartwork.pattern.fates import FATES
from heartwork.pattern.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["fates_chart"]

_OFFER = Choice("You could name one thing you would like to hand on.", "#takeaway", "Or leave it here.")
_OFFER_EARLY = Choice(
    "You could name one thing that came down to you, perhaps a good one.", "#understand", "Or leave it."
)

_CANNOT_TELL = "Families repeat themselves only in part. It doesn't say what you will do, or what anyone was."

_WORDS = {
    "repeated": "went on",
    "softened": "became softer",
    "reversed": "the opposite",
    "stopped": "stopped with you",
    "unknown": "not known yet",
}

_ROWS = 14
_SMALL, _END, _PAD, _LINE = 13, 165, 46, 15.6


def fates_chart(table: Table, *, choice: Choice | None = None) -> Chart:
    """
    Draw a line for each pattern, with its words above and what became of it beside.

    Args:
        table: As `heartwork.pattern.fates.fates` makes it.
        choice: What the person could do now; an offer of ours when None.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    rows = table.rows
    parts = [f"{count} {_WORDS[fate]}" for fate in FATES if (count := sum(row[2] == fate for row in rows))]
    title = f"Of {counted(len(rows), 'pattern', 'patterns')}, {listed(parts)}."
    strengths = sum(row[1] == "strength" for row in rows)
    shows = joined(
        f"{counted(strengths, 'of them is a strength', 'of them are strengths')}." if strengths else "",
        "Each line runs from those before you, on the left, to you.",
        f"The first {_ROWS} are drawn, the table has them all." if len(rows) > _ROWS else "",
    )
    wrapped = [in_lines(str(row[0]), WIDTH, lines=2) for row in rows[:_ROWS]]
    height = 22 + sum(_LINE * len(lines) + _PAD - 10 for lines in wrapped)
    picture = Picture(partial(_paint, rows=rows[:_ROWS], wrapped=wrapped, height=height), height)
    said = "; ".join(f"{row[0]}{f', a {row[1]}' if row[1] else ''}: {_WORDS[str(row[2])]}" for row in rows)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_CANNOT_TELL,
        choice=choice or _OFFER,
        alternative=joined("What came down to you, and what became of it.", title, f"{said}.", shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _paint(figure: Figure, rows: tuple[tuple[Cell, ...], ...], wrapped: list[list[str]], height: float) -> None:
    sheet = Sheet(figure, height)
    sheet.text(0, 8, "before you", size=11, strength=0.75)
    sheet.text(_END, 8, "you", size=11, across="right", strength=0.75)
    y = 28.0
    for number, (row, lines) in enumerate(zip(rows, wrapped, strict=True)):
        sheet.text(0, y, lines, size=_SMALL)
        y += _LINE * len(lines) + 3
        _line(sheet, y, str(row[2]), f"fate-{number}")
        sort = f" ({row[1]})" if row[1] else ""
        sheet.text(_END + 10, y, f"{_WORDS[str(row[2])]}{sort}", size=11.5, strength=0.9)
        y += _PAD - 13


def _line(sheet: Sheet, y: float, fate: str, id_: str) -> None:
    match fate:
        case "repeated":
            sheet.line((0, y), (_END, y), color=BLUE, width=5, gid=id_)
        case "softened":
            sheet.boxes([(0, y - 2.5, _END * 0.5, 5)], color=BLUE, gid=id_)
            sheet.line((_END * 0.5, y), (_END, y), color=BLUE, width=1.6)
        case "reversed":
            middle = _END * 0.55
            sheet.line((0, y), (middle, y), color=BLUE, width=5, gid=id_)
            sheet.line((_END, y), (middle + 12, y), color=BLUE, width=2.4)
            sheet.dots([(middle + 12, y)], color=BLUE, size=9, marker="<")
        case "stopped":
            middle = _END * 0.55
            sheet.line((0, y), (middle, y), color=BLUE, width=5, gid=id_)
            sheet.line((middle + 3, y - 9), (middle + 3, y + 9), width=2.4)
        case _:
            sheet.line((0, y), (_END, y), color=BLUE, width=2, linestyle=(0, (1.5, 3)), gid=id_)
