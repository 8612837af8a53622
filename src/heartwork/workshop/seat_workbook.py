"""
The sealed workbook of a seat, on the host: made, opened again, erased.

It is sealed from its first moment: the key pair is there before anything can be written (`begin`). Its public half lies
in `key.pub` until its secret half is locked with the passphrase (`locked`) and on the disk (`keep_key`); as long as it
does, nothing is called saved (`Workbook.awaits_key`), because nobody could open it if this computer stopped.

What opens it is in the memory of the server as long as that runs, and goes to the seat's kernel in its environment
(`SEAT_KEY_VARIABLE`), which takes it out again at once; so a reload does not ask for the passphrase. After the server
was started anew, an open page brings what lets it in again (`heartwork.server.workshop.reentry_tickets`); any other
asks.

`locked` and `open_again` take a second of a processor each, on purpose, and let nothing else of their process run
meanwhile: they are called in a process of their own, few at a time (`heartwork.server.workshop.key_vault`).
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from base64 import b64decode, b64encode
from pathlib import Path

from filelock import Timeout

from heartwork import atomic_files
from heartwork.crypto import age_scrypt
from heartwork.crypto.keypair import KEY, PUBLIC_KEY, KeyPair, WrongPassphraseError, is_sealed_content
from heartwork.errors import KitError, Problem
from heartwork.folder_lock import FolderLock
from heartwork.i18n.messages import _
from heartwork.normalization.passphrases import spellings
from heartwork.storage import tombstone
from heartwork.storage.answers_folder import lock_of
from heartwork.storage.encryption import has_key, is_sealed
from heartwork.storage.workshop_folders import SEATS
from heartwork.workshop.seats import Seat

__all__ = [
    "begin",
    "clear_files",
    "erase",
    "erase_unused",
    "folder_of",
    "holds_nothing",
    "keep_key",
    "locked",
    "open_again",
    "open_nothing",
    "resume",
    "sweep",
    "was_begun",
    "was_made",
]


def folder_of(host: Path, seat: Seat) -> Path:
    """
    Where the workbook of a seat lies.

    Args:
        host: The folder of the workshop.
    """
    return host / SEATS / seat.id


def begin(folder: Path) -> str:
    """
    Begin the sealed workbook of a new seat: a key pair, and its public half on the disk. It takes no time.

    Returns:
        What opens it without the passphrase; for memory only.

    Raises:
        KitError: If the disk does not take it.
    """
    seal = KeyPair.begun()
    try:
        atomic_files.make_private_folder(folder)
        atomic_files.replace(folder / PUBLIC_KEY, seal.public())
    except OSError as error:
        what = _("your pages could not be made ({why}).").format(why=error.strerror)
        raise KitError([Problem(what=what, mend=_("Tell whoever is leading the workshop."))]) from error
    return seal.secret()


def locked(secret: str, folder: Path, passphrase: str) -> str:
    """
    A secret half, locked with the passphrase: what `keep_key` puts on the disk. Nothing is written yet.

    Args:
        secret: As `begin` returned it.
        folder: Of the seat; all such work is given it.
        passphrase: As it was typed.
    """
    return b64encode(KeyPair.of_secret(secret, b"").wrapped_with(passphrase)).decode()


def keep_key(folder: Path, wrapped: str) -> None:
    """
    Put a secret half on the disk, locked; from here on what was written opens with the passphrase.

    Nothing is done where the seat was erased meanwhile.

    Raises:
        KitError: If the disk does not take it, or somebody else writes in this folder now.
    """
    if not was_begun(folder):
        return
    try:
        with lock_of(folder, seconds=5):
            if was_begun(folder):
                atomic_files.replace(folder / KEY, b64decode(wrapped))
                atomic_files.remove(folder / PUBLIC_KEY)
    except (OSError, Timeout) as error:
        what = _("your passphrase could not be kept.")
        raise KitError([Problem(what=what, mend=_("Tell whoever is leading the workshop."))]) from error


def resume(folder: Path, secret: str) -> bool:
    """Whether a key pair is the one that was begun here, and is not locked with a passphrase yet."""
    try:
        return (folder / PUBLIC_KEY).read_bytes() == KeyPair.of_secret(secret, b"").public()
    except (OSError, KitError):
        return False


def was_begun(folder: Path) -> bool:
    """Whether there is a key pair that is not locked with a passphrase on the disk."""
    return (folder / PUBLIC_KEY).is_file()


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
    return KeyPair.opened(wrapped, passphrase, earlier=False).secret()


def open_nothing(folder: Path, passphrase: str) -> str:
    """
    Take as long as `open_again` does with a wrong passphrase: for a seat that is not there.

    Raises:
        WrongPassphraseError: Always.
    """
    for spelling in spellings(passphrase, earlier=False):
        age_scrypt.lock(b"", spelling)
    raise WrongPassphraseError([Problem(what=_("there are no pages at this seat."), mend=_("Check its number."))])


def was_made(folder: Path) -> bool:
    """Whether there is a workbook that opens with its passphrase; yes, where that cannot be seen just now."""
    try:
        if not is_sealed(folder) or not (folder / KEY).is_file():
            return False
        if was_begun(folder):  # the server ended between the two halves of `keep_key`
            atomic_files.replace(folder / KEY, (folder / KEY).read_bytes())
            atomic_files.remove(folder / PUBLIC_KEY)
    except OSError:
        pass
    return True


def holds_nothing(folder: Path) -> bool:
    """Whether nothing was ever saved at a seat; no, where that cannot be seen just now."""
    try:
        return not folder.exists() or all(
            path.name in (KEY, PUBLIC_KEY) or path.suffix == ".lock" for path in folder.iterdir()
        )
    except OSError:
        return False


def erase(folder: Path) -> None:
    """
    Erase the workbook of a seat, with its copies and its key. A page that is still open cannot write it back.

    Raises:
        KitError: If something could not be erased; the key goes first, so that nothing that is left opens.
    """
    tombstone.mark(folder)
    if not folder.is_dir():
        return
    lock = lock_of(folder, seconds=5)
    with contextlib.suppress(Timeout, OSError):  # a save that has begun is over then
        lock.acquire()
    try:
        _remove(folder, lock)
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
        tombstone.mark(folder)
        _remove(folder, lock)
    finally:
        lock.release()
    return True


def _remove(folder: Path, lock: FolderLock) -> None:
    try:
        atomic_files.remove(folder / PUBLIC_KEY)
        atomic_files.remove(folder / KEY)
        if sys.platform == "win32":  # no file that is open can be deleted; and without a key nothing is saved any more
            lock.release()
        shutil.rmtree(folder)
    except OSError as error:
        what = _("a part could not be erased ({why}).").format(why=error.strerror)
        raise KitError(
            [Problem(what=what, mend=_("Tell whoever is leading the workshop: it has no key any more."))]
        ) from error


def sweep(folder: Path) -> None:
    """What a page that was on its way may have made again of a folder that was erased; it holds no key."""
    if folder.is_dir() and not has_key(folder):
        shutil.rmtree(folder, ignore_errors=True)


def clear_files(host: Path) -> list[Path]:
    """Whatever lies unlocked at the seats of a workshop; there should be nothing."""
    return [
        path
        for path in sorted((host / SEATS).rglob("*"))
        if path.is_file() and path.suffix != ".lock" and path.name != PUBLIC_KEY and not _is_sealed(path)
    ]


def _is_sealed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_sealed_content(file.read(64))
    except OSError:
        return False
