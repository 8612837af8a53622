"""A scale of the person's own over time, as a chart."""

from __future__ import annotations

import datetime
from functools import partial
from itertools import pairwise

from heartwork.analysis.ordering import GAP_DAYS
from heartwork.analysis.table import Table
from heartwork.charts.captions import gaps, joined, left_out, too_early
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import WIDTH, Picture
from heartwork.charts.over_time import TENSION, Series, form_of, paint
from heartwork.charts.tension_words import CANNOT_TELL, MOSTLY_FROM, course_of, span_of
from heartwork.charts.together import FEW, height_of, paint_together, unit_of
from heartwork.charts.xml_text import plain
from heartwork.i18n.formatting import period
from heartwork.i18n.messages import N_, _
from heartwork.kinds.date import Date
from heartwork.local_time import local_day
from heartwork.own_questions import Own

__all__ = ["own_scale_chart"]

_OFFER = Choice(N_("You could plan one small thing for next time."), "#boundaries", N_("Or leave it here."))
_OFFER_EARLY = Choice(N_("You could add one after the next contact."), "#check-in/new", N_("Or leave it."))

#: By the form that they are drawn in; dots need no words.
_HOW_TO_READ = {
    "strokes": N_("Each thin line is one check-in."),
    "month": N_("Each column is one month, from the lowest to the highest; with fewer than {few}, each is a dot."),
    "year": N_("Each column is one year, from the lowest to the highest; with fewer than {few}, each is a dot."),
}


def own_scale_chart(table: Table, own: Own, *, width: float = WIDTH) -> Chart:
    """
    Draw a scale of one's own over time, as `heartwork.charts.tension.tension_chart` draws tension.

    Args:
        table: As `heartwork.analysis.own_scale.own_scale` makes it.
        own: The scale; what it was called before is said below.
        width: Of the drawing, in its units.

    Returns:
        The chart; below the gate one without a picture, which says what is still missing.
    """
    if not table.gate.reached:
        return too_early(table, _OFFER_EARLY)
    low, high = (plain(str(own.value.get(end, ""))) for end in ("low", "high"))
    placed = [(day, value) for day, value in table.rows if isinstance(day, datetime.date)]
    answered = [(value, day) for day, value in placed if isinstance(value, (int, float))]
    values, days = [value for value, _day in answered], [day for _value, day in answered]
    series = (Series("own", _("yours"), TENSION, values),)
    form = form_of(len(days), width)
    if form == "together":
        form = unit_of(days, width)
        draw = partial(paint_together, days=days, series=series, ends={"own": (low, high)})
        picture = Picture(draw, height_of(series), width)
    else:
        picture = Picture(partial(paint, days=days, series=series, gaps=table.gaps, low=low, high=high), width=width)
    title = _("In {count} check-ins, it was {span}.").format(count=len(values), span=span_of(values))
    shows = joined(
        _("{count} check-ins, {period}.").format(count=len(days), period=period(days[0], days[-1])),
        _(_HOW_TO_READ[form]).format(few=FEW) if form in _HOW_TO_READ else "",
        _("“Mostly” means the middle half of them.") if len(values) >= MOSTLY_FROM else "",
        *_worded_before(own),
        gaps(table.gaps, longer_than=GAP_DAYS),
        left_out(table),
    )
    ends = ", ".join(f"{place}: {word}" for place, word in ((0, low), (10, high)) if word)
    axis = _("“{question}” over time, from 0 to 10 ({ends}).").format(question=own.ask, ends=ends) if ends else own.ask
    return Chart(
        title=title,
        shows=shows,
        cannot_tell=_(CANNOT_TELL),
        choice=_OFFER,
        alternative=joined(axis, title, course_of(own.ask, answered), shows),
        table=table,
        svg=picture.svg(),
        picture=picture,
    )


def _worded_before(own: Own) -> list[str]:
    """Until when it was asked in other words."""
    versions = [*own.earlier, (own.at, own.value)]
    said = []
    for (_since, value), (until, after) in pairwise(versions):
        if value["ask"] != after["ask"]:
            day = Date().in_words(local_day(until))
            said.append(_("Until {day} it was asked as “{words}”.").format(day=day, words=value["ask"]))
    return said
