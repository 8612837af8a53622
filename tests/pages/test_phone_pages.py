"""What the pages say, and don't offer, where they are read on a phone and kept on the laptop."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.pages.app import App
from heartwork.pages.data_controls import gone_page
from heartwork.pages.session import Session
from heartwork.paths import PHONE_ENCRYPTED, PHONE_PLAIN, PHONE_VARIABLE
from heartwork.storage.workbook import Workbook
from heartwork.widgets import ActionButton, AutoLockSetting, Download, HtmlBlock, PassphraseInput, TypeToConfirm

PLAIN = "could get in as your phone"
PLACES = ("home", "privacy", "boundaries/done")


def shown(visit: Session, place: str) -> tuple[str, App]:
    app = App(visit, place)
    return " ".join(one.html for one in app.fields if isinstance(one, HtmlBlock) and one.shown), app


@pytest.fixture(params=[PHONE_PLAIN, PHONE_ENCRYPTED])
def travels(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(PHONE_VARIABLE, request.param)
    return str(request.param)


@pytest.mark.parametrize("place", PLACES)
def test_it_says_that_the_laptop_keeps_them_and_who_could_read_along(travels: str, tmp_path: Path, place: str) -> None:
    for workbook in (Workbook.load(tmp_path / "answers"), Workbook.in_memory()):
        said, _app = shown(Session(workbook, WorksheetLibrary()), place)

        assert "this computer" not in said
        assert "Nothing is sent anywhere" not in said
        if place != "boundaries/done":
            assert (PLAIN in said) == (travels == PHONE_PLAIN)
            assert ("no other device is let in" in said) == (travels == PHONE_ENCRYPTED)


def test_the_passphrase_traces_and_deleting_are_left_to_the_laptop_and_taking_along_is_not(
    travels: str, tmp_path: Path
) -> None:
    said, app = shown(Session(Workbook.load(tmp_path / "answers"), WorksheetLibrary()), "privacy")

    assert "On your laptop" in said
    assert not [one for one in app.fields if isinstance(one, (TypeToConfirm, PassphraseInput))]
    labels = [one.label for one in app.fields if isinstance(one, ActionButton)]
    assert "Show what is here" not in labels
    assert "Make a private visit" in labels
    assert len([one for one in app.fields if isinstance(one, Download)]) == 4


def test_a_sealed_workbook_is_opened_with_the_passphrase_there_and_says_how_that_travels(
    travels: str, tmp_path: Path
) -> None:
    workbook = Workbook.load(tmp_path / "answers")
    workbook.save([Answered(worksheet="boundaries", question="happens", value="she rings again")])
    workbook.seal("four words kept apart")
    visit = Session(Workbook.closed(tmp_path / "answers"), WorksheetLibrary())

    said, app = shown(visit, "boundaries")
    assert "she rings again" not in said
    assert ("not encrypted on its way" in said) == (travels == PHONE_PLAIN)

    visit.workbook.unlock("four words kept apart")
    app.go("privacy")
    assert [one for one in app.fields if isinstance(one, AutoLockSetting)]
    assert not [one for one in app.fields if isinstance(one, PassphraseInput)]


def test_after_everything_was_deleted_on_the_laptop_the_phone_names_its_own_history(
    travels: str, tmp_path: Path
) -> None:
    said = " ".join(one.html for one in gone_page(tmp_path / "answers").parts if isinstance(one, HtmlBlock))

    assert "this computer" not in said
    assert "browser of this phone" in said
