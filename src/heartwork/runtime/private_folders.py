"""Where the private folder of the kit may be, the best place first; never one that anybody else can enter."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import platformdirs

__all__ = ["anywhere", "candidates", "independent", "is_private", "usable"]


def candidates() -> Iterator[Path]:
    """Where a private folder may be, the best first."""
    seen = set()
    for folder in (*_of_this_environment(), *independent()):
        if folder not in seen:
            seen.add(folder)
            yield folder


def anywhere() -> Iterator[Path]:
    if given := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(given) / "heartwork"
    if sys.platform != "win32":
        yield _of_the_system() / "heartwork"
    with contextlib.suppress(OSError):
        yield Path(tempfile.gettempdir()) / _own_name()
    yield from independent()


def _of_this_environment() -> Iterator[Path]:
    given = os.environ.get("XDG_RUNTIME_DIR")
    if given and is_private(Path(given)):
        yield Path(given) / "heartwork"
    elif _run_user() is not None:  # before the temporary folder, wherever that is
        yield from filter(None, [_run_user()])
    with contextlib.suppress(OSError):  # none at all can be written to
        temporary = Path(tempfile.gettempdir())
        if temporary != Path.cwd():  # Python's last resort, which may be anybody's
            yield temporary / _own_name()


def independent() -> Iterator[Path]:
    if sys.platform != "win32":
        yield from filter(None, [_run_user()])
        yield from (Path(temporary) / _own_name() for temporary in ("/tmp", "/var/tmp"))  # noqa: S108  made private below
    with contextlib.suppress(RuntimeError):  # nobody knows a home for this user
        yield Path(platformdirs.user_cache_dir("heartwork", appauthor=False))


def _run_user() -> Path | None:
    """Where systemd has it, though a program that was started by another user's shell is not told so."""
    if sys.platform == "win32":
        return None
    folder = _of_the_system()
    return folder / "heartwork" if is_private(folder) else None


def _of_the_system() -> Path:
    return Path(f"/run/user/{_user()}")


def _own_name() -> str:
    return f"pages-{_user()}"


def _user() -> int | str:
    if sys.platform == "win32":
        return "open"
    return os.geteuid()


def is_private(folder: Path) -> bool:
    """Whether it is a folder of this person, open to nobody else, and no link."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    if sys.platform == "win32":  # the temporary folder is the person's own
        return stat.S_ISDIR(status.st_mode)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077


def usable(folders: Iterator[Path]) -> Iterator[Path]:
    """Those that are private, or can be made so; each is made when it is asked for."""
    for folder in folders:
        if is_private(folder) or _made_private(folder):
            yield folder


def _made_private(folder: Path) -> bool:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        _close_to_others(folder)
    except OSError:
        return False
    return is_private(folder)


def _close_to_others(folder: Path) -> None:
    """One of this person's that is open to others; through a link, or to somebody else's folder, nothing is done."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(handle).st_uid == os.geteuid():
            os.fchmod(handle, 0o700)
    finally:
        os.close(handle)
