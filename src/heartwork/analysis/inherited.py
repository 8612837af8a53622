"""What became of patterns that came down the generations; strengths count as much as hurts."""

from __future__ import annotations

from heartwork.analysis.coerce import one_key, row_list, words
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Table
from heartwork.i18n.messages import N_, _

__all__ = ["FATES", "SORTS", "inherited"]

_NEEDED = 1

FATES = {
    "repeated": N_("carried on"),
    "softened": N_("became softer"),
    "reversed": N_("the opposite"),
    "stopped": N_("stopped with you"),
    "unknown": N_("not known yet"),
}

#: What it is called: a hurt or a strength came down.
SORTS = {"hurt": N_("hurt"), "strength": N_("strength")}


def inherited(source: Source) -> Table:
    """
    Each pattern with what became of it, in words and never as a score.

    Args:
        source: `understand.fates` is read: rows of `what`, `sort` (`hurt`, `strength`) and `fate`.

    Returns:
        `what`, `sort` (None where it was left open) and `fate` (one of `FATES`; what was not said is unknown), in the
        order they were written.

    Source: own definition.
    """
    rows = []
    for row in row_list(source.value("understand.fates")):
        what, sort, fate = words(row.get("what")), one_key(row.get("sort")), one_key(row.get("fate"))
        if what:
            rows.append((what, sort if sort in SORTS else None, fate if fate in FATES else "unknown"))
    return Table(
        title=_("What became of it"),
        question=_("What stopped with me, and what did I keep?"),
        columns=(
            Column("what", _("Pattern"), "", len(rows)),
            Column("sort", _("A hurt or a strength"), "", sum(row[1] is not None for row in rows), SORTS),
            Column("fate", _("With you"), "", sum(row[2] != "unknown" for row in rows), FATES),
        ),
        rows=tuple(rows),
        entries=len(rows),
        gate=MinimumData(_NEEDED, len(rows), _("pattern in words")),
    )
