"""
The sealed workbook of a seat, on the host: made, opened again, erased.

It is sealed from its first moment: the key is there before anything can be written. What opens it is in the memory of
the server as long as that runs, and goes to the seat's kernel in its environment (`SEAT_KEY_VARIABLE`), which takes it
out again at once; so a reload does not ask for the passphrase. After the server was started anew, the page asks.

`make` and `open_again` take a second of a processor each, on purpose, and let nothing else of their process run
meanwhile: they are called in a process of their own, few at a time (`heartwork.serving.seating.keys`).
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from filelock import Timeout

from heartwork.files import durable, forgotten, passphrases
from heartwork.files.sealed_folder import is_sealed
from heartwork.files.sealing import KEY, Seal, WrongPassphraseError, is_sealed_content
from heartwork.files.stored import lock_of
from heartwork.files.workshops import SEATS
from heartwork.normalization.passphrases import spellings
from heartwork.problems import KitError, Problem
from heartwork.words import _
from heartwork.workshop.seats import Seat

__all__ = [
    "clear_files",
    "erase",
    "erase_unused",
    "folder_of",
    "holds_nothing",
    "make",
    "open_again",
    "open_nothing",
    "sweep",
    "was_made",
]


def folder_of(host: Path, seat: Seat) -> Path:
    """
    Where the workbook of a seat lies.

    Args:
        host: The folder of the workshop.
    """
    return host / SEATS / seat.id


def make(folder: Path, passphrase: str) -> str:
    """
    Make the sealed workbook of a new seat, empty.

    Returns:
        What opens it without the passphrase; for memory only.

    Raises:
        KitError: If the passphrase is empty, or the disk does not take it.
    """
    try:
        seal = Seal.new(passphrase)
        durable.make_private_folder(folder)
        durable.replace(folder / KEY, seal.wrapped)
    except OSError as error:
        what = _("your pages could not be made ({why}).").format(why=error.strerror)
        raise KitError([Problem(what=what, mend=_("Tell whoever is leading the workshop."))]) from error
    return seal.secret()


def open_again(folder: Path, passphrase: str) -> str:
    """
    Open the workbook of a seat that somebody comes back to.

    Returns:
        As `make`.

    Raises:
        WrongPassphraseError: If it is not the one, or there is no key: what was erased is as slow as what is locked.
    """
    try:
        wrapped = (folder / KEY).read_bytes()
    except OSError:
        return open_nothing(folder, passphrase)
    # A room opens many at once: no more than what this version, or the one before, locked with.
    return Seal.opened(wrapped, passphrase, earlier=False).secret()


def open_nothing(folder: Path, passphrase: str) -> str:
    """
    Take as long as `open_again` does with a wrong passphrase: for a seat that is not there.

    Raises:
        WrongPassphraseError: Always.
    """
    for spelling in spellings(passphrase, earlier=False):
        passphrases.lock(b"", spelling)
    raise WrongPassphraseError([Problem(what=_("there are no pages at this seat."), mend=_("Look at its number."))])


def was_made(folder: Path) -> bool:
    """Whether there is a sealed workbook; yes, where that cannot be seen just now."""
    try:
        return is_sealed(folder)
    except OSError:
        return True


def holds_nothing(folder: Path) -> bool:
    """Whether nothing was ever saved at a seat; no, where that cannot be seen just now."""
    try:
        return not folder.exists() or all(path.name == KEY or path.suffix == ".lock" for path in folder.iterdir())
    except OSError:
        return False


def erase(folder: Path) -> None:
    """
    Erase the workbook of a seat, with its copies and its key. A page that is still open cannot write it back.

    Raises:
        KitError: If something could not be erased; the key goes first, so that nothing that is left opens.
    """
    forgotten.mark(folder)
    if not folder.is_dir():
        return
    lock = lock_of(folder, seconds=5)
    with contextlib.suppress(Timeout, OSError):  # a save that has begun is over then
        lock.acquire()
    try:
        _remove(folder)
    finally:
        lock.release()


def erase_unused(folder: Path) -> bool:
    """
    The same, only where nothing was ever saved; not even by a save that had begun.

    Returns:
        Whether there is nothing any more.

    Raises:
        KitError: As `erase`.
    """
    if not folder.is_dir():
        return True
    lock = lock_of(folder, seconds=1)
    try:
        lock.acquire()
    except (Timeout, OSError):  # somebody writes there
        return False
    try:
        if not holds_nothing(folder):
            return False
        forgotten.mark(folder)
        _remove(folder)
    finally:
        lock.release()
    return True


def _remove(folder: Path) -> None:
    try:
        durable.remove(folder / KEY)
        shutil.rmtree(folder)
    except OSError as error:
        what = _("a part could not be erased ({why}).").format(why=error.strerror)
        raise KitError(
            [Problem(what=what, mend=_("Tell whoever is leading the workshop: it has no key any more."))]
        ) from error


def sweep(folder: Path) -> None:
    """What a page that was on its way may have made again of a folder that was erased; it holds no key."""
    if folder.is_dir() and not (folder / KEY).exists():
        shutil.rmtree(folder, ignore_errors=True)


def clear_files(host: Path) -> list[Path]:
    """Whatever lies unlocked at the seats of a workshop; there should be nothing."""
    return [
        path
        for path in sorted((host / SEATS).rglob("*"))
        if path.is_file() and path.suffix != ".lock" and not _is_sealed(path)
    ]


def _is_sealed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_sealed_content(file.read(64))
    except OSError:
        return False
