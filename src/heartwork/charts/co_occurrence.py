"""What goes with what as a chart: triggers down, reactions across, the count in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from heartwork.analysis.table import Table
from heartwork.charts.canvas import SMALL, Canvas, in_lines
from heartwork.charts.captions import joined, left_out, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, WIDTH, Picture
from heartwork.i18n.formatting import counted
from heartwork.i18n.messages import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["co_occurrence_chart"]

_OFFER = Choice(
    N_("You could think of one other thing to do, for one of these."), "#boundaries", N_("Or leave it here.")
)
_OFFER_EARLY = Choice(N_("You could tick what fits after the next contact."), "#check-in/new", N_("Or leave it."))

_CANNOT_TELL = N_(
    "That two things were ticked together doesn't mean one led to the other. An empty cell is not zero: "
    "it only says that nobody ticked both."
)

#: More rows than these cannot be read on a phone; the table has them all.
_ROWS, _ROWS_WIDE = 7, 10

_ROW, _LINE = 36, SMALL * 1.2


def co_occurrence_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw the most frequent triggers and reactions; the more check-ins, the stronger the cell.

    Args:
        table: As `heartwork.analysis.co_occurrence.co_occurrence` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    names = [str(column.name) for column in table.columns[2:]]
    title, ties = _most(table, names)
    grid = _grid(width, len(names))
    hidden = len(table.rows) > grid.rows or len(names) > grid.columns
    shows = joined(
        counted(ties, "{count} other pair came as often.", "{count} other pairs came as often.") if ties else "",
        _(
            "{count} check-ins that say both. Each number is how many of them have both; "
            "one check-in can count in several cells."
        ).format(count=table.gate.have),
        _(
            "Only what came most often is drawn: {rows} of what set it off, {columns} of what you did. "
            "The table has all of it."
        ).format(rows=min(grid.rows, len(table.rows)), columns=min(grid.columns, len(names)))
        if hidden
        else "",
        left_out(table),
    )
    heads = [
        in_lines(name.removeprefix("I "), grid.middle(number), lines=2, size=SMALL)
        for number, name in enumerate(names[: grid.columns])
    ]
    labels = [in_lines(str(row[0]), grid.left - 8, lines=3, size=SMALL) for row in table.rows[: grid.rows]]
    height = _top(heads) + sum(map(_tall, labels)) + 2
    picture = Picture(partial(_paint, table=table, grid=grid, heads=heads, labels=labels, height=height), height, width)
    rows = "; ".join(_row_in_words(row, names) for row in table.rows[: grid.rows])
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(_("What set it off, against what you did."), title, f"{rows}.", shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    """How many rows and columns there is room for, and where the columns begin; in units of the drawing."""

    rows: int
    columns: int
    left: float
    column: float

    def middle(self, column: int) -> float:
        """Where the middle of a column is."""
        return self.left + (column + 0.5) * self.column


def _grid(width: float, reactions: int) -> _Grid:
    rows, columns, left = (_ROWS, 4, 112) if width <= WIDTH else (_ROWS_WIDE, min(max(reactions, 5), 8), 220)
    return _Grid(rows, columns, left, (width - left) / columns)


#: Words that were laid out, each in lines.
_Laid = Sequence[Sequence[str]]


def _top(heads: _Laid) -> float:
    return sum(len(lines) * _LINE + 4 for lines in heads) + 6


def _tall(label: Sequence[str]) -> float:
    return max(_ROW, len(label) * _LINE + 8)


def _paint(figure: Figure, table: Table, grid: _Grid, heads: _Laid, labels: _Laid, height: float) -> None:
    sheet = Canvas(figure, height)
    rows = table.rows[: grid.rows]
    most = max((cell for row in rows for cell in row[2 : 2 + grid.columns] if isinstance(cell, int)), default=1)
    # A column is narrower than most words: each head ends over its own, on a step of its own, the first one lowest.
    y = _top(heads) - 6
    for number, lines in enumerate(heads):
        y -= len(lines) * _LINE + 4
        sheet.text(grid.middle(number) + 5, y + _LINE / 2, lines, across="right", size=SMALL)
        sheet.line((grid.middle(number), y + len(lines) * _LINE + 1), (grid.middle(number), _top(heads)), alpha=0.35)
    y = _top(heads)
    for down, (row, lines) in enumerate(zip(rows, labels, strict=True)):
        tall = _tall(lines)
        sheet.text(0, y + tall / 2 - (len(lines) - 1) * _LINE / 2, lines, size=SMALL)
        for across, count in enumerate(row[2 : 2 + grid.columns]):
            box = (grid.left + across * grid.column + 1.5, y + 1.5, grid.column - 3, tall - 3)
            if isinstance(count, int):
                # At its strongest half of the hue: the number on it stays legible on light and dark.
                sheet.boxes([box], color=BLUE, alpha=0.1 + 0.4 * count / most, gid=f"cell-{down}-{across}")
                sheet.text(box[0] + box[2] / 2, y + tall / 2, str(count), across="center")
            else:
                sheet.boxes([box], hollow=True, alpha=0.15, gid=f"empty-{down}-{across}")
        y += tall


def _most(table: Table, names: Sequence[str]) -> tuple[str, int]:
    """The pair that came most often, as a sentence, and how many others came as often."""
    found = [
        (count, int(row[1]), str(row[0]), name)  # type: ignore[arg-type]
        for row in table.rows
        for name, count in zip(names, row[2:], strict=True)
        if isinstance(count, int)
    ]
    count, of, trigger, reaction = max(found, key=lambda one: (one[0], -one[1]))
    most = _("Most often together: “{trigger}” and “{reaction}”, {count} of {all} times.").format(
        trigger=trigger, reaction=reaction, count=count, all=of
    )
    return most, sum(one[0] == count for one in found) - 1


def _row_in_words(row: Sequence[object], names: Sequence[str]) -> str:
    cells = ", ".join(f"{name} {count}" for name, count in zip(names, row[2:], strict=True) if count)
    return _("{trigger}, in {count}: {cells}").format(trigger=row[0], count=row[1], cells=cells)
