"""
The mark that everything was deleted: a window that is still open must not write it back.

It is an empty file in the person's private folder (see `runtime`), where nobody else can make it first. The folder of
the answers itself holds nothing any more.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from heartwork.paths import NameFor, name_for
from heartwork.runtime import runtime_folder

__all__ = ["DeletionWatch", "Marks", "left", "mark", "marked"]

_ENDING = ".forgotten"

#: What tells the marks of a folder that there are at one moment from those of another.
Marks = frozenset[tuple[int, int]]


class DeletionWatch:
    """
    Whether everything in a folder of answers was deleted since this was made; every save asks that twice.

    Args:
        folder: Of the answers.
        name: For it.
    """

    def __init__(self, folder: Path, name: NameFor) -> None:
        self._folder, self._name = folder, name
        self._places = [f"{place}{os.sep}" for place in runtime_folder.everywhere()]
        self._before = marked(folder)

    def deleted(self) -> bool:
        """Whether there is a mark that was not there at the beginning; one that is swept away says nothing."""
        name = f"{self._name}{_ENDING}"
        if all(_is_none_or_known(place + name, self._before) for place in self._places):
            return False
        return not marked(self._folder) <= self._before  # only a mark in a private folder is one


def mark(folder: Path) -> bool:
    """
    Note that everything in this folder of answers was deleted just now.

    Returns:
        Whether it could be noted; if not, windows that are open do not know of it.
    """
    # In the second one too: whoever looks may have been started with other variables, or without.
    made = [
        _made(place / _name(folder))
        for place in {runtime_folder.best(), runtime_folder.well_known()}
        if place is not None
    ]
    return any(made)


def marked(folder: Path) -> Marks:
    """The marks that there are; whoever sees one that was not there when they began knows that all was deleted."""
    marks = set()
    for path in left(folder):
        with contextlib.suppress(OSError):
            marks.add(_mark_of(path.lstat()))
    return frozenset(marks)


def left(folder: Path) -> list[Path]:
    """Where the marks are."""
    return runtime_folder.noted(_name(folder))


def _is_none_or_known(path: str, known: Marks) -> bool:
    try:
        return _mark_of(os.lstat(path)) in known
    except OSError:
        return True


def _mark_of(status: os.stat_result) -> tuple[int, int]:
    return status.st_ino, status.st_mtime_ns


def _made(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return False
    return True


def _name(folder: Path) -> str:
    return name_for(folder) + _ENDING
