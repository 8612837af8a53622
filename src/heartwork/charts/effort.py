"""The effort budget as a chart: a bar for what it takes now, a mark for the limit that the person set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from heartwork.analysis.table import Table
from heartwork.charts.canvas import SMALL, Canvas, width_of
from heartwork.charts.captions import joined, left_out, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, WIDTH, Picture
from heartwork.i18n.formatting import listed, number
from heartwork.i18n.messages import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["effort_chart"]

_OFFER = Choice(
    N_("You could choose one thing to do a little less of, or move your limit."), "#want", N_("Or leave it here.")
)
_OFFER_EARLY = Choice(N_("You could set a limit of your own for one of them."), "#want", N_("Or leave it."))

_CANNOT_TELL = N_(
    "Nobody else's limit is in it, and none of them is the right one. It doesn't say what the effort is worth to you."
)

_ROW, _BAR, _RIGHT = 68, 16, 40

_Row = tuple[str, float, float]


def effort_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw those that have both what it takes now and a limit; each bar has a measure of its own.

    Args:
        table: As `heartwork.analysis.effort.effort` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    both: list[_Row] = [
        (str(what), now, limit)
        for what, now, limit in table.rows
        if isinstance(now, (int, float)) and isinstance(limit, (int, float))
    ]
    title = _found(both)
    shows = joined(_("As you last answered. Each bar has its own scale."), left_out(table))
    said = " ".join(
        _("{what}: {now}, your limit {limit}.").format(what=what, now=number(now), limit=number(limit))
        for what, now, limit in both
    )
    height = _ROW * len(both)
    picture = Picture(partial(_paint, rows=both, height=height), height, width)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(_("What it takes now, next to your own limit."), title, said, shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _found(rows: list[_Row]) -> str:
    above = [_short(what) for what, now, limit in rows if now > limit]
    within = [_short(what) for what, now, limit in rows if now <= limit]
    said = {
        (True, False): _("Above your own limit: {above}."),
        (False, True): _("Within your own limit: {within}."),
        (True, True): _("Above your own limit: {above}. Within it: {within}."),
    }[bool(above), bool(within)]
    return said.format(above=listed(above) if above else "", within=listed(within) if within else "")


def _short(what: str) -> str:
    return what.split(",")[0].lower()


def _paint(figure: Figure, rows: list[_Row], height: float) -> None:
    sheet = Canvas(figure, height)
    for row, (what, now, limit) in enumerate(rows):
        y = row * _ROW
        unit = (sheet.width - _RIGHT) / (max(now, limit) or 1)
        sheet.text(0, y + 10, what, weight="bold")
        sheet.boxes([(0, y + 22, max(now * unit, 0.8), _BAR)], color=BLUE, gid=f"now-{row}")
        sheet.text(now * unit + 6, y + 22 + _BAR / 2, number(now))
        x = limit * unit
        sheet.line((x, y + 17), (x, y + 22 + _BAR + 5), width=2.4, gid=f"limit-{row}")
        said = _("your limit {limit}").format(limit=number(limit))
        fits = x + 4 + width_of(said, size=SMALL) <= sheet.width
        across, beside = ("left", x + 4) if fits else ("right", x - 4)
        sheet.text(beside, y + 22 + _BAR + 13, said, across=across, size=SMALL)
