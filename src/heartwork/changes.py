"""
What a person does to what is written: changes, and the document as it is after them.

A document is that of the file `workbook.json`, see `heartwork.workbook_format`. It is never changed in place: what a
change touches is copied, and ten years of entries are shared with the document before. Times are text in UTC.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from heartwork.local_time import local_day
from heartwork.workbook_format import DAY, AnswerDoc, EntryDoc, OwnDoc, ValueDoc, WorkbookDoc, WorksheetDoc

__all__ = [
    "UNSEEN",
    "Answered",
    "Change",
    "ConflictResolved",
    "Destroyed",
    "EntryPutBack",
    "EntryRemoved",
    "Finished",
    "Opened",
    "OwnKept",
    "Renamed",
    "apply_changes",
]

#: An earlier value of a tracked answer is kept once this much time has passed: before that it is one
#: thought still being put into words.
_SAME_THOUGHT = datetime.timedelta(hours=1)

_Answered = TypeVar("_Answered", WorksheetDoc, EntryDoc)

#: For a change that does not know what was there before it.
UNSEEN = object()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answered:
    """
    A question was answered, skipped, or its answer taken back.

    Args:
        worksheet: Id of the worksheet.
        question: Id of the question.
        value: The new value; None takes the answer back.
        skipped: Whether it was left out on purpose.
        entry: Id of the entry, where the worksheet repeats. The first change makes the entry.
        seen: The value that the writer last saw, to notice that somebody else wrote meanwhile.
        sent: Values that the same writer sent before this one without hearing whether they were kept.
        track: Whether earlier values are kept.
        definition: Digest of the worksheet that was answered.
    """

    worksheet: str
    question: str
    value: object = None
    skipped: bool = False
    entry: str | None = None
    seen: object = UNSEEN
    sent: tuple[object, ...] = ()
    track: bool = False
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A worksheet was opened; only the first time counts."""

    worksheet: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A worksheet was read to its end, or (`done` false) taken up again."""

    worksheet: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class EntryRemoved:
    """An entry was taken out."""

    worksheet: str
    entry: str


@dataclass(frozen=True, slots=True, repr=False)
class EntryPutBack:
    """An entry that was taken out is put back, as it was in the document."""

    worksheet: str
    entry: EntryDoc


@dataclass(frozen=True, slots=True)
class Renamed:
    """
    A question has another id now: what was answered under its former one is carried over, with all that was kept.

    What is answered under the new id already stays as it is, and the former one too.
    """

    worksheet: str
    question: str
    formerly: str


@dataclass(frozen=True, slots=True)
class Destroyed:
    """
    An answer was destroyed: nothing of it is kept, nor of what it was before, nor of what another page wrote.

    Args:
        worksheet: Id of the worksheet.
        question: Id of the question.
        entry: Id of the entry, where the worksheet repeats.
    """

    worksheet: str
    question: str
    entry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConflictResolved:
    """
    The person chose between an answer and what another page wrote at the same time.

    Where either is no longer what they chose between, nothing changes: they chose on a page that was behind.

    Args:
        worksheet: Id of the worksheet.
        question: Id of the question.
        shown: The value that was shown.
        other: What was offered beside it, as it stands under `also`; it is taken out of there.
        becomes: The value from now on: either of the two, or both in one.
        entry: Id of the entry, where the worksheet repeats.
    """

    worksheet: str
    question: str
    shown: object
    other: ValueDoc
    becomes: object
    entry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OwnKept:
    """
    A question or a choice of the person's own was made, worded otherwise, put away or brought back.

    Args:
        worksheet: Id of the worksheet.
        own: Its id, see `heartwork.own_questions`.
        value: What it says from now on; what it said before is kept, for the answers that were given under it.
    """

    worksheet: str
    own: str
    value: OwnDoc


Change = Answered | Opened | Finished | EntryRemoved | EntryPutBack | Renamed | Destroyed | ConflictResolved | OwnKept


def apply_changes(document: WorkbookDoc, changes: Iterable[Change], *, now: str) -> WorkbookDoc:
    """
    The document after these changes; its revision and time stay those of before.

    Nothing is lost by it but what was destroyed, or not chosen: where an answer is no longer the one that the writer
    saw, what stands there is kept under `also`.
    """
    new: WorkbookDoc = {
        **document,
        "worksheets": dict(document["worksheets"]),
        "entries": dict(document["entries"]),
    }
    for change in changes:
        _apply(new, change, now)
    return new


def _apply(document: WorkbookDoc, change: Change, now: str) -> None:
    match change:
        case Answered():
            _answer_given(document, change, now)
        case Opened(worksheet):
            _worksheet(document, worksheet, now)
        case Finished(worksheet, done):
            _worksheet(document, worksheet, now)["finished"] = now if done else None
        case Renamed():
            _carried_over(document, change)
        case Destroyed():
            _destroy(document, change)
        case ConflictResolved():
            _settle(document, change, now)
        case OwnKept():
            _keep_own(document, change, now)
        case EntryRemoved(worksheet, entry):
            kept = document["entries"].get(worksheet, [])
            document["entries"][worksheet] = [one for one in kept if one["id"] != entry]
        case EntryPutBack(worksheet, put_back):
            kept = document["entries"].get(worksheet, [])
            others = [one for one in kept if one["id"] != put_back["id"]]
            document["entries"][worksheet] = [*others, put_back.copy()]


def _worksheet(document: WorkbookDoc, worksheet: str, now: str) -> WorksheetDoc:
    """A copy of what is kept of a worksheet, put in its place in the new document."""
    fresh: WorksheetDoc = {"opened": now, "finished": None, "definition": "", "answers": {}}
    found = document["worksheets"].get(worksheet, fresh).copy()
    found["answers"] = dict(found.get("answers", {}))
    document["worksheets"][worksheet] = found
    return found


def _entry(document: WorkbookDoc, worksheet: str, entry: str, now: str) -> EntryDoc:
    """A copy of one entry (a new one, if need be), put in its place in the new document."""
    entries = list(document["entries"].get(worksheet, []))
    document["entries"][worksheet] = entries
    fresh: EntryDoc = {"id": entry, "at": now, DAY: local_day(now), "answers": {}}
    place = next((n for n, kept in enumerate(entries) if kept["id"] == entry), len(entries))
    found = entries[place].copy() if place < len(entries) else fresh
    found["answers"] = dict(found.get("answers", {}))
    entries[place:] = [found, *entries[place + 1 :]]
    return found


def _answer_given(document: WorkbookDoc, change: Answered, now: str) -> None:
    if change.entry is None:
        worksheet = _worksheet(document, change.worksheet, now)
        worksheet["definition"] = change.definition or worksheet.get("definition", "")
        answers = worksheet["answers"]
    else:
        entry = _entry(document, change.worksheet, change.entry, now)
        if change.question == DAY:
            entry[DAY] = str(change.value or "")
            return
        answers = entry["answers"]
    kept = _followed(answers.get(change.question), change, now)
    if kept is None:
        answers.pop(change.question, None)
    else:
        answers[change.question] = kept


def _keep_own(document: WorkbookDoc, change: OwnKept, now: str) -> None:
    # A worksheet that repeats is not opened by that: its entries are kept elsewhere.
    fresh: WorksheetDoc = {"opened": None, "finished": None, "definition": "", "answers": {}}
    worksheet = document["worksheets"].get(change.worksheet, fresh)
    own = dict(worksheet.get("own", {}))
    old = own.get(change.own)
    if old is not None and old.get("value") == change.value:
        return
    new: AnswerDoc = {"value": dict(change.value), "at": now}
    if old is not None:
        before = [*old.get("before", ())]
        if not before or _worded(before[-1].get("value")) != _worded(old.get("value")):
            before.append({"value": old.get("value"), "at": old.get("at", "")})
        new["before"] = before
        if "also" in old:
            new["also"] = old["also"]
    own[change.own] = new
    document["worksheets"][change.worksheet] = {**worksheet, "own": own}


def _worded(value: object) -> object:
    """What an own question says, whether it is put away or not."""
    return {key: part for key, part in value.items() if key != "hidden"} if isinstance(value, Mapping) else value


def _carried_over(document: WorkbookDoc, change: Renamed) -> None:
    def renamed(kept: _Answered) -> _Answered:
        answers, new = kept.get("answers", {}), kept.copy()
        if change.formerly in answers and change.question not in answers:
            names = {change.formerly: change.question}
            new["answers"] = {names.get(id_, id_): answer for id_, answer in answers.items()}
        return new

    if change.worksheet in document["worksheets"]:
        document["worksheets"][change.worksheet] = renamed(document["worksheets"][change.worksheet])
    if change.worksheet in document["entries"]:
        document["entries"][change.worksheet] = [renamed(entry) for entry in document["entries"][change.worksheet]]


def _destroy(document: WorkbookDoc, change: Destroyed) -> None:
    """Take an answer out of a document whose worksheets and entries are its own to change."""

    def without(kept: _Answered) -> _Answered:
        new = kept.copy()
        new["answers"] = {id_: one for id_, one in kept.get("answers", {}).items() if id_ != change.question}
        return new

    if change.entry is None:
        if change.question in document["worksheets"].get(change.worksheet, {}).get("answers", {}):
            document["worksheets"][change.worksheet] = without(document["worksheets"][change.worksheet])
    elif change.worksheet in document["entries"]:
        document["entries"][change.worksheet] = [
            without(kept) if kept["id"] == change.entry else kept for kept in document["entries"][change.worksheet]
        ]


def _kept(document: WorkbookDoc, change: ConflictResolved) -> Mapping[str, AnswerDoc]:
    """The answers beside which the one to settle stands, as they are."""
    if change.entry is None:
        return document["worksheets"].get(change.worksheet, {}).get("answers", {})
    entries = document["entries"].get(change.worksheet, [])
    return next((one.get("answers", {}) for one in entries if one["id"] == change.entry), {})


def _settle(document: WorkbookDoc, change: ConflictResolved, now: str) -> None:
    kept = _kept(document, change).get(change.question, {})
    also = list(kept.get("also", ()))
    if change.other not in also or kept.get("value") != change.shown:
        return
    also.remove(change.other)
    settled = kept.copy()
    settled.pop("also", None)
    if change.becomes != change.shown:
        settled = {"value": change.becomes, "at": now}
        if "before" in kept:
            settled["before"] = kept["before"]
    if also:
        settled["also"] = also
    if change.entry is None:
        answers = _worksheet(document, change.worksheet, now)["answers"]
    else:
        answers = _entry(document, change.worksheet, change.entry, now)["answers"]
    answers[change.question] = settled
    if _is_nothing(settled):
        del answers[change.question]


def _is_nothing(kept: AnswerDoc) -> bool:
    """Whether what is kept for a question holds no answer, no skip and no other value."""
    return kept.get("value") is None and not kept.get("skipped") and not ({"before", "also"} & set(kept))


def _followed(old: AnswerDoc | None, change: Answered, now: str) -> AnswerDoc | None:
    """What is kept for a question after a change; None when nothing is left to keep."""
    new: AnswerDoc = {"skipped": True} if change.skipped else {"value": change.value}
    new["at"] = now
    if old is not None:
        before = list(old.get("before", ()))
        also = list(old.get("also", ()))
        was = old.get("value")
        if was is not None and was != change.value:
            if change.seen is not UNSEEN and was not in (change.seen, *change.sent):
                also.append({"value": was, "at": old.get("at", "")})
            elif change.track and _moments_apart(str(old.get("at", "")), now) >= _SAME_THOUGHT:
                before.append({"value": was, "at": old.get("at", "")})
        if before:
            new["before"] = before
        if also:
            new["also"] = also
    return None if _is_nothing(new) else new


def _moments_apart(earlier: str, later: str) -> datetime.timedelta:
    try:
        return _moment(later) - _moment(earlier)
    except ValueError:
        return datetime.timedelta(0)


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)
