"""
Two workbooks as one: the newer answer is shown, the other is kept beside it, and nothing is thrown away.

To merge is a law, not a matter of taste: the same twice changes nothing the second time, and every value of
either workbook is somewhere in the outcome. What would change can be counted first, without a word of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from heartwork.answers import Answers
from heartwork.own_questions import unified
from heartwork.workbook_format import DAY, AnswerDoc, EntryDoc, ValueDoc, WorkbookDoc, WorksheetDoc

__all__ = ["Preview", "Touched", "both_answers", "both_days", "both_marks", "merged", "preview"]

_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Touched:
    """
    What merging would do to one worksheet; ids and numbers only, never the words.

    Args:
        worksheet: Its id.
        new: Questions that have no answer yet and would get one.
        newer: Questions whose answer would be the one that is brought in; what stands there is kept beside it.
        older: Questions whose answer stays; the one that is brought in is kept beside it.
        entries_new: How many entries would be added.
        entries_changed: How many entries would get an answer, or another one.
        marks: Whether it would be noted otherwise when the worksheet was opened or read to its end.
        own: How many questions and choices of one's own would be added, or worded otherwise.
    """

    worksheet: str
    new: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    entries_new: int = 0
    entries_changed: int = 0
    marks: bool = False
    own: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """
    What merging would do.

    Args:
        changes: Whether it would change anything.
        worksheets: Where, worksheet by worksheet.
    """

    changes: bool
    worksheets: tuple[Touched, ...] = ()


def merged(mine: Answers, theirs: Answers, *, now: str) -> Answers:
    """
    Both workbooks as one.

    Args:
        mine: The one that is here; its id stays.
        theirs: The one that is brought in.
        now: When.

    Returns:
        `theirs` as it is where nothing was written here yet; `mine` itself where nothing is new in `theirs`; else a
        workbook with what is in either. Where an answer differs, the newer is shown (mine, if both are as old) and
        the other is under its `also`.
    """
    if _is_empty(mine):
        return theirs
    one, other = mine.document, unified(mine, theirs).document
    document: WorkbookDoc = {
        **other,
        **one,
        "worksheets": _each(one["worksheets"], other["worksheets"], _worksheet),
        "entries": _each(one["entries"], other["entries"], _entries),
    }
    created = sorted(filter(None, (str(one.get("created") or ""), str(other.get("created") or ""))))
    if created:
        document["created"] = created[0]
    if _same(document, one):
        return mine
    document["revision"] = max(mine.revision, theirs.revision) + 1
    document["updated"] = now
    return Answers(document)


def preview(mine: Answers, theirs: Answers) -> Preview:
    """What `merged` would do, counted."""
    after = merged(mine, theirs, now="")
    touched = []
    ids = dict.fromkeys((*after.document["worksheets"], *after.document["entries"]))
    for worksheet in ids:
        one = _touched(worksheet, mine, theirs, after)
        if one != Touched(worksheet):
            touched.append(one)
    return Preview(after is not mine, tuple(touched))


def _touched(worksheet: str, mine: Answers, theirs: Answers, after: Answers) -> Touched:
    was_kept, becomes_kept = (one.document["worksheets"].get(worksheet, {}) for one in (mine, after))
    was, becomes = was_kept.get("answers", {}), becomes_kept.get("answers", {})
    changed = [question for question in becomes if not _same(was.get(question), becomes[question])]
    entries_were = {entry["id"]: entry for entry in mine.document["entries"].get(worksheet, ())}
    entries = after.document["entries"].get(worksheet, ())
    known = [entry for entry in entries if entry["id"] in entries_were]
    return Touched(
        worksheet,
        new=tuple(question for question in changed if question not in was),
        newer=tuple(
            question for question in changed if question in was and not _says_the_same(was[question], becomes[question])
        ),
        older=tuple(
            question for question in changed if question in was and _says_the_same(was[question], becomes[question])
        ),
        entries_new=len(entries) - len(known),
        entries_changed=sum(not _same(entries_were[entry["id"]], entry) for entry in known),
        marks=not _same(_marks_of(was_kept), _marks_of(becomes_kept)),
        own=sum(not _same(was_kept.get("own", {}).get(id_), own) for id_, own in becomes_kept.get("own", {}).items()),
    )


def _marks_of(kept: WorksheetDoc) -> dict[str, object]:
    """What is noted of a worksheet; where something of it is kept for the first time, nothing is."""
    noted: WorksheetDoc = {"opened": None, "finished": None, "definition": "", **kept}
    return {key: value for key, value in noted.items() if key not in ("answers", "own")}


def _is_empty(answers: Answers) -> bool:
    document = answers.document
    return not answers.revision and not document["worksheets"] and not document["entries"]


def _each(
    one: Mapping[str, _Part], other: Mapping[str, _Part], both: Callable[[_Part, _Part], _Part]
) -> dict[str, _Part]:
    """Two mappings as one, in the order of the first; what is in both goes through `both`."""
    joined = {key: both(kept, other[key]) if key in other else kept for key, kept in one.items()}
    return joined | {key: kept for key, kept in other.items() if key not in one}


def _worksheet(one: WorksheetDoc, other: WorksheetDoc) -> WorksheetDoc:
    answers = _each(one.get("answers", {}), other.get("answers", {}), both_answers)
    own = _each(one.get("own", {}), other.get("own", {}), both_answers)
    return {**both_marks(one, other), "answers": answers, **({"own": own} if own else {})}


def both_marks(one: WorksheetDoc, other: WorksheetDoc) -> WorksheetDoc:
    """What is noted of a worksheet in both: opened at the first, read to its end at the last; with `one`'s answers."""
    newer = other if _last(other) > _last(one) else one
    return {
        **other,
        **one,
        "opened": min(filter(None, (one.get("opened"), other.get("opened"))), default=None),
        # Nobody noted when a page was taken up again, so the mark of the end stays once there is one.
        "finished": max(filter(None, (one.get("finished"), other.get("finished"))), default=None),
        "definition": newer.get("definition", ""),
    }


