"""The pages of whoever leads a workshop, as they are made in a kernel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError
from heartwork.paths import ANSWERS_VARIABLE
from heartwork.widgets import ActionButton, Field, HtmlBlock
from heartwork.workshop import activities, seat_workbook, seats, shared_answers
from heartwork.workshop.facilitator.app import FacilitatorApp, facilitator
from heartwork.workshop.room import ADDRESS_VARIABLE, ROOM_VARIABLE, Room
from heartwork.workshop.seats import Seat

NAME = "boundaries.readiness"
ADDRESS = "http://192.168.0.5:8866/"


@pytest.fixture
def room(url: str) -> Iterator[Room]:
    room = Room.make(url, seats=12, plan="ninety-minutes")
    yield room
    room.engine.dispose()


@pytest.fixture
def leads(room: Room, monkeypatch: pytest.MonkeyPatch) -> FacilitatorApp:
    monkeypatch.setenv(ROOM_VARIABLE, room.name)
    monkeypatch.setenv(ADDRESS_VARIABLE, ADDRESS)
    return facilitator()


def _page(leads: FacilitatorApp) -> str:
    return "".join(part.html for part in leads._body.children if isinstance(part, HtmlBlock))


def _buttons(leads: FacilitatorApp) -> list[str]:
    return [part.label for part in leads._body.children if isinstance(part, ActionButton) and part.shown]


def _press(leads: FacilitatorApp, label: str) -> None:
    (button,) = [
        part for part in leads._body.children if isinstance(part, ActionButton) and part.shown and part.label == label
    ]
    button.act()


def _count(leads: FacilitatorApp, people: object) -> Field:
    """Write how many people there are, as the page sends it."""
    (field,) = [part for part in leads._body.children if isinstance(part, Field)]
    field._handle_custom_msg({"type": "change", "number": 1, "value": people}, [])
    return field


def _given(room: Room, answers: list[int]) -> list[Seat]:
    question = WorksheetLibrary().worksheet("boundaries").question("readiness")
    assert question is not None
    here = [seats.take(room)[0] for _answer in answers]
    for seat, answer in zip(here, answers, strict=True):
        shared_answers.give(room, seat, NAME, question, answer)
    return here


def test_without_a_room_the_plans_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ROOM_VARIABLE, raising=False)

    leads = facilitator()

    assert repr(leads) == "heartwork: workshop"
    for path in plan_reader.paths(WorksheetLibrary().folder):
        plan = plan_reader.plan(WorksheetLibrary(), path.stem)
        assert all(activity.title in _page(leads) for activity in plan.activities)
    assert "heartwork workshop" in _page(leads)


def test_before_it_begins_agreement_and_script_can_be_read(leads: FacilitatorApp) -> None:
    assert "“Pass” is an answer like any other." in _page(leads)
    assert "Minute 0 to 12" in _page(leads)
    assert "You&#x27;re here because" in _page(leads) or "You're here because" in _page(leads)


def test_a_part_is_opened_timed_and_closed(leads: FacilitatorApp, room: Room) -> None:
    leads.go("now")
    assert "Nothing is open." in _page(leads)

    _press(leads, "Open: Arriving, 12 minutes")
    _press(leads, "Start the timer: 12 minutes")

    assert "about 12 minutes left" in _page(leads)
    now = activities.now_open(room)
    assert now is not None
    assert now.activity == "arriving"
    _press(leads, "Two more minutes")
    assert "about 14 minutes left" in _page(leads)
    _press(leads, "Close this part")
    assert activities.now_open(room) is None
    assert "Open again: Arriving, 12 minutes" in _buttons(leads)


def test_the_part_that_comes_next_stands_out_until_there_is_none(leads: FacilitatorApp, room: Room) -> None:
    def stands_out() -> list[str]:
        return [
            part.label for part in leads._body.children if isinstance(part, ActionButton) and part.shown and part.filled
        ]

    leads.go("now")
    assert stands_out() == ["Next: Arriving"]

    _press(leads, "Next: Arriving")
    assert stands_out() == ["Next: Here, in this room"]
    _press(leads, "Close this part")
    assert stands_out() == ["Next: Here, in this room"]

    _press(leads, "Open: What happens, 14 minutes")
    _press(leads, "Open: Here, in this room, 4 minutes")
    assert stands_out() == ["Next: In twos, or alone"], "what was open is not asked for again"

    _press(leads, "Open: One thing for the week, 10 minutes")
    assert stands_out() == []


def test_how_many_are_where_follows_the_room(leads: FacilitatorApp, room: Room) -> None:
    leads.go("now")
    for _seat in range(4):
        seats.seen(room, seats.take(room)[0], "boundaries/limit")

    leads.follow()

    assert "Seats taken: 4 of 12. Here now: 4." in _page(leads)
    assert "Boundaries: 4" in _page(leads)


def test_a_look_is_asked_for_twice_and_cannot_be_had_with_too_few(leads: FacilitatorApp, room: Room) -> None:
    leads.go("now")
    _given(room, [2, 7, 8, 8])
    leads.follow()
    assert "Look at it, once" not in _buttons(leads)
    assert "Fewer than 5 people have tapped so far." in _page(leads)

    _given(room, [10])
    leads.follow()
    assert "5 people have tapped, an answer or a pass." in _page(leads)
    _count(leads, "12")
    _press(leads, "Look at it, once")
    assert shared_answers.reveals(room) == {}
    _press(leads, "Yes, look now")

    assert "The typical answer in the room: 7 to 10" in _page(leads)
    assert "Look at it, once" not in _buttons(leads)


@pytest.mark.parametrize("people", [1, 2])
def test_in_a_room_of_one_or_two_nothing_is_looked_at_and_nobody_is_told_of(
    leads: FacilitatorApp, room: Room, people: int
) -> None:
    for seat in _given(room, [7, 3][:people]):
        seats.seen(room, seat, "boundaries/limit")
    leads.go("now")

    page = _page(leads)
    assert f"Seats taken: {people} of 12. Here now: {people}." in page
    assert "Fewer than 5 people have tapped so far." in page
    assert "Boundaries:" not in page
    assert "elsewhere:" not in page
    assert "Look at it, once" not in _buttons(leads)

    # Their numbers go with the end of it, unseen.
    room.close()
    assert shared_answers.tapped(room) == {}


def test_when_nothing_can_be_shown_it_says_so_kindly_and_not_why(leads: FacilitatorApp, room: Room) -> None:
    leads.go("now")
    _given(room, [7, 7, 7, 7, 7])
    leads.follow()

    _count(leads, "12")
    _press(leads, "Look at it, once")
    _press(leads, "Yes, look now")

    assert "Nothing is shown for this one." in _page(leads)
    assert "It says nothing about any of you." in _page(leads)


def test_the_wall_shows_address_code_and_what_was_shown_and_nobody(leads: FacilitatorApp, room: Room) -> None:
    seat, *_ = _given(room, [0, 1, 1, 2, 3, 8, 8, 9, 9, 9])
    question = WorksheetLibrary().worksheet("boundaries").question("readiness")
    assert question is not None
    shared_answers.reveal(room, NAME, question, people=40)
    activities.open_activity(room, "limit")

    leads.go("wall")

    page = _page(leads)
    assert ADDRESS in page
    assert room.facts().code in page
    assert "<svg role=" in page
    assert "travels over this network unlocked" in page
    assert "What you will do" in page
    assert "5 to 10 people" in page
    assert f"seat {seat.number}" not in page.lower()


def test_the_door_is_closed_and_opened_with_another_code(leads: FacilitatorApp, room: Room) -> None:
    leads.go("now")
    code = room.facts().code

    _press(leads, "Close the door")
    assert "The door is closed." in _page(leads)
    _press(leads, "A new code, for half an hour")

    assert room.facts().code != code
    assert room.facts().code in _page(leads)


def test_more_answers_can_be_asked_for_never_fewer(leads: FacilitatorApp, room: Room) -> None:
    leads.go("now")

    _press(leads, "Show nothing from fewer than 8 people")

    assert room.facts().floor == 8
    assert "Show nothing from fewer than 11 people" in _buttons(leads)


def test_closing_is_asked_for_twice_and_then_says_what_remains(
    leads: FacilitatorApp, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ANSWERS_VARIABLE, str(tmp_path))
    (seat,) = _given(room, [7])
    folder = seat_workbook.folder_of(tmp_path, seat)
    folder.mkdir(parents=True)
    (folder / "key.age").write_bytes(b"age-encryption.org/v1")
    leads.go("after")
    assert "1 workbook is still on this computer" in _page(leads)

    _press(leads, "Close the room")
    assert room.facts().closed is None
    _press(leads, "Yes, close the room")
    assert room.facts().closed is not None
    assert shared_answers.left_screen(room, seat) == []
    assert "Close the room" not in _buttons(leads)
    _press(leads, "Delete the workbooks that are left")
    assert folder.exists()
    _press(leads, "Yes, delete them")

    assert not folder.exists()
    assert "No workbook is on this computer any more." in _page(leads)
    assert seats.attendance(room).joined == 0
    _press(leads, "Delete the room")
    _press(leads, "Yes, delete the room")
    leads.follow()
    assert "The room is deleted" in _page(leads)
    with pytest.raises(KitError, match="no longer exists"):
        room.facts()


def test_what_to_do_when_something_happens_is_one_touch_away(leads: FacilitatorApp) -> None:
    leads.go("if")

    assert [
        title
        for title in ("Somebody cries", "Somebody says they are in danger now", "Nobody says a word")
        if title in _page(leads)
    ]
    assert "Are you safe to go home today?" in _page(leads)


def test_a_room_that_is_gone_is_said_in_words(leads: FacilitatorApp, room: Room) -> None:
    leads.go("now")
    room.delete()

    leads.follow()

    assert leads._said.shown
    assert "no longer exists" in leads._said.html


def test_before_a_look_it_is_asked_how_many_people_there_are(leads: FacilitatorApp, room: Room) -> None:
    _given(room, [0, 1, 9, 8, 4])
    leads.go("now")

    def look() -> None:
        _press(leads, "Look at it, once")
        _press(leads, "Yes, look now")

    look()
    assert "It isn&#x27;t known yet how many people are in the room." in _page(leads)
    for said in ("", "many", 0, 2.5, True, [], -1):
        _count(leads, said)
        look()
        assert shared_answers.reveals(room) == {}
    field = _count(leads, 4)
    assert field.ask == "How many people are in the room?"
    look()
    assert "More seats are in use than there are people in the room." in _page(leads)
    assert shared_answers.reveals(room) == {}

    _count(leads, "5")
    look()
    assert list(shared_answers.reveals(room)) == [NAME]
