"""
What opens the workbooks of the seats: in the memory of this server only, and made by processes beside it.

To make a key from a passphrase takes a second of a processor, on purpose, and stops everything else in its process.
So a few processes do that (`key_process`), new seats first (`key_queue`), while the person reads where they sit.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from pathlib import Path

from heartwork.files.few_at_a_time import several
from heartwork.files.sealing import WrongPassphraseError
from heartwork.problems import KitError, Problem
from heartwork.serving.seating import key_process
from heartwork.serving.seating.key_queue import KeyQueue
from heartwork.words import _
from heartwork.workshop import own_workbook
from heartwork.workshop.own_workbook import folder_of
from heartwork.workshop.seats import Seat

__all__ = ["Keys"]


class Keys:
    """
    The keys of the seats of a room.

    Args:
        host: The folder of the workshop.
    """

    def __init__(self, host: Path) -> None:
        self._host = host
        self._known: dict[str, str] = {}
        self._making: dict[str, Future[str]] = {}
        self._opening: dict[tuple[str, str], Future[str]] = {}
        self._words: dict[str, str] = {}
        self._queue = KeyQueue(key_process.apart, several())

    def warm(self) -> None:
        """Start what makes keys, so that the first person need not wait for it."""
        threading.Thread(target=key_process.warm, name="key", daemon=True).start()

    def make(self, seat: Seat, passphrase: str) -> None:
        """Begin to make the sealed workbook of a new seat; `still_making` until it is there."""
        loop = asyncio.get_running_loop()
        future = self._queue.make(own_workbook.make, folder_of(self._host, seat), passphrase)
        self._making[seat.id] = future
        future.add_done_callback(lambda made: loop.call_soon_threadsafe(self._made, seat, made))

    def _made(self, seat: Seat, made: Future[str]) -> None:
        self._making.pop(seat.id, None)
        try:
            self._known[seat.id] = made.result()
        except KitError as error:
            self._words[seat.id] = error.sentences
        except (Exception, CancelledError):  # a process that was ended: nothing in it is for a person
            logging.getLogger(__name__).error("a process that makes keys has ended")
            self._words[seat.id] = _("Your pages could not be made. Choose a passphrase once more.")

    async def open_again(self, seat: Seat | None, passphrase: str, *, whose: Sequence[str]) -> None:
        """
        Open the workbook of a seat that somebody comes back to.

        Args:
            seat: The seat; None where there is none: then it takes as long to say so.
            passphrase: As it was typed.
            whose: What those who try have in common: seat, browser, address. Of each, few are served at a time.

        Raises:
            WrongPassphraseError: If it is not the one, or there is nothing to open.
            KitError: If too many are being served.
        """
        making = self._making.get(seat.id) if seat else None
        if making is not None:  # from a second device, a moment after the first
            await asyncio.wait([asyncio.wrap_future(making)])
        work = own_workbook.open_nothing if seat is None else own_workbook.open_again
        folder = self._host if seat is None else folder_of(self._host, seat)
        # Sent once more by somebody who got no answer yet, it is used once all the same.
        asked = (seat.id if seat else "", passphrase)
        future = self._opening.get(asked)
        if future is None:
            future = self._opening[asked] = self._queue.open_again(work, folder, passphrase, whose)
            loop = asyncio.get_running_loop()
            future.add_done_callback(lambda done: loop.call_soon_threadsafe(self._opening.pop, asked, None))
        try:
            # Whoever hangs up does not take it from the others.
            secret = await asyncio.shield(asyncio.wrap_future(future))
        except key_process.EndedError:
            raise KitError([Problem(what=_("this did not work."), mend=_("Try again in a moment."))]) from None
        if seat is None:
            raise WrongPassphraseError([])
        self._known[seat.id] = secret

    def still_making(self, seat: Seat) -> bool:
        """Whether the workbook of this seat is not there yet."""
        return seat.id in self._making

    def before(self, seat: Seat) -> int:
        """How many are served before this seat."""
        return self._queue.before(self._making[seat.id]) if seat.id in self._making else 0

    def trouble(self, seat_id: str) -> str:
        """Why the workbook of a seat could not be made; empty where it could. Said once."""
        return self._words.pop(seat_id, "")

    def of(self, seat: Seat) -> str:
        """What opens the workbook of a seat; empty where that is not known: its page asks for the passphrase."""
        return self._known.get(seat.id, "")

    def forget(self, seat: Seat) -> None:
        """Keep nothing of a seat."""
        self._known.pop(seat.id, None)

    def close(self) -> None:
        """Forget all, and begin nothing more."""
        self._known.clear()
        self._queue.close()
