"""
What a worksheet is: its sections, its questions, its examples.

The module is not called `worksheet`, because `heartwork.worksheet(...)` is the call that shows one, and a
package cannot hold a function and a module of one name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from heartwork.conditions import Condition, holds
from heartwork.question import Question

# In a worksheet that repeats, the date question of this id is the day that an entry is about.
from heartwork.workbook_format import DAY

__all__ = ["DAY", "Example", "Section", "Worksheet"]


@dataclass(frozen=True, slots=True)
class Section:
    """
    A few questions that belong together; one is shown at a time.

    Args:
        id: Unique in its worksheet.
        title: What it is called.
        text: What stands above its questions, in Markdown.
        show_if: When it is shown; always, if None.
        screen_only: Whether it is about the screen, so that a blank print goes without it.
        questions: In reading order.
    """

    id: str
    title: str
    text: str = ""
    show_if: Condition | None = None
    screen_only: bool = False
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """
    An invented person's answers.

    Args:
        name: Who they are, in words.
        answers: Values by question id; empty where the worksheet repeats.
        entries: For a worksheet that repeats: one mapping an entry, each with `for` and `answers`.
    """

    name: str
    answers: Mapping[str, object]
    entries: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Worksheet:
    """
    A worksheet, as its author wrote it.

    Args:
        id: The name of its file.
        title: What it is called.
        about: What it is about and how it may be done, in Markdown.
        sections: In reading order.
        minutes: About how long it takes.
        weight: How heavy it may feel, 1 (light) to 3.
        step: Which of the five steps it is; None for what lies around them.
        draws_on: Ids of the sources it draws on.
        repeats: Whether it is filled in again and again, one entry each time.
        one_page: Id of its `choices` question that says which of its sections go on paper, where what was written
            is printed on one page; empty for a worksheet that is printed as it is read.
        examples: Invented people's answers.
        digest: SHA-256 of the file; kept with the answers, to know what was asked.
    """

    id: str
    title: str
    about: str
    sections: tuple[Section, ...]
    minutes: int
    weight: int
    step: int | None = None
    draws_on: tuple[str, ...] = ()
    repeats: bool = False
    one_page: str = ""
    examples: tuple[Example, ...] = ()
    digest: str = ""

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in reading order."""
        return (question for section in self.sections for question in section.questions)

    def question(self, id_: str) -> Question | None:
        """The question of this id (or that had it formerly); None when there is none."""
        for question in self.questions:
            if id_ == question.id or id_ in question.formerly:
                return question
        return None

    def section(self, id_: str) -> Section | None:
        """The section of this id; None when there is none."""
        return next((section for section in self.sections if section.id == id_), None)

    def open_sections(self, answers: Callable[[str], object]) -> tuple[Section, ...]:
        """The sections that these answers lead to, in reading order."""
        return tuple(section for section in self.sections if holds(section.show_if, answers))
