"""
Tries with a code or a passphrase: counted before they are made, and given back where they were right.

What is counted only afterwards can be tried a hundred times at once. Each browser has few tries, and then waits two
minutes. A whole room may be behind one address; so an address is never locked: where many tries came from it, further
ones are slow, one after the other (`heartwork.server.workshop.shared_address_queue`).
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.workshop import tables
from heartwork.workshop.admission_room import AdmissionRoom

__all__ = ["Attempt", "code", "passphrase"]

#: Wrong tries within so long.
_WITHIN = datetime.timedelta(minutes=2)
#: Codes: of one browser; and of one address, before they become slow.
_CODES_OF_ONE, _CODES_OF_ADDRESS = 15, 40
#: Passphrases: of one browser; and of one address, and at one seat from one address, before they become slow.
_PASSPHRASES_OF_ONE, _PASSPHRASES_OF_ADDRESS, _PASSPHRASES_AT_SEAT = 10, 40, 10


@dataclass(frozen=True, slots=True)
class Attempt:
    """
    A try that was counted.

    Args:
        room: The room.
        rows: What was noted of it.
        shares: What it has in common with so many others that it waits its turn among them; empty where it needn't.
    """

    room: AdmissionRoom
    rows: tuple[int, ...]
    shares: str = ""

    def give_back(self) -> None:
        """It was right, or was not made: it counts no more."""
        with self.room.engine.begin() as connection:
            connection.execute(delete(tables.attempts).where(tables.attempts.c.id.in_(self.rows)))


def code(room: AdmissionRoom, *, address: str, browser: str) -> Attempt:
    """
    Count a try with a code.

    Args:
        room: The room.
        address: Of the device that tries; only a digest is kept, of this and of all that follow.
        browser: What tells its browser from others at that address; empty where it sends nothing.

    Raises:
        KitError: If there were too many of them.
    """
    return _count(room, (f"code {address} {browser}", _CODES_OF_ONE), [(f"code {address}", _CODES_OF_ADDRESS)])


def passphrase(room: AdmissionRoom, *, address: str, browser: str, number: int | None) -> Attempt:
    """
    Count a try with a passphrase.

    Args:
        room: As for `code`.
        address: As for `code`.
        browser: As for `code`.
        number: Of the seat that it is tried at, whether there is such a seat or not.

    Raises:
        KitError: If there were too many of them.
    """
    shared = [
        (f"passphrase {address} at {number}", _PASSPHRASES_AT_SEAT),
        (f"passphrase {address}", _PASSPHRASES_OF_ADDRESS),
    ]
    return _count(room, (f"passphrase {address} {browser}", _PASSPHRASES_OF_ONE), shared)


def _count(room: AdmissionRoom, own: tuple[str, int], shared: Sequence[tuple[str, int]]) -> Attempt:
    now, attempts = room.clock(), tables.attempts
    rows, over = [], []
    with room.engine.begin() as connection:
        # One after the other: where nobody waits, tries at the same moment do not see each other. SQLite has one writer
        # anyway, and waits at the next line.
        mine = select(tables.rooms.c.salt).where(tables.rooms.c.id == room.id)
        salt = connection.scalar(mine.with_for_update(key_share=True))
        connection.execute(delete(attempts).where(attempts.c.at <= now - _WITHIN))
        for whose, allowed in (own, *shared):
            digest = hashlib.sha256(f"{salt} {whose}".encode()).hexdigest()
            made = connection.execute(insert(attempts).values(room=room.id, who=digest, at=now))
            rows.append(int(made.inserted_primary_key[0]))  # type: ignore[index]  # it has one
            counted = select(func.count()).where(attempts.c.room == room.id, attempts.c.who == digest)
            if (connection.scalar(counted) or 0) > allowed:
                over.append(whose)
    attempt = Attempt(room, tuple(rows), next((whose for whose in over if whose != own[0]), ""))
    if own[0] in over:
        attempt.give_back()
        what = _("there were many tries from this device.")
        raise KitError([Problem(what=what, mend=_("Wait two minutes, then try again."))])
    return attempt
