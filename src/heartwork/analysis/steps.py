"""Before and after each step: the tension of contacts in the weeks on either side of the day it was read to its end."""

from __future__ import annotations

import datetime

from heartwork.analysis.coerce import day_of, given, place
from heartwork.analysis.ordering import in_order, without_a_day
from heartwork.analysis.source import Source
from heartwork.analysis.table import Cell, Column, MinimumData, Table
from heartwork.i18n.messages import N_, _

__all__ = ["AROUND", "STEPS", "steps"]

#: Days before and after that are looked at.
AROUND = 60

#: On each side; one evening tells nothing of a step.
_NEEDED = 3

#: By the id of its worksheet, as a picture has room for it.
STEPS = {
    "understand": N_("Understand"),
    "forgive": N_("Forgive"),
    "want": N_("What I want"),
    "boundaries": N_("Boundaries"),
    "accept": N_("Accept"),
}


def steps(source: Source) -> Table:
    """
    The contacts around each step.

    Args:
        source: When each of `STEPS` was read to its end, and of its check-ins `tension`.

    Returns:
        A row for each contact with a tension within `AROUND` days of a step: `step` (its id), `days` (from the step
        to the contact; below 0 before it, never the day itself), `tension`. Step by step, oldest first. A contact may
        stand beside several steps. The gate counts, of the best documented step, the side with fewer contacts.

    Source: own definition; the gate and the span are choices of ours, not evidence.
    """
    read = in_order(source.check_ins)
    contacts = [
        (one.day, at)
        for one in read
        if isinstance(one.day, datetime.date) and (at := place(given(one.entry, "tension"))) is not None
    ]
    rows: list[tuple[Cell, ...]] = []
    sides = [0]
    for step in STEPS:
        done = day_of(source.written.finished(step))
        if done is None:
            continue
        near = [(step, (day - done).days, at) for day, at in contacts if 0 < abs((day - done).days) <= AROUND]
        before = sum(days < 0 for _, days, _ in near)
        sides.append(min(before, len(near) - before))
        rows += near
    return Table(
        title=_("Before and after each step"),
        question=_("What was it like before a step, and after it?"),
        columns=(
            Column("step", _("Step"), "", len(rows), STEPS),
            Column("days", _("Days from it"), "", len(rows)),
            Column("tension", _("Tension"), _("0 to 10"), len(rows)),
        ),
        rows=tuple(rows),
        entries=len(read),
        gate=MinimumData(
            _NEEDED, max(sides), _("check-ins with a tension both before and after a step that you read to its end")
        ),
        left_out=without_a_day(read),
    )
