"""
What a person does to what is written: changes, and the document as it is after them.

A document is the contract of the file `workbook.json`, see `heartwork.answers`. It is never changed in place: what a
change touches is copied, and ten years of entries are shared with the document before. Times are text in UTC.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from heartwork.local_time import local_day
from heartwork.worksheet_definition import DAY

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
    value: Any = None
    skipped: bool = False
    entry: str | None = None
    seen: Any = UNSEEN
    sent: tuple[Any, ...] = ()
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
    entry: Mapping[str, Any]


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
    shown: Any
    other: Mapping[str, Any]
    becomes: Any
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
    value: Mapping[str, Any]


Change = Answered | Opened | Finished | EntryRemoved | EntryPutBack | Renamed | Destroyed | ConflictResolved | OwnKept


def apply_changes(document: Mapping[str, Any], changes: Iterable[Change], *, now: str) -> dict[str, Any]:
    """
    The document after these changes; its revision and time stay those of before.

    Nothing is lost by it but what was destroyed, or not chosen: where an answer is no longer the one that the writer
    saw, what stands there is kept under `also`.
    """
    new: dict[str, Any] = {
        **document,
        "worksheets": dict(document["worksheets"]),
        "entries": dict(document["entries"]),
    }
    for change in changes:
        _apply(new, change, now)
    return new


def _apply(document: dict[str, Any], change: Change, now: str) -> None:
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
            document["entries"][worksheet] = [*others, dict(put_back)]


def _worksheet(document: dict[str, Any], worksheet: str, now: str) -> dict[str, Any]:
    """A copy of what is kept of a worksheet, put in its place in the new document."""
    fresh: dict[str, Any] = {"opened": now, "finished": None, "definition": "", "answers": {}}
    found: dict[str, Any] = dict(document["worksheets"].get(worksheet, fresh))
    found["answers"] = dict(found.get("answers", {}))
    document["worksheets"][worksheet] = found
    return found


def _entry(document: dict[str, Any], worksheet: str, entry: str, now: str) -> dict[str, Any]:
    """A copy of one entry (a new one, if need be), put in its place in the new document."""
    entries = list(document["entries"].get(worksheet, []))
    document["entries"][worksheet] = entries
    fresh: dict[str, Any] = {"id": entry, "at": now, DAY: local_day(now), "answers": {}}
    place = next((n for n, kept in enumerate(entries) if kept["id"] == entry), len(entries))
    found: dict[str, Any] = dict(entries[place]) if place < len(entries) else fresh
    found["answers"] = dict(found.get("answers", {}))
    entries[place:] = [found, *entries[place + 1 :]]
    return found


def _answer_given(document: dict[str, Any], change: Answered, now: str) -> None:
    if change.entry is None:
        worksheet = _worksheet(document, change.worksheet, now)
        worksheet["definition"] = change.definition or worksheet.get("definition", "")
        answers = worksheet["answers"]
    else:
        entry = _entry(document, change.worksheet, change.entry, now)
        if change.question == DAY:
            entry[DAY] = change.value or ""
            return
        answers = entry["answers"]
    kept = _followed(answers.get(change.question), change, now)
    if kept is None:
        answers.pop(change.question, None)
    else:
        answers[change.question] = kept


def _keep_own(document: dict[str, Any], change: OwnKept, now: str) -> None:
    # A worksheet that repeats is not opened by that: its entries are kept elsewhere.
    fresh: dict[str, Any] = {"opened": None, "finished": None, "definition": "", "answers": {}}
    worksheet = dict(document["worksheets"].get(change.worksheet, fresh))
    own = dict(worksheet.get("own", {}))
    old = own.get(change.own)
    if old is not None and old.get("value") == change.value:
        return
    new: dict[str, Any] = {"value": dict(change.value), "at": now}
    if old is not None:
        before = [*old.get("before", ())]
        if not before or _worded(before[-1].get("value")) != _worded(old.get("value")):
            before.append({"value": old.get("value"), "at": old.get("at", "")})
        new |= {"before": before, **({"also": old["also"]} if "also" in old else {})}
    own[change.own] = new
    document["worksheets"][change.worksheet] = {**worksheet, "own": own}


def _worded(value: Any) -> Any:
    """What an own question says, whether it is put away or not."""
    return {key: part for key, part in value.items() if key != "hidden"} if isinstance(value, Mapping) else value


def _carried_over(document: dict[str, Any], change: Renamed) -> None:
    def renamed(kept: Mapping[str, Any]) -> dict[str, Any]:
        answers = kept.get("answers", {})
        if change.formerly not in answers or change.question in answers:
            return dict(kept)
        names = {change.formerly: change.question}
        return {**kept, "answers": {names.get(id_, id_): answer for id_, answer in answers.items()}}

    if change.worksheet in document["worksheets"]:
        document["worksheets"][change.worksheet] = renamed(document["worksheets"][change.worksheet])
    if change.worksheet in document["entries"]:
        document["entries"][change.worksheet] = [renamed(entry) for entry in document["entries"][change.worksheet]]


def _destroy(document: dict[str, Any], change: Destroyed) -> None:
    """Take an answer out of a document whose worksheets and entries are its own to change."""

    def without(kept: Mapping[str, Any]) -> dict[str, Any]:
        answers = kept.get("answers", {})
        return {**kept, "answers": {id_: answer for id_, answer in answers.items() if id_ != change.question}}

    if change.entry is None:
        if change.question in document["worksheets"].get(change.worksheet, {}).get("answers", {}):
            document["worksheets"][change.worksheet] = without(document["worksheets"][change.worksheet])
    elif change.worksheet in document["entries"]:
        document["entries"][change.worksheet] = [
            without(kept) if kept["id"] == change.entry else kept for kept in document["entries"][change.worksheet]
        ]


def _kept(document: Mapping[str, Any], change: ConflictResolved) -> Mapping[str, Any]:
    """The answers beside which the one to settle stands, as they are."""
    if change.entry is None:
        kept = document["worksheets"].get(change.worksheet, {})
    else:
        kept = next((one for one in document["entries"].get(change.worksheet, []) if one["id"] == change.entry), {})
    answers: Mapping[str, Any] = kept.get("answers", {})
    return answers


def _settle(document: dict[str, Any], change: ConflictResolved, now: str) -> None:
    kept = _kept(document, change).get(change.question, {})
    also = list(kept.get("also", ()))
    if change.other not in also or kept.get("value") != change.shown:
        return
    also.remove(change.other)
    settled = {key: value for key, value in kept.items() if key != "also"}
    if change.becomes != change.shown:
        before = {"before": kept["before"]} if "before" in kept else {}
        settled = {"value": change.becomes, "at": now, **before}
    if also:
        settled["also"] = also
    if change.entry is None:
        answers = _worksheet(document, change.worksheet, now)["answers"]
    else:
        answers = _entry(document, change.worksheet, change.entry, now)["answers"]
    answers[change.question] = settled
    if _is_nothing(settled):
        del answers[change.question]


def _is_nothing(kept: Mapping[str, Any]) -> bool:
    """Whether what is kept for a question holds no answer, no skip and no other value."""
    return kept.get("value") is None and not kept.get("skipped") and not ({"before", "also"} & set(kept))


def _followed(old: Mapping[str, Any] | None, change: Answered, now: str) -> dict[str, Any] | None:
    """What is kept for a question after a change; None when nothing is left to keep."""
    new: dict[str, Any] = {"skipped": True} if change.skipped else {"value": change.value}
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
