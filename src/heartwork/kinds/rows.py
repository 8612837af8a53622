"""`rows`: as many rows as there is to say, each with the same few columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.question import Kind, Piping, Question, own_key


@dataclass(frozen=True)
class Rows(Kind):
    """As many rows as there is to say. An answer is a list of rows, each a mapping of column ids to values."""

    grouped: ClassVar[bool] = True

    columns: tuple[Question, ...] = own_key("columns", means="The questions of one row, of simple kinds.")
    row: str = own_key("text", default="row", means="What one row is called: sentence, person, event.")

    def misfit(self, value: Any) -> str:
        columns = {column.id: column.kind for column in self.columns}
        fits = isinstance(value, list) and all(
            isinstance(row, Mapping)
            and set(row) <= set(columns)
            and all(cell is None or not columns[key].misfit(cell) for key, cell in row.items())
            for row in value
        )
        return "" if fits else "Something in these rows does not fit yet. It is kept as you wrote it."

    def tidied(self, value: Any) -> Any:
        """Without empty cells; rows that are all empty stay, so that one can be added and filled later."""
        if not isinstance(value, list):
            return super().tidied(value)
        columns = {column.id: column.kind for column in self.columns}
        rows: list[Any] = []
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
                f"{column.ask} {column.kind.in_words(row[column.id])}"
                for column in self.columns
                if row.get(column.id) is not None
            ]
            if cells:
                lines.append("- " + "; ".join(cells))
        return "\n".join(lines)

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {
            "row": pipe(self.row),
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

    def problems(self) -> list[str]:
        return [] if self.columns else ["there are no columns. Give at least one."]
