"""
From the code, or a slip, to a seat: an admission takes one seat, once, while the code still opens the room.

Seats are not people. So that one person does not take twelve, a few come from one address in ten minutes, unless
whoever leads the workshop lets more in: where phones share an address, behind a router or a proxy.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets

from sqlalchemy import Connection, delete, func, insert, select

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.workshop import admission_requests, slips, tables
from heartwork.workshop.admission_requests import Wish
from heartwork.workshop.admission_room import AdmissionRoom

__all__ = [
    "SeveralSeatsError",
    "allow_more",
    "allows_more",
    "closed_door",
    "give",
    "instead_of",
    "note_seat",
    "refusal",
    "slip_needed",
    "use",
    "used_slip",
]

#: How long an admission takes a seat: the time to choose a passphrase.
_CHOOSING = datetime.timedelta(minutes=30)
#: So many seats are taken from one address within so long.
_FEW, _WITHIN = 5, datetime.timedelta(minutes=10)


def closed_door() -> KitError:
    """What is said where the code opens nothing any more."""
    what = _("the door of this room is closed now.")
    return KitError([Problem(what=what, mend=_("Ask whoever is leading the workshop to open it for you."))])


def slip_needed() -> KitError:
    """What is said to the code of the room where it admits nobody."""
    what = _("this room uses slips: the code on the wall lets nobody in.")
    return KitError([Problem(what=what, mend=_("Type the code of your slip, or ask whoever is leading for one."))])


def used_slip() -> KitError:
    """What is said to a slip that took a seat."""
    what = _("that slip has been used: it opens one seat, once.")
    mend = _(
        "If that was you, come back with the number of your seat and your passphrase. "
        "If it wasn't, ask whoever is leading the workshop for another slip."
    )
    return KitError([Problem(what=what, mend=mend)])


def give(room: AdmissionRoom, code: str, *, slip: str | None = None) -> str:
    """
    An admission for somebody who typed the code.

    Args:
        room: The room.
        code: The code of the room.
        slip: The digest of the slip that they have, where they typed that.

    Returns:
        What shows it; the room keeps a digest only.
    """
    with room.engine.begin() as connection:
        return _give(room, connection, slip or _digest(code))


def instead_of(room: AdmissionRoom, seat: str) -> str:
    """
    An admission for somebody whose seat was taken with a slip, and whose workbook could not be made.

    Returns:
        As `give`; empty for a seat without a slip.
    """
    with room.changing() as connection:
        if not slips.has_slip(connection, seat):
            return ""
        return _give(room, connection, slips.replacement(room, connection))


def refusal(room: AdmissionRoom, secret: str) -> KitError | None:
    """Why an admission would take no seat now; None where it would."""
    with room.engine.connect() as connection:
        return None if _holds(room, connection, secret) else _why_not(room, connection, secret)


def use(room: AdmissionRoom, connection: Connection, secret: str) -> bool:
    """
    Use an admission up, in the middle of the change that takes a seat by it; and its slip, where it has one.

    Returns:
        Whether it was given for a slip.

    Raises:
        KitError: If it was used before, its slip was used or withdrawn meanwhile, or the code that it was given for
            opens the room no more.
    """
    if not _holds(room, connection, secret):
        raise _why_not(room, connection, secret)
    code = _code_of(connection, secret)
    connection.execute(delete(tables.admissions).where(tables.admissions.c.digest == _digest(secret)))
    return slips.use(room, connection, code)


def _why_not(room: AdmissionRoom, connection: Connection, secret: str) -> KitError:
    """Why an admission takes no seat."""
    facts, code = room.facts_in(connection), _code_of(connection, secret)
    if slips.is_used(room, connection, code):
        return used_slip()
    if code == _digest(facts.code) and not facts.closed and slips.required_in(room, connection):
        return slip_needed()
    return closed_door()


class SeveralSeatsError(KitError):
    """Several seats were just taken from one address; whoever leads the workshop can let one more in."""


def note_seat(room: AdmissionRoom, connection: Connection, address: str, browser: str = "") -> None:
    """
    Note that a seat is taken from an address, in the middle of that change; only a digest of the address is kept.

    Args:
        room: The room.
        connection: The change.
        address: Of the device.
        browser: What tells its browser from others: it may have asked for one more, and got a yes.

    Raises:
        SeveralSeatsError: If too many were in a short time.
    """
    now, arrivals = room.clock(), tables.arrivals
    connection.execute(delete(arrivals).where(arrivals.c.at <= now - _WITHIN))
    salt = connection.scalar(select(tables.rooms.c.salt).where(tables.rooms.c.id == room.id))
    who = _digest(f"{salt} {address}")
    here = select(func.count()).where(arrivals.c.room == room.id, arrivals.c.who == who)
    full = (connection.scalar(here) or 0) >= _FEW and not _allows_more(room, connection)
    if full and not admission_requests.use(room, connection, Wish.MORE_SEATS, browser=browser):
        what = _("several seats were just taken from this device, or from this network.")
        mend = _("Whoever is leading the workshop can let one more in, with one tap.")
        raise SeveralSeatsError([Problem(what=what, mend=mend)])
    connection.execute(insert(arrivals).values(room=room.id, who=who, at=now))


def allow_more(room: AdmissionRoom) -> None:
    """From now on any number of seats are taken from one address."""
    with room.changing() as connection:
        if not _allows_more(room, connection):
            connection.execute(insert(tables.crowds).values(room=room.id))


def allows_more(room: AdmissionRoom) -> bool:
    """Whether any number of seats are taken from one address."""
    with room.engine.connect() as connection:
        return _allows_more(room, connection)


def _allows_more(room: AdmissionRoom, connection: Connection) -> bool:
    return connection.scalar(select(tables.crowds.c.room).where(tables.crowds.c.room == room.id)) is not None


def _holds(room: AdmissionRoom, connection: Connection, secret: str) -> bool:
    facts, now, admissions = room.facts_in(connection), room.clock(), tables.admissions
    if facts.closed or facts.code_ends <= now:
        return False
    query = select(admissions.c.code).where(
        admissions.c.digest == _digest(secret), admissions.c.room == room.id, admissions.c.at > now - _CHOOSING
    )
    code = connection.scalar(query)
    if code is None:
        return False
    if code == _digest(facts.code):
        return not slips.required_in(room, connection)
    return slips.is_unused(room, connection, code)


def _give(room: AdmissionRoom, connection: Connection, code: str) -> str:
    secret, now = secrets.token_urlsafe(24), room.clock()
    connection.execute(delete(tables.admissions).where(tables.admissions.c.at <= now - _CHOOSING))
    connection.execute(insert(tables.admissions).values(digest=_digest(secret), room=room.id, code=code, at=now))
    return secret


def _code_of(connection: Connection, secret: str) -> str:
    """The digest of the code that an admission was given for; empty where there is no such admission."""
    admissions = tables.admissions.c
    return connection.scalar(select(admissions.code).where(admissions.digest == _digest(secret))) or ""


def _digest(secret: str) -> str:
    # It is random and long, or salted: nothing slower is needed.
    return hashlib.sha256(secret.encode()).hexdigest()
