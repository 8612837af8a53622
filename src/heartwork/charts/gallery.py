"""Every question that has a picture: its words, the numbers behind it, and what draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from heartwork.analysis.calendar_days import calendar_days
from heartwork.analysis.closeness import closeness
from heartwork.analysis.co_occurrence import co_occurrence
from heartwork.analysis.dials import dials
from heartwork.analysis.effort import effort
from heartwork.analysis.forecast import forecast
from heartwork.analysis.helpful_words import helpful_words
from heartwork.analysis.inherited import inherited
from heartwork.analysis.lifeline import lifeline
from heartwork.analysis.limits import limits
from heartwork.analysis.needs import needs
from heartwork.analysis.own_scale import own_scale
from heartwork.analysis.source import Source
from heartwork.analysis.steps import steps
from heartwork.analysis.support import support
from heartwork.analysis.table import Table
from heartwork.analysis.tension import tension
from heartwork.answers import Answers
from heartwork.charts.calendar import calendar_chart
from heartwork.charts.chart import Chart
from heartwork.charts.closeness import closeness_chart
from heartwork.charts.co_occurrence import co_occurrence_chart
from heartwork.charts.dials import dials_chart
from heartwork.charts.effort import effort_chart
from heartwork.charts.forecast import forecast_chart
from heartwork.charts.helpful_words import helpful_words_chart
from heartwork.charts.inherited import inherited_chart
from heartwork.charts.lifeline import lifeline_chart
from heartwork.charts.limits import limits_chart
from heartwork.charts.matplotlib_svg import WIDTH
from heartwork.charts.needs import needs_chart
from heartwork.charts.own_scale import own_scale_chart
from heartwork.charts.steps import steps_chart
from heartwork.charts.support import support_chart
from heartwork.charts.tension import tension_chart
from heartwork.i18n.messages import N_
from heartwork.own_questions import Own, own_of

__all__ = ["PATTERNS", "Pattern", "own_patterns", "pattern_of"]


class Draws(Protocol):
    """Draws the picture of a table, in a width."""

    def __call__(self, table: Table, *, width: float = WIDTH) -> Chart: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """
    One question that has a picture.

    Args:
        id: Where it stands: `patterns/forecast`.
        question: As a person would ask it.
        worksheet: The worksheet whose answers it is made of.
        table: The numbers, from what was written.
        chart: The picture, from the numbers.
        over_time: Whether a period can be chosen.
        guarded: Whether it is not shown to somebody who may not be safe.
    """

    id: str
    question: str
    worksheet: str
    table: Callable[[Source], Table]
    chart: Draws
    over_time: bool = True
    guarded: bool = False

    def draw(self, source: Source, *, width: float = WIDTH) -> Chart:
        """The numbers and the picture in one; `width` as of `drawing.Picture`."""
        return self.chart(self.table(source), width=width)


def _pattern(
    id_: str,
    question: str,
    worksheet: str,
    table: Callable[[Source], Table],
    chart: Draws,
    **more: bool,
) -> Pattern:
    return Pattern(id=id_, question=question, worksheet=worksheet, table=table, chart=chart, **more)


#: In the order they are listed in: the ones of the check-ins first.
PATTERNS = (
    _pattern("over-time", N_("Is it easing?"), "check-in", lambda source: tension(source.check_ins), tension_chart),
    _pattern(
        "forecast",
        N_("Do I brace too much, or too little?"),
        "check-in",
        lambda source: forecast(source.check_ins),
        forecast_chart,
    ),
    _pattern("goes-with", N_("What goes with what?"), "check-in", co_occurrence, co_occurrence_chart),
    _pattern("limits", N_("Are my limits holding?"), "check-in", limits, limits_chart),
    _pattern("calendar", N_("Are some days heavier?"), "check-in", calendar_days, calendar_chart),
    _pattern("worked", N_("Which words help?"), "check-in", helpful_words, helpful_words_chart),
    _pattern(
        "steps", N_("What was it like before a step, and after it?"), "check-in", steps, steps_chart, over_time=False
    ),
    _pattern("needs", N_("What is missing, and how much?"), "want", needs, needs_chart, over_time=False),
    _pattern("closeness", N_("How close, and how close would I like?"), "want", closeness, closeness_chart),
    _pattern("effort", N_("Is the price what I chose?"), "want", effort, effort_chart, over_time=False),
    _pattern("who-gives", N_("Who is there now?"), "effects", support, support_chart, over_time=False),
    _pattern(
        "lifeline", N_("What was she living through, then?"), "understand", lifeline, lifeline_chart, over_time=False
    ),
    _pattern(
        "fates",
        N_("What stopped with me, and what did I keep?"),
        "understand",
        inherited,
        inherited_chart,
        over_time=False,
    ),
    _pattern(
        "dials",
        N_("Are forgiving, trusting and seeing her different things?"),
        "forgive",
        dials,
        dials_chart,
        guarded=True,
    ),
)


def own_patterns(written: Answers) -> dict[str, Pattern]:
    """
    "Is it easing?" for each scale of the person's own that was answered, by the id of the scale; those put away too.
    """
    answered = {question for entry in written.entries("check-in") for question in entry.answers}
    return {
        own.id: Pattern(
            id=f"over-time/{own.id}",
            question=own.ask,
            worksheet="check-in",
            table=partial(own_scale, own=own),
            chart=_drawn(own),
        )
        for own in own_of(written, "check-in")
        if own.value["kind"] == "scale" and own.id in answered
    }


def _drawn(own: Own) -> Draws:
    def draw(table: Table, *, width: float = WIDTH) -> Chart:
        return own_scale_chart(table, own, width=width)

    return draw


def pattern_of(id_: str) -> Pattern | None:
    """The one of this id; None when there is none."""
    return next((pattern for pattern in PATTERNS if pattern.id == id_), None)
