"""Looking back: by month and by day, in the order in which it was written, with nothing counted or missed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.pages.app import App
from heartwork.pages.looking_back_page import looking_back_page
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import HtmlBlock
from heartwork.worksheet_definition import DAY


@pytest.fixture
def visit(folder: Path) -> Session:
    return Session(Workbook.load(folder), WorksheetLibrary())


def diary(visit: Session, day: str, text: str) -> str:
    """An entry about a day; its id."""
    entry = f"00000000-0000-4000-8000-{int(day.replace('-', '')):012}"
    visit.save([Answered(worksheet="diary", question="text", value=text, entry=entry)])
    visit.save([Answered(worksheet="diary", question=DAY, value=day, entry=entry)])
    return entry


def read(visit: Session, rest: str = "") -> str:
    return "".join(part.html for part in looking_back_page(visit, rest).parts if isinstance(part, HtmlBlock))


def test_where_nothing_is_written_it_says_so_kindly(visit: Session) -> None:
    assert "Nothing is written down yet. That's fine." in read(visit)
    assert "hw-month" not in read(visit)


def test_a_month_is_shown_in_order_with_ways_to_the_others(visit: Session) -> None:
    for day, text in (
        ("2026-03-14", "second"),
        ("2026-03-02", "first"),
        ("2026-05-01", "third"),
        ("2025-12-31", "lastyear"),
    ):
        diary(visit, day, text)

    html = read(visit, "2026-03")

    assert html.index("first") < html.index("second")
    assert "third" not in html and "lastyear" not in html
    assert 'href="#looking-back/2025-12"' in html and 'href="#looking-back/2026-05"' in html
    assert {*re.findall(r'<td><a href="#looking-back/([\d-]+)"', html)} == {"2026-03-02", "2026-03-14"}


def test_the_last_month_that_holds_something_comes_first(visit: Session) -> None:
    diary(visit, "2024-02-29", "leap")
    diary(visit, "2023-01-01", "older")

    assert "leap" in read(visit) and "older" not in read(visit)


def test_a_day_has_all_of_its_pages_and_a_way_to_each(visit: Session) -> None:
    entry = diary(visit, "2026-03-14", "<b>quiet</b>")
    other = "00000000-0000-4000-8000-000000000001"
    visit.save([Answered(worksheet="check-in", question="good", value="She laughed.", entry=other)])
    visit.save([Answered(worksheet="check-in", question=DAY, value="2026-03-14", entry=other)])

    html = read(visit, "2026-03-14")

    assert "&lt;b&gt;quiet&lt;/b&gt;" in html and "She laughed." in html
    assert f'href="#diary/{entry}"' in html and f'href="#check-in/{other}"' in html


def test_a_day_without_anything_is_not_called_missing(visit: Session) -> None:
    diary(visit, "2026-03-14", "one")

    html = read(visit, "2026-03-15")

    assert "Nothing is written down for this day." in html
    assert 'href="#looking-back/2026-03-14"' in html


def test_what_is_no_day_stands_on_the_day_it_was_written(visit: Session) -> None:
    entry = "00000000-0000-4000-8000-000000000009"
    visit.save([Answered(worksheet="diary", question="text", value="some time in spring", entry=entry)])
    visit.save([Answered(worksheet="diary", question=DAY, value="2019", entry=entry)])

    assert "some time in spring" in read(visit, visit.today())


@given(rest=st.text(max_size=20))
def test_any_address_leads_to_a_page(rest: str) -> None:
    visit = Session(Workbook.in_memory(), WorksheetLibrary())
    diary(visit, "2026-03-14", "kept in memory")

    assert looking_back_page(visit, rest).parts


def test_the_days_in_the_numbers_of_a_picture_lead_to_what_was_written(visit: Session) -> None:
    for number in range(1, 9):
        entry = f"00000000-0000-4000-8000-00000000000{number}"
        day = f"2026-03-0{number}"
        visit.save([Answered(worksheet="check-in", question="tension", value=number, entry=entry)])
        visit.save([Answered(worksheet="check-in", question=DAY, value=day, entry=entry)])
    app = App(visit)

    app.go("patterns/over-time")

    html = "".join(part.html for part in app.fields if isinstance(part, HtmlBlock))
    assert '<a href="#looking-back/2026-03-01">' in html
