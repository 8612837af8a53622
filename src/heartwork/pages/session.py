"""A visit: the workbook that is open, and what is known only as long as it is."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Callable, Iterable

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Change
from heartwork.crypto.keypair import SealedError
from heartwork.local_time import zone
from heartwork.own_questions import with_own
from heartwork.storage import nearby_workbooks
from heartwork.storage.workbook import Workbook
from heartwork.worksheet_definition import Worksheet

__all__ = ["Session"]

#: So many numbers of changes that were kept are remembered: more than a page can have waiting at once.
_REMEMBERED = 1000


class Session:
    """
    Everything the pages of one kernel share.

    Args:
        workbook: The workbook that is open.
        shelf: The worksheets.
    """

    def __init__(self, workbook: Workbook, shelf: WorksheetLibrary) -> None:
        self.workbook = workbook
        self.shelf = shelf
        #: Answers that are never written: quiet questions, kept for this visit only, by full name.
        self.unwritten: dict[str, object] = {}
        #: Asks for the passphrase, when it turns out that one is needed; set by who shows pages.
        self.ask: Callable[[], None] = lambda: None
        #: Names this page among those that one window may show (two cells of a notebook, two notebooks), as
        #: `<workbook>:<page>`: what was left waiting by a page is taken over only by one of the same workbook.
        self.desk = f"{_name_of(workbook)}:{secrets.token_hex(3)}"
        #: Whether there is room for wide pictures where the page is; set by who shows pages.
        self.wide: Callable[[], bool] = lambda: False
        self._kept: dict[tuple[int, str], tuple[object, str]] = {}

    def begin_private(self) -> None:
        """From now on nothing of this visit is written; it begins empty, and forgets what was not written before."""
        self.workbook = Workbook.in_memory()
        self.unwritten.clear()

    def held(self) -> bool:
        """Whether what was put on the disk is not to be called saved yet, see `Workbook.awaits_key`."""
        return self.workbook.awaits_key

    @property
    def written(self) -> Answers:
        """What is written, as last read or saved."""
        return self.workbook.written

    def value(self, name: str) -> object:
        """An answer by its full name, `worksheet.question`: of this visit only, or written."""
        return self.unwritten[name] if name in self.unwritten else self.written.value(name)

    def worksheet(self, id_: str, *, entry: str | None = None, hidden: bool = False) -> Worksheet:
        """
        One worksheet, with what the person added to it, see `heartwork.own_questions.with_own`.

        Raises:
            KitError: If there is none of this id, or with everything that is wrong with its file.
        """
        return with_own(self.shelf.worksheet(id_), self.written, entry=entry, hidden=hidden)

    def save(self, changes: Iterable[Change]) -> str:
        """
        Put changes on the disk.

        Returns:
            The time of day of it, `14:05`, where the person is.

        Raises:
            KitError: If they could not be saved.
        """
        try:
            self.workbook.save(changes)
        except SealedError:
            self.ask()
            raise
        return self.clock()

    def once(self, number: int, address: str, value: object, keep: Callable[[], str]) -> str:
        """
        Keep a change, unless it was kept before: it comes again when its page heard no answer, and somebody else may
        have written since.

        Args:
            number: Of the change; 0 when it has none.
            address: Of the answer.
            value: The change itself.
            keep: Keeps it, and returns the time of day of that.
        """
        kept, before = self._kept.get((number, address), (None, ""))
        if number and before and kept == value:
            return before
        at = keep()
        if number:
            self._kept[number, address] = value, at
            if len(self._kept) > _REMEMBERED:
                del self._kept[next(iter(self._kept))]
        return at

    def destroy(self, worksheet: str, *questions: str, entry: str | None = None) -> tuple[str, list[str]]:
        """
        Destroy the answer to a question, here and in every copy.

        Returns:
            The time of day, and where the files are that may hold it still.

        Raises:
            KitError: If it could not be done.
        """
        try:
            left = self.workbook.destroy(worksheet, *questions, entry=entry)
        except SealedError:
            self.ask()
            raise
        return self.clock(), [nearby_workbooks.in_words([path], self.workbook.folder) for path in left]

    def clock(self) -> str:
        """The time of day where the person is, `14:05`."""
        return f"{datetime.datetime.now(zone()):%H:%M}"

    def today(self) -> str:
        """The day it is where the person is, `2026-11-23`."""
        return datetime.datetime.now(zone()).date().isoformat()


def _name_of(workbook: Workbook) -> str:
    """The same for every page on one workbook, and no part of where it lies."""
    return hashlib.sha256(str(workbook.folder).encode("utf-8", "surrogatepass")).hexdigest()[:8]
