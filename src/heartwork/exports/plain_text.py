"""An answer as plain text that any file can hold."""

from __future__ import annotations

import re

from heartwork.i18n.formatting import with_mark
from heartwork.question import Question

__all__ = ["in_one_line", "in_words", "printable", "spelt"]

#: Halves of a surrogate pair, and characters that steer a terminal rather than being read (line ends and tabs stay).
_NOT_READ = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text, with a replacement character for each character that nobody can read."""
    return _NOT_READ.sub("\ufffd", text)


def in_one_line(text: str, *, longest: int = 40) -> str:
    """A name from a file, for a message: one line, not longer than that, and nothing that steers a terminal."""
    line = " ".join(printable(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def in_words(question: Question, value: object) -> str:
    """
    An answer as its kind says it; as it stands in the file where it does not fit the kind any more.

    A worksheet may have changed since, or the file may come from elsewhere: nothing here may fail for that.
    """
    return spelt(value) if question.kind.misfit(value) and not isinstance(value, str) else question.kind.in_words(value)


def spelt(value: object) -> str:
    """Any value of the file, as text; a number with the mark of the language."""
    if isinstance(value, list):
        return "; ".join(spelt(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {spelt(item)}" for key, item in value.items())
    if isinstance(value, float):
        return with_mark(str(value))
    return "" if value is None else str(value)
