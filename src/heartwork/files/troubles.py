"""What can be in the way of a workbook, in words: what is wrong, and the mend."""

from __future__ import annotations

import errno
from pathlib import Path

from heartwork.problems import Problem

__all__ = ["held", "no_key", "not_saved", "sealed", "unreadable"]


def held() -> Problem:
    """Somebody else holds the lock."""
    return Problem(
        what="another program has held your workbook open for writing for 10 seconds.",
        mend="Close other windows of heartwork; what you typed is still here and is tried again.",
    )


def no_key(path: Path) -> Problem:
    """A sealed workbook without its key."""
    return Problem(
        what="your workbook is sealed, and the key that opens it is not beside it.",
        mend=f"Put {path.name} back into this folder.",
        file=str(path),
    )


def sealed() -> Problem:
    """A passphrase is needed first."""
    return Problem(
        what="your workbook is sealed with a passphrase.",
        mend="In a notebook: `import getpass; Workbook.load(passphrase=getpass.getpass())`. Elsewhere you are asked.",
    )


def unreadable(path: Path, error: OSError) -> Problem:
    """The file is there and cannot be opened."""
    return Problem(
        what=f"your workbook is there but cannot be read ({error.strerror}).",
        mend="Look at who may read this file.",
        file=str(path),
    )


def not_saved(error: OSError) -> Problem:
    """The disk did not take it, by what the system says."""
    what, mend = {
        errno.ENOSPC: ("there is no room left on this disk.", "Make some room; it is tried again by itself."),
        errno.EDQUOT: ("there is no room left for you on this disk.", "Make some room; it is tried again by itself."),
        errno.EROFS: ("the folder of your workbook can only be read.", "Choose another with --answers."),
        errno.EACCES: ("the folder of your workbook may not be written to.", "Choose another with --answers."),
        errno.EPERM: ("the folder of your workbook may not be written to.", "Choose another with --answers."),
        errno.ENOTDIR: ("the place of your workbook is a file, not a folder.", "Choose a folder with --answers."),
        errno.EEXIST: ("the place of your workbook is a file, not a folder.", "Choose a folder with --answers."),
    }.get(error.errno or 0, (f"the disk did not take it ({error.strerror}).", "It is tried again by itself."))
    return Problem(what=what, mend=mend)
