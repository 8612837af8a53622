"""Worksheets as one file: blank or filled, one after the other, with help lines at the end."""

from __future__ import annotations

from collections.abc import Iterable

from heartwork.answers import Answers
from heartwork.conditions import Answers as Lookup
from heartwork.files.shelf import Shelf
from heartwork.prints import worksheets
from heartwork.prints.help_lines import help_block
from heartwork.prints.setting import Block, Look, Print, set_as_pdf
from heartwork.problems import KitError, Problem
from heartwork.words import _

__all__ = ["blank_pages", "filled_pages", "kit_words"]


def blank_pages(shelf: Shelf, ids: Iterable[str], look: Look, *, country: str = "") -> Print:
    """
    Worksheets to be filled in by hand.

    Args:
        shelf: The worksheets.
        ids: Which of them, in this order.
        look: How it is to look.
        country: Whose help lines stand at the end; see `help_block`.

    Raises:
        KitError: If one of them is not there, or with what is wrong with its file.
    """
    return _pages(shelf, [worksheets.blank(shelf.worksheet(id_), shelf) for id_ in ids], look, country)


def filled_pages(
    shelf: Shelf, ids: Iterable[str], look: Look, *, written: Answers, value: Lookup | None = None, country: str = ""
) -> Print:
    """
    Worksheets with what was written in them; those in which nothing was written are left out.

    Args:
        written: What was written.
        value: Looks an answer up by its full name; that of `written` when None.

    Raises:
        KitError: If nothing was written in any of them, or one is not there or cannot be read.
    """
    told = [worksheets.filled(shelf.worksheet(id_), shelf, written, value) for id_ in ids]
    told = [blocks for blocks in told if blocks]
    if not told:
        what = _("nothing is written there yet, so there is nothing to print.")
        raise KitError([Problem(what=what, mend=_("Print it blank."))])
    return _pages(shelf, told, look, country)


def kit_words() -> dict[str, str]:
    """Words of the kit on every print; the title says nothing, for it is shown in the name of a window."""
    return {
        "title": _("Pages"),
        "foot": _("For thinking things through. Not therapy, and not help in a crisis."),
    }


def _pages(shelf: Shelf, told: list[list[Block]], look: Look, country: str) -> Print:
    blocks: list[Block] = []
    for one in told:
        blocks += [{"block": "new page"}, *one] if blocks else one
    blocks.append(help_block(shelf.data("resources"), country))
    return set_as_pdf(blocks, look, words=kit_words())
