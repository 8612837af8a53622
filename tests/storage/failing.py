"""Real system calls that fail when a test says so."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["Failing"]


class Failing:
    """
    Real system calls, one of which fails: the nth of those that touch this folder.

    Python tells its audit hooks of every open, link, rename, removal, folder and change of mode, and what a hook
    raises is what the caller meets. It tells nothing of fsync, which is therefore wrapped.
    """

    EVENTS = ("open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.chmod")

    def __init__(self) -> None:
        self.folder: str | None = None
        self.fails_at: int | None = None
        self.all_later = False
        self.calls: list[str] = []
        self._fsync = os.fsync
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.folder is not None and event in self.EVENTS and str(arguments[0]).startswith(self.folder):
            self._called(f"{event} {Path(str(arguments[0])).name}")

    def fsync(self, handle: int) -> None:
        if self.folder is not None:
            is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
            self._called("fsync of the folder" if is_folder else "fsync of the file")
        self._fsync(handle)

    def _called(self, what: str) -> None:
        self.calls.append(what)
        number = len(self.calls)
        if self.fails_at is not None and (number == self.fails_at or (self.all_later and number > self.fails_at)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextlib.contextmanager
    def inside(self, folder: Path, fails_at: int | None = None, *, all_later: bool = False) -> Iterator[list[str]]:
        """
        Hear the calls that touch a folder.

        Args:
            fails_at: The number of the call that fails, counted from 1; none when None.
            all_later: Whether every call after it fails too: nothing more reaches a disk whose power was cut.
        """
        self.folder, self.fails_at, self.all_later, self.calls = str(folder), fails_at, all_later, []
        try:
            yield self.calls
        finally:
            self.folder = None
