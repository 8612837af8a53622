"""The folder of a workshop that was led from this computer: its room, and a sealed workbook for each seat."""

from __future__ import annotations

import contextlib
from pathlib import Path

from heartwork.errors import KitError
from heartwork.i18n.messages import _, ngettext
from heartwork.paths import WORKSHOP, workshop_folder

__all__ = ["ROOM", "SEATS", "found", "in_words", "is_one", "is_seat", "workbooks"]

#: In the folder of a workshop: the database of its room.
ROOM = "room.sqlite"
#: In it too: one folder for each seat.
SEATS = "seats"


def found(answers: Path) -> list[Path]:
    """
    The folders of workshops that can be found: in a folder of answers, or where they are when none is named.

    One that was given another folder, with `--answers`, is known to nobody but its owner.
    """
    places = dict.fromkeys([answers, answers / WORKSHOP])
    with contextlib.suppress(KitError):  # this user has no home
        places[workshop_folder()] = None
    return [place for place in places if is_one(place)]


def is_one(folder: Path) -> bool:
    """Whether this is the folder of a workshop."""
    return (folder / ROOM).is_file() or bool(workbooks(folder))


def is_seat(answers: Path) -> bool:
    """Whether this folder of answers is that of a seat."""
    return answers.parent.name == SEATS and is_one(answers.parent.parent)


def workbooks(host: Path) -> list[Path]:
    """The folders of seats that are still there, each sealed by a passphrase that only its owner knows."""
    return sorted(path for path in (host / SEATS).glob("*") if path.is_dir())


def in_words(host: Path) -> str:
    """How many workbooks are still in it."""
    count = len(workbooks(host))
    if not count:
        return _("no workbook is left in it")
    return ngettext("{count} workbook, locked", "{count} workbooks, locked", count).format(count=count)
