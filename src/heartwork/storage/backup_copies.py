"""Copies of a workbook in `backups/`: the last good one, and one a day for the last fourteen days with changes."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path

from heartwork import atomic_files

__all__ = [
    "BACKUPS",
    "LOCKED",
    "IsEarlier",
    "Revision",
    "free_name",
    "keep",
    "keep_one_more",
    "last_good",
    "listed",
    "name_of_day",
    "sweep",
]

BACKUPS = "backups"
_LAST_GOOD = "last-good"
#: Begins the name of a workbook that is sealed by another key than the one in use.
LOCKED = "workbook-locked"
_DAYS_KEPT = 14
#: Reads the revision of a copy; None when it cannot be read.
Revision = Callable[[Path], int | None]
#: Whether a copy is surely an earlier state of the workbook: of all others the revision says nothing.
IsEarlier = Callable[[Path], bool]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: The names that are given here. What a program that keeps folders in step adds to one is not the copy of a day.
_NAME = re.compile(
    r"workbook-(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|earlier|locked|before-sealing|unsealed-[\w.-]+?)(?:-[0-9]+)?"
)


def listed(folder: Path, ending: str) -> list[Path]:
    """
    The copies of the workbook in a folder: the last good one first, then one a day, newest first.

    Args:
        folder: Of the answers.
        ending: How their names end: `.json`, or `.json.age` where they are sealed.
    """
    days = sorted(_named(folder / BACKUPS, "workbook-", ending), reverse=True)
    return [path for path in (last_good(folder, ending), *days) if path.is_file()]


def _named(backups: Path, begins: str, ending: str) -> list[Path]:
    found = backups.glob(f"{begins}*{ending}")
    return [path for path in found if _NAME.fullmatch(path.name[: -len(ending)])]


def last_good(folder: Path, ending: str) -> Path:
    """Where the last good copy lies, or will."""
    return folder / BACKUPS / f"{_LAST_GOOD}{ending}"


def keep(
    path: Path, *, number: int, day: str, today: str, ending: str, revision: Revision, is_earlier: IsEarlier
) -> None:
    """
    Before a workbook is replaced: what stands there is the last good one, and that of an earlier day goes to its day.

    Args:
        path: The workbook.
        number: Its revision.
        day: The day it was last saved, as it says itself.
        today: The day it is.
        ending: How names of copies end.
        revision: See `Revision`.
        is_earlier: See `IsEarlier`.
    """
    if not path.is_file():
        return
    backups = path.parent / BACKUPS
    atomic_files.make_private_folder(backups)
    if day != today:
        keep_one_more(path, number=number, day=day, ending=ending, revision=revision, is_earlier=is_earlier)
    _copy(path, last_good(path.parent, ending))


def keep_one_more(path: Path, *, number: int, day: str, ending: str, revision: Revision, is_earlier: IsEarlier) -> None:
    """Copy a workbook to the day it was saved, and let go of what is older than the fourteen newest."""
    if not _DAY.fullmatch(day):
        return
    backups = path.parent / BACKUPS
    atomic_files.make_private_folder(backups)
    content = path.read_bytes()
    same_number = (copy for copy in _named(backups, f"workbook-{day}", ending) if revision(copy) == number)
    if any(copy.read_bytes() == content for copy in same_number):
        return  # a save that failed after this step, and is tried again
    # A clock that was set back brings a day back: its first copy is kept beside the second.
    _copy(path, free_name(backups, f"workbook-{day}", ending))
    found = {old: of_old for old in _named(backups, "workbook-", ending) if (of_old := revision(old)) is not None}
    if len(found) <= _DAYS_KEPT:
        return
    # By revision, not by name: what a clock that was wrong wrote may be the newest there is. A file from elsewhere may
    # say any number; such files make room among themselves only.
    own = {old for old in found if is_earlier(old)}
    ours = sorted(own, key=lambda old: (found[old], old.name), reverse=True)
    others = sorted(found.keys() - own, key=lambda old: (old.stat().st_mtime_ns, old.name), reverse=True)
    for old in (*ours[_DAYS_KEPT:], *others[_DAYS_KEPT:]):
        old.unlink(missing_ok=True)


def name_of_day(backups: Path, day: str, ending: str) -> Path:
    """A name for one more copy of a day; a day that is none, as in a file that was changed by hand, is left out."""
    return free_name(backups, f"workbook-{day if _DAY.fullmatch(day) else 'earlier'}", ending)


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """A name that is not taken: `workbook-2026-11-23.json`, else `workbook-2026-11-23-2.json`, and so on."""
    path, number = folder / f"{stem}{ending}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    return path


def sweep(folder: Path) -> None:
    """Remove what a process that was killed in the middle of `keep` left behind; for who holds the lock."""
    for left in (folder / BACKUPS).glob(".*.new"):
        with contextlib.suppress(OSError):
            left.unlink()


def _copy(source: Path, target: Path) -> None:
    """A second name for the same bytes: the source is replaced, never changed, so a link is a copy."""
    fresh = str(target.with_name(f".{target.name}.new"))
    try:
        _unlink(fresh)
        os.link(source.resolve() if source.is_symlink() else source, fresh)
        os.replace(fresh, target)  # noqa: PTH105  as below
    except OSError:  # a file system without links
        atomic_files.replace(target, source.read_bytes())
    finally:
        # Where both names are one file already, the system's rename leaves them both.
        _unlink(fresh)


def _unlink(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)  # noqa: PTH108  every save does so twice, and a Path is slower
