"""Looking back: what was written, a month or a day at a time, in the order in which it was written."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby

from heartwork.answers import Answer
from heartwork.errors import KitError
from heartwork.i18n.formatting import day_in_words
from heartwork.i18n.messages import N_, _
from heartwork.local_time import local_day
from heartwork.pages.markup import link, words
from heartwork.pages.page import Page, heading
from heartwork.pages.session import Session
from heartwork.widgets import HtmlBlock
from heartwork.worksheet_definition import Worksheet

__all__ = ["PLACE", "looking_back_page"]

PLACE = "looking-back"

WEEKDAYS = N_("Mon Tue Wed Thu Fri Sat Sun")

_DAY, _MONTH = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d")
#: So many letters of one answer are shown; its own page has all of it.
_LETTERS = 600


@dataclass(frozen=True, slots=True, repr=False)
class _Piece:
    """What was written at one time: one answer of a worksheet, or one entry of a worksheet that repeats."""

    day: str
    at: str
    worksheet: str
    entry: str
    answers: Mapping[str, Answer]


def looking_back_page(visit: Session, rest: str) -> Page:
    """
    One month, or one day.

    Args:
        rest: `2026-11` or `2026-11-03`; the last month that holds something, when it is neither.
    """
    pieces = _pieces(visit)
    days = sorted({piece.day for piece in pieces})
    over = heading(_("Looking back"))
    if not days:
        nothing = _("Nothing is written down yet. That's fine.")
        return Page(place=PLACE, parts=[HtmlBlock(f"{over}<p>{nothing}</p>{_ways()}")])
    if _is_day(rest):
        return _one_day(visit, [piece for piece in pieces if piece.day == rest], rest, days)
    months = sorted({day[:7] for day in days})
    month = rest if _MONTH.fullmatch(rest) and _is_day(f"{rest}-01") else months[-1]
    shown = [piece for piece in pieces if piece.day.startswith(month)]
    about = _("What you wrote, in the order in which you wrote it. There is nothing to catch up on.")
    html = (
        f"{over}<p>{about}</p>{_month_table(month, {piece.day for piece in shown})}"
        f"{_around(months, month)}{_by_day(visit, shown)}{_others(months, month)}{_ways()}"
    )
    return Page(place=f"{PLACE}/{month}" if rest else PLACE, parts=[HtmlBlock(html)])


def _one_day(visit: Session, pieces: list[_Piece], day: str, days: list[str]) -> Page:
    over = f'<p class="hw-over">{link(f"{PLACE}/{day[:7]}", day_in_words(day[:7]))}</p>'
    said = _by_day(visit, pieces, named=False) or f"<p>{_('Nothing is written down for this day.')}</p>"
    html = f"{over}{heading(day_in_words(day))}{said}{_around(days, day)}{_ways()}"
    return Page(place=f"{PLACE}/{day}", parts=[HtmlBlock(html)])


def _pieces(visit: Session) -> list[_Piece]:
    """Everything that is written down, oldest first."""
    pieces, written = [], visit.written
    for id_ in dict.fromkeys((*written, *written.document["worksheets"])):
        for question, answer in written.answers(id_).items():
            pieces.append(_Piece(local_day(answer.at), answer.at, id_, "", {question: answer}))
        for entry in written.entries(id_):
            day = entry.day if _is_day(entry.day) else local_day(entry.at)
            pieces.append(_Piece(day, entry.at, id_, entry.id, entry.answers))
    told = [
        piece for piece in pieces if _is_day(piece.day) and any(one.value is not None for one in piece.answers.values())
    ]
    return sorted(told, key=lambda piece: (piece.day, piece.at))


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _by_day(visit: Session, pieces: list[_Piece], *, named: bool = True) -> str:
    html = ""
    for day, of_day in groupby(pieces, key=lambda piece: piece.day):
        html += f"<h2>{link(f'{PLACE}/{day}', day_in_words(day))}</h2>" if named else ""
        for (id_, entry), group in groupby(of_day, key=lambda piece: (piece.worksheet, piece.entry)):
            html += _one(visit, id_, entry, list(group))
    return html


def _one(visit: Session, id_: str, entry: str, pieces: list[_Piece]) -> str:
    """What was written under one title, without a break."""
    worksheet = _worksheet(visit, id_)
    lines = ""
    for question, answer in (pair for piece in pieces for pair in piece.answers.items()):
        lines += _line(visit, worksheet, question, answer)
    if not lines:
        return ""
    title, where = (words(worksheet.title, visit.value), f"{id_}/{entry}" if entry else id_) if worksheet else (id_, "")
    name = link(where, title) if where else escape(title)
    return f'<h3>{name}</h3><dl class="hw-recalled">{lines}</dl>'


def _line(visit: Session, worksheet: Worksheet | None, id_: str, answer: Answer) -> str:
    question = worksheet.question(id_) if worksheet else None
    if answer.value is None or question is None or question.visit_only:
        return ""
    said = question.said(answer.value, lambda text: words(text, visit.value)).strip()
    if len(said) > _LETTERS:
        said = f"{said[:_LETTERS].rpartition(' ')[0]} …"
    ask = escape(words(question.ask, visit.value))
    return f'<div><dt>{ask}</dt><dd dir="auto" translate="no">{escape(said)}</dd></div>' if said else ""


def _worksheet(visit: Session, id_: str) -> Worksheet | None:
    try:
        return visit.worksheet(id_, hidden=True) if id_ in visit.shelf.ids else None
    except KitError:
        return None  # `heartwork check` tells its author


def _month_table(month: str, days: set[str]) -> str:
    """The month as a calendar; a day that holds something is a link to it, and none is said to be missing."""
    year, number = map(int, month.split("-"))
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in _(WEEKDAYS).split())
    weeks = ""
    for week in calendar.Calendar().monthdatescalendar(year, number):
        cells = (_cell(day, days) if day.month == number else "<td></td>" for day in week)
        weeks += f"<tr>{''.join(cells)}</tr>"
    caption = f"<caption>{escape(day_in_words(month))}</caption>"
    return f'<table class="hw-month">{caption}<thead><tr>{heads}</tr></thead><tbody>{weeks}</tbody></table>'


def _cell(day: datetime.date, days: set[str]) -> str:
    if day.isoformat() not in days:
        return f"<td>{day.day}</td>"
    named = escape(_("{day}: what you wrote").format(day=day_in_words(day)), quote=True)
    return f'<td><a href="#{PLACE}/{day.isoformat()}" aria-label="{named}">{day.day}</a></td>'


def _around(places: list[str], here: str) -> str:
    """The ways to what was written before this and after it."""
    before = max((one for one in places if one < here), default="")
    after = min((one for one in places if one > here), default="")
    ways = [
        link(f"{PLACE}/{place}", said.format(when=day_in_words(place)))
        for place, said in ((before, _("Before: {when}")), (after, _("After: {when}")))
        if place
    ]
    return _list(ways)


def _others(months: list[str], month: str) -> str:
    if len(months) < 3:  # the ways before and after lead to all of them
        return ""
    years = ""
    for year, of_year in groupby(months, key=lambda one: one[:4]):
        links = ", ".join(
            f"<strong>{escape(day_in_words(one))}</strong>"
            if one == month
            else link(f"{PLACE}/{one}", day_in_words(one))
            for one in of_year
        )
        years += f"<div><dt>{year}</dt><dd>{links}</dd></div>"
    named = _("Every month that holds something")
    return f'<details><summary>{named}</summary><dl class="hw-recalled">{years}</dl></details>'


def _ways() -> str:
    return _list([link("find", _("Find something you wrote")), link("home", _("All pages"))])


def _list(ways: Iterable[str]) -> str:
    items = "".join(f"<li>{way}</li>" for way in ways)
    return f'<ul class="hw-ways">{items}</ul>' if items else ""
