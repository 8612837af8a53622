"""What another page wrote at the same time as this one: offered beside the answer, in words."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence

from heartwork.exports.plain_text import spelt
from heartwork.i18n.formatting import day_in_words
from heartwork.i18n.messages import _
from heartwork.local_time import local_moment, zone
from heartwork.question import Piping, Question
from heartwork.workbook_format import ValueDoc

__all__ = ["JOINTS", "joined", "offered", "with_news"]

#: What stands between two answers that are kept in one, by kind; others cannot be joined.
JOINTS = {"line": " ", "text": "\n\n"}


def offered(question: Question, other: ValueDoc, pipe: Piping) -> dict[str, str]:
    """
    One of the other answers, as a page offers it.

    Args:
        question: The question.
        other: The other answer, as it stands under `also`.
        pipe: Puts answers into the author's words.

    Returns:
        Its `key`, which no other one has; a `head` that says when it was written; its `words`, as plain text.
    """
    value = other["value"]
    words = spelt(value) if question.kind.misfit(value) else question.said(value, pipe)
    text = json.dumps([value, other.get("at", "")], sort_keys=True)
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    return {"key": key, "head": _head(str(other.get("at", ""))), "words": words}


def with_news(shown: object, others: Sequence[ValueDoc]) -> list[ValueDoc]:
    """
    Those of the other answers that hold words which are neither in the answer that is shown nor in another of them.

    Who types in two windows by turns leaves a version at each turn, each with the words of the one before.

    Args:
        shown: The answer that is shown.
        others: The others, oldest first; they stay in the file.
    """
    kept: list[ValueDoc] = []
    for one in reversed(others):
        if not any(_holds(value, one["value"]) for value in (shown, *(other["value"] for other in kept))):
            kept = [other for other in kept if not _holds(one["value"], other["value"])]
            kept.append(one)
    return [one for one in others if any(one is other for other in kept)]


def _holds(value: object, other: object) -> bool:
    """Whether every word of the other is in this one, in the same order; of what is no text, whether they are equal."""
    if not (isinstance(value, str) and isinstance(other, str)):
        return bool(value == other)
    words = iter(value.split())
    return all(word in words for word in other.split())


def joined(question: Question, shown: object, other: object) -> object:
    """Both answers in one, where the kind takes words; else what is shown."""
    joint = JOINTS.get(question.kind.name())
    if joint is None or not isinstance(shown, str) or not isinstance(other, str):
        return shown
    return f"{shown}{joint}{other}"


def _head(at: str) -> str:
    """When it was written, where the person is."""
    moment = local_moment(at)
    if moment is None:
        return _("Also written, elsewhere:")
    time = f"{moment:%H:%M}"
    if moment.date() == datetime.datetime.now(zone()).date():
        return _("Also written, elsewhere, at {time}:").format(time=time)
    return _("Also written, on {day} at {time}:").format(day=day_in_words(moment.date()), time=time)
