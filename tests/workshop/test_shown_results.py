"""What the room was shown can be taken along as it was shown; nothing else is in the files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pypdf
import pytest

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.i18n.catalogs import catalogue
from heartwork.i18n.messages import use_language
from heartwork.widgets import Download, HtmlBlock
from heartwork.workshop import seats, shared_answers, shown_results
from heartwork.workshop.facilitator.app import FacilitatorApp, facilitator
from heartwork.workshop.reveal_text import all_told
from heartwork.workshop.room import ADDRESS_VARIABLE, ROOM_VARIABLE, Room

NAME = "boundaries.readiness"


@pytest.fixture
def room(url: str) -> Iterator[Room]:
    room = Room.make(url, seats=30, plan="ninety-minutes")
    yield room
    room.engine.dispose()


@pytest.fixture
def leads(room: Room, monkeypatch: pytest.MonkeyPatch) -> FacilitatorApp:
    monkeypatch.setenv(ROOM_VARIABLE, room.name)
    monkeypatch.setenv(ADDRESS_VARIABLE, "http://192.168.0.5:8866/")
    return facilitator()


def _give(room: Room, answers: list[int]) -> None:
    question = plan_reader.shared_question(WorksheetLibrary(), NAME)
    assert question is not None
    for answer in answers:
        shared_answers.give(room, seats.take(room)[0], NAME, question, answer)


def _look(room: Room, people: int) -> None:
    question = plan_reader.shared_question(WorksheetLibrary(), NAME)
    assert question is not None
    shared_answers.reveal(room, NAME, question, people=people)


def _downloads(leads: FacilitatorApp) -> list[Download]:
    leads.go("after")
    return [part for part in leads._body.children if isinstance(part, Download) and part.shown]


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _pdf_text(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_before_anything_was_shown_there_is_nothing_to_keep(leads: FacilitatorApp, room: Room) -> None:
    _give(room, [1, 2, 3])

    assert _downloads(leads) == []


def test_the_table_has_the_groups_and_rough_counts_of_the_wall(leads: FacilitatorApp, room: Room) -> None:
    _give(room, [0, 1, 2, 2, 3, 3, 8, 8, 9, 9, 10, 10])
    _look(room, 12)

    (pdf, table) = _downloads(leads)
    name, media, content = table._make()

    (look,) = all_told(room, WorksheetLibrary())
    assert look.lines, "a room as large as this is shown groups"
    assert media == "text/csv"
    assert name.startswith("pages-")
    assert _rows(content)[1:] == [[look.question, line.label, line.many, look.sentence] for line in look.lines]
    _name, _media, printed = pdf._make()
    for line in look.lines:
        assert line.many in _pdf_text(printed)


def test_a_question_of_which_nothing_could_be_shown_says_just_that(leads: FacilitatorApp, room: Room) -> None:
    _give(room, [7, 7, 7, 7, 7, 7])
    _look(room, 6)

    _pdf, table = _downloads(leads)
    _name, _media, content = table._make()

    (row,) = _rows(content)[1:]
    assert row[1:3] == ["", ""]
    assert "Nothing is shown for this one." in row[3]


def test_nothing_is_in_the_files_that_was_not_on_the_wall(leads: FacilitatorApp, room: Room) -> None:
    _give(room, [0, 1, 2, 2, 3, 3, 8, 8, 9, 9, 10, 10])
    _look(room, 12)
    (look,) = all_told(room, WorksheetLibrary())
    on_the_wall = " ".join([look.question, look.sentence, *(f"{line.label} {line.many}" for line in look.lines)])

    _pdf, table = _downloads(leads)
    _name, _media, content = table._make()

    for cell in (cell for row in _rows(content)[1:] for cell in row):
        assert cell in on_the_wall


def test_it_speaks_the_language_of_the_room(room: Room) -> None:
    _give(room, [0, 1, 2, 2, 3, 3, 8, 8, 9, 9, 10, 10])
    _look(room, 12)

    with use_language(catalogue("es")):
        content = shown_results.as_csv(all_told(room, WorksheetLibrary(language="es"))).decode("utf-8-sig")

    assert content.splitlines()[0] == "pregunta;respuesta;cuántas personas;en palabras"


def test_everybody_hears_of_it_before_and_reads_it_where_they_give() -> None:
    agreement = " ".join(plan_reader.leading(WorksheetLibrary()).agreement)

    assert "I may keep as a file" in agreement


def test_once_the_room_is_deleted_there_is_nothing_to_keep_any_more(leads: FacilitatorApp, room: Room) -> None:
    _give(room, [0, 1, 2, 2, 3, 3, 8, 8, 9, 9, 10, 10])
    _look(room, 12)
    assert _downloads(leads)
    room.close()
    leads.go("after")
    for label in ("Delete the room", "Yes, delete the room"):
        (button,) = [
            part for part in leads._body.children if getattr(part, "label", "") == label and getattr(part, "shown", 0)
        ]
        button.act()

    assert [part for part in leads._body.children if isinstance(part, Download) and part.shown] == []
    assert "The room is deleted" in "".join(p.html for p in leads._body.children if isinstance(p, HtmlBlock))
