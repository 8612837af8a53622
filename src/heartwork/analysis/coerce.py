"""
What was answered, read with care: any JSON may stand where an answer is expected, and none of it is an error.

Each of these gives the value in the form that is asked for, or nothing.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence

from heartwork.answers import Answer, Entry
from heartwork.local_time import local_day
from heartwork.normalization.numbers import is_number
from heartwork.workbook_format import OTHER

__all__ = ["amount", "day_of", "given", "history", "keys", "mapping", "one_key", "place", "row_list", "words"]


#: Nobody's hours or money are more; beyond it a number is a slip or somebody else's file.
_MOST = 1_000_000_000


def given(entry: Entry, question: str) -> object:
    """The value of one answer of an entry; None when there is none, or when it was skipped."""
    answer = entry.answers.get(question)
    return None if answer is None or answer.skipped else answer.value


def place(value: object) -> int | float | None:
    """A place on a scale from 0 to 10."""
    found = amount(value)
    return found if found is not None and found <= 10 else None


def amount(value: object) -> int | float | None:
    """A number that is not negative."""
    # True and False are numbers to Python, and "not a number" is nowhere between.
    if not is_number(value):
        return None
    return value if 0 <= value <= _MOST and math.isfinite(value) else None


def one_key(value: object) -> str:
    """The option that was chosen; empty when none was."""
    if isinstance(value, Mapping):
        return OTHER if OTHER in value else ""
    return value if isinstance(value, str) else ""


def keys(value: object) -> tuple[str, ...]:
    """The options that were chosen, each once, in the order they stand in."""
    chosen = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return tuple(dict.fromkeys(key for key in map(one_key, chosen) if key))


def words(value: object) -> str:
    """What was written, in one line."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def mapping(value: object) -> Mapping[str, object]:
    """What was answered for each of several things."""
    return value if isinstance(value, Mapping) else {}


def row_list(value: object) -> tuple[Mapping[str, object], ...]:
    """The rows that were filled in."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return ()
    return tuple(row for row in value if isinstance(row, Mapping) and row)


def day_of(at: object) -> datetime.date | None:
    """The person's day of a moment as it stands in the file: `2026-05-17T14:05:00Z`."""
    try:
        return datetime.date.fromisoformat(local_day(str(at)))
    except ValueError:
        return None


def history(answer: Answer | None) -> tuple[tuple[datetime.date, object], ...]:
    """Every value that an answer had, with its day, oldest first; the ones without a day are not among them."""
    if answer is None:
        return ()
    kept = [(day_of(mapping(old).get("at")), mapping(old).get("value")) for old in answer.before]
    if not answer.skipped:
        kept.append((day_of(answer.at), answer.value))
    return tuple((day, value) for day, value in kept if day is not None and value is not None)
