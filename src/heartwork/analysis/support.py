"""Support, comfort, aid: who gave each then, and who gives it now."""

from __future__ import annotations

from heartwork.analysis.coerce import keys, mapping, words
from heartwork.analysis.source import Source
from heartwork.analysis.table import Column, MinimumData, Table
from heartwork.i18n.messages import _

__all__ = ["WHAT", "support"]

_NEEDED = 1

WHAT = ("support", "comfort", "aid")

#: An answer of its own: somebody looked, and there was no one.
_NOBODY = "nobody"


def support(source: Source) -> Table:
    """
    Who gives what, as it was answered.

    Args:
        source: `effects.gave-then` and `effects.gives-now` are read (for each of `WHAT` a list of people), and what
            the person could give themselves: `effects.from-me-support` and so on.

    Returns:
        `what`, `then`, `now` (people, with commas between them; None where nothing was answered: that is not nobody)
        and `from-me`, in the order of `WHAT`. The gate counts answered cells.

    Source: own definition.
    """
    columns = {"then": "gave-then", "now": "gives-now"}
    rows = tuple(
        (
            source.label("effects.gives-now:rows", what),
            *(_people(source, question, what) for question in columns.values()),
            words(source.value(f"effects.from-me-{what}")) or None,
        )
        for what in WHAT
    )
    answered = [sum(row[place] is not None for row in rows) for place in (1, 2, 3)]
    return Table(
        title=_("Support, comfort, aid"),
        question=_("Who is there now?"),
        columns=(
            Column("what", _("What"), "", len(rows)),
            Column("then", _("Then"), "", answered[0]),
            Column("now", _("Now"), "", answered[1]),
            Column("from-me", _("From yourself"), "", answered[2]),
        ),
        rows=rows,
        entries=sum(answered[:2]),
        gate=MinimumData(_NEEDED, sum(answered[:2]), _("answer on who gives what")),
    )


def _people(source: Source, question: str, what: str) -> str | None:
    chosen = keys(mapping(source.value(f"effects.{question}")).get(what))
    # "Nobody" beside somebody was a slip of the finger: somebody is there.
    people = [key for key in chosen if key != _NOBODY] or list(chosen)
    return ", ".join(source.label(f"effects.{question}", key) for key in people) or None
