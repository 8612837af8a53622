"""The page about privacy knows every trace there can be, and reads the same as the command line."""

from __future__ import annotations

from pathlib import Path

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.pages import data_controls
from heartwork.pages.app import App
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.traces import registry
from heartwork.widgets import ActionButton, HtmlBlock


def test_every_trace_has_a_title_and_every_one_that_can_be_cleared_a_button() -> None:
    names = {sort.name for sort in registry._SORTS} | {registry._BROWSER.name}

    assert set(data_controls._TITLES) == names
    assert set(data_controls._CLEARS) == {sort.name for sort in registry._SORTS if sort.clear is not None}


def test_the_page_looks_for_traces_only_when_it_is_asked_to(folder: Path) -> None:
    book = Workbook.load(folder)
    book.save([Answered(worksheet="boundaries", question="happens", value="words")])
    app = App(Session(book, WorksheetLibrary()), "privacy")

    def shown() -> str:
        return " ".join(part.html for part in app.fields if isinstance(part, HtmlBlock) and part.shown)

    before = shown()
    next(part for part in app.fields if isinstance(part, ActionButton) and part.label == "Show what is here").act()

    assert "Your answers</h3>" not in before
    assert "Your answers</h3>" in shown()
    assert str(book.path) in shown()
    assert "IPython's history" not in shown()
