"""A page for a professional: lines of one's own, each chosen by itself, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import AnswerLookup as Lookup
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.print_shapes import Shape
from heartwork.printing import worksheets
from heartwork.printing.typeset import Block, Print, PrintOptions, render_pdf
from heartwork.printing.worksheet_pages import kit_words

__all__ = ["HandoverLine", "handover", "lines_to_choose_from"]

#: So long is an answer beside what there is to choose from.
_SHORT = 80


@dataclass(frozen=True, slots=True, repr=False)
class HandoverLine:
    """
    One answer that could be on the page.

    Args:
        name: Full name of the question; of a check-in, with its day.
        page: Title of the worksheet.
        answer: What was answered, in short.
        block: What is printed of it.
    """

    name: str
    page: str
    answer: str
    block: Block

    @property
    def ask(self) -> str:
        """The question it answers."""
        return str(self.block["ask"])


def lines_to_choose_from(shelf: WorksheetLibrary, written: Answers, value: Lookup | None = None) -> list[HandoverLine]:
    """Every answer there is, in the order of the worksheets; none of the check-ins, of which there may be hundreds."""
    return list(_lines(shelf, written, value))


def _lines(shelf: WorksheetLibrary, written: Answers, value: Lookup | None) -> Iterator[HandoverLine]:
    for card in shelf.cards:
        if card.repeats or not written.answers(card.id):
            continue
        worksheet = shelf.worksheet(card.id)
        for block in worksheets.filled(worksheet, shelf, written, value):
            # What is only shown again on a page is chosen where it was written.
            if block.get("name", "").startswith(f"{card.id}."):
                yield HandoverLine(name=block["name"], page=card.title, answer=_in_short(block["shapes"]), block=block)


def _in_short(shapes: Iterable[Shape]) -> str:
    """The words of what would be printed, in one line that is not long; empty for a table."""
    texts: list[str] = []
    for shape in shapes:
        texts += [shape["text"]] if shape["shape"] == "said" else []
        texts += shape["options"] if shape["shape"] == "chosen" else []
    line = " ".join("; ".join(texts).split())
    return line if len(line) <= _SHORT else f"{line[: _SHORT - 1]}…"


def handover(lines: Collection[HandoverLine], chosen: Collection[str], look: PrintOptions) -> Print:
    """
    The chosen lines, under the pages they come from, with room to add something by hand.

    Args:
        lines: What there is to choose from.
        chosen: Names of what is to be on the page.
        look: How it is to look.

    Raises:
        KitError: If nothing was chosen.
    """
    taken = [line for line in lines if line.name in chosen]
    if not taken:
        what = _("no line is chosen yet, so there is nothing to print.")
        raise KitError([Problem(what=what, mend=_("Tick what should be on the page."))])
    blocks: list[Block] = [{"block": "title", "text": _("For a first appointment"), "facts": _("Chosen line by line.")}]
    for page, some in groupby(taken, key=lambda line: line.page):
        blocks.append({"block": "section", "text": page, "lead": ""})
        blocks += [line.block for line in some]
    blocks.append({"block": "own lines", "title": _("And also"), "count": 5})
    return render_pdf(blocks, look, words=kit_words())
