"""
What was written as sheets for a spreadsheet: numbers are numbers, days are days, everything else is text.

What makes a file of them is `heartwork.exports.xlsx`; here is what stands in which cell.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heartwork.answers import Answer, Answers, Entry
from heartwork.conditions import AnswerLookup as Lookup
from heartwork.exports.plain_text import in_words, printable, spelt
from heartwork.i18n.formatting import counted
from heartwork.i18n.messages import _
from heartwork.local_time import local_moment
from heartwork.normalization.numbers import is_number
from heartwork.piping import piped
from heartwork.question import Question
from heartwork.workbook_format import OTHER
from heartwork.worksheet_definition import DAY, Worksheet

__all__ = ["Cell", "Sheet", "sheets"]

#: None is an empty cell: nothing was answered, or it was left out.
Cell = str | int | float | datetime.date | datetime.datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """
    One sheet.

    Args:
        title: What its tab says.
        heads: The heads of its columns; none on a sheet that is only text.
        rows: Its cells, as many in a row as there are heads.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets(written: Answers, worksheets: Iterable[Worksheet], *, value: Lookup | None = None) -> list[Sheet]:
    """
    A sheet for each worksheet that repeats, one for all other pages, one for earlier values; first what they hold.

    Args:
        written: What was written.
        worksheets: The worksheets.
        value: Looks an answer up by its full name, for questions that repeat an answer; that of `written` when None.
    """
    known = list(worksheets)
    lookup = value or written.value
    made = [_entries(written, one, lookup) for one in known if one.repeats and written.entries(one.id)]
    gone = [id_ for id_ in written.document["entries"] if id_ not in {one.id for one in known}]
    made += [_strangers(written, id_) for id_ in gone if written.entries(id_)]
    pages = list(_answers(written, known, lookup))
    if pages:
        heads = (_("Page"), _("Question"), _("Part"), _("Answer"), _("Number"), _("Written"))
        made.append(Sheet(_("Pages"), heads, tuple(pages)))
    earlier = list(_earlier(written, known, lookup))
    if earlier:
        without_part = (_("Page"), _("Question"), _("Answer"), _("Number"), _("Written"))
        made.append(Sheet(_("Earlier answers"), without_part, tuple(earlier)))
    return [_about(made), *made]


def _about(made: Sequence[Sheet]) -> Sheet:
    lines = [
        _("What you wrote, as a table. Anyone who has this file can read it."),
        _("A cell is empty where nothing was written, or where a question was skipped. Nothing is filled in."),
        _("Days and numbers can be sorted and counted with; a month or a year alone is text."),
        _("Where several answers were possible, each has a column of its own: 1 is chosen, 0 is not."),
        _("Times are those of the place where this file was made."),
    ]
    sizes = [counted(len(sheet.rows), "{count} row", "{count} rows") for sheet in made]
    names = [f"{sheet.title}: {size}" for sheet, size in zip(made, sizes, strict=True)]
    nothing = [] if made else [_("Nothing is written down yet.")]
    return Sheet(_("About this file"), (), tuple((line,) for line in (*lines, *names, *nothing)))


# -- worksheets that repeat


def _entries(written: Answers, worksheet: Worksheet, value: Lookup) -> Sheet:
    entries = written.entries(worksheet.id)
    columns = [column for one in _asked(worksheet) for column in _columns(one, entries, value)]
    strangers = dict.fromkeys(id_ for one in entries for id_ in one.answers if worksheet.question(id_) is None)
    heads = (_("Day"), _("Written"), *(printable(column.head) for column in columns), *map(printable, strangers))
    rows = tuple(
        (
            _day(entry.day),
            _moment(entry.at),
            *(column.cell(entry) for column in columns),
            *(_typed(entry.value(id_)) for id_ in strangers),
        )
        for entry in entries
    )
    return Sheet(worksheet.title, heads, rows)


