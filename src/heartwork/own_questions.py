"""
A person's own questions and choices in a worksheet that repeats: made on its page, and kept in the workbook.

They stand in the document under `worksheets.<id>.own`, one optional key of version 1, by ids that no worksheet can
have (see `heartwork.authoring.field_reader.ID`). Each is kept as an answer is: `value`, `at`, and under `before` (and
`also`, after a merge) what it said earlier. So an answer is always read with the words it was given under.

What a person wrote is never piped, see `heartwork.piping.Verbatim`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeGuard, TypeVar

from heartwork.answers import Answers
from heartwork.changes import OwnKept
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.kinds.choices import Choices
from heartwork.kinds.info import Info
from heartwork.kinds.line import Line
from heartwork.kinds.scale import Scale
from heartwork.piping import Verbatim
from heartwork.question import Kind, Option, Question
from heartwork.workbook_format import OTHER, AnswerDoc, EntryDoc, OwnDoc, ValueDoc
from heartwork.worksheet_definition import Section, Worksheet

__all__ = [
    "KINDS",
    "LONGEST",
    "MOST",
    "Own",
    "added",
    "changed",
    "choices_in",
    "in_own_words",
    "own_of",
    "put_away",
    "takes_own",
    "unified",
    "with_own",
]

#: What a question of one's own can be.
KINDS = ("scale", "line")

#: Letters of a question or a choice, and of an end of a scale.
LONGEST = 200
_LONGEST_END = 60

#: So many questions, and so many choices under one question, are shown at once.
MOST = 12

#: Where they can be made: the worksheet, and its questions that take choices of one's own.
_TAKES: Mapping[str, tuple[str, ...]] = {"check-in": ("set-off", "did")}

_PREFIX = "own--"

_Kept = TypeVar("_Kept", AnswerDoc, ValueDoc)


@dataclass(frozen=True, slots=True, repr=False)
class Own:
    """
    A question or a choice of one's own, as it is worded now.

    Args:
        id: In answers, and in the file.
        value: As it stands in the file: `kind` (one of `KINDS`, or `choice`), `ask`; of a scale `low` and `high`; of a
            question the `section` it stands in, of a choice the question it is `under`; `hidden` where it is put away.
        earlier: What it said before, oldest first, each with when; not what it says now.
        at: When it was last changed; UTC.
    """

    id: str
    value: OwnDoc
    earlier: tuple[tuple[str, OwnDoc], ...] = ()
    at: str = ""

    @property
    def under(self) -> str:
        """The question that it is a choice under; empty for a question."""
        return str(self.value.get("under", ""))

    @property
    def ask(self) -> str:
        """Its words."""
        return str(self.value["ask"])

    @property
    def hidden(self) -> bool:
        """Whether it is put away."""
        return self.value.get("hidden") is True

    def as_of(self, at: str) -> OwnDoc:
        """What it said when an answer was given; what it said first, for one that was given before."""
        versions = [*self.earlier, (self.at, self.value)]
        return next((value for since, value in reversed(versions) if since <= at), versions[0][1])

    def versions(self) -> list[OwnDoc]:
        """Everything it ever said, newest first."""
        return [self.value, *(value for _at, value in reversed(self.earlier))]

    def __repr__(self) -> str:
        return f"Own(earlier={len(self.earlier)})"  # never the words


def takes_own(worksheet: Worksheet) -> bool:
    """Whether questions of one's own can be made in a worksheet."""
    return worksheet.repeats and worksheet.id in _TAKES


def choices_in(worksheet: Worksheet) -> Iterator[Question]:
    """The questions of a worksheet that take choices of one's own; none that may be volunteered in a workshop."""
    for question in worksheet.questions if takes_own(worksheet) else ():
        if question.id in _TAKES[worksheet.id] and isinstance(question.kind, Choices) and not question.share:
            yield question


def own_of(written: Answers, worksheet: str) -> list[Own]:
    """What was made in a worksheet, those put away too; what is not one (a file may hold anything) is passed over."""
    kept = written.document["worksheets"].get(worksheet, {}).get("own", {})
    return [own for id_, one in kept.items() if (own := _own(id_, one)) is not None]


def _own(id_: str, kept: AnswerDoc) -> Own | None:
    value = kept.get("value")
    if not id_.startswith(_PREFIX) or value is None or not _is_one(value):
        return None
    others = (*kept.get("before", ()), *kept.get("also", ()))
    earlier = [(str(one.get("at") or ""), said) for one in others if _is_one(said := one.get("value"))]
    return Own(id_, value, tuple(sorted(earlier, key=lambda pair: pair[0])), str(kept.get("at") or ""))


