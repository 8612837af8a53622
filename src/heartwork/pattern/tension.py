"""Tension over time: how tense contact was, beside how tense it was expected to be."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heartwork.answers import Entry
from heartwork.pattern.days import known_day
from heartwork.pattern.table import Cell, Column, Gate, LeftOut, Table, gaps_between

__all__ = ["GAP_DAYS", "tension"]

#: With more days than this between two neighbours, nobody knows what lay between them.
GAP_DAYS = 21

#: Two dots are two moods. Three is the least that can go up and down.
_NEEDED = 3

_LOWEST, _HIGHEST = 0, 10

_SCALES = {
    "expected": "Expected",
    "tension": "It was",
    "calm": "Calm after",
}


def tension(entries: Sequence[Entry]) -> Table:
    """
    Tension over time, forecast and actual.

    Nothing is filled in, smoothed or averaged: one row is one entry, and two entries of a day stay two.

    Args:
        entries: Of the check-in, in any order; the answers `expected`, `tension` and `calm` are read, each
            from 0 (none) to 10 (as much as can be), each perhaps skipped or not there.

    Returns:
        A table with the columns `day`, `expected`, `tension` and `calm`. First the entries with a whole
        day, oldest first, those of one day in the order they were written; then those whose day is a month
        or a year, as text; then those without a day that can be read. A gap is more than `GAP_DAYS` days
        between two neighbouring days. The gate counts what could be drawn: a tension and a whole day.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    read = sorted((_read(entry) for entry in entries), key=lambda one: one.place)
    rows = tuple(one.row for one in read)
    placed = [(day, actual) for day, _, actual, _ in rows if isinstance(day, datetime.date)]
    return Table(
        title="Tension over time",
        question="How tense was contact, and how tense did you expect it to be?",
        columns=(Column("day", "Day", "day", sum(row[0] is not None for row in rows)), *_scales(rows)),
        rows=rows,
        entries=len(entries),
        gate=Gate(
            needed=_NEEDED,
            have=sum(actual is not None for _, actual in placed),
            of="check-ins with a tension and a day",
        ),
        gaps=gaps_between((day for day, _ in placed), longer_than=GAP_DAYS),
        left_out=_left_out(read),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry as a row, its place among the others, and how many of its answers were no number."""

    row: tuple[Cell, Cell, Cell, Cell]
    place: tuple[int, str, str]
    off_scale: int


def _read(entry: Entry) -> _Read:
    day = known_day(entry.day)
    given = [_given(entry, question) for question in _SCALES]
    expected, actual, calm = (value if _on_scale(value) else None for value in given)
    known = 0 if isinstance(day, datetime.date) else 1 if day else 2
    return _Read(
        row=(day, expected, actual, calm),
        place=(known, str(day or ""), entry.at),
        off_scale=sum(value is not None and not _on_scale(value) for value in given),
    )


def _given(entry: Entry, question: str) -> Any:
    answer = entry.answers.get(question)
    return None if answer is None or answer.skipped else answer.value


def _on_scale(value: Any) -> bool:
    # True and False are numbers to Python, and "not a number" is nowhere between.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and _LOWEST <= value <= _HIGHEST


def _scales(rows: Sequence[tuple[Cell, ...]]) -> list[Column]:
    return [
        Column(id_, name, f"{_LOWEST} to {_HIGHEST}", sum(row[place] is not None for row in rows))
        for place, (id_, name) in enumerate(_SCALES.items(), start=1)
    ]


def _left_out(read: Sequence[_Read]) -> tuple[LeftOut, ...]:
    counted = (
        LeftOut(sum(isinstance(one.row[0], str) for one in read), "with only a month or a year"),
        LeftOut(sum(one.row[0] is None for one in read), "without a day"),
        LeftOut(sum(one.off_scale for one in read), f"answers that are not a number from {_LOWEST} to {_HIGHEST}"),
    )
    return tuple(left_out for left_out in counted if left_out.count)
