"""Piping: `{start.call_her|your mother}` in a text becomes what was written, or the words after the bar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from heartwork.conditions import Answers

__all__ = ["names_in", "piped"]

_PIPE = re.compile(r"\{(?P<name>[\w-]+\.[\w-]+)(?:\|(?P<fallback>[^{}]*))?\}")


def piped(text: str, answers: Answers, *, escape: Callable[[str], str] = str) -> str:
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

    def one(pipe: re.Match[str]) -> str:
        answer = answers(pipe["name"])
        if isinstance(answer, (str, int, float)) and str(answer).strip():
            return escape(" ".join(str(answer).split()))
        return pipe["fallback"] or ""

    return _PIPE.sub(one, text)


def names_in(text: str) -> Iterator[tuple[str, bool]]:
    """Each pipe's full name, and whether it has words to fall back on."""
    for pipe in _PIPE.finditer(text):
        yield pipe["name"], pipe["fallback"] is not None
