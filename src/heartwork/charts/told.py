"""Sentences that charts have in common: too early, what was left out, gaps, how many times."""

from __future__ import annotations

from collections.abc import Sequence

from heartwork.charts.chart import Chart, Choice
from heartwork.charts.dates import period
from heartwork.pattern.table import Gap, Table

__all__ = ["also", "counted", "gaps", "joined", "left_out", "listed", "times", "too_early"]


def too_early(table: Table, choice: Choice) -> Chart:
    """For a table below its gate: what is still needed, and no picture."""
    gate = table.gate
    return Chart(
        title="It's early for a picture.",
        shows=joined(f"It takes {gate.needed} {gate.of}. {gate.have} so far.", left_out(table)),
        choice=choice,
        table=table,
    )


def left_out(table: Table) -> str:
    """What the person wrote that is not in the picture, counted; empty when everything is."""
    if not table.left_out:
        return ""
    return f"Not in the picture: {', '.join(f'{one.count} {one.what}' for one in table.left_out)}."


def also(table: Table) -> str:
    """What else is worth saying of the entries: `6 of the 15 hold an ordinary or good moment.`"""
    return joined(*(f"{one.count or 'None'} of the {table.entries} {one.what}." for one in table.also))


def gaps(found: Sequence[Gap], *, longer_than: int) -> str:
    """The stretches of which nobody wrote anything; empty when there are none."""
    if not found:
        return ""
    longest = max(found, key=lambda gap: gap.days)
    span = f"from {period(longest.after, longest.until)} ({longest.days} days)"
    if len(found) == 1:
        return f"There is a gap {span}."
    return f"There are {len(found)} gaps of more than {longer_than} days, the longest {span}."


def times(count: int) -> str:
    """`never`, `once`, `twice`, `5 times`."""
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def counted(count: int, one: str, many: str) -> str:
    """`1 check-in`, `5 check-ins`."""
    return f"{count} {one if count == 1 else many}"


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def joined(*sentences: str) -> str:
    """Those that are not empty, in one text."""
    return " ".join(sentence for sentence in sentences if sentence)
