"""The life line of three generations: what happened to whom, in the order of the years."""

from __future__ import annotations

import datetime

from heartwork.analysis.coerce import one_key, row_list, words
from heartwork.analysis.days import known_day
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Table
from heartwork.i18n.messages import N_, _

__all__ = ["WAS", "WHO", "lifeline"]

_NEEDED = 2

#: Whose lines are drawn, oldest first.
WHO = {"grandmother": N_("Grandmother"), "mother": N_("Mother"), "me": N_("Me")}

WAS = {"hard": N_("hard"), "good": N_("good"), "both": N_("both"), "unknown": N_("not known")}


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
            (who if who in WHO else None, when, words(row.get("what")) or None, was if was in WAS else "unknown")
        )
    rows = sorted((row for row in read if any(row[:3])), key=lambda row: (row[1] is None, _sorted_as(row[1])))
    return Table(
        title=_("Three generations"),
        question=_("What was she living through, then?"),
        columns=(
            Column("who", _("Who"), "", sum(row[0] is not None for row in rows), WHO),
            Column("when", _("When"), "day", sum(row[1] is not None for row in rows)),
            Column("what", _("What"), "", sum(row[2] is not None for row in rows)),
            Column("was", _("It was"), "", sum(row[3] != "unknown" for row in rows), WAS),
        ),
        rows=tuple(rows),
        entries=len(rows),
        gate=MinimumData(
            _NEEDED, sum(row[0] is not None and row[2] is not None for row in rows), _("lines that say who and what")
        ),
    )


def _sorted_as(when: datetime.date | str | None) -> str:
    return str(when or "")
