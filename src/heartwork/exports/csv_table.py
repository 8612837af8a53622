"""
Entries as a table in CSV: a row an entry, numbers and their labels side by side.

A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@` and the like for a formula, and would run it. Such a
text (see `_FORMULA`) gets an apostrophe before it. The words as they were typed are in the JSON.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from heartwork.answers import Answer, Answers, Entry
from heartwork.exports.plain_text import in_words, printable, spelt
from heartwork.i18n.formatting import with_mark
from heartwork.i18n.messages import _
from heartwork.local_time import local_moment
from heartwork.normalization.numbers import is_number
from heartwork.question import Question
from heartwork.worksheet_definition import DAY, Worksheet

__all__ = ["as_csv", "escape_formula"]

#: What makes a formula of a cell: in one program or another, after spaces too, and in wide letters.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n]")

#: Kinds whose answers are words already: one column is enough for them.
_WORDS = {"line", "text", "date"}


def as_csv(written: Answers, worksheets: Iterable[Worksheet]) -> bytes:
    """
    The entries of every worksheet that repeats.

    Args:
        written: What was written.
        worksheets: The worksheets; those that do not repeat have no rows here.

    Returns:
        UTF-8 with the mark that spreadsheets look for; in a language with a comma before decimals the cells are parted
        by semicolons, as its spreadsheets expect; the head of a last, empty column says so in words.
        Columns: `worksheet`, `entry`, `for` (the day), `at` (when it was written, where the person is), each in the
        language spoken; then each question by its id, and beside it, where the answer is not words already, the same
        in words.
    """
    repeating = [worksheet for worksheet in worksheets if worksheet.repeats and written.entries(worksheet.id)]
    heads = list(_first_heads())
    for worksheet in repeating:
        heads += [head for question in _asked(worksheet) for head in _heads(question)]
        heads += list(_strangers(written, worksheet))
    comma = with_mark(".") == ","
    # Translators: the head of an empty column, which says how the file itself is written, in your language: with
    # semicolons between cells where decimals have a comma. Without commas and semicolons of its own.
    heads = [*dict.fromkeys(heads), _("commas between cells and a point before decimals")]
    file = io.StringIO(newline="")
    table = csv.writer(file, lineterminator="\r\n", delimiter=";" if comma else ",")
    table.writerow([escape_formula(head) for head in heads])
    for worksheet in repeating:
        for entry in written.entries(worksheet.id):
            row = _row(worksheet, entry)
            table.writerow([escape_formula(row.get(head, "")) for head in heads])
    return file.getvalue().encode("utf-8-sig")


def escape_formula(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers, with the mark of the language."""
    if is_number(cell):
        return with_mark(str(cell)) if isinstance(cell, float) else cell
    text = printable(str(cell))
    return f"'{text}" if _FORMULA.match(text) else text


def _asked(worksheet: Worksheet) -> Iterator[Question]:
    return (question for question in worksheet.questions if question.kind.answers and question.id != DAY)


def _heads(question: Question) -> tuple[str, ...]:
    return (question.id,) if question.kind.name() in _WORDS else (question.id, _in_words(question))


def _in_words(question: Question) -> str:
    return _("{question} in words").format(question=question.id)


def _first_heads() -> tuple[str, str, str, str]:
    # Translators: heads of columns. The third is the day that an entry is about.
    return _("worksheet"), _("entry"), _("for"), _("at")


def _strangers(written: Answers, worksheet: Worksheet) -> Iterator[str]:
    """Questions that were answered once and are not asked any more."""
    for entry in written.entries(worksheet.id):
        yield from (id_ for id_ in entry.answers if worksheet.question(id_) is None)


def _row(worksheet: Worksheet, entry: Entry) -> dict[str, object]:
    moment = local_moment(entry.at)
    written = entry.at if moment is None else f"{moment:%Y-%m-%d %H:%M}"
    row: dict[str, object] = dict(zip(_first_heads(), (worksheet.id, entry.id, entry.day, written), strict=True))
    for id_, answer in entry.answers.items():
        question = worksheet.question(id_)
        if question is None:
            row[id_] = _stored(answer.value)
            continue
        row[question.id] = _stored(answer.value)
        if question.kind.name() not in _WORDS:
            row[_in_words(question)] = _said(question, answer)
    return row


def _said(question: Question, answer: Answer) -> str:
    if answer.value is None:
        return _("left out") if answer.skipped else ""
    return in_words(question, answer.value)


def _stored(value: object) -> object:
    """A value as one cell: a number as it is, anything else spelt out."""
    return value if is_number(value) else spelt(value)
