"""A room lives: requests at the door, seats that nobody uses, and from one browser to another."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError
from heartwork.storage.answers_folder import lock_of
from heartwork.workshop import admission_requests, device_transfer, seat_workbook, seats, shared_answers, unused_seats
from heartwork.workshop.admission_requests import Wish
from heartwork.workshop.admissions import SeveralSeatsError
from heartwork.workshop.network_addresses import shared_part
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat
from tests.workshop.conftest import Clock
from tests.workshop.test_room import QUESTION

WHO = "192.168.0.7"


# -- requests at the door


def _ask(room: Room, wish: Wish, browser: str, address: str = WHO) -> str:
    return admission_requests.ask(room, wish, address=address, browser=browser)


def test_one_more_seat_is_let_in_by_a_sign_for_the_browser_that_shows_it_once(room: Room) -> None:
    for _seat in range(5):
        seats.take(room, address=WHO)
    sign = _ask(room, Wish.MORE_SEATS, "hers")
    assert _ask(room, Wish.MORE_SEATS, "hers") == sign != _ask(room, Wish.MORE_SEATS, "another")
    with pytest.raises(SeveralSeatsError):
        seats.take(room, address=WHO, browser="hers")

    request = next(one for one in admission_requests.open_requests(room) if one.sign == sign)
    admission_requests.grant(room, request)

    with pytest.raises(SeveralSeatsError):
        seats.take(room, address=WHO, browser="another")
    seats.take(room, address=WHO, browser="hers")
    with pytest.raises(SeveralSeatsError):
        seats.take(room, address=WHO, browser="hers")


def test_a_yes_to_somebody_who_lost_the_number_is_worth_three_tries_and_a_quarter_of_an_hour(
    room: Room, clock: Clock
) -> None:
    def used() -> bool:
        with room.changing() as connection:
            return admission_requests.use(room, connection, Wish.LOST_NUMBER, browser="hers")

    _ask(room, Wish.LOST_NUMBER, "hers")
    assert not used()
    admission_requests.grant(room, admission_requests.open_requests(room)[0])

    assert [used(), used(), used(), used()] == [True, True, True, False]
    _ask(room, Wish.LOST_NUMBER, "hers")
    admission_requests.grant(room, admission_requests.open_requests(room)[0])
    clock.pass_by(minutes=16)
    assert not used()


def test_few_ask_from_one_address_and_what_is_put_aside_makes_room(room: Room) -> None:
    for number in range(3):
        _ask(room, Wish.LOST_NUMBER, f"browser {number}")
    with pytest.raises(KitError, match="others are asking"):
        _ask(room, Wish.LOST_NUMBER, "one more")
    _ask(room, Wish.LOST_NUMBER, "one more", address="192.168.0.8")

    admission_requests.put_aside(room, admission_requests.open_requests(room))

    assert not admission_requests.open_requests(room)
    _ask(room, Wish.LOST_NUMBER, "one more")


def test_neither_browsers_nor_addresses_stand_in_what_is_asked(room: Room) -> None:
    _ask(room, Wish.LOST_NUMBER, "hers")

    with room.engine.connect() as connection:
        (row,) = connection.execute(text("select * from door_requests")).all()
    assert "hers" not in str(row)
    assert "192.168" not in str(row)


@pytest.mark.parametrize(
    ("number", "shared"),
    [
        ("192.168.0.7", "192.168.0.7"),
        ("::ffff:192.168.0.7", "192.168.0.7"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:a:b:c:d", "2001:db8:1:2::/64"),
        ("fe80::1%wlan0", "fe80::/64"),
        ("::1", "::1"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_device_that_makes_up_addresses_is_one_device(number: str, shared: str) -> None:
    assert shared_part(number) == shared


# -- seats that nobody uses


def _seat_with_key(room: Room, host: Path) -> Seat:
    seat, _ = seats.take(room)
    folder = seat_workbook.folder_of(host, seat)
    folder.mkdir(parents=True)
    (folder / "key.age").write_bytes(b"a key")
    return seat


def test_seats_at_which_nothing_was_saved_or_tapped_are_freed_once_nobody_is_there(
    room: Room, clock: Clock, tmp_path: Path
) -> None:
    mistaken, wrote, tapped, left = (_seat_with_key(room, tmp_path) for _seat in range(4))
    (seat_workbook.folder_of(tmp_path, wrote) / "workbook.json.age").write_bytes(b"sealed")
    question = plan_reader.shared_question(WorksheetLibrary(), QUESTION)
    assert question is not None
    shared_answers.pass_by(room, tapped, QUESTION, question)
    assert not unused_seats.unused(room, tmp_path)
    clock.pass_by(minutes=3)
    seats.seen(room, left, "boundaries")

    assert unused_seats.free(room, tmp_path) == 1

    assert {seat.id for seat in seats.everyone(room)} == {wrote.id, tapped.id, left.id}
    assert not seat_workbook.folder_of(tmp_path, mistaken).exists()
    assert seat_workbook.folder_of(tmp_path, wrote).exists()


def test_a_seat_where_somebody_is_saving_at_that_moment_is_not_freed(room: Room, clock: Clock, tmp_path: Path) -> None:
    seat = _seat_with_key(room, tmp_path)
    clock.pass_by(minutes=3)

    with lock_of(seat_workbook.folder_of(tmp_path, seat), seconds=1):
        assert unused_seats.free(room, tmp_path) == 0

    assert seats.everyone(room) == [seat]
    assert unused_seats.free(room, tmp_path) == 1


# -- from one browser to another


def test_a_code_hands_a_seat_over_once_within_three_minutes(room: Room, clock: Clock) -> None:
    seat, other = seats.take(room)[0], seats.take(room)[0]
    code = device_transfer.give(room, seat)

    assert device_transfer.take(room, "AAAA-AAAA") is None
    assert device_transfer.take(room, code.lower().replace("-", " – ")) == seat
    assert device_transfer.take(room, code) is None

    early, late = device_transfer.give(room, other), device_transfer.give(room, other)
    assert device_transfer.take(room, early) is None
    clock.pass_by(minutes=3, seconds=1)
    assert device_transfer.take(room, late) is None


def test_a_code_that_hands_over_ends_with_its_seat_and_is_nowhere_in_the_room(room: Room) -> None:
    seat, _ = seats.take(room)
    code = device_transfer.give(room, seat)
    with room.engine.connect() as connection:
        assert code.replace("-", "") not in str(connection.execute(text("select * from handovers")).all())

    seats.give_up(room, seat)

    assert device_transfer.take(room, code) is None
