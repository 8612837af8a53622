"""`grid`: the same short question for several things: options a row, or a place from 0 to 10 a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heartwork.i18n.messages import _
from heartwork.kinds._keyed_base import KeyedKind, keys, label
from heartwork.kinds._scale_base import HIGHEST, LOWEST, is_place
from heartwork.print_shapes import Shape, Shapes, dot, said, table, ticks
from heartwork.question import Option, Piping, own_key

#: On paper, more options than these do not fit side by side.
_WIDEST = 5


@dataclass(frozen=True)
class Grid(KeyedKind):
    """
    Rows that are all answered from the same options, or on the same scale.

    An answer maps rows to an option, to a list of options (with `many`), or to a number from 0 to 10. Rows that
    were left open are absent. `show_if` can only ask whether any row is answered.
    """

    rows: tuple[Option, ...] = own_key("options", means="What is asked about, one a row: key: label.")
    options: tuple[Option, ...] = own_key(
        "options", default=(), means="What there is to choose from in each row: key: label. Or give low and high."
    )
    many: bool = own_key("flag", default=False, means="Whether a row may have several of the options.")
    low: str = own_key("text", default="", means="What 0 stands for, where each row is a scale: not at all.")
    high: str = own_key("text", default="", means="What 10 stands for, where each row is a scale: very much.")

    def misfit(self, value: Any) -> str:
        if not isinstance(value, Mapping):
            return _("This needs an answer for each row, or for some of them.")
        if not set(value) <= set(keys(self.rows)):
            return _("Something here belongs to a row that is not there. It is kept; Clear takes it out.")
        if all(self._fits(one) for one in value.values()):
            return ""
        if not self.options:
            said = _("Choose a place from {lowest} to {highest} in each row, or leave it.")
            return said.format(lowest=LOWEST, highest=HIGHEST)
        if self.many:
            return _("Choose as many as apply in each row, or leave it.")
        return _("Choose one of these in each row, or leave it.")

    def in_words(self, value: object) -> str:
        """One row a line, in the order of the rows."""
        if not isinstance(value, Mapping):
            return str(value)
        rows = [key for key in keys(self.rows) if key in value] + [key for key in value if key not in keys(self.rows)]
        lines = [f"{label(self.rows, key)}: {self._one(value[key])}" for key in rows]
        if lines and not self.options:
            lines.append(f"({LOWEST}: {self.low}, {HIGHEST}: {self.high})")
        return "\n".join(lines)

    def searchable(self, value: object) -> tuple[str, ...]:
        """Nothing: places and options of rows are no words of the person's. What does not fit is there as it stands."""
        return super().searchable(value) if self.misfit(value) else ()

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {
            "rows": [[row.key, pipe(row.label)] for row in self.rows],
            "options": [[option.key, pipe(option.label)] for option in self.options],
            "many": self.many,
            "low": pipe(self.low),
            "high": pipe(self.high),
            "min": LOWEST,
            "max": HIGHEST,
        }

    def on_paper(self, value: Any) -> Shapes:
        on = value or {}
        rows = [row for row in self.rows if value is None or row.key in on]
        if not self.options:
            numbers = range(LOWEST, HIGHEST + 1)
            dots = [(row.label, [_place(one, on.get(row.key)) for one in numbers]) for row in rows]
            return (table([], dots, below=f"{LOWEST}: {self.low}, {HIGHEST}: {self.high}"),)
        labels = [option.label for option in self.options]
        if len(self.options) <= _WIDEST:
            return (table(labels, [(row.label, self._marks(on.get(row.key))) for row in rows]),)
        if value is None:
            return tuple(ticks(labels, one=not self.many, label=row.label) for row in rows)
        return tuple(said(self._one(on[row.key]), label=row.label) for row in rows)

    def _marks(self, answer: Any) -> list[Shape]:
        marked = answer if isinstance(answer, list) else [answer]
        return [dot(one=not self.many, on=option.key in marked) for option in self.options]

    def problems(self) -> list[str]:
        found = []
        if not self.rows:
            found.append("there are no rows. Give at least one: key: label.")
        if self.options and (self.low or self.high):
            found.append("there are options and a scale at once. Remove options, or remove low and high.")
        elif not self.options and not (self.low and self.high):
            found.append("there is nothing to choose in a row. Give options, or both low and high.")
        elif self.options and len(self.options) < 2 and not self.many:
            found.append("there is nothing to choose in a row. Give at least two options, or many: true.")
        if self.many and not self.options:
            found.append("many: true needs options to choose from. Give options, or take many away.")
        return found

    def _fits(self, one: Any) -> bool:
        if not self.options:
            return is_place(one)
        if self.many:
            return isinstance(one, list) and all(item in keys(self.options) for item in one)
        return one in keys(self.options)

    def _one(self, one: Any) -> str:
        if not self.options:
            return f"{one} of {HIGHEST}" if is_place(one) else str(one)
        if isinstance(one, list):
            return ", ".join(label(self.options, item) for item in one)
        return label(self.options, one)


def _place(number: int, answer: Any) -> Shape:
    """A place of a row on paper; once one of them is marked, only that one has its number."""
    return dot(str(number) if answer in (None, number) else "", on=answer == number)
