"""
What opens the workbooks of the seats: in the memory of this server only, and made by processes beside it.

To make a key from a passphrase takes a second of a processor, on purpose, and stops everything else in its process.
So a few processes do that, first come first served, while the person reads where they sit.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from heartwork.files.few_at_a_time import several
from heartwork.problems import KitError
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
        self._pool = _pool()

    def warm(self) -> None:
        """Start the processes, so that the first person need not wait for them."""
        for _number in range(several()):
            self._pool.submit(_ready)

    def make(self, seat: Seat, passphrase: str) -> None:
        """Begin to make the sealed workbook of a new seat; `still_making` until it is there."""
        loop = asyncio.get_running_loop()
        future = self._submit(own_workbook.make, folder_of(self._host, seat), passphrase)
        self._making[seat.id] = future
        future.add_done_callback(lambda made: loop.call_soon_threadsafe(self._made, seat, made))

    def _made(self, seat: Seat, made: Future[str]) -> None:
        self._making.pop(seat.id, None)
        try:
            self._known[seat.id] = made.result()
        except KitError as error:
            self._words[seat.id] = error.sentences
        except Exception:  # a process that was ended: nothing in it is for a person
            logging.getLogger(__name__).error("a process that makes keys has ended")
            self._words[seat.id] = _("Your pages could not be made. Choose a passphrase once more.")

    async def open_again(self, seat: Seat, passphrase: str) -> None:
        """
        Open the workbook of a seat that somebody comes back to.

        Raises:
            WrongPassphraseError: If it is not the one.
            KitError: If there is no such workbook any more.
        """
        making = self._making.get(seat.id)
        if making is not None:  # from a second device, a moment after the first
            await asyncio.wait([asyncio.wrap_future(making)])
        asked = (seat.id, passphrase)  # sent once more by somebody who got no answer yet: used once all the same
        future = self._opening.get(asked)
        if future is None:
            future = self._opening[asked] = self._submit(
                own_workbook.open_again, folder_of(self._host, seat), passphrase
            )
            future.add_done_callback(lambda done: self._opening.pop(asked, None))
        # Whoever hangs up does not take it from the others.
        self._known[seat.id] = await asyncio.shield(asyncio.wrap_future(future))

    def still_making(self, seat: Seat) -> bool:
        """Whether the workbook of this seat is not there yet."""
        return seat.id in self._making

    def before(self, seat: Seat) -> int:
        """How many are served before this seat."""
        return list(self._making).index(seat.id) if seat.id in self._making else 0

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
        """End the processes."""
        self._known.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, make: Callable[[Path, str], str], folder: Path, passphrase: str) -> Future[str]:
        try:
            return self._pool.submit(make, folder, passphrase)
        except BrokenProcessPool:  # one of them was ended, so none of them works any more
            self._pool.shutdown(wait=False)
            self._pool = _pool()
            return self._pool.submit(make, folder, passphrase)


def _pool() -> Executor:
    # Not forked: this process has threads.
    context = multiprocessing.get_context("spawn")
    try:
        return ProcessPoolExecutor(several(), mp_context=context, initializer=_end_with_the_server)
    except (OSError, ImportError, NotImplementedError):  # no semaphores here, as where /dev/shm cannot be written to
        return ThreadPoolExecutor(several())  # the slow part lets other threads run, but for short moments


def _end_with_the_server() -> None:
    """Ctrl+C is for the server, which ends us when it ends; where it is killed, we end by ourselves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)  # what is being typed goes before
    server = multiprocessing.parent_process()
    if server is not None:
        threading.Thread(target=_wait_for_the_end, args=(server.sentinel,), daemon=True).start()


def _wait_for_the_end(of_the_server: int) -> None:
    multiprocessing.connection.wait([of_the_server])
    os._exit(1)


def _ready() -> None:
    """Nothing to do; to have been here is enough."""
