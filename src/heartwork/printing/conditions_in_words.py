"""When something is asked, as the sentence that stands before it on paper: nobody hides it there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import groupby

from heartwork.conditions import AllOf, AnyOf, Comparison, Condition, Not
from heartwork.i18n.messages import _
from heartwork.kinds._options_base import OptionsKind
from heartwork.question import Piping, Question
from heartwork.workbook_format import OTHER
from heartwork.worksheet_definition import Section, Worksheet

__all__ = ["in_words"]

#: A worksheet by its id; None when there is none.
Find = Callable[[str], Worksheet | None]


def in_words(condition: Condition | None, here: Worksheet, *, find: Find, pipe: Piping) -> str:
    """
    A condition as the beginning of a sentence, with a colon.

    Args:
        condition: The condition.
        here: The worksheet it stands in: of a question in another one, that one is named too.
        find: Finds the other worksheets.
        pipe: Fills the pipes of an author's texts.

    Returns:
        `If you ticked “It could”:`, with the question where another one has that answer too; empty for no condition.
    """
    if condition is None:
        return ""
    told = _Told(here, find, pipe)
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    positive, negative = [], []
    for part in parts:
        if isinstance(part, Not):
            negative.append(told.clause(part.part))
        elif isinstance(part, Comparison) and part.test == "is_not":
            negative.append(told.clause(Comparison(part.question, "is", part.value)))
        else:
            positive.append(told.clause(part))
    if not negative:
        return _("If {clause}:").format(clause=_clauses(positive, _("and")))
    unless = _clauses(negative, _("or"))
    if not positive:
        return _("Unless {clause}:").format(clause=unless)
    return _("If {clause}, unless {other}:").format(clause=_clauses(positive, _("and")), other=unless)


class _Told:
    def __init__(self, here: Worksheet, find: Find, pipe: Piping) -> None:
        self._here, self._find, self._pipe = here, find, pipe

    def clause(self, condition: Condition) -> str:
        match condition:
            case AllOf(parts):
                return _clauses([self.clause(part) for part in parts], _("and"))
            case AnyOf(parts):
                return self._any(parts)
            case Not(part):
                return self._not(part)
            case Comparison():
                return self._tests([condition])

    def _not(self, part: Condition) -> str:
        tests = part.parts if isinstance(part, AnyOf) else (part,)
        chosen = [test for test in tests if isinstance(test, Comparison) and test.test in ("is", "includes")]
        if len(chosen) == len(tests) and len({test.question for test in chosen}) == 1:
            return self._tests([Comparison(test.question, "is_not", test.value) for test in chosen])
        return _("it isn't true that {clause}").format(clause=self.clause(part))

    def _any(self, parts: Sequence[Condition]) -> str:
        """Alternatives: those of one question together, and those of one section where that says the same."""
        chosen = [part for part in parts if isinstance(part, Comparison) and part.test in ("is", "includes")]
        asked = {test.question for test in chosen}
        # "Or nothing" is said with the answers of the same question.
        open_ = [part for part in parts if isinstance(part, Comparison) and part.test == "answered" and not part.value]
        nothing = {test.question for test in open_ if test.question in asked}
        others = [
            self.clause(part)
            for part in parts
            if part not in chosen and not (part in open_ and getattr(part, "question", "") in nothing)
        ]
        by_section: dict[tuple[str, str], list[list[Comparison]]] = {}
        for name, tests in groupby(chosen, key=lambda test: test.question):
            section = self._question(name)[1]
            place = (name.partition(".")[0], section.id if section else name)
            by_section.setdefault(place, []).append(list(tests))
        told: list[str] = []
        for questions in by_section.values():
            together = self._section_of(questions)
            told += [self._tests(tests, nothing) for tests in questions] if together is None else [together]
        return _clauses([*told, *others], _("or"))

    def _section_of(self, questions: Sequence[Sequence[Comparison]]) -> str | None:
        """One clause for several questions of one section, if the same answers count for all of them that have them."""
        worksheet, section, first = self._question(questions[0][0].question)
        if len(questions) < 2 or worksheet is None or section is None or first is None:
            return None
        pairs = [(tests, self._question(tests[0].question)[2]) for tests in questions]
        answers = [[self._label(question, test) for test in tests] for tests, question in pairs]
        every = list(dict.fromkeys(answer for some in answers for answer in some))
        for some, (_tests, question) in zip(answers, pairs, strict=True):
            offered = [option.label for option in getattr(question.kind, "options", ())] if question else []
            if set(every) & set(offered) != set(some):
                return None
        if first.visit_only:
            told = _("you said to yourself {answers}{place}")
        else:
            told = _("you ticked {answers} under “{part}”{place}")
        return told.format(
            part=self._pipe(section.title),
            place=self._place(worksheet),
            answers=_joined([_quoted(answer) for answer in every], _("or")),
        )

    def _tests(self, tests: Sequence[Comparison], nothing: Collection[str] = ()) -> str:
        """Tests of one question, any of which will do; for those in `nothing`, no answer will do too."""
        worksheet, _section, question = self._question(tests[0].question)
        first = tests[0]
        silent = question is not None and question.visit_only
        only_here = question is not None and worksheet is not None and self._only_here(worksheet, question, tests)
        match first.test:
            case "answered" if first.value:
                told = _("you answered “{question}”{place}")
            case "answered":
                told = _("you left “{question}”{place} open")
            case "at_least":
                told = _("your answer to “{question}”{place} is {number} or more")
            case "at_most":
                told = _("your answer to “{question}”{place} is {number} or less")
            case "is_not" if silent:
                told = _("you didn't say to yourself {answers}{place}")
            case "is_not" if only_here:
                told = _("you didn't tick {answers}{place}")
            case "is_not":
                told = _("you didn't tick {answers} for “{question}”{place}")
            case _other if silent and only_here:
                told = _("you said to yourself {answers}{place}")
            case _other if silent:
                told = _("you said to yourself {answers} at “{question}”{place}")
            case _other if only_here:
                told = _("you ticked {answers}{place}")
            case _other:
                told = _("you ticked {answers} for “{question}”{place}")
        if first.question in nothing:
            told = _("{clause}, or nothing").format(clause=told)
        return told.format(
            question=self._pipe(question.ask) if question else first.question,
            number=first.value,
            answers=_joined([_quoted(self._label(question, test)) for test in tests], _("or")),
            place=self._place(worksheet),
        )

    def _only_here(self, worksheet: Worksheet, question: Question, tests: Sequence[Comparison]) -> bool:
        """Whether no other box of the worksheet could be meant: none has these words."""
        labels = {self._label(question, test) for test in tests}
        others = (
            self._pipe(option.label)
            for other in worksheet.questions
            if other is not question
            for option in getattr(other.kind, "options", ())
        )
        return isinstance(question.kind, OptionsKind) and not labels & {_("something else"), *others}

    def _place(self, worksheet: Worksheet | None) -> str:
        if worksheet is None or worksheet.id == self._here.id:
            return ""
        return _(" on “{page}”").format(page=self._pipe(worksheet.title))

    def _question(self, name: str) -> tuple[Worksheet | None, Section | None, Question | None]:
        worksheet_id, _dot, id_ = name.partition(".")
        worksheet = self._here if worksheet_id == self._here.id else self._find(worksheet_id)
        if worksheet is not None:
            for section in worksheet.sections:
                for question in section.questions:
                    if id_ == question.id or id_ in question.formerly:
                        return worksheet, section, question
        return worksheet, None, None

    def _label(self, question: Question | None, test: Comparison) -> str:
        if question is not None and isinstance(question.kind, OptionsKind):
            return _("something else") if test.value == OTHER else self._pipe(question.kind.label(test.value))
        return str(test.value)


def _quoted(text: str) -> str:
    return _("“{text}”").format(text=text)


def _clauses(parts: Iterable[str], last: str) -> str:
    """`a, b, or c`: each may hold an "or" of its own."""
    *before, end = parts
    return f"{', '.join(before)}, {last} {end}" if before else end


def _joined(parts: Iterable[str], last: str) -> str:
    """`a, b or c`."""
    *before, end = parts
    return f"{', '.join(before)} {last} {end}" if before else end
