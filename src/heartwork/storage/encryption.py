"""
A folder of answers, sealed and opened again as a whole: the workbook, its copies, and what was set aside.

Each step leaves the folder in a state that opens. While `key.age` is there the folder counts as sealed, and clear
files beside it are what an interruption left: they are sealed at the next opening. So sealing puts the key there
first, and unsealing takes it away last. All of this is for who holds the lock of the folder.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from heartwork import atomic_files
from heartwork.crypto.keypair import KEY, PUBLIC_KEY, SUFFIX, KeyPair, SealedError
from heartwork.storage import backup_copies, export_log, key_backups, last_save, nearby_workbooks, workbook_json
from heartwork.storage.backup_copies import BACKUPS

__all__ = [
    "FILE",
    "SEALED_FILE",
    "awaits_key",
    "change",
    "clear_files",
    "finish",
    "has_key",
    "is_sealed",
    "seal",
    "sealed_files",
    "seems_sealed",
    "unseal",
]

FILE = "workbook.json"
SEALED_FILE = FILE + SUFFIX


def is_sealed(folder: Path) -> bool:
    """Whether a passphrase is needed to read what is in this folder."""
    inside = f"{folder}{os.sep}"  # every save asks this a few times
    if has_key(folder):
        return True
    return _is_file(inside + SEALED_FILE) and not _is_file(inside + FILE)


def has_key(folder: Path) -> bool:
    """Whether there is a key: locked with a passphrase, or, at a seat of a workshop, about to be."""
    key, public = f"{folder}{os.sep}{KEY}", f"{folder}{os.sep}{PUBLIC_KEY}"
    return _is_file(key) or _is_file(public) or _is_file(key)  # the one may take the place of the other meanwhile


def awaits_key(folder: Path) -> bool:
    """Whether what lies here could not be opened with a passphrase if this computer stopped now."""
    return _is_file(f"{folder}{os.sep}{PUBLIC_KEY}")


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116  of a Path it is slower
    except (FileNotFoundError, NotADirectoryError):
        return False


def seems_sealed(folder: Path) -> bool:
    """The same; no, where that cannot be seen: reading the folder then says why."""
    try:
        return is_sealed(folder)
    except OSError:
        return False


def seal(folder: Path, seal_: KeyPair) -> None:
    """
    Seal everything in the folder, and leave no clear text in it.

    Raises:
        OSError: If the disk did not take it; what was there still opens.
    """
    atomic_files.make_private_folder(folder)
    atomic_files.replace(folder / KEY, seal_.wrapped)
    key_backups.keep(folder, seal_.wrapped)
    finish(folder, seal_)


def finish(folder: Path, seal_: KeyPair, own: str = "") -> None:
    """
    Seal what is still clear in a sealed folder.

    Args:
        own: The id of the workbook, where it is known: copies of it under any name are sealed too.

    Raises:
        OSError: If the disk did not take it.
    """
    atomic_files.sweep(folder, ".json")
    atomic_files.sweep(folder / BACKUPS, ".json")
    backup_copies.sweep(folder)
    for path in (folder / BACKUPS).glob(f"{last_save.PATTERN}.json"):
        if path.with_name(path.name + SUFFIX).is_file():
            atomic_files.remove(path)  # an interruption left it; there is a later one
    export_log.seal_list(folder, seal_)
    for path in clear_files(folder, own, seal_):
        _seal_one(path, seal_)


def unseal(folder: Path, seal_: KeyPair) -> None:
    """
    Open everything in the folder, and take the key away.

    Raises:
        OSError: If the disk did not take it; the folder is still sealed then.
    """
    done = []
    for path in sealed_files(folder):
        with contextlib.suppress(ValueError, SealedError):  # damaged, or somebody else's: it stays as it is
            atomic_files.replace(path.with_suffix(""), seal_.open(path.read_bytes()))
            done.append(path)
    backup_copies.sweep(folder)
    atomic_files.sweep(folder, SUFFIX)
    for path in done:
        atomic_files.remove(path)
    key_backups.drop(folder, seal_.wrapped)
    atomic_files.remove(folder / KEY)


def change(folder: Path, seal_: KeyPair, *, instead_of: KeyPair) -> None:
    """
    Seal everything anew, to the key pair in use of a seal that still opens what is there.

    Args:
        folder: Of the answers.
        seal_: What everything is sealed to.
        instead_of: What it was sealed to until now; no copy of that key is kept.

    Raises:
        OSError: If the disk did not take it; what was there opens by the new passphrase then, or by the old one
            where `key.age` is the old one still.
    """
    key_backups.keep(folder, seal_.wrapped)
    atomic_files.replace(folder / KEY, seal_.wrapped)
    # Before anything is sealed anew: as long as the old key opens something, it opens everything.
    key_backups.drop(folder, instead_of.wrapped)
    for path in sealed_files(folder):
        with contextlib.suppress(ValueError, SealedError):
            atomic_files.replace(path, seal_.close(seal_.open(path.read_bytes())))


def clear_files(folder: Path, own: str = "", seal_: KeyPair | None = None) -> list[Path]:
    """The files of clear text that belong to a workbook, the workbook itself last; `own` is its id, if known."""
    set_aside = sorted(folder.glob("workbook.damaged-*.json"))
    in_backups = sorted((folder / BACKUPS).glob("*.json"))
    return [*nearby_workbooks.ours(folder, own, seal_), *in_backups, *set_aside, *_if_there(folder / FILE)]


def sealed_files(folder: Path) -> list[Path]:
    """The sealed files that belong to a workbook, the workbook itself last; the key is none of them."""
    set_aside = sorted(folder.glob(f"workbook.damaged-*.json{SUFFIX}"))
    in_backups = sorted((folder / BACKUPS).glob(f"*.json{SUFFIX}"))
    return [
        *nearby_workbooks.sealed(folder),
        *in_backups,
        *set_aside,
        *_if_there(folder / export_log.SEALED_NOTES, folder / SEALED_FILE),
    ]


def _if_there(*paths: Path) -> Iterator[Path]:
    return (path for path in paths if path.is_file())


def _seal_one(path: Path, seal_: KeyPair) -> None:
    """Put a sealed file in the place of a clear one; where both are there, the later one stays under that name."""
    content = path.read_bytes()
    target = path.with_name(path.name + SUFFIX)
    if target.is_file() and (there := _opened(target, seal_)) != content:
        backups, ending = path.parent / BACKUPS, path.suffix + SUFFIX
        atomic_files.make_private_folder(backups)
        if path.name == FILE and (_is_noted(path.parent) or _revision(content) > _revision(there)):
            # What was sealed becomes a copy; where it is noted as what was saved last, both are merged on reading.
            target.replace(backup_copies.free_name(backups, "workbook-before-sealing", ending))
        else:
            target = backup_copies.free_name(backups, f"workbook-unsealed-{path.stem}", ending)
    atomic_files.replace(target, seal_.close(content))
    atomic_files.remove_with_target(path)


def _is_noted(folder: Path) -> bool:
    return any((folder / BACKUPS).glob(f"{last_save.PATTERN}.json{SUFFIX}"))


def _opened(path: Path, seal_: KeyPair) -> bytes:
    try:
        return seal_.open(path.read_bytes())
    except ValueError:
        return b""


def _revision(content: bytes) -> int:
    try:
        return int(workbook_json.read(content)["revision"])
    except (ValueError, KeyError, TypeError):
        return -1
