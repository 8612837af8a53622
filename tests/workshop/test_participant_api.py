"""What a participant's page says to the room, and what it hears."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError
from heartwork.notebook_api import workbook
from heartwork.paths import ANSWERS_VARIABLE, SEAT_KEY_VARIABLE, SEAT_VARIABLE
from heartwork.widgets import HtmlBlock
from heartwork.workshop import activities, participant_api, seats, shared_answers
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat
from tests.people import made_seat

SHELF = WorksheetLibrary()
NAME = "boundaries.readiness"


@pytest.fixture
def room(url: str) -> Iterator[Room]:
    room = Room.make(url, seats=12, plan="ninety-minutes")
    yield room
    room.engine.dispose()


@pytest.fixture
def seat(room: Room) -> Seat:
    return seats.take(room)[0]


def test_a_page_hears_what_is_open_and_how_long(room: Room, seat: Seat) -> None:
    closed = participant_api.answer(room, seat, SHELF, "now", {"place": "home"})
    activities.open_activity(room, "limit")
    activities.set_timer(room, datetime.timedelta(minutes=14))

    now = participant_api.answer(room, seat, SHELF, "now", {"place": "boundaries/limit"})

    assert closed["open"] is None
    assert (now["open"]["title"], now["open"]["place"], now["open"]["time"]) == (
        "What you will do",
        "boundaries/limit",
        "about 14 minutes left",
    )
    assert "A limit is about what you do." in now["open"]["html"]
    assert seats.attendance(room).here == 1


def test_nobody_is_noted_in_the_quiet_corner(room: Room) -> None:
    for _seat in range(4):
        participant_api.answer(room, seats.take(room)[0], SHELF, "now", {"place": "quiet"})

    assert seats.attendance(room).places == {}
    assert seats.attendance(room).here == 4


def test_what_a_page_hears_is_plain_json_and_short(room: Room, seat: Seat) -> None:
    activities.open_activity(room, "limit")

    assert len(json.dumps(participant_api.answer(room, seat, SHELF, "now", {}))) < 4000


def test_giving_passing_and_taking_back_say_how_it_stands(room: Room, seat: Seat) -> None:
    def state(ask: str, **said: object) -> tuple[str, str]:
        now = participant_api.answer(room, seat, SHELF, ask, {"question": NAME, **said})
        return now["questions"][NAME]["state"], now["questions"][NAME]["said"]

    assert state("now") == ("open", "Nothing of this has left your screen.")
    given = state("give", value=7)
    assert given[0] == "given"
    assert given[1].startswith("You shared: 7 of 10")
    assert state("pass") == ("passed", "You passed. Nobody can see who did.")
    assert state("back")[0] == "open"


def test_everything_that_left_the_screen_is_listed_with_what_was_shown(room: Room, seat: Seat) -> None:
    participant_api.answer(room, seat, SHELF, "give", {"question": NAME, "value": 7})
    before = participant_api.answer(room, seat, SHELF, "left", {})
    question = SHELF.worksheet("boundaries").question("readiness")
    assert question is not None
    for answer in (1, 2, 8, 9):
        shared_answers.give(room, seats.take(room)[0], NAME, question, answer)
    shared_answers.reveal(room, NAME, question, people=40)

    after = participant_api.answer(room, seat, SHELF, "left", {})

    assert [(line["question"], line["back"]) for line in before["lines"]] == [(NAME, True)]
    assert before["lines"][0]["said"].startswith("7 of 10")
    assert [(line["question"], line["back"]) for line in after["lines"]] == [(NAME, False)]
    assert "7" not in after["lines"][0]["said"]
    assert [look["sentence"] for look in after["shown"]] == ["The typical answer in the room: 7 to 10"]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("give", {"question": "boundaries.happens", "value": "she rang"}),
        ("give", {"question": "nowhere.nothing", "value": 3}),
        ("give", {"question": "check-in.tension", "value": 3}),
        ("give", {"question": ["boundaries.readiness"], "value": 3}),
        ("give", {"question": NAME, "value": {"other": "words"}}),
        ("give", {"question": "boundaries.readi\0ness.", "value": 3}),
        ("give", {"question": "boundaries.\ud83d", "value": 3}),
        ("pass", {"question": "boundaries.happens"}),
        ("everything", {}),
    ],
)
def test_what_cannot_be_asked_or_given_is_refused_in_words_and_nothing_is_kept(
    room: Room, seat: Seat, ask: str, said: dict[str, object]
) -> None:
    with pytest.raises(KitError) as refused:
        participant_api.answer(room, seat, SHELF, ask, said)

    assert "she rang" not in refused.value.sentences
    assert shared_answers.left_screen(room, seat) == []


@pytest.mark.parametrize("odd", ["boundaries/\0", "boundaries/\ud83d", "boundaries/" + "x" * 5000])
def test_an_address_with_odd_letters_is_a_place_like_any(room: Room, seat: Seat, odd: str) -> None:
    participant_api.answer(room, seat, SHELF, "now", {"place": odd})
    participant_api.answer(room, seat, SHELF, "back", {"question": odd})

    assert seats.attendance(room).here == 1


def _html(app: object) -> str:
    return "".join(part.html for part in app.fields if isinstance(part, HtmlBlock))  # type: ignore[attr-defined]


def test_a_seat_has_pages_of_its_own_and_nobody_else_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ANSWERS_VARIABLE, str(tmp_path))
    alone = workbook()
    alone.go("quiet")
    assert alone._place.place == "home"

    own = tmp_path / "seats" / "47"
    monkeypatch.setenv(SEAT_KEY_VARIABLE, made_seat(own, "plum ladder"))
    monkeypatch.setenv(ANSWERS_VARIABLE, str(own))
    monkeypatch.setenv(SEAT_VARIABLE, "47")
    app = workbook()
    assert any(isinstance(part, HtmlBlock) and "data-workshop" in part.html for part in app.children)
    app.go("quiet")
    assert "You don&#x27;t have to do anything here." in _html(app)
    app.go("room")
    assert "data-left" in _html(app)
    app.go("privacy")
    assert "On the laptop of whoever leads the workshop" in _html(app)
    assert str(tmp_path) not in _html(app), "the host's folders are none of theirs"
