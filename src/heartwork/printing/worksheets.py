"""A worksheet on paper: blank, to be filled in by hand, or with what was written in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from heartwork.answers import Answer, Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import AnswerLookup as Lookup
from heartwork.conditions import Condition, holds, tests_in
from heartwork.errors import KitError
from heartwork.exports.plain_text import in_words
from heartwork.i18n.messages import N_, _, ngettext
from heartwork.kinds.date import Date
from heartwork.kinds.info import Info
from heartwork.own_questions import in_own_words
from heartwork.piping import piped
from heartwork.print_shapes import Shape, lines, said
from heartwork.printing import conditions_in_words
from heartwork.printing.markdown import marked
from heartwork.printing.typeset import Block
from heartwork.question import Piping, Question
from heartwork.worksheet_definition import DAY, Section, Worksheet

__all__ = ["blank", "filled", "hidden", "recalled"]

_WEIGHTS = {1: N_("light"), 2: N_("can stir things up"), 3: N_("heavy")}

#: What takes more lines than these may be parted by the end of a page.
_KEPT_TOGETHER = 10

#: An entry of more letters than these may be parted by the end of a page.
_ONE_ENTRY = 1500


def blank(worksheet: Worksheet, shelf: WorksheetLibrary) -> list[Block]:
    """
    A worksheet to be filled in by hand: all of its questions, with when they are asked as a sentence.

    No word of the person's is in it: where an answer would be piped in, the author's own words stand.
    """
    return list(_Blank(worksheet, shelf).blocks())


def filled(worksheet: Worksheet, shelf: WorksheetLibrary, written: Answers, value: Lookup | None = None) -> list[Block]:
    """
    What was written in a worksheet, each answer with its question; empty when there is nothing.

    What was left open or skipped is not mentioned, what is hidden now is not shown, and quiet questions are never on
    paper. The raw page of a letter stays where it is.

    Args:
        worksheet: The worksheet.
        shelf: The worksheets round it, whose answers it may show.
        written: What was written.
        value: Looks an answer up by its full name; that of `written` when None.
    """
    lookup = value or written.value
    written, (worksheet,) = in_own_words(written, [worksheet])
    told = _Filled(worksheet, shelf, written, lookup)
    body = list(told.blocks())
    if not body:
        return []
    return [{"block": "title", "text": told.pipe(worksheet.title), "facts": ""}, *body]


def _no_answer(name: str) -> object:
    return None


class _Blank:
    def __init__(self, worksheet: Worksheet, shelf: WorksheetLibrary) -> None:
        self._worksheet, self._shelf = worksheet, shelf
        self._pipe: Piping = partial(piped, answers=_no_answer)

    def blocks(self) -> Iterator[Block]:
        worksheet = self._worksheet
        minutes = ngettext("About {count} minute", "About {count} minutes", worksheet.minutes)
        facts = f"{minutes.format(count=worksheet.minutes)} · {_(_WEIGHTS[worksheet.weight])}"
        yield {"block": "title", "text": self._pipe(worksheet.title), "facts": facts}
        yield {"block": "about", "content": marked(worksheet.about, self._pipe)}
        for section in worksheet.sections:
            if section.screen_only:
                continue
            yield {"block": "section", "text": self._pipe(section.title), "lead": self._lead(section)}
            if section.text:
                yield {"block": "prose", "lead": "", "content": marked(section.text, self._pipe)}
            for question in section.questions:
                yield from self._question(question)

    def _question(self, question: Question) -> Iterator[Block]:
        if isinstance(question.kind, Info):
            if not question.kind.pages:
                content = marked(question.kind.text, self._pipe)
                yield {"block": "prose", "lead": self._lead(question), "content": content}
            for _name, shown in recalled(question.kind, self._shelf):
                yield self._asked(shown, lead="", shapes=[lines(1)])
            return
        if question.visit_only:
            said_so = _("Nothing to tick here: this one is for you alone, in your head.")
            options = [self._pipe(option.label) for option in getattr(question.kind, "options", ())]
            shapes = [{"shape": "named", "options": options, "text": said_so}]
            yield self._asked(question, lead=self._lead(question), shapes=shapes, hint="")
            return
        yield self._asked(question, lead=self._lead(question), shapes=list(question.on_paper(None, self._pipe)))

    def _asked(self, question: Question, *, lead: str, shapes: list[Shape], hint: str | None = None) -> Block:
        return _question(
            ask=self._pipe(question.ask),
            hint=self._pipe(question.hint) if hint is None else hint,
            lead=lead,
            shapes=shapes,
        )

    def _lead(self, thing: Section | Question) -> str:
        return conditions_in_words.in_words(
            thing.show_if, self._worksheet, find=partial(_worksheet, self._shelf), pipe=self._pipe
        )


class _Filled:
    def __init__(self, worksheet: Worksheet, shelf: WorksheetLibrary, written: Answers, value: Lookup) -> None:
        self._worksheet, self._shelf, self._written, self._value = worksheet, shelf, written, value
        self.pipe: Piping = partial(piped, answers=value)

    def blocks(self) -> Iterator[Block]:
        if not self._worksheet.repeats:
            yield from self._sections(self._written.answers(self._worksheet.id), self._value)
            return
        for entry in self._written.entries(self._worksheet.id):
            rows = list(self._in_short(entry.answers, self._of_entry(entry.value)))
            if rows:
                yield {"block": "section", "text": Date().in_words(entry.day) or _("No date"), "lead": ""}
                letters = sum(len(row["ask"]) + len(row["said"]) for row in rows)
                yield {"block": "answers", "rows": rows, "long": letters > _ONE_ENTRY}

    def _in_short(self, answers: Mapping[str, Answer], value: Lookup) -> Iterator[dict[str, str]]:
        """The answers of one entry in words: there may be hundreds of entries."""
        for section in self._worksheet.sections:
            for question in section.questions:
                hidden = self._hidden(section.show_if, value) or self._hidden(question.show_if, value)
                found = self._found(question, answers)
                if not hidden and found is not None and question.id != DAY:
                    yield {"ask": self.pipe(question.ask), "said": self._in_words(question, found)}

    def _in_words(self, question: Question, value: Any) -> str:
        if question.kind.misfit(value):
            return in_words(question, value)
        return question.said(value, self.pipe)

    def _found(self, question: Question, answers: Mapping[str, Answer]) -> object:
        """What was answered, under an earlier id too; a quiet question never was, and what to print is no answer."""
        if question.visit_only or not question.kind.answers or question.id == self._worksheet.one_page:
            return None
        return next((answers[id_].value for id_ in (question.id, *question.formerly) if id_ in answers), None)

    def _of_entry(self, of_entry: Callable[[str], object]) -> Lookup:
        def look(name: str) -> object:
            worksheet, _dot, question = name.partition(".")
            return of_entry(question) if worksheet == self._worksheet.id else self._value(name)

        return look

    def _sections(self, answers: Mapping[str, Answer], value: Lookup) -> Iterator[Block]:
        for section in self._worksheet.sections:
            if self._hidden(section.show_if, value):
                continue
            told = [
                block
                for question in section.questions
                if not self._hidden(question.show_if, value)
                for block in self._question(question, answers)
            ]
            if told:
                yield {"block": "section", "text": self.pipe(section.title), "lead": ""}
            yield from told

    def _hidden(self, condition: Condition | None, value: Lookup) -> bool:
        return hidden(condition, self._worksheet, self._shelf, value)

    def _question(self, question: Question, answers: Mapping[str, Answer]) -> Iterator[Block]:
        if isinstance(question.kind, Info):
            for name, shown in recalled(question.kind, self._shelf):
                yield from self._said(name, shown, self._written.value(name))
        else:
            yield from self._said(f"{self._worksheet.id}.{question.id}", question, self._found(question, answers))

    def _said(self, name: str, question: Question, value: Any) -> Iterator[Block]:
        if value is None:
            return
        if question.kind.misfit(value):
            shapes: list[Shape] = [said(self._in_words(question, value))]
        else:
            shapes = list(question.on_paper(value, self.pipe))
        if shapes:
            yield _question(ask=self.pipe(question.ask), hint="", lead="", shapes=shapes, name=name)


def hidden(condition: Condition | None, here: Worksheet, shelf: WorksheetLibrary, value: Lookup) -> bool:
    """Whether it is not shown as things are; what a quiet answer decides, which is never kept, counts as shown."""

    def is_quiet(name: str) -> bool:
        worksheet_id, _dot, id_ = name.partition(".")
        worksheet = here if worksheet_id == here.id else _worksheet(shelf, worksheet_id)
        question = worksheet.question(id_) if worksheet else None
        return question is not None and question.visit_only

    return not holds(condition, value) and not any(is_quiet(test.question) for test in tests_in(condition))


def _question(*, ask: str, hint: str, lead: str, shapes: list[Shape], name: str = "") -> Block:
    """A question; `name` is its full name, where what is printed is an answer."""
    high = sum(_height(shape) for shape in shapes)
    return {
        "block": "question",
        "name": name,
        "ask": ask,
        "hint": hint,
        "lead": lead,
        "shapes": shapes,
        "together": high <= _KEPT_TOGETHER,
    }


def _height(shape: Shape) -> int:
    """About how many lines a shape takes."""
    match shape["shape"]:
        case "lines":
            return int(shape["count"])
        case "said":
            text = str(shape["text"])
            return len(text) // 60 + text.count("\n") + 1
        case "ticks":
            return len(shape["options"]) // 2 + 2
        case "chosen" | "named":
            return len(shape["options"])
        case "table":
            return len(shape["rows"])
        case "repeated":
            return len(shape["rows"]) * (2 if len(shape["columns"]) <= 5 else 6)
        case "sheet":
            return 2 * _KEPT_TOGETHER
        case _:
            return 2


def recalled(info: Info, shelf: WorksheetLibrary) -> Iterator[tuple[str, Question]]:
    """The questions whose answers an info shows, with the full names it knows them by."""
    for name in info.recall:
        worksheet_id, _dot, id_ = name.partition(".")
        worksheet = _worksheet(shelf, worksheet_id)
        question = worksheet.question(id_) if worksheet else None
        if question is not None and not question.visit_only:
            yield name, question


def _worksheet(shelf: WorksheetLibrary, id_: str) -> Worksheet | None:
    try:
        return shelf.worksheet(id_)
    except KitError:  # `heartwork check` tells its author
        return None
