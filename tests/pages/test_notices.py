"""What a person is told of their file: until they have read it, and never twice for one event."""

from __future__ import annotations

from pathlib import Path

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.pages.app import App
from heartwork.pages.session import Session
from heartwork.storage import replaced_file
from heartwork.storage.workbook import Workbook
from heartwork.widgets import ActionButton, HtmlBlock


def _said(app: App) -> str:
    return "".join(part.html for part in app.children if isinstance(part, HtmlBlock) and part.shown)


def _close(app: App) -> ActionButton:
    (button,) = (part for part in app.children if isinstance(part, ActionButton))
    return button


def _save(book: Workbook, words: str) -> bytes:
    book.save([Answered(worksheet="boundaries", question="happens", value=words)])
    return book.path.read_bytes()


def test_a_notice_that_was_closed_stays_away_until_the_next_event(folder: Path) -> None:
    book = Workbook.load(folder)
    earlier = _save(book, "first")
    _save(book, "second")
    app = App(Session(book, WorksheetLibrary()), "boundaries")
    for _event in range(2):
        book.path.write_bytes(earlier)  # as a sync program does
        app._touched()
        assert replaced_file.OLDER in _said(app)
        assert _close(app).shown

        _close(app).act()

        assert (replaced_file.OLDER in _said(app), _close(app).shown) == (False, False)
        for place in ("home", "boundaries", "check-in"):
            app.go(place)
            assert replaced_file.OLDER not in _said(app)


def test_what_keeps_anything_from_being_saved_stays_above_the_page(folder: Path) -> None:
    folder.mkdir()
    (folder / "workbook.json").write_text('{"format": "heartwork-workbook", "version": 99}')
    app = App(Session(Workbook.load(folder), WorksheetLibrary()), "boundaries")

    assert "written by a newer heartwork" in _said(app)
    assert not _close(app).shown
