"""A preview: it follows its file, says what is wrong in it, and can be filled in as an example."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.authoring import worksheet_template
from heartwork.authoring.library import WorksheetLibrary
from heartwork.pages.app import App
from heartwork.pages.author_preview import Preview, filled_in
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import ActionButton, Field


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    return worksheet_template.write("walk", tmp_path / "of-mine")


def preview(draft: Path, folder: Path) -> tuple[App, Preview]:
    """A preview as the notebook makes it."""
    visit = Session(Workbook.load(folder), WorksheetLibrary(draft=draft))
    app = App(visit, "walk")
    return app, app.preview  # type: ignore[return-value]  # there is one: the shelf has a draft


def asks(app: App) -> list[str]:
    return [widget.ask for widget in app.fields if isinstance(widget, Field)]


def test_the_page_follows_its_file(draft: Path, folder: Path) -> None:
    app, shown = preview(draft, folder)

    draft.write_text(draft.read_text().replace("What keeps happening?", "What happens again?"))
    shown.reread()

    assert "What happens again?" in asks(app)
    assert "No mistakes found" in shown.said.html


def test_what_is_wrong_is_said_with_its_line_and_the_page_comes_back_once_it_is_mended(
    draft: Path, folder: Path
) -> None:
    app, shown = preview(draft, folder)
    right = draft.read_text()

    draft.write_text(right.replace("kind: scale", "kind: skale"))
    shown.reread()
    line = right[: right.index("kind: scale")].count("\n") + 1

    assert asks(app) == []
    assert f"Line {line}, question" in shown.said.html
    assert shown.said.html.count("<li>") == 1  # and no example is blamed for it

    draft.write_text(right)
    shown.reread()

    assert "What keeps happening?" in asks(app)


def test_a_mistake_that_only_names_something_wrong_leaves_the_page_to_be_seen(draft: Path, folder: Path) -> None:
    app, shown = preview(draft, folder)

    draft.write_text(draft.read_text().replace("{start.call_her|your mother}", "{start.cal_her|your mother}"))
    shown.reread()

    assert "What keeps happening?" in asks(app)
    assert "Did you mean &quot;call_her&quot;?" in shown.said.html


def test_it_can_be_filled_in_as_each_of_its_people(draft: Path, folder: Path) -> None:
    app, shown = preview(draft, folder)
    nurse, man = (act for act in shown.people.children if isinstance(act, ActionButton))

    for act in (nurse, man):
        act.act()

    # The second is the man alone: nothing of the nurse is left in his page.
    worksheet = WorksheetLibrary(draft=draft).worksheet("walk")
    kept = {id_: answer.value for id_, answer in Workbook.load(folder).answers("walk").items()}
    assert kept == worksheet.examples[1].answers
    assert next(widget.value for widget in app.fields if isinstance(widget, Field)) is None


@pytest.mark.parametrize("id_", WorksheetLibrary().ids)
def test_every_example_of_the_kit_can_be_filled_in_and_read_back(id_: str, folder: Path) -> None:
    worksheet = WorksheetLibrary().worksheet(id_)
    for number, example in enumerate(worksheet.examples):
        book = Workbook.load(folder / str(number))
        book.save(filled_in(worksheet, example))

        if worksheet.repeats:
            assert len(book.entries(id_)) == len(example.entries)
        else:
            assert {question: answer.value for question, answer in book.answers(id_).items()} == example.answers
