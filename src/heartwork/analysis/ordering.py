"""Entries in the order of their days, and what is to be said of those without one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heartwork.analysis.coerce import given, words
from heartwork.analysis.days import known_day
from heartwork.analysis.table import Omitted
from heartwork.answers import Entry
from heartwork.i18n.messages import _

__all__ = ["GAP_DAYS", "Dated", "good_moments", "in_order", "present", "without_a_day"]

#: With more days than this between two neighbours, nobody knows what lay between them.
GAP_DAYS = 21


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry and what is known of its day: a date, a month or a year as text, or nothing."""

    day: datetime.date | str | None
    entry: Entry


def in_order(entries: Iterable[Entry]) -> tuple[Dated, ...]:
    """
    The entries by day, those of one day in the order they were written.

    First those with a whole day, then those with a month or a year, then those without a day that can be read.
    """
    read = [Dated(known_day(entry.day), entry) for entry in entries]
    known = {datetime.date: 0, str: 1}
    return tuple(sorted(read, key=lambda one: (known.get(type(one.day), 2), str(one.day or ""), one.entry.at)))


def without_a_day(entries: Sequence[Dated]) -> tuple[Omitted, ...]:
    """What cannot stand in a picture along a line of days, counted."""
    return present(
        Omitted(sum(isinstance(one.day, str) for one in entries), _("with only a month or a year")),
        Omitted(sum(one.day is None for one in entries), _("without a day")),
    )


def good_moments(entries: Iterable[Entry]) -> int:
    """How many of them hold an ordinary or good moment."""
    return sum(bool(words(given(entry, "good"))) for entry in entries)


def present(*counted: Omitted) -> tuple[Omitted, ...]:
    """Those of which there are any."""
    return tuple(one for one in counted if one.count)
