"""
The private folder for what lives only as long as heartwork runs: sockets, connection files, keys, marks.

It is one place for all of these, and only the person's: `$XDG_RUNTIME_DIR` where that is really theirs, else a folder
of their own in the computer's temporary folder, else one in their cache. What somebody else made under that name
is never used, and its rights are never changed. Names in it say nothing of what was written.

    <private folder>/<20 letters>.open, .key, .forgotten   notes on a folder of answers (see `instance`, `tombstone`)
    <private folder>/<8 letters>/                        the session of one process; gone with it
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import secrets
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from heartwork.errors import KitError, Problem
from heartwork.folder_lock import FolderLock
from heartwork.i18n.messages import _
from heartwork.paths import home
from heartwork.runtime import private_folders

__all__ = [
    "best",
    "everywhere",
    "has_sockets",
    "leftovers",
    "lend_a_home",
    "lookup",
    "noted",
    "session",
    "sweep",
    "well_known",
]

#: Bytes that the path of a socket may have on macOS, the shortest of all systems (Linux: 107).
_LONGEST_SOCKET = 103
#: Bytes of the longest name in a session: `/`, the name of a kernel's sockets, and which of them.
_NAME = len("/12345678-5")
#: Bytes that have to fit into a session: its connection files are smaller.
_ROOM = 16384
_LOCK = "lock"
_XDG = (("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache"))
_SESSION = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class _Session:
    """A folder of one process, and what shows others that it is in use."""

    folder: Path
    lock: FileLock
    sockets: bool


#: The session of this process, by its process id: a fork has none of its own.
_mine: dict[int, _Session] = {}


def best() -> Path | None:
    """The first private folder that is there or can be made; None where there is none."""
    return next(private_folders.usable(private_folders.candidates()), None)


def well_known() -> Path | None:
    """The first that is found whatever the environment says; None where there is none."""
    return next(private_folders.usable(private_folders.independent()), None)


def lookup() -> list[Path]:
    """Every private folder that is there already, the best first; nothing is made by looking."""
    return [folder for folder in private_folders.candidates() if private_folders.is_private(folder)]


def everywhere() -> list[Path]:
    """Every place where there is a private folder, or may be one later; `lookup` says which of them are."""
    return list(dict.fromkeys(private_folders.anywhere()))


def noted(name: str) -> list[Path]:
    """Files of a name that are in private folders, wherever an earlier process had to put them."""
    return [folder / name for folder in lookup() if os.path.isfile(folder / name)]  # noqa: PTH113  raises nothing


def session() -> Path:
    """
    The folder of this process, made once; it is gone when the process has ended in an orderly way.

    What earlier ones left that did not (see `leftovers`) is cleared first.

    Raises:
        KitError: If there is no private folder with any room.
    """
    return _session().folder


def has_sockets() -> bool:
    """
    Whether sockets can be made in the folder of this process: its path is short enough, and its file system has them.

    Raises:
        KitError: As for `session`.
    """
    return _session().sockets


def _session() -> _Session:
    known = _mine.get(os.getpid())
    if known is None:
        sweep()
        known = _mine[os.getpid()] = _made()
        atexit.register(_end, os.getpid())
    return known


def _made() -> _Session:
    """Where sockets fit, or else wherever there is room: kernels listen elsewhere then."""
    without: list[_Session] = []
    for folder in private_folders.usable(private_folders.candidates()):
        made = _made_in(folder)
        if made is not None and made.sockets:
            for other in without:
                _remove(other)
            return made
        if made is not None:
            without.append(made)
    if not without:
        what = _("there is no folder for temporary files that heartwork can write to.")
        raise KitError([Problem(what=what, mend=_("Make room in it, or name another in the variable TMPDIR."))])
    for other in without[1:]:
        _remove(other)
    return without[0]


def _sockets_fit(folder: Path) -> bool:
    if sys.platform == "win32" or len(os.fsencode(folder)) + _NAME > _LONGEST_SOCKET:
        return False
    probe = folder / "1234567-0"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
            one.bind(str(probe))
    except OSError:
        return False
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()
    return True


def lend_a_home() -> None:
    """
    Give libraries what they want of a home, where this user has none, or may not write in it.

    Their folders lie in the session, so they go with it. Those that are there are used as they are: the list of fonts
    of matplotlib takes seconds to make.

    Raises:
        KitError: As for `session`.
    """
    own = home()
    if own is None:
        os.environ["HOME"] = str(_made_for("home"))
    elif not all(_can_be_made(Path(os.environ.get(name) or own / usual) / "matplotlib") for name, usual in _XDG):
        os.environ.setdefault("MPLCONFIGDIR", str(_made_for("matplotlib")))
        os.environ.setdefault("IPYTHONDIR", str(_made_for("ipython")))


def _made_for(name: str) -> Path:
    folder = session() / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _can_be_made(folder: Path) -> bool:
    """Whether a folder can be written to; it is made as matplotlib would make it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def leftovers() -> list[Path]:
    """Sessions of processes that were killed, or lost their terminal, before they could tidy up."""
    return [session_ for folder in lookup() for session_ in _ended(folder)]


def sweep() -> None:
    """Remove them."""
    for folder in lookup():
        with _alone(folder):
            for path in _ended(folder):
                shutil.rmtree(path, ignore_errors=True)


# -- sessions


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else makes or sweeps sessions there meanwhile; where that cannot be had, nobody is likely to."""
    lock = FolderLock(folder / _LOCK, 5)
    with contextlib.suppress(Timeout, OSError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _made_in(folder: Path) -> _Session | None:
    """A session with room in it; None where there is no room."""
    made = folder / secrets.token_hex(4)
    lock = FileLock(made / _LOCK, timeout=0, mode=0o600)
    try:
        with _alone(folder):
            made.mkdir(mode=0o700)
            with contextlib.suppress(NotImplementedError, OSError):  # a file system without locks: it is never swept
                lock.acquire()
        probe = made / "room"
        probe.write_bytes(bytes(_ROOM))
        probe.unlink()
    except (OSError, Timeout):
        _remove(_Session(made, lock, sockets=False))
        return None
    return _Session(made, lock, sockets=_sockets_fit(made))


def _ended(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        for path in sorted(folder.iterdir()):
            if _SESSION.fullmatch(path.name) and path.is_dir() and not path.is_symlink() and not _in_use(path):
                yield path


def _in_use(session_: Path) -> bool:
    if session_ in (one.folder for one in _mine.values()):
        return True
    if not (session_ / _LOCK).is_file():
        return False
    lock = FileLock(session_ / _LOCK, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except (OSError, Timeout, NotImplementedError):
        return True
    lock.release()
    return False


def _end(process: int) -> None:
    made = _mine.pop(process, None)
    if made is not None and os.getpid() == process:  # not in a fork of it
        _remove(made)


def _remove(made: _Session) -> None:
    made.lock.release()
    shutil.rmtree(made.folder, ignore_errors=True)
