"""
What a person has written: answers, kept apart from how they are stored.

The document is that of the file `workbook.json`, see `heartwork.workbook_format`. Nothing here reads a clock or a disk;
times come in as arguments, as text in UTC: "2026-11-23T14:05:00Z".
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar, overload

from heartwork.changes import Change, Destroyed, apply_changes
from heartwork.workbook_format import (
    DAY,
    FORMAT,
    VERSION,
    AnswerDoc,
    EntryDoc,
    ValueDoc,
    WorkbookDoc,
    WorksheetDoc,
)

__all__ = [
    "Answer",
    "Answers",
    "Entry",
    "stamp",
]

_T = TypeVar("_T")


def stamp(moment: datetime.datetime) -> str:
    """A moment as it stands in the file: UTC, to the second."""
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """
    One answer.

    Args:
        value: What was answered, as its kind stores it; None when it was skipped.
        at: When.
        skipped: Whether the person chose to leave the question out.
        before: Earlier values of a tracked question, oldest first, each with `value` and `at`.
        also: What another page wrote at the same time; offered to the person, never dropped.
    """

    value: object = None
    at: str = ""
    skipped: bool = False
    before: tuple[ValueDoc, ...] = ()
    also: tuple[ValueDoc, ...] = ()

    def __repr__(self) -> str:
        return f"Answer(at={self.at!r}, skipped={self.skipped})"  # never the words


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """
    One entry of a worksheet that repeats.

    Args:
        id: Unique.
        at: When it was written.
        day: The day it is about, `2026-11-20`; may be a month or a year, may be empty.
        answers: By question id.
    """

    id: str
    at: str
    day: str
    answers: Mapping[str, Answer]

    def value(self, question: str) -> object:
        """The value of one answer; None when there is none."""
        answer = self.answers.get(question)
        return None if answer is None else answer.value

    def __repr__(self) -> str:
        return f"Entry(answered={len(self.answers)})"  # not the day either: it may be a text of their own


class Answers:
    """Everything a person has written: a document that is never changed, only followed by a newer one."""

    def __init__(self, document: WorkbookDoc) -> None:
        self._document = document

    @classmethod
    def none_yet(cls, *, now: str, id_: str | None = None) -> Answers:
        """An empty workbook."""
        return cls(
            {
                "format": FORMAT,
                "version": VERSION,
                "id": id_ or str(uuid.uuid4()),
                "created": now,
                "updated": now,
                "revision": 0,
                "worksheets": {},
                "entries": {},
            }
        )

    @property
    def document(self) -> WorkbookDoc:
        """The document itself, as it is written to the file. Not to be changed."""
        return self._document

    @property
    def revision(self) -> int:
        """How many times it was saved."""
        return int(self._document["revision"])

    @property
    def updated(self) -> str:
        """When it was last saved."""
        return str(self._document.get("updated", ""))

    def answer(self, worksheet: str, question: str, *, entry: str | None = None) -> Answer | None:
        """One answer; None when the question was neither answered nor skipped."""
        if entry is not None and question == DAY:
            found = self.raw_entry(worksheet, entry)
            day = found.get(DAY) if found is not None else None
            return Answer(value=day, at=str(found.get("at", ""))) if found is not None and day else None
        kept = self._kept(worksheet, entry)
        return _answer(kept[question]) if question in kept else None

    def value(self, name: str) -> object:
        """The value under a full name, `worksheet.question`; None when there is none."""
        worksheet, _, question = name.partition(".")
        answer = self.answer(worksheet, question)
        return None if answer is None else answer.value

    def answers(self, worksheet: str) -> dict[str, Answer]:
        """Every answer of a worksheet, by question id."""
        return {question: _answer(kept) for question, kept in self._kept(worksheet, None).items()}

    def entries(self, worksheet: str) -> list[Entry]:
        """The entries of a worksheet that repeats: by the day they are about, then by when written."""
        found = [
            Entry(
                id=str(entry["id"]),
                at=str(entry.get("at", "")),
                day=str(entry.get(DAY, "")),
                answers=_Kept(entry.get("answers", {})),
            )
            for entry in self._document.get("entries", {}).get(worksheet, [])
        ]
        return sorted(found, key=lambda entry: (entry.day, entry.at))

    def raw_entry(self, worksheet: str, entry: str) -> EntryDoc | None:
        """One entry as it stands in the document; None when there is none."""
        entries = self._document.get("entries", {}).get(worksheet, [])
        return next((kept for kept in entries if kept["id"] == entry), None)

    def opened(self, worksheet: str) -> str | None:
        """When a worksheet was first opened; None when it was not."""
        at: str | None = self._document.get("worksheets", {}).get(worksheet, {}).get("opened")
        return at

    def finished(self, worksheet: str) -> str | None:
        """When a worksheet was read to its end; None while it is open."""
        at: str | None = self._document.get("worksheets", {}).get(worksheet, {}).get("finished")
        return at

    def with_changes(self, changes: Iterable[Change], *, now: str) -> Answers:
        """
        The document after these changes, its revision raised by one: see `heartwork.changes.apply_changes`.
        """
        document = apply_changes(self._document, changes, now=now)
        document["revision"] = self.revision + 1
        document["updated"] = now
        return Answers(document)

    def without(self, destroyed: Iterable[Destroyed]) -> Answers:
        """The same document as if these answers had never been given: for copies, which keep their revision."""
        return Answers(apply_changes(self._document, destroyed, now=self.updated))

    def __iter__(self) -> Iterator[str]:
        """The ids of the worksheets that hold an answer or an entry."""
        for worksheet, kept in self._document.get("worksheets", {}).items():
            if kept.get("answers"):
                yield worksheet
        for worksheet, entries in self._document.get("entries", {}).items():
            if entries:
                yield worksheet

    def __repr__(self) -> str:
        return f"Answers(revision={self.revision})"  # never the words

    def _kept(self, worksheet: str, entry: str | None) -> Mapping[str, AnswerDoc]:
        kept: EntryDoc | WorksheetDoc | None
        if entry is None:
            kept = self._document.get("worksheets", {}).get(worksheet)
        else:
            kept = self.raw_entry(worksheet, entry)
        return kept.get("answers", {}) if kept is not None else {}


class _Kept(Mapping[str, Answer]):
    """The answers of an entry, each made when it is asked for: a picture of ten years asks for two of ten."""

    __slots__ = ("_document",)

    def __init__(self, document: Mapping[str, AnswerDoc]) -> None:
        self._document = document

    def __getitem__(self, question: str) -> Answer:
        return _answer(self._document[question])

    @overload
    def get(self, question: str) -> Answer | None: ...
    @overload
    def get(self, question: str, default: Answer | _T) -> Answer | _T: ...
    def get(self, question: str, default: object = None) -> object:
        kept = self._document.get(question)
        return default if kept is None else _answer(kept)

    def __iter__(self) -> Iterator[str]:
        return iter(self._document)

    def __len__(self) -> int:
        return len(self._document)


def _answer(kept: AnswerDoc) -> Answer:
    return Answer(
        value=kept.get("value"),
        at=str(kept.get("at", "")),
        skipped=bool(kept.get("skipped", False)),
        before=tuple(kept.get("before", ())),
        also=tuple(kept.get("also", ())),
    )
