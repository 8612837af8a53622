"""
Everything that was written as Markdown, to be read: question and answer, worksheet by worksheet.

A person's words are never Markdown or HTML in it: they stand in quotes, with every character that means something
there escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from heartwork.answers import Answer, Answers, Entry
from heartwork.conditions import AnswerLookup as Lookup
from heartwork.conditions import holds
from heartwork.exports.plain_text import in_words, printable, spelt
from heartwork.i18n.messages import N_, _
from heartwork.kinds.date import Date
from heartwork.local_time import local_day
from heartwork.piping import piped
from heartwork.question import Question
from heartwork.worksheet_definition import DAY, Worksheet

__all__ = ["as_markdown", "escaped"]

#: What means something anywhere in a line; the rest of the punctuation only where a line begins.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>&~|$^{}#@]|:(?=//|[A-Za-z])|\.(?=[A-Za-z])")
_FIRST = re.compile(r"^([-+=>#:]|\d+(?=[.)]))")

NOT_SHOWN = N_("Not shown on the page now")
NOT_ASKED = N_("No longer asked")


def as_markdown(written: Answers, worksheets: Iterable[Worksheet], *, day: str, value: Lookup | None = None) -> str:
    """
    All of it, for reading.

    Args:
        written: What was written.
        worksheets: The worksheets, in the order in which they are read.
        day: The day it is, `2026-11-24`.
        value: Looks an answer up by its full name, for what is shown only after certain answers; that of `written`
            when None.
    """
    lookup = value or written.value
    known = list(worksheets)
    parts = ["# " + _("Your pages on {day}").format(day=Date().in_words(day))]
    parts += [part for worksheet in known for part in _worksheet(written, worksheet, lookup)]
    parts += _without_a_page(written, {worksheet.id for worksheet in known})
    if len(parts) == 1:
        parts.append(_("Nothing is written down yet."))
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Words as words: Markdown that shows exactly this text, line by line."""
    return "  \n".join(_line(line) for line in printable(text).splitlines())


def _line(line: str) -> str:
    stripped = line.strip()
    # Spaces at the front would make code of it; those that do not break look the same and make nothing.
    space = "\N{NO-BREAK SPACE}" * len(line[: len(line) - len(line.lstrip())].expandtabs(4)) if stripped else ""
    safe = _ANYWHERE.sub(r"\\\g<0>", stripped)
    first = _FIRST.match(safe)
    if first and first[0].isdigit():
        safe = f"{first[0]}\\{safe[first.end() :]}"
    elif first:
        safe = f"\\{safe}"
    return space + safe


def _worksheet(written: Answers, worksheet: Worksheet, value: Lookup) -> Iterator[str]:
    answers = written.answers(worksheet.id)
    entries = written.entries(worksheet.id)
    if not answers and not entries:
        return
    yield f"## {_in_a_line(piped(worksheet.title, value))}"
    finished = written.finished(worksheet.id)
    if finished:
        yield _("Read to its end on {day}.").format(day=_day(finished))
    yield from _answers(worksheet, answers, value, level=3)
    for entry in entries:
        yield f"### {_day(entry.day)}"
        yield from _answers(worksheet, entry.answers, _of_entry(worksheet, entry, value), level=4)


def _of_entry(worksheet: Worksheet, entry: Entry, value: Lookup) -> Lookup:
    """Answers of the entry itself come before those of the whole workbook."""

    def look(name: str) -> object:
        of, _, question = name.partition(".")
        return entry.value(question) if of == worksheet.id and question in entry.answers else value(name)

    return look


def _answers(worksheet: Worksheet, answers: Mapping[str, Answer], value: Lookup, *, level: int) -> Iterator[str]:
    """The answers to one worksheet, or of one entry: by section, then what is hidden, then what is not asked."""
    head = "#" * level
    hidden: list[str] = []
    found: dict[str, list[Answer]] = {}
    for id_, answer in answers.items():
        question = worksheet.question(id_)
        if question is not None:
            # Under an earlier id too: what stands under the question's own comes first.
            found.setdefault(question.id, []).insert(0 if id_ == question.id else len(found), answer)
    for section in worksheet.sections:
        told: list[str] = []
        for question in section.questions:
            for answer in found.get(question.id, ()):
                shown = holds(section.show_if, value) and holds(question.show_if, value)
                (told if shown else hidden).extend(_told(question, answer, value))
        if told:
            yield f"{head} {_in_a_line(piped(section.title, value))}"
            yield from told
    if hidden:
        yield f"{head} {_(NOT_SHOWN)}"
        yield from hidden
    strangers = {id_: answer for id_, answer in answers.items() if worksheet.question(id_) is None}
    if strangers:
        yield f"{head} {_(NOT_ASKED)}"
        for id_, answer in strangers.items():
            yield from _plainly(id_, answer)


def _told(question: Question, answer: Answer, value: Lookup) -> Iterator[str]:
    yield f"**{_in_a_line(piped(question.ask, value)) or question.id}**"
    yield from _said(answer, lambda kept: in_words(question, kept))


def _plainly(id_: str, answer: Answer) -> Iterator[str]:
    yield f"**{_in_a_line(id_)}**"
    yield from _said(answer, spelt)


def _said(answer: Answer, words: Any) -> Iterator[str]:
    if answer.skipped:
        yield _("Left out.")
    elif answer.value is None:
        yield _("Taken back.")
    else:
        yield _quoted(words(answer.value))
    for kept in answer.before:
        yield _("Before, on {day}:").format(day=_day(kept.get("at")))
        yield _quoted(words(kept.get("value")))
    for kept in answer.also:
        yield _("Written elsewhere as well:")
        yield _quoted(words(kept.get("value")))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line.strip() else ">" for line in escaped(text).split("\n")) or ">"


def _day(at: object) -> str:
    """The person's day of a moment, or the day of an entry, in words."""
    return _in_a_line(Date().in_words(local_day(str(at or "")))) or _("No date")


def _in_a_line(text: str) -> str:
    """Words that must not end the heading they stand in."""
    return escaped(" ".join(text.split()))


def _without_a_page(written: Answers, known: set[str]) -> Iterator[str]:
    """Answers and entries of worksheets that are not there any more, or cannot be read."""
    document = written.document
    for id_ in dict.fromkeys((*document["worksheets"], *document["entries"])):
        if id_ in known:
            continue
        answers, entries = written.answers(id_), written.entries(id_)
        if not answers and not entries:
            continue
        yield f"## {_in_a_line(id_)}"
        yield _("This page is no longer there; what you wrote in it is kept.")
        for question, answer in answers.items():
            yield from _plainly(question, answer)
        for entry in entries:
            yield f"### {_day(entry.day)}"
            for question, answer in entry.answers.items():
                if question != DAY:
                    yield from _plainly(question, answer)
