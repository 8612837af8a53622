"""Looking for words: what counts as the same, what is found, and how it is shown."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.normalization.search_key import Query, search_key
from heartwork.pages.find_page import _around, _found, find_page
from heartwork.pages.session import Session
from heartwork.pages.worksheet_page import entry_page
from heartwork.search import search
from heartwork.storage.workbook import Workbook
from heartwork.worksheet_definition import DAY

ENTRY = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def visit(folder: Path) -> Session:
    return Session(Workbook.load(folder), WorksheetLibrary())


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("STRASSE", "Straße"),
        ("οδοσ", "ΟΔΌΣ"),
        ("mama", "ＭＡＭＡ"),
        ("mamá", unicodedata.normalize("NFD", "Mamá")),
        ("don't", "don’t"),
        ("اما", "أمّا"),
        ("שלומ", "שָׁלוֹם"),
        ("ガラス", "ｶﾞﾗｽ"),
        ("smorrebrod", "Smørrebrød"),
        ("istanbul", "İSTANBUL"),
        ("oeuvre", "Œuvre"),
        ("a-b", "a—b"),
        ('"not today"', "Not\n  today"),
    ],
)
def test_words_are_found_however_they_are_spelt(typed: str, written: str) -> None:
    assert Query(typed).is_in(f"Then: {written}.")


@pytest.mark.parametrize(("typed", "written"), [("가", "각"), ("か", "が"), ("क", "कि"), ("mum", "dad")])
def test_a_part_of_a_letter_is_no_letter(typed: str, written: str) -> None:
    assert not Query(typed).is_in(written)


@given(st.text())
def test_what_is_found_is_marked_and_a_text_is_found_in_itself(text: str) -> None:
    query = Query(search_key(text).replace('"', " "))

    if query and query.is_in(text):
        spans = query.spans(text)
        assert spans
        assert all(0 <= begin < end <= len(text) for begin, end in spans)
        assert "<mark>" in _around(text, query)


def test_every_place_is_found_with_its_page_its_day_and_a_way_there(visit: Session) -> None:
    visit.save(
        [
            Answered(worksheet="boundaries", question="happens", value="Mamá rings at <night>."),
            Answered(worksheet="check-in", question="good", value="MAMA laughed.", entry=ENTRY),
            Answered(worksheet="gone", question="gone", value="mama, once"),
        ]
    )

    found = _found(visit, "mama", 30)

    assert found.said == "3 places"
    assert "<mark>Mamá</mark> rings at &lt;night&gt;." in found.html
    assert 'href="#boundaries/' in found.html
    assert f'href="#check-in/{ENTRY}/' in found.html
    assert "no longer asked" in found.html
    assert 'href="#gone' not in found.html


def test_nothing_one_letter_and_many_are_each_said(visit: Session) -> None:
    assert _found(visit, "mum", 30).said == "Nothing is written down yet."
    visit.save([Answered(worksheet="boundaries", question="happens", value="Mum and 母")])

    assert _found(visit, " ", 30).said == ""
    assert _found(visit, "m", 30).said == "One letter is almost everywhere. Type one more."
    assert _found(visit, "母", 30).said == "1 place"
    assert _found(visit, "dad", 30).said == "Nothing you wrote has this in it. Fewer letters may find more."
    for number in range(40):
        visit.save([Answered(worksheet="boundaries", question=f"old{number}", value="mum")])
    many = _found(visit, "mum", 30)
    assert (many.said, many.more) == ("41 places. The newest 30:", 11)


def test_days_that_were_brought_along_at_once_are_shown_newest_first(visit: Session) -> None:
    days = ["2026-04-01", "2026-04-03", "2026-04-02"]
    entries = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)]
    for day, entry in zip(days, entries, strict=True):
        visit.save([Answered(worksheet="diary", question="text", value="mum", entry=entry)])
        visit.save([Answered(worksheet="diary", question=DAY, value=day, entry=entry)])

    matches = search(visit.written, Query("mum"), worksheet=visit.shelf.worksheet)

    assert [match.day for match in matches] == ["2026-04-03", "2026-04-02", "2026-04-01"]


def test_the_words_are_in_no_state_of_the_box(visit: Session) -> None:
    visit.save([Answered(worksheet="boundaries", question="happens", value="plumtree")])
    box = find_page(visit).parts[-1]
    box._asked(box, {"type": "find", "number": 1, "words": "plumtree", "most": 30}, None)

    assert "plumtree" not in f"{box.get_state()}{box.told()}{box!r}"


def test_a_long_text_is_shown_in_part(visit: Session) -> None:
    said = _around("before " * 200 + "needle " + "after " * 200 + "needle", Query("needle"))

    assert said.count("<mark>needle</mark>") == 2
    assert said.startswith("… ")
    assert len(said) < 500


def test_the_way_to_an_entry_leads_to_its_question(visit: Session) -> None:
    worksheet = visit.shelf.worksheet("check-in")
    section = next(one for one in worksheet.sections if any(question.id == "good" for question in one.questions))

    assert entry_page(visit, worksheet, ENTRY, section.id, "good").at == f"check-in/{ENTRY}.good"