def _is_one(value: object) -> TypeGuard[OwnDoc]:
    return (
        isinstance(value, Mapping)
        and value.get("kind") in (*KINDS, "choice")
        and all(isinstance(value.get(key, ""), str) for key in ("ask", "low", "high", "section", "under"))
        and bool(value.get("ask"))
        and bool(value.get("under")) == (value["kind"] == "choice")
    )


# -- the worksheet with them


def with_own(worksheet: Worksheet, written: Answers, *, entry: str | None = None, hidden: bool = False) -> Worksheet:
    """
    A worksheet with what its person added, worded as it is now.

    Args:
        worksheet: As its author wrote it.
        written: What was written.
        entry: Where it is filled in: a choice that is put away and chosen there is still among the options.
        hidden: Whether those put away are in it too.
    """
    made = own_of(written, worksheet.id) if takes_own(worksheet) else []
    if not made:
        return worksheet
    chosen = _chosen(written, worksheet, entry)
    there = [own for own in made if hidden or not own.hidden or own.id in chosen]
    options = [(own.under, Option(own.id, Verbatim(own.ask), own=True)) for own in there if own.under]
    questions = [(own.value, _question(own.id, own.value)) for own in there if not own.under]
    return _joined(worksheet, options, questions)


def _chosen(written: Answers, worksheet: Worksheet, entry: str | None) -> set[str]:
    if entry is None:
        return set()
    given = (written.answer(worksheet.id, question.id, entry=entry) for question in choices_in(worksheet))
    lists = [answer.value for answer in given if answer is not None and isinstance(answer.value, list)]
    return {key for value in lists for key in value if isinstance(key, str)}


def _question(id_: str, value: OwnDoc) -> Question:
    kind: Kind = Line()
    if value["kind"] == "scale":
        kind = Scale(low=Verbatim(value.get("low", "")), high=Verbatim(value.get("high", "")))
    return Question(id=id_, kind=kind, ask=Verbatim(value["ask"]), own=True)


def _joined(
    worksheet: Worksheet, options: Iterable[tuple[str, Option]], questions: Iterable[tuple[OwnDoc, Question]]
) -> Worksheet:
    """Options at the end of their question's, questions at the end of their part, before what only is to be read."""
    more: dict[str, list[Option]] = {}
    for under, option in options:
        more.setdefault(under, []).append(option)
    last = worksheet.sections[-1].id
    known = {section.id for section in worksheet.sections}
    added_to: dict[str, list[Question]] = {}
    for value, question in questions:
        section = value.get("section", "")
        added_to.setdefault(section if section in known else last, []).append(question)
    takes = {question.id for question in choices_in(worksheet)}

    def extended(question: Question) -> Question:
        if question.id not in more or question.id not in takes or not isinstance(question.kind, Choices):
            return question
        kind = replace(question.kind, options=(*question.kind.options, *more[question.id]))
        return replace(question, kind=kind)

    def with_more(section: Section) -> Section:
        asked = [extended(question) for question in section.questions]
        end = len(asked)
        while end and isinstance(asked[end - 1].kind, Info):
            end -= 1
        asked[end:end] = added_to.get(section.id, [])
        return replace(section, questions=tuple(asked))

    return replace(worksheet, sections=tuple(map(with_more, worksheet.sections)))


# -- for files, prints and tables: every wording a question of its own


def in_own_words(written: Answers, worksheets: Iterable[Worksheet]) -> tuple[Answers, list[Worksheet]]:
    """
    The same answers, with what a person made named by its words: an id is the words an answer was given under.

    Where something was worded otherwise later, its answers are under either wording, as two questions. What is written
    out so is for reading and counting, not for bringing in again.

    Args:
        written: What was written.
        worksheets: As their authors wrote them.

    Returns:
        The answers, and the worksheets that ask what is answered in them.
    """
    known = list(worksheets)
    made = {one.id: own_of(written, one.id) for one in known if takes_own(one)}
    if not any(made.values()):
        return written, known
    entries = dict(written.document["entries"])
    told = []
    for worksheet in known:
        if not made.get(worksheet.id):
            told.append(worksheet)
            continue
        names = _Names(worksheet, made[worksheet.id])
        entries[worksheet.id] = [names.entry(entry) for entry in entries.get(worksheet.id, ())]
        told.append(_joined(worksheet, names.options(), names.questions()))
    return Answers({**written.document, "entries": entries}), told


