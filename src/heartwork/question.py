"""What a question is, and what every kind of question can say about itself."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.conditions import Condition
from heartwork.i18n.messages import _
from heartwork.print_shapes import Shapes, lines, said

__all__ = ["KEY_TYPES", "Kind", "Option", "Piping", "Question", "own_key", "strings_in"]

#: Turns an author's text into what the person reads.
Piping = Callable[[str], str]

#: What a kind's own key may hold: a text, a whole number, yes or no, a mapping of option keys to labels,
#: a list of columns (each a question of a simple kind), a list of full names of other questions.
KEY_TYPES = ("text", "integer", "flag", "options", "columns", "names")


def own_key(type_: str, *, default: object = dataclasses.MISSING, means: str, read: bool = True) -> Any:
    """
    Declare a key of a kind's own, as a field of its dataclass.

    Args:
        type_: One of `KEY_TYPES`.
        default: Value when the author leaves the key out; without one the key must be there.
        means: What the key does, for authors: it goes into the JSON Schema and into messages.
        read: Whether a person reads it, so that it can be translated; false for a word that only programs know.
    """
    assert type_ in KEY_TYPES, type_
    metadata = {"type": type_, "means": means, "read": read}
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Option:
    """
    One of several to choose from.

    Args:
        key: What is stored.
        label: What is read.
        own: Whether the person who reads it made it, see `heartwork.own_questions`.
    """

    key: str
    label: str
    own: bool = False


@dataclass(frozen=True)
class Kind(ABC):
    """
    A kind of question. Its fields are the keys of its own that an author writes.

    The name of the kind is the name of its module; its front end is the `.js` file beside it.
    """

    #: A kind that only shows something has no answer.
    answers: ClassVar[bool] = True
    #: A simple kind may stand in a column of `rows`.
    simple: ClassVar[bool] = False
    #: Whether several controls share one label, so that the label is a group's (fieldset and legend).
    grouped: ClassVar[bool] = False
    #: How `show_if` may test an answer, besides `answered`.
    tests: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def name(cls) -> str:
        """The word an author writes after `kind:`."""
        return cls.__module__.rpartition(".")[2]

    @abstractmethod
    def misfit(self, value: object) -> str:
        """
        Why a value is not an answer to such a question, as a kind and fixable sentence; empty when it is.

        Never raises, whatever the value is. None (no answer) is not passed in.
        """

    @abstractmethod
    def in_words(self, value: object) -> str:
        """An answer as a person would read it, in plain text."""

    def props(self, pipe: Piping) -> dict[str, Any]:
        """What the front end needs besides label, hint and value: plain JSON, texts piped."""
        return {}

    def tidied(self, value: Any) -> Any:
        """The value as it is stored; None when nothing was answered. Never alters what was written."""
        return None if value in ("", [], {}) else value

    def on_paper(self, value: Any) -> Shapes:
        """
        What is printed of such a question.

        Args:
            value: An answer that fits the kind, to be shown; None for a blank to be filled in by hand.
        """
        return (lines(2),) if value is None else (said(self.in_words(value)),)

    def searchable(self, value: Any) -> tuple[str, ...]:
        """
        The texts of an answer that a person can look for: what they wrote, and what they chose as it is read. The words
        of the page around it are not among them, nor are numbers.

        Never raises, whatever the value is.
        """
        return tuple(strings_in(value))

    def problems(self) -> list[str]:
        """What is wrong with the keys an author chose, beyond their types; sentences with the mend."""
        return []

    def testable(self, test: str, value: object) -> str:
        """Why `show_if` cannot test an answer so, as a sentence for the author; empty when it can."""
        if test == "answered":
            return "" if isinstance(value, bool) else "answered takes true or false."
        known = ", ".join((*self.tests, "answered"))
        return f'the kind {self.name()} cannot be tested with "{test}". Use one of: {known}.'


@dataclass(frozen=True, slots=True)
class Question:
    """
    One question of a worksheet.

    Args:
        id: Unique in its worksheet; answers are kept under it.
        kind: The kind, with the keys of its own.
        ask: The question itself: the accessible name of its field.
        hint: A second, quieter line; may say why we ask.
        show_if: When it is shown; always, if None.
        track: Keep earlier values, so that a change over time can be seen.
        visit_only: The answer is kept in memory for this visit and never written.
        share: May be volunteered in a workshop.
        formerly: Ids it had before; their answers are carried over.
        own: Whether the person who reads it made it, see `heartwork.own_questions`.
    """

    id: str
    kind: Kind
    ask: str
    hint: str = ""
    show_if: Condition | None = None
    track: bool = False
    visit_only: bool = False
    share: bool = False
    formerly: tuple[str, ...] = ()
    own: bool = False

    def texts(self) -> list[str]:
        """Every text of the author in it that may hold a pipe."""
        return [self.ask, self.hint, *_texts(self.kind)]

    def recalls(self) -> dict[str, tuple[str, ...]]:
        """The full names of other questions that it shows the answers of, by the key they stand under."""
        return {
            field.name: getattr(self.kind, field.name)
            for field in dataclasses.fields(self.kind)
            if field.metadata["type"] == "names"
        }

    def piped(self, pipe: Piping) -> Question:
        """The same question with the author's words piped, for a kind that is asked about many answers."""
        question: Question = _piped(self, pipe)
        return question

    def props(self, pipe: Piping) -> dict[str, Any]:
        """What its front end needs: the author's words piped, those of the kit in the reader's language."""
        kind: Kind = _piped(self.kind, pipe)
        return {**kind.props(str), "own": True} if self.own else kind.props(str)

    def said(self, value: Any, pipe: Piping) -> str:
        """An answer to it as a person would read it, in plain text, with the author's words piped."""
        kind: Kind = _piped(self.kind, pipe)
        return kind.in_words(value)

    def on_paper(self, value: Any, pipe: Piping) -> Shapes:
        """What is printed of it, blank (None) or with an answer that fits, with the author's words piped."""
        kind: Kind = _piped(self.kind, pipe)
        return kind.on_paper(value)


