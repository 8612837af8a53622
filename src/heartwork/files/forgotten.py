"""
The mark that everything was deleted: a window that is still open must not write it back.

It is an empty file in the person's private folder (see `runtime`), where nobody else can make it first. The folder of
the answers itself holds nothing any more.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from heartwork.files import runtime
from heartwork.files.places import name_for

__all__ = ["Marks", "left", "mark", "marked"]

#: What tells the marks of a folder that there are at one moment from those of another.
Marks = frozenset[tuple[int, int]]


def mark(folder: Path) -> bool:
    """
    Note that everything in this folder of answers was deleted just now.

    Returns:
        Whether it could be noted; if not, windows that are open do not know of it.
    """
    # In the second one too: whoever looks may have been started with other variables, or without.
    made = [_made(place / _name(folder)) for place in {runtime.best(), runtime.well_known()} if place is not None]
    return any(made)


def marked(folder: Path) -> Marks:
    """The marks that there are; whoever sees one that was not there when they began knows that all was deleted."""
    marks = set()
    for path in left(folder):
        with contextlib.suppress(OSError):
            status = path.lstat()
            marks.add((status.st_ino, status.st_mtime_ns))
    return frozenset(marks)


def left(folder: Path) -> list[Path]:
    """Where the marks are."""
    return runtime.noted(_name(folder))


def _made(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError:
        return False
    return True


def _name(folder: Path) -> str:
    return f"{name_for(folder)}.forgotten"
