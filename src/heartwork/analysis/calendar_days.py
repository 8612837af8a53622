"""The days of the calendar: which days hold a check-in, how tense they were, which had a good moment."""

from __future__ import annotations

import datetime

from heartwork.analysis.coerce import given, place, words
from heartwork.analysis.ordering import good_moments, in_order, without_a_day
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Omitted, Table
from heartwork.i18n.messages import _

__all__ = ["calendar_days"]

_NEEDED = 3


def calendar_days(source: Source) -> Table:
    """
    One row for each day that has a check-in.

    Args:
        source: Its check-ins are read, of them `tension` and `good`.

    Returns:
        `day`, `check-ins` (how many), `highest` (the highest tension of the day; None where none was given), `good`
        (how many hold an ordinary or good moment; None where none does). Days without a check-in have no row.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    read = in_order(source.check_ins)
    days: dict[datetime.date, list[tuple[int | float | None, bool]]] = {}
    for one in read:
        if isinstance(one.day, datetime.date):
            known = (place(given(one.entry, "tension")), bool(words(given(one.entry, "good"))))
            days.setdefault(one.day, []).append(known)
    rows = tuple(
        (
            day,
            len(known),
            max((value for value, _ in known if value is not None), default=None),
            sum(good for _, good in known) or None,
        )
        for day, known in days.items()
    )
    return Table(
        title=_("Tension by day"),
        question=_("Are some days heavier?"),
        columns=(
            Column("day", _("Day"), "day", len(rows)),
            Column("check-ins", _("Check-ins"), "", len(rows)),
            Column("highest", _("Highest tension"), _("0 to 10"), sum(row[2] is not None for row in rows)),
            Column("good", _("With a good moment"), _("check-ins"), sum(row[3] is not None for row in rows)),
        ),
        rows=rows,
        entries=len(read),
        gate=MinimumData(_NEEDED, sum(row[2] is not None for row in rows), _("days with a tension")),
        left_out=without_a_day(read),
        also=(Omitted(good_moments(one.entry for one in read), _("An ordinary or good moment")),),
    )
