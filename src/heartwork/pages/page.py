"""A page: widgets in reading order, the place they stand at, and how they follow a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from ipywidgets import Widget

from heartwork.i18n.messages import N_, _
from heartwork.widgets import HtmlBlock

__all__ = ["WEIGHTS", "LiveText", "Page", "heading", "misfits", "number_arrival"]

#: How heavy a worksheet may feel, in words.
WEIGHTS = {1: N_("light"), 2: N_("can stir things up"), 3: N_("heavy")}

#: Stands in the heading that takes the focus when a person arrives; the browser puts the number of the arrival there.
_ARRIVAL = 'data-arrival=""'


def _nothing() -> None:
    pass


def _nowhere() -> str:
    return ""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Page:
    """
    One page.

    Args:
        place: Where it stands: `boundaries/limit`.
        parts: Its widgets, in reading order.
        follow: Called when something was written elsewhere: makes all of it what a page would be that is built now.
        at: The address of the field where the person lands; at the heading when empty.
        next: The place of the page that comes next, as things are, if it can be built before somebody goes there:
            building it must write nothing. Empty when there is none.
        stands: Whether this place still leads to these parts, as things are; if not, it has to be built anew.
        has_picture: Whether a picture on it is drawn for the room that there is.
    """

    place: str
    parts: Sequence[Widget]
    follow: Callable[[], None] = _nothing
    at: str = ""
    next: Callable[[], str] = _nowhere
    stands: Callable[[], bool] = _always
    has_picture: bool = False


class LiveText:
    """
    What is to be read on a page, each text a widget of its own, worded as the answers have it now.

    Args:
        say: What each says now, as HTML.
    """

    def __init__(self, *say: Callable[[], str]) -> None:
        self._say = say
        self.widgets = [HtmlBlock(one()) for one in say]

    def follow(self) -> None:
        """Word them anew; only what is worded otherwise now is sent to the browser."""
        for widget, say in zip(self.widgets, self._say, strict=True):
            widget.html = say()


def heading(text: str, *, focus: bool = True) -> str:
    """The one heading of a page (h1); with `focus`, the one a person lands on when they come here."""
    landing = f' tabindex="-1" {_ARRIVAL}' if focus else ""
    return f"<h1{landing}>{escape(text)}</h1>"


def number_arrival(parts: Sequence[Widget], number: int) -> None:
    """Have the heading of a page take the focus at this arrival, and at no other."""
    for part in parts:
        if isinstance(part, HtmlBlock) and _ARRIVAL in part.html:
            part.arrival = number


def misfits() -> str:
    """Where the answers of this page that do not fit are listed once more; the browser fills it in, and empties it."""
    said = escape(_("Kept as you wrote it. To look at again, if you like:"))
    return f'<div class="hw-misfits" hidden><p>{said}</p><ul></ul></div>'
