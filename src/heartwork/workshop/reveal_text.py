"""What was shown of a question, in words: the same on the wall and on every screen."""

from __future__ import annotations

from dataclasses import dataclass

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import AnswerLookup
from heartwork.disclosure import Group
from heartwork.i18n.messages import _
from heartwork.kinds._options_base import OptionsKind
from heartwork.pages.markup import words
from heartwork.question import Question
from heartwork.workshop import shared_answers
from heartwork.workshop.room import Room
from heartwork.workshop.shared_answers import Reveal

__all__ = ["RevealLine", "RevealText", "all_told", "asked", "told"]


@dataclass(frozen=True, slots=True)
class RevealLine:
    """One group: what was answered, how many, and how long its bar is, from 0 to 1."""

    label: str
    many: str
    share: float


@dataclass(frozen=True, slots=True)
class RevealText:
    """
    One look in words.

    Args:
        question: What was asked.
        lines: The groups; empty where there are none.
        sentence: What can be said of it in one sentence.
        cannot: What it does not say, or why nothing is shown.
    """

    question: str
    lines: tuple[RevealLine, ...]
    sentence: str
    cannot: str


_nobodys: AnswerLookup = lambda name: None  # noqa: E731  the room knows nobody's answers


def asked(question: Question) -> str:
    """The question as everybody reads it, with nobody's own words in it."""
    return words(question.ask, _nobodys)


def told(question: Question, look: Reveal) -> RevealText:
    """A look in words."""
    if look.shown is None:
        return RevealText(
            question=asked(question),
            lines=(),
            sentence=_("Nothing is shown for this one."),
            cannot=_(
                "There were too few answers, or they were too alike. Nobody is told which: that alone could give "
                "somebody away. All that was given for it is deleted. It says nothing about any of you."
            ),
        )
    largest = max((group.least for group in look.shown.groups), default=1)
    lines = tuple(
        RevealLine(_label(question, group.answers), _many(group), group.least / largest) for group in look.shown.groups
    )
    if lines:
        sentence = _("These are groups, never single answers. Small groups are put together.")
        if question.kind.name() == "choices":
            sentence = _(
                "Only what can be shown without giving anybody away is here. One person can be in several lines."
            )
    elif isinstance(question.kind, OptionsKind):
        sentence = _("What was chosen most: {answer}").format(answer=_label(question, look.shown.centre))
    else:
        sentence = _("The typical answer in the room: {answer}").format(answer=_label(question, look.shown.centre))
    return RevealText(
        question=asked(question),
        lines=lines,
        sentence=sentence,
        cannot=_("Nobody can see who passed, or who shared what. What was shared has been deleted."),
    )


def all_told(room: Room, shelf: WorksheetLibrary) -> list[RevealText]:
    """Every look so far in words, the first one first."""
    return [
        told(question, look)
        for name, look in shared_answers.reveals(room).items()
        if (question := plan_reader.shared_question(shelf, name)) is not None
    ]


def _label(question: Question, answers: tuple[object, ...]) -> str:
    if isinstance(question.kind, OptionsKind):
        labels = [words(question.kind.label(key), _nobodys) for key in answers]
        return labels[0] if len(labels) == 1 else _("one of these: {labels}").format(labels="; ".join(labels))
    low, high = answers
    return str(low) if low == high else _("{low} to {high}").format(low=low, high=high)


def _many(group: Group) -> str:
    if group.below is None:
        return _("{least} people or more").format(least=group.least)
    return _("{least} to {most} people").format(least=group.least, most=group.below - 1)
