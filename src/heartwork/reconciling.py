"""
Two states of one workbook as one, when neither descends from the other.

An answer that one side had before, and has changed or taken out since, is not news: what that side did to it counts.
Where both sides wrote, the newer is shown and the other is kept beside it. Both sides come to the same outcome,
whichever of them looks first, so that two computers that keep a folder in step come to rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from heartwork import descent
from heartwork.answers import Answers
from heartwork.descent import Descent, same
from heartwork.merging import both_answers, both_days, both_marks
from heartwork.workbook_format import DAY, AnswerDoc, EntryDoc, WorkbookDoc, WorksheetDoc

__all__ = ["Seen", "Side", "reconciled", "same_content"]

_Kept = TypeVar("_Kept", AnswerDoc, EntryDoc, WorksheetDoc)

#: Whether an answer of this name stood so in an earlier state of the same workbook.
Seen = Callable[[str, AnswerDoc], bool]


@dataclass(frozen=True, slots=True)
class Side:
    """
    One of the two.

    Args:
        answers: What it holds.
        descent: Where it comes from.
        seen: What is known of its past besides, from copies.
    """

    answers: Answers
    descent: Descent
    seen: Seen = lambda name, kept: False

    def had(self, other: Side, name: str, kept: AnswerDoc) -> bool:
        """Whether an answer of the other side was in this one before."""
        if (save := other.descent.answers.get(name)) is not None:
            return self.descent.has(save)
        if self.descent.has_all_older_than(other.descent) or self.seen(name, kept):
            return True
        return name in self.descent.gone and _at(kept) <= self.descent.gone[name]


def reconciled(one: Side, other: Side, *, now: str) -> tuple[Answers, Descent]:
    """
    Both as one; its revision is above either.

    Returns:
        The document, and its descent; it becomes that of a save by `heartwork.descent.told`.
    """
    mine, theirs = one.answers.document, other.answers.document
    document: WorkbookDoc = {
        **theirs,
        **mine,
        "revision": max(one.answers.revision, other.answers.revision) + 1,
        "updated": now,
        "worksheets": _worksheets(one, other),
        "entries": _entries(one, other),
    }
    created = sorted(filter(None, (str(kept.get("created") or "") for kept in (mine, theirs))))
    if created:
        document["created"] = created[0]
    document.pop(descent.KEY, None)
    both = Answers(document)
    return both, _joined(one, other, both)


def same_content(one: Answers, other: Answers) -> bool:
    """Whether both hold the same, in whatever order it stands."""
    return one is other or _canonical(one) == _canonical(other)


def _canonical(answers: Answers) -> str:
    entries = {
        worksheet: sorted(listed, key=lambda entry: str(entry["id"]))
        for worksheet, listed in answers.document["entries"].items()
        if listed
    }
    return json.dumps([answers.document["worksheets"], entries], sort_keys=True)


def _joined(one: Side, other: Side, both: Answers) -> Descent:
    mine, theirs = (descent.named(side.answers.document) for side in (one, other))
    counts = dict(one.descent.saves)
    for writer, count in other.descent.saves.items():
        if counts.get(writer, -1) < count:
            counts.pop(writer, None)  # what arrives now is the newest here
            counts[writer] = count
    answers: dict[str, descent.Save] = {}
    for name, kept in descent.named(both.document).items():
        sources = [side for side, had in ((one, mine), (other, theirs)) if name in had and same(had[name], kept)]
        dots = [side.descent.answers[name] for side in sources if name in side.descent.answers]
        if dots or not sources:
            answers[name] = dots[0] if dots else descent.THIS_SAVE
    older = {
        writer: max(one.descent.older.get(writer, 0), other.descent.older.get(writer, 0))
        for writer in (*one.descent.older, *other.descent.older)
    }
    whole = one.descent.whole and other.descent.whole
    return Descent(counts, answers, older, whole, {**other.descent.gone, **one.descent.gone})


def _worksheets(one: Side, other: Side) -> dict[str, WorksheetDoc]:
    mine, theirs = (side.answers.document["worksheets"] for side in (one, other))
    joined: dict[str, WorksheetDoc] = {}
    for worksheet in dict.fromkeys((*mine, *theirs)):
        kept, brought = mine.get(worksheet, {}), theirs.get(worksheet, {})
        answers = _answers(one, other, f"{worksheet}.", kept.get("answers", {}), brought.get("answers", {}))
        marks = both_marks(*_in_order(kept, brought)) if kept and brought else kept or brought
        joined[worksheet] = {**marks, "answers": answers}
        if own := _answers(one, other, f"{worksheet}/own.", kept.get("own", {}), brought.get("own", {})):
            joined[worksheet]["own"] = own
    return joined


def _entries(one: Side, other: Side) -> dict[str, list[EntryDoc]]:
    mine, theirs = (
        {
            worksheet: {entry["id"]: entry for entry in listed}
            for worksheet, listed in side.answers.document["entries"].items()
        }
        for side in (one, other)
    )
    joined = {}
    for worksheet in dict.fromkeys((*mine, *theirs)):
        here, there = mine.get(worksheet, {}), theirs.get(worksheet, {})
        listed = [
            _entry(one, other, f"{worksheet}/{id_}.", here.get(id_), there.get(id_))
            for id_ in dict.fromkeys((*here, *there))
        ]
        joined[worksheet] = [entry for entry in listed if entry is not None]
    return joined


def _entry(one: Side, other: Side, name: str, mine: EntryDoc | None, theirs: EntryDoc | None) -> EntryDoc | None:
    if theirs is None:
        return mine and _left(one, other, name, mine)
    if mine is None:
        return _left(other, one, name, theirs)
    if same(mine, theirs):
        return mine
    if one.had(other, f"{name}{DAY}", _day(theirs)):
        days = mine
    elif other.had(one, f"{name}{DAY}", _day(mine)):
        days = theirs
    else:
        days = both_days(*_in_order(mine, theirs))
    entry: EntryDoc = {**theirs, **mine}
    entry.pop(DAY, None)
    entry.pop("also", None)
    if DAY in days:
        entry[DAY] = days[DAY]
    if "also" in days:
        entry["also"] = days["also"]
    entry["answers"] = _answers(one, other, name, mine.get("answers", {}), theirs.get("answers", {}))
    return entry


def _left(has: Side, lacks: Side, name: str, entry: EntryDoc) -> EntryDoc | None:
    """What is left of an entry that the other side has taken out, or never had."""
    answers = _answers(has, lacks, name, entry.get("answers", {}), {})
    if not answers and lacks.had(has, f"{name}{DAY}", _day(entry)):
        return None
    return {**entry, "answers": answers}


def _day(entry: EntryDoc) -> AnswerDoc:
    return {"value": entry.get(DAY, ""), "also": entry.get("also", [])}


def _answers(
    one: Side, other: Side, prefix: str, mine: Mapping[str, AnswerDoc], theirs: Mapping[str, AnswerDoc]
) -> dict[str, AnswerDoc]:
    joined: dict[str, AnswerDoc] = {}
    for question in dict.fromkeys((*mine, *theirs)):
        name, kept, brought = f"{prefix}{question}", mine.get(question), theirs.get(question)
        if kept is None:
            if not one.had(other, name, theirs[question]):
                joined[question] = theirs[question]
        elif brought is None:
            if not other.had(one, name, kept):
                joined[question] = kept
        elif same(kept, brought) or one.had(other, name, brought):
            joined[question] = kept
        elif other.had(one, name, kept):
            joined[question] = brought
        else:
            joined[question] = both_answers(*_in_order(kept, brought))
    return joined


def _in_order(one: _Kept, other: _Kept) -> tuple[_Kept, _Kept]:
    """Both, in an order that does not depend on which of them is here."""
    first, second = sorted((one, other), key=lambda kept: (_at(kept), json.dumps(kept, sort_keys=True)), reverse=True)
    return first, second


def _at(kept: AnswerDoc | EntryDoc | WorksheetDoc) -> str:
    return str(kept.get("at") or "")
