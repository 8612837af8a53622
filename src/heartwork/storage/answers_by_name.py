"""Answers by the names that authors gave their questions: `boundaries` is a page, `boundaries.happens` a question."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.errors import KitError, Problem, did_you_mean
from heartwork.i18n.messages import _
from heartwork.own_questions import with_own
from heartwork.question import Question
from heartwork.worksheet_definition import DAY, Worksheet

__all__ = ["ByName", "OnePage", "UnknownNameError", "answered", "entry_answered", "named_question", "no_page"]


class UnknownNameError(KitError, KeyError):
    """Raised for a name that no page, question or entry has; says which name is nearest."""

    def __str__(self) -> str:
        return Exception.__str__(self)  # a KeyError would put quotes round the sentence


class OnePage(Mapping[str, object]):
    """
    What is written on one page, by question: every question it asks, in reading order, then what it no longer asks.

    The value is None where nothing is written. Questions whose answers are never written are not in it.
    """

    def __init__(self, written: Answers, id_: str, worksheet: Worksheet | None) -> None:
        self._id, self._worksheet = id_, worksheet
        self._answers = written.answers(id_)

    def __getitem__(self, name: str) -> object:
        question = None if self._worksheet is None else self._worksheet.question(name)
        if question is not None:
            _expect_written(self._id, question)
            return next((self._answers[id_].value for id_ in _ids(question) if id_ in self._answers), None)
        if name in self._answers:
            return self._answers[name].value
        raise _no_question(self._id, name, self)

    def __iter__(self) -> Iterator[str]:
        asked = [] if self._worksheet is None else [one for one in self._worksheet.questions if _is_written(one)]
        known = {id_ for question in asked for id_ in _ids(question)}
        yield from (question.id for question in asked)
        yield from (id_ for id_ in self._answers if id_ not in known)

    def __len__(self) -> int:
        return sum(1 for name in self)

    def __repr__(self) -> str:
        return f"OnePage({self._id!r}, {len(self)} questions)"  # never the words


class ByName(Mapping[str, object]):
    """
    All that is written, by page: `["boundaries"]` is a `OnePage`, `["check-in"]` the list of its entries.

    `["boundaries.happens"]` is the value of one question. Iterating gives the pages.
    """

    def __init__(self, written: Answers, shelf: WorksheetLibrary) -> None:
        self._written, self._shelf = written, shelf

    def __getitem__(self, name: str) -> object:
        page, dot, question = str(name).partition(".")
        if page not in set(self):
            raise UnknownNameError([no_page(page, self)])
        worksheet = self._shelf.worksheet(page) if page in self._shelf.ids else None
        repeats = bool(self._written.entries(page)) if worksheet is None else worksheet.repeats
        if dot and repeats:
            raise UnknownNameError([_has_entries(page)])
        if repeats:
            return self._written.entries(page)
        one = OnePage(self._written, page, worksheet)
        return one[question] if dot else one

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._shelf.ids, *self._written)))

    def __len__(self) -> int:
        return sum(1 for name in self)


def answered(
    written: Answers,
    shelf: WorksheetLibrary,
    name: str,
    value: object,
    *,
    entry: str | None = None,
    seen: object = None,
) -> Answered:
    """
    The change that answers a question from a program.

    Args:
        written: What is written so far.
        shelf: The worksheets.
        name: Full name of the question, `boundaries.happens`.
        value: As the file holds it; None takes the answer back.
        entry: Id of the entry, where the worksheet repeats.
        seen: What was there before, so that another page's answer is noticed and kept.

    Raises:
        UnknownNameError: If there is no such question or entry.
        KitError: If the value does not fit the question, or its answer is never written.
    """
    worksheet, question = named_question(shelf, name, written)
    page = worksheet.id
    if worksheet.repeats and entry is None:
        raise UnknownNameError([_has_entries(page)])
    if entry is not None and written.raw_entry(page, entry) is None:
        what = _("there is no such entry.")
        raise UnknownNameError([Problem(what=what, mend=_("Their ids: entries({id}).").format(id=repr(page)))])
    return _answered(worksheet, question, value, entry=entry, seen=seen)


def entry_answered(
    written: Answers, shelf: WorksheetLibrary, page: str, answers: Mapping[str, object], *, day: str
) -> tuple[str, list[Answered]]:
    """
    A new entry of a worksheet that repeats.

    Args:
        written: What is written so far.
        shelf: The worksheets.
        page: Id of the worksheet.
        answers: Values by question id; a question of one's own by its words, too.
        day: The day it is about, `2026-11-24`; may be a month or a year.

    Returns:
        Its id, and the changes that make it.

    Raises:
        UnknownNameError: If there is no such worksheet or question.
        KitError: If the worksheet does not repeat, or a value does not fit.
    """
    worksheet = with_own(_worksheet(shelf, page), written, hidden=True)
    if not worksheet.repeats:
        what = _('the worksheet "{id}" is filled in once, so it has no entries.').format(id=page)
        raise KitError([Problem(what=what, mend=_("Its answers: answers({id}).").format(id=repr(page)))])
    id_ = str(uuid.uuid4())
    values = {DAY: day, **answers}
    return id_, [_answered(worksheet, _question(worksheet, name), value, entry=id_) for name, value in values.items()]


def named_question(shelf: WorksheetLibrary, name: str, written: Answers) -> tuple[Worksheet, Question]:
    """
    A question by its full name, and the worksheet it belongs to; one of one's own by its words, too.

    Raises:
        UnknownNameError: If there is none of this name; it says which is nearest.
    """
    page, dot, id_ = name.partition(".")
    if not dot:
        what = _('"{name}" isn\'t the name of any question.').format(name=name)
        mend = _("A question is named by its worksheet and its own id: {example}.").format(example="boundaries.happens")
        raise UnknownNameError([Problem(what=what, mend=mend)])
    worksheet = with_own(_worksheet(shelf, page), written, hidden=True)
    return worksheet, _question(worksheet, id_)


def _question(worksheet: Worksheet, id_: str) -> Question:
    question = worksheet.question(id_) or next((one for one in worksheet.questions if one.own and one.ask == id_), None)
    if question is None or not question.kind.answers:
        known = [one.id for one in worksheet.questions if one.kind.answers and not one.own]  # their words are not told
        raise _no_question(worksheet.id, id_, known)
    return question


def _answered(
    worksheet: Worksheet, question: Question, value: object, *, entry: str | None, seen: object = None
) -> Answered:
    _expect_written(worksheet.id, question)
    value = question.kind.tidied(value)
    if value is not None and (misfit := question.kind.misfit(value)):
        what = _('this doesn\'t answer "{name}": {why}').format(name=f"{worksheet.id}.{question.id}", why=misfit)
        raise KitError([Problem(what=what, mend=_("Nothing was written."))])
    return Answered(
        worksheet=worksheet.id,
        question=question.id,
        value=value,
        entry=entry,
        seen=seen,
        track=question.track,
        definition=worksheet.digest,
    )


def _worksheet(shelf: WorksheetLibrary, id_: str) -> Worksheet:
    if id_ not in shelf.ids:
        raise UnknownNameError([no_page(id_, shelf.ids)])
    return shelf.worksheet(id_)


def _ids(question: Question) -> tuple[str, ...]:
    return (question.id, *question.formerly)


def _is_written(question: Question) -> bool:
    return question.kind.answers and not question.visit_only


def _expect_written(page: str, question: Question) -> None:
    if question.visit_only:
        what = _('the answer to "{name}" is never written down.').format(name=f"{page}.{question.id}")
        raise KitError([Problem(what=what, mend=_("It is asked on its page, and forgotten when that is closed."))])


def no_page(id_: str, known: Iterable[str]) -> Problem:
    """That there is no worksheet of this id, with the nearest, and those there are."""
    known = list(dict.fromkeys(known))
    what = _('there is no worksheet "{id}", and nothing was written in one of that name.').format(id=id_)
    return Problem(what=f"{what}{did_you_mean(id_, known)}", mend=_("There are: {ids}.").format(ids=", ".join(known)))


def _no_question(page: str, id_: str, known: Iterable[str]) -> UnknownNameError:
    known = list(known)
    what = _('the worksheet "{id}" has no question "{question}".').format(id=page, question=id_)
    mend = _("There are: {ids}.").format(ids=", ".join(known))
    return UnknownNameError([Problem(what=f"{what}{did_you_mean(id_, known)}", mend=mend)])


def _has_entries(page: str) -> Problem:
    what = _('the worksheet "{id}" is filled in again and again, so a question has many answers.').format(id=page)
    return Problem(what=what, mend=_("Its entries: entries({id}).").format(id=repr(page)))
