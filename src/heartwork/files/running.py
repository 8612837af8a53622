"""
How a heartwork that runs is found again: its key, and where to knock.

Both lie in the computer's folder for things that run (gone when it starts anew, in nobody's backup), for the person
only, and say nothing of what was written.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from heartwork.files import durable
from heartwork.files.places import name_for

__all__ = ["Running", "clear", "found", "key", "left", "note", "note_ended"]

#: A key that lay unused for so long is replaced: a browser that was left open a day ago has to be let in anew.
_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True, repr=False)
class Running:
    """
    A heartwork that runs.

    Args:
        port: Where it listens, on this computer.
        knock: What has to be said there to be given a new address.
        worksheets: Folder of its worksheets.
        language: Their language.
    """

    port: int
    knock: str
    worksheets: str
    language: str

    def __repr__(self) -> str:
        return f"Running(port={self.port})"


def key(answers: Path) -> bytes:
    """
    What the cookies of this folder of answers are signed with.

    It outlives the program by a day at most, so that a page that is open when heartwork ends, and is started again,
    goes on by itself. Where it cannot be kept it is a new one each time.
    """
    fresh = secrets.token_bytes(32)
    path = _path(answers, "key")
    if path is None:
        return fresh
    try:
        if time.time() - path.stat().st_mtime < _KEPT_SECONDS and len(kept := path.read_bytes()) == len(fresh):
            os.utime(path)
            return kept
    except OSError:
        pass
    with contextlib.suppress(OSError):
        durable.replace(path, fresh)
    return fresh


def note(answers: Path, running: Running) -> None:
    """Note where to knock; where that cannot be noted, it is not found again, and all else works."""
    path = _path(answers, "open")
    if path is not None:
        with contextlib.suppress(OSError):
            durable.replace(path, json.dumps(asdict(running)).encode())


def found(answers: Path) -> Running | None:
    """What is noted; it may have ended since."""
    path = _path(answers, "open")
    try:
        return None if path is None else Running(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def note_ended(answers: Path, running: Running) -> None:
    """It has ended: nobody need knock there. What another one has noted meanwhile stays."""
    path = _path(answers, "open")
    if path is not None and found(answers) == running:
        with contextlib.suppress(OSError):
            path.unlink()


def left(answers: Path) -> list[Path]:
    """The key and the note, where they are there; nothing is made by looking."""
    if not _folder().is_dir():
        return []
    paths = [_path(answers, name) for name in ("key", "open")]
    return [path for path in paths if path is not None and path.is_file()]


def clear(answers: Path) -> None:
    """Take the key and the note away."""
    for path in left(answers):
        with contextlib.suppress(OSError):
            path.unlink()


def _folder() -> Path:
    given = os.environ.get("XDG_RUNTIME_DIR")
    if given:
        return Path(given) / "heartwork"
    return Path(tempfile.gettempdir()) / f"pages-{os.getuid() if hasattr(os, 'getuid') else 'open'}"


def _path(answers: Path, name: str) -> Path | None:
    """A file of ours; None where there is no folder that is only the person's."""
    try:
        folder = _folder()
        durable.make_private_folder(folder)
        status = folder.lstat()  # in a folder for everybody, somebody else may have made one of that name
    except OSError:
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o077 or folder.is_symlink()):
        return None
    return folder / f"{name_for(answers)}.{name}"
