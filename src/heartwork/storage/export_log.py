"""
The list of files that the kit wrote for a person, so that they are found again; no word of them is in it.

Where the folder is sealed, so is the list: it says when something was taken out, and what exactly it was can be tried.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from heartwork import atomic_files
from heartwork.crypto.keypair import KEY, SUFFIX, KeyPair, SealedError
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.storage.workshop_folders import is_seat

__all__ = [
    "NOTES",
    "SEALED_NOTES",
    "ExportRecord",
    "bring_in",
    "export_status",
    "is_called_so",
    "is_locked",
    "note",
    "noted",
    "remove_unchanged",
    "seal_list",
]

#: Where the list lies, in the folder of the answers.
NOTES = "written-files.json"
SEALED_NOTES = NOTES + SUFFIX

_FORMAT = "heartwork-written-files"
#: The names that `heartwork.exports.export_file` gives.
_NAME = re.compile(r"pages-\d{4}-\d{2}-\d{2}(?:-\d+)?\.[a-z]+")


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """
    A file that was written for the person.

    Args:
        path: Where; only a name when the browser chose the place.
        at: When, in UTC.
        digest: SHA-256 of what was written, to know later whether it is still that file.
    """

    path: str
    at: str
    digest: str


def note(folder: Path, path: str | Path, raw: bytes, *, at: str, seal: KeyPair | None = None) -> None:
    """
    Remember that this file was written, so that `heartwork trace` finds it. The list holds no word of it.

    Nothing is noted at a seat of a workshop, where nobody traces what others took home, nor in a sealed folder by
    whoever has not opened it: then it is a page to fill in, without a word of anybody's.

    Args:
        folder: The folder of the answers.
        path: Where the file is; only its name when the browser chose the place.
        raw: What is in it.
        at: When, in UTC.
        seal: What opens the folder, where it is sealed and was opened.

    Raises:
        KitError: If it cannot be noted; the file itself is there then.
    """
    if is_seat(folder) or (seal is None and (folder / KEY).is_file()):
        return
    known = [one for one in noted(folder, seal) if one.path != str(path)]
    _keep(folder, [*known, ExportRecord(str(path), at, hashlib.sha256(raw).hexdigest())], seal)


def noted(folder: Path, seal: KeyPair | None = None) -> list[ExportRecord]:
    """Every file that was noted and not forgotten, oldest first; none where the list cannot be read."""
    found = _listed(_content(folder / NOTES))
    if seal is not None:
        sealed = _content(folder / SEALED_NOTES)
        with contextlib.suppress(SealedError, ValueError):
            found = [*_listed(seal.open(sealed)), *found]
    return list({one.path: one for one in found}.values())


def is_locked(folder: Path, seal: KeyPair | None = None) -> bool:
    """Whether there is a list that cannot be read without the passphrase."""
    return seal is None and (folder / SEALED_NOTES).is_file()


def is_called_so(path: Path) -> bool:
    """Whether a file has a name that the kit gives to what it writes for a person."""
    return _NAME.fullmatch(path.name) is not None


def seal_list(folder: Path, seal: KeyPair) -> None:
    """
    Seal a list that lies there in clear text; for who holds the lock.

    Raises:
        OSError: If the disk did not take it.
    """
    if (folder / NOTES).is_file():
        _write(folder, noted(folder, seal), seal)
        atomic_files.remove(folder / NOTES)


def bring_in(folder: Path, content: bytes, seal: KeyPair) -> None:
    """
    Add what another list holds.

    Raises:
        OSError: If the disk did not take it.
    """
    known = noted(folder, seal)
    paths = {one.path for one in known}
    _write(folder, [*(one for one in _listed(content) if one.path not in paths), *known], seal)


def export_status(folder: Path, path: str, seal: KeyPair | None = None) -> str:
    """What became of a file that was noted, in words; empty when it is there as it was written."""
    if not Path(path).is_absolute():
        return _("saved by your browser, so look in its downloads")
    if not Path(path).exists():
        return _("no longer there: moved, renamed or deleted")
    return "" if _is_as_written(noted(folder, seal), path) else _("changed since, so it is left alone")


def remove_unchanged(folder: Path, seal: KeyPair | None = None) -> None:
    """
    Delete what was written, where it is as it was written. What was changed since stays, and stays on the list.

    Raises:
        OSError: If a file could not be deleted.
        KitError: If the list cannot be read without the passphrase, or not be written.
    """
    if is_locked(folder, seal):
        what = _("the list of files that heartwork wrote for you is locked with your passphrase.")
        mend = _("Clear them in the pages, under “Where your answers are”, or give --passphrase-file.")
        raise KitError([Problem(what=what, mend=mend)])
    files = noted(folder, seal)
    for one in files:
        if _is_as_written(files, one.path):
            Path(one.path).unlink()
    _keep(folder, [one for one in files if Path(one.path).is_absolute() and Path(one.path).exists()], seal)


def _is_as_written(files: Iterable[ExportRecord], path: str) -> bool:
    digests = {one.path: one.digest for one in files}
    try:
        return Path(path).is_absolute() and hashlib.sha256(Path(path).read_bytes()).hexdigest() == digests.get(path)
    except OSError:
        return False


def _keep(folder: Path, files: list[ExportRecord], seal: KeyPair | None) -> None:
    try:
        if not files:
            for name in (NOTES, SEALED_NOTES) if seal is not None else (NOTES,):
                (folder / name).unlink(missing_ok=True)
            return
        _write(folder, files, seal)
    except OSError as error:
        what = _("the list of written files cannot be kept ({why}).").format(why=error.strerror)
        mend = _("Make a note of where this file is.")
        raise KitError([Problem(what=what, mend=mend, file=str(folder / NOTES))]) from error


def _write(folder: Path, files: list[ExportRecord], seal: KeyPair | None) -> None:
    document: dict[str, object] = {"format": _FORMAT, "files": [asdict(one) for one in files]}
    # Escapes for whatever a file system allows in a name and UTF-8 does not.
    content = json.dumps(document, indent=2).encode("ascii")
    atomic_files.make_private_folder(folder)
    if seal is None:
        atomic_files.replace(folder / NOTES, content)
    else:
        atomic_files.replace(folder / SEALED_NOTES, seal.close(content))


def _listed(content: bytes) -> list[ExportRecord]:
    try:
        kept = json.loads(content)
        return [ExportRecord(str(one["path"]), str(one["at"]), str(one["digest"])) for one in kept["files"]]
    except (ValueError, RecursionError, KeyError, TypeError):
        return []


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
