"""What a person asks themselves, written out: by its words, each answer under those it was given under."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from heartwork import question
from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.exports import export_file, import_file
from heartwork.exports.spreadsheet import sheets
from heartwork.merging import merged
from heartwork.normalization.search_key import Query
from heartwork.own_questions import added, changed, in_own_words, own_of, put_away, with_own
from heartwork.pages.find_page import _found
from heartwork.pages.session import Session
from heartwork.printing import worksheets
from heartwork.printing.typeset import PrintOptions
from heartwork.printing.worksheet_pages import filled_pages
from heartwork.search import search
from heartwork.storage.workbook import Workbook
from tests.nasty import NASTY
from tests.strategies import at

SHELF = WorksheetLibrary()
SHEET = SHELF.worksheet("check-in")


@pytest.fixture
def book(folder: Path) -> Workbook:
    """Two check-ins, with a scale and a choice that were worded otherwise in between, and the scale put away."""
    book = Workbook.load(folder)

    def change(make: Any, minute: int) -> None:
        book.change(lambda answers, now: answers.with_changes([make(answers)], now=at(minute)))

    def answer(minute: int, day: str, **values: Any) -> None:
        id_ = book.add_entry("check-in", values, day=day)
        entry = next(one for one in book.written.document["entries"]["check-in"] if one["id"] == id_)
        for kept in (entry, *entry["answers"].values()):
            kept["at"] = at(minute)

    change(lambda now: added(now, SHEET, kind="scale", ask="How tired?", low="Not", high="Very", place="how-it-was"), 1)
    change(lambda now: added(now, SHEET, kind="choice", ask="A song", place="set-off"), 1)
    scale, choice = (own.id for own in own_of(book.written, "check-in"))
    answer(2, "2026-10-01", **{"how": "call", scale: 7, "set-off": ["money", choice]})
    change(lambda now: changed(now, SHEET, scale, ask="How worn out?", low="Not", high="Very"), 3)
    change(lambda now: changed(now, SHEET, choice, ask="That song"), 3)
    answer(4, "2026-10-02", **{"how": "call", scale: 3, "set-off": [choice]})
    change(lambda now: put_away(now, SHEET, scale, hidden=True), 5)
    return book


def exported(book: Workbook, format_: str) -> str:
    return export_file.content(book.written, SHELF, format_, day="2026-12-01").decode("utf-8-sig")


def test_csv_has_a_column_for_each_wording(book: Workbook) -> None:
    first, second = csv.DictReader(io.StringIO(exported(book, "csv"), newline=""))

    assert (first["How tired?"], first["How worn out?"]) == ("7", "")
    assert (second["How tired?"], second["How worn out?"]) == ("", "3")
    assert first["How tired? in words"] == "7 of 10 (0: Not, 10: Very)"
    assert (first["set-off in words"], second["set-off in words"]) == ("Money; A song", "That song")
    assert "own--" not in exported(book, "csv")


def test_markdown_has_them_among_the_other_questions(book: Workbook) -> None:
    text = exported(book, "md")

    assert "**How tired?**\n\n> 7 of 10" in text
    assert "**How worn out?**\n\n> 3 of 10" in text
    assert "Money; A song" in text
    assert "No longer asked" not in text
    assert "own--" not in text


def test_a_spreadsheet_has_a_column_for_each_wording(book: Workbook) -> None:
    _about, sheet = sheets(*in_own_words(book.written, [SHEET]))

    rows = [dict(zip(sheet.heads, row, strict=True)) for row in sheet.rows]
    assert [(row["How tired?"], row["How worn out?"]) for row in rows] == [(7, None), (None, 3)]
    song, that = "What set it off? A song", "What set it off? That song"
    assert [(row[song], row[that]) for row in rows] == [(1, 0), (0, 1)]


def test_json_has_them_as_they_are_and_brings_them_back(book: Workbook, tmp_path: Path) -> None:
    there = Workbook.load(tmp_path / "elsewhere")
    raw = exported(book, "json")
    (tmp_path / "file.json").write_text(raw, encoding="utf-8")
    brought = import_file.read(tmp_path / "file.json")

    there.change(lambda answers, now: merged(answers, brought, now=now))

    assert own_of(there.written, "check-in") == own_of(book.written, "check-in")


def test_a_print_shows_each_answer_with_its_words(book: Workbook) -> None:
    blocks = worksheets.filled(SHEET, SHELF, book.written)

    rows = [row for block in blocks if block["block"] == "answers" for row in block["rows"]]
    said = [(row["ask"], row["said"]) for row in rows]
    assert ("How tired?", "7 of 10 (0: Not, 10: Very)") in said
    assert ("How worn out?", "3 of 10 (0: Not, 10: Very)") in said
    assert ("What set it off?", "Money; A song") in said
    assert ("What set it off?", "That song") in said


def test_a_table_of_pandas_has_a_column_for_each_wording(book: Workbook) -> None:
    pytest.importorskip("pandas")
    frame = book.to_pandas()

    assert frame["How tired?"].tolist()[0] == 7
    assert frame["How worn out?"].tolist()[1] == 3
    assert frame["set-off: A song"].tolist() == [True, False]
    assert frame["set-off: That song"].tolist() == [False, True]


def test_a_program_writes_and_asks_by_words_or_id(book: Workbook) -> None:
    scale = own_of(book.written, "check-in")[0].id
    book.add_entry("check-in", {"How worn out?": 9}, day="2026-10-03")

    last = book.entries("check-in")[-1]
    assert last.value(scale) == 9
    for name in ("How worn out?", scale):
        assert question(f"check-in.{name}", entry=last.id, answers=book.folder).value == 9


def test_search_finds_the_words_and_what_was_chosen_under_them(book: Workbook) -> None:
    def found(words: str) -> list[tuple[str, str, str]]:
        sheet = with_own(SHEET, book.written, hidden=True)
        matches = search(book.written, Query(words), worksheet=lambda id_: sheet)
        return [(one.question, one.text, one.state) for one in matches]

    scale, _choice = (own.id for own in own_of(book.written, "check-in"))
    assert found("worn out") == [(scale, "How worn out?", "now")]
    assert found("tired") == [(scale, "How tired?", "earlier")]
    assert sorted(found("song")) == sorted(
        [
            ("set-off", "A song", "earlier"),
            ("set-off", "That song", "now"),
            ("set-off", "A song", "now"),
            ("set-off", "That song", "now"),
        ]
    )


def test_the_page_that_finds_says_what_is_put_away(book: Workbook) -> None:
    visit = Session(book, SHELF)

    assert "not shown on its page now" in _found(visit, "worn out", 30).html
    html = _found(visit, "that song", 30).html
    assert "#check-in/new/if-you-like/set-off" in html
    assert "not shown" not in html


@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)
def test_odd_words_go_into_every_file(words: str) -> None:
    if not words[:200].split():
        return
    written = Answers.none_yet(now=at(0), id_="here")
    for kind, place in (("line", "how-it-was"), ("choice", "did")):
        written = written.with_changes([added(written, SHEET, kind=kind, ask=words[:200], place=place)], now=at(1))
    line, choice = (own.id for own in own_of(written, "check-in"))
    entry = {"id": "one", "at": at(2), "for": "2026-10-01"}
    answers = {line: {"value": words, "at": at(2)}, "did": {"value": [choice], "at": at(2)}}
    written = Answers({**written.document, "entries": {"check-in": [{**entry, "answers": answers}]}})

    for format_ in export_file.FORMATS:
        assert export_file.content(written, SHELF, format_, day="2026-12-01")
    assert filled_pages(SHELF, ["check-in"], PrintOptions(day="2026-12-01"), written=written).raw
