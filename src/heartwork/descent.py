"""
What a workbook descends from: enough to show that one file follows another, without trusting a number or a clock.

Whoever saves has a random name (a writer) and counts its saves; together, `Qm3x9f8h.57`, they name one save. A document
carries under `descent`, the one optional key of version 1, how many saves of each writer are in it (a version vector,
newest writer last) and in which save the answers last written were written. So it can be told of every answer of
another file whether it was in this one before: then it was changed or taken out here on purpose, and does not come
back. What cannot be shown counts as new, so that nothing is lost by it.

Both lists are bounded. A file without the key, of an earlier heartwork or another program, descends from nothing but
itself; it is named by the times in it, never by its words.
"""

from __future__ import annotations

import hashlib
import json
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from heartwork.answers import Answers
from heartwork.workbook_format import DAY, AnswerDoc, DescentDoc, EntryDoc, WorkbookDoc

__all__ = [
    "KEY",
    "THIS_SAVE",
    "Descent",
    "Save",
    "followed",
    "named",
    "of",
    "same",
    "told",
    "unknown",
    "without_a_save",
]

KEY: Final = "descent"

#: So many writers are remembered, the newest: a writer is one program that was open and saved.
_WRITERS = 128
#: Of so many answers it is remembered in which save they were written, the newest.
_ANSWERS = 128
_GONE = 64

#: One save: who wrote it, and the how manieth of theirs it is.
Save = tuple[str, int]

_NOBODY = "?"

#: Stands for the save that is to come, in the descent of two states that were made one.
THIS_SAVE: Save = (_NOBODY, 0)


@dataclass(frozen=True, slots=True)
class Descent:
    """
    Where a document comes from.

    Args:
        saves: How many saves of each writer are in it; the last writer made the last save.
        answers: In which save an answer was written, by name; those written last only.
        older: How many saves of each writer the answers without a save of their own may come from.
        whole: Whether no writer was ever dropped from the list.
        gone: Answers that were destroyed, by name: when the last one of them had been written.
    """

    saves: Mapping[str, int]
    answers: Mapping[str, Save] = field(default_factory=dict)
    older: Mapping[str, int] = field(default_factory=dict)
    whole: bool = True
    gone: Mapping[str, str] = field(default_factory=dict)

    @property
    def head(self) -> Save:
        """The last save."""
        return list(self.saves.items())[-1] if self.saves else (_NOBODY, 0)

    def has(self, save: Save) -> bool:
        """Whether a save is in it, for certain."""
        writer, number = save
        return writer != _NOBODY and self.saves.get(writer, -1) >= number

    def has_all_older_than(self, other: Descent) -> bool:
        """Whether everything the other remembers no save of is in this one, for certain."""
        return other.whole and all(map(self.has, other.older.items()))


#: What `told` has put into a document last, and what that says: the next save asks for it again.
_told_last: list[tuple[DescentDoc, Descent]] = []