def strings_in(value: Any) -> Iterator[str]:
    """Every text in a value of the file, however deep; keys are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings_in(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from strings_in(part)


def _texts(thing: object) -> list[str]:
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, Question):
        return thing.texts()
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        read = [field.name for field in dataclasses.fields(thing) if _is_read(field)]
        return [text for name in read for text in _texts(getattr(thing, name))]
    if isinstance(thing, (tuple, list)):
        return [text for part in thing for text in _texts(part)]
    if isinstance(thing, Mapping):
        return [text for part in thing.values() for text in _texts(part)]
    return []


def _piped(thing: Any, pipe: Piping) -> Any:
    """A copy of a thing of an author's, with every text in it that may hold a pipe piped; keys stay as they are."""
    if isinstance(thing, str):
        return pipe(thing)
    if isinstance(thing, tuple):
        return tuple(_piped(part, pipe) for part in thing)
    if isinstance(thing, Option):
        return dataclasses.replace(thing, label=pipe(thing.label))
    if isinstance(thing, Question):
        return dataclasses.replace(thing, ask=pipe(thing.ask), hint=pipe(thing.hint), kind=_piped(thing.kind, pipe))
    if isinstance(thing, Kind):
        own = {
            field.name: _piped(_ours(field, getattr(thing, field.name)), pipe)
            for field in dataclasses.fields(thing)
            if _is_read(field)
        }
        return dataclasses.replace(thing, **own)
    return thing


def _ours(field: dataclasses.Field[Any], words: Any) -> Any:
    """What the kit says where an author said nothing, in the reader's language; an author's words as they are."""
    return _(words) if isinstance(words, str) and words == field.default else words


def _is_read(field: dataclasses.Field[Any]) -> bool:
    """Whether a person reads what is in it; names of questions and words for programs are not read."""
    return field.metadata.get("read", True) and field.metadata.get("type") != "names"
