"""What a pattern reads: what was written, in which period, and what the options are called."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from heartwork.analysis.coerce import history
from heartwork.analysis.days import known_day
from heartwork.answers import Answers, Entry
from heartwork.i18n.messages import _
from heartwork.workbook_format import OTHER

__all__ = ["ALL", "Period", "Source"]


@dataclass(frozen=True, slots=True)
class Period:
    """
    From one day to another, both of them in it.

    Args:
        since: Its first day; None when it has no beginning.
        until: Its last day; None when it has no end.
    """

    since: datetime.date | None = None
    until: datetime.date | None = None

    def holds(self, day: datetime.date | str | None) -> bool:
        """
        Whether a day lies in it.

        A month or a year (as text) does when any of its days does; what has no day only does in all of the time.
        """
        if self.since is None and self.until is None:
            return True
        if day is None:
            return False
        written = str(day)
        return (self.since is None or written >= str(self.since)[: len(written)]) and (
            self.until is None or written <= str(self.until)[: len(written)]
        )


ALL = Period()


@dataclass(frozen=True, kw_only=True, repr=False)
class Source:
    """
    What a pattern reads.

    Args:
        written: What was written.
        labels: What options, rows and cards are called, by the full name of their question and their key:
            `{"check-in.how": {"call": "A call"}}`; for a column of rows `understand.fates.fate`.
        period: Which days count.
    """

    written: Answers
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    period: Period = ALL

    @cached_property
    def check_ins(self) -> Sequence[Entry]:
        """The check-ins of the period, oldest first."""
        return [entry for entry in self.written.entries("check-in") if self.period.holds(known_day(entry.day))]

    def value(self, name: str) -> object:
        """The latest answer under a full name; None when there is none, or when it was skipped."""
        return self.written.value(name)

    def history(self, name: str) -> tuple[tuple[datetime.date, object], ...]:
        """Every value that an answer had in the period, with its day, oldest first."""
        worksheet, _, question = name.partition(".")
        kept = history(self.written.answer(worksheet, question))
        return tuple((day, value) for day, value in kept if self.period.holds(day))

    def label(self, name: str, key: str) -> str:
        """What an option is called; the key itself where nobody knows."""
        known = self.labels.get(name, {}).get(key)
        return known or (_("Something else") if key == OTHER else key.replace("-", " "))

    def __repr__(self) -> str:
        return f"Source({self.written!r})"  # never the words
