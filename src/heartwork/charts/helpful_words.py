"""What worked as a chart: each line of words, with a mark for every time it was tried."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from heartwork.analysis.helpful_words import FEW, HOW
from heartwork.analysis.table import Table
from heartwork.charts.canvas import SMALL, Canvas, shortened, width_of
from heartwork.charts.captions import joined, left_out, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, WIDTH, Picture
from heartwork.i18n.formatting import counted
from heartwork.i18n.messages import N_, _
from heartwork.i18n.text_direction import set_apart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from heartwork.analysis.table import Cell

__all__ = ["helpful_words_chart"]

_OFFER = Choice(N_("You could put the line you like best where you can see it."), "#accept", N_("Or leave it here."))
_OFFER_EARLY = Choice(N_("You could write down the words after the next contact."), "#check-in/new", N_("Or leave it."))

_CANNOT_TELL = N_(
    "One line may have been tried in easier moments than another. That it helped before "
    "doesn't mean it will again. That it didn't doesn't mean it won't."
)

#: More lines than this cannot be read on a phone, or on a wider page; the table has them all.
_ROWS, _ROWS_WIDE = 7, 14

_ROW, _FOOT, _MARK = 46, 26, 12


def helpful_words_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw a mark for each try: filled where it helped, half where it helped a little, open where not this time.

    Args:
        table: As `heartwork.analysis.helpful_words.helpful_words` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    most = _ROWS if width <= WIDTH else _ROWS_WIDE
    rows = table.rows[:most]
    title = _found(table)
    shows = joined(
        _("{tries} of {lines}.").format(
            tries=counted(table.gate.have, "{count} try", "{count} tries"),
            lines=counted(len(table.rows), "{count} line", "{count} lines"),
        ),
        _("Filled: it helped. Half: a little. Open: not this time. A dot: it doesn't say."),
        _("The {count} that were tried most are drawn; the table has them all.").format(count=most)
        if len(table.rows) > most
        else "",
        left_out(table),
    )
    height = _ROW * len(rows) + _FOOT
    picture = Picture(partial(_paint, rows=rows, height=height), height, width)
    said = "; ".join(f"“{set_apart(str(row[0]))}”: {_counts(row)}" for row in rows)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(_("The words that were tried, with how often they helped."), title, f"{said}.", shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _numbers(row: tuple[Cell, ...]) -> list[int]:
    return [cell if isinstance(cell, int) else 0 for cell in row[1:]]


def _found(table: Table) -> str:
    enough = []
    for row in table.rows:
        tries, helped = _numbers(row)[:2]
        if tries >= FEW and helped:
            enough.append((helped / tries, helped, tries, row[0]))
    if not enough:
        return _("It's too early to say that one line helps more than another.")
    best = max(enough, key=lambda one: one[:3])
    said = _("“{phrase}” helped {helped} of the {tries} times you used it.")
    return said.format(phrase=set_apart(str(best[3])), helped=best[1], tries=best[2])


def _counts(row: tuple[Cell, ...]) -> str:
    tries, *how = _numbers(row)
    names = (*(_(name).lower() for name in HOW.values()), _("Doesn't say").lower())
    return ", ".join(
        [
            _("tried {count}").format(count=tries),
            *(f"{name} {count}" for name, count in zip(names, how, strict=True) if count),
        ]
    )


def _paint(figure: Figure, rows: tuple[tuple[Cell, ...], ...], height: float) -> None:
    sheet = Canvas(figure, height)
    beside = [_beside(row) for row in rows]
    # What a try may take, so that the words beside them still fit.
    unit = min(
        (sheet.width - 12 - width_of(said, size=SMALL)) / max(_numbers(row)[0], 1)
        for row, said in zip(rows, beside, strict=True)
    )
    for number, row in enumerate(rows):
        y = number * _ROW
        tries, helped, little, not_now, unsaid = _numbers(row)
        sheet.text(0, y + 10, shortened(f"“{row[0]}”", sheet.width))
        if unit >= _MARK:
            xs = iter(6 + _MARK * n for n in range(tries))
            mark: dict[str, Any] = {"color": BLUE, "size": 9.5}
            sheet.dots([(next(xs), y + 28) for _ in range(helped)], gid=f"helped-{number}", **mark)
            half = [(next(xs), y + 28) for _ in range(little)]
            # An open mark with its left half filled.
            sheet.dots(
                half, fillstyle="left", markerfacecoloralt="none", markeredgewidth=1.4, gid=f"little-{number}", **mark
            )
            sheet.dots([(next(xs), y + 28) for _ in range(not_now)], hollow=True, gid=f"not-{number}", **mark)
            sheet.dots([(next(xs), y + 28) for _ in range(unsaid)], size=3, alpha=0.7, gid=f"unsaid-{number}")
            end = 6.0 + _MARK * tries
        else:
            end = _bar(sheet, (helped, little, not_now, unsaid), y + 22, unit)
        sheet.text(end + 6, y + 28, beside[number], size=SMALL, strength=0.85)
    sheet.text(0, height - _FOOT + 14, _("times it helped, of times tried"), size=SMALL, strength=0.75)


def _beside(row: tuple[Cell, ...]) -> str:
    tries, helped, *_others, unsaid = _numbers(row)
    said = _("{helped} of {tries}") if tries - unsaid else _("{tries}, doesn't say")
    early = _("{count}, too early to tell") if tries < FEW else "{count}"
    return early.format(count=said.format(helped=helped, tries=tries))


def _bar(sheet: Canvas, counts: tuple[int, ...], y: float, unit: float) -> float:
    x = 0.0
    for count, strength in zip(counts, (0.95, 0.5, 0, 0), strict=True):
        if count and strength:
            sheet.boxes([(x, y, count * unit, 12)], color=BLUE, alpha=strength)
        x += count * unit
    sheet.boxes([(0, y, x, 12)], color=BLUE, hollow=True)
    return x
