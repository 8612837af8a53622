"""Tension over time as a chart, with calm after it."""

from __future__ import annotations

import datetime
from functools import partial

from heartwork.analysis.table import Table
from heartwork.charts.captions import too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import WIDTH, Picture
from heartwork.charts.over_time import CALM, TENSION, Series, form_of, paint
from heartwork.charts.tension_words import CANNOT_TELL, words
from heartwork.charts.together import height_of, paint_together, unit_of
from heartwork.charts.xml_text import plain
from heartwork.i18n.messages import N_, _

__all__ = ["tension_chart"]

_OFFER = Choice(N_("You could plan one small thing for next time."), "#boundaries", N_("Or leave it here."))
_OFFER_EARLY = Choice(N_("You could add one after the next contact."), "#check-in/new", N_("Or leave it."))


def tension_chart(
    table: Table,
    *,
    low: str = N_("none"),
    high: str = N_("as tense as it gets"),
    choice: Choice | None = None,
    width: float = WIDTH,
) -> Chart:
    """
    Draw tension over time, with the calm after it.

    Each check-in is a mark of its own. From 5 values on, neighbours are joined by a line, never across a
    gap or a check-in that leaves the question open. Where that would be a blot (beyond 150 check-ins on a phone) each
    is a fine upright stroke, and nothing is joined; beyond 400 a column for each month has them all.

    Args:
        table: As `heartwork.analysis.tension.tension` makes it.
        low: What 0 stands for; may be empty.
        high: What 10 stands for; may be empty.
        choice: What the person could do now; an offer of ours when None.
        width: Of the drawing, in its units: `drawing.WIDTH`, or `drawing.WIDE` where there is room.

    Returns:
        The chart; below the gate one without a picture, which says what is still missing.
    """
    if not table.gate.reached:
        return too_early(table, choice or _OFFER_EARLY)
    low, high = plain(_(low)), plain(_(high))
    days = [day for day in table.values("day") if isinstance(day, datetime.date)]
    # The check-ins with a whole day come first in the table.
    calm, tense = (
        [value if isinstance(value, (int, float)) else None for value in table.values(id_)[: len(days)]]
        for id_ in ("calm", "tension")
    )
    both = (Series("calm", _("calm"), CALM, calm), Series("tension", _("tension"), TENSION, tense))
    form = form_of(len(days), width)
    if form == "together":
        form = unit_of(days, width)
        ends = {"tension": (low, high)}
        draw = partial(paint_together, days=days, series=both[::-1], ends=ends)
        picture = Picture(draw, height_of(both), width)
    else:
        picture = Picture(partial(paint, days=days, series=both, gaps=table.gaps, low=low, high=high), width=width)
    said = words(table, form, low=low, high=high)
    return Chart(
        title=said.title,
        shows=said.shows,
        cannot_tell=_(CANNOT_TELL),
        choice=choice or _OFFER,
        alternative=said.alternative,
        table=table,
        svg=picture.svg(),
        picture=picture,
    )
