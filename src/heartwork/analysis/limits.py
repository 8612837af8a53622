"""What became of limits, by week: kept, bent by the person, crossed by her; hers and mine apart."""

from __future__ import annotations

import datetime
from collections import Counter

from heartwork.analysis.coerce import given, one_key
from heartwork.analysis.ordering import in_order, present
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Omitted, Table
from heartwork.i18n.messages import N_, _

__all__ = ["OUTCOMES", "limits"]

_NEEDED = 4

#: What may have become of a limit, as it is kept, and as a person would say it.
OUTCOMES = {"kept": N_("Kept"), "bent-by-me": N_("I bent it"), "crossed-by-her": N_("She crossed it")}


def limits(source: Source) -> Table:
    """
    How often limits were kept, bent and crossed.

    Args:
        source: Its check-ins are read, of them `limits`.

    Returns:
        A row for each week in which a limit came up, oldest first: `week` (its Monday), then a column for each of
        `OUTCOMES`; None where there was none of it that week. Weeks without any are not among them.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    read = in_order(source.check_ins)
    said = [(one.day, one_key(given(one.entry, "limits"))) for one in read]
    used = [(day, what) for day, what in said if what in OUTCOMES]
    weeks: dict[datetime.date, Counter[str]] = {}
    for day, what in used:
        if isinstance(day, datetime.date):
            weeks.setdefault(_monday(day), Counter())[what] += 1
    placed = sum(weeks.values(), Counter())
    return Table(
        title=_("What became of your limits"),
        question=_("Are my limits holding?"),
        columns=(
            Column("week", _("Week from"), "day", len(weeks)),
            *(Column(id_, _(name), _("times"), placed[id_]) for id_, name in OUTCOMES.items()),
        ),
        rows=tuple((week, *(counts[id_] or None for id_ in OUTCOMES)) for week, counts in sorted(weeks.items())),
        entries=len(read),
        gate=MinimumData(_NEEDED, sum(placed.values()), _("times that a limit came up")),
        left_out=present(
            Omitted(len(used) - sum(placed.values()), _("without a whole day")),
            Omitted(sum(what == "none-came-up" for _, what in said), _("where no limit came up")),
            Omitted(sum(what not in (*OUTCOMES, "none-came-up") for _, what in said), _("without a word on it")),
        ),
    )


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(min(day.weekday(), day.toordinal() - 1))
