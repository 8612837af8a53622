"""Tension and calm over time: how it was in each contact, and how calm the person was after it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from heartwork.analysis.coerce import given, place
from heartwork.analysis.ordering import GAP_DAYS, Dated, good_moments, in_order, present, without_a_day
from heartwork.analysis.table import Cell, Column, MinimumData, Omitted, Table, gaps_between
from heartwork.answers import Entry
from heartwork.i18n.messages import N_, _

__all__ = ["tension"]

#: Two dots are two moods. Three is the least that can go up and down.
_NEEDED = 3

_SCALES = {"tension": N_("Tension"), "calm": N_("Calm after")}


def tension(entries: Sequence[Entry]) -> Table:
    """
    Tension over time, and calm after it.

    Nothing is filled in, smoothed or averaged: one row is one entry, and two entries of a day stay two.

    Args:
        entries: Of the check-in, in any order; the answers `tension` and `calm` are read, each from 0 (none) to 10
            (as much as can be), each perhaps skipped or not there.

    Returns:
        A table with the columns `day`, `tension` and `calm`. First the entries with a whole day, oldest first, those
        of one day in the order they were written; then those whose day is a month or a year, as text; then those
        without a day that can be read. A gap is more than `GAP_DAYS` days between two neighbouring days. The gate
        counts what could be drawn: a tension and a whole day.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    read = in_order(entries)
    rows = tuple((one.day, *(place(given(one.entry, id_)) for id_ in _SCALES)) for one in read)
    placed = [row for row in rows if isinstance(row[0], datetime.date)]
    return Table(
        title=_("Tension and calm over time"),
        question=_("Is it easing?"),
        columns=(Column("day", _("Day"), "day", sum(row[0] is not None for row in rows)), *_scales(rows)),
        rows=rows,
        entries=len(entries),
        gate=MinimumData(_NEEDED, sum(row[1] is not None for row in placed), _("check-ins with a tension and a day")),
        gaps=gaps_between((row[0] for row in placed if isinstance(row[0], datetime.date)), longer_than=GAP_DAYS),
        left_out=(
            *without_a_day(read),
            *present(Omitted(_off_scale(read), _("with something other than a number from 0 to 10"))),
        ),
        also=(Omitted(good_moments(one.entry for one in read), _("An ordinary or good moment")),),
    )


def _scales(rows: Sequence[tuple[Cell, ...]]) -> list[Column]:
    return [
        Column(id_, _(name), _("0 to 10"), sum(row[number] is not None for row in rows))
        for number, (id_, name) in enumerate(_SCALES.items(), start=1)
    ]


def _off_scale(read: Sequence[Dated]) -> int:
    values = [given(one.entry, id_) for one in read for id_ in _SCALES]
    return sum(value is not None and place(value) is None for value in values)
