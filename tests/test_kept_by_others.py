"""What other programs write of a notebook: never a word of an answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import ipywidgets
import nbformat
import pytest
from ipywidgets.embed import embed_data
from nbclient import NotebookClient

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.pages.app import App
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import Field, HtmlBlock, Location
from heartwork.widgets.base import HeartworkWidget

CANARY = "kanarienvogel"
PLACES = ("start", "boundaries", "check-in", "takeaway", "home")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """A workbook with the canary in every field of text, and in the name that other pages are worded with."""
    folder = tmp_path / "answers"
    workbook = Workbook.load(folder)
    changes = [
        Answered(worksheet=id_, question=question.id, value=f"{CANARY} {question.id}")
        for id_ in ("start", "boundaries", "takeaway")
        for question in WorksheetLibrary().worksheet(id_).questions
        if question.kind.name() in ("line", "text") and not question.visit_only
    ]
    assert len(changes) > 8
    workbook.save(changes)
    return folder


@pytest.fixture
def notebook(answers: Path) -> nbformat.NotebookNode:
    cells = [
        "from heartwork import patterns, workbook, worksheet",
        *(f"worksheet({place!r}, answers={str(answers)!r})" for place in PLACES if place != "home"),
        f"workbook(answers={str(answers)!r})",
        f"page = worksheet('boundaries', answers={str(answers)!r})\n"
        "page.go('boundaries/limit')\nprint(page.fields)\npage",
    ]
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


@pytest.fixture
def app(answers: Path) -> Iterator[App]:
    yield App(Session(Workbook.load(answers), WorksheetLibrary()), "boundaries")


def test_nbclient_keeps_no_word_in_a_notebook_that_it_runs(notebook: nbformat.NotebookNode) -> None:
    NotebookClient(notebook, timeout=120, store_widget_state=True).execute()

    written = nbformat.writes(notebook)
    assert "widget-state+json" in written  # it does keep the state of widgets
    assert CANARY not in written


def test_nbconvert_writes_no_word_into_a_page(notebook: nbformat.NotebookNode, tmp_path: Path) -> None:
    nbformat.write(notebook, tmp_path / "mine.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "mine.ipynb", "--output", "page"]

    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180, env=dict(os.environ))

    assert "widget-view+json" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert CANARY not in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", [*PLACES, "patterns", "privacy", "paper"])
def test_no_state_no_repr_and_no_output_of_a_page_holds_a_word(app: App, place: str) -> None:
    app.go(place)
    parts = app.fields

    assert CANARY not in json.dumps(embed_data(views=[app]))
    assert CANARY not in json.dumps(ipywidgets.Widget.get_manager_state())
    assert CANARY not in repr(app) + repr(parts) + str(app._repr_mimebundle_())
    if place == "boundaries":
        assert CANARY in json.dumps([part.told() for part in parts])


def test_what_changes_is_told_and_is_no_state(app: App) -> None:
    field = next(one for one in app.fields if isinstance(one, Field) and one.address == "boundaries.happens")
    sent: list[dict[str, object]] = []
    field._send = lambda message, buffers=None: sent.append(message)

    with field.hold_sync():
        field.value, field.word = "a new kanarienvogel", "off"

    assert [message["method"] for message in sent] == ["custom"]
    assert sent[0]["content"] == {"type": "told", "state": {"value": "a new kanarienvogel", "word": "off"}}


@pytest.mark.parametrize("part", [HtmlBlock("<p>kanarienvogel</p>"), Location()])
def test_a_page_that_asks_is_told_all_of_a_part(part: HtmlBlock | Location) -> None:
    sent: list[dict[str, object]] = []
    part._send = lambda message, buffers=None: sent.append(message)

    part._handle_custom_msg({"type": "ask"}, [])

    assert [message["content"] for message in sent] == [{"type": "told", "state": part.told()}]


@pytest.mark.parametrize("place", ["home", "boundaries", "letter", "takeaway", "privacy", "paper", "patterns"])
def test_on_every_page_every_part_tells_a_page_that_asks(app: App, place: str) -> None:
    app.go(place)
    parts = [part for part in app.fields if isinstance(part, HeartworkWidget)]
    assert parts

    for part in parts:
        sent: list[object] = []
        part._send = lambda message, buffers=None, sent=sent: sent.append(message["content"])
        part._handle_custom_msg({"type": "ask"}, [])
        assert sent == [{"type": "told", "state": part.told()}], part


def test_a_sealed_workbook_is_asked_for_and_kept_by_nobody(answers: Path, notebook: nbformat.NotebookNode) -> None:
    workbook = Workbook.load(answers)
    workbook.seal("three quiet words")

    NotebookClient(notebook, timeout=120, store_widget_state=True).execute()

    assert CANARY not in nbformat.writes(notebook)
