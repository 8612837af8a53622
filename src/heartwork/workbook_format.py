"""
The format of `workbook.json`: what a workbook, a worksheet, an entry and an answer hold as they stand in the file.

These are the shapes of version 1 of "heartwork-workbook", which is a contract: keys are added, never given another
meaning. A document is never changed once it is made, only followed by a newer one that shares with it what stayed.
Times are text in UTC, "2026-11-23T14:05:00Z". A value is whatever its kind stores; a file may hold anything there, so
it is an `object` until somebody has looked at it. Whoever reads a file has `heartwork.storage.workbook_json` see to
the rest of its shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypedDict

__all__ = [
    "DAY",
    "FORMAT",
    "OTHER",
    "VERSION",
    "AnswerDoc",
    "DescentDoc",
    "EntryDoc",
    "MarksDoc",
    "OwnDoc",
    "ValueDoc",
    "WorkbookDoc",
    "WorksheetDoc",
]

FORMAT: Final = "heartwork-workbook"
VERSION: Final = 1

#: The key under which an entry says which day it is about.
DAY: Final = "for"

#: The key of a line of one's own among options: `{"other": "their words"}`.
OTHER: Final = "other"


class ValueDoc(TypedDict):
    """A value that is no longer, or not, the answer: what it was before, or what another page wrote."""

    value: object
    at: str


class AnswerDoc(TypedDict, total=False):
    """An answer; or a question or choice of one's own, whose value is what it says."""

    #: Left out where the question was skipped.
    value: object
    skipped: bool
    #: Files by hand may leave it out.
    at: str
    #: Earlier values of a tracked question, oldest first.
    before: list[ValueDoc]
    #: What another page wrote at the same time.
    also: list[ValueDoc]


class _OwnCore(TypedDict):
    kind: str
    ask: str


class OwnDoc(_OwnCore, total=False):
    """What a question or a choice of one's own says, as the value of an answer: see `heartwork.own_questions`."""

    #: What the ends of a scale stand for.
    low: str
    high: str
    #: Where a question stands.
    section: str
    #: The question that a choice stands under.
    under: str
    #: Only where it is put away.
    hidden: bool


class MarksDoc(TypedDict, total=False):
    """What is noted of a worksheet beside its answers."""

    #: None where only questions of one's own were made.
    opened: str | None
    #: None while it is open.
    finished: str | None
    #: Digest of the worksheet that was answered last; empty when unknown.
    definition: str


class WorksheetDoc(MarksDoc, total=False):
    """A worksheet that does not repeat, by question id; and what was made for one that does."""

    answers: dict[str, AnswerDoc]
    #: Questions and choices of one's own, by their id: see `heartwork.own_questions`.
    own: dict[str, AnswerDoc]


class _EntryId(TypedDict):
    id: str


# Not as a class: `for` is a word of Python.
_EntryRest = TypedDict(
    "_EntryRest",
    {"at": str, "for": str, "answers": dict[str, AnswerDoc], "also": list[ValueDoc], "brought": str},
    total=False,
)


class EntryDoc(_EntryId, _EntryRest):
    """
    One entry of a worksheet that repeats.

    `for` is the day it is about (a month or a year too, or empty), `also` are other days that were written for it.
    `brought` says when it came from a diary of another program.
    """


class _DescentCore(TypedDict):
    #: How many saves of each writer are in it, the last writer last.
    saves: Mapping[str, int]
    #: In which save an answer was written, by its full name.
    answers: Mapping[str, str]
    #: How many saves of each writer the other answers may come from.
    older: Mapping[str, int]
    whole: bool
    #: When answers that were destroyed had been written, by their full name.
    gone: Mapping[str, str]


class DescentDoc(_DescentCore, total=False):
    """Where a document comes from, see `heartwork.descent`; a save is named `<writer>.<number>`."""

    #: Of all else in the document, by which a change from outside is noticed.
    digest: str


class _WorkbookCore(TypedDict):
    format: str
    version: int
    id: str
    created: str
    updated: str
    #: How many times it was saved.
    revision: int
    #: By id.
    worksheets: dict[str, WorksheetDoc]
    #: Of worksheets that repeat, by their id; in the order in which they were made.
    entries: dict[str, list[EntryDoc]]


class WorkbookDoc(_WorkbookCore, total=False):
    """The whole file."""

    descent: DescentDoc
