"""Closeness: how near she is now, how near the person wants her, how near she seems to want to be."""

from __future__ import annotations

from heartwork.analysis.coerce import place
from heartwork.analysis.source import Source
from heartwork.analysis.table import Cell, Column, MinimumData, Table
from heartwork.i18n.messages import N_, _

__all__ = ["GUESS", "closeness"]

_NEEDED = 2

#: What only she could say.
GUESS = N_("What she seems to want")

_QUESTIONS = {
    "close-now": N_("Now"),
    "close-wanted": N_("What you want"),
    "close-she-seems": GUESS,
}


def closeness(source: Source) -> Table:
    """
    Every value that the three questions had.

    Args:
        source: `want.close-now`, `want.close-wanted` and `want.close-she-seems` are read, 0 (apart) to 10 (as close as
            can be), with their earlier values. What she seems to want is the person's guess.

    Returns:
        `which`, `day` and `closeness`, question by question, each oldest first: the last row of each is how it is now.
        The gate counts the questions that were answered.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    rows: list[tuple[Cell, ...]] = []
    for id_, name in _QUESTIONS.items():
        rows += [(_(name), day, at) for day, value in source.history(f"want.{id_}") if (at := place(value)) is not None]
    return Table(
        title=_("How close"),
        question=_("How close, and how close would I like?"),
        columns=(
            Column("which", _("Which"), "", len(rows)),
            Column("day", _("Said on"), "day", len(rows)),
            Column("closeness", _("Closeness"), _("0 to 10"), len(rows)),
        ),
        rows=tuple(rows),
        entries=len(rows),
        gate=MinimumData(_NEEDED, len({row[0] for row in rows}), _("of the three pairs of circles")),
    )
