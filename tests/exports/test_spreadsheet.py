"""A file for a spreadsheet: numbers are numbers, days are days, and no text is ever run."""

from __future__ import annotations

import datetime
import io
import subprocess
import sys
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.exports.plain_text import printable
from heartwork.exports.spreadsheet import Sheet, sheets
from heartwork.exports.xlsx import as_xlsx
from heartwork.i18n.catalogs import PSEUDO, catalogue
from heartwork.i18n.messages import set_language
from tests.nasty import NASTY
from tests.strategies import documents, texts

AT = "2026-11-20T10:00:00Z"
DAY = "2026-11-24"
SHELF = WorksheetLibrary()
WORKSHEETS = [SHELF.worksheet(id_) for id_ in SHELF.ids]


def written(*answers: tuple[str, object], entry: dict[str, object] | None = None) -> Answers:
    changes = [Answered(worksheet="check-in", entry="one", question=name, value=v) for name, v in (entry or {}).items()]
    for name, value in answers:
        worksheet, _, question = name.partition(".")
        changes.append(Answered(worksheet=worksheet, question=question, value=value))
    return Answers.none_yet(now=AT).with_changes(changes, now=AT)


def read(answers: Answers) -> Any:
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(sheets(answers, WORKSHEETS), day=DAY)))


def rows(page: Any) -> list[dict[str, Any]]:
    heads, *others = page.iter_rows(values_only=True)
    return [{head: cell for head, cell in zip(heads, one, strict=True) if cell is not None} for one in others]


def test_a_check_in_is_a_row_with_a_day_that_is_a_day_and_numbers_that_are_numbers() -> None:
    book = read(
        written(
            entry={
                "for": "2026-11-19",
                "tension": 7,
                "set-off": ["money", {"other": "the cat"}],
                "how": "call",
                "good": "Tea",
            }
        )
    )

    (row,) = rows(book["A one-minute check-in"])
    assert row["Day"] == datetime.datetime(2026, 11, 19)
    assert row["Written"] == datetime.datetime(2026, 11, 20, 10)
    tension = row[WORKSHEETS[SHELF.ids.index("check-in")].question("tension").ask]  # type: ignore[union-attr]
    assert tension == 7 and isinstance(tension, int)
    assert {cell for head, cell in row.items() if head.endswith((" Money", " In your own words"))} == {1, "the cat"}
    assert {"A call", "Tea"} <= set(row.values())


def test_other_pages_are_a_row_an_answer_and_what_was_said_before_has_a_sheet_of_its_own() -> None:
    answers = written(("boundaries.happens", "She asks."), ("boundaries.look-again", "2027-01-15"))
    for at, value in (("2026-05-02T10:00:00Z", 3), ("2026-06-02T10:00:00Z", 5)):
        change = Answered(worksheet="want", question="close-now", value=value, track=True)
        answers = answers.with_changes([change], now=at)

    book = read(answers)

    assert book.sheetnames == ["About this file", "Pages", "Earlier answers"]
    pages = rows(book["Pages"])
    assert {"She asks.", datetime.datetime(2027, 1, 15)} <= {row.get("Answer") for row in pages}
    assert [row["Number"] for row in pages if "Number" in row] == [5]
    assert [row["Number"] for row in rows(book["Earlier answers"])] == [3]


def test_a_month_alone_is_text_and_so_is_what_no_spreadsheet_can_hold() -> None:
    cells = ("2026-05", 10**400, float("inf"), datetime.date(1850, 1, 1), "x" * 40_000)
    raw = as_xlsx([Sheet("A", ("1", "2", "3", "4", "5"), (cells,))], day=DAY)

    (row,) = rows(openpyxl.load_workbook(io.BytesIO(raw))["A"])

    assert [type(cell) for cell in row.values()] == [str] * 5
    assert row["4"] == "1850-01-01"
    assert len(row["5"]) == 32_767 and row["5"].endswith("in the json.]")


@pytest.mark.parametrize("name", NASTY)
def test_no_text_is_a_formula_or_a_link_and_no_word_is_lost(name: str) -> None:
    raw = as_xlsx(sheets(written(("boundaries.happens", NASTY[name])), WORKSHEETS), day=DAY)

    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = [cell for page in book for line in page.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        assert not [part for part in file.namelist() if b"<f>" in file.read(part)]


@given(texts())
def test_every_text_is_one_cell(text: str) -> None:
    raw = as_xlsx([Sheet("A", ("head",), ((printable(text), "end"),))], day=DAY)

    page = openpyxl.load_workbook(io.BytesIO(raw))["A"]

    assert page["B2"].value == "end"
    kept, meant = page["A2"].value or "", printable(text).replace("\r\n", "\n").replace("\r", "\n")
    assert kept == meant or len(meant.encode("utf-16-le")) > 2 * 32_767
    assert kept[:16_000] == meant[:16_000]


@given(documents())
def test_any_workbook_makes_a_file_that_opens(answers: Answers) -> None:
    assert read(answers).sheetnames[0] == "About this file"


@pytest.mark.parametrize("titles", [["History", "history"], ["a" * 40, "a" * 40], ["[?]", "///"], ["'", "😀" * 20, ""]])
def test_every_tab_has_a_name_that_a_spreadsheet_takes(titles: list[str]) -> None:
    raw = as_xlsx([Sheet(title, ("x",), ((1,),)) for title in titles], day=DAY)

    names = openpyxl.load_workbook(io.BytesIO(raw)).sheetnames

    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)


def test_the_file_says_nothing_of_when_and_who() -> None:
    answers = written(("boundaries.happens", "She asks."))
    first, again = (as_xlsx(sheets(answers, WORKSHEETS), day=DAY) for _ in range(2))

    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert b"<dc:creator></dc:creator>" in file.read("docProps/core.xml")
        assert b"T00:00:00Z" in file.read("docProps/core.xml")


def test_every_word_of_the_kit_in_it_is_translated() -> None:
    set_language(catalogue(PSEUDO))
    made = sheets(written(entry={"for": "2026-11-19", "tension": 7}), WORKSHEETS)

    words = [*(head for sheet in made for head in sheet.heads[:2]), *(str(cell) for (cell,) in made[0].rows[:5])]
    assert [word for word in words if not word.startswith("⟦")] == []


def test_what_writes_it_is_imported_only_when_it_is_asked_for() -> None:
    late = "('xlsxwriter', 'icalendar')"
    program = f"import sys, heartwork.pages.app, heartwork.cli; print([m for m in {late} if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
