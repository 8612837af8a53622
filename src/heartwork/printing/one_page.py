"""
A worksheet that gathers what was written, on one page.

However much was written, one side of paper is enough: what is longer is shortened by a rule, first what is only shown
again from other pages. Whole sentences and whole rows are left out, and what was left out is marked and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import AnswerLookup as Lookup
from heartwork.exports.plain_text import in_words
from heartwork.i18n.messages import _
from heartwork.kinds.info import Info
from heartwork.kinds.rows import Rows
from heartwork.piping import piped
from heartwork.printing import worksheets
from heartwork.printing.typeset import Block, PrintOptions, pages_needed
from heartwork.question import Piping, Question
from heartwork.worksheet_definition import Section, Worksheet

__all__ = ["blank", "filled", "shortened"]

#: Where a sentence ends: a mark, perhaps a closing quotation mark, and a space; or the line.
_SENTENCE = re.compile(r"(?<=[.!?…])[”’»\")]*\s+|\n+")
_MORE = " …"
#: So many questions of other pages are asked on blank paper, where a section has none of its own.
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Room:
    """
    How much of an answer is printed.

    Args:
        own: Letters of what was written on this page.
        shown_again: Letters of what was written on another page; of each of its rows, where it has rows.
        rows: Rows of what was written on another page.
        both: Whether what was written on other pages is there too, where a section has words of its own.
    """

    own: int
    shown_again: int
    rows: int
    both: bool = True


#: From all of it to the least, which fits on a side of paper whatever was written.
_ROOMS = (
    _Room(5000, 5000, 50),
    _Room(1200, 400, 6),
    _Room(800, 280, 4),
    _Room(500, 200, 3),
    _Room(400, 140, 2),
    _Room(800, 280, 4, both=False),
    _Room(500, 200, 3, both=False),
    _Room(400, 140, 2, both=False),
    _Room(300, 100, 1, both=False),
    _Room(200, 70, 1, both=False),
    _Room(120, 45, 1, both=False),
)


def shortened(text: str, most: int) -> str:
    """
    The beginning of a text, in whole sentences; an ellipsis says that there is more.

    Args:
        text: What was written.
        most: So many letters. A first sentence that is longer ends after a whole word.
    """
    if len(text) <= most:
        return text
    ends = [match.start() for match in _SENTENCE.finditer(text) if match.start() <= most]
    if ends:
        return text[: ends[-1]].rstrip() + _MORE
    words, _space, _rest = text[: most + 1].rpartition(" ")
    return (words or text[:most]).rstrip(" ,;:–-") + _MORE


def filled(
    worksheet: Worksheet,
    shelf: WorksheetLibrary,
    written: Answers,
    value: Lookup,
    *,
    look: PrintOptions,
    words: dict[str, str],
    end: Block,
) -> list[Block]:
    """
    What was written, on one page, or on two in large print; empty when there is nothing.

    Args:
        worksheet: A worksheet with `one_page`.
        shelf: The worksheets round it, whose answers it shows.
        written: What was written.
        value: Looks an answer up by its full name.
        look: How it is to look: whether it fits hangs on that.
        words: Words of the kit on the print.
        end: What stands below it on the same page.
    """
    told = _Told(worksheet, shelf, written, value)
    blocks: list[Block] = []
    for room in _ROOMS:
        blocks = told.blocks(room)
        if not blocks or pages_needed([*blocks, end], look, words=words) <= (2 if look.large else 1):
            break
    return blocks


def blank(worksheet: Worksheet, shelf: WorksheetLibrary, look: PrintOptions) -> list[Block]:
    """The same to be filled in by hand: its own questions, and a few of other pages where a section has no others."""
    more = 1 if look.large else 2
    pipe: Piping = partial(piped, answers=lambda _name: None)
    parts = []
    for section in worksheet.sections:
        if section.screen_only:
            continue
        asked = [question for question in section.questions if question.kind.answers]
        again = [
            question
            for one in section.questions
            if isinstance(one.kind, Info)
            for _name, question in worksheets.recalled(one.kind, shelf)
        ]
        rows = [
            {"ask": pipe(question.ask), "said": [], "lines": more if question.kind.name() == "text" else 1}
            for question in asked or again[:_FEW]
        ]
        if rows:
            parts.append({"title": pipe(section.title), "rows": rows})
    note = _("This page can be found. If that could harm you, you could leave it empty.")
    return [_block(pipe(worksheet.title), parts, note)]


class _Told:
    def __init__(self, worksheet: Worksheet, shelf: WorksheetLibrary, written: Answers, value: Lookup) -> None:
        self._worksheet, self._shelf, self._written, self._value = worksheet, shelf, written, value
        self._pipe: Piping = partial(piped, answers=value)
        self._cut = self._left_out = False

    def blocks(self, room: _Room) -> list[Block]:
        self._cut = self._left_out = False
        parts = []
        for section in self._chosen():
            rows = self._of_section(section, room)
            if rows:
                parts.append({"title": self._pipe(section.title), "rows": _joined(rows)})
        return [_block(self._pipe(self._worksheet.title), parts, self._note())] if parts else []

    def _note(self) -> str:
        notes = [_("“…” means that there is more on your screen.")] if self._cut else []
        if self._left_out:
            notes.append(_("Where you wrote something on this page, what you wrote on others isn't printed here."))
        return " ".join(notes)

    def _of_section(self, section: Section, room: _Room) -> list[dict[str, object]]:
        if self._hidden(section):
            return []
        asked = [question for question in section.questions if not self._hidden(question)]
        own = [row for question in asked for row in self._own(question, room)]
        again = [row for question in asked for row in self._shown_again(question, room)]
        if own and again and not room.both:
            self._left_out = True
            return own
        return [*again, *own]

    def _hidden(self, thing: Section | Question) -> bool:
        return worksheets.hidden(thing.show_if, self._worksheet, self._shelf, self._value)

    def _own(self, question: Question, room: _Room) -> Iterator[dict[str, object]]:
        if question.kind.answers and not question.visit_only:
            value = self._written.value(f"{self._worksheet.id}.{question.id}")
            yield from self._row(question, value, room.own, room.rows)

    def _shown_again(self, question: Question, room: _Room) -> Iterator[dict[str, object]]:
        if isinstance(question.kind, Info):
            for name, recalled in worksheets.recalled(question.kind, self._shelf):
                yield from self._row(recalled, self._written.value(name), room.shown_again, room.rows)

    def _chosen(self) -> Iterator[Section]:
        """The sections that were ticked, or all; one that nobody could have ticked is always there."""
        question = self._worksheet.question(self._worksheet.one_page)
        options = [option.key for option in getattr(question.kind, "options", ())] if question else []
        ticked = self._written.value(f"{self._worksheet.id}.{self._worksheet.one_page}")
        wanted = ticked if isinstance(ticked, list) and ticked else options
        for section in self._worksheet.sections:
            if not section.screen_only and (section.id not in options or section.id in wanted):
                yield section

    def _row(self, question: Question, value: Any, most: int, rows: int) -> Iterator[dict[str, Any]]:
        if value is None:
            return
        if isinstance(question.kind, Rows) and not question.kind.misfit(value):
            each = [question.said([row], self._pipe).removeprefix("- ").strip() for row in value]
            each = [row for row in each if row]
            said = [self._short(row, most) for row in each[:rows]]
            if len(each) > rows:
                said[-1] += "" if said[-1].endswith(_MORE) else _MORE
                self._cut = True
        else:
            text = in_words(question, value) if question.kind.misfit(value) else question.said(value, self._pipe)
            said = [self._short(text.strip(), most)] if text.strip() else []
        if said:
            yield {"ask": self._pipe(question.ask), "said": said, "lines": 0}

    def _short(self, text: str, most: int) -> str:
        short = shortened(text, most)
        self._cut = self._cut or short != text
        return short


def _joined(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was asked in the same words on several pages is asked once, and each answer is there once."""
    said: dict[str, dict[str, None]] = {}
    for row in rows:
        said.setdefault(row["ask"], {}).update(dict.fromkeys(row["said"]))
    return [{"ask": ask, "said": list(answers), "lines": 0} for ask, answers in said.items()]


def _block(title: str, parts: Sequence[dict[str, Any]], note: str) -> Block:
    return {"block": "one page", "title": title, "parts": list(parts), "note": note}
