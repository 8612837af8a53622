"""A scale of one's own over time: drawn from three answers on, with what it was called before."""

from __future__ import annotations

import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.nasty import NASTY
from tests.strategies import at

from heartwork import chart
from heartwork.analysis.source import Source
from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.charts.gallery import own_patterns
from heartwork.own_questions import added, changed, own_of, put_away
from heartwork.pages.patterns_page import patterns_page
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import HtmlBlock

SHEET = WorksheetLibrary().worksheet("check-in")
FIRST = datetime.date(2026, 9, 1)


def with_answers(count: int, ask: str = "How tired were you?", low: str = "Awake") -> Answers:
    """A scale, answered on so many days in a row: 0, 1, 2 and so on up to 10, and again."""
    written = Answers.none_yet(now=at(0), id_="here")
    change = added(written, SHEET, kind="scale", ask=ask, low=low, high="Worn out", place="how-it-was")
    written = written.with_changes([change], now=at(1))
    days = [str(FIRST + datetime.timedelta(number)) for number in range(count)]
    answers = [
        Answered(worksheet="check-in", entry=day, question=question, value=value)
        for number, day in enumerate(days)
        for question, value in (("for", day), (change.own, number % 11))
    ]
    return written.with_changes(answers, now=at(2))


def html(written: Answers, place: str, folder: Path) -> str:
    book = Workbook.load(folder)
    book.change(lambda answers, now: written)
    page = patterns_page(Session(book, WorksheetLibrary()), place)
    return "".join(part.html for part in page.parts if isinstance(part, HtmlBlock))


def test_from_three_answers_on_it_is_drawn_and_said() -> None:
    (pattern,) = own_patterns(with_answers(3)).values()
    drawn = pattern.draw(Source(written=with_answers(3)))

    assert drawn.title == "In 3 check-ins, it was between 0 and 2."
    assert drawn.svg.count('id="own"') == 1
    assert "How tired were you?: first 0, last 2" in drawn.alternative
    heads, rows = drawn.numbers()
    assert (heads[1], [row[1] for row in rows]) == ("How tired were you? (0 to 10)", ["0", "1", "2"])


def test_two_answers_are_too_few() -> None:
    (pattern,) = own_patterns(with_answers(2)).values()
    drawn = pattern.draw(Source(written=with_answers(2)))

    assert not drawn.svg
    assert "It needs 3 check-ins with an answer and a day. So far: 2." in drawn.shows


@pytest.mark.parametrize("count", [12, 300, 900])
def test_many_answers_are_drawn_too(count: int) -> None:
    (pattern,) = own_patterns(with_answers(count)).values()

    ElementTree.fromstring(pattern.draw(Source(written=with_answers(count))).svg)


def test_it_says_until_when_it_was_asked_in_other_words() -> None:
    written = with_answers(5)
    (own,) = own_of(written, "check-in")
    written = written.with_changes([changed(written, SHEET, own.id, ask="How worn out?", low="", high="")], now=at(3))
    (pattern,) = own_patterns(written).values()

    assert "it was asked as “How tired were you?”." in pattern.draw(Source(written=written)).shows


def test_the_page_lists_it_and_a_period_can_be_chosen(folder: Path) -> None:
    written = with_answers(5)
    (own,) = own_of(written, "check-in")
    written = written.with_changes([put_away(written, SHEET, own.id, hidden=True)], now=at(3))

    assert f'href="#patterns/over-time/{own.id}">Is it easing? How tired were you?<' in html(written, "", folder)
    assert "In 5 check-ins" in html(written, f"over-time/{own.id}", folder)
    assert "It&#x27;s too early" in html(written, f"over-time/{own.id}/2026-09-01..2026-09-02", folder)
    assert "own--" not in html(written, "over-time", folder)


def test_a_notebook_asks_for_it_by_its_words(folder: Path) -> None:
    Workbook.load(folder).change(lambda answers, now: with_answers(5))

    assert chart("over-time/How tired were you?", answers=folder).title == "In 5 check-ins, it was between 0 and 4."


@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)
def test_odd_words_are_words_in_it(words: str, folder: Path) -> None:
    if not words[:60].split():
        return
    written = with_answers(5, words[:200], words[:60])
    (own,) = own_of(written, "check-in")

    shown = html(written, f"over-time/{own.id}", folder) + html(written, "", folder)

    assert "<script" not in shown
    assert "<img" not in shown