def of(document: WorkbookDoc) -> Descent:
    """The descent of a document; one of its own where it carries none that can be read."""
    try:
        kept = document[KEY]
        for told_of, known in _told_last:
            if (
                kept["saves"] is told_of["saves"]
                and kept["answers"] is told_of["answers"]
                and kept["older"] is told_of["older"]
                and kept["whole"] is told_of["whole"]
                and kept["gone"] is told_of["gone"]
            ):
                return known
        return Descent(
            saves={str(writer): int(number) for writer, number in kept["saves"].items()},
            answers={str(name): _save(text) for name, text in kept["answers"].items()},
            older={str(writer): int(number) for writer, number in kept["older"].items()},
            whole=kept["whole"] is True,
            gone={str(name): str(at) for name, at in kept["gone"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        root = _root(document)
        return Descent(saves={root: 0}, older={root: 0})


def without_a_save(descent: Descent) -> Descent:
    """The same, as that of a state that was never saved: nothing can show that it follows it."""
    return replace(descent, saves={**descent.saves, _NOBODY: 0})


def unknown(descent: Descent | None = None) -> Descent:
    """
    A descent that shows nothing of what was there before.

    Args:
        descent: Where it comes from; in which saves its answers were written stays known.
    """
    return Descent({_NOBODY: 0}, descent.answers if descent else {}, {_NOBODY: 0}, whole=False)


def followed(before: Answers | None, after: Answers, save: Save, *, destroyed: Iterable[str] = ()) -> Answers:
    """
    A document with its descent, as the save of one that follows another.

    Args:
        before: What it follows; None for the first of all.
        after: What is saved.
        save: Who saves, and the how manieth save of theirs it is.
        destroyed: Names of answers that were destroyed by it.
    """
    old = of(before.document) if before is not None else Descent({})
    was = named(before.document, unless=after.document) if before is not None else {}
    becomes = named(after.document, unless=before.document) if before is not None else named(after.document)
    dots = {name: dot for name, dot in old.answers.items() if name not in was or name in becomes}
    for name, kept in becomes.items():
        if name not in was or not same(was[name], kept):
            dots.pop(name, None)
            dots[name] = save
    gone = {**old.gone, **{name: str(was[name].get("at", "")) for name in destroyed if name in was}}
    return told(after, Descent(old.saves, dots, old.older, old.whole, gone), save)


def told(answers: Answers, descent: Descent, save: Save) -> Answers:
    """A document that says where it comes from, now that it is saved; both lists within their bounds."""
    writer, number = save
    saves = {**{one: count for one, count in descent.saves.items() if one not in (writer, _NOBODY)}, writer: number}
    dots = {name: save if dot == THIS_SAVE else dot for name, dot in descent.answers.items()}
    older = {one: count for one, count in descent.older.items() if one != _NOBODY}
    for name in list(dots)[:-_ANSWERS]:
        of_one, count = dots.pop(name)
        older[of_one] = max(count, older.get(of_one, 0))
    dropped = list(saves)[:-_WRITERS]
    for one in dropped:
        del saves[one]
        older.pop(one, None)
    becomes = Descent(saves, dots, older, descent.whole and not dropped, dict(list(descent.gone.items())[-_GONE:]))
    told_of: DescentDoc = {
        "saves": becomes.saves,
        "answers": {name: f"{one}.{count}" for name, (one, count) in dots.items()},
        "older": becomes.older,
        "whole": becomes.whole,
        "gone": becomes.gone,
    }
    _told_last[:] = [(told_of, becomes)]
    return Answers({**answers.document, KEY: told_of})


def named(document: WorkbookDoc, *, unless: WorkbookDoc | None = None) -> dict[str, AnswerDoc]:
    """
    Every answer of a document by its name: `boundaries.topics`, `check-in/<entry>.tension`; and what a person made
    themselves: `check-in/own.<id>`.

    The day of an entry has a name too, so that an entry without answers has one.

    Args:
        unless: Another document; what it shares with this one, being the same, is passed over.
    """
    found: dict[str, AnswerDoc] = {}
    worksheets_there = unless["worksheets"] if unless else {}
    entries_there = unless["entries"] if unless else {}
    for worksheet, kept in document["worksheets"].items():
        if kept is not worksheets_there.get(worksheet):
            for question, answer in kept.get("answers", {}).items():
                found[f"{worksheet}.{question}"] = answer
            for id_, own in kept.get("own", {}).items():
                found[f"{worksheet}/own.{id_}"] = own
    for worksheet, entries in document["entries"].items():
        for entry in unshared(entries, entries_there.get(worksheet, ())):
            name = f"{worksheet}/{entry['id']}"
            found[f"{name}.{DAY}"] = {"value": entry.get(DAY, ""), "also": entry.get("also", [])}
            for question, answer in entry.get("answers", {}).items():
                found[f"{name}.{question}"] = answer
    return found


def unshared(entries: Sequence[EntryDoc], others: Sequence[EntryDoc]) -> list[EntryDoc]:
    """Those of a list that are not the same objects as in another one: one, mostly, of ten years."""
    if entries is others:
        return []
    if len(entries) >= len(others):
        is_same = bytes(map(operator.is_, entries, others))
        place = is_same.find(0)
        if place < 0 or is_same.find(0, place + 1) < 0:
            return [*entries[place : place + 1], *entries[len(others) :]]
    shared = set(map(id, others))
    return [entry for entry in entries if id(entry) not in shared]


def same(one: object, other: object) -> bool:
    """Whether both are the same in the file: there, 1 is not 1.0, and not true."""
    return one is other or json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _save(text: object) -> Save:
    writer, _, number = str(text).rpartition(".")
    return writer, int(number)


def _root(document: WorkbookDoc) -> str:
    times = {name: kept.get("at", "") for name, kept in named(document).items()}
    told_of = [document.get("id"), document.get("revision"), document.get("updated"), sorted(times.items())]
    raw = json.dumps(told_of, default=str).encode("utf-8", "replace")
    return f"root-{hashlib.blake2b(raw, digest_size=9).hexdigest()}"
