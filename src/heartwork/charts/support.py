"""Support, comfort and aid as a chart: who gave each then, who gives it now, side by side in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from heartwork.analysis.table import Cell, Table
from heartwork.charts.canvas import Canvas, in_lines
from heartwork.charts.captions import joined, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, WIDTH, Picture
from heartwork.i18n.messages import N_, _
from heartwork.i18n.text_direction import set_apart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["support_chart"]

_OFFER = Choice(N_("You could think of one person for the thing you miss most."), "#support", N_("Or leave it here."))
_OFFER_EARLY = Choice(N_("You could say who gives one of them now."), "#effects", N_("Or leave it."))

_CANNOT_TELL = N_("It counts people, not how much each gives. One person can be enough, and on some days nobody is.")

#: People, each in lines.
_People = list[list[str]]
_Block = tuple[list[str], _People, _People]

_TOP, _LINE = 24, 17


def support_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw two columns of people for each of the three.

    Args:
        table: As `heartwork.analysis.support.support` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    title = " ".join(
        _("{what} now: {who}.").format(what=_first(row[0]).partition(" (")[0], who=set_apart(str(row[2])))
        for row in table.rows
        if row[2]
    ) or _("There is nothing under “now” yet.")
    shows = _("As you last answered. A dash means that it was left open, which is not the same as “nobody”.")
    blocks = [(_head(row[0], width), _people(row[1], width), _people(row[2], width)) for row in table.rows]
    height = _TOP + sum(map(_tall, blocks))
    picture = Picture(partial(_paint, blocks=blocks, height=height), height, width)
    said = " ".join(
        _("{what}: then {then}, now {now}.").format(
            what=row[0],
            then=set_apart(str(row[1] or _("left open"))),
            now=set_apart(str(row[2] or _("left open"))),
        )
        for row in table.rows
    )
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(_("Who gave support, comfort and aid then, and who gives it now."), said, shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _first(cell: Cell) -> str:
    words = str(cell)
    return words[:1].upper() + words[1:]


def _now(width: float) -> float:
    """Where the second column begins."""
    return width * 0.5 + 4


def _people(cell: Cell, width: float) -> _People:
    return [in_lines(person, _now(width) - 24, lines=2) for person in str(cell).split(", ")] if cell else []


def _head(cell: Cell, width: float) -> list[str]:
    return in_lines(_first(cell), width, lines=2, weight="bold")


def _tall(block: _Block) -> float:
    head, *both = block
    return 17 + _LINE * (len(head) + max(1, *(sum(map(len, people)) for people in both)))


def _paint(figure: Figure, blocks: list[_Block], height: float) -> None:
    sheet = Canvas(figure, height)
    beside = _now(sheet.width)
    sheet.text(0, 8, _("then"), strength=0.8)
    sheet.text(beside, 8, _("now"), strength=0.8)
    y = float(_TOP)
    for number, block in enumerate(blocks):
        what, then, now = block
        sheet.line((0, y), (sheet.width, y), alpha=0.25)
        sheet.text(0, y + 15, what, weight="bold")
        for x, people, id_ in ((0.0, then, "then"), (beside, now, "now")):
            at = y + 16 + _LINE * len(what)
            for down, person in enumerate(people or [["–"]]):
                if people:
                    sheet.dots([(x + 5, at)], color=BLUE, size=7, hollow=id_ == "then", gid=f"{id_}-{number}-{down}")
                sheet.text(x + (16 if people else 2), at, person)
                at += _LINE * len(person)
        y += _tall(block)
