"""
The lock of a folder of answers: whoever writes in it holds it.

Some disks, of networks mostly, know no locks. There a file that only one program can make stands in for one; it is
taken for left behind once it is older than any save can last.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from pathlib import Path
from types import TracebackType

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

__all__ = ["FolderLock"]

#: What a disk answers that knows no locks, or whose server for locks does not answer.
_NONE_HERE = frozenset({errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EIO, errno.EINVAL})
#: A file that stands in for a lock is taken for left behind after so many seconds.
_LEFT_BEHIND = 60

#: Lock files on disks that know no locks, as far as it was tried; it is tried once.
_tried: dict[Path, bool] = {}


class FolderLock:
    """
    The lock of one folder; it can be taken again once it was let go.

    Args:
        path: The file of the lock.
        seconds: So long it is waited for.
    """

    def __init__(self, path: Path, seconds: float) -> None:
        self._path, self._seconds = path, seconds
        self._file: BaseFileLock | None = None  # made once: every save takes it
        self._held: BaseFileLock | None = None

    @property
    def stands_in(self) -> bool:
        """Whether the disk knows no locks, and a file stands in for one."""
        return _tried.get(self._path, False)

    def acquire(self) -> None:
        """
        Take it.

        Raises:
            Timeout: If another program holds it so long.
            OSError: If the disk takes no file.
        """
        if self._path not in _tried:
            _tried[self._path] = _knows_no_locks(self._path)
        if not self.stands_in:
            held = self._file = self._file or FileLock(self._path, timeout=self._seconds, mode=0o600)
            try:
                held.acquire()
            except NotImplementedError:  # as older versions of filelock say it
                _tried[self._path] = True
            except OSError as error:
                if isinstance(error, Timeout) or error.errno not in _NONE_HERE:
                    raise
                _tried[self._path] = True
            else:
                self._held = held
                return
        self._held = self._stand_in()

    def _stand_in(self) -> BaseFileLock:
        path = self._path.with_name(f"{self._path.stem}.held{self._path.suffix}")
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
                path.unlink()
        held = SoftFileLock(path, timeout=self._seconds, mode=0o600)
        held.acquire()
        return held

    def release(self) -> None:
        """Let it go, if it is held."""
        held, self._held = self._held, None
        if held is not None:
            held.release()

    def __enter__(self) -> FolderLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _knows_no_locks(path: Path) -> bool:
    """Whether a lock cannot be had here for a reason that no waiting changes."""
    if sys.platform == "win32":  # every disk there knows them
        return False
    import fcntl

    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _NONE_HERE
    else:
        fcntl.flock(handle, fcntl.LOCK_UN)
        return False
    finally:
        os.close(handle)
