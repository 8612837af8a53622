"""
How a heartwork that runs is found again: its keys, its port, and where to knock.

All of these lie in the computer's folder for things that run (gone when it starts anew, in nobody's backup), for the
person only, and say nothing of what was written.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from heartwork import atomic_files
from heartwork.paths import name_for
from heartwork.runtime import runtime_folder

__all__ = [
    "RunningInstance",
    "clear",
    "found",
    "key",
    "knock_proof",
    "last_port",
    "left",
    "note",
    "note_ended",
    "note_port",
    "put",
    "there",
]

#: A key that lay unused for so long is replaced: a browser that was left open a day ago has to be let in anew.
_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True, repr=False)
class RunningInstance:
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
        return f"RunningInstance(port={self.port})"


def key(answers: Path) -> bytes:
    """
    What the cookies of this folder of answers are signed with.

    It outlives the program by a day at most, so that a page that is open when heartwork ends, and is started again,
    goes on by itself. Where it cannot be kept it is a new one each time.
    """
    fresh = secrets.token_bytes(32)
    for path in there(answers, "key"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime < _KEPT_SECONDS and len(kept := path.read_bytes()) == len(fresh):
                os.utime(path)
                return kept
    put(answers, "key", fresh)
    return fresh


def note(answers: Path, running: RunningInstance) -> None:
    """Note where to knock; where that cannot be noted, it is not found again, and all else works."""
    put(answers, "open", json.dumps(asdict(running)).encode())


def found(answers: Path) -> RunningInstance | None:
    """What is noted; it may have ended since."""
    for path in there(answers, "open"):
        with contextlib.suppress(OSError, ValueError, TypeError):
            return RunningInstance(**json.loads(path.read_bytes()))
    return None


def note_ended(answers: Path, running: RunningInstance) -> None:
    """It has ended: nobody need knock there. What another one has noted meanwhile stays."""
    if found(answers) == running:
        for path in there(answers, "open"):
            with contextlib.suppress(OSError):
                path.unlink()


def knock_proof(knock: str, *said: str) -> str:
    """What only who knows the word of a heartwork can make of what is said."""
    return hmac.new(knock.encode(), "|".join(said).encode(), hashlib.sha256).hexdigest()


def note_port(answers: Path, port: int) -> None:
    """Note where the pages of this folder were, so that those still open find them there when it is started again."""
    put(answers, "port", str(port).encode())


def last_port(answers: Path) -> int | None:
    """Where they were last; None where that is not known."""
    for path in there(answers, "port"):
        with contextlib.suppress(OSError, ValueError):
            port = int(path.read_bytes())
            if 0 < port < 2**16:
                return port
    return None


def left(answers: Path) -> list[Path]:
    """The keys and the notes, where they are there; nothing is made by looking."""
    return [path for name in ("key", "open", "pages", "port") for path in there(answers, name)]


def clear(answers: Path) -> None:
    """Take the keys and the notes away."""
    for path in left(answers):
        with contextlib.suppress(OSError):
            path.unlink()


def there(answers: Path, name: str) -> list[Path]:
    """Files of ours that are there, wherever an earlier one had to put them."""
    return runtime_folder.noted(f"{name_for(answers)}.{name}")


def put(answers: Path, name: str, content: bytes) -> None:
    """Where there is no folder that is only the person's, nothing is kept."""
    folder = runtime_folder.best()
    if folder is not None:
        with contextlib.suppress(OSError):
            atomic_files.replace(folder / f"{name_for(answers)}.{name}", content)
