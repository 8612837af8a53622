"""Deleting everything: the answers, their copies, and what the kit left beside them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import Timeout

from heartwork.atomic_files import make_writable, remove_whole
from heartwork.crypto.keypair import KeyPair
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import N_, _
from heartwork.paths import JUPYTER
from heartwork.runtime import instance, runtime_folder
from heartwork.storage import export_log, nearby_workbooks, tombstone, workshop_folders
from heartwork.storage.answers_folder import lock_of
from heartwork.storage.encryption import FILE
from heartwork.traces import registry

__all__ = ["anything", "elsewhere", "forget", "not_reached"]

#: What is the kit's own in the folder of the answers: the answers first, so that they go even if a later one fails.
_OWN = (
    "workbook.json",
    "workbook.json.age",
    "key.age",
    "workbook.damaged-*",
    ".new-*",
    "backups",
    "notebooks",
    JUPYTER,
    export_log.NOTES,
    export_log.SEALED_NOTES,
)

_FILES = ("workbook.json", "workbook.json.age", "key.age")

_NOT_REACHED = (
    N_("Files you copied, renamed, printed or sent: those are where you put them."),
    N_("The history of your browser: look for 127.0.0.1 in it, and delete that there."),
    N_("What you chose in another browser, for Leave now or for help lines: its settings for 127.0.0.1 hold it."),
    N_("Backups of this computer that another program makes."),
    N_("The disk itself: a specialist can sometimes find what was deleted, on solid-state disks too."),
)


def not_reached(folder: Path) -> list[str]:
    """What is not deleted from here, in words for the person: what no program can see, and what is not theirs alone."""
    lines = [_(line) for line in _NOT_REACHED]
    if workshop_folders.found(folder) and not workshop_folders.is_seat(folder):
        led = _(
            "A workshop led from this computer: other people's pages are in it. It is deleted there, under “After”."
        )
        lines.insert(0, led)
    return lines


def anything(folder: Path, seal: KeyPair | None = None) -> list[Path]:
    """What would be deleted in the folder of the answers."""
    own = [path for pattern in _OWN for path in sorted(folder.glob(pattern))]
    if not folder.is_dir():
        return own
    return list(dict.fromkeys((*nearby_workbooks.ours(folder, seal=seal), *nearby_workbooks.sealed(folder), *own)))


def forget(folder: Path, *, exports: bool, seal: KeyPair | None = None) -> list[Path]:
    """
    Delete everything. A window that is still open cannot write it back (see `heartwork.storage.tombstone`).

    Args:
        folder: The folder of the answers.
        exports: Whether the files that were written for the person go too, where they are as they were written.
            Which those are stands in a list that is sealed in a sealed folder.
        seal: What opens the folder, where it is sealed and that is known.

    Returns:
        What is still in the folder because it is not the kit's; the folder itself is gone when there is nothing.
        A workshop in it stays too, and is not among these.

    Raises:
        KitError: With everything that could not be deleted, after the rest was.
    """
    problems: list[Problem] = []
    chosen = [*(["exports"] if exports else []), "outputs", "checkpoints", "history"]
    for name in chosen:
        try:
            registry.clear(folder, [name], seal)
        except KitError as error:
            problems += error.problems
    if not tombstone.mark(folder):
        what = _("windows that are still open cannot be told that everything was deleted.")
        problems.append(Problem(what=what, mend=_("Close them now, and look once more with heartwork trace.")))
    instance.clear(folder)
    runtime_folder.sweep()
    if folder.is_dir():
        make_writable(folder)
        with _nobody_else_writing(folder):
            for path in anything(folder, seal):
                try:
                    if path.is_symlink() and path.name in _FILES and path.is_file():
                        path.resolve().unlink()  # what the link leads to is the file itself
                    remove_whole(path)
                except OSError as error:
                    what = _("this could not be deleted ({why}).").format(why=error.strerror)
                    problems.append(Problem(what=what, mend=_("Delete it yourself."), file=str(path)))
    left: list[Path] = []
    if folder.is_dir():
        for lock in folder.glob(f".{FILE}*.lock"):
            with contextlib.suppress(OSError):
                lock.unlink()
        _sweep_empty(folder)
        left = sorted(path for path in folder.iterdir() if not _of_a_workshop(path))
        if not any(folder.iterdir()) and not folder.is_symlink():
            with contextlib.suppress(OSError):
                folder.rmdir()
    if problems:
        raise KitError(problems)
    return left


def _sweep_empty(folder: Path) -> None:
    """Take away folders of other programs in which only copies of the workbook were."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            with contextlib.suppress(OSError):
                path.rmdir()


def elsewhere(folder: Path, seal: KeyPair | None = None) -> list[Path]:
    """Files beside the folder that hold a workbook; they are not the kit's to delete."""
    return [one.path for one in nearby_workbooks.found(folder, seal) if not one.inside]


def _of_a_workshop(path: Path) -> bool:
    return path.name in (workshop_folders.ROOM, workshop_folders.SEATS) or workshop_folders.is_one(path)


@contextlib.contextmanager
def _nobody_else_writing(folder: Path) -> Iterator[None]:
    """Under the lock of the workbook, so that a save that has begun is over; without it where it cannot be had."""
    lock = lock_of(folder, seconds=5)
    with contextlib.suppress(Timeout, OSError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
