"""
What a person has written: answers, kept apart from how they are stored.

The document is the contract of the file `workbook.json` (format "heartwork-workbook", version 1). Nothing
here reads a clock or a disk; times come in as arguments, as text in UTC: "2026-11-23T14:05:00Z".
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from heartwork.definition import DAY

__all__ = [
    "FORMAT",
    "UNSEEN",
    "VERSION",
    "Answer",
    "Answered",
    "Answers",
    "Change",
    "Destroyed",
    "Entry",
    "EntryPutBack",
    "EntryRemoved",
    "Finished",
    "Opened",
    "Renamed",
    "Settled",
    "stamp",
]

FORMAT = "heartwork-workbook"
VERSION = 1

#: An earlier value of a tracked answer is kept once this much time has passed: before that it is one
#: thought still being put into words.
_SAME_THOUGHT = datetime.timedelta(hours=1)

#: For a change that does not know what was there before it.
UNSEEN = object()


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

    value: Any = None
    at: str = ""
    skipped: bool = False
    before: tuple[Mapping[str, Any], ...] = ()
    also: tuple[Mapping[str, Any], ...] = ()

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

    def value(self, question: str) -> Any:
        """The value of one answer; None when there is none."""
        answer = self.answers.get(question)
        return None if answer is None else answer.value

    def __repr__(self) -> str:
        return f"Entry(answered={len(self.answers)})"  # not the day either: it may be a text of their own


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
class Settled:
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


Change = Answered | Opened | Finished | EntryRemoved | EntryPutBack | Renamed | Destroyed | Settled


class Answers:
    """Everything a person has written: a document that is never changed, only followed by a newer one."""

    def __init__(self, document: Mapping[str, Any]) -> None:
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
    def document(self) -> Mapping[str, Any]:
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
        kept = self._kept(worksheet, entry)
        if entry is not None and question == DAY:
            day = self._entry(worksheet, entry).get(DAY)
            return Answer(value=day, at=str(self._entry(worksheet, entry).get("at", ""))) if day else None
        return _answer(kept[question]) if question in kept else None

    def value(self, name: str) -> Any:
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
                answers={question: _answer(kept) for question, kept in entry.get("answers", {}).items()},
            )
            for entry in self._document.get("entries", {}).get(worksheet, [])
        ]
        return sorted(found, key=lambda entry: (entry.day, entry.at))

    def raw_entry(self, worksheet: str, entry: str) -> Mapping[str, Any] | None:
        """One entry as it stands in the document; None when there is none."""
        return self._entry(worksheet, entry) or None

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
        The document after these changes, its revision raised by one.

        Nothing is lost by it but what was destroyed, or not chosen: where an answer is no longer the one that the
        writer saw, what stands there is kept under `also`.
        """
        # Only what changes is copied: ten years of entries are shared with the document before.
        document: dict[str, Any] = {
            **self._document,
            "worksheets": dict(self._document["worksheets"]),
            "entries": dict(self._document["entries"]),
        }
        for change in changes:
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
                case Settled():
                    _settle(document, change, now)
                case EntryRemoved(worksheet, entry):
                    kept = document["entries"].get(worksheet, [])
                    document["entries"][worksheet] = [one for one in kept if one["id"] != entry]
                case EntryPutBack(worksheet, put_back):
                    kept = document["entries"].get(worksheet, [])
                    others = [one for one in kept if one["id"] != put_back["id"]]
                    document["entries"][worksheet] = [*others, dict(put_back)]
        document["revision"] = self.revision + 1
        document["updated"] = now
        return Answers(document)

    def without(self, destroyed: Iterable[Destroyed]) -> Answers:
        """The same document as if these answers had never been given: for copies, which keep their revision."""
        document: dict[str, Any] = {
            **self._document,
            "worksheets": dict(self._document["worksheets"]),
            "entries": dict(self._document["entries"]),
        }
        for change in destroyed:
            _destroy(document, change)
        return Answers(document)

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

    def _kept(self, worksheet: str, entry: str | None) -> Mapping[str, Any]:
        kept: Mapping[str, Any]
        if entry is None:
            kept = self._document.get("worksheets", {}).get(worksheet, {}).get("answers", {})
        else:
            kept = self._entry(worksheet, entry).get("answers", {})
        return kept

    def _entry(self, worksheet: str, entry: str) -> Mapping[str, Any]:
        entries = self._document.get("entries", {}).get(worksheet, [])
        found: Mapping[str, Any] = next((kept for kept in entries if kept["id"] == entry), {})
        return found


def _answer(kept: Mapping[str, Any]) -> Answer:
    return Answer(
        value=kept.get("value"),
        at=str(kept.get("at", "")),
        skipped=bool(kept.get("skipped", False)),
        before=tuple(kept.get("before", ())),
        also=tuple(kept.get("also", ())),
    )


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
    fresh: dict[str, Any] = {"id": entry, "at": now, DAY: now[:10], "answers": {}}
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


def _settle(document: dict[str, Any], change: Settled, now: str) -> None:
    kept = Answers(document)._kept(change.worksheet, change.entry).get(change.question, {})
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
