"""The card of a rehearsal: what it names is on the pages, and what it ticks was done."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.disclosure import FLOOR, to_send
from heartwork.i18n import catalogs
from heartwork.server.rehearsal.simulated_participants import PEOPLE, invented_answer
from heartwork.workshop import activities, seats
from heartwork.workshop.facilitator.rehearsal_card import GUESTS, LATE, STEPS, Notes, RehearsalCard, Step, is_rehearsal
from heartwork.workshop.room import Room
from heartwork.workshop.tables import sqlite_url


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = Room.make(sqlite_url(tmp_path / "room.sqlite"), seats=12, plan="ninety-minutes")
    Notes(tmp_path).begin()
    room.close_door()
    return room


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_button_and_page_that_the_card_names_is_called_that_in_spanish_too(step: Step) -> None:
    spanish = catalogs.catalogue("es")
    said = step.said
    labels = re.findall("“([^”{]+)”", said)

    translated = re.findall("“([^”{]+)”", spanish.gettext(said))

    assert len(labels) == len(translated)
    known = {message: words for message, words in spanish._catalog.items() if isinstance(message, str)}  # type: ignore[attr-defined]
    for label, word in zip(labels, translated, strict=True):
        meant = [
            words
            for message, words in known.items()
            if message == label or message.startswith((f"{label}:", f"{label} ("))
        ]
        assert any(words.startswith(word) for words in meant), (label, word, meant)


def test_a_tap_is_ticked_when_it_was_done_and_stays_ticked(room: Room, tmp_path: Path) -> None:
    card = RehearsalCard(room, plan_reader.plan(WorksheetLibrary(), "ninety-minutes"))
    notes = Notes(tmp_path)
    card.at("now", [])
    assert notes.read() == {}

    card.at("wall", [])
    assert not card.prose.shown, "the wall is for the projector"
    room.open_door(datetime.timedelta(minutes=30))
    for _guest in range(GUESTS):
        seats.take(room)
    activities.open_activity(room, "arriving")
    card.at("now", [])
    activities.close_activity(room)

    assert card.prose.shown
    assert notes.read().keys() == {"wall", "door", "come", "part"}
    assert RehearsalCard(room, plan_reader.plan(WorksheetLibrary(), "ninety-minutes")).prose.html == ""
    room.close()
    room.delete()
    card.follow()
    assert "part" in notes.read()


def test_only_the_folder_of_a_rehearsal_makes_one(room: Room, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    real = Room.make(sqlite_url(other / "room.sqlite"), seats=3, plan="ninety-minutes")

    assert is_rehearsal(room)
    assert not is_rehearsal(real)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_invented_people_answer_fits_every_question_and_is_not_all_alike(language: str) -> None:
    shelf = WorksheetLibrary(language=language)
    names = {name for path in plan_reader.paths(shelf.folder) for name in plan_reader.plan(shelf, path.stem).shared}
    assert len(PEOPLE) == GUESTS + LATE > FLOOR

    for name in names:
        question = plan_reader.shared_question(shelf, name)
        assert question is not None
        answers = [invented_answer(question, person.lies) for person in PEOPLE]
        assert all(to_send(question, answer) == answer for answer in answers), name
        assert len({str(answer) for answer in answers}) > 2, name
