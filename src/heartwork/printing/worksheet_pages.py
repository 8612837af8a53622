"""Worksheets as one file: blank or filled, one after the other, with help lines at the end."""

from __future__ import annotations

from collections.abc import Iterable

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import AnswerLookup as Lookup
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.printing import one_page, worksheets
from heartwork.printing.help_lines import help_block, help_in_short
from heartwork.printing.typeset import Block, Print, PrintOptions, render_pdf
from heartwork.worksheet_definition import Worksheet

__all__ = ["blank_pages", "filled_pages", "kit_words"]


def blank_pages(shelf: WorksheetLibrary, ids: Iterable[str], look: PrintOptions, *, country: str = "") -> Print:
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

    def blocks_of(worksheet: Worksheet) -> list[Block]:
        return one_page.blank(worksheet, shelf, look) if worksheet.one_page else worksheets.blank(worksheet, shelf)

    return _pages(shelf, [blocks_of(worksheet) for worksheet in _all(shelf, ids)], look, country)


def filled_pages(
    shelf: WorksheetLibrary,
    ids: Iterable[str],
    look: PrintOptions,
    *,
    written: Answers,
    value: Lookup | None = None,
    country: str = "",
) -> Print:
    """
    Worksheets with what was written in them; those in which nothing was written are left out.

    Args:
        written: What was written.
        value: Looks an answer up by its full name; that of `written` when None.

    Raises:
        KitError: If nothing was written in any of them, or one is not there or cannot be read.
    """
    end = help_in_short(shelf.data("resources"), country)

    def blocks_of(worksheet: Worksheet) -> list[Block]:
        if worksheet.one_page:
            words = kit_words()
            return one_page.filled(worksheet, shelf, written, value or written.value, look=look, words=words, end=end)
        return worksheets.filled(worksheet, shelf, written, value)

    told = [blocks for worksheet in _all(shelf, ids) if (blocks := blocks_of(worksheet))]
    if not told:
        what = _("nothing is written there yet, so there is nothing to print.")
        raise KitError([Problem(what=what, mend=_("Print it blank."))])
    return _pages(shelf, told, look, country)


def kit_words() -> dict[str, str]:
    """Words of the kit on every print; the title says nothing, for it is shown in the name of a window."""
    return {
        "title": _("Pages"),
        "foot": _(
            "For thinking things through. It isn't therapy, it doesn't diagnose anyone, and it isn't help in a crisis."
        ),
    }


def _all(shelf: WorksheetLibrary, ids: Iterable[str]) -> list[Worksheet]:
    return [shelf.worksheet(id_) for id_ in ids]


def _pages(shelf: WorksheetLibrary, told: list[list[Block]], look: PrintOptions, country: str) -> Print:
    blocks: list[Block] = []
    for one in told:
        blocks += [{"block": "new page"}, *one] if blocks else one
    alone = len(told) == 1 and told[0][-1]["block"] == "one page"
    blocks.append((help_in_short if alone else help_block)(shelf.data("resources"), country))
    return render_pdf(blocks, look, words=kit_words())
