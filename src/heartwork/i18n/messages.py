"""The kit's own words, in the language of whoever reads them.

Words that a person reads are marked where they stand: `_("Saved")`, `ngettext("{count} part", "{count} parts", n)`.
Values go in afterwards, by name (`_("Saved {time}").format(time=...)`), so that a translator can move them. Words that
stand outside a function are marked by `N_` and translated where they are used: a module is read before it is known who
will read its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

__all__ = ["N_", "_", "ngettext", "set_language", "set_task_language", "use_language", "use_usual_language"]

#: The catalogue of this process: a kernel belongs to one person.
_usual = NullTranslations()
#: The catalogue of one request, where a process answers several people.
_request: ContextVar[NullTranslations | None] = ContextVar("heartwork_words", default=None)


def set_language(catalogue: NullTranslations) -> None:
    """Let this process speak the language of a catalogue from now on."""
    global _usual
    _usual = catalogue


@contextmanager
def use_language(catalogue: NullTranslations) -> Iterator[None]:
    """Speak the language of a catalogue in this task only: for a server that several people ask at once."""
    token = _request.set(catalogue)
    try:
        yield
    finally:
        _request.reset(token)


@contextmanager
def use_usual_language() -> Iterator[None]:
    """Speak the language of this process, whoever's request it is answering: for what its own window says."""
    token = _request.set(None)
    try:
        yield
    finally:
        _request.reset(token)


def set_task_language(catalogue: NullTranslations) -> None:
    """The same until the task ends: for a request, which has a task of its own."""
    _request.set(catalogue)


def _(message: str) -> str:
    """These words in the language of the reader; as they are where no translation is known."""
    # An empty message is the name of the catalogue's own heading.
    return (_request.get() or _usual).gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The one or the other, by the rule that the reader's language has for numbers."""
    return (_request.get() or _usual).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark words to be translated where they are used."""
    return message
