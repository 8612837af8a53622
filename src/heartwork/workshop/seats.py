"""Seats: taken, found again, seen at a page, given up; and how many are where, without naming anybody."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, insert, select, update

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.workshop import admissions, slips, tables
from heartwork.workshop.room import Room

__all__ = [
    "AWAY",
    "Attendance",
    "Seat",
    "attendance",
    "by_cookie",
    "by_number",
    "everyone",
    "give_up",
    "new_cookie",
    "seen",
    "take",
]

#: Fewer than so many people at one place are not counted there: a number might name one of them.
_TOO_FEW = 3
#: Who was not heard of for so long is away: a phone is locked, a page was left.
AWAY = datetime.timedelta(minutes=2)
#: A page says where it is every few seconds; that it is still there is noted less often.
_NOTED = datetime.timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Seat:
    """
    One seat.

    Args:
        id: Random; also the name of the folder of its workbook.
        number: What a person remembers it by, 10 to 999; random, so that it does not say who came first.
    """

    id: str
    number: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """
    How it goes, as counts.

    Args:
        joined: Seats taken and not given up.
        here: Of them, how many were heard of lately.
        places: How many are at which worksheet.
        elsewhere: How many are at others, where there are fewer than can be said of any; never so few themselves.
    """

    joined: int
    here: int
    places: Mapping[str, int]
    elsewhere: int


def take(room: Room, *, admission: str | None = None, address: str = "", browser: str = "") -> tuple[Seat, str]:
    """
    Take a seat.

    Args:
        room: The room.
        admission: What `Room.admit` gave to who typed the code, used up by this; None for whoever runs the room.
        address: Of the device that takes it; only a digest is kept, for some minutes. A slip needs none: it is one
            seat wherever it is used.
        browser: What tells its browser from others at that address.

    Returns:
        The seat, and the secret for the cookie of this browser; the room keeps only a digest of it.

    Raises:
        KitError: If all seats are taken, the room is closed, the admission takes none any more, or many were taken
            from that address just now.
    """
    with room.changing() as connection:
        facts = room.facts_in(connection)
        taken = set(connection.scalars(select(tables.seats.c.number).where(tables.seats.c.room == room.id)))
        if facts.closed:
            raise KitError([Problem(what=_("the workshop is over."), mend=_("Nobody can join any more."))])
        by_slip = admission is not None and admissions.use(room, connection, admission)
        if len(taken) >= facts.seats:
            what = _("every seat is taken.")
            raise KitError([Problem(what=what, mend=_("Ask whoever is leading the workshop to add more."))])
        if address and not by_slip:
            admissions.note_seat(room, connection, address, browser)
        highest = 99 if len(taken) < 60 else 999
        number = secrets.choice([free for free in range(10, highest + 1) if free not in taken])
        seat, now = Seat(str(uuid.uuid4()), number), room.clock()
        connection.execute(
            insert(tables.seats).values(id=seat.id, room=room.id, number=number, joined=now, seen=now, place="")
        )
        if by_slip:
            slips.note_seat(connection, seat.id)
        return seat, _cookie(connection, seat)


def new_cookie(room: Room, seat: Seat) -> str:
    """The secret for the cookie of another browser that a person came back with; earlier ones go on."""
    with room.changing() as connection:
        return _cookie(connection, seat)


def by_cookie(room: Room, secret: str) -> Seat | None:
    """The seat of a browser; None when there is none, or it was given up."""
    query = (
        select(tables.seats.c.id, tables.seats.c.number)
        .join(tables.cookies, tables.cookies.c.seat == tables.seats.c.id)
        .where(tables.cookies.c.digest == _digest(secret))
    )
    return _found(room, query)


def by_number(room: Room, number: int) -> Seat | None:
    """
    The seat of a number: somebody comes back without a cookie.

    They say their passphrase too, which only the seat's own key tells right from wrong (`own_workbook.open_again`);
    so the same passphrase does for two people.
    """
    return _found(room, select(tables.seats.c.id, tables.seats.c.number).where(tables.seats.c.number == number))


def seen(room: Room, seat: Seat, place: str) -> None:
    """Note that a seat is at a page; of the place only the ids of worksheet and part are kept."""
    now, place = room.clock(), "/".join(place.split("/")[:2])[:128]
    with room.engine.begin() as connection:
        connection.execute(
            update(tables.seats)
            .where(tables.seats.c.id == seat.id, (tables.seats.c.place != place) | (tables.seats.c.seen < now - _NOTED))
            .values(seen=now, place=place)
        )


def everyone(room: Room) -> list[Seat]:
    """All seats that were taken and not given up, in no order that says anything."""
    query = select(tables.seats.c.id, tables.seats.c.number).where(
        tables.seats.c.room == room.id, tables.seats.c.erased.is_(None)
    )
    with room.engine.connect() as connection:
        return [Seat(row.id, row.number) for row in connection.execute(query.order_by(tables.seats.c.id))]


def give_up(room: Room, seat: Seat) -> None:
    """
    A person erased what they wrote here: what they gave and was not shown yet is gone too, and so are their cookies.

    What was shown stays as it was shown: nobody's answer is in it any more.
    """
    with room.changing() as connection:
        # Their number is free again too.
        connection.execute(delete(tables.seats).where(tables.seats.c.room == room.id, tables.seats.c.id == seat.id))
    room.wipe()


def attendance(room: Room) -> Attendance:
    """How many are here, and where, as counts that name nobody."""
    query = select(tables.seats.c.place, tables.seats.c.seen)
    with room.engine.connect() as connection:
        rows = connection.execute(query.where(tables.seats.c.room == room.id, tables.seats.c.erased.is_(None))).all()
    lately = room.clock() - AWAY
    here = [row.place.partition("/")[0] for row in rows if row.seen >= lately]
    counts = Counter(here)
    places = {place: count for place, count in counts.most_common() if place and count >= _TOO_FEW}
    # What is left over must not be so few either: the smallest place goes with it.
    while places and 0 < len(here) - sum(places.values()) < _TOO_FEW:
        del places[min(places, key=lambda place: places[place])]
    return Attendance(joined=len(rows), here=len(here), places=places, elsewhere=len(here) - sum(places.values()))


def _found(room: Room, query: object) -> Seat | None:
    with room.engine.connect() as connection:
        row: Row[tuple[str, int]] | None = connection.execute(
            query.where(tables.seats.c.room == room.id, tables.seats.c.erased.is_(None))  # type: ignore[attr-defined]
        ).one_or_none()
    return None if row is None else Seat(row.id, row.number)


def _cookie(connection: Connection, seat: Seat) -> str:
    secret = secrets.token_urlsafe(32)
    connection.execute(insert(tables.cookies).values(digest=_digest(secret), seat=seat.id))
    return secret


def _digest(secret: str) -> str:
    # It is random and long: nothing slower is needed.
    return hashlib.sha256(secret.encode()).hexdigest()
