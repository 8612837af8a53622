"""A scale of the person's own over time, as they answered it in their check-ins."""

from __future__ import annotations

import datetime

from heartwork.analysis.coerce import given, place
from heartwork.analysis.ordering import GAP_DAYS, in_order, present, without_a_day
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Omitted, Table, gaps_between
from heartwork.i18n.messages import _
from heartwork.own_questions import Own

__all__ = ["own_scale"]

#: As of tension: three is the least that can go up and down.
_NEEDED = 3


def own_scale(source: Source, own: Own) -> Table:
    """
    A scale of one's own over time. Nothing is filled in, smoothed or averaged: one row is one check-in.

    Args:
        source: What was written; of it the check-ins of the period.
        own: The scale, its places from 0 to 10.

    Returns:
        A table with the columns `day` and `own`, a row for each check-in in which it was answered: first those with a
        whole day, oldest first. A gap is more than `GAP_DAYS` days between two neighbouring days. The gate counts what
        could be drawn: an answer and a whole day.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    answered = [one for one in source.check_ins if given(one, own.id) is not None]
    read = in_order(answered)
    rows = tuple((one.day, place(given(one.entry, own.id))) for one in read)
    days = [day for day, value in rows if isinstance(day, datetime.date) and value is not None]
    off = sum(value is None for _day, value in rows)
    return Table(
        title=own.ask,
        question=_("Is it easing?"),
        columns=(
            Column("day", _("Day"), "day", sum(day is not None for day, _value in rows)),
            Column("own", own.ask, _("0 to 10"), len(rows) - off),
        ),
        rows=rows,
        entries=len(answered),
        gate=MinimumData(_NEEDED, len(days), _("check-ins with an answer and a day")),
        gaps=gaps_between(days, longer_than=GAP_DAYS),
        left_out=(
            *without_a_day(read),
            *present(Omitted(off, _("with something other than a number from 0 to 10"))),
        ),
    )
