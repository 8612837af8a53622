"""Files that the kit wrote for a person: never over another one, for their eyes only, and noted so as to be found."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from heartwork.answers import Answers
from heartwork.conditions import Answers as Lookup
from heartwork.definition import Worksheet
from heartwork.exports.markdown import as_markdown
from heartwork.exports.table import as_csv
from heartwork.files import durable
from heartwork.files.document import as_bytes
from heartwork.files.shelf import Shelf
from heartwork.files.workshops import is_seat
from heartwork.problems import KitError, Problem
from heartwork.words import _

__all__ = [
    "FORMATS",
    "NOTES",
    "Written",
    "content",
    "free_name",
    "neutral_name",
    "note",
    "noted",
    "remove_unchanged",
    "what_became",
    "write",
]

#: The formats, each with its type for a browser.
FORMATS = {"json": "application/json", "csv": "text/csv", "md": "text/markdown"}

#: Where the list of written files lies, in the folder of the answers.
NOTES = "written-files.json"


@dataclass(frozen=True, slots=True)
class Written:
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


def neutral_name(format_: str, day: str) -> str:
    """A file name that says nothing: `pages-2026-11-24.json`."""
    return f"pages-{day}.{format_}"


def free_name(format_: str, day: str) -> Path:
    """A neutral name, in the folder one is in, that no file has yet: `pages-2026-11-24-2.json` for the second."""
    first = Path(neutral_name(format_, day))
    numbered = (first.with_stem(f"{first.stem}-{number}") for number in itertools.count(2))
    return next(path for path in itertools.chain([first], numbered) if not path.exists())


def content(answers: Answers, shelf: Shelf, format_: str, *, day: str, value: Lookup | None = None) -> bytes:
    """
    What a file of this format holds.

    Args:
        answers: What was written.
        shelf: The worksheets; one that cannot be read is treated as one that is not there any more.
        format_: One of `FORMATS`.
        day: The day it is, `2026-11-24`.
        value: Looks an answer up by its full name; see `as_markdown`.
    """
    if format_ == "json":
        return as_bytes(answers.document)
    worksheets = list(_readable(shelf))
    if format_ == "csv":
        return as_csv(answers, worksheets)
    return as_markdown(answers, worksheets, day=day, value=value).encode("utf-8")


def write(path: Path, raw: bytes, *, force: bool = False) -> None:
    """
    Write a file that its owner only can read (0600).

    Args:
        force: Whether a file that is there may be replaced.

    Raises:
        KitError: If it is there already, or cannot be written; nothing is left half written.
    """
    try:
        if force:
            durable.replace(path, raw)
            return
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()
            raise
    except FileExistsError:
        what, mend = "there is a file of this name already.", "Choose another with -o, or replace it with --force."
        raise KitError([Problem(what=what, mend=mend, file=str(path))]) from None
    except OSError as error:
        what = f"this file cannot be written ({error.strerror})."
        raise KitError([Problem(what=what, mend="Choose another place with -o.", file=str(path))]) from error


def note(folder: Path, path: str | Path, raw: bytes, *, at: str) -> None:
    """
    Remember that this file was written, so that `heartwork trace` finds it. The list holds no word of it.

    At a seat of a workshop nothing is: all that lies there is sealed, and nobody traces what others took home.

    Args:
        folder: The folder of the answers.
        path: Where the file is; only its name when the browser chose the place.
        raw: What is in it.
        at: When, in UTC.

    Raises:
        KitError: If it cannot be noted; the file itself is there then.
    """
    if is_seat(folder):
        return
    known = [one for one in noted(folder) if one.path != str(path)]
    _keep(folder, [*known, Written(str(path), at, hashlib.sha256(raw).hexdigest())])


def noted(folder: Path) -> list[Written]:
    """Every file that was noted and not forgotten, oldest first; none where the list cannot be read."""
    try:
        kept = json.loads((folder / NOTES).read_text(encoding="utf-8"))
        return [Written(str(one["path"]), str(one["at"]), str(one["digest"])) for one in kept["files"]]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return []


def what_became(folder: Path, path: str) -> str:
    """What became of a file that was noted, in words; empty when it is there as it was written."""
    if not Path(path).is_absolute():
        return _("saved by your browser, so look in its downloads")
    if not Path(path).exists():
        return _("no longer there: moved, renamed or deleted")
    return "" if _is_as_written(folder, path) else _("changed since, so it is left alone")


def remove_unchanged(folder: Path) -> None:
    """
    Delete what was written, where it is as it was written. What was changed since stays, and stays on the list.

    Raises:
        OSError: If a file could not be deleted.
        KitError: If the list cannot be written.
    """
    for one in noted(folder):
        if _is_as_written(folder, one.path):
            Path(one.path).unlink()
    _keep(folder, [one for one in noted(folder) if Path(one.path).is_absolute() and Path(one.path).exists()])


def _is_as_written(folder: Path, path: str) -> bool:
    digests = {one.path: one.digest for one in noted(folder)}
    try:
        return Path(path).is_absolute() and hashlib.sha256(Path(path).read_bytes()).hexdigest() == digests.get(path)
    except OSError:
        return False


def _keep(folder: Path, files: list[Written]) -> None:
    path = folder / NOTES
    document: dict[str, Any] = {"format": "heartwork-written-files", "files": [asdict(one) for one in files]}
    try:
        if not files:
            path.unlink(missing_ok=True)
            return
        durable.make_private_folder(folder)
        # Escapes for whatever a file system allows in a name and UTF-8 does not.
        durable.replace(path, json.dumps(document, indent=2).encode("ascii"))
    except OSError as error:
        what = f"the list of written files cannot be kept ({error.strerror})."
        raise KitError([Problem(what=what, mend="Remember yourself where this file is.", file=str(path))]) from error


def _readable(shelf: Shelf) -> Iterable[Worksheet]:
    for id_ in shelf.ids:
        with contextlib.suppress(KitError):
            yield shelf.worksheet(id_)
