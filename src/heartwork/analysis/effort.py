"""The effort budget: what is spent on her now, beside the limit that the person set."""

from __future__ import annotations

from heartwork.analysis.coerce import amount, place
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Omitted, Table
from heartwork.i18n.messages import N_, _

__all__ = ["effort"]

_NEEDED = 1

_KINDS = {
    "hours": (N_("Hours a month"), amount),
    "energy": (N_("Energy, 0 to 10"), place),
    "money": (N_("Money a month"), amount),
}


def effort(source: Source) -> Table:
    """
    What is spent, and the person's own limit; nobody else's.

    Args:
        source: `want.hours-now` and `want.hours-limit`, and the same of `energy` and `money`, are read.

    Returns:
        `what`, `now`, `limit` (each None where it was left open), only those with one of the two. The gate counts
        those with both.

    Source: own definition.
    """
    read = [
        (_(name), read_as(source.value(f"want.{id_}-now")), read_as(source.value(f"want.{id_}-limit")))
        for id_, (name, read_as) in _KINDS.items()
    ]
    rows = tuple(row for row in read if row[1] is not None or row[2] is not None)
    both = sum(row[1] is not None and row[2] is not None for row in rows)
    return Table(
        title=_("What it takes, and your own limit"),
        question=_("Is the price what I chose?"),
        columns=(
            Column("what", _("What"), "", len(rows)),
            Column("now", _("Now"), "", sum(row[1] is not None for row in rows)),
            Column("limit", _("Your limit"), "", sum(row[2] is not None for row in rows)),
        ),
        rows=rows,
        entries=len(rows),
        gate=MinimumData(_NEEDED, both, _("thing with both what it takes now and your own limit")),
        left_out=(Omitted(len(rows) - both, _("with one of the two")),) if len(rows) > both else (),
    )
