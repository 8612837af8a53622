"""A room into which many come at the same moment, each over a connection of their own: in a file, and in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError
from heartwork.question import Question
from heartwork.workshop import activities, attempt_limit, seats, shared_answers
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat
from tests.databases import database
from tests.hubs import postgresql

NAME = "boundaries.readiness"
QUESTION = WorksheetLibrary().worksheet("boundaries").question("readiness")

T = TypeVar("T")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a PostgreSQL."""
    with postgresql() as running:
        yield running.url


@pytest.fixture(params=["file", "postgresql"])
def url(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with nothing in it."""
    server = request.getfixturevalue("server") if request.param == "postgresql" else ""
    with database(tmp_path, server) as address:
        yield address


@pytest.fixture
def name(url: str) -> str:
    """The name of a room with twelve seats."""
    room = Room.make(url, seats=12, plan="ninety-minutes")
    room.engine.dispose()
    return room.name


def at_once(name: str, *does: Callable[[Room], T]) -> list[T | str]:
    """What each comes to, or what was said instead; all begin at the same moment."""
    together = Barrier(len(does))

    def one(do: Callable[[Room], T]) -> T | str:
        room = Room.named(name)
        try:
            room.facts()
            together.wait(30)
            return do(room)
        except KitError as error:
            return error.sentences
        finally:
            room.engine.dispose()

    with ThreadPoolExecutor(len(does)) as threads:
        return list(threads.map(one, does))


def test_no_seat_is_taken_twice(name: str) -> None:
    came = at_once(name, *[seats.take] * 20)

    sit = [one[0] for one in came if isinstance(one, tuple)]
    stand = {one for one in came if isinstance(one, str)}
    assert (len(sit), len({seat.id for seat in sit}), len({seat.number for seat in sit})) == (12, 12, 12)
    assert stand == {"Every seat is taken. Ask whoever is leading the workshop to add more."}


def test_an_answer_that_comes_from_two_browsers_is_one_answer(name: str) -> None:
    seat, _ = seats.take(Room.named(name))

    def give(answer: int) -> Callable[[Room], object]:
        return lambda room: shared_answers.give(room, seat, NAME, _question(), answer)

    at_once(name, *[give(answer) for answer in range(8)])

    (given,) = shared_answers.left_screen(Room.named(name), seat)
    assert given.answer in range(8)


def test_a_question_is_looked_at_once_and_an_answer_is_in_that_look_or_refused(name: str) -> None:
    here = [seats.take(Room.named(name))[0] for _seat in range(10)]
    for seat, answer in zip(here[:5], [2, 7, 8, 8, 10], strict=True):
        shared_answers.give(Room.named(name), seat, NAME, _question(), answer)

    def gives(seat: Seat) -> Callable[[Room], object]:
        return lambda room: shared_answers.give(room, seat, NAME, _question(), 5)

    def looks(room: Room) -> object:
        return shared_answers.reveal(room, NAME, _question(), people=40)

    came = at_once(name, *[gives(seat) for seat in here[5:]], *[looks] * 3)

    assert len({str(look) for look in came[5:]}) == 1
    counted = [seat for seat, one in zip(here[5:], came, strict=False) if not isinstance(one, str)]
    left = [shared_answers.left_screen(Room.named(name), seat) for seat in here]
    assert [one.answer for ones in left for one in ones] == [None] * (5 + len(counted)), "all of them are deleted"


def test_one_part_is_open_whoever_opens_one(name: str) -> None:
    def opens(part: str) -> Callable[[Room], object]:
        return lambda room: activities.open_activity(room, part)

    at_once(name, *[opens(part) for part in ("arriving", "limit", "closing") * 3])

    open_ = activities.now_open(Room.named(name))
    assert open_ is not None
    assert activities.done(Room.named(name)) | {open_.activity} == {"arriving", "limit", "closing"}


def test_a_database_that_is_new_is_made_once(url: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        made = list(threads.map(lambda _one: Room.make(url, seats=3, plan="ninety-minutes"), range(6)))

    assert len({room.facts().code for room in made}) == 6


def test_tries_at_the_same_moment_are_all_counted(name: str) -> None:
    def tries(room: Room) -> str:
        attempt_limit.code(room, address="192.0.2.7", browser="one")
        return "tried"

    came = at_once(name, *[tries] * 24)

    # Whoever is refused is counted for a moment too, so that fewer may be let through; never more.
    assert came.count("tried") <= 15
    assert set(came) == {"tried", "There were many tries from this device. Wait two minutes, then try again."}


def test_servers_that_begin_at_the_same_moment_have_one_room(url: str) -> None:
    together = Barrier(6)

    def begins(_one: int) -> str:
        together.wait(30)
        room = Room.opened(url, else_seats=3, else_plan="ninety-minutes")
        room.engine.dispose()
        return room.id

    with ThreadPoolExecutor(6) as threads:
        assert len(set(threads.map(begins, range(6)))) == 1


def _question() -> Question:
    assert QUESTION is not None
    return QUESTION