class _Names:
    """What stands for each wording of what was made in a worksheet: its words, made different where they are not."""

    def __init__(self, worksheet: Worksheet, made: Iterable[Own]) -> None:
        self._made = {own.id: own for own in made}
        self._names: dict[tuple[str, str], str] = {}
        taken: dict[str, set[str]] = {"": {question.id for question in worksheet.questions}}
        for question in choices_in(worksheet):
            assert isinstance(question.kind, Choices)
            taken[question.id] = {OTHER, *(option.key for option in question.kind.options)}
        for own in self._made.values():
            for value in own.versions():
                if (own.id, self._wording(value)) not in self._names:
                    name = _free(str(value["ask"]), taken.setdefault(own.under, set()))
                    self._names[own.id, self._wording(value)] = name

    @staticmethod
    def _wording(value: OwnDoc) -> str:
        return "\n".join((value["kind"], value["ask"], value.get("low", ""), value.get("high", "")))

    def _worded(self) -> Iterator[tuple[Own, OwnDoc, str]]:
        for own in self._made.values():
            seen = set()
            for value in own.versions():
                if (name := self._names[own.id, self._wording(value)]) not in seen:
                    seen.add(name)
                    yield own, value, name

    def options(self) -> Iterator[tuple[str, Option]]:
        for own, value, name in self._worded():
            if own.under:
                yield own.under, Option(name, Verbatim(value["ask"]), own=True)

    def questions(self) -> Iterator[tuple[OwnDoc, Question]]:
        for own, value, name in self._worded():
            if not own.under:
                yield value, _question(name, value)

    def entry(self, entry: EntryDoc) -> EntryDoc:
        answers: dict[str, AnswerDoc] = {}
        for id_, answer in entry.get("answers", {}).items():
            own = self._made.get(id_)
            at = str(answer.get("at") or entry.get("at") or "")
            name = id_ if own is None or own.under else self._names[id_, self._wording(own.as_of(at))]
            new = answers[name] = self._answer(answer, at).copy()
            if "before" in answer:
                new["before"] = [self._answer(one, at) for one in answer["before"]]
            if "also" in answer:
                new["also"] = [self._answer(one, at) for one in answer["also"]]
        return {**entry, "answers": answers}

    def _answer(self, answer: _Kept, at: str) -> _Kept:
        value = answer.get("value")
        if not isinstance(value, list) or not any(isinstance(key, str) and key in self._made for key in value):
            return answer
        at = str(answer.get("at") or at)
        new = answer.copy()
        new["value"] = [self._key(key, at) for key in value]
        return new

    def _key(self, key: object, at: str) -> object:
        own = self._made.get(key) if isinstance(key, str) else None
        return key if own is None else self._names[own.id, self._wording(own.as_of(at))]


def _free(words: str, taken: set[str]) -> str:
    """The words, or the words with a number where something else is called so."""
    name = words
    number = 2
    while name in taken:
        name = f"{words} ({number})"
        number += 1
    taken.add(name)
    return name


# -- two workbooks as one


def unified(mine: Answers, theirs: Answers) -> Answers:
    """
    `theirs`, with what says the same as something of `mine` under the id it has there.

    Two workbooks that were begun apart have different ids for the same words; once they are one, it is one question.
    """
    worksheets, entries = dict(theirs.document["worksheets"]), dict(theirs.document["entries"])
    for worksheet, kept in theirs.document["worksheets"].items():
        here = {own.id: _says(own.value) for own in own_of(mine, worksheet)}
        there = {own.id: _says(own.value) for own in own_of(theirs, worksheet)}
        known = {said: id_ for id_, said in here.items() if id_ not in there}
        renamed = {id_: known.pop(said) for id_, said in there.items() if id_ not in here and said in known}
        if renamed:
            worksheets[worksheet] = {**kept, "own": {renamed.get(id_, id_): one for id_, one in kept["own"].items()}}
            entries[worksheet] = [_renamed(entry, renamed) for entry in entries.get(worksheet, ())]
    return Answers({**theirs.document, "worksheets": worksheets, "entries": entries})


def _renamed(entry: EntryDoc, names: Mapping[str, str]) -> EntryDoc:
    def with_names(kept: _Kept) -> _Kept:
        value, new = kept.get("value"), kept.copy()
        if isinstance(value, list):
            new["value"] = [names.get(key, key) if isinstance(key, str) else key for key in value]
        return new

    def answer(kept: AnswerDoc) -> AnswerDoc:
        new = with_names(kept)
        if "before" in kept:
            new["before"] = [with_names(one) for one in kept["before"]]
        if "also" in kept:
            new["also"] = [with_names(one) for one in kept["also"]]
        return new

    return {**entry, "answers": {names.get(id_, id_): answer(kept) for id_, kept in entry.get("answers", {}).items()}}


# -- making and changing them


