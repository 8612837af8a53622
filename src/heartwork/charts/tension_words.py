"""Tension over time in words: the finding, what was counted, what it cannot tell."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from heartwork.analysis.ordering import GAP_DAYS
from heartwork.analysis.table import Table
from heartwork.charts.captions import also, gaps, joined, left_out
from heartwork.charts.together import FEW
from heartwork.i18n.formatting import day_in_words, number, period
from heartwork.i18n.messages import N_, _

__all__ = ["CANNOT_TELL", "MOSTLY_FROM", "Words", "course_of", "span_of", "words"]

CANNOT_TELL = N_(
    "That doesn't say why. Hard moments get written down more often than easy ones, and a "
    "number is a feeling, not a ruler. After a hard time, numbers tend to go back to the "
    "usual by themselves."
)

#: By the form that they are drawn in; dots need no words.
_HOW_TO_READ = {
    "strokes": N_("Each thin line is one contact: up for how calm you were afterwards, down for how tense it was."),
    "month": N_(
        "Each column is one month: the thin line goes from the lowest to the highest, the thick part is the middle "
        "half, the notch is the middle one. In a month with fewer than {few}, each is a dot. Where there is nothing, "
        "nothing was written down."
    ),
    "year": N_(
        "Each column is one year: the thin line goes from the lowest to the highest, the thick part is the middle "
        "half, the notch is the middle one. In a year with fewer than {few}, each is a dot. Where there is nothing, "
        "nothing was written down."
    ),
}

#: From so many values on, the middle half of them says more than how far they range, and the latest are some of many.
MOSTLY_FROM = 10


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


def words(table: Table, form: str, *, low: str, high: str) -> Words:
    """
    Put the table into words.

    Args:
        table: Of `heartwork.analysis.tension.tension`, its gate reached.
        form: How it is drawn: `dots`, `strokes`, by `month` or by `year`.
        low: What 0 stands for; may be empty.
        high: What 10 stands for; may be empty.
    """
    days = [day for day in table.values("day") if isinstance(day, datetime.date)]
    tense, calm = _values(table, "tension"), _values(table, "calm")
    title = _ranged([value for value, _ in tense])
    shows = joined(
        _counted(days, len(tense), len(calm)),
        _(_HOW_TO_READ[form]).format(few=FEW) if form in _HOW_TO_READ else "",
        _("“Mostly” means the middle half of them.") if len(tense) >= MOSTLY_FROM else "",
        gaps(table.gaps, longer_than=GAP_DAYS),
        also(table),
        left_out(table),
    )
    ends = ", ".join(f"{place}: {word}" for place, word in ((0, low), (10, high)) if word)
    axis = (
        _("Tension and calm over time, from 0 to 10 ({ends}).") if ends else _("Tension and calm over time, 0 to 10.")
    )
    courses = course_of(_("Tension"), tense), course_of(_("Calm after"), calm)
    return Words(title, shows, joined(axis.format(ends=ends), title, *courses, shows))


def _values(table: Table, id_: str) -> _Values:
    read = zip(table.values(id_), table.values("day"), strict=True)
    return [(value, day) for value, day in read if isinstance(value, (int, float)) and isinstance(day, datetime.date)]


def _ranged(values: Sequence[int | float]) -> str:
    whole = _("In {count} contacts, the tension was {span}.").format(count=len(values), span=span_of(values))
    if len(values) < MOSTLY_FROM:
        return whole
    latest = values[-min(30, len(values) // 2) :]
    late = _("In the latest {count} it was {span}.").format(count=len(latest), span=span_of(latest, mostly=True))
    return f"{whole} {late}"


def span_of(values: Sequence[int | float], *, mostly: bool = False) -> str:
    """Between which two places they lie; the middle half of them where they are many, or `mostly` asks for it."""
    ordered = sorted(values)
    mostly = mostly or len(values) >= MOSTLY_FROM
    if mostly:
        quarter = len(ordered) // 4
        ordered = ordered[quarter : len(ordered) - quarter]
    lowest, highest = ordered[0], ordered[-1]
    span = _("between {least} and {most}").format(least=number(lowest), most=number(highest))
    span = number(lowest) if lowest == highest else span
    return _("mostly {span}").format(span=span) if mostly else span


def _counted(days: Sequence[datetime.date], tense: int, calm: int) -> str:
    said = (
        _("{count} check-ins, {period}.")
        if tense == calm == len(days)
        else _("{count} check-ins, {period}: {tense} say how tense it was, {calm} how calm you were after it.")
    )
    return said.format(count=len(days), period=period(days[0], days[-1]), tense=tense, calm=calm)


def course_of(what: str, values: _Values) -> str:
    """How it went, for those who do not see it: the first, the last, the lowest and the highest."""
    if not values:
        return ""
    lowest, highest = min(values, key=lambda one: one[0]), max(values, key=lambda one: one[0])
    return _(
        "{what}: first {first}, last {last}; lowest {lowest}, on {low_day}; highest {highest}, on {high_day}."
    ).format(
        what=what,
        first=number(values[0][0]),
        last=number(values[-1][0]),
        lowest=number(lowest[0]),
        low_day=day_in_words(lowest[1]),
        highest=number(highest[0]),
        high_day=day_in_words(highest[1]),
    )
