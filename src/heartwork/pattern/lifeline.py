"""The life line of three generations: what happened to whom, in the order of the years."""

from __future__ import annotations

import datetime

from heartwork.pattern.days import known_day
from heartwork.pattern.given import one_key, row_list, words
from heartwork.pattern.source import Source
from heartwork.pattern.table import Column, Gate, Table

__all__ = ["WHO", "lifeline"]

_NEEDED = 2

#: Whose lines are drawn, oldest first.
WHO = ("grandmother", "mother", "me")

_WAS = ("hard", "good", "both", "unknown")


def lifeline(source: Source) -> Table:
    """
    What was written into the timeline.

    Args:
        source: `understand.timeline` is read: rows of `who`, `when`, `what` and `was`.

    Returns:
        `who` (a key of `WHO`, or None where nobody was chosen), `when` (a date, a month, a year; None when unknown),
        `what` and `was` (`hard`, `good`, `both`, `unknown`; what was not said is unknown). Oldest first, those without
        a time last. The gate counts rows with somebody and something.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    read = []
    for row in row_list(source.value("understand.timeline")):
        who, was = one_key(row.get("who")), one_key(row.get("was"))
        when = known_day(words(row.get("when")))
        read.append(
            (who if who in WHO else None, when, words(row.get("what")) or None, was if was in _WAS else "unknown")
        )
    rows = sorted((row for row in read if any(row[:3])), key=lambda row: (row[1] is None, _sorted_as(row[1])))
    return Table(
        title="Three generations",
        question="What was she living through, then?",
        columns=(
            Column("who", "Who", "", sum(row[0] is not None for row in rows)),
            Column("when", "When", "day", sum(row[1] is not None for row in rows)),
            Column("what", "What", "", sum(row[2] is not None for row in rows)),
            Column("was", "It was", "", sum(row[3] != "unknown" for row in rows)),
        ),
        rows=tuple(rows),
        entries=len(rows),
        gate=Gate(
            _NEEDED, sum(row[0] is not None and row[2] is not None for row in rows), "lines that say who and what"
        ),
    )


def _sorted_as(when: datetime.date | str | None) -> str:
    return str(when or "")
