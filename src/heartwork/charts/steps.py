"""Before and after each step as a chart: a dot for each contact, in the weeks on either side of the day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from heartwork.analysis.steps import AROUND, STEPS
from heartwork.analysis.table import Table
from heartwork.charts.canvas import SMALL, Canvas
from heartwork.charts.captions import joined, left_out, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, WIDTH, Picture
from heartwork.i18n.formatting import listed, number
from heartwork.i18n.messages import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["steps_chart"]

_OFFER = Choice(
    N_("You could write down what has changed since, in your own words."), "#takeaway", N_("Or leave it here.")
)
_OFFER_EARLY = Choice(N_("You could add one after the next contact."), "#check-in/new", N_("Or leave it."))

_CANNOT_TELL = N_(
    "That one came after the other doesn't say why. People often begin a step when things are at their hardest, "
    "and after such a time numbers tend to go back by themselves."
)

#: On each side, so that a middle can be named.
_ENOUGH = 3

_ROW, _TALL, _LEFT, _BOTTOM = 92, 50, 27, 24

_Contacts = list[tuple[int, float]]


def steps_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw the steps that have contacts on both sides.

    Args:
        table: As `heartwork.analysis.steps.steps` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    found: dict[str, _Contacts] = {}
    for step, days, at in table.rows:
        if isinstance(days, int) and isinstance(at, (int, float)):
            found.setdefault(str(step), []).append((days, at))
    found = {step: near for step, near in found.items() if min(map(len, _sides(near))) >= _ENOUGH}
    title = _found(found)
    counts = [
        _("{step} {before} before and {after} after").format(
            step=_(STEPS[step]), before=len(_sides(near)[0]), after=len(_sides(near)[1])
        )
        for step, near in found.items()
    ]
    shows = joined(
        _(
            "Contacts with a tension in the {days} days on each side: {counts}. The day itself counts on neither side."
        ).format(days=AROUND, counts=listed(counts)),
        left_out(table),
    )
    height = _ROW * len(found) + _BOTTOM
    picture = Picture(partial(_paint, found=found, height=height), height, width)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(
            _("The tension of contacts before and after the day a step was read to its end."), title, shows
        ),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _sides(near: _Contacts) -> tuple[list[float], list[float]]:
    return [at for days, at in near if days < 0], [at for days, at in near if days > 0]


def _found(found: Mapping[str, _Contacts]) -> str:
    middles = {step: [median(side) for side in _sides(near)] for step, near in found.items()}
    if len(middles) == 1:
        ((step, (before, after)),) = middles.items()
        said = _("Around “{step}”, the typical tension was {before} before and {after} after.")
        return said.format(step=_(STEPS[step]), before=number(before), after=number(after))
    each = "; ".join(
        _("{step} {before} and {after}").format(step=_(STEPS[step]), before=number(before), after=number(after))
        for step, (before, after) in middles.items()
    )
    return _("The typical tension before and after each step: {each}.").format(each=each)


def _paint(figure: Figure, found: Mapping[str, _Contacts], height: float) -> None:
    sheet = Canvas(figure, height)
    middle = (_LEFT + sheet.width) / 2
    unit = (sheet.width - middle - 6) / AROUND
    for row, (step, near) in enumerate(found.items()):
        ground = (row + 1) * _ROW - 8
        sheet.text(middle, ground - _TALL - 25, _(STEPS[step]), weight="bold", across="center")
        sheet.line((middle, ground - _TALL - 14), (middle, ground), alpha=0.7, gid=f"day-{row}")
        for value in (0, 10):
            y = ground - value / 10 * _TALL
            sheet.line((_LEFT - 6, y), (sheet.width, y), alpha=0.2 if value else 0.5)
            sheet.text(_LEFT - 11, y, str(value), across="right", size=SMALL, strength=0.8)
        for side, id_ in ((-1, "before"), (1, "after")):
            points = [(middle + days * unit, ground - at / 10 * _TALL) for days, at in near if days * side > 0]
            sheet.dots(points, color=BLUE, size=7, hollow=side < 0, gid=f"{id_}-{row}")
    y = height - _BOTTOM + 14
    sheet.text(_LEFT, y, _("{count} days before").format(count=AROUND), size=SMALL)
    sheet.text(middle, y, _("that day"), size=SMALL, across="center")
    sheet.text(sheet.width - 2, y, _("{count} days after").format(count=AROUND), size=SMALL, across="right")
