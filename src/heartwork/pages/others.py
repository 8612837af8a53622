"""What another page wrote at the same time as this one: offered beside the answer, in words."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from heartwork.exports.plain import spelt
from heartwork.local_time import local_moment, zone
from heartwork.question import Piping, Question
from heartwork.spelling import day_in_words
from heartwork.words import _

__all__ = ["JOINTS", "joined", "offered"]

#: What stands between two answers that are kept in one, by kind; others cannot be joined.
JOINTS = {"line": " ", "text": "\n\n"}


def offered(question: Question, other: Mapping[str, Any], pipe: Piping) -> dict[str, str]:
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


def joined(question: Question, shown: Any, other: Any) -> Any:
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
