"""Whatever a person writes stays words on paper: nothing is run and nothing is read."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.exports.plain_text import printable
from heartwork.printing import typeset, worksheet_pages
from heartwork.printing.cards import contact_card
from heartwork.printing.handover import handover, lines_to_choose_from
from heartwork.printing.letter import letter
from heartwork.printing.typeset import Print, PrintOptions, render_pdf
from tests.nasty import NASTY
from tests.printing.reading import about, pages_of, read, squeezed
from tests.test_nasty import filled

SHELF = WorksheetLibrary()
LOOK = PrintOptions(day="2026-11-24")

TYPST = {
    "eval": '#eval("1+1") #panic("no")',
    "file": '#read("look.typ") #include "look.typ" #json("/etc/passwd") #image("/etc/passwd")',
    "package": '#import "@preview/cetz:0.3.1": * #plugin("x.wasm")',
    "markup": "= Not a heading\n- no list\n+ nor this\n/ term: no\n$x^2$ @ref <label> *b* _e_ `r` ~ -- ... \\u{48}",
    "comment": "before /* gone */ // gone",
    "unclosed": "[[[ ]] }} {{ #{ #( $ \" ' ` ```",
    "end of a string": '"}]} #panic() \\',
}


def set_letter(text: str, *, large: bool = False) -> Print:
    return render_pdf(
        [{"block": "letter", "text": text}],
        PrintOptions(day="2026-11-24", large=large),
        words={"title": "Pages", "foot": ""},
    )


@pytest.mark.parametrize("name", NASTY)
def test_every_print_of_it_comes_about(folder: Path, name: str) -> None:
    written = filled(folder, NASTY[name]).written
    lines = lines_to_choose_from(SHELF, written)

    # One of each: what differs between worksheets is only which kinds stand in them.
    prints = [
        worksheet_pages.filled_pages(SHELF, ["boundaries", "understand", "check-in"], LOOK, written=written),
        handover(lines, [line.name for line in lines[:20]], PrintOptions(day="2026-11-24", large=True)),
        contact_card(SHELF, LOOK, value=written.value),
    ]
    if NASTY[name].strip():
        prints.append(letter(written.value, LOOK))

    assert all(one.raw.startswith(b"%PDF") for one in prints)
    assert all(about(one.raw)["info"]["/Title"] == "Pages" for one in prints)


@pytest.mark.parametrize("name", [*TYPST, *(name for name in NASTY if NASTY[name].isascii())])
def test_it_is_printed_as_it_was_written(name: str) -> None:
    text = TYPST.get(name) or NASTY[name]

    made = set_letter(text)

    # Two letters that touch are one shape in this type; a reader of the file is told both.
    expected = unicodedata.normalize("NFKC", squeezed(printable(text)))
    assert unicodedata.normalize("NFKC", read(made.raw)).replace("\ufffd", "") == expected.replace("\ufffd", "")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t", "x" * 20_000, "word " * 4_000, "\n" * 300])
def test_nothing_and_very_much_can_be_printed(text: str) -> None:
    for large in (False, True):
        made = set_letter(text, large=large)

        assert pages_of(made.raw) >= 1


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "Ελληνικά", "Привет", "čšž ñ ¿ß"])
def test_letters_of_these_scripts_are_there_on_every_machine(text: str) -> None:
    assert not set_letter(text).letters_missing


def test_where_no_font_has_a_letter_it_is_said_and_the_rest_is_there() -> None:
    """Of a private use: no font has it, whatever is installed."""
    made = set_letter("before \U000f1234 after")

    assert made.letters_missing
    assert read(made.raw).startswith("before")
    assert read(made.raw).endswith("after")


def test_the_templates_load_no_package_and_no_file_but_each_other() -> None:
    templates = sorted((Path(typeset.__file__).parent / "templates").glob("*.typ"))
    texts = "".join(path.read_text(encoding="utf-8") for path in templates)

    assert {path.name for path in templates} >= set(re.findall(r'#import "([^"]*)"', texts))
    assert re.findall(r"#include|read\(|eval\(|plugin\(|@preview", texts) == []
