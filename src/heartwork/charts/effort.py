"""The effort budget as a chart: a bar for what it takes now, a mark for the limit that the person set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from heartwork.charts.chart import Chart, Choice
from heartwork.charts.drawing import BLUE, WIDTH, Picture
from heartwork.charts.sheet import Sheet
from heartwork.charts.told import joined, left_out, listed, too_early
from heartwork.pattern.table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["effort_chart"]

_OFFER = Choice("You could choose one thing to do a little less of, or move your limit.", "#want", "Or leave it here.")
_OFFER_EARLY = Choice("You could set a limit of your own for one of them.", "#want", "Or leave it.")

_CANNOT_TELL = (
    "Nobody else's limit is in it, and none is the right one. It doesn't say what the effort is worth to you."
)

_ROW, _BAR, _RIGHT = 68, 16, 40

_Row = tuple[str, float, float]


def effort_chart(table: Table, *, choice: Choice | None = None) -> Chart:
    """
    Draw those that have both what it takes now and a limit; each bar has a measure of its own.

    Args:
        table: As `heartwork.pattern.effort.effort` makes it.
        choice: What the person could do now; an offer of ours when None.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    both: list[_Row] = [
        (str(what), now, limit)
        for what, now, limit in table.rows
        if isinstance(now, (int, float)) and isinstance(limit, (int, float))
    ]
    title = _found(both)
    shows = joined("As you answered last. Each bar has a measure of its own.", left_out(table))
    said = " ".join(f"{what}: {now:g}, your limit {limit:g}." for what, now, limit in both)
    height = _ROW * len(both)
    picture = Picture(partial(_paint, rows=both, height=height), height)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_CANNOT_TELL,
        choice=choice or _OFFER,
        alternative=joined("What it takes now, beside your own limit.", title, said, shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _found(rows: list[_Row]) -> str:
    above = [_short(what) for what, now, limit in rows if now > limit]
    within = [_short(what) for what, now, limit in rows if now <= limit]
    if not within:
        return f"{_first(listed(above))} {_is(above)} above your own limit."
    if not above:
        return f"{_first(listed(within))} {_is(within)} within your own limit."
    return f"{_first(listed(above))} {_is(above)} above your own limit, {listed(within)} within it."


def _short(what: str) -> str:
    return what.split(" a month")[0].split(",")[0].lower()


def _first(words: str) -> str:
    return words[0].upper() + words[1:]


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 and names != ["hours"] else "are"


def _paint(figure: Figure, rows: list[_Row], height: float) -> None:
    sheet = Sheet(figure, height)
    for number, (what, now, limit) in enumerate(rows):
        y = number * _ROW
        unit = (WIDTH - _RIGHT) / (max(now, limit) or 1)
        sheet.text(0, y + 10, what, weight="bold")
        sheet.boxes([(0, y + 22, max(now * unit, 0.8), _BAR)], color=BLUE, gid=f"now-{number}")
        sheet.text(now * unit + 6, y + 22 + _BAR / 2, f"{now:g}")
        x = limit * unit
        sheet.line((x, y + 17), (x, y + 22 + _BAR + 5), width=2.4, gid=f"limit-{number}")
        across = "left" if x < 90 else "right"
        sheet.text(
            x + (4 if across == "left" else -4), y + 22 + _BAR + 13, f"your limit {limit:g}", across=across, size=12
        )
