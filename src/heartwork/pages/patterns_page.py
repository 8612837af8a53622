"""The patterns page: the questions in words first, then one picture at a time."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape

from ipywidgets import Widget

from heartwork.analysis.source import ALL, Period, Source
from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.charts.chart import Chart
from heartwork.charts.fonts import letters_missing
from heartwork.charts.gallery import PATTERNS, Pattern, own_patterns, pattern_of
from heartwork.charts.matplotlib_svg import WIDE, WIDTH
from heartwork.errors import KitError
from heartwork.i18n.messages import N_, _
from heartwork.own_questions import with_own
from heartwork.pages.looking_back_page import PLACE
from heartwork.pages.markup import link
from heartwork.pages.page import Page, heading
from heartwork.pages.paper_page import printed_as
from heartwork.pages.parts_of_time import parts_of_it
from heartwork.pages.session import Session
from heartwork.printing.chart_pages import pictures
from heartwork.printing.typeset import Print, PrintOptions
from heartwork.question import Option, Question
from heartwork.widgets import DateRangePicker, Download, HtmlBlock

__all__ = ["labels_of", "not_safe", "patterns_page", "source_of"]

_TITLE = N_("What your answers show together")

#: Periods of one word, with how many days they reach back.
_BACK = {"year": (N_("The last year"), 365), "quarter": (N_("The last three months"), 91)}

#: The picture that there is of a person's own scales too, each by itself.
_OVER_TIME = "over-time"

_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")

_SAFETY = ("start.afraid", "start.hurt", "start.controlled")


def patterns_page(visit: Session, rest: str = "") -> Page:
    """
    The page of a place: `""` lists the questions, `forecast` shows one, `forecast/year` a period of it.

    The period is `year`, `quarter`, or days as `2026-01-01..2026-05-31`, either of them left out where it has no end.
    """
    id_, when = rest.partition("/")[::2]
    pattern = pattern_of(id_)
    if id_ == _OVER_TIME and (own := own_patterns(visit.written).get(when.partition("/")[0])) is not None:
        return _picture(visit, own, when.partition("/")[2])
    if pattern is None:
        return _list(visit)
    if pattern.guarded and not_safe(visit):
        return _put_aside(pattern)
    return _picture(visit, pattern, when)


def not_safe(visit: Session) -> bool:
    """Whether the person said that they may not be safe, in this visit, or that it isn't over or may not be."""
    over = visit.value("forgive.over")
    return any(visit.value(name) in ("now", "unsure") for name in _SAFETY) or over in ("partly", "not-over", "unsure")


def source_of(visit: Session, pattern: Pattern, period: Period = ALL) -> Source:
    """What a pattern reads in this visit."""
    labels = labels_of(visit.shelf, (pattern.worksheet,), visit.written)
    return Source(written=visit.written, labels=labels, period=period)


def labels_of(
    shelf: WorksheetLibrary, worksheets: Iterable[str], written: Answers | None = None
) -> dict[str, Mapping[str, str]]:
    """
    What the options of these worksheets are called, those of the person's own too where `written` has them; worksheets
    that are not there, or cannot be read, have none.
    """
    labels: dict[str, Mapping[str, str]] = {}
    for id_ in worksheets:
        if id_ not in shelf.ids:
            continue
        try:
            worksheet = shelf.worksheet(id_)
            worksheet = worksheet if written is None else with_own(worksheet, written, hidden=True)
        except KitError:
            continue
        for question in worksheet.questions:
            name = f"{id_}.{question.id}"
            rows = _named(getattr(question.kind, "rows", ()))
            labels[f"{name}:rows"] = rows
            labels[name] = {**rows, **_named(getattr(question.kind, "options", ()))}
            for column in getattr(question.kind, "columns", ()):
                if isinstance(column, Question):
                    labels[f"{name}.{column.id}"] = _named(getattr(column.kind, "options", ()))
    return labels


def _named(options: object) -> dict[str, str]:
    found = options if isinstance(options, tuple) else ()
    return {option.key: option.label for option in found if isinstance(option, Option)}


# ---------------------------------------------------------------------------------------------- the questions


