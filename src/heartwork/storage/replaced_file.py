"""
A file that another program put in the place of a workbook: what follows from it, and what the person is told.

A file is a successor only if it shows that it descends from what is known here: what is open, and what was saved last
in this folder by whoever it was. An older state of that brings nothing. Anything else is merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from heartwork import descent
from heartwork.answers import Answers
from heartwork.descent import Descent, same
from heartwork.i18n.messages import N_
from heartwork.reconciling import Seen, Side, reconciled, same_content
from heartwork.storage.last_save import LastSave
from heartwork.workbook_format import AnswerDoc, WorkbookDoc

__all__ = ["MERGED", "OLDER", "Outcome", "is_empty", "outcome", "seen_in", "side_of", "with_record"]

MERGED = N_(
    "Another program replaced your workbook with a different version, as sync programs do. Both are together "
    "now, and nothing was thrown away: where an answer differs, the newer one is shown and the other is "
    "offered next to it."
)
OLDER = N_(
    "Another program replaced your workbook with an earlier version. "
    "What you wrote since then is still here, and is in the file again."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What follows from a file that was put there.

    Args:
        answers: What is to be in the file.
        merged: Where it comes from, if it is a new state of both; else None.
        write: Whether the file does not hold it yet.
        notice: What the person is told, to be translated; empty when there is nothing to tell.
    """

    answers: Answers
    merged: Descent | None = None
    write: bool = False
    notice: str = ""


def side_of(memory: Answers | None, last: LastSave | None, before: WorkbookDoc | None, *, now: str) -> Side | None:
    """
    All that is known here of the workbook.

    Args:
        memory: What is open here; None when nothing is.
        last: The record of the last save.
        before: The state that the record follows.
        now: When.

    Returns:
        None where nothing is known.
    """
    sides = [] if memory is None else [Side(memory, descent.of(memory.document))]
    if last is not None:
        whole = last.whole(before)
        known = descent.of(last.changed)
        # A part of it shows what was written, not what was taken out.
        sides.append(Side(Answers(last.changed), descent.unknown(known)) if whole is None else Side(whole, known))
    if len(sides) < 2:
        return sides[0] if sides else None
    one, other = sides
    if one.answers.document.get("id") != other.answers.document.get("id"):
        return one  # somebody else's was put there before, and was told of
    if one.descent.has(descent.of(other.answers.document).head):
        return one
    if other.descent.has(one.descent.head):
        return other
    both, known = reconciled(one, other, now=now)
    return Side(both, descent.without_a_save(known))


def with_record(copy: WorkbookDoc | None, last: LastSave, *, now: str) -> tuple[Answers, Descent | None]:
    """
    A copy, with what the record of the last save holds and it does not: the state that the record follows may be gone.

    Args:
        copy: The newest that there is; None where there is none.
        last: The record.
        now: When.

    Returns:
        What is known, and where it comes from, if it is a new state of both; else None.
    """
    if copy is None:
        return Answers(last.changed), None
    known = descent.of(copy)
    if known.has(last.head) or copy.get("id") != last.changed.get("id"):
        return Answers(copy), None
    record = Side(Answers(last.changed), descent.unknown(descent.of(last.changed)))
    return reconciled(record, Side(Answers(copy), known), now=now)


def outcome(base: Side, theirs: Answers, *, intact: bool, now: str) -> Outcome:
    """
    What follows from a file of the same workbook.

    Args:
        base: What is known here.
        theirs: The file.
        intact: Whether it says what it descends from, and holds what was saved then.
        now: When.
    """
    known = descent.of(theirs.document) if intact else descent.unknown()
    if known.has(base.descent.head):
        return Outcome(theirs)
    if base.descent.has(known.head):
        return Outcome(base.answers, write=True, notice=OLDER)
    both, merged = reconciled(base, Side(theirs, known), now=now)
    if same_content(both, base.answers):
        return Outcome(base.answers, write=True, notice="" if same_content(both, theirs) else OLDER)
    if same_content(both, theirs) and intact:
        return Outcome(theirs)
    return Outcome(both, merged, write=True, notice=MERGED)


def seen_in(copies: Callable[[], Iterable[WorkbookDoc]], known: Descent) -> Seen:
    """
    Tells whether an answer stood so in one of these copies, if that is surely an earlier state of what is known.

    They are read when that is asked for the first time.
    """
    found: dict[str, list[AnswerDoc]] | None = None

    def seen(name: str, kept: AnswerDoc) -> bool:
        nonlocal found
        if found is None:
            found = {}
            for document in copies():
                if known.has(descent.of(document).head):
                    for one, answer in descent.named(document).items():
                        found.setdefault(one, []).append(answer)
        return any(same(answer, kept) for answer in found.get(name, ()))

    return seen


def is_empty(answers: Answers) -> bool:
    """Whether nothing was ever written there."""
    document = answers.document
    return not answers.revision and not document["worksheets"] and not document["entries"]
