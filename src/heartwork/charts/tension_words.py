"""Tension over time in words: the finding, what was counted, what it cannot tell."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from heartwork.charts.dates import in_words, period
from heartwork.charts.over_time import DOTS_TO
from heartwork.charts.told import also, gaps, joined, left_out
from heartwork.pattern.dated import GAP_DAYS
from heartwork.pattern.table import Table

__all__ = ["CANNOT_TELL", "Words", "words"]

CANNOT_TELL = (
    "That doesn't say why. Hard moments get written down more often than easy ones, "
    "and a number is a feeling, not a ruler. After a hard time, numbers tend to go back to the middle by themselves."
)

_HOW_TO_READ_STROKES = "Each fine stroke is one: upwards how calm you were after it, downwards how tense it was."

#: From so many values on, the middle half of them says more than how far they range, and the latest are some of many.
_MOSTLY_FROM = 10


@dataclass(frozen=True, slots=True)
class Words:
    """
    The sentences that depend on the numbers.

    Args:
        title: The finding: how far tension ranged, and how far in the latest contacts.
        shows: How many, which period, the gaps, ordinary moments, and what is not drawn.
        alternative: The picture for those who do not see it.
    """

    title: str
    shows: str
    alternative: str


_Values = Sequence[tuple["int | float", datetime.date]]


def words(table: Table, *, low: str, high: str) -> Words:
    """
    Put the table into words.

    Args:
        table: Of `heartwork.pattern.tension.tension`, its gate reached.
        low: What 0 stands for; may be empty.
        high: What 10 stands for; may be empty.
    """
    days = [day for day in table.values("day") if isinstance(day, datetime.date)]
    tense, calm = _values(table, "tension"), _values(table, "calm")
    title = _ranged([value for value, _ in tense])
    shows = joined(
        _counted(days, len(tense), len(calm)),
        _HOW_TO_READ_STROKES if len(days) > DOTS_TO else "",
        "Mostly means: the middle half of them." if "mostly" in title else "",
        gaps(table.gaps, longer_than=GAP_DAYS),
        also(table),
        left_out(table),
    )
    ends = ", ".join(f"{place}: {word}" for place, word in ((0, low), (10, high)) if word)
    axis = f"Tension and calm over time, from 0 to 10{f' ({ends})' if ends else ''}."
    return Words(title, shows, joined(axis, title, _course("Tension", tense), _course("Calm after", calm), shows))


def _values(table: Table, id_: str) -> _Values:
    read = zip(table.values(id_), table.values("day"), strict=True)
    return [(value, day) for value, day in read if isinstance(value, (int, float)) and isinstance(day, datetime.date)]


def _ranged(values: Sequence[int | float]) -> str:
    whole = f"On {len(values)} contacts the tension was {_span(values)}"
    if len(values) < _MOSTLY_FROM:
        return f"{whole}."
    latest = values[-min(30, len(values) // 2) :]
    return f"{whole}. On the latest {len(latest)} it was {_span(latest, mostly=True)}."


def _span(values: Sequence[int | float], *, mostly: bool = False) -> str:
    ordered = sorted(values)
    mostly = mostly or len(values) >= _MOSTLY_FROM
    if mostly:
        quarter = len(ordered) // 4
        ordered = ordered[quarter : len(ordered) - quarter]
    lowest, highest = ordered[0], ordered[-1]
    span = f"{lowest:g}" if lowest == highest else f"between {lowest:g} and {highest:g}"
    return f"mostly {span}" if mostly else span


def _counted(days: Sequence[datetime.date], tense: int, calm: int) -> str:
    span = f"{len(days)} check-ins, {period(days[0], days[-1])}"
    if tense == calm == len(days):
        return f"{span}."
    return f"{span}: {tense} say how tense it was, {calm} how calm you were after it."


def _course(what: str, values: _Values) -> str:
    if not values:
        return ""
    lowest, highest = min(values, key=lambda one: one[0]), max(values, key=lambda one: one[0])
    return (
        f"{what}: first {values[0][0]:g}, last {values[-1][0]:g}; "
        f"lowest {lowest[0]:g}, on {in_words(lowest[1])}; highest {highest[0]:g}, on {in_words(highest[1])}."
    )