def _list(visit: Session) -> Page:
    shown = [pattern for pattern in PATTERNS if not (pattern.guarded and not_safe(visit))]
    items = {True: "", False: ""}
    source = Source(written=visit.written)
    own = own_patterns(visit.written).values()
    for pattern in (one for first in shown for one in (first, *(own if first.id == _OVER_TIME else ()))):
        gate = pattern.table(source).gate
        if gate.reached:
            items[True] += f"<li>{link(f'patterns/{pattern.id}', _asked(pattern))}</li>"
        else:
            needs = _("{have} of {needed} {what}").format(have=gate.have, needed=gate.needed, what=gate.of)
            items[False] += f"<li>{escape(_asked(pattern))}<br><small>{escape(needs)}</small></li>"
    few = _("Each question leads to one picture. Look at as few of them as you like.")
    html = f"{heading(_(_TITLE))}<p>{few}</p>"
    if items[True]:
        html += f'<ul class="hw-ways">{items[True]}</ul>'
    else:
        nothing = _("There is nothing to draw yet. That's fine.")
        html += f"<p>{nothing}</p>"
    if items[False]:
        html += (
            f"<details><summary>{_('Later, if you like')}</summary>"
            f"<p>{_('What each of these needs, and what you have so far:')}</p><ul>{items[False]}</ul></details>"
        )
    html += _ways(link("check-in/new", _("Write down a call or a visit")), link("home", _("All pages")))
    return Page(place="patterns", parts=[HtmlBlock(html)])


def _asked(pattern: Pattern) -> str:
    """The question as it is listed and printed; what a person called their own scale is not looked up."""
    if pattern_of(pattern.id) is not None:
        return _(pattern.question)
    return _("Is it easing? {question}").format(question=pattern.question)


def _put_aside(pattern: Pattern) -> Page:
    why = _(
        "This picture is put aside for now. It shows dials on forgiving and trusting, and while you may not be "
        "safe, or it isn't over, none of them should have to move."
    )
    ways = _ways(link("help", _("Help lines")), link("patterns", _("Other questions")), link("home", _("All pages")))
    html = f"{heading(_(pattern.question))}<p>{why}</p>{ways}"
    return Page(place=f"patterns/{pattern.id}", parts=[HtmlBlock(html)])


# ------------------------------------------------------------------------------------------------ one picture


def _picture(visit: Session, pattern: Pattern, when: str) -> Page:
    place = f"patterns/{pattern.id}"
    period = _period(when, datetime.date.fromisoformat(visit.today())) if pattern.over_time else ALL
    source = source_of(visit, pattern, period)
    chart = pattern.draw(source, width=WIDE if visit.wide() else WIDTH)
    over = f'<p class="hw-over">{link("patterns", _(_TITLE))}</p>'
    # Where all of it is too little to draw, so is every part of it.
    choosing = pattern.over_time and pattern.table(source_of(visit, pattern)).gate.reached
    periods = _periods(place, when) + parts_of_it(visit, place, pattern.worksheet, period) if choosing else ""
    parts: list[Widget] = [HtmlBlock(over + heading(_asked(pattern)) + periods + chart.html(day_link=f"#{PLACE}/"))]
    if choosing:
        since, until = (str(day) if day else "" for day in (period.since, period.until))
        parts.append(DateRangePicker(base=place, since=since, until=until))
    if chart.picture is not None:
        parts += [_saved_as(chart, "png", "image/png"), _saved_as(chart, "svg", "image/svg+xml")]
        # On paper it has the width of the page, whatever the room is here.
        parts.append(_printed(visit, _asked(pattern), lambda: pattern.draw(source, width=WIDE)))
    parts.append(HtmlBlock(_ways(link("patterns", _("Another question")), link("home", _("All pages")))))
    here = f"{place}/{when}" if when and period != ALL else place
    return Page(place=here, parts=parts, has_picture=chart.picture is not None)


def _printed(visit: Session, question: str, draw: Callable[[], Chart]) -> Download:
    def make(look: PrintOptions) -> Print:
        return pictures([(question, draw())], look)

    return printed_as(visit, _("Print with its numbers"), make)


def _saved_as(chart: Chart, ending: str, kind: str) -> Download:
    def make() -> tuple[str, str, bytes]:
        made = chart.file(ending)
        button.said = letters_missing(made.missing)
        # The name says nothing: it will lie among other downloads.
        return f"chart.{ending}", kind, made.raw

    button = Download(_("Save as {format}").format(format=ending.upper()), make)
    return button


def _period(when: str, today: datetime.date) -> Period:
    if when in _BACK:
        return Period(today - datetime.timedelta(_BACK[when][1]), today)
    found = _SPAN.fullmatch(when)
    if found is None:
        return ALL
    since, until = (_day(day) for day in found.groups())
    return Period(until, since) if since and until and until < since else Period(since, until)


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _periods(place: str, when: str) -> str:
    ways = {"": _("All of it"), **{id_: _(back[0]) for id_, back in _BACK.items()}}
    items = "".join(
        f"<li><strong aria-current='true'>{name}</strong></li>"
        if when == id_
        else f"<li>{link(f'{place}/{id_}' if id_ else place, name)}</li>"
        for id_, name in ways.items()
    )
    return f'<ul class="hw-periods" aria-label="{_("Which time")}">{items}</ul>'


def _ways(*links: str) -> str:
    return '<ul class="hw-ways">' + "".join(f"<li>{one}</li>" for one in links) + "</ul>"