def _entries(one: list[EntryDoc], other: list[EntryDoc]) -> list[EntryDoc]:
    joined = _each({entry["id"]: entry for entry in one}, {entry["id"]: entry for entry in other}, _entry)
    return list(joined.values())


def _entry(one: EntryDoc, other: EntryDoc) -> EntryDoc:
    return {**both_days(one, other), "answers": _each(one.get("answers", {}), other.get("answers", {}), both_answers)}


def both_days(one: EntryDoc, other: EntryDoc) -> EntryDoc:
    """An entry of both with the newer day, the other day kept beside it; with `one`'s answers."""
    entry: EntryDoc = {**other, **one}
    mine, theirs = one.get(DAY, ""), other.get(DAY, "")
    if not _same(mine, theirs):
        # A day has no time of its own: that of the last word beside it stands in.
        shown, put_by = (theirs, mine) if (_last(other), bool(theirs)) > (_last(one), bool(mine)) else (mine, theirs)
        entry[DAY] = shown
        also = [*one.get("also", ()), *other.get("also", ())]
        entry["also"] = _once([*also, {"value": put_by, "at": ""}] if put_by else also)
        if not entry["also"]:
            del entry["also"]
    return entry


def both_answers(one: AnswerDoc, other: AnswerDoc) -> AnswerDoc:
    """Two answers to one question: the newer, with everything else that was said kept under it."""
    if _same(one, other):
        return one
    newer, older = (other, one) if _at(other) > _at(one) else (one, other)
    answer = newer.copy()
    before = _once([*one.get("before", ()), *other.get("before", ())])
    also = [*one.get("also", ()), *other.get("also", ())]
    if older.get("value") is not None and not _same(older["value"], newer.get("value")):
        put_by: ValueDoc = {"value": older["value"], "at": older.get("at", "")}
        if not any(_same(put_by, kept) for kept in before):
            also.append(put_by)
    also = _once(also)
    if before:
        answer["before"] = sorted(before, key=_at)
    if also:
        answer["also"] = also
    return answer


def _says_the_same(one: AnswerDoc, other: AnswerDoc) -> bool:
    return _same(one.get("value"), other.get("value")) and bool(one.get("skipped")) == bool(other.get("skipped"))


def _once(kept: Iterable[ValueDoc]) -> list[ValueDoc]:
    return list({_text(one): one for one in kept}.values())


def _last(kept: WorksheetDoc | EntryDoc) -> str:
    """When something was last written in a worksheet or an entry."""
    return max((_at(answer) for answer in kept.get("answers", {}).values()), default="")


def _at(kept: AnswerDoc | ValueDoc) -> str:
    return str(kept.get("at") or "")


def _same(one: object, other: object) -> bool:
    """Whether both are the same in the file: there, 1 is not 1.0, and not true."""
    return one is other or _text(one) == _text(other)


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True)
