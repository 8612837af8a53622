"""Entries as a table: numbers and their words, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.exports.csv_table import as_csv, escape_formula
from heartwork.exports.plain_text import printable
from heartwork.i18n.catalogs import PSEUDO, catalogue
from heartwork.i18n.messages import set_language
from tests.nasty import NASTY
from tests.strategies import documents, texts

AT = "2026-11-20T10:00:00Z"
CHECK_IN = WorksheetLibrary().worksheet("check-in")


def entry(**answers: object) -> Answers:
    changes = [Answered(worksheet="check-in", entry="one", question="for", value="2026-11-19")]
    changes += [
        Answered(worksheet="check-in", entry="one", question=question.replace("_", "-"), value=value)
        for question, value in answers.items()
    ]
    return Answers.none_yet(now=AT).with_changes(changes, now=AT)


def read(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_a_row_is_an_entry_with_numbers_and_labels_side_by_side() -> None:
    (row,) = read(as_csv(entry(tension=7, how="call", set_off=["money", {"other": "the cat"}], good="Tea"), [CHECK_IN]))

    assert {head: cell for head, cell in row.items() if cell} == {
        "worksheet": "check-in",
        "entry": "one",
        "for": "2026-11-19",
        "at": "2026-11-20 10:00",
        "tension": "7",
        "tension in words": "7 of 10 (0: None, 10: As tense as it gets)",
        "how": "call",
        "how in words": "A call",
        "set-off": "money; other: the cat",
        "set-off in words": "Money; the cat",
        "good": "Tea",
    }


def test_what_was_left_out_is_said_and_what_is_no_longer_asked_is_there() -> None:
    answers = entry(gone="kept").with_changes(
        [Answered(worksheet="check-in", entry="one", question="tension", skipped=True)], now=AT
    )

    (row,) = read(as_csv(answers, [CHECK_IN]))

    assert (row["tension"], row["tension in words"], row["gone"]) == ("", "left out", "kept")


def test_without_entries_there_are_only_heads() -> None:
    assert as_csv(Answers.none_yet(now=AT), [CHECK_IN]) == (
        "\ufeffworksheet,entry,for,at,commas between cells and a point before decimals\r\n".encode()
    )


@pytest.mark.parametrize("name", NASTY)
def test_no_cell_begins_like_a_formula_and_no_word_is_lost(name: str) -> None:
    (row,) = read(as_csv(entry(good=NASTY[name], phrase="x"), [CHECK_IN]))

    cell = row["good"]
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"))
    assert cell.removeprefix("'") == printable(NASTY[name]).removeprefix("'")
    assert row["phrase"] == "x"


def test_a_number_stays_a_number_even_below_zero() -> None:
    assert escape_formula(-3) == -3
    assert escape_formula("-3") == "'-3"


@given(texts())
def test_every_text_makes_one_cell(text: str) -> None:
    (row,) = read(as_csv(entry(good=text, phrase="x"), [CHECK_IN]))

    assert (row.get("good", ""), row["phrase"]) == (str(escape_formula(text)), "x")


@given(documents())
def test_any_workbook_makes_a_table(answers: Answers) -> None:
    assert len(read(as_csv(answers, [CHECK_IN]))) == len(answers.entries("check-in"))


def test_in_spanish_a_spreadsheet_finds_semicolons_commas_and_spanish_heads() -> None:
    set_language(catalogue("es"))
    answers = entry(tension=7, lasted=2.5, below=-2.5, good="Té; y calma, por fin").with_changes(
        [Answered(worksheet="check-in", entry="one", question="how", skipped=True)], now=AT
    )

    raw = as_csv(answers, [WorksheetLibrary(language="es").worksheet("check-in")]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(raw, newline=""), delimiter=";")

    assert raw.startswith("hoja;entrada;día;escrito el;")
    assert raw.splitlines()[0].endswith(";punto y coma entre celdas y coma en los decimales")
    assert (row["día"], row["lasted"], row["below"]) == ("2026-11-19", "2,5", "-2,5")
    assert row["good"] == "Té; y calma, por fin"
    assert (row["tension"], row["how en palabras"]) == ("7", "en blanco")
    assert "in words" not in raw


def test_every_word_of_the_kit_in_a_table_is_translated() -> None:
    """In brackets is what was marked for translation; heads without them are the ids of questions."""
    set_language(catalogue(PSEUDO))
    raw = as_csv(entry(tension=7), [CHECK_IN]).decode("utf-8-sig")
    heads = next(csv.reader(io.StringIO(raw, newline="")))

    ids = {question.id for question in CHECK_IN.questions}
    assert [head for head in heads if head not in ids and not head.startswith("⟦")] == []
