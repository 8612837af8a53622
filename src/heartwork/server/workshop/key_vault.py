"""
What opens the workbooks of the seats: in the memory of this server only.

The key pair of a new seat is made at once, and its pages open at once: what is written is sealed to it. To lock its
secret half with the passphrase takes a second of a processor, on purpose, and stops everything else in its process. So
a few processes do that (`key_process`), new seats first and guesses last (`key_queue`), while the person writes
already; nothing is called saved before that is on the disk too.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from heartwork.crypto.kdf_slots import max_concurrent_kdf
from heartwork.crypto.keypair import WrongPassphraseError
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.normalization.passphrases import canonical, spellings
from heartwork.server.workshop import kdf_process
from heartwork.server.workshop.kdf_queue import KeyQueue
from heartwork.server.workshop.reentry_tickets import Ticket
from heartwork.workshop import seat_workbook
from heartwork.workshop.seat_workbook import folder_of
from heartwork.workshop.seats import Seat

__all__ = ["KeyVault"]

#: Seconds until what did not work, as the disk was full or a process was ended, is tried once more.
_AGAIN = 2.0
#: Seconds in which open pages find a server that was started anew.
_COMING_BACK = 30.0


@dataclass(eq=False)
class _Locking:
    """A secret half that is not locked with its passphrase on the disk yet."""

    passphrase: str = field(repr=False)
    future: Future[str] | None = None


class KeyVault:
    """
    The keys of the seats of a room.

    Args:
        host: The folder of the workshop.
    """

    def __init__(self, host: Path) -> None:
        self._host = host
        self._known: dict[str, str] = {}
        self._locking: dict[str, _Locking] = {}
        self._opening: dict[tuple[str, str, bool], Future[str]] = {}
        self._queue = KeyQueue(kdf_process.apart, max_concurrent_kdf())
        self._closed = False
        self._since = time.monotonic()

    def warm(self) -> None:
        """Start what locks keys, so that the first person need not wait for it."""
        threading.Thread(target=kdf_process.warm, name="key", daemon=True).start()

    def make(self, seat: Seat, passphrase: str) -> None:
        """
        Make the key pair of a new seat; its secret half is locked with the passphrase as soon as it is its turn.

        Raises:
            KitError: If the disk does not take it.
        """
        secret = seat_workbook.begin(folder_of(self._host, seat))
        self._known[seat.id] = secret
        self._lock(seat, secret, passphrase)

    def ticket(self, seat: Seat) -> Ticket | None:
        """What the page of a seat comes back with; None where it has to ask for the passphrase."""
        secret, locking = self.of(seat), self._locking.get(seat.id)
        return Ticket(secret, locking.passphrase if locking else "") if secret else None

    def take_back(self, seat: Seat, ticket: Ticket) -> bool:
        """
        A page that was open before this server began brings its ticket.

        Returns:
            Whether it is good: what was begun with it is there still.

        Raises:
            KitError: If the disk does not take what it brings.
        """
        if seat.id in self._known:
            return True
        folder = folder_of(self._host, seat)
        if not seat_workbook.was_made(folder):
            if not ticket.passphrase or not seat_workbook.resume(folder, ticket.secret):
                return False
            self._lock(seat, ticket.secret, ticket.passphrase)
        self._known[seat.id] = ticket.secret
        return True

    async def open_again(
        self, seat: Seat | None, passphrase: str, *, whose: Sequence[str], seated: bool = False
    ) -> None:
        """
        Open the workbook of a seat that somebody comes back to.

        Args:
            seat: The seat; None where there is none: then it takes as long to say so.
            passphrase: As it was typed.
            whose: What those who try have in common: seat, browser, address. Of each, few are served at a time.
            seated: Whether they showed that they belong to the room; strangers are served after them.

        Raises:
            WrongPassphraseError: If it is not the one, or there is nothing to open.
            KitError: If too many are being served.
        """
        # From a second device, before the first passphrase is on the disk: it is in memory, and this takes as long.
        locking = self._locking.get(seat.id) if seat else None
        right = locking is not None and canonical(locking.passphrase) in spellings(passphrase, earlier=False)
        work = seat_workbook.open_nothing if seat is None or locking else seat_workbook.open_again
        folder = self._host if seat is None else folder_of(self._host, seat)
        # Sent once more by somebody who got no answer yet, it is used once all the same.
        asked = (seat.id if seat else "", passphrase, seated)
        future = self._opening.get(asked)
        if future is None:
            future = self._opening[asked] = self._queue.open_again(work, folder, passphrase, whose, seated=seated)
            loop = asyncio.get_running_loop()
            future.add_done_callback(lambda done: loop.call_soon_threadsafe(self._opening.pop, asked, None))
        try:
            # Whoever hangs up does not take it from the others.
            secret = await asyncio.shield(asyncio.wrap_future(future))
        except kdf_process.EndedError:
            raise KitError([Problem(what=_("this did not work."), mend=_("Try again in a moment."))]) from None
        except WrongPassphraseError:
            if right and seat is not None and self.of(seat):
                return
            raise
        if seat is None:
            raise WrongPassphraseError([])
        self._known[seat.id] = secret

    def is_locking(self, seat: Seat) -> bool:
        """Whether the key of this seat is not locked with its passphrase on the disk yet."""
        return seat.id in self._locking

    def before(self, seat: Seat) -> int:
        """How many are served before this seat."""
        locking = self._locking.get(seat.id)
        return self._queue.before(locking.future) if locking and locking.future else 0

    def may_come_back(self, seat: Seat) -> bool:
        """Whether an open page may still bring what was not locked when the server before this one ended."""
        return time.monotonic() - self._since < _COMING_BACK and seat_workbook.was_begun(folder_of(self._host, seat))

    def of(self, seat: Seat) -> str:
        """What opens the workbook of a seat; empty where that is not known: its page asks for the passphrase."""
        return self._known.get(seat.id, "")

    async def forget(self, seat: Seat) -> None:
        """Keep nothing of a seat, and lock nothing for it any more; a process that is at it has ended afterwards."""
        self._known.pop(seat.id, None)
        locking = self._locking.pop(seat.id, None)
        if locking and locking.future:
            self._queue.drop(locking.future)
            if not locking.future.done():
                await asyncio.wait([asyncio.wrap_future(locking.future)])

    def close(self) -> None:
        """Forget all, and begin nothing more."""
        self._closed = True
        self._known.clear()
        self._locking.clear()
        self._queue.close()

    def _lock(self, seat: Seat, secret: str, passphrase: str) -> None:
        """Have a secret half locked with its passphrase, as soon as it is its turn."""
        locking = self._locking[seat.id] = _Locking(passphrase)
        loop = asyncio.get_running_loop()

        def ask() -> None:
            if self._locking.get(seat.id) is not locking or self._closed:
                return
            work = partial(seat_workbook.locked, secret)
            locking.future = self._queue.make(work, folder_of(self._host, seat), passphrase)
            locking.future.add_done_callback(lambda done: loop.call_soon_threadsafe(locked, done))

        def locked(done: Future[str]) -> None:
            try:
                keep(done.result())
            except CancelledError:
                return
            except Exception:  # a process that was ended: nothing in it is for a person
                logging.getLogger(__name__).error("a process that locks keys has ended")
                loop.call_later(_AGAIN, ask)

        def keep(wrapped: str) -> None:
            if self._locking.get(seat.id) is locking and not self._closed:
                kept = loop.run_in_executor(None, seat_workbook.keep_key, folder_of(self._host, seat), wrapped)
                kept.add_done_callback(lambda done: kept_or_again(done, wrapped))

        def kept_or_again(done: asyncio.Future[None], wrapped: str) -> None:
            if done.cancelled():
                return
            if done.exception() is None:
                if self._locking.get(seat.id) is locking:
                    del self._locking[seat.id]
            else:  # the disk is full: the page says so at each save; what is locked is not locked again
                loop.call_later(_AGAIN, keep, wrapped)

        ask()
