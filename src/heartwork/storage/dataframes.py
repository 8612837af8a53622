"""What was written as pandas tables, for those who go on with their own data."""

from __future__ import annotations

import datetime
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from heartwork.analysis.coerce import history
from heartwork.analysis.days import known_day
from heartwork.answers import Answer, Answers, Entry
from heartwork.errors import KitError, Problem
from heartwork.normalization.numbers import is_number
from heartwork.workbook_format import OTHER

if TYPE_CHECKING:
    import pandas

__all__ = ["answers_frame", "entries_frame", "history_frame"]


def entries_frame(entries: Iterable[Entry]) -> pandas.DataFrame:
    """
    A row an entry, in the order of the days they are about.

    Returns:
        The columns `id`, `for` (the day as it was written), `day` (the same as a date; missing where only a month or
        a year is known) and `at` (when it was written, in UTC); then a column a question. Of a question with several
        answers there is one column an option, `set-off: money`, True or False, missing where the question was left
        open; what stands there in the person's own words is in `set-off: other`. Of a grid there is one column a row.
        Skipped and open are both missing; nothing is filled in.

    Raises:
        KitError: If pandas is not installed.
    """
    pd = _pandas()
    entries = list(entries)
    options = _options(entries)
    rows = [_row(entry, options) for entry in entries]
    frame = pd.DataFrame(rows, columns=[*_HEADS, *_in_order(rows)]).convert_dtypes()
    frame["day"] = pd.to_datetime(frame["day"].astype("object"), errors="coerce")
    frame["at"] = pd.to_datetime(frame["at"].astype("object"), errors="coerce", utc=True)
    return frame


def answers_frame(answers: Mapping[str, Answer]) -> pandas.DataFrame:
    """
    A row an answer; where an answer has parts, a row a part.

    Args:
        answers: By question id.

    Returns:
        The columns `question`, `part` (the option, the line of a grid, the row and column of a table as `2: who`;
        missing where the answer is one thing), `value` (as in the file; True for an option that was chosen),
        `number` (the same where it is a number, else missing), `skipped`, and `at` (when it was written, in UTC).

    Raises:
        KitError: If pandas is not installed.
    """
    pd = _pandas()
    rows = [
        (question, part, value, value if is_number(value) else None, answer.skipped, answer.at)
        for question, answer in answers.items()
        for part, value in _parts(answer.value)
    ]
    frame = pd.DataFrame(rows, columns=["question", "part", "value", "number", "skipped", "at"], dtype="object")
    frame[["question", "part"]] = frame[["question", "part"]].astype("string")
    frame["value"] = frame["value"].astype("object")
    frame["number"] = pd.to_numeric(frame["number"].map(_held), errors="coerce").astype("Float64")
    frame["skipped"] = frame["skipped"].astype("boolean")
    frame["at"] = pd.to_datetime(frame["at"].astype("object"), errors="coerce", utc=True)
    return frame


def _parts(value: object) -> Iterator[tuple[str | None, object]]:
    """An answer in its parts, each with its name; an answer without parts is one without a name."""
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list) and any(isinstance(item, Mapping) and set(item) != {OTHER} for item in value):
        for number, row in enumerate(value, 1):
            cells = row if isinstance(row, Mapping) else {"": row}
            yield from ((f"{number}: {key}", cell) for key, cell in cells.items())
    elif isinstance(value, list):
        yield from _chosen(value)
    else:
        yield None, value


def history_frame(written: Answers) -> pandas.DataFrame:
    """
    Every value that a question outside of entries had, with when: a row a value, oldest first.

    Returns:
        The columns `question` (its full name, `want.close-now`), `day`, `value` (as in the file), and `number`
        (the same where it is a number, else missing).

    Raises:
        KitError: If pandas is not installed.
    """
    pd = _pandas()
    rows = [
        (f"{worksheet}.{question}", day, value, value if is_number(value) else None)
        for worksheet in dict.fromkeys(written)
        for question, answer in written.answers(worksheet).items()
        for day, value in history(answer)
    ]
    rows.sort(key=lambda row: row[1])
    frame = pd.DataFrame(rows, columns=["question", "day", "value", "number"], dtype="object")
    frame["question"] = frame["question"].astype("string")
    frame["day"] = pd.to_datetime(frame["day"].astype("object"), errors="coerce")
    frame["number"] = pd.to_numeric(frame["number"].map(_held), errors="coerce").astype("Float64")
    return frame


_HEADS = ("id", "for", "day", "at")


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise KitError(
            [Problem(what="pandas is not installed.", mend='Run: python -m pip install "heartwork[pandas]"')]
        ) from None
    return pandas


def _options(entries: list[Entry]) -> dict[str, tuple[str, ...]]:
    """Of every question with several answers, the options that were ever chosen."""
    found: dict[str, dict[str, None]] = {}
    for entry in entries:
        for question, answer in entry.answers.items():
            if isinstance(answer.value, list):
                found.setdefault(question, {}).update(dict.fromkeys(key for key, _ in _chosen(answer.value)))
    return {question: tuple(keys) for question, keys in found.items()}


def _chosen(value: Iterable[object]) -> Iterator[tuple[str, object]]:
    for item in value:
        if isinstance(item, Mapping) and OTHER in item:
            yield OTHER, item[OTHER]
        elif isinstance(item, str):
            yield item, True


def _held(value: Any) -> Any:
    """A value that a table can hold: a number of hundreds of digits, which nobody means, is without end."""
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        return math.copysign(math.inf, value > 0 or -1)
    return value


def _row(entry: Entry, options: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for question, answer in entry.answers.items():
        value = answer.value
        if value is None or answer.skipped:
            continue
        if question in options and isinstance(value, list):
            chosen = dict(_chosen(value))
            row |= {
                f"{question}: {key}": chosen.get(key) if key == OTHER else key in chosen for key in options[question]
            }
        elif isinstance(value, Mapping):
            row |= {f"{question}: {key}": _held(part) for key, part in value.items()}
        else:
            row[question] = _held(value)
    day = known_day(entry.day)
    return {
        **row,
        "id": entry.id,
        "for": entry.day,
        "day": day if isinstance(day, datetime.date) else None,
        "at": entry.at,
    }


def _in_order(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row if name not in _HEADS))
