"""What can be in the way of a workbook, in words: what is wrong, and the mend."""

from __future__ import annotations

import errno
from pathlib import Path

from heartwork.errors import Problem
from heartwork.i18n.messages import N_, _

__all__ = ["ANOTHER_FOLDER", "held", "no_key", "not_saved", "sealed", "unreadable"]

#: What can be done where a folder can't be written to.
ANOTHER_FOLDER = N_("Choose another folder: `--answers FOLDER` in a terminal, `Workbook.load(FOLDER)` in a notebook.")


def held() -> Problem:
    """Somebody else holds the lock."""
    return Problem(
        what=_("another program has held your workbook open for writing for 10 seconds."),
        mend=_("Close other windows of heartwork; what you typed is still here and is tried again."),
    )


def no_key(path: Path) -> Problem:
    """A sealed workbook without its key."""
    return Problem(
        what=_("your workbook is sealed, and the key that opens it is not next to it."),
        mend=_("Put {name} back into this folder.").format(name=path.name),
        file=str(path),
    )


def sealed() -> Problem:
    """A passphrase is needed first."""
    return Problem(
        what=_("your workbook is sealed with a passphrase."),
        mend=_(
            "In a notebook: `import getpass; Workbook.load(passphrase=getpass.getpass())`. Elsewhere you are asked."
        ),
    )


def unreadable(path: Path, error: OSError) -> Problem:
    """The file is there and cannot be opened."""
    return Problem(
        what=_("your workbook is there but cannot be read ({why}).").format(why=error.strerror),
        mend=_("Check who is allowed to read this file."),
        file=str(path),
    )


def not_saved(error: OSError) -> Problem:
    """The disk did not take it, by what the system says."""
    what, mend = {
        errno.ENOSPC: (_("there is no room left on this disk."), _("Make some room; it is tried again by itself.")),
        errno.EDQUOT: (
            _("there is no room left for you on this disk."),
            _("Make some room; it is tried again by itself."),
        ),
        errno.EROFS: (_("the folder of your workbook can only be read."), _(ANOTHER_FOLDER)),
        errno.EACCES: (
            _("heartwork isn't allowed to write to the folder of your workbook."),
            _(ANOTHER_FOLDER),
        ),
        errno.EPERM: (
            _("heartwork isn't allowed to write to the folder of your workbook."),
            _(ANOTHER_FOLDER),
        ),
        errno.ENOTDIR: (_("the place of your workbook is a file, not a folder."), _(ANOTHER_FOLDER)),
        errno.EEXIST: (_("the place of your workbook is a file, not a folder."), _(ANOTHER_FOLDER)),
    }.get(
        error.errno or 0,
        (_("it could not be saved to the disk ({why}).").format(why=error.strerror), _("It will try again by itself.")),
    )
    return Problem(what=what, mend=mend)
