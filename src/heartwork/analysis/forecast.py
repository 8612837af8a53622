"""Forecast and actual: how tense each contact was expected to be, and how tense it was."""

from __future__ import annotations

from collections.abc import Sequence

from heartwork.analysis.coerce import given, place
from heartwork.analysis.ordering import in_order, present
from heartwork.analysis.table import Column, MinimumData, Omitted, Table
from heartwork.answers import Entry
from heartwork.i18n.messages import _

__all__ = ["forecast"]

#: With fewer pairs a count of them would say more than there is.
_NEEDED = 5


def forecast(entries: Sequence[Entry]) -> Table:
    """
    Every check-in that says both what was expected and how it was.

    Args:
        entries: Of the check-in, in any order; the answers `expected` and `tension` are read, each from 0 to 10.

    Returns:
        A table with the columns `day`, `expected` and `tension`, a row for each pair, oldest first. A check-in that
        holds only one of the two is counted under `left_out`.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    read = in_order(entries)
    both = [(one.day, place(given(one.entry, "expected")), place(given(one.entry, "tension"))) for one in read]
    rows = tuple(row for row in both if row[1] is not None and row[2] is not None)
    return Table(
        title=_("What you expected, and how it was"),
        question=_("Do I brace too much, or too little?"),
        columns=(
            Column("day", _("Day"), "day", sum(row[0] is not None for row in rows)),
            Column("expected", _("You expected"), _("0 to 10"), len(rows)),
            Column("tension", _("It was"), _("0 to 10"), len(rows)),
        ),
        rows=rows,
        entries=len(entries),
        gate=MinimumData(_NEEDED, len(rows), _("check-ins that say both what you expected and how it was")),
        left_out=present(
            Omitted(sum(row[1] is not None and row[2] is None for row in both), _("with only what you expected")),
            Omitted(sum(row[1] is None and row[2] is not None for row in both), _("with only how it was")),
            Omitted(sum(row[1] is None and row[2] is None for row in both), _("with neither")),
        ),
    )
