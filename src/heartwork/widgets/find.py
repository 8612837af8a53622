"""A box for words to look for, and what is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import traitlets

from heartwork import protocol
from heartwork.protocol import Received
from heartwork.widgets.base import HeartworkWidget, sendable

__all__ = ["Find", "Found"]


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """
    What a page shows of a search.

    Args:
        said: How much was found, in a sentence; empty where nothing was looked for.
        html: What was found, as HTML that was made here; empty where there is nothing.
        more: How many are not shown yet.
    """

    said: str = ""
    html: str = ""
    more: int = 0


class Find(HeartworkWidget):
    """
    A box, and below it what is found with the words in it.

    Words and findings travel as messages that nobody keeps: neither is a trait of the widget.

    Args:
        label: The label of the box, read by screen readers; the heading above says the same.
        find: Called with the words, and how many findings to show at most.
    """

    label = traitlets.Unicode().tag(sync=True)

    def __init__(self, label: str, find: Callable[[str, int], Found], **traits: object) -> None:
        super().__init__(part="find", label=label, **traits)
        self._find = find
        self.on_msg(self._asked)

    def again(self) -> None:
        """Something was written meanwhile: have the page ask once more."""
        self.send(protocol.Again(type="again"))

    def _asked(self, _: object, message: Received, buffers: object) -> None:
        if message.get("type") != "find":
            return
        most = message.get("most")
        found = self._find(str(message.get("words", "")), most if isinstance(most, int) else 0)
        said, html = sendable(found.said), sendable(found.html)
        self.send(protocol.Found(type="found", number=message.get("number"), said=said, html=html, more=found.more))
