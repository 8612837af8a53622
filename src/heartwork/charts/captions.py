"""Sentences that charts have in common: too early, what was left out, gaps, how many times."""

from __future__ import annotations

from collections.abc import Sequence

from heartwork.analysis.table import Gap, Omitted, Table
from heartwork.charts.chart import Chart, Choice
from heartwork.i18n.formatting import counted, period
from heartwork.i18n.messages import _

__all__ = ["also", "gaps", "joined", "left_out", "times", "too_early"]


def too_early(table: Table, choice: Choice) -> Chart:
    """For a table below its gate: what is still needed, and no picture."""
    gate = table.gate
    return Chart(
        title=_("It's too early for a picture."),
        shows=joined(
            _("It needs {needed} {what}. So far: {have}.").format(needed=gate.needed, what=gate.of, have=gate.have),
            left_out(table),
        ),
        choice=choice,
        table=table,
    )


def left_out(table: Table) -> str:
    """What the person wrote that is not in the picture, counted; empty when everything is."""
    if not table.left_out:
        return ""
    what = ", ".join(f"{one.count} {one.what}" for one in table.left_out)
    return _("Not in the picture: {what}.").format(what=what)


def also(table: Table) -> str:
    """What else is worth saying of the entries: `An ordinary or good moment: in 6 of the 15.`"""
    return joined(*(_also(table, one) for one in table.also))


def _also(table: Table, one: Omitted) -> str:
    words = _("{what}: in {count} of the {all}.") if one.count else _("{what}: in none of the {all}.")
    return words.format(what=one.what, count=one.count, all=table.entries)


def gaps(found: Sequence[Gap], *, longer_than: int) -> str:
    """The stretches of which nobody wrote anything; empty when there are none."""
    if not found:
        return ""
    longest = max(found, key=lambda gap: gap.days)
    said = (
        _("There is a gap from {period} ({days} days).")
        if len(found) == 1
        else _("There are {count} gaps of more than {least} days, the longest from {period} ({days} days).")
    )
    span = period(longest.after, longest.until)
    return said.format(count=len(found), least=longer_than, period=span, days=longest.days)


def times(count: int) -> str:
    """`never`, `once`, `twice`, `5 times`."""
    return {0: _("never"), 1: _("once"), 2: _("twice")}.get(count) or counted(count, "{count} time", "{count} times")


def joined(*sentences: str) -> str:
    """Those that are not empty, in one text."""
    return " ".join(sentence for sentence in sentences if sentence)
