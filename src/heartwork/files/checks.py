"""A folder of worksheets, checked as a whole: what one says of another, and the sources it draws on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from heartwork.conditions import Condition, tests_in
from heartwork.definition import DAY, Worksheet
from heartwork.files.shelf import Shelf
from heartwork.files.worksheet_files import DATA_FILES, read
from heartwork.piping import names_in
from heartwork.problems import KitError, Problem, did_you_mean

__all__ = ["check"]


def check(paths: list[Path], shelf: Shelf) -> list[Problem]:
    """
    Every problem of these worksheets, in the order of files and lines.

    Args:
        paths: Worksheet files to check; all of the shelf when empty.
        shelf: The folder that conditions and pipes may speak of.
    """
    paths = paths or [shelf.folder / f"{id_}.yaml" for id_ in shelf.ids]
    problems: list[Problem] = []
    read_well: dict[str, Worksheet] = {}
    for path in paths:
        if path.stem in DATA_FILES:
            continue
        try:
            read_well[path.stem] = read(path)
        except KitError as error:
            problems += error.problems
    others = _Others(shelf, read_well)
    sources = shelf.data("sources")
    for path in paths:
        if path.stem in read_well:
            problems += _of_one(read_well[path.stem], path, others, sources)
    return problems


class _Others:
    """The worksheets that can be spoken of: those being checked, then those on the shelf."""

    def __init__(self, shelf: Shelf, checked: dict[str, Worksheet]) -> None:
        self._shelf, self._checked = shelf, checked
        self.ids = tuple(dict.fromkeys((*checked, *shelf.ids)))

    def get(self, id_: str) -> Worksheet | None:
        if id_ in self._checked:
            return self._checked[id_]
        try:
            return self._shelf.worksheet(id_)
        except KitError:
            return None


def _of_one(worksheet: Worksheet, path: Path, others: _Others, sources: object) -> Iterator[Problem]:
    text = path.read_text(encoding="utf-8").splitlines()

    def problem(what: str, mend: str, where: str, near: str) -> Problem:
        line = next((number for number, row in enumerate(text, 1) if near in row), 0)
        return Problem(what=what, mend=mend, file=str(path), line=line, where=where)

    known = sources if isinstance(sources, dict) else {}
    for source in worksheet.draws_on:
        if source not in known:
            yield problem(
                f'there is no source "{source}" in sources.yaml.{did_you_mean(source, known)}',
                "Add it there, with author, year and finding, or take it out here.",
                "draws_on",
                source,
            )
    if worksheet.repeats and worksheet.question(DAY) is None:
        yield problem(
            f'a worksheet that repeats asks for its day in a date question with the id "{DAY}".',
            f"Add {{id: {DAY}, kind: date, ask: When was it?}} to the first section.",
            "",
            "repeats",
        )
    for where, condition in _conditions(worksheet):
        for test in tests_in(condition):
            complaint = _cannot_be_tested(test.question, test.test, test.value, others)
            if complaint:
                yield problem(*complaint, where, test.question)
    for where, text_ in _texts(worksheet):
        for name, has_fallback in names_in(text_):
            complaint = _cannot_be_piped(name, has_fallback, others)
            if complaint:
                yield problem(*complaint, where, "{" + name)


def _conditions(worksheet: Worksheet) -> Iterator[tuple[str, Condition | None]]:
    for section in worksheet.sections:
        yield f'section "{section.id}"', section.show_if
        for question in section.questions:
            yield f'question "{question.id}"', question.show_if


def _texts(worksheet: Worksheet) -> Iterator[tuple[str, str]]:
    yield "title", worksheet.title
    yield "about", worksheet.about
    for section in worksheet.sections:
        yield f'section "{section.id}"', section.title
        yield f'section "{section.id}"', section.text
        for question in section.questions:
            for text in question.texts():
                yield f'question "{question.id}"', text


def _cannot_be_tested(name: str, test: str, value: object, others: _Others) -> tuple[str, str] | None:
    unknown = _unknown(name, others)
    if unknown:
        return unknown
    worksheet, question = _both(name, others)
    if worksheet.repeats:
        return (
            f'"{name}" has many answers, one an entry, so it cannot be tested.',
            "Test a question of a worksheet that does not repeat.",
        )
    complaint = question.kind.testable(test, value)
    what, _, mend = complaint.partition(". ")
    return (f'"{name}": {what.rstrip(".")}.', mend or "Look at its kind and its options.") if complaint else None


def _cannot_be_piped(name: str, has_fallback: bool, others: _Others) -> tuple[str, str] | None:
    unknown = _unknown(name, others)
    if unknown:
        return unknown
    worksheet, question = _both(name, others)
    if worksheet.repeats or question.kind.name() not in ("line", "number", "date"):
        return (f'"{name}" is not one short answer, so it cannot stand in a text.', "Pipe a line, number or date.")
    if not has_fallback:
        return (
            f'the pipe "{{{name}}}" has nothing to say while the question is open.',
            f"Give it words to fall back on: {{{name}|your mother}}.",
        )
    return None


def _unknown(name: str, others: _Others) -> tuple[str, str] | None:
    worksheet_id, _, question_id = name.partition(".")
    worksheet = others.get(worksheet_id)
    if worksheet is None:
        return (
            f'there is no worksheet "{worksheet_id}" that can be read.{did_you_mean(worksheet_id, others.ids)}',
            "Names are worksheet.question, as in start.who.",
        )
    ids = [question.id for question in worksheet.questions if question.kind.answers]
    if question_id not in ids:
        return (
            f'there is no question "{question_id}" in "{worksheet_id}".{did_you_mean(question_id, ids)}',
            f"Its questions are: {', '.join(ids)}.",
        )
    return None


def _both(name: str, others: _Others):  # type: ignore[no-untyped-def]  # both are known to be there
    worksheet_id, _, question_id = name.partition(".")
    worksheet = others.get(worksheet_id)
    assert worksheet is not None
    return worksheet, worksheet.question(question_id)
