"""What a page is to whatever shows it: our own page, which has it all at once, or a notebook, which keeps outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.pages.app import BRINGS_KIT, STATES, App
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import Field

WORDS = "She rings again ten minutes after goodnight."


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> App:
    if getattr(request, "param", False):
        monkeypatch.setenv(BRINGS_KIT, "1")
    visit = Session(Workbook.load(tmp_path / "answers"), WorksheetLibrary())
    visit.save([Answered(worksheet="boundaries", question="happens", value=WORDS)])
    return App(visit, "boundaries")


@pytest.mark.parametrize("app", [True], indirect=True)
def test_our_page_gets_all_its_widgets_with_what_is_in_them_and_no_code(app: App) -> None:
    bundle = app._repr_mimebundle_()
    assert bundle is not None
    states = bundle[STATES]["state"]

    assert {app.model_id, *(child.model_id for child in app.children)} <= states.keys()
    assert WORDS in json.dumps(states)
    assert not any("_esm" in one["state"] or "_css" in one["state"] for one in states.values())


def test_a_notebook_gets_no_word_that_it_would_keep(app: App) -> None:
    assert WORDS not in json.dumps(app._repr_mimebundle_())


@pytest.mark.parametrize("name", ["boundaries", "hoped-for", "want"])
def test_a_notebook_says_as_many_questions_as_its_page_asks_at_first(tmp_path: Path, name: str) -> None:
    visit = Session(Workbook.load(tmp_path / "answers"), WorksheetLibrary())
    worksheet = visit.shelf.worksheet(name)
    parts = [App(visit, f"{name}/{section.id}").fields for section in worksheet.open_sections(visit.value)]
    asked = [part for fields in parts for part in fields if isinstance(part, Field) and part.shown]

    assert f": {len(asked)} questions in {len(parts)} parts" in App(visit, name).summary()
