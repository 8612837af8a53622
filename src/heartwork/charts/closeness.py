"""Closeness as a chart: three pairs of circles, the nearer the more they overlap; every direction looks the same."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING

from heartwork.charts.chart import Chart, Choice
from heartwork.charts.dates import short
from heartwork.charts.drawing import BLUE, Picture
from heartwork.charts.sheet import Sheet
from heartwork.charts.told import joined, too_early
from heartwork.pattern.table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["closeness_chart"]

_OFFER = Choice("You could look at what that distance would look like in a week.", "#accept", "Or leave it here.")
_OFFER_EARLY = Choice("You could set one more pair of circles.", "#want", "Or leave it.")

_CANNOT_TELL = (
    "Closer is not better, and further is not worse. What she seems to want is your guess: only she could say."
)

_ROW, _RADIUS, _TEXT = 84, 26, 146


def closeness_chart(table: Table, *, choice: Choice | None = None) -> Chart:
    """
    Draw the latest of each, with what was said before in words.

    Args:
        table: As `heartwork.pattern.closeness.closeness` makes it.
        choice: What the person could do now; an offer of ours when None.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    found: dict[str, list[tuple[datetime.date, float]]] = {}
    for which, day, at in table.rows:
        if isinstance(day, datetime.date) and isinstance(at, (int, float)):
            found.setdefault(str(which), []).append((day, at))
    said = ", ".join(f"{which.lower()} {values[-1][1]:g}" for which, values in found.items())
    title = f"{said[0].upper()}{said[1:]}."
    earlier = len(table.rows) - len(found)
    shows = joined(
        "The latest of each, from 0 (apart) to 10 (as close as can be).",
        f"{earlier} earlier {'one is' if earlier == 1 else 'ones are'} in the table." if earlier else "",
    )
    height = _ROW * len(found)
    picture = Picture(partial(_paint, found=found, height=height), height)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_CANNOT_TELL,
        choice=choice or _OFFER,
        alternative=joined("Pairs of circles, you and her; the closer, the more they overlap.", title, shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _paint(figure: Figure, found: dict[str, list[tuple[datetime.date, float]]], height: float) -> None:
    sheet = Sheet(figure, height)
    for number, (which, values) in enumerate(found.items()):
        middle = number * _ROW + _ROW / 2 - 8
        _, at = values[-1]
        # 0: they stand apart; 10: nearly one on the other, and still two.
        apart = _RADIUS * (2.2 - 1.9 * at / 10)
        x = _RADIUS * 2.1 + 4
        sheet.circle(x - apart / 2, middle, _RADIUS, color=BLUE, fill=0.16, gid=f"me-{number}")
        sheet.circle(x + apart / 2, middle, _RADIUS, linestyle=(0, (4, 2.5)), gid=f"her-{number}")
        below = middle + _RADIUS + 10
        sheet.text(x - apart / 2 - 12, below, "me", size=11, across="center", strength=0.85)
        sheet.text(x + apart / 2 + 12, below, "her", size=11, across="center", strength=0.85)
        sheet.text(_TEXT, middle - 10, which, weight="bold", size=12)
        guess = ", a guess" if "seems" in which else ""
        sheet.text(_TEXT, middle + 8, f"{at:g} of 10{guess}")
        if len(values) > 1:
            before_day, before = values[-2]
            sheet.text(_TEXT, middle + 25, f"before: {before:g} ({short(before_day)})", size=11, strength=0.8)
