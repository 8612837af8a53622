"""A page: widgets in reading order, the place they stand at, and how they follow a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from ipywidgets import Widget

from heartwork.words import N_, _

__all__ = ["ARRIVAL", "WEIGHTS", "Page", "heading", "misfits"]

#: How heavy a worksheet may feel, in words.
WEIGHTS = {1: N_("light"), 2: N_("can stir things up"), 3: N_("heavy")}

#: Stands in the heading that takes the focus when a person arrives; the app puts a number in its place.
ARRIVAL = "data-arrival"


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Page:
    """
    One page.

    Args:
        place: Where it stands: `boundaries/limit`.
        parts: Its widgets, in reading order.
        follow: Called when something was written elsewhere.
        at: The address of the field where the person lands; at the heading when empty.
    """

    place: str
    parts: Sequence[Widget]
    follow: Callable[[], None] = _nothing
    at: str = ""


def heading(text: str, *, focus: bool = True) -> str:
    """The one heading of a page (h1); with `focus`, the one a person lands on when they come here."""
    landing = f' tabindex="-1" {ARRIVAL}=""' if focus else ""
    return f"<h1{landing}>{escape(text)}</h1>"


def misfits() -> str:
    """Where the answers of this page that do not fit are listed once more; the browser fills it in, and empties it."""
    said = escape(_("Kept as you wrote it. To look at again, if you like:"))
    return f'<div class="hw-misfits" hidden><p>{said}</p><ul></ul></div>'
