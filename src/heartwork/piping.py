"""Piping: `{start.call_her|your mother}` in a text becomes what was written, or the words after the bar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from heartwork.conditions import AnswerLookup
from heartwork.i18n.formatting import with_mark
from heartwork.i18n.text_direction import set_apart

__all__ = ["Verbatim", "names_in", "piped", "strays_in"]

_PIPE = re.compile(r"\{(?P<name>[\w-]+\.[\w-]+)(?:\|(?P<fallback>[^{}]*))?\}")
_LOOKS_LIKE_ONE = re.compile(r"\{\s*[\w.-]+\s*(?:\|[^{}]*\}?|\})")


class Verbatim(str):
    """A text that a person wrote, where else an author's stands: whatever is in it, no answer is put there."""

    __slots__ = ()


def piped(text: str, answers: AnswerLookup, *, escape: Callable[[str], str] = str) -> str:
    """
    Put answers into a text.

    Args:
        text: Text of an author, with pipes.
        answers: Looks an answer up by its full name.
        escape: Makes a person's words safe for the language that `text` is in (Markdown, say);
            the fallback words are the author's own and stay as they are.

    Returns:
        The text with each pipe replaced. Only short, plain answers are put in: a text or a number.
    """

    if isinstance(text, Verbatim):
        return text

    def one(pipe: re.Match[str]) -> str:
        answer = answers(pipe["name"])
        if isinstance(answer, (str, int, float)) and str(answer).strip():
            words = with_mark(str(answer)) if isinstance(answer, float) else " ".join(str(answer).split())
            return set_apart(escape(words))
        return pipe["fallback"] or ""

    return _PIPE.sub(one, text)


def names_in(text: str) -> Iterator[tuple[str, bool]]:
    """Each pipe's full name, and whether it has words to fall back on."""
    for pipe in _PIPE.finditer(text):
        yield pipe["name"], pipe["fallback"] is not None


def strays_in(text: str) -> Iterator[str]:
    """What looks like a pipe and is none: a worksheet or a bracket is missing, or there are spaces in its name."""
    for found in _LOOKS_LIKE_ONE.finditer(text):
        if _PIPE.fullmatch(found[0]) is None:
            yield found[0]
