"""One worksheet, and what it says of others: conditions, pipes, texts to read again, and sources that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from heartwork.authoring import reachability, yaml_tree
from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import AllOf, Comparison, Condition, tests_in
from heartwork.errors import KitError, Problem, did_you_mean
from heartwork.piping import names_in, strays_in
from heartwork.question import Question
from heartwork.worksheet_definition import DAY, Worksheet

__all__ = ["ReferenceResolver", "of_texts", "of_worksheet", "texts_of"]


class ReferenceResolver:
    """The worksheets that can be spoken of: those being checked, then those on the shelf."""

    def __init__(self, shelf: WorksheetLibrary, checked: dict[str, Worksheet]) -> None:
        self._shelf, self._checked = shelf, checked
        self.ids = tuple(dict.fromkeys((*checked, *shelf.ids)))

    def get(self, id_: str) -> Worksheet | None:
        if id_ in self._checked:
            return self._checked[id_]
        try:
            return self._shelf.worksheet(id_)
        except KitError:
            return None

    def find(self, name: str) -> tuple[Worksheet, Question] | None:
        """A question by its full name, and its worksheet; None when there is no such question."""
        worksheet_id, _, question_id = name.partition(".")
        worksheet = self.get(worksheet_id)
        question = None if worksheet is None else worksheet.question(question_id)
        return None if worksheet is None or question is None else (worksheet, question)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A section or a question: how messages call it, the way to it in the file, and when it is shown."""

    name: str
    way: tuple[str | int, ...]
    show_if: Condition | None = None
    of_its_section: Condition | None = None
    texts: tuple[str, ...] = ()
    question: str = ""
    recalls: tuple[str, ...] = ()


