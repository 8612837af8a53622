"""Needs: how much each matters, and how much of it there is."""

from __future__ import annotations

from heartwork.analysis.coerce import mapping, place
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Omitted, Table
from heartwork.i18n.messages import _

__all__ = ["NEEDS", "needs"]

_NEEDED = 3

NEEDS = ("heard", "respected", "room", "warmth", "honesty", "help", "fun", "belonging")


def needs(source: Source) -> Table:
    """
    Each need with both its numbers.

    Args:
        source: `want.need-important` and `want.need-met` are read, a number from 0 to 10 for each need.

    Returns:
        `need`, `important`, `met`, in the order the worksheet asks in; a need that was left open in both is not there.
        The gate counts those that hold both.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    important, met = (mapping(source.value(f"want.{id_}")) for id_ in ("need-important", "need-met"))
    asked = dict.fromkeys((*NEEDS, *(key for given in (important, met) for key in given)))
    read = [(key, place(important.get(key)), place(met.get(key))) for key in asked]
    rows = tuple(row for row in read if row[1] is not None or row[2] is not None)
    both = sum(row[1] is not None and row[2] is not None for row in rows)
    return Table(
        title=_("What you need, and what there is of it"),
        question=_("What is missing, and how much?"),
        columns=(
            Column("need", _("Need"), "", len(rows)),
            Column("important", _("Matters to you"), _("0 to 10"), sum(row[1] is not None for row in rows)),
            Column("met", _("There is now"), _("0 to 10"), sum(row[2] is not None for row in rows)),
        ),
        rows=tuple((source.label("want.need-important", key), one, other) for key, one, other in rows),
        entries=len(rows),
        gate=MinimumData(_NEEDED, both, _("needs with both numbers")),
        left_out=(Omitted(len(rows) - both, _("with one of the two numbers")),) if len(rows) > both else (),
    )
