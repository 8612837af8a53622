"""Small things to carry: who helps and what to say, words for when the past comes back, and help lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from heartwork.authoring.library import WorksheetLibrary
from heartwork.conditions import AnswerLookup as Lookup
from heartwork.i18n.messages import _
from heartwork.printing.help_lines import help_block
from heartwork.printing.markdown import marked
from heartwork.printing.typeset import Block, Print, PrintOptions, pages_needed, render_pdf
from heartwork.printing.worksheet_pages import kit_words

__all__ = ["contact_card", "has_contacts", "has_memory_words", "help_card", "memory_card"]

#: Where people are named who may help, and sentences to say.
_PEOPLE = ("takeaway.who-helps", "start.tell", "boundaries.who-knows", "accept.relapse-tell")
_SENTENCES = ("accept.exits", "accept.redirects", "accept.same-again")

#: What the card for when the past comes back says: first, and then.
_FIRST_WORDS = "past.card-first"
_WORDS_OF_NOW = ("past.card-now", "past.card-where", "past.card-different", "past.card-do")

#: So many of the small things that steady, where a sheet has no room for more.
_FEWER = 3

#: So much fits on a panel of the card.
_PEOPLE_FIT, _SENTENCES_FIT, _LONGEST = 4, 4, 70


def contact_card(
    shelf: WorksheetLibrary, look: PrintOptions, *, value: Lookup | None = None, country: str = ""
) -> Print:
    """
    A card to cut out and to fold up to the size of a bank card, with a cover that says nothing.

    Args:
        shelf: The worksheets, for the help lines.
        look: How it is to look.
        value: Looks an answer up by its full name: who helps, and what to say. Without it there are lines to write on.
        country: Whose help lines are on it; without one there are lines to write on.
    """
    look_up = value or (lambda _name: None)
    people = [name for name in _PEOPLE for name in _lines_of(look_up(name))]
    sentences = [line for name in _SENTENCES for line in _lines_of(look_up(name))]
    numbers = _numbers(shelf.data("resources"), country)
    panels = [
        {"title": "", "lines": [], "blank": 0},
        _panel(_("Who I can call"), people, _PEOPLE_FIT),
        _panel(_("What I can say"), sentences, _SENTENCES_FIT),
        _panel(_("Who answers"), numbers, 4),
    ]
    how = _("Cut along the outer line. Fold it in half, and in half again, with the empty side out.")
    return render_pdf([{"block": "card", "how": how, "panels": panels}], look, words={**kit_words(), "foot": ""})


def memory_card(look: PrintOptions, *, value: Lookup | None = None) -> Print:
    """
    A card to cut out and to fold once to the size of a bank card: that this is a memory, when and where one is now.

    Args:
        look: How it is to look.
        value: Looks an answer up by its full name: the person's own words, and who helps. Without it there are lines
            to write on.
    """
    look_up = value or (lambda _name: None)
    first = next(_lines_of(look_up(_FIRST_WORDS)), _("This is a memory."))
    words = [line for name in _WORDS_OF_NOW for line in _lines_of(look_up(name))]
    people = [name for name in _PEOPLE for name in _lines_of(look_up(name))]
    panels = [_panel(_shortened(first), words, 4), _panel(_("Who I can call"), people, _PEOPLE_FIT)]
    how = _("Cut along the outer line. Fold it in half, with the empty side out.")
    return render_pdf([{"block": "card", "how": how, "panels": panels}], look, words={**kit_words(), "foot": ""})


def has_memory_words(value: Lookup) -> bool:
    """Whether anything was written that the card for when the past comes back is for."""
    return any(line for name in (_FIRST_WORDS, *_WORDS_OF_NOW) for line in _lines_of(value(name)))


def has_contacts(value: Lookup) -> bool:
    """Whether anything that a contact card shows was written."""
    return any(line for name in (*_PEOPLE, *_SENTENCES) for line in _lines_of(value(name)))


def help_card(shelf: WorksheetLibrary, look: PrintOptions, *, country: str = "") -> Print:
    """
    A sheet for the wall or the bag: help lines, and a few small things that steady. In large print it has two sides.

    What steadies is told in fewer lines, and of every country its first line only, as far as the sheet needs it.

    Args:
        country: Whose help lines are on it; see `help_block`.
    """
    words = kit_words()
    found: list[Block] = []
    for found in _help_cards(shelf, country):
        if pages_needed(found, look, words=words) <= (2 if look.large else 1):
            break
    return render_pdf(found, look, words=words)


def _help_cards(shelf: WorksheetLibrary, country: str) -> Iterator[list[Block]]:
    """The same sheet, from the most room to the least."""
    resources, steady = shelf.data("resources"), shelf.data("steady")
    title: Block = {"block": "title", "text": _("Help lines"), "facts": ""}
    exercises = [
        {"title": str(one["title"]), "content": marked(str(one["text"]), str)} for one in steady.get("exercises", ())
    ]
    steps: list[Block] = []
    if steady:
        steps.append({"block": "section", "text": str(steady["title"]), "lead": ""})
        steps.append({"block": "prose", "lead": "", "content": marked(str(steady["text"]), str)})
    whole: list[Block] = [{"block": "exercises", "each": exercises}] if steady else []
    short, fewer = (
        [{"block": "exercises in short", "each": some}] if some else [] for some in (exercises, exercises[:_FEWER])
    )
    yield [title, help_block(resources, country), *steps, *whole]
    yield [title, help_block(resources, country), *steps, *short]
    yield [title, help_block(resources, country), *steps[:1], *short]
    yield [title, help_block(resources, country, dense=True), *steps[:1], *short]
    yield [title, help_block(resources, country, dense=True, each=1), *steps[:1], *short]
    yield [title, help_block(resources, country, dense=True, each=1), *steps[:1], *fewer]


def _panel(title: str, lines: list[str], fit: int) -> dict[str, Any]:
    """A side of the card: what there is of it, and lines to write on for the rest."""
    short = list(dict.fromkeys(_shortened(line) for line in lines))[:fit]
    return {"title": title, "lines": short, "blank": fit - len(short)}


def _shortened(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _lines_of(value: object) -> Iterator[str]:
    """What stands in an answer, line by line: one line, or rows of which the first column counts."""
    if isinstance(value, str) and value.strip():
        yield " ".join(value.split())
    elif isinstance(value, list):
        for row in value:
            if isinstance(row, Mapping):
                yield from _lines_of(next((cell for cell in row.values() if cell), None))


def _numbers(resources: Mapping[str, Any], country: str) -> list[str]:
    lines = [line for one in resources.get("countries", ()) if one["id"] == country for line in one["lines"]]
    return [f"{line['name']}: {line['phone']}" for line in lines if line.get("phone")]