def added(
    written: Answers, worksheet: Worksheet, *, kind: str, ask: str, low: str = "", high: str = "", place: str = ""
) -> OwnKept:
    """
    The change that adds a question or a choice. Asked twice, as a page does that heard no answer, it adds one.

    Args:
        written: What was written.
        worksheet: Where it is to stand.
        kind: One of `KINDS`, or `choice`.
        ask: Its words.
        low: What 0 stands for, of a scale.
        high: What 10 stands for.
        place: The section of a question; for a choice the question that it stands under.

    Raises:
        KitError: If there are no words, too many of them, or too many questions; or if it cannot stand there.
    """
    value = _checked(worksheet, kind, ask, low, high, place)
    made = own_of(written, worksheet.id)
    beside = [own for own in made if own.under == value.get("under", "") and not own.hidden]
    same = next((own for own in made if _says(own.value) == _says(value)), None)
    if same is not None:
        return OwnKept(worksheet=worksheet.id, own=same.id, value=_shown(same.value))
    if len(beside) >= MOST:
        what = _("there are {count} here already, as many as a page can show.").format(count=MOST)
        raise KitError([Problem(what=what, mend=_("Hide one first; its answers are kept."))])
    known = {own.id for own in made}
    ids = (_id(written, value, number) for number in range(len(known) + 1))
    return OwnKept(worksheet=worksheet.id, own=next(id_ for id_ in ids if id_ not in known), value=value)


def changed(written: Answers, worksheet: Worksheet, id_: str, *, ask: str, low: str = "", high: str = "") -> OwnKept:
    """
    The change that words one otherwise; answers that are there keep the words they were given under.

    Raises:
        KitError: If there is none of this id, or the words do not do, as for `added`.
    """
    own = _found(written, worksheet, id_)
    place = own.under or str(own.value.get("section", ""))
    value = _checked(worksheet, str(own.value["kind"]), ask, low, high, place)
    if own.hidden:
        value["hidden"] = True
    return OwnKept(worksheet=worksheet.id, own=own.id, value=value)


def put_away(written: Answers, worksheet: Worksheet, id_: str, *, hidden: bool) -> OwnKept:
    """
    The change that puts one away, or brings it back; its answers stay either way.

    Raises:
        KitError: If there is none of this id.
    """
    own = _found(written, worksheet, id_)
    value: OwnDoc = {**own.value, "hidden": True} if hidden else _shown(own.value)
    return OwnKept(worksheet=worksheet.id, own=own.id, value=value)


def _found(written: Answers, worksheet: Worksheet, id_: str) -> Own:
    own = next((own for own in own_of(written, worksheet.id) if own.id == id_), None)
    if own is None:
        raise KitError([Problem(what=_("there is no such question any more."), mend=_("Open its page again."))])
    return own


def _checked(worksheet: Worksheet, kind: str, ask: str, low: str, high: str, place: str) -> OwnDoc:
    ask, low, high = (" ".join(text.split()) for text in (ask, low, high))
    takes = {question.id for question in choices_in(worksheet)}
    sections = {section.id for section in worksheet.sections}
    fits = (kind == "choice" and place in takes) or (takes_own(worksheet) and kind in KINDS and place in sections)
    if not fits:
        raise KitError([Problem(what=_("nothing can be added here."), mend=_("Open its page again."))])
    if not ask:
        raise KitError([Problem(what=_("there are no words yet."), mend=_("Write a few words, then add it."))])
    for text, most in ((ask, LONGEST), (low, _LONGEST_END), (high, _LONGEST_END)):
        if len(text) > most:
            what = _("this is longer than {most} letters.").format(most=most)
            raise KitError([Problem(what=what, mend=_("Make it a little shorter; nothing of it is lost."))])
    if kind == "choice":
        return {"kind": kind, "ask": ask, "under": place}
    if kind == "scale":
        return {"kind": kind, "ask": ask, "low": low, "high": high, "section": place}
    return {"kind": kind, "ask": ask, "section": place}


def _says(value: OwnDoc) -> tuple[str, str, str]:
    """What makes two of them the same: where they stand, what they are, and their words, whatever their case."""
    return str(value.get("under", "")), str(value["kind"]), str(value["ask"]).casefold()


def _shown(value: OwnDoc) -> OwnDoc:
    """The same, not put away."""
    shown = value.copy()
    shown.pop("hidden", None)
    return shown


def _id(written: Answers, value: OwnDoc, number: int) -> str:
    """
    An id that another page of the same workbook comes to as well, for the same words.

    It stands in the address of a page, so it must not tell the words: it is made with the id of the workbook, which is
    in its file only.
    """
    raw = "\n".join((str(written.document.get("id")), *_says(value), str(number)))
    return _PREFIX + hashlib.blake2b(raw.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
