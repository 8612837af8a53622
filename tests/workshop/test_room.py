"""A room: its door, its seats, what is open in it, and its end."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError
from heartwork.workshop import activities, admissions, attempt_limit, seats, shared_answers, tables
from heartwork.workshop.room import Room
from tests.workshop.conftest import Clock

QUESTION = "boundaries.readiness"


# -- the door


def test_the_code_opens_the_room_however_it_is_typed(room: Room) -> None:
    code = room.facts().code

    for typed in (code, code.lower(), code.replace("-", ""), f" {code[:3]} {code[4:]} ", f"The code is {code}."):
        room.admit(typed, who="192.168.0.7")
    for dash in "–—‑−._\u200b":
        room.admit(f"“{code.replace('-', dash)}”", who="192.168.0.7")


def test_a_code_is_two_halves_of_letters_that_cannot_be_mixed_up(room: Room) -> None:
    first, second = room.facts().code.split("-")

    assert (len(first), len(second)) == (3, 3)
    assert set(first + second) & set("0O1ILUV2Z5S8B") == set()


def test_a_code_ends_and_a_new_one_opens_the_door_again(room: Room, clock: Clock) -> None:
    code = room.facts().code
    clock.pass_by(hours=4)
    with pytest.raises(KitError, match="the door of this room is closed"):
        room.admit(code, who="192.168.0.7")

    room.open_door(datetime.timedelta(minutes=20))

    room.admit(room.facts().code, who="192.168.0.7")
    with pytest.raises(KitError, match="doesn't open this room"):
        room.admit(code, who="192.168.0.7")


def test_a_room_that_goes_on_keeps_its_plan_unless_another_is_named(room: Room, clock: Clock) -> None:
    room.close()
    first = Room.make(room.url, seats=12, plan="two-hours", clock=clock)

    again = Room.still_open(room.url, seats=9, clock=clock)
    plans = [again.facts().plan] if again else []
    other = Room.still_open(room.url, seats=9, plan="ninety-minutes", clock=clock)

    assert again is not None
    assert other is not None
    assert {again.id, other.id} == {first.id}
    assert (plans, other.facts().plan, other.facts().seats) == (["two-hours"], "ninety-minutes", 9)


def test_after_many_wrong_codes_an_address_has_to_wait_a_little_and_nobody_else(room: Room, clock: Clock) -> None:
    for _try in range(15):
        with pytest.raises(KitError, match="doesn't open this room"):
            room.admit("AAA-AAA", who="192.168.0.7", browser="clumsy")

    with pytest.raises(KitError, match="many tries from this device"):
        room.admit(room.facts().code, who="192.168.0.7", browser="clumsy")
    room.admit(room.facts().code, who="192.168.0.7", browser="another at that address")
    room.admit(room.facts().code, who="192.168.0.8", browser="clumsy")
    clock.pass_by(minutes=2, seconds=1)
    room.admit(room.facts().code, who="192.168.0.7", browser="clumsy")


def test_where_many_codes_were_tried_from_an_address_further_ones_wait_their_turn_and_none_is_locked_out(
    room: Room, clock: Clock
) -> None:
    def tried(browser: str, address: str = "192.168.0.7") -> attempt_limit.Attempt:
        return attempt_limit.code(room, address=address, browser=browser)

    assert not [guess for guess in range(40) if tried(f"the {guess}th").shares]

    assert tried("one more").shares
    assert tried("one more").shares == tried("another").shares
    assert not tried("somebody", "192.168.0.8").shares
    clock.pass_by(minutes=2, seconds=1)
    assert not tried("somebody").shares


def test_right_codes_count_for_nothing(room: Room) -> None:
    for _phone in range(40):
        room.admit(room.facts().code, who="192.168.0.7")

    with room.engine.connect() as connection:
        assert connection.scalar(text("select count(*) from attempts")) == 0


def test_passphrases_are_counted_before_they_are_tried_and_right_ones_given_back(room: Room) -> None:
    def tried(browser: str, number: int) -> attempt_limit.Attempt:
        return attempt_limit.passphrase(room, address="192.168.0.7", browser=browser, number=number)

    for _time in range(30):
        tried("hers", 12).give_back()
    for _time in range(10):
        assert not tried("clumsy", 12).shares
    with pytest.raises(KitError, match="many tries"):
        tried("clumsy", 40)
    at_that_seat = tried("new each time", 12).shares
    assert at_that_seat
    assert not tried("hers", 41).shares
    for number in range(50, 78):
        assert not tried(f"new for {number}", number).shares
    assert tried("new for one more", 90).shares not in ("", at_that_seat)


# -- from the code to a seat


def test_one_code_admits_to_one_seat(room: Room) -> None:
    admission = room.admit(room.facts().code, who="192.168.0.7")
    seats.take(room, admission=admission, address="192.168.0.7")

    for used in (admission, "", "guessed"):
        with pytest.raises(KitError, match="the door of this room is closed"):
            seats.take(room, admission=used, address="192.168.0.7")
    assert seats.attendance(room).joined == 1


def test_nobody_without_a_seat_comes_in_by_what_they_knew_before(room: Room, clock: Clock) -> None:
    def admitted() -> str:
        return room.admit(room.facts().code, who="192.168.0.7")

    early = admitted()
    room.close_door()
    with pytest.raises(KitError, match="the door of this room is closed"):
        seats.take(room, admission=early)
    room.open_door(datetime.timedelta(hours=4))
    with pytest.raises(KitError, match="the door of this room is closed"):
        seats.take(room, admission=early)

    slow, quick = admitted(), admitted()
    clock.pass_by(minutes=29)
    seats.take(room, admission=quick)
    clock.pass_by(minutes=2)
    with pytest.raises(KitError, match="the door of this room is closed"):
        seats.take(room, admission=slow)

    late = admitted()
    room.close()
    with pytest.raises(KitError, match="the workshop is over"):
        seats.take(room, admission=late)


def test_an_admission_that_met_a_full_room_takes_the_seat_that_comes_free(room: Room) -> None:
    taken = [seats.take(room)[0] for _seat in range(12)]
    admission = room.admit(room.facts().code, who="192.168.0.7")
    with pytest.raises(KitError, match="every seat is taken"):
        seats.take(room, admission=admission)

    seats.give_up(room, taken[0])

    assert seats.take(room, admission=admission)


def test_few_seats_are_taken_from_one_address_unless_whoever_leads_lets_more_in(room: Room, clock: Clock) -> None:
    for _seat in range(5):
        seats.take(room, address="192.168.0.7")

    with pytest.raises(KitError, match="several seats were just taken"):
        seats.take(room, address="192.168.0.7")
    seats.take(room, address="192.168.0.8")
    clock.pass_by(minutes=10, seconds=1)
    seats.take(room, address="192.168.0.7")
    for _tap in range(2):
        admissions.allow_more(room)

    assert len({seats.take(room, address="192.168.0.7")[0].id for _seat in range(5)}) == 5
    with room.engine.connect() as connection:
        assert not [who for who in connection.execute(text("select who from arrivals")).scalars() if "192.168" in who]


def test_numbers_do_not_run_out_however_often_seats_are_taken_and_erased(room: Room) -> None:
    for _time in range(120):
        seats.give_up(room, seats.take(room)[0])

    assert 10 <= seats.take(room)[0].number <= 99


def test_no_address_stands_in_the_room(room: Room) -> None:
    with pytest.raises(KitError, match="doesn't open"):
        room.admit("AAA-AAA", who="192.168.0.7")

    with room.engine.connect() as connection:
        counted = connection.execute(text("select who from attempts")).scalars().all()
    assert [len(who) for who in counted] == [64, 64]
    assert not [who for who in counted if "192.168" in who]


# -- seats


def test_a_browser_finds_its_seat_by_its_cookie_and_the_room_holds_only_a_digest(room: Room) -> None:
    seat, secret = seats.take(room)
    other, _ = seats.take(room)

    assert seats.by_cookie(room, secret) == seat != other
    assert seats.by_cookie(room, "nothing") is None
    with room.engine.connect() as connection:
        digests = connection.execute(text("select digest from cookies")).scalars().all()
    assert secret not in digests


def test_a_second_browser_of_one_person_has_the_same_seat_and_the_first_keeps_it(room: Room) -> None:
    seat, secret = seats.take(room)

    found = seats.by_number(room, seat.number)
    assert found == seat
    second = seats.new_cookie(room, seat)

    assert seats.by_cookie(room, secret) == seats.by_cookie(room, second) == seat
    assert seats.attendance(room).joined == 1


def test_a_cookie_of_another_room_opens_nothing(room: Room) -> None:
    another = Room.make(room.url, seats=3, plan="two-hours")
    seat, secret = seats.take(another)

    assert seats.by_cookie(room, secret) is None
    assert seats.by_cookie(another, secret) == seat


def test_a_full_room_says_so_and_a_seat_that_was_given_up_is_free(room: Room) -> None:
    taken = [seats.take(room)[0] for _seat in range(12)]
    assert len({seat.number for seat in taken}) == 12
    with pytest.raises(KitError, match="every seat is taken"):
        seats.take(room)

    seats.give_up(room, taken[0])

    new, _ = seats.take(room)
    assert new.number not in {seat.number for seat in taken[1:]}
    assert new.id not in {seat.id for seat in taken}


def test_how_many_are_where_is_told_only_where_it_names_nobody(room: Room, clock: Clock) -> None:
    here = [seats.take(room)[0] for _seat in range(9)]
    for seat, place in zip(here, ["boundaries/limit"] * 4 + ["want"] * 3 + ["forgive"] * 2, strict=True):
        seats.seen(room, seat, place)

    how = seats.attendance(room)

    # Two are at a page of their own; told as two, everybody would know who of the nine they are not.
    assert (how.joined, how.here, how.places, how.elsewhere) == (9, 9, {"boundaries": 4}, 5)
    clock.pass_by(minutes=3)
    assert (seats.attendance(room).here, seats.attendance(room).places) == (0, {})


def test_of_a_place_only_worksheet_and_part_are_kept(room: Room) -> None:
    seat, _ = seats.take(room)

    seats.seen(room, seat, "check-in/3f0c/for/more")

    with room.engine.connect() as connection:
        assert connection.execute(text("select place from seats")).scalars().all() == ["check-in/3f0c"]


# -- what is open


def test_one_activity_is_open_at_a_time_and_its_timer_ends_with_it(room: Room, clock: Clock) -> None:
    assert activities.now_open(room) is None
    activities.open_activity(room, "arriving")
    activities.set_timer(room, datetime.timedelta(minutes=5))
    assert activities.now_open(room) == activities.CurrentActivity(
        "arriving", clock.now + datetime.timedelta(minutes=5)
    )

    activities.open_activity(room, "limits")

    assert activities.now_open(room) == activities.CurrentActivity("limits", None)
    assert activities.done(room) == {"arriving"}
    activities.close_activity(room)
    assert activities.now_open(room) is None


def test_an_activity_can_be_opened_again(room: Room) -> None:
    activities.open_activity(room, "arriving")
    activities.close_activity(room)

    activities.open_activity(room, "arriving")

    assert activities.now_open(room) == activities.CurrentActivity("arriving", None)


def test_every_change_turns_the_room(room: Room) -> None:
    before = room.facts().turn

    activities.open_activity(room, "arriving")
    activities.close_activity(room)

    assert room.facts().turn == before + 2


# -- its end


def test_a_room_that_is_closed_lets_nobody_in_and_holds_no_answer(room: Room) -> None:
    question = WorksheetLibrary().worksheet("boundaries").question("readiness")
    assert question is not None
    seat, secret = seats.take(room)
    shared_answers.give(room, seat, QUESTION, question, 7)

    room.close()

    assert shared_answers.left_screen(room, seat) == []
    assert seats.by_cookie(room, secret) == seat, "who was there can still take their pages home"
    with pytest.raises(KitError, match="the workshop is over"):
        shared_answers.give(room, seat, QUESTION, question, 7)
    with pytest.raises(KitError, match="the workshop is over"):
        seats.take(room)
    with pytest.raises(KitError, match="the door of this room is closed"):
        room.admit(room.facts().code, who="192.168.0.7")


def test_of_a_room_that_is_deleted_nothing_is_left_in_the_database(room: Room, tmp_path: Path) -> None:
    question = WorksheetLibrary().worksheet("boundaries").question("readiness")
    assert question is not None
    seat, _ = seats.take(room)
    shared_answers.give(room, seat, QUESTION, question, 7)
    activities.open_activity(room, "arriving")

    room.delete()

    with room.engine.connect() as connection:
        names = [*tables.metadata.tables]
        assert {name: connection.scalar(text(f"select count(*) from {name}")) for name in names} == dict.fromkeys(
            names, 0
        )
    with pytest.raises(KitError, match="this room no longer exists"):
        room.facts()
    assert seat.id.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_room_is_found_by_its_name(room: Room) -> None:
    assert Room.named(room.name).facts() == room.facts()
