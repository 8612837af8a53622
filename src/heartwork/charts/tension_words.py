"""Tension over time in words: the finding, what was counted, what it cannot tell."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from heartwork.charts.dates import in_words, period
from heartwork.charts.over_time import DOTS_TO
from heartwork.pattern.table import Table
from heartwork.pattern.tension import GAP_DAYS

__all__ = ["CANNOT_TELL", "Words", "left_out", "words"]

CANNOT_TELL = (
    "That doesn't say why. Hard moments get written down more often than easy ones, "
    "and a number is a feeling, not a ruler."
)

_HOW_TO_READ_STROKES = "Each fine stroke is one: upwards what you expected, downwards how it was."

#: With fewer pairs of expected and actual, a count of them would say more than there is.
_PAIRS_FROM = 5


@dataclass(frozen=True, slots=True)
class Words:
    """
    The sentences that depend on the numbers.

    Args:
        title: The finding: how it was beside what was expected; with few pairs, how far it ranged.
        shows: How many, which period, a day against the finding, the gaps, and what is not drawn.
        alternative: The picture for those who do not see it.
    """

    title: str
    shows: str
    alternative: str


@dataclass(frozen=True, slots=True)
class _Contact:
    """A check-in with a whole day."""

    day: datetime.date
    expected: int | float | None
    actual: int | float | None


@dataclass(frozen=True, slots=True)
class _Pair:
    """A check-in that says both how tense it was, and how tense it was expected to be."""

    day: datetime.date
    expected: int | float
    actual: int | float

    @property
    def beyond(self) -> int | float:
        """How much tenser than expected; below 0 when less tense."""
        return self.actual - self.expected


def words(table: Table, *, low: str, high: str) -> Words:
    """
    Put the table into words.

    Args:
        table: Of `heartwork.pattern.tension.tension`, its gate reached.
        low: What 0 stands for; may be empty.
        high: What 10 stands for; may be empty.
    """
    contacts = _contacts(table)
    pairs = [
        _Pair(one.day, one.expected, one.actual)
        for one in contacts
        if one.expected is not None and one.actual is not None
    ]
    actual = [(one.actual, one.day) for one in contacts if one.actual is not None]
    title = _compared(pairs) if len(pairs) >= _PAIRS_FROM else _ranged([value for value, _ in actual])
    shows = _joined(
        _counted(table, contacts),
        _HOW_TO_READ_STROKES if len(contacts) > DOTS_TO else "",
        _other_way(pairs) if len(pairs) >= _PAIRS_FROM else "",
        _gaps(table),
        left_out(table),
    )
    ends = ", ".join(f"{place}: {word}" for place, word in ((0, low), (10, high)) if word)
    axis = f"Tension over time, from 0 to 10{f' ({ends})' if ends else ''}."
    return Words(title, shows, _joined(axis, title, _course(actual), shows))


def left_out(table: Table) -> str:
    """What the person wrote that is not in the picture, counted; empty when everything is."""
    if not table.left_out:
        return ""
    return f"Not in the picture: {', '.join(f'{one.count} {one.what}' for one in table.left_out)}."


def _contacts(table: Table) -> list[_Contact]:
    rows = zip(table.values("day"), table.values("expected"), table.values("tension"), strict=True)
    return [
        _Contact(day, _if_number(expected), _if_number(actual))
        for day, expected, actual in rows
        if isinstance(day, datetime.date)
    ]


def _if_number(value: object) -> int | float | None:
    return value if isinstance(value, (int, float)) else None


def _compared(pairs: Sequence[_Pair]) -> str:
    lower = sum(pair.beyond < 0 for pair in pairs)
    higher = sum(pair.beyond > 0 for pair in pairs)
    same = len(pairs) - lower - higher
    for count, others, what in (
        (lower, (same, higher), "lower than you expected"),
        (higher, (same, lower), "higher than you expected"),
        (same, (lower, higher), "as you expected"),
    ):
        if count > max(others):
            return f"On {count} of {len(pairs)} contacts the tension was {what}."
    return (
        f"On {len(pairs)} contacts the tension was lower than you expected {_times(lower)}, "
        f"higher {_times(higher)}, and as you expected {_times(same)}."
    )


def _ranged(values: Sequence[int | float]) -> str:
    lowest, highest = min(values), max(values)
    if lowest == highest:
        return f"On each of {len(values)} contacts the tension was {lowest:g}."
    return f"On {len(values)} contacts the tension was between {lowest:g} and {highest:g}."


def _counted(table: Table, contacts: Sequence[_Contact]) -> str:
    span = f"{len(contacts)} check-ins, {period(contacts[0].day, contacts[-1].day)}"
    with_tension = table.gate.have
    with_forecast = sum(one.expected is not None for one in contacts)
    if with_tension == with_forecast == len(contacts):
        return f"{span}."
    return f"{span}: {with_tension} say how tense it was, {with_forecast} what you expected."


def _other_way(pairs: Sequence[_Pair]) -> str:
    """The day furthest against the finding: a count must not hide it."""
    lower = [pair for pair in pairs if pair.beyond < 0]
    higher = [pair for pair in pairs if pair.beyond > 0]
    way, fewer = ("higher", higher) if len(lower) > len(higher) else ("lower", lower)
    if not fewer or len(lower) == len(higher):
        return ""
    furthest = max(fewer, key=lambda pair: abs(pair.beyond))
    told = f"{in_words(furthest.day)}, when you expected {furthest.expected:g} and it was {furthest.actual:g}"
    if len(fewer) == 1:
        return f"It was {way} once: {told}."
    return f"It was {way} on {len(fewer)}, most of all on {told}."


def _course(actual: Sequence[tuple[int | float, datetime.date]]) -> str:
    lowest, highest = min(actual, key=lambda one: one[0]), max(actual, key=lambda one: one[0])
    return (
        f"First {actual[0][0]:g}, last {actual[-1][0]:g}; "
        f"lowest {lowest[0]:g}, on {in_words(lowest[1])}; highest {highest[0]:g}, on {in_words(highest[1])}."
    )


def _gaps(table: Table) -> str:
    if not table.gaps:
        return ""
    longest = max(table.gaps, key=lambda gap: gap.days)
    span = f"from {period(longest.after, longest.until)} ({longest.days} days)"
    if len(table.gaps) == 1:
        return f"There is a gap {span}."
    return f"There are {len(table.gaps)} gaps of more than {GAP_DAYS} days, the longest {span}."


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
