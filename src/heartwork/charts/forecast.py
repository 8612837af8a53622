"""Forecast and actual as a chart: each contact where what was expected and how it was meet."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from heartwork.analysis.table import Table
from heartwork.charts.canvas import SMALL, Canvas, width_of
from heartwork.charts.captions import joined, left_out, times, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import BLUE, WIDTH, Picture
from heartwork.i18n.formatting import counted, day_in_words, number, period
from heartwork.i18n.messages import N_, _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["forecast_chart"]

_OFFER = Choice(N_("You could plan the next visit or call."), "#accept", N_("Or leave it here."))
_OFFER_EARLY = Choice(
    N_("You could write down what you expect before the next contact."), "#check-in/new", N_("Or leave it.")
)

_CANNOT_TELL = N_(
    "Expecting a lot wasn't a mistake: it may be why you were prepared. What you expected "
    "is sometimes written down afterwards, and coloured by how it went."
)

#: How far the plot reaches up; across it does as well on a phone, and as far as there is room on a wider one.
_HEIGHT, _LEFT, _TOP, _SIDE = 306, 26, 34, 228
_RIGHT = WIDTH - _LEFT - _SIDE

_Pair = tuple["datetime.date | str | None", float, float]


def forecast_chart(table: Table, *, choice: Choice | None = None, width: float = WIDTH) -> Chart:
    """
    Draw a dot for each pair of numbers; it grows with the contacts that share it, and says how many they are.

    Args:
        table: As `heartwork.analysis.forecast.forecast` makes it.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    pairs: list[_Pair] = [(row[0], float(row[1]), float(row[2])) for row in table.rows]  # type: ignore[arg-type, misc]
    title = _compared(pairs)
    days = sorted(day for day, _, _ in pairs if isinstance(day, datetime.date))
    contacts = counted(len(pairs), "{count} contact", "{count} contacts")
    shows = joined(
        _("{contacts}, {period}.").format(contacts=contacts, period=period(days[0], days[-1]))
        if days
        else f"{contacts}.",
        _("On the slanting line it was as you expected; above it tenser, below it less so."),
        _other_way(pairs),
        left_out(table),
    )
    picture = Picture(partial(_paint, pairs=pairs), _HEIGHT, width)
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(_CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=joined(
            _("How tense you expected each contact to be, against how tense it was, 0 to 10."), title, shows
        ),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _paint(figure: Figure, pairs: Sequence[_Pair]) -> None:
    sheet = Canvas(figure, _HEIGHT)
    across = sheet.width - _LEFT - _RIGHT
    step = across / 10

    def at(expected: float, actual: float) -> tuple[float, float]:
        return _LEFT + expected * step, _TOP + _SIDE - actual * _SIDE / 10

    for value in (0, 5, 10):
        strength = 0.18 if value else 0.55
        sheet.line(at(0, value), at(10, value), alpha=strength, gid=f"at-{value}")
        sheet.line(at(value, 0), at(value, 10), alpha=strength, gid=f"from-{value}")
        sheet.text(_LEFT - 8, at(0, value)[1], str(value), across="right")
        sheet.text(at(value, 0)[0], _TOP + _SIDE + 13, str(value), across="center")
    sheet.line(at(0, 0), at(10, 10), linestyle=(0, (4, 3)), alpha=0.7, gid="as-expected")
    # Only where no dot lies under the words; the caption says it too.
    words = _("tenser than / you expected").split(" / ")
    wide = (max(map(width_of, words)) + 16) / step
    if not any(expected <= wide and actual >= 7.5 for _, expected, actual in pairs):
        sheet.text(_LEFT + 8, _TOP + 14, words, strength=0.8)
    words = _("less tense than / you expected").split(" / ")
    wide = (max(map(width_of, words)) + 22) / step
    if not any(expected >= 10 - wide and actual <= 2 for _, expected, actual in pairs):
        sheet.text(_LEFT + across - 6, _TOP + _SIDE - 30, words, across="right", strength=0.8)
    sheet.text(_LEFT + across / 2, _TOP + _SIDE + 32, _("what you expected"), across="center")
    # Over the corner where the slanting line ends.
    sheet.text(sheet.width, 8, _("as you expected"), across="right")
    sheet.text(0, 8, _("how it was"))
    shared = Counter((expected, actual) for _, expected, actual in pairs)
    most = max(shared.values())
    for place, count in sorted(shared.items()):
        x, y = at(*place)
        # Area, not width, grows with the count.
        size = 8 if most == 1 else 8 + 12 * ((count - 1) / (most - 1)) ** 0.5
        sheet.dots([(x, y)], color=BLUE, size=size, alpha=0.85, gid=f"pair-{place[0]:g}-{place[1]:g}")
    # Where numbers would lie on each other, the area of the dots has to say it, and the table.
    legible = len(shared) <= 40 and width_of(str(most), size=SMALL) < step - 2
    for place, count in shared.items():
        if count > 1 and legible:
            x, y = at(*place)
            sheet.text(x + 13, y - 8, str(count), size=SMALL, across="center")


def _compared(pairs: Sequence[_Pair]) -> str:
    lower = sum(actual < expected for _, expected, actual in pairs)
    higher = sum(actual > expected for _, expected, actual in pairs)
    same = len(pairs) - lower - higher
    for count, others, what in (
        (lower, (same, higher), _("In {count} of {all} contacts, the tension was lower than you expected.")),
        (higher, (same, lower), _("In {count} of {all} contacts, the tension was higher than you expected.")),
        (same, (lower, higher), _("In {count} of {all} contacts, the tension was as you expected.")),
    ):
        if count > max(others):
            return what.format(count=count, all=len(pairs))
    return _(
        "In {all} contacts, the tension was lower than you expected {lower}, higher {higher}, "
        "and as you expected {same}."
    ).format(all=len(pairs), lower=times(lower), higher=times(higher), same=times(same))


def _other_way(pairs: Sequence[_Pair]) -> str:
    """The day furthest against the finding: a count must not hide it."""
    lower = [pair for pair in pairs if pair[2] < pair[1]]
    higher = [pair for pair in pairs if pair[2] > pair[1]]
    rose = len(lower) > len(higher)
    fewer = higher if rose else lower
    if not fewer or len(lower) == len(higher):
        return ""
    day, expected, actual = max(fewer, key=lambda pair: abs(pair[2] - pair[1]))
    match rose, len(fewer) == 1, bool(day):
        case True, True, True:
            said = _("It was higher once: {day}, when you expected {expected} and it was {actual}.")
        case True, True, False:
            said = _("It was higher once: you expected {expected} and it was {actual}.")
        case True, False, True:
            said = _(
                "It was higher in {count}, most of all on {day}, when you expected {expected} and it was {actual}."
            )
        case True, False, False:
            said = _("It was higher in {count}, most of all when you expected {expected} and it was {actual}.")
        case False, True, True:
            said = _("It was lower once: {day}, when you expected {expected} and it was {actual}.")
        case False, True, False:
            said = _("It was lower once: you expected {expected} and it was {actual}.")
        case False, False, True:
            said = _("It was lower in {count}, most of all on {day}, when you expected {expected} and it was {actual}.")
        case _:
            said = _("It was lower in {count}, most of all when you expected {expected} and it was {actual}.")
    spelt = {"expected": number(expected), "actual": number(actual), "day": day_in_words(day) if day else ""}
    return said.format(count=len(fewer), **spelt)
