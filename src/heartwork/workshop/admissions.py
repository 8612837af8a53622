"""
From the code to a seat: an admission takes one seat, once, while its code still opens the room.

Seats are not people. So that one person does not take twelve, a few come from one address in ten minutes, unless
whoever leads the workshop lets more in: where phones share an address, behind a router or a proxy.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets

from sqlalchemy import Connection, delete, func, insert, select

from heartwork.problems import KitError, Problem
from heartwork.words import _
from heartwork.workshop import tables
from heartwork.workshop.doorway import RoomDoorway

__all__ = ["allow_more", "allows_more", "closed_door", "give", "holds", "note_seat", "use"]

#: How long an admission takes a seat: the time to choose a passphrase.
_CHOOSING = datetime.timedelta(minutes=30)
#: So many seats are taken from one address within so long.
_FEW, _WITHIN = 5, datetime.timedelta(minutes=10)


def closed_door() -> KitError:
    """What is said where the code opens nothing any more."""
    what = _("the door of this room is closed by now.")
    return KitError([Problem(what=what, mend=_("Ask whoever is leading the workshop to open it for you."))])


def give(room: RoomDoorway, code: str) -> str:
    """
    An admission for somebody who typed the code.

    Returns:
        What shows it; the room keeps a digest only.
    """
    secret, now = secrets.token_urlsafe(24), room.clock()
    with room.engine.begin() as connection:
        connection.execute(delete(tables.admissions).where(tables.admissions.c.at <= now - _CHOOSING))
        connection.execute(
            insert(tables.admissions).values(digest=_digest(secret), room=room.id, code=_digest(code), at=now)
        )
    return secret


def holds(room: RoomDoorway, secret: str) -> bool:
    """Whether an admission would take a seat now."""
    with room.engine.connect() as connection:
        return _holds(room, connection, secret)


def use(room: RoomDoorway, connection: Connection, secret: str) -> None:
    """
    Use an admission up, in the middle of the change that takes a seat by it.

    Raises:
        KitError: If it was used before, or the code that it was given for opens the room no more.
    """
    if not _holds(room, connection, secret):
        raise closed_door()
    connection.execute(delete(tables.admissions).where(tables.admissions.c.digest == _digest(secret)))


def note_seat(room: RoomDoorway, connection: Connection, address: str) -> None:
    """
    Note that a seat is taken from an address, in the middle of that change; only a digest of the address is kept.

    Raises:
        KitError: If too many were in a short time.
    """
    now, arrivals = room.clock(), tables.arrivals
    connection.execute(delete(arrivals).where(arrivals.c.at <= now - _WITHIN))
    salt = connection.scalar(select(tables.rooms.c.salt).where(tables.rooms.c.id == room.id))
    who = _digest(f"{salt} {address}")
    here = select(func.count()).where(arrivals.c.room == room.id, arrivals.c.who == who)
    if (connection.scalar(here) or 0) >= _FEW and not _allows_more(room, connection):
        what = _("several seats were just taken from this device, or from this network.")
        mend = _('Ask whoever is leading the workshop to tap "Let more people join from one address".')
        raise KitError([Problem(what=what, mend=mend)])
    connection.execute(insert(arrivals).values(room=room.id, who=who, at=now))


def allow_more(room: RoomDoorway) -> None:
    """From now on any number of seats are taken from one address."""
    with room.changing() as connection:
        if not _allows_more(room, connection):
            connection.execute(insert(tables.crowds).values(room=room.id))


def allows_more(room: RoomDoorway) -> bool:
    """Whether any number of seats are taken from one address."""
    with room.engine.connect() as connection:
        return _allows_more(room, connection)


def _allows_more(room: RoomDoorway, connection: Connection) -> bool:
    return connection.scalar(select(tables.crowds.c.room).where(tables.crowds.c.room == room.id)) is not None


def _holds(room: RoomDoorway, connection: Connection, secret: str) -> bool:
    facts, now, admissions = room.facts_in(connection), room.clock(), tables.admissions
    if facts.closed or facts.code_ends <= now:
        return False
    query = select(admissions.c.digest).where(
        admissions.c.digest == _digest(secret),
        admissions.c.room == room.id,
        admissions.c.code == _digest(facts.code),
        admissions.c.at > now - _CHOOSING,
    )
    return connection.scalar(query) is not None


def _digest(secret: str) -> str:
    # It is random and long, or salted: nothing slower is needed.
    return hashlib.sha256(secret.encode()).hexdigest()