class _File:
    """A worksheet's file, to find lines in; read only when there is something to say."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def problem(self, complaint: tuple[str, str], spot: _Spot, near: str = "") -> Problem:
        """A problem in the first line of this spot that holds `near`."""
        what, mend = complaint
        line, column = self._find(spot.way, near)
        return Problem(what=what, mend=mend, file=str(self._path), line=line, column=column, where=spot.name)

    def holds(self, text: str) -> bool:
        """Whether this stands anywhere in the file."""
        return text in self._text

    @cached_property
    def _text(self) -> str:
        return self._path.read_text(encoding="utf-8")

    @cached_property
    def _top(self) -> yaml_tree.YamlNode | None:
        return yaml_tree.read(self._text, file="", report=lambda problem: None)

    def _find(self, way: tuple[str | int, ...], near: str) -> tuple[int, int]:
        node = self._top
        for step in way:
            assert node is not None  # it was read before
            node = node.value[step]
        assert node is not None
        rows = self._text.split("\n")
        for line in range(node.line, len(rows) + 1):
            column = rows[line - 1].find(near, node.column - 1 if line == node.line else 0)
            if column >= 0:
                return line, column + 1
        return node.line, node.column


def of_worksheet(
    worksheet: Worksheet, path: Path, others: ReferenceResolver, sources: Mapping[str, object]
) -> Iterator[Problem]:
    """
    Everything in a worksheet that leads nowhere.

    Args:
        path: Its file.
        others: What it may speak of.
        sources: What it may draw on, by id.
    """
    file = _File(path)
    for number, source in enumerate(worksheet.draws_on):
        if source not in sources:
            complaint = (
                f'there is no source "{source}" in sources.yaml.{did_you_mean(source, sources)}',
                "Add it there, with author, year and finding, or take it out here.",
            )
            yield file.problem(complaint, _Spot("draws_on", ("draws_on", number)), source)
    day = worksheet.question(DAY)
    if worksheet.repeats and (day is None or day.kind.name() != "date"):
        complaint = (
            f'a worksheet that repeats asks for its day in a date question with the id "{DAY}".',
            f"Add {{id: {DAY}, kind: date, ask: When was it?}} to the first section.",
        )
        yield file.problem(complaint, _Spot("", ("repeats",)))
    if worksheet.one_page and not _chooses_sections(worksheet):
        complaint = (
            f'"{worksheet.one_page}" does not choose what is printed on one page.',
            "Name a question of this worksheet with kind: choices, whose options are ids of its sections.",
        )
        yield file.problem(complaint, _Spot("one_page", ("one_page",)), worksheet.one_page)
    in_a_circle: set[str] = set()
    for spot in _spots(worksheet):
        for text in spot.texts:
            for complaint, near in _of_a_text(text, others):
                yield file.problem(complaint, spot, near)
        for name in spot.recalls:
            cannot = _cannot_be_recalled(name, others)
            if cannot:
                yield file.problem(cannot, spot, name)
        # A question of an entry may hang on another of the same entry; a section, which makes the steps, may not.
        own = worksheet.id if spot.question else ""
        wrong = list(_of_a_condition(spot.show_if, others, own))
        for complaint, near in wrong:
            yield file.problem(complaint, spot, near)
        if not wrong and _unreachable(spot, others):
            never = "no answers lead here: its conditions are never true at the same time."
            complaint = (never, "Look at its show_if again.")
            yield file.problem(complaint, spot, "show_if")
        circle = reachability.find_cycle(spot.question, others.find) if spot.question not in in_a_circle else None
        if circle is not None:
            in_a_circle |= {spot.question, *circle}
            by_way = f", by way of {' and '.join(circle)}" if circle else ""
            complaint = (f"whether this is shown depends on its own answer{by_way}.", "Test another question.")
            yield file.problem(complaint, spot, "show_if")


def _chooses_sections(worksheet: Worksheet) -> bool:
    question = worksheet.question(worksheet.one_page)
    if question is None or question.kind.name() != "choices":
        return False
    return all(worksheet.section(option.key) for option in getattr(question.kind, "options", ()))


def texts_of(worksheet: Worksheet) -> Iterator[tuple[str, str]]:
    """What is read in a worksheet: where it stands, as messages call it, and the text."""
    return ((spot.name, text) for spot in _spots(worksheet) for text in spot.texts)


def of_texts(texts: Iterable[tuple[str, str]], path: Path, others: ReferenceResolver) -> Iterator[Problem]:
    """
    What leads nowhere in texts of which this file holds some: a translation holds what it translates.

    Args:
        texts: Where each stands, as messages call it, and the text.
    """
    file = _File(path)
    for where, text in texts:
        for complaint, near in _of_a_text(text, others):
            if file.holds(near):  # what stands in another file is told there
                yield file.problem(complaint, _Spot(where, ()), near)


def _spots(worksheet: Worksheet) -> Iterator[_Spot]:
    """Everything that holds texts or conditions, in reading order."""
    yield _Spot("title", ("title",), texts=(worksheet.title,))
    yield _Spot("about", ("about",), texts=(worksheet.about,))
    for number, section in enumerate(worksheet.sections):
        way = ("sections", number)
        yield _Spot(f'section "{section.id}"', way, section.show_if, texts=(section.title, section.text))
        for place, question in enumerate(section.questions):
            yield _Spot(
                f'question "{question.id}"',
                (*way, "questions", place),
                question.show_if,
                section.show_if,
                tuple(question.texts()),
                f"{worksheet.id}.{question.id}",
                tuple(name for names in question.recalls().values() for name in names),
            )


def _unreachable(spot: _Spot, others: ReferenceResolver) -> bool:
    if spot.show_if is None:
        return False
    both = AllOf((spot.show_if,) if spot.of_its_section is None else (spot.of_its_section, spot.show_if))
    return reachability.is_unsatisfiable(both, others.find)


def _of_a_condition(
    condition: Condition | None, others: ReferenceResolver, own: str
) -> Iterator[tuple[tuple[str, str], str]]:
    for test in tests_in(condition):
        complaint = _cannot_be_tested(test, others, own)
        if complaint:
            yield complaint, test.question


def _of_a_text(text: str, others: ReferenceResolver) -> Iterator[tuple[tuple[str, str], str]]:
    for name, has_fallback in names_in(text):
        complaint = _cannot_be_piped(name, has_fallback, others)
        if complaint:
            yield complaint, "{" + name
    for stray in strays_in(text):
        complaint = (
            f'"{stray}" looks like a pipe, and cannot be read as one.',
            "Write {start.call_her|your mother}: worksheet, point, question, bar, words to fall back on.",
        )
        yield complaint, stray.splitlines()[0]


def _cannot_be_tested(tested: Comparison, others: ReferenceResolver, own: str) -> tuple[str, str] | None:
    name, test, value = tested.question, tested.test, tested.value
    unknown = _unknown(name, others)
    found = others.find(name)
    if unknown or found is None:
        return unknown
    worksheet, question = found
    if worksheet.repeats and worksheet.id != own:
        return (
            f'"{name}" has many answers, one per entry, so it cannot be tested.',
            "Test a question of a worksheet that does not repeat.",
        )
    complaint = question.kind.testable(test, value)
    what, _, mend = complaint.partition(". ")
    return (f'"{name}": {what.rstrip(".")}.', mend or f"Change what follows {test}.") if complaint else None


def _cannot_be_piped(name: str, has_fallback: bool, others: ReferenceResolver) -> tuple[str, str] | None:
    unknown = _unknown(name, others)
    found = others.find(name)
    if unknown or found is None:
        return unknown
    worksheet, question = found
    if worksheet.repeats or question.kind.name() not in ("line", "number", "date"):
        return (f'"{name}" is not one short answer, so it cannot be put into a text.', "Pipe a line, number or date.")
    if not has_fallback:
        return (
            f'the pipe "{{{name}}}" has nothing to show until the question is answered.',
            f"Give it words to fall back on: {{{name}|your mother}}.",
        )
    return None


def _cannot_be_recalled(name: str, others: ReferenceResolver) -> tuple[str, str] | None:
    unknown = _unknown(name, others)
    found = others.find(name)
    if unknown or found is None:
        return unknown
    worksheet, question = found
    if worksheet.repeats:
        return (
            f'"{name}" has many answers, one per entry, so it cannot be recalled.',
            "Recall a question of a worksheet that does not repeat.",
        )
    if question.visit_only:
        return (
            f'"{name}" is for one visit only and never written down, so it cannot be recalled.',
            "Remove it here, or remove visit_only there.",
        )
    return None


def _unknown(name: str, others: ReferenceResolver) -> tuple[str, str] | None:
    worksheet_id, _, question_id = name.partition(".")
    worksheet = others.get(worksheet_id)
    if worksheet is None and worksheet_id in others.ids:
        return (
            f'the worksheet "{worksheet_id}" cannot be read.',
            f"Mend it first: `heartwork check` says what is wrong in {worksheet_id}.yaml.",
        )
    if worksheet is None:
        return (
            f'there is no worksheet "{worksheet_id}".{did_you_mean(worksheet_id, others.ids)}',
            "Names are worksheet.question, as in start.who.",
        )
    ids = [question.id for question in worksheet.questions if question.kind.answers]
    if question_id not in ids:
        return (
            f'there is no question "{question_id}" in "{worksheet_id}".{did_you_mean(question_id, ids)}',
            f"Its questions are: {', '.join(ids)}.",
        )
    return None
