"""All worksheets as one booklet to be filled in by hand: a cover, how to use it, what is in it, and the pages."""

from __future__ import annotations

from heartwork.authoring.library import WorksheetLibrary
from heartwork.i18n.messages import N_, _
from heartwork.printing import worksheets
from heartwork.printing.help_lines import help_block
from heartwork.printing.markdown import marked
from heartwork.printing.typeset import Block, Print, PrintOptions, render_pdf
from heartwork.printing.worksheet_pages import kit_words

__all__ = ["booklet"]

_HOW = N_("""
There are no right answers here, and nobody grades them. Each page takes about ten to fifteen
minutes and can be done by itself.

- Begin anywhere. **Start here** says a little about stopping, and asks about safety.
- Skip whatever you want to. A line left blank is finished too.
- Take one page a day, or one a week. Put it away when it gets too much.
- Some lines start with “If” or “Unless”. If that isn't you, go on to the next.
- None of it pushes you towards her, or away from her.

Paper can be found. You could use words that only you understand, keep it somewhere safe, or tear a page up afterwards.
""")


def booklet(shelf: WorksheetLibrary, look: PrintOptions, *, country: str = "") -> Print:
    """
    Every worksheet of a shelf, blank.

    Args:
        country: Whose help lines stand at the end; see `help_block`.

    Raises:
        KitError: With what is wrong with the file of one of them.
    """
    blocks: list[Block] = [
        {
            "block": "cover",
            "title": _("Pages to think things through"),
            "name": _("Whose pages these are, if you like:"),
            "how": _("How to use them"),
            "content": marked(_(_HOW).strip(), str),
            "contents": _("What is in it"),
        }
    ]
    for id_ in shelf.ids:
        blocks += [{"block": "new page"}, *worksheets.blank(shelf.worksheet(id_), shelf)]
    blocks.append(help_block(shelf.data("resources"), country))
    return render_pdf(blocks, look, words=kit_words())
