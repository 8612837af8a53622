"""Files that the kit writes for a person: never over another one, and for their eyes only."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterable
from pathlib import Path

from heartwork import atomic_files
from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import AnswerLookup as Lookup
from heartwork.errors import KitError, Problem
from heartwork.exports import xlsx
from heartwork.exports.csv_table import as_csv
from heartwork.exports.markdown import as_markdown
from heartwork.exports.spreadsheet import sheets
from heartwork.own_questions import in_own_words
from heartwork.storage.workbook_json import as_bytes
from heartwork.worksheet_definition import Worksheet

__all__ = [
    "FORMATS",
    "content",
    "free_name",
    "neutral_name",
    "write",
]

#: The formats, each with its type for a browser.
FORMATS = {"json": "application/json", "csv": "text/csv", "md": "text/markdown", "xlsx": xlsx.TYPE}


def neutral_name(format_: str, day: str) -> str:
    """A file name that says nothing: `pages-2026-11-24.json`."""
    return f"pages-{day}.{format_}"


def free_name(format_: str, day: str) -> Path:
    """A neutral name, in the folder one is in, that no file has yet: `pages-2026-11-24-2.json` for the second."""
    first = Path(neutral_name(format_, day))
    numbered = (first.with_stem(f"{first.stem}-{number}") for number in itertools.count(2))
    return next(path for path in itertools.chain([first], numbered) if not path.exists())


def content(answers: Answers, shelf: WorksheetLibrary, format_: str, *, day: str, value: Lookup | None = None) -> bytes:
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
    answers, worksheets = in_own_words(answers, _readable(shelf))
    if format_ == "csv":
        return as_csv(answers, worksheets)
    if format_ == "xlsx":
        return xlsx.as_xlsx(sheets(answers, worksheets, value=value), day=day)
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
            atomic_files.replace(path, raw)
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


def _readable(shelf: WorksheetLibrary) -> Iterable[Worksheet]:
    for id_ in shelf.ids:
        with contextlib.suppress(KitError):
            yield shelf.worksheet(id_)
