"""Support, comfort and aid as a chart: who gave each then, who gives it now, side by side in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from heartwork.charts.chart import Chart, Choice
from heartwork.charts.drawing import BLUE, WIDTH, Picture
from heartwork.charts.sheet import Sheet, in_lines
from heartwork.charts.told import joined, too_early
from heartwork.direction import set_apart
from heartwork.pattern.table import Cell, Table
from heartwork.words import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["who_gives_chart"]

_OFFER = Choice(N_("You could think of one person for the thing you miss most."), "#support", N_("Or leave it here."))
_OFFER_EARLY = Choice(N_("You could say who gives one of them now."), "#effects", N_("Or leave it."))

_CANNOT_TELL = N_("It counts people, not how much each gives. One person can be enough, and on some days nobody is.")

#: People, each in lines.
_People = list[list[str]]
_Block = tuple[list[str], _People, _People]

_TOP, _LINE, _NOW = 24, 17, 148


def who_gives_chart(table: Table, *, choice: Choice | None = None) -> Chart:
    """
    Draw two columns of people for each of the three.

    Args:
        table: As `heartwork.pattern.who_gives.who_gives` makes it.
        choice: What the person could do now; an offer of ours when None.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    title = " ".join(
        _("{what} now: {who}.").format(what=_first(row[0]).partition(" (")[0], who=set_apart(str(row[2])))
        for row in table.rows
        if row[2]
    ) or _("There is nothing under “now” yet.")
    shows = _("As you last answered. A dash means that it was left open, which is not the same as “nobody”.")
    blocks = [(_head(row[0]), _people(row[1]), _people(row[2])) for row in table.rows]
    height = _TOP + sum(map(_tall, blocks))
    picture = Picture(partial(_paint, blocks=blocks, height=height), height)
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


def _people(cell: Cell) -> _People:
    return [in_lines(person, _NOW - 20, lines=2) for person in str(cell).split(", ")] if cell else []


def _head(cell: Cell) -> list[str]:
    return in_lines(_first(cell), WIDTH, lines=2, weight="bold")


def _tall(block: _Block) -> float:
    head, *both = block
    return 17 + _LINE * (len(head) + max(1, *(sum(map(len, people)) for people in both)))


def _paint(figure: Figure, blocks: list[_Block], height: float) -> None:
    sheet = Sheet(figure, height)
    sheet.text(0, 8, _("then"), strength=0.8)
    sheet.text(_NOW, 8, _("now"), strength=0.8)
    y = float(_TOP)
    for number, block in enumerate(blocks):
        what, then, now = block
        sheet.line((0, y), (WIDTH, y), alpha=0.25)
        sheet.text(0, y + 15, what, weight="bold")
        for x, people, id_ in ((0.0, then, "then"), (float(_NOW), now, "now")):
            at = y + 16 + _LINE * len(what)
            for down, person in enumerate(people or [["–"]]):
                if people:
                    sheet.dots([(x + 5, at)], color=BLUE, size=7, hollow=id_ == "then", gid=f"{id_}-{number}-{down}")
                sheet.text(x + (16 if people else 2), at, person)
                at += _LINE * len(person)
        y += _tall(block)
