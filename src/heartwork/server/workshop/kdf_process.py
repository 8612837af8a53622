"""
One passphrase, one process: it ends with what it made, and nothing of either stays in a memory that lives on.

Where the system can do so, these processes are copies of one that has imported what they need and knows nobody's
words; elsewhere each is started anew.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from heartwork.errors import KitError
from heartwork.server.workshop.kdf_queue import Work

__all__ = ["EndedError", "apart", "warm"]

_NEEDED = ["heartwork.workshop.seat_workbook", "heartwork.cli"]


class EndedError(RuntimeError):
    """A process that made a key was ended before it was done."""


def _context() -> Any:
    # Not forked from the server: that has threads.
    kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(kind)
    if kind == "forkserver":
        context.set_forkserver_preload(_NEEDED)
    return context


def apart(work: Work, folder: Path, passphrase: str, niceness: int = 0) -> str:
    """
    Do one piece of work in a process of its own.

    Args:
        work: What is done with the two that follow.
        folder: Of the seat.
        passphrase: As it was typed.
        niceness: How far it gives way to other processes, where the system knows that: 0 not at all, 19 to all.

    Raises:
        KitError: What the work raises.
        EndedError: If the process was ended.
    """
    context = _context()
    hears, says = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(says, work, folder, passphrase, niceness), daemon=True)
    try:
        process.start()
    except (OSError, EOFError):  # no more processes here: this one does it, and is slow for a moment
        hears.close()
        says.close()
        return work(folder, passphrase)
    says.close()
    try:
        made, error = hears.recv()
    except EOFError:
        raise EndedError from None
    finally:
        hears.close()
        process.join()
    if error is not None:
        raise error
    return str(made)


def warm() -> None:
    """Start what they are copied from, so that the first person need not wait for it."""
    apart(_nothing, Path(), "")


def _nothing(folder: Path, passphrase: str) -> str:
    return ""


def _do(says: Any, work: Work, folder: Path, passphrase: str, niceness: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which waits for us
    if sys.platform != "win32":
        os.nice(niceness)
    server = multiprocessing.parent_process()
    if server is not None:
        threading.Thread(target=_wait_for_the_end, args=(server.sentinel,), daemon=True).start()
    try:
        said: tuple[str, Exception | None] = work(folder, passphrase), None
    except KitError as error:
        said = "", error
    except Exception as error:
        sys.stderr.write(f"heartwork: {type(error).__name__} while a key was made\n")
        return
    says.send(said)


def _wait_for_the_end(of_the_server: int) -> None:
    multiprocessing.connection.wait([of_the_server])
    os._exit(1)
