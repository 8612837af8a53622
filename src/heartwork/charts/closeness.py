"""Closeness as a chart: three pairs of circles, the nearer the more they overlap; every direction looks the same."""

from __future__ import annotations

import datetime
import math
from functools import partial
from typing import TYPE_CHECKING

from heartwork.analysis.closeness import GUESS
from heartwork.analysis.table import Table
from heartwork.charts.canvas import SMALL, Canvas, in_lines
from heartwork.charts.captions import joined, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, WIDTH, Picture
from heartwork.i18n.formatting import counted, day_in_short, number
from heartwork.i18n.messages import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["closeness_chart"]

_OFFER = Choice(
    N_("You could look at what that distance would look like in a week."), "#accept", N_("Or leave it here.")
)
_OFFER_EARLY = Choice(N_("You could set one more pair of circles."), "#want", N_("Or leave it."))

_CANNOT_TELL = N_(
    "Closer is not better, and further is not worse. What she seems to want is your guess: only she could say."
)

_ROW, _RADIUS, _TEXT = 92, 22, 112

#: What one pair needs beside another, its words next to it.
_PAIR = 288


def closeness_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw the latest of each, with what was said before in words.

    Args:
        table: As `heartwork.analysis.closeness.closeness` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    found: dict[str, list[tuple[datetime.date, float]]] = {}
    for which, day, at in table.rows:
        if isinstance(day, datetime.date) and isinstance(at, (int, float)):
            found.setdefault(str(which), []).append((day, at))
    said = ", ".join(f"{which.lower()} {number(values[-1][1])}" for which, values in found.items())
    title = f"{said[0].upper()}{said[1:]}."
    earlier = len(table.rows) - len(found)
    shows = joined(
        _("The latest of each, from 0 (apart) to 10 (as close as can be)."),
        counted(earlier, "{count} earlier one is in the table.", "{count} earlier ones are in the table.")
        if earlier
        else "",
    )
    height = _ROW * math.ceil(len(found) / _beside(width))
    picture = Picture(partial(_paint, found=found, height=height), height, width)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(_("Pairs of circles, you and her; the closer, the more they overlap."), title, shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _beside(width: float) -> int:
    """How many pairs stand beside each other."""
    return max(1, int(width // _PAIR))


def _paint(figure: Figure, found: dict[str, list[tuple[datetime.date, float]]], height: float) -> None:
    sheet = Canvas(figure, height)
    beside = _beside(sheet.width)
    for place, (which, values) in enumerate(found.items()):
        row, column = divmod(place, beside)
        left = column * sheet.width / beside
        middle = row * _ROW + _ROW / 2 - 8
        at = values[-1][1]
        # 0: they stand apart; 10: nearly one on the other, and still two.
        apart = _RADIUS * (2.2 - 1.9 * at / 10)
        x = left + _RADIUS * 2.1 + 4
        sheet.circle(x - apart / 2, middle, _RADIUS, color=BLUE, fill=0.16, gid=f"me-{place}")
        sheet.circle(x + apart / 2, middle, _RADIUS, linestyle=(0, (4, 2.5)), gid=f"her-{place}")
        below = middle + _RADIUS + 10
        sheet.text(x - apart / 2 - 12, below, _("me"), size=SMALL, across="center", strength=0.85)
        sheet.text(x + apart / 2 + 12, below, _("her"), size=SMALL, across="center", strength=0.85)
        name = in_lines(which, sheet.width / beside - _TEXT, lines=2, size=SMALL, weight="bold")
        sheet.text(left + _TEXT, middle - 8 - len(name) * SMALL * 0.6, name, weight="bold", size=SMALL)
        said = _("{place} of {most}").format(place=number(at), most=10)
        guess = _("{place}, a guess").format(place=said) if which == _(GUESS) else said
        sheet.text(left + _TEXT, middle + 8, guess)
        if len(values) > 1:
            before_day, before = values[-2]
            sheet.text(
                left + _TEXT,
                middle + 25,
                _("before: {place} ({day})").format(place=number(before), day=day_in_short(before_day)),
                size=SMALL,
                strength=0.8,
            )
