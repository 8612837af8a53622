"""
What was saved last in a folder, so that a file which another program puts there while nothing is open is noticed.

It is a small file in `backups/` with what the last save changed; with the last good copy, which is the state before
that save, it gives the whole state. It is a file of its own and not a second name for the workbook, because some
programs write into the file that is there. Its name is that of the place, so that a program that keeps the folder in
step with another computer does not put that one's record over it. Nobody waits for the disk to take it: without it,
all else works.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

from heartwork import atomic_files, descent
from heartwork.answers import Answers
from heartwork.errors import KitError
from heartwork.paths import NameFor
from heartwork.storage.backup_copies import BACKUPS
from heartwork.workbook_format import EntryDoc, WorkbookDoc

__all__ = ["LOCKED", "PATTERN", "LastSave", "clear", "found", "note", "read"]

_FORMAT = "heartwork-last-save"
PATTERN = "last-save-*"
#: The name of a record that is sealed by another key than the one in use.
LOCKED = "locked-last-save"

#: Turns bytes into the bytes of a file, or back: sealed and opened, where there is a passphrase.
Turn = Callable[[bytes], bytes]


class _RecordDoc(TypedDict):
    """The file, see `LastSave`."""

    format: str
    follows: str
    removed: dict[str, list[str]]
    changed: WorkbookDoc


@dataclass(frozen=True, slots=True, repr=False)
class LastSave:
    """
    The record of the last save.

    Args:
        head: That save.
        follows: The save before it, `writer.number`; empty where the record is whole without it.
        changed: A document with what was changed or added, and everything else at its top.
        removed: Ids of the entries that were taken out, by worksheet.
    """

    head: descent.Save
    follows: str
    changed: WorkbookDoc
    removed: Mapping[str, list[str]]

    def whole(self, before: WorkbookDoc | None) -> Answers | None:
        """
        The state after that save.

        Args:
            before: The state before it, if there is one.

        Returns:
            None where that is not the state that it follows.
        """
        if not self.follows:
            return Answers(self.changed)
        if before is None or _text(descent.of(before).head) != self.follows:
            return None
        entries: dict[str, list[EntryDoc]] = dict(before["entries"])
        for worksheet, changed in self.changed["entries"].items():
            fresh = {entry["id"]: entry for entry in changed}
            gone = set(self.removed.get(worksheet, ()))
            stay = [fresh.pop(entry["id"], entry) for entry in entries.get(worksheet, ()) if entry["id"] not in gone]
            entries[worksheet] = [*stay, *fresh.values()]
        worksheets = {**before["worksheets"], **self.changed["worksheets"]}
        return Answers({**self.changed, "worksheets": worksheets, "entries": entries})


def note(folder: Path, name: NameFor, before: Answers | None, after: Answers, *, ending: str, close: Turn) -> None:
    """
    Note what was saved; for who holds the lock.

    Args:
        folder: Of the answers.
        name: For it.
        before: What the last good copy holds now; None where there is none.
        after: What was saved.
        ending: How names of copies end.
        close: Makes the bytes of a file.
    """
    old, new = before.document if before is not None else None, after.document
    worksheets_were, entries_were = (old["worksheets"], old["entries"]) if old is not None else ({}, {})
    entries, removed = {}, {}
    for worksheet, listed in new["entries"].items():
        was = entries_were.get(worksheet, [])
        if listed is was:
            continue
        entries[worksheet] = descent.unshared(listed, was)
        ids = {entry["id"] for entry in entries[worksheet]}
        removed[worksheet] = [entry["id"] for entry in descent.unshared(was, listed) if entry["id"] not in ids]
    worksheets = {key: kept for key, kept in new["worksheets"].items() if kept is not worksheets_were.get(key)}
    told: _RecordDoc = {
        "format": _FORMAT,
        "follows": _text(descent.of(old).head) if old is not None else "",
        "removed": removed,
        "changed": {**new, "worksheets": worksheets, "entries": entries},
    }
    inside, called = f"{folder}{os.sep}{BACKUPS}", _name(socket.gethostname(), str(name), ending)
    fresh = f"{inside}{os.sep}.{called}.new"
    content = close(json.dumps(told).encode("ascii"))
    with contextlib.suppress(OSError):
        try:
            _write(fresh, content)
        except FileNotFoundError:  # the first save of all
            atomic_files.make_private_folder(folder / BACKUPS)
            _write(fresh, content)
        os.replace(fresh, f"{inside}{os.sep}{called}")  # noqa: PTH105  every save does so, and a Path is slower


def found(folder: Path, name: NameFor, *, ending: str, open_: Turn) -> LastSave | None:
    """The record of this place; None where there is none, or none that can be read."""
    try:
        return read(json.loads(open_(_path(folder, name, ending).read_bytes())))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, KitError):
        return None


def read(told: _RecordDoc) -> LastSave:
    """
    A record, from what is in its file.

    Raises:
        ValueError: If it is none.
        KeyError: If something is missing.
    """
    if told["format"] != _FORMAT:
        raise ValueError("no record of a save")
    changed = told["changed"]
    return LastSave(descent.of(changed).head, told["follows"], changed, told["removed"])


def clear(folder: Path) -> None:
    """Take away every record in a folder: before what it holds is sealed, opened or destroyed."""
    for path in _all(folder):
        atomic_files.remove(path)


def _all(folder: Path) -> Iterator[Path]:
    yield from (folder / BACKUPS).glob(PATTERN)


def _path(folder: Path, name: NameFor, ending: str) -> Path:
    return folder / BACKUPS / _name(socket.gethostname(), str(name), ending)


@lru_cache(maxsize=8)
def _name(host: str, name: str, ending: str) -> str:
    """The name of a record."""
    return f"last-save-{sha256(f'{host}:{name}'.encode()).hexdigest()[:10]}{ending}"


def _write(path: str, content: bytes) -> None:
    # Where a broken save has left this file, it is of the same rights.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)


def _text(save: descent.Save) -> str:
    return f"{save[0]}.{save[1]}"
