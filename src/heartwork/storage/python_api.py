"""What a notebook or a program does with a workbook: read and write by name, and go on with it as tables."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from heartwork.answers import Answer, Answers, Entry
from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.local_time import zone
from heartwork.own_questions import in_own_words
from heartwork.storage.answers_by_name import ByName, answered, entry_answered, no_page
from heartwork.storage.dataframes import answers_frame, entries_frame, history_frame
from heartwork.storage.store import Make

if TYPE_CHECKING:
    import pandas

__all__ = ["PythonAccess"]


class PythonAccess(ABC):
    """What reads like a mapping of what is `written`; an unknown name is an error that says which is nearest."""

    @property
    @abstractmethod
    def written(self) -> Answers:
        """Everything that was written, as last read or saved."""

    @abstractmethod
    def change(self, make: Make, *, now: datetime.datetime | None = None) -> Answers:
        """Keep what `make` makes of what is kept now."""

    def answers(self, worksheet: str) -> dict[str, Answer]:
        """
        The answers of one worksheet, by question id.

        Raises:
            KitError: If there is no such worksheet: none of the kit's, and none in which something was written.
        """
        self._expect_worksheet(worksheet)
        return self.written.answers(worksheet)

    def entries(self, worksheet: str) -> list[Entry]:
        """
        The entries of a worksheet that repeats, in the order of the days they are about.

        Raises:
            KitError: If there is no such worksheet, or it does not repeat.
        """
        self._expect_worksheet(worksheet, repeats=True)
        return self.written.entries(worksheet)

    def _expect_worksheet(self, id_: str, *, repeats: bool = False) -> None:
        shelf = WorksheetLibrary()
        if id_ not in shelf.ids:
            if id_ not in self.written:
                raise KitError([no_page(id_, [*shelf.ids, *self.written])])
        elif repeats and not shelf.worksheet(id_).repeats:
            what = _('the worksheet "{id}" is filled in once, so it has no entries.').format(id=id_)
            raise KitError([Problem(what=what, mend=_("Its answers: answers({id}).").format(id=repr(id_)))])

    def __getitem__(self, name: str) -> Any:
        """
        What is written under a name: `book["boundaries"]` a mapping by question, `book["boundaries.happens"]` one
        value, None where nothing is written, `book["check-in"]` the entries of a page that is filled in repeatedly.

        Raises:
            UnknownNameError: If nothing has this name; it says which is nearest.
        """
        return ByName(self.written, WorksheetLibrary())[name]

    def get(self, name: str, default: Any = None) -> Any:
        """As `book[name]`, with a default where nothing is written; a name that is unknown is still an error."""
        value = self[name]
        return default if value is None else value

    def __contains__(self, name: object) -> bool:
        return name in ByName(self.written, WorksheetLibrary())

    def __iter__(self) -> Iterator[str]:
        """The ids of the worksheets."""
        return iter(ByName(self.written, WorksheetLibrary()))

    def __len__(self) -> int:
        return len(ByName(self.written, WorksheetLibrary()))

    def __bool__(self) -> bool:
        return True

    def keys(self) -> Iterable[str]:
        """The ids of the worksheets: those of the kit, and those in which something was written."""
        return ByName(self.written, WorksheetLibrary()).keys()

    def values(self) -> Iterable[Any]:
        """What is written, by worksheet, see `__getitem__`."""
        return ByName(self.written, WorksheetLibrary()).values()

    def items(self) -> Iterable[tuple[str, Any]]:
        """Ids of worksheets with what is written in each."""
        return ByName(self.written, WorksheetLibrary()).items()

    def write(self, name: str, value: Any, *, entry: str | None = None) -> None:
        """
        Answer a question; when this returns, the answer is on the disk.

        Args:
            name: Full name of the question, `"boundaries.happens"`.
            value: As the file holds it: a text, a number, the key of an option, a list of keys. None takes it back.
            entry: Id of the entry, where the worksheet is filled in repeatedly.

        A page that is open shows it when somebody comes back to it. Where a page wrote something else since this
        workbook was last read, both are kept.

        Raises:
            UnknownNameError: If there is no such question or entry.
            KitError: If the value does not fit the question, or could not be saved.
        """
        before = self._value(name, entry)
        change = answered(self.written, WorksheetLibrary(), name, value, entry=entry, seen=before)
        self.change(lambda answers, at: answers.with_changes([change], now=at))

    def add_entry(self, worksheet: str, answers: Mapping[str, Any], *, day: datetime.date | str | None = None) -> str:
        """
        Add an entry to a worksheet that is filled in repeatedly: `book.add_entry("check-in", {"tension": 6})`.

        Args:
            worksheet: Its id.
            answers: Values by question id, as for `write`; a question of one's own by its words, too.
            day: The day it is about; today when None.

        Returns:
            The id of the entry.

        Raises:
            UnknownNameError: If there is no such worksheet or question.
            KitError: If a value does not fit, or it could not be saved.
        """
        when = datetime.datetime.now(zone()).date() if day is None else day
        id_, changes = entry_answered(self.written, WorksheetLibrary(), worksheet, answers, day=_day_of(when))
        self.change(lambda answers, at: answers.with_changes(changes, now=at))
        return id_

    def _value(self, name: str, entry: str | None) -> Any:
        page, _dot, question = name.partition(".")
        kept = self.written.answer(page, question, entry=entry)
        return None if kept is None else kept.value

    def to_pandas(self, worksheet: str = "check-in") -> pandas.DataFrame:
        """
        What is written in one worksheet as a table.

        Questions and choices of one's own are named by the words that they were answered under.
        Where it is filled in repeatedly, a row an entry, see `heartwork.storage.dataframes.entries_frame`; else a row
        an answer, see `heartwork.storage.dataframes.answers_frame`.

        Raises:
            KitError: If there is no such worksheet, or pandas is not installed.
        """
        self._expect_worksheet(worksheet)
        shelf = WorksheetLibrary()
        known = [shelf.worksheet(worksheet)] if worksheet in shelf.ids else []
        repeats = known[0].repeats if known else self.written.entries(worksheet)
        if repeats:
            return entries_frame(in_own_words(self.written, known)[0].entries(worksheet))
        return answers_frame(self.written.answers(worksheet))

    def history_to_pandas(self) -> pandas.DataFrame:
        """
        Every value that the other answers had, with when, see `heartwork.storage.dataframes.history_frame`.

        Raises:
            KitError: If pandas is not installed.
        """
        return history_frame(self.written)


def _day_of(day: datetime.date | str) -> str:
    if isinstance(day, datetime.datetime):
        day = day.date()
    return day.isoformat() if isinstance(day, datetime.date) else day
