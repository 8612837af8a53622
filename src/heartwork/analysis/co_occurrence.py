"""What goes with what: what set a contact off, and what the person did, ticked in the same check-in."""

from __future__ import annotations

from collections import Counter

from heartwork.analysis.coerce import given, keys
from heartwork.analysis.ordering import present
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Omitted, Table
from heartwork.i18n.messages import _

__all__ = ["co_occurrence"]

_NEEDED = 10


def co_occurrence(source: Source) -> Table:
    """
    How often each two were ticked together.

    Args:
        source: Its check-ins are read, of them `set-off` and `did`.

    Returns:
        A row for each trigger, the most frequent first: `trigger`, `times` (check-ins it was ticked in), then a
        column for each reaction, the most frequent first. A cell is None where the two were never ticked together:
        that is not the same as a count of nought, because nobody ticks everything. One check-in may count in several
        cells.

    Source: own definition; the gate is a choice of ours, not evidence.
    """
    both = [(keys(given(entry, "set-off")), keys(given(entry, "did"))) for entry in source.check_ins]
    paired = [(off, did) for off, did in both if off and did]
    triggers = Counter(key for off, _ in paired for key in off)
    reactions = Counter(key for _, did in paired for key in did)
    cells = Counter((one, other) for off, did in paired for one in off for other in did)
    ordered = [key for key, _ in reactions.most_common()]
    return Table(
        title=_("What set it off, and what you did"),
        question=_("What goes with what?"),
        columns=(
            Column("trigger", _("It was set off by")),
            Column("times", _("In all"), _("check-ins"), len(paired)),
            *(
                Column(f"did-{key}", source.label("check-in.did", key), _("check-ins"), reactions[key])
                for key in ordered
            ),
        ),
        rows=tuple(
            (source.label("check-in.set-off", off), times, *(cells[off, did] or None for did in ordered))
            for off, times in triggers.most_common()
        ),
        entries=len(both),
        gate=MinimumData(_NEEDED, len(paired), _("check-ins that say both what set it off and what you did")),
        left_out=present(Omitted(len(both) - len(paired), _("with only one of the two, or neither"))),
    )
