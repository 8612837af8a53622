"""What pages say at a seat in a workshop, where the computer is somebody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.pages.app import App
from heartwork.pages.session import Session
from heartwork.pages.worksheet_page import closing_page
from heartwork.paths import SEAT_VARIABLE
from heartwork.storage.workbook import Workbook
from heartwork.widgets import Upload


def closing_words(folder: Path) -> str:
    visit = Session(Workbook.load(folder), WorksheetLibrary())
    return "".join(part.html for part in closing_page(visit, visit.shelf.worksheet("boundaries")).parts)


def test_the_end_of_a_worksheet_says_that_it_lies_on_this_computer(tmp_path: Path) -> None:
    assert "What you wrote under “Boundaries” is saved on this computer." in closing_words(tmp_path)


def test_at_a_seat_it_says_what_locks_it_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SEAT_VARIABLE, "7")

    words = closing_words(tmp_path)

    assert "What you wrote under “Boundaries” is saved, locked with your passphrase." in words
    assert "on this computer" not in words


@pytest.mark.parametrize("seat", ["7", ""])
def test_a_diary_is_brought_along_at_home_and_not_to_somebody_elses_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seat: str
) -> None:
    if seat:
        monkeypatch.setenv(SEAT_VARIABLE, seat)
    app = App(Session(Workbook.load(tmp_path), WorksheetLibrary()))

    app.go("bring")

    assert any(isinstance(field, Upload) for field in app.fields) == (not seat)
