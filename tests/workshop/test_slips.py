"""Slips of paper: one seat each, once; withdrawn, kept over a restart, and gone with the workshop."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from sqlalchemy import MetaData, create_engine, text

from heartwork.errors import KitError
from heartwork.workshop import admissions, seats, slips
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat

WHO = "192.168.0.7"


@pytest.fixture
def room(url: str) -> Iterator[Room]:
    room = Room.make(url, seats=12, plan="ninety-minutes")
    yield room
    room.engine.dispose()


def _sits(room: Room, code: str) -> Seat:
    return seats.take(room, admission=room.admit(code, who=WHO), address=WHO)[0]


def test_a_slip_takes_one_seat_once(room: Room) -> None:
    slip, other = slips.issue(room, 2)

    _sits(room, slip)

    with pytest.raises(KitError, match="that slip has been used"):
        room.admit(slip, who=WHO)
    assert slips.count(room) == slips.SlipCount(unused=1, used=1)
    _sits(room, other)
    assert seats.attendance(room).joined == 2


def test_a_slip_that_was_read_in_two_browsers_takes_one_seat(room: Room) -> None:
    (slip,) = slips.issue(room, 1)
    in_the_chat, in_safari = room.admit(slip, who=WHO), room.admit(slip, who=WHO)

    seats.take(room, admission=in_safari)

    with pytest.raises(KitError, match="that slip has been used"):
        seats.take(room, admission=in_the_chat)
    assert seats.attendance(room).joined == 1


def test_where_a_room_uses_slips_the_code_on_the_wall_admits_nobody(room: Room) -> None:
    early = room.admit(room.facts().code, who=WHO)
    slips.set_required(room, True)
    (slip,) = slips.issue(room, 1)

    with pytest.raises(KitError, match="this room uses slips"):
        room.admit(room.facts().code, who=WHO)
    with pytest.raises(KitError, match="this room uses slips"):
        seats.take(room, admission=early)
    _sits(room, slip)
    slips.set_required(room, False)
    _sits(room, room.facts().code)


ALONE = ["{}", "{} ", "“{}”"]
AROUND = ["The code is {}.", "http://192.168.0.7:8888/enter?code={}", "código: {}"]


@pytest.mark.parametrize(
    ("typed", "dash"),
    [(typed, dash) for typed in ALONE for dash in "-–‑ "]
    + [(typed, "-") for typed in AROUND]
    + [("{}", ""), ("{}", "\u200b-")],
)
@pytest.mark.parametrize("lower", [True, False])
def test_the_code_of_a_slip_is_read_as_phones_make_it(room: Room, typed: str, dash: str, lower: bool) -> None:
    code = slips.issue(room, 1)[0].replace("-", dash)

    _sits(room, typed.format(code.lower() if lower else code))


def test_more_are_printed_later_and_those_not_used_are_withdrawn(room: Room) -> None:
    first = slips.issue(room, 3)
    sits, waiting = _sits(room, first[0]), room.admit(first[1], who=WHO)

    assert slips.withdraw_unused(room) == 2

    (later,) = slips.issue(room, 1)
    with pytest.raises(KitError, match="that code doesn't open this room"):
        room.admit(first[2], who=WHO)
    with pytest.raises(KitError):
        seats.take(room, admission=waiting)
    _sits(room, later)
    assert seats.by_number(room, sits.number) == sits


def test_there_is_a_seat_for_every_slip(room: Room) -> None:
    for _person in range(10):
        seats.take(room)

    for code in slips.issue(room, 7):
        _sits(room, code)

    assert room.facts().seats == seats.attendance(room).joined == 17


def test_no_more_slips_are_out_than_a_workshop_has_seats(room: Room) -> None:
    slips.issue(room, 300)

    with pytest.raises(KitError, match="at most 300 unused slips"):
        slips.issue(room, 1)
    slips.withdraw_unused(room)
    assert len(set(slips.issue(room, 300))) == 300


def test_slips_open_nothing_while_the_door_is_closed(room: Room) -> None:
    (slip,) = slips.issue(room, 1)
    admitted = room.admit(slip, who=WHO)
    room.close_door()

    with pytest.raises(KitError, match="the door of this room is closed"):
        room.admit(slip, who=WHO)
    with pytest.raises(KitError, match="the door of this room is closed"):
        seats.take(room, admission=admitted)
    room.open_door(datetime.timedelta(minutes=30))
    _sits(room, slip)


def test_slips_go_on_when_the_server_is_started_again_and_end_with_the_workshop(room: Room) -> None:
    slips.set_required(room, True)
    (slip, other) = slips.issue(room, 2)
    again = Room.still_open(room.url)

    assert again is not None
    assert slips.required(again)
    assert again.facts().seats == 12
    _sits(again, slip)
    again.close()

    assert slips.count(room) == slips.SlipCount(unused=0, used=0)
    with pytest.raises(KitError):
        room.admit(other, who=WHO)
    again.engine.dispose()


def test_slips_are_many_guesses_away_and_guesses_are_counted(room: Room) -> None:
    slips.issue(room, 300)
    for _guess in range(15):
        with pytest.raises(KitError, match="that code doesn't open this room"):
            room.admit("K7MQ-4TWX", who=WHO, browser="guesses")

    with pytest.raises(KitError, match="many tries"):
        room.admit("K7MQ-4TWX", who=WHO, browser="guesses")


def test_neither_codes_nor_which_slip_took_which_seat_or_when_is_in_the_room(room: Room) -> None:
    codes = slips.issue(room, 4)
    before = _tables(room)
    seat = _sits(room, codes[2])
    after = _tables(room)

    for code in codes:
        assert code.replace("-", "") not in str(after).replace("-", "")
    assert sorted(after["slips"][0]) == ["digest", "room", "used"]
    # All that tells of the slip: that one is used. Nothing of the seat says which.
    used = [row for row in after["slips"] if row["used"]]
    assert len(used) == 1
    digest = used[0]["digest"]
    assert not [name for name, rows in after.items() if name != "slips" and digest in str(rows)]
    assert not [row for row in after["slips"] if seat.id in str(row)]
    assert {name for name in after if after[name] != before[name]} <= {
        "rooms",
        "seats",
        "cookies",
        "slips",
        "slip_seats",
    }
    assert after["slip_seats"] == [{"seat": seat.id}]


def _tables(room: Room) -> dict[str, list[dict[str, object]]]:
    """Everything that the database holds."""
    engine, known = create_engine(room.url), MetaData()
    known.reflect(engine)
    with engine.connect() as connection:
        found = {
            name: [dict(row._mapping) for row in connection.execute(table.select())]
            for name, table in known.tables.items()
        }
    engine.dispose()
    return found


def test_somebody_whose_workbook_could_not_be_made_takes_another_seat_with_the_same_slip(room: Room) -> None:
    slips.set_required(room, True)
    (slip,) = slips.issue(room, 1)
    seat, without = _sits(room, slip), seats.take(room)[0]

    admission = admissions.instead_of(room, seat.id)
    seats.give_up(room, seat)
    taken = seats.take(room, admission=admission)[0]

    assert admissions.instead_of(room, without.id) == ""
    with room.engine.connect() as connection:
        assert slips.has_slip(connection, taken.id)
        assert connection.scalar(text("select count(*) from slips where not used")) == 0
    with pytest.raises(KitError):
        seats.take(room, admission=admission)
