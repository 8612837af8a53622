"""A file that is either the old one or the new one, whatever happens in between."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

__all__ = ["make_private_folder", "make_writable", "remove", "remove_whole", "remove_with_target", "replace", "sweep"]

_PREFIX = ".new-"
#: Seconds for which another program on Windows may hold a file, and between two tries.
_HELD, _AGAIN = 2.0, 0.05


def make_private_folder(folder: Path) -> None:
    """
    Make a folder that only its owner can enter (0700); one that is there already keeps its rights.

    Whoever gave it other rights had a reason, or can be told of it (see `folder_rights`); what is written into it can
    be read by its owner only.

    Raises:
        OSError: If it cannot be made.
    """
    if not os.path.isdir(folder):  # noqa: PTH112  mostly it is there: every save asks, and a Path is slower
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def replace(path: Path, content: bytes) -> None:
    """
    Put new content in the place of a file; when this returns, it is on the disk. A link is written through.

    The file is readable by its owner only (0600).

    Raises:
        OSError: If it cannot be written; what was there before is untouched.
    """
    if path.is_symlink():
        path = path.resolve()  # what the link leads to is the file; the link stays
    # mkstemp opens with O_EXCL and 0600, so nobody else can open the new file before its content is in.
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # Rename last: a reader never meets half a file.
        _rename(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def _rename(name: str, path: Path) -> None:
    until = time.monotonic() + _HELD
    while True:
        try:
            Path(name).replace(path)
            return
        except PermissionError:
            # On Windows, what looks for viruses or copies to other computers holds a file for a moment.
            if sys.platform != "win32" or time.monotonic() > until:
                raise
        time.sleep(_AGAIN)


def remove(path: Path) -> None:
    """
    Take a file away, if it is there; when this returns, a power cut does not bring it back.

    Raises:
        OSError: If it cannot be removed.
    """
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)


def remove_with_target(path: Path) -> None:
    """
    Take a file away; where it is a link, the file that it leads to as well. Durable as `remove`.

    Raises:
        OSError: If it cannot be removed.
    """
    if path.is_symlink():
        remove(path.resolve())
    remove(path)


def remove_whole(path: Path) -> None:
    """
    Delete a file, or a folder with all that is in it; a link is deleted, not what it leads to.

    Raises:
        OSError: If something in it could not be deleted.
    """
    if path.is_dir() and not path.is_symlink():
        for folder in (path, *(inside for inside in path.rglob("*") if inside.is_dir() and not inside.is_symlink())):
            make_writable(folder)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def make_writable(folder: Path) -> None:
    """Allow the person to delete what is in a folder of theirs, as they asked to; what others own stays as it is."""
    with contextlib.suppress(OSError):
        folder.chmod(folder.stat().st_mode | 0o700)


def sweep(folder: Path, suffix: str) -> None:
    """
    Remove what a process that was killed in the middle of `replace` left behind.

    Only for who knows that nobody else is writing in this folder now.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as there:
        for left in there:
            if left.name.startswith(_PREFIX) and left.name.endswith(suffix):
                with contextlib.suppress(OSError):
                    os.unlink(left.path)  # noqa: PTH108


def _sync_folder(folder: Path) -> None:
    """Without this, a power cut may forget the rename though the content is on the disk."""
    if sys.platform == "win32":  # a folder cannot be opened; its file system keeps renames in order
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some file systems (of networks, mostly) know no such thing for a folder; there is nothing more to do there.
        if error.errno not in (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.ENOSYS):
            raise
    finally:
        os.close(handle)
