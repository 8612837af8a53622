"""What somebody should know of the folder of their answers before they write: whether it can be, and who else can."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from heartwork.i18n.messages import _

__all__ = ["words_on"]

_OTHERS_READ, _OTHERS_WRITE = 0o004, 0o002
_GROUP_READ, _GROUP_WRITE = 0o040, 0o020


def words_on(folder: Path) -> list[str]:
    """
    Sentences for the person; none where all is as it is usually.

    Args:
        folder: Of the answers; it need not be there yet. Nothing is changed in it.
    """
    try:
        there = next(one for one in (folder, *folder.parents) if one.exists())
    except OSError as error:
        return [_("The folder {folder} cannot be used ({why}).").format(folder=folder, why=error.strerror)]
    if not there.is_dir() or not os.access(there, os.R_OK | os.W_OK | os.X_OK):
        return [_("Nothing can be saved in {folder}: heartwork isn't allowed to write to it.").format(folder=folder)]
    if (open_ := _others_change(folder)) is not None:
        said = _(
            "Other users of this computer can change what is in {folder}: they could take your answers away, or put "
            "others in their place, though not read them."
        )
        return [said.format(folder=open_)]
    if folder.is_dir() and _others(folder, _OTHERS_READ, _GROUP_READ):
        said = _("Other users of this computer can see the names of the files in {folder}, though not what is in them.")
        return [said.format(folder=folder)]
    return []


def _others_change(folder: Path) -> Path | None:
    """The first folder on the way to it in which others may rename and delete what is the person's."""
    for one in (folder, *folder.resolve().parents):
        try:
            sticky = one.stat().st_mode & stat.S_ISVTX and one != folder
            if not sticky and _others(one, _OTHERS_WRITE, _GROUP_WRITE if one == folder else 0):
                return one
        except OSError:  # not there yet
            continue
    return None


def _others(folder: Path, of_others: int, of_the_group: int) -> bool:
    if sys.platform == "win32":  # it does not show in a mode there
        return False
    status = folder.stat()
    if status.st_uid not in (os.geteuid(), 0):
        return True
    group = of_the_group if status.st_gid != os.getegid() else 0  # most have a group of their own
    return bool(status.st_mode & (of_others | group))
