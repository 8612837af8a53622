"""IPython's history: what was typed into kernels that the kit did not start."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from heartwork.paths import at_home

__all__ = ["clear", "histories"]

_OURS = "source LIKE '%heartwork%' OR source_raw LIKE '%heartwork%'"


def histories() -> Iterator[Path]:
    """The histories, of any profile, that have lines which name heartwork."""
    folder = os.environ.get("IPYTHONDIR") or at_home(".ipython")
    for path in sorted(Path(folder).glob("profile_*/history.sqlite")):
        with contextlib.suppress(sqlite3.Error, OSError), closing(_opened(path, "ro")) as history:
            if history.execute(f"SELECT 1 FROM history WHERE {_OURS} LIMIT 1").fetchone():  # noqa: S608  our own text
                yield path


def clear(paths: Iterable[Path]) -> None:
    """
    Delete the lines that name heartwork, and only these; what stood there is written over.

    Raises:
        OSError: If a history is in use, or cannot be written.
    """
    for path in paths:
        _clear(path)


def _clear(path: Path) -> None:
    try:
        with closing(_opened(path, "rw")) as history:
            history.execute("PRAGMA secure_delete = ON")
            with history:
                lines = history.execute(f"SELECT session, line FROM history WHERE {_OURS}").fetchall()  # noqa: S608
                history.executemany("DELETE FROM history WHERE session = ? AND line = ?", lines)
                with contextlib.suppress(sqlite3.Error):  # outputs are kept only by those who ask for it
                    history.executemany("DELETE FROM output_history WHERE session = ? AND line = ?", lines)
            history.execute("VACUUM")
    except sqlite3.Error as error:
        raise OSError(f"{error}") from error


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode={mode}", uri=True, timeout=2)
