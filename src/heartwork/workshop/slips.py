"""
Slips of paper, one a chair: a code on each, which takes one seat, once.

With a code on the wall one person can take several seats. Where a room uses slips, that code admits nobody; so a seat
takes a slip, and somebody has put the slips on the chairs. The room keeps a digest of each code and whether it was
used. Which slip took which seat, and when, is kept nowhere.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.normalization.codes import LETTERS, codes_in
from heartwork.workshop import tables
from heartwork.workshop.admission_room import AdmissionRoom

__all__ = [
    "MOST",
    "SlipCount",
    "count",
    "has_slip",
    "is_unused",
    "is_used",
    "issue",
    "matching",
    "note_seat",
    "replacement",
    "required",
    "set_required",
    "use",
    "withdraw_unused",
]

#: Letters of a code, in two halves: `K7MQ-4TWX`. Of 78 thousand million, a browser tries 15 in two minutes.
_LENGTH = 8
#: So many slips that were not used are there at the most: as many as a workshop may have seats.
MOST = 300


@dataclass(frozen=True, slots=True)
class SlipCount:
    """
    How many slips there are.

    Args:
        unused: Printed, neither used nor withdrawn.
        used: Those that took a seat.
    """

    unused: int
    used: int


def required(room: AdmissionRoom) -> bool:
    """Whether a seat takes a slip now."""
    with room.engine.connect() as connection:
        return required_in(room, connection)


def required_in(room: AdmissionRoom, connection: Connection) -> bool:
    """The same, in the middle of a change."""
    query = select(tables.slip_rooms.c.room).where(tables.slip_rooms.c.room == room.id)
    return connection.scalar(query) is not None


def set_required(room: AdmissionRoom, is_required: bool) -> None:
    """From now on a seat takes a slip; or the code on the wall admits again, besides the slips."""
    with room.changing() as connection:
        connection.execute(delete(tables.slip_rooms).where(tables.slip_rooms.c.room == room.id))
        if is_required:
            connection.execute(insert(tables.slip_rooms).values(room=room.id))


def issue(room: AdmissionRoom, how_many: int) -> list[str]:
    """
    Make slips. Where they are more than the seats that are free, seats are added.

    Args:
        room: The room.
        how_many: How many, 1 to `MOST`.

    Returns:
        Their codes, for the printer and nobody else: the room keeps digests.

    Raises:
        KitError: If there would be more than `MOST` that are not used, or the workshop is over.
    """
    with room.changing() as connection:
        if room.facts_in(connection).closed:
            raise KitError([Problem(what=_("the workshop is over."), mend=_("Nobody can join any more."))])
        unused = _count(room, connection).unused
        if not 0 < how_many <= MOST - unused:
            what = _("there can be at most {most} unused slips, and {unused} haven't been used yet.").format(
                most=MOST, unused=unused
            )
            raise KitError([Problem(what=what, mend=_("Print fewer, or withdraw the ones that weren't used first."))])
        codes = [_new(room, connection) for _slip in range(how_many)]
        room.seat_at_least(connection, unused + how_many)
    return codes


def withdraw_unused(room: AdmissionRoom) -> int:
    """Slips that were not used admit nobody from now on; how many they were."""
    with room.changing() as connection:
        unused = _count(room, connection).unused
        connection.execute(delete(tables.slips).where(tables.slips.c.room == room.id, ~tables.slips.c.used))
    return unused


def count(room: AdmissionRoom) -> SlipCount:
    """How many there are."""
    with room.engine.connect() as connection:
        return _count(room, connection)


def matching(room: AdmissionRoom, connection: Connection, typed: str) -> str | None:
    """
    The slip that a text names, as it was typed, pasted or read by a camera; see `codes_in`.

    Returns:
        Its digest; None where the text names no slip of this room.
    """
    digests = [_digest(room, connection, code) for code in codes_in(typed, letters=LETTERS, length=_LENGTH)]
    query = select(tables.slips.c.digest).where(tables.slips.c.room == room.id, tables.slips.c.digest.in_(digests))
    return connection.scalar(query.limit(1))


def is_used(room: AdmissionRoom, connection: Connection, digest: str) -> bool:
    """Whether it is a slip that took a seat."""
    return _used(room, connection, digest) is True


def is_unused(room: AdmissionRoom, connection: Connection, digest: str) -> bool:
    """Whether it is a slip that can still take a seat; one that was withdrawn is none any more."""
    return _used(room, connection, digest) is False


def use(room: AdmissionRoom, connection: Connection, digest: str) -> bool:
    """
    Use a slip up, in the middle of the change that takes a seat by it.

    Returns:
        Whether it is one.
    """
    mine = (tables.slips.c.room == room.id) & (tables.slips.c.digest == digest)
    return connection.execute(update(tables.slips).where(mine).values(used=True)).rowcount > 0


def note_seat(connection: Connection, seat: str) -> None:
    """Note that a seat was taken with a slip, in the middle of that change."""
    connection.execute(insert(tables.slip_seats).values(seat=seat))


def has_slip(connection: Connection, seat: str) -> bool:
    """Whether a seat was taken with a slip."""
    return connection.scalar(select(tables.slip_seats.c.seat).where(tables.slip_seats.c.seat == seat)) is not None


def replacement(room: AdmissionRoom, connection: Connection) -> str:
    """A slip that nobody printed, for somebody whose seat was taken and could not be made; its digest."""
    return _digest(room, connection, _new(room, connection))


def _new(room: AdmissionRoom, connection: Connection) -> str:
    code = "".join(secrets.choice(LETTERS) for _letter in range(_LENGTH))
    connection.execute(insert(tables.slips).values(digest=_digest(room, connection, code), room=room.id, used=False))
    return f"{code[: _LENGTH // 2]}-{code[_LENGTH // 2 :]}"


def _used(room: AdmissionRoom, connection: Connection, digest: str) -> bool | None:
    slips = tables.slips.c
    return connection.scalar(select(slips.used).where(slips.room == room.id, slips.digest == digest))


def _count(room: AdmissionRoom, connection: Connection) -> SlipCount:
    slips = tables.slips.c
    query = select(slips.used, func.count()).where(slips.room == room.id).group_by(slips.used)
    found = {bool(used): many for used, many in connection.execute(query)}
    return SlipCount(unused=found.get(False, 0), used=found.get(True, 0))


def _digest(room: AdmissionRoom, connection: Connection, code: str) -> str:
    salt = connection.scalar(select(tables.rooms.c.salt).where(tables.rooms.c.id == room.id))
    return hashlib.sha256(f"{salt} slip {code.replace('-', '')}".encode()).hexdigest()
