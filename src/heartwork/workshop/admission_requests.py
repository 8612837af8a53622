"""
What somebody at the door asks of whoever leads the workshop: one more seat from a device, or to be let back in.

Their page shows a sign of three letters; the page of whoever leads shows the same sign with a button. They look at the
phone in front of them and tap. Nothing else is told: no number of a seat, and nothing that was written.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.normalization.codes import LETTERS
from heartwork.workshop import tables
from heartwork.workshop.admission_room import AdmissionRoom

__all__ = ["AdmissionRequest", "Wish", "ask", "grant", "open_requests", "put_aside", "use"]

#: How long a request stands.
_LASTS = datetime.timedelta(minutes=15)
#: So many stand at once: from one address, and in all.
_OF_ADDRESS, _OF_ALL = 3, 20
#: No vowels: no sign is a word.
_SIGN = [letter for letter in LETTERS if letter not in "AEY"]


class Wish(Enum):
    """What is asked for, and how often a yes may be used."""

    MORE_SEATS = "seat"
    LOST_NUMBER = "back"

    @property
    def uses(self) -> int:
        """One seat; or three tries with a passphrase."""
        return 1 if self is Wish.MORE_SEATS else 3


@dataclass(frozen=True, slots=True)
class AdmissionRequest:
    """
    Something that is asked for and not granted yet.

    Args:
        id: In the database.
        wish: What.
        sign: What the page of whoever asks shows, and this page too.
    """

    id: int
    wish: Wish
    sign: str


def ask(room: AdmissionRoom, wish: Wish, *, address: str, browser: str) -> str:
    """
    Ask; once more is the same request.

    Args:
        room: The room.
        wish: What for.
        address: Of the device; only a digest is kept, of this and of the next.
        browser: What tells their browser from others.

    Returns:
        The sign.

    Raises:
        KitError: If many ask at this moment.
    """
    requests, now = tables.door_requests, room.clock()
    with room.changing() as connection:
        connection.execute(delete(requests).where(requests.c.at <= now - _LASTS))
        who, where = _digest(room, connection, browser), _digest(room, connection, address)
        mine = (requests.c.room == room.id) & (requests.c.wish == wish.value) & (requests.c.who == who)
        known: str | None = connection.scalar(select(requests.c.sign).where(mine))
        if known is not None:
            return known
        all_ = select(func.count()).where(requests.c.room == room.id, requests.c.left.is_(None))
        at_address = all_.where(requests.c.address == where)
        if (connection.scalar(at_address) or 0) >= _OF_ADDRESS or (connection.scalar(all_) or 0) >= _OF_ALL:
            what = _("others are asking at this moment.")
            raise KitError(
                [Problem(what=what, mend=_("Wait a little, or speak with whoever is leading the workshop."))]
            )
        taken = set(connection.scalars(select(requests.c.sign).where(requests.c.room == room.id)))
        sign = _new_sign(taken)
        values = {"wish": wish.value, "sign": sign, "who": who, "address": where, "at": now, "left": None}
        connection.execute(insert(requests).values(room=room.id, **values))
    return sign


def open_requests(room: AdmissionRoom) -> list[AdmissionRequest]:
    """What is asked for and was not granted, the first one first."""
    requests = tables.door_requests.c
    query = select(requests.id, requests.wish, requests.sign).where(
        requests.room == room.id, requests.left.is_(None), requests.at > room.clock() - _LASTS
    )
    with room.engine.connect() as connection:
        rows = connection.execute(query.order_by(requests.id)).all()
    return [AdmissionRequest(row.id, Wish(row.wish), row.sign) for row in rows]


def grant(room: AdmissionRoom, request: AdmissionRequest) -> None:
    """Say yes to one."""
    requests = tables.door_requests
    mine = (requests.c.room == room.id) & (requests.c.id == request.id) & requests.c.left.is_(None)
    with room.changing() as connection:
        connection.execute(update(requests).where(mine).values(left=request.wish.uses, at=room.clock()))


def put_aside(room: AdmissionRoom, requests: Iterable[AdmissionRequest]) -> None:
    """Say no to some; nobody is told, they may ask once more."""
    ids = [request.id for request in requests]
    with room.changing() as connection:
        columns = tables.door_requests.c
        connection.execute(delete(tables.door_requests).where(columns.room == room.id, columns.id.in_(ids)))


def use(room: AdmissionRoom, connection: Connection, wish: Wish, *, browser: str) -> bool:
    """
    Use a yes once, in the middle of a change; whether there was one.

    Counted before what it is for is done, as every try is.
    """
    requests = tables.door_requests
    mine = _mine(room, connection, wish, browser)
    left = _left(room, connection, wish, browser)
    if left > 1:
        connection.execute(update(requests).where(mine).values(left=left - 1))
    elif left == 1:
        connection.execute(delete(requests).where(mine))
    return left > 0


def _left(room: AdmissionRoom, connection: Connection, wish: Wish, browser: str) -> int:
    requests = tables.door_requests.c
    query = select(requests.left).where(_mine(room, connection, wish, browser), requests.at > room.clock() - _LASTS)
    return connection.scalar(query) or 0


def _mine(room: AdmissionRoom, connection: Connection, wish: Wish, browser: str) -> ColumnElement[bool]:
    requests = tables.door_requests.c
    who = _digest(room, connection, browser)
    return (requests.room == room.id) & (requests.wish == wish.value) & (requests.who == who)


def _new_sign(taken: set[str]) -> str:
    while True:
        sign = "".join(secrets.choice(_SIGN) for _letter in range(3))
        if sign not in taken:
            return sign


def _digest(room: AdmissionRoom, connection: Connection, whose: str) -> str:
    salt = connection.scalar(select(tables.rooms.c.salt).where(tables.rooms.c.id == room.id))
    return hashlib.sha256(f"{salt} asks {whose}".encode()).hexdigest()
