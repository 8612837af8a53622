"""
The mark that everything was deleted: a window that is still open must not write it back.

It is an empty file in the computer's temporary folder, gone with the next start. The folder of the answers itself
holds nothing any more.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from heartwork.files.places import name_for

__all__ = ["mark", "marked"]


def mark(folder: Path) -> None:
    """Note that everything in this folder of answers was deleted just now."""
    path = _path(folder)
    with contextlib.suppress(OSError):  # nobody else's file of that name is touched
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def marked(folder: Path) -> tuple[int, int] | None:
    """What tells one such mark from the next; None when there is none of ours."""
    try:
        status = _path(folder).lstat()
    except OSError:
        return None
    if hasattr(os, "getuid") and status.st_uid != os.getuid():
        return None
    return status.st_ino, status.st_mtime_ns


def _path(folder: Path) -> Path:
    return Path(tempfile.gettempdir()) / f"hw-{name_for(folder)}"
