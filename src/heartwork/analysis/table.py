"""A pattern as a plain table: what was counted, from how many entries, and what is missing from it."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["Cell", "Column", "Gap", "MinimumData", "Omitted", "Table", "gaps_between"]

#: One value of a table; None where the person left it open. Never a stand-in such as 0.
Cell = datetime.date | int | float | str | None


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column.

    Args:
        id: What programs call it.
        name: What people call it.
        unit: What its values are counted in: `0 to 10`, `times`, `hours a week`. `day` for a date, which may
            also be text: a month `2026-05` or a year `2026`. Empty for words.
        answered: How many of the entries hold a value for it.
        called: Where its values are keys, what people call each.
    """

    id: str
    name: str
    unit: str = ""
    answered: int = 0
    called: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time without entries, between the last day before it and the first day after it."""

    after: datetime.date
    until: datetime.date

    @property
    def days(self) -> int:
        """Days from the one to the other."""
        return (self.until - self.after).days


@dataclass(frozen=True, slots=True)
class Omitted:
    """
    Something that the person wrote and that could not be placed: counted, so that it is not lost.

    Args:
        count: How many.
        what: What they are, right after one of them and after many: `with only a month or a year`.
    """

    count: int
    what: str


@dataclass(frozen=True, slots=True)
class MinimumData:
    """
    The least that must be there before a picture would say more than it hides.

    Args:
        needed: How many are needed.
        have: How many there are.
        of: What is counted, in words, in the plural.
    """

    needed: int
    have: int
    of: str

    @property
    def missing(self) -> int:
        """How many are still missing; 0 once there are enough."""
        return max(0, self.needed - self.have)

    @property
    def reached(self) -> bool:
        """Whether there are enough."""
        return not self.missing


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Table:
    """
    One pattern.

    Args:
        title: What it is called.
        question: What the person may want to know from it, as a question.
        columns: What the values of each row are, in order.
        rows: The values; as many in each row as there are columns.
        entries: How many entries were read, with those that hold nothing for this pattern.
        gate: The least that must be there before it is drawn.
        gaps: Long stretches without entries, oldest first.
        left_out: What could not be placed, and how many of each; none of them zero.
        also: What is worth saying of the entries besides: `An ordinary or good moment`, in `6` of them.
    """

    title: str
    question: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    entries: int
    gate: MinimumData
    gaps: tuple[Gap, ...] = ()
    left_out: tuple[Omitted, ...] = ()
    also: tuple[Omitted, ...] = ()

    def column(self, id_: str) -> Column:
        """
        The column of this id.

        Raises:
            KeyError: When the table has no such column.
        """
        return self.columns[self._place(id_)]

    def values(self, id_: str) -> tuple[Cell, ...]:
        """
        The values of one column, row by row.

        Raises:
            KeyError: When the table has no such column.
        """
        place = self._place(id_)
        return tuple(row[place] for row in self.rows)

    def __repr__(self) -> str:
        return f"Table({self.title!r}, rows={len(self.rows)}, entries={self.entries})"  # never the words

    def _place(self, id_: str) -> int:
        for place, column in enumerate(self.columns):
            if column.id == id_:
                return place
        raise KeyError(id_)


def gaps_between(days: Iterable[datetime.date], *, longer_than: int) -> tuple[Gap, ...]:
    """
    The gaps between neighbouring days.

    Args:
        days: Oldest first; a day may come more than once.
        longer_than: Days between two neighbours that are not yet a gap.
    """
    between = ((after, until) for after, until in itertools.pairwise(days) if after != until)
    return tuple(Gap(after, until) for after, until in between if (until - after).days > longer_than)
