"""The four dials over time: decision, feeling, trust, contact, each by itself."""

from __future__ import annotations

from heartwork.analysis.coerce import place
from heartwork.analysis.source import Source
from heartwork.analysis.table import Cell, Column, MinimumData, Table
from heartwork.i18n.messages import N_, _

__all__ = ["DIALS", "dials"]

_NEEDED = 3

DIALS = {
    "dial-decision": N_("Decision"),
    "dial-feeling": N_("Feeling"),
    "dial-trust": N_("Trust"),
    "dial-contact": N_("Contact"),
}


def dials(source: Source) -> Table:
    """
    Every value that each dial had.

    Args:
        source: The four questions `DIALS` of `forgive` are read, 0 to 10, with their earlier values.

    Returns:
        `dial`, `day` and `place`, dial by dial, each oldest first. Nothing is joined, and no dial is read from another.
        The gate counts the values of the dial that has most.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    rows: list[tuple[Cell, ...]] = []
    counts = [0]
    for id_, name in DIALS.items():
        found = [
            (_(name), day, at) for day, value in source.history(f"forgive.{id_}") if (at := place(value)) is not None
        ]
        counts.append(len(found))
        rows += found
    return Table(
        title=_("Four dials over time"),
        question=_("Are forgiving, trusting and seeing her different things?"),
        columns=(
            Column("dial", _("Dial"), "", len(rows)),
            Column("day", _("Set on"), "day", len(rows)),
            Column("place", _("Place"), _("0 to 10"), len(rows)),
        ),
        rows=tuple(rows),
        entries=len(rows),
        gate=MinimumData(_NEEDED, max(counts), _("different days on one dial")),
    )
