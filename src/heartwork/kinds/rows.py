"""`rows`: as many rows as there is to say, each with the same few columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.errors import did_you_mean
from heartwork.i18n.messages import N_, _
from heartwork.print_shapes import Shapes, repeated, said
from heartwork.question import Kind, Piping, Question, own_key

#: What may be drawn of the rows, and the columns (id and kind) that it is drawn from.
VIEWS = {
    "timeline": {"who": "choice", "when": "date", "what": "line", "was": "choice"},
    "fate": {"what": "line", "sort": "choice", "fate": "choice"},
}

#: So many rows are printed to be filled in by hand; fewer where they have so many columns that each is a card.
_ROWS, _CARDS, _WIDEST = 4, 3, 5


@dataclass(frozen=True)
class Rows(Kind):
    """
    As many rows as there is to say. An answer is a list of rows, each a mapping of column ids to values.

    With `view`, they are drawn as they are filled in, from columns of fixed ids: a timeline of a few people
    (each option of `who` a line of its own), or what became of patterns (each option of `fate`).
    """

    grouped: ClassVar[bool] = True

    columns: tuple[Question, ...] = own_key("columns", means="The questions of one row, of simple kinds.")
    row: str = own_key("text", default=N_("row"), means="What one row is called: sentence, person, event.")
    view: str = own_key(
        "text",
        default="",
        read=False,
        means="What is drawn of the rows while they are filled in: timeline or fate.",
    )

    def misfit(self, value: Any) -> str:
        columns = {column.id: column.kind for column in self.columns}
        fits = isinstance(value, list) and all(
            isinstance(row, Mapping)
            and set(row) <= set(columns)
            and all(cell is None or not columns[key].misfit(cell) for key, cell in row.items())
            for row in value
        )
        return "" if fits else _("Something in these rows does not fit yet. It is kept as you wrote it.")

    def tidied(self, value: object) -> object:
        """Without empty cells; rows that are all empty stay, so that one can be added and filled later."""
        if not isinstance(value, list):
            return super().tidied(value)
        columns = {column.id: column.kind for column in self.columns}
        rows: list[object] = []
        for row in value:
            if not isinstance(row, Mapping):
                rows.append(row)
                continue
            cells = {key: columns[key].tidied(cell) if key in columns else cell for key, cell in row.items()}
            rows.append({key: cell for key, cell in cells.items() if cell is not None})
        return rows if any(rows) else None

    def in_words(self, value: Any) -> str:
        if not isinstance(value, list):
            return str(value)
        lines = []
        for row in value:
            if not isinstance(row, Mapping):
                lines.append(f"- {row}")
                continue
            cells = [
                # A single column needs no name: the question above the rows has said what it is.
                (f"{_led(column.ask)} " if len(self.columns) > 1 else "") + column.kind.in_words(row[column.id])
                for column in self.columns
                if row.get(column.id) is not None
            ]
            if cells:
                lines.append("- " + "; ".join(cells))
        return "\n".join(lines)

    def searchable(self, value: Any) -> tuple[str, ...]:
        """What can be looked for in each cell, row by row."""
        columns = {column.id: column.kind for column in self.columns}
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            return super().searchable(value)
        cells = [(columns.get(key), cell) for row in value for key, cell in row.items() if cell is not None]
        return tuple(
            text
            for kind, cell in cells
            for text in (super(Rows, self).searchable(cell) if kind is None else kind.searchable(cell))
        )

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {
            "row": pipe(self.row),
            "view": self.view,
            "columns": [
                {
                    "id": column.id,
                    "kind": column.kind.name(),
                    "grouped": column.kind.grouped,
                    "ask": pipe(column.ask),
                    "hint": pipe(column.hint),
                    **column.kind.props(pipe),
                }
                for column in self.columns
            ],
        }

    def on_paper(self, value: Any) -> Shapes:
        columns = [(column.ask, column.hint) for column in self.columns]
        if value is None:
            blank = [column.kind.on_paper(None) for column in self.columns]
            return (repeated(columns, [blank] * (_ROWS if len(columns) <= _WIDEST else _CARDS)),)
        rows = [
            [
                (said(column.kind.in_words(row[column.id])),) if row.get(column.id) is not None else ()
                for column in self.columns
            ]
            for row in value
            if row
        ]
        return (repeated(columns, rows),)

    def problems(self) -> list[str]:
        if not self.columns:
            return ["there are no columns. Give at least one."]
        return [] if not self.view else list(_missing_for(self.view, self.columns))


def _led(ask: str) -> str:
    """A column's question, so that its answer can follow on the same line."""
    return ask if ask[-1:] in "?:…." else f"{ask}:"


def _missing_for(view: str, columns: tuple[Question, ...]) -> Iterator[str]:
    """What a view cannot find in the columns."""
    if view not in VIEWS:
        yield f'there is no view "{view}".{did_you_mean(view, VIEWS)} The views are: {", ".join(VIEWS)}.'
        return
    needed = VIEWS[view]
    all_of_them = "; ".join(f"{id_}: {kind}" for id_, kind in needed.items())
    kinds = {column.id: column.kind.name() for column in columns}
    for id_, kind in needed.items():
        if id_ not in kinds:
            yield f'view: {view} draws the column "{id_}", which is not there. It needs {all_of_them}.'
        elif kinds[id_] != kind:
            yield (
                f'view: {view} draws the column "{id_}" as a {kind}, but its kind is {kinds[id_]}. '
                f"It needs {all_of_them}."
            )
