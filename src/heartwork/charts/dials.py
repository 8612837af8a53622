"""The four dials as a chart: four strips below each other, because they are four different things."""

from __future__ import annotations

import datetime
from functools import partial

from heartwork.analysis.dials import DIALS
from heartwork.analysis.table import Table
from heartwork.charts.captions import joined, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import WIDTH, Picture
from heartwork.charts.strips import height_of, paint_strips
from heartwork.i18n.formatting import listed, number, period
from heartwork.i18n.messages import N_, _

__all__ = ["dials_chart"]

_OFFER = Choice(
    N_("You could look at one dial again, and leave the others where they are."), "#forgive", N_("Or leave it here.")
)
_OFFER_EARLY = Choice(N_("You could set them again another day."), "#forgive", N_("Or never. Both are fine."))

_CANNOT_TELL = N_(
    "There is no place where a dial ought to be, and none has to follow another. Coming down again is not a step back."
)


def dials_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw each dial on a strip of its own.

    Args:
        table: As `heartwork.analysis.dials.dials` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    strips: dict[str, list[tuple[datetime.date, float]]] = {_(name): [] for name in DIALS.values()}
    for name, day, at in table.rows:
        if isinstance(day, datetime.date) and isinstance(at, (int, float)):
            strips[str(name)].append((day, at))
    strips = {name: values for name, values in strips.items() if values}
    said = listed([_moved(name.lower(), values) for name, values in strips.items()])
    title = f"{said[0].upper()}{said[1:]}."
    days = [day for values in strips.values() for day, _ in values]
    counts = ", ".join(f"{name.lower()} {len(values)}" for name, values in strips.items())
    shows = _("Each dot is one time that you set it: {counts}; {period}. Nothing is drawn in between.").format(
        counts=counts, period=period(min(days), max(days))
    )
    picture = Picture(partial(paint_strips, strips=strips), height_of(strips), width)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(_("Four dials, each from 0 to 10, over time."), title, shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _moved(dial: str, values: list[tuple[datetime.date, float]]) -> str:
    first, last = values[0][1], values[-1][1]
    if first != last:
        said = _("{dial} went from {first} to {last}")
    elif len(values) == 1:
        said = _("{dial} is at {last}")
    elif {value for day, value in values} == {first}:
        said = _("{dial} stayed at {last}")
    else:
        said = _("{dial} is at {last} again")
    return said.format(dial=dial, first=number(first), last=number(last))
