"""What a notebook calls: a name that is typed wrongly is an error that says what was meant, not an empty answer."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heartwork import UnknownNameError, Workbook, chart, patterns, question
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.errors import KitError
from heartwork.traces.registry import traces
from tests.people import write_example


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda book: book.entries("chek-in"), 'Did you mean "check-in"?'),
        (lambda book: book.entries("boundaries"), r"is filled in once.*answers\('boundaries'\)"),
        (lambda book: book.answers("nosuch"), "There are: start,"),
        (lambda book: book.to_pandas("boundries"), 'Did you mean "boundaries"?'),
        (lambda book: book["boundries"], 'Did you mean "boundaries"?'),
        (lambda book: book["boundaries.hapens"], 'Did you mean "happens"?'),
        (lambda book: book.get("boundaries.hapens"), 'Did you mean "happens"?'),
        (lambda book: book["boundaries"]["hapens"], 'Did you mean "happens"?'),
        (lambda book: book["check-in.tension"], r"entries\('check-in'\)"),
        (lambda book: book.write("boundaries.hapens", "x"), 'Did you mean "happens"?'),
        (lambda book: book.write("boundaries", "x"), "the name of any question"),
        (lambda book: book.write("check-in.tension", 5), r"entries\('check-in'\)"),
        (lambda book: book.write("check-in.tension", 5, entry="nosuch"), "there is no such entry"),
        (lambda book: book.add_entry("check-in", {"tensoin": 5}), 'Did you mean "tension"?'),
        (lambda book: book.add_entry("boundaries", {}), "is filled in once"),
        (lambda book: question("boundaries.hapens", answers=book.folder), 'Did you mean "happens"?'),
        (lambda book: patterns("forcast", answers=book.folder), 'Did you mean "forecast"?'),
        (lambda book: chart("forcast", answers=book.folder), 'Did you mean "forecast"?'),
        (lambda book: chart("forecast", since="2026-01-01", answers=book.folder), "since is not a day"),
        (lambda book: chart("forecast", until="2026-01-01", answers=book.folder), "until is not a day"),
    ],
)
def test_a_name_that_is_none_is_an_error(folder: Path, call: Callable[[Workbook], Any], told: str) -> None:
    with pytest.raises(KitError, match=told):
        call(Workbook(folder))


def test_what_is_known_may_be_asked_for_though_nothing_was_written(folder: Path) -> None:
    book = Workbook(str(folder))

    assert book.folder == folder
    assert (book.entries("check-in"), book.answers("boundaries"), book.answers("check-in")) == ([], {}, {})


def test_what_was_written_in_a_worksheet_that_is_gone_can_still_be_read(folder: Path) -> None:
    Workbook.load(folder).save([Answered(worksheet="of-my-own", question="one", value="kept")])

    assert Workbook.load(folder).answers("of-my-own")["one"].value == "kept"


def test_a_workbook_reads_like_a_mapping_of_all_its_pages(folder: Path) -> None:
    book = Workbook(folder)
    book.write("boundaries.happens", "She opens my post.")
    entry = book.add_entry("check-in", {"tension": 6}, day=datetime.date(2026, 11, 24))

    assert set(book) == set(WorksheetLibrary().ids) and len(book) == len(list(book)) and list(book.keys()) == list(book)
    assert all(name in book for name in book) and "boundaries.happens" in book and "boundaries.hapens" not in book
    assert (book["boundaries.happens"], book.get("boundaries.fine-with", "-")) == ("She opens my post.", "-")
    page = dict(book)["boundaries"]
    assert {name: page[name] for name in page} == dict(page)
    assert [name for name, value in page.items() if value is not None] == ["happens"]
    assert [(one.id, one.day, one.value("tension")) for one in book["check-in"]] == [(entry, "2026-11-24", 6)]
    assert "post" not in repr(book) + repr(page)


def test_what_is_written_from_python_is_on_the_disk_and_in_the_field(folder: Path) -> None:
    book = Workbook(folder)
    book.write("boundaries.happens", "She opens my post.")
    field = question("boundaries.happens", answers=folder)
    assert field.value == Workbook.load(folder)["boundaries.happens"] == "She opens my post."

    field.value = "She reads my letters."
    book.write("boundaries.happens", "She opens my drawers.")
    answer = Workbook.load(folder).answers("boundaries")["happens"]
    assert answer.value == "She opens my drawers."
    assert [one["value"] for one in answer.also] == ["She reads my letters."], "what another page wrote is kept"

    book.write("boundaries.happens", None)
    assert Workbook.load(folder)["boundaries.happens"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("boundaries.readiness", 11),
        ("boundaries.happens", 5),
        ("boundaries.medium", "phone"),
        ("boundaries.look-again", "x"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_written(folder: Path, name: str, value: Any) -> None:
    with pytest.raises(KitError, match="Nothing was written"):
        Workbook(folder).write(name, value)

    assert not (folder / "workbook.json").exists()


def test_an_answer_that_is_never_written_is_not_written_from_python_either(folder: Path) -> None:
    quiet = [
        f"{id_}.{one.id}"
        for id_ in WorksheetLibrary().ids
        for one in WorksheetLibrary().worksheet(id_).questions
        if one.visit_only
    ]
    assert quiet
    for name in quiet:
        with pytest.raises(KitError, match="never written down"):
            Workbook(folder).write(name, True)
        with pytest.raises(KitError, match="never written down"):
            Workbook(folder)[name]


def test_an_unknown_name_is_a_key_error_too(folder: Path) -> None:
    with pytest.raises(KeyError):
        Workbook(folder)["nosuch"]
    assert issubclass(UnknownNameError, KitError)


def test_a_question_by_itself_follows_what_its_page_asks(folder: Path) -> None:
    alone = question("boundaries.voice-plan", answers=folder)  # asked where she has died, or was never known

    hidden, field = alone.fields
    assert (hidden.shown, field.shown) == (True, False)


def test_a_question_of_a_check_in_begins_a_new_one_with_its_first_answer(folder: Path) -> None:
    alone = question("check-in.tension", answers=folder)
    assert Workbook.load(folder).entries("check-in") == []

    alone.value = 6

    (entry,) = Workbook.load(folder).entries("check-in")
    assert entry.value("tension") == 6


def test_a_question_by_itself_asks_for_the_passphrase_first(folder: Path) -> None:
    book = Workbook.load(folder)
    book.write("boundaries.happens", "kanarien")
    book.seal("plum ladder four")

    alone = question("boundaries.happens", answers=folder)

    assert alone.value is None
    assert "kanarien" not in str([widget.get_state() for widget in alone.fields])


def test_the_figure_of_a_picture_is_ones_own_to_change(folder: Path, tmp_path: Path) -> None:
    for id_ in WorksheetLibrary().ids:
        write_example(folder, id_)
    picture = chart("needs", answers=folder)
    before = picture.file("png").raw

    figure = picture.figure
    figure.set_size_inches(8, 6)
    figure.savefig(tmp_path / "own.png")

    assert (tmp_path / "own.png").read_bytes()[:4] == b"\x89PNG"
    assert picture.file("png").raw == before
    with pytest.raises(KitError, match="no picture of this yet"):
        _ = chart("needs", answers=tmp_path / "empty").figure


def test_a_pdf_holds_its_words_and_nothing_of_when_or_where_it_was_made(folder: Path) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    for id_ in WorksheetLibrary().ids:
        write_example(folder, id_)
    picture = chart("needs", answers=folder)

    read = PdfReader(BytesIO(picture.file("pdf").raw))

    assert len(read.pages) == 1 and not read.metadata
    assert picture.title.split()[0] in read.pages[0].extract_text()
    assert picture.file("pdf").raw == picture.file("pdf").raw


def test_a_moment_is_the_day_it_is_on(folder: Path) -> None:
    moment = datetime.datetime(2026, 1, 1, 12)

    assert chart("forecast", since=moment, answers=folder) == chart("forecast", since=moment.date(), answers=folder)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_a_picture_that_is_saved_is_for_its_owner_only_and_found_by_trace(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for id_ in WorksheetLibrary().ids:
        write_example(folder, id_)
    path = tmp_path / f"chart.{ending}"
    path.touch(mode=0o644)

    chart("needs", answers=folder).save(path)

    (exports,) = [one for one in traces(folder) if one.name == "exports"]
    assert exports.where == (str(path),)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("notebook", ["patterns", "in-python"])
def test_a_notebook_needs_no_pandas(notebook: str) -> None:
    program = """
import json, sys
sys.modules["pandas"] = None
for cell in json.load(open(sys.argv[1]))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), globals())
"""
    from heartwork.paths import notebooks_folder

    done = subprocess.run(
        [sys.executable, "-c", program, str(notebooks_folder() / f"{notebook}.ipynb")],
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
