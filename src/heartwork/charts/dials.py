"""The four dials as a chart: four strips below each other, because they are four different things."""

from __future__ import annotations

import datetime
from functools import partial

from heartwork.charts.chart import Chart, Choice
from heartwork.charts.dates import period
from heartwork.charts.drawing import Picture
from heartwork.charts.strips import height_of, paint_strips
from heartwork.charts.told import joined, listed, too_early
from heartwork.pattern.dials import DIALS
from heartwork.pattern.table import Table

__all__ = ["dials_chart"]

_OFFER = Choice(
    "You could look at one dial again, and leave the others where they are.", "#forgive", "Or leave it here."
)
_OFFER_EARLY = Choice("You could set them again another day.", "#forgive", "Or never. Both are fine.")

_CANNOT_TELL = (
    "There is no place where a dial ought to be, and none has to follow another. Coming down again is not a step back."
)


def dials_chart(table: Table, *, choice: Choice | None = None) -> Chart:
    """
    Draw each dial on a strip of its own.

    Args:
        table: As `heartwork.pattern.dials.dials` makes it.
        choice: What the person could do now; an offer of ours when None.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    strips: dict[str, list[tuple[datetime.date, float]]] = {name: [] for name in DIALS.values()}
    for name, day, at in table.rows:
        if isinstance(day, datetime.date) and isinstance(at, (int, float)):
            strips[str(name)].append((day, at))
    strips = {name: values for name, values in strips.items() if values}
    said = listed([f"{name.lower()} {_moved(values)}" for name, values in strips.items()])
    title = f"{said[0].upper()}{said[1:]}."
    days = [day for values in strips.values() for day, _ in values]
    counts = ", ".join(f"{name.lower()} {len(values)}" for name, values in strips.items())
    shows = (
        f"Each dot is one time that you set it: {counts}; {period(min(days), max(days))}. Nothing is drawn in between."
    )
    picture = Picture(partial(paint_strips, strips=strips), height_of(strips))
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_CANNOT_TELL,
        choice=choice or _OFFER,
        alternative=joined("Four dials, each from 0 to 10, over time.", title, shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _moved(values: list[tuple[datetime.date, float]]) -> str:
    first, last = values[0][1], values[-1][1]
    if first != last:
        return f"went from {first:g} to {last:g}"
    stayed = all(value == first for _, value in values)
    return f"is at {last:g}" if len(values) == 1 else f"stayed at {last:g}" if stayed else f"is at {last:g} again"