def _strangers(written: Answers, id_: str) -> Sheet:
    """Entries of a worksheet that is not there any more."""
    entries = written.entries(id_)
    names = tuple(dict.fromkeys(name for entry in entries for name in entry.answers))
    rows = ((_day(one.day), _moment(one.at), *(_typed(one.value(name)) for name in names)) for one in entries)
    return Sheet(id_, (_("Day"), _("Written"), *names), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: a question, or one option or line of it."""

    question: Question
    head: str
    part: str | None = None

    def cell(self, entry: Entry) -> Cell:
        value = _value_of(self.question, entry.answers)
        if value is None or self.part is None:
            return None if value is None else _said(self.question, value)
        if isinstance(value, list):
            own = [item[OTHER] for item in value if isinstance(item, Mapping) and OTHER in item]
            return (printable(spelt(own[0])) if own else None) if self.part == OTHER else int(self.part in value)
        return _said_of_part(self.question, value, self.part) if isinstance(value, Mapping) else None


def _columns(question: Question, entries: Sequence[Entry], value: Lookup) -> Iterator[_Column]:
    """One column, or, of a question with several answers, one for each that was ever given."""
    given = [_value_of(question, entry.answers) for entry in entries]
    parts = dict.fromkeys(part for one in given for part in _parts(question, one))
    ask = piped(question.ask, value) or question.id
    if not parts or any(one is not None and not isinstance(one, (list, Mapping)) for one in given):
        yield _Column(question, ask)
        return
    for part in parts:
        yield _Column(question, f"{ask} {_name_of_part(question, part)}", part)


def _parts(question: Question, value: Any) -> Iterator[str]:
    """The options that were chosen, or the lines of a grid; nothing where an answer is one thing."""
    if question.kind.name() == "choices" and isinstance(value, list) and not question.kind.misfit(value):
        yield from (item if isinstance(item, str) else OTHER for item in value)
    elif question.kind.name() in ("grid", "sort") and isinstance(value, Mapping):
        yield from map(str, value)


def _name_of_part(question: Question, part: str) -> str:
    """An option, or a line of a grid, as it is read."""
    if question.kind.name() == "choices" and part == OTHER:
        return _("In your own words")
    said = question.kind.in_words([part]) if question.kind.name() == "choices" else ""
    if said:
        return said
    of = getattr(question.kind, "rows", ()) or getattr(question.kind, "items", ())
    return next((option.label for option in of if option.key == part), part)


def _said_of_part(question: Question, value: Mapping[str, Any], part: str) -> Cell:
    one = value.get(part)
    if one is None or is_number(one):
        return one
    whole = in_words(question, {part: one})
    # The kind says the line and what was answered; the line is in the head already.
    return printable(whole.partition(": ")[2] or whole)


# -- pages that are filled in once


def _answers(written: Answers, known: Sequence[Worksheet], value: Lookup) -> Iterator[tuple[Cell, ...]]:
    for title, ask, question, answer in _every_answer(written, known, value):
        if answer.value is None:
            continue
        parts: list[tuple[str | None, Any]] = [(None, answer.value)]
        if question is not None and isinstance(answer.value, Mapping) and any(_parts(question, answer.value)):
            parts = [(part, answer.value) for part in _parts(question, answer.value)]
        for part, whole in parts:
            if question is None:
                cell = _typed(whole)
            elif part is None:
                cell = _said(question, whole)
            else:
                cell = _said_of_part(question, whole, part)
            name = _name_of_part(question, part) if question and part else None
            number = cell if is_number(cell) else None
            yield (title, ask, name, None if number is not None else cell, number, _moment(answer.at))


def _earlier(written: Answers, known: Sequence[Worksheet], value: Lookup) -> Iterator[tuple[Cell, ...]]:
    for title, ask, question, answer in _every_answer(written, known, value):
        for before in answer.before:
            was = before.get("value")
            cell = _typed(was) if question is None or was is None else _said(question, was)
            number = cell if is_number(cell) else None
            yield (title, ask, None if number is not None else cell, number, _moment(str(before.get("at") or "")))


def _every_answer(
    written: Answers, known: Sequence[Worksheet], value: Lookup
) -> Iterator[tuple[str, str, Question | None, Answer]]:
    """Title of the page, the question as it is read, the question, and what was answered; page by page."""
    ids = {one.id: one for one in known}
    for id_ in dict.fromkeys((*ids, *written.document["worksheets"])):
        worksheet = ids.get(id_)
        answers = written.answers(id_)
        order = [name for one in _asked(worksheet) for name in (one.id, *one.formerly)] if worksheet else []
        for name in sorted(answers, key=lambda name: order.index(name) if name in order else len(order)):
            question = worksheet.question(name) if worksheet else None
            title = piped(worksheet.title, value) if worksheet else id_
            ask = piped(question.ask, value) or name if question else name
            yield title, ask, question, answers[name]


# -- cells


def _asked(worksheet: Worksheet) -> Iterator[Question]:
    return (question for question in worksheet.questions if question.kind.answers and question.id != DAY)


def _value_of(question: Question, answers: Mapping[str, Answer]) -> Any:
    """What was answered, under an earlier id too."""
    return next((answers[id_].value for id_ in (question.id, *question.formerly) if id_ in answers), None)


def _said(question: Question, value: Any) -> Cell:
    """A number or a day as such; anything else as its kind says it."""
    if is_number(value):
        return _typed(value)
    if question.kind.name() == "date":
        return _day(value)
    return printable(in_words(question, value))


def _typed(value: Any) -> Cell:
    if is_number(value):
        number: int | float = value
        return number
    return None if value is None else printable(spelt(value))


def _day(text: Any) -> Cell:
    """A day as a day; a month, a year, and anything else that may stand there, as text."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == len("2026-11-24") else printable(text)
    except (TypeError, ValueError):
        return printable(spelt(text))


def _moment(at: str) -> Cell:
    """When it was written, where the person is; to the minute."""
    moment = local_moment(at)
    return printable(at) or None if moment is None else moment.replace(tzinfo=None, second=0, microsecond=0)
