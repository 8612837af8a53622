"""
From one browser to another: a short code that somebody reads off their own page, and types in the other.

A chat opens a link in a browser of its own; a phone's battery ends. The number and the passphrase open the seat
anywhere; this spares typing them. It is worth one use within three minutes.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets

from sqlalchemy import Connection, delete, insert, select

from heartwork.normalization.codes import LETTERS, codes_in
from heartwork.workshop import tables
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat

__all__ = ["MINUTES", "give", "take"]

#: A code opens its seat for so long.
MINUTES = 3
#: Letters of a code, in two halves, as those of a slip.
_LENGTH = 8


def give(room: Room, seat: Seat) -> str:
    """
    A code for another browser of the same person; an earlier one of theirs opens nothing any more.

    Returns:
        The code; the room keeps a digest.
    """
    code = "".join(secrets.choice(LETTERS) for _letter in range(_LENGTH))
    with room.changing() as connection:
        connection.execute(delete(tables.handovers).where(tables.handovers.c.seat == seat.id))
        digest = _digest(room, connection, code)
        connection.execute(insert(tables.handovers).values(digest=digest, seat=seat.id, at=room.clock()))
    return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"


def take(room: Room, typed: str) -> Seat | None:
    """
    The seat that a code hands over, as it was typed, pasted or scanned; the code is used up by it.

    Returns:
        None where the text names no such code, or not any more.
    """
    codes = codes_in(typed, letters=LETTERS, length=_LENGTH)
    if not codes:
        return None
    handovers, seats = tables.handovers, tables.seats
    with room.changing() as connection:
        past = room.clock() - datetime.timedelta(minutes=MINUTES)
        connection.execute(delete(handovers).where(handovers.c.at <= past))
        query = (
            select(seats.c.id, seats.c.number, handovers.c.digest)
            .join(handovers, handovers.c.seat == seats.c.id)
            .where(
                seats.c.room == room.id,
                seats.c.erased.is_(None),
                handovers.c.digest.in_([_digest(room, connection, code) for code in codes]),
            )
        )
        found = connection.execute(query.limit(1)).one_or_none()
        if found is None:
            return None
        connection.execute(delete(handovers).where(handovers.c.digest == found.digest))
    return Seat(found.id, found.number)


def _digest(room: Room, connection: Connection, code: str) -> str:
    salt = connection.scalar(select(tables.rooms.c.salt).where(tables.rooms.c.id == room.id))
    return hashlib.sha256(f"{salt} handover {code}".encode()).hexdigest()
