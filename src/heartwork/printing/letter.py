"""A letter as a letter: the draft alone on its page, or the raw page where that was asked for by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from heartwork.conditions import AnswerLookup as Lookup
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.printing.typeset import Print, PrintOptions, render_pdf
from heartwork.printing.worksheet_pages import kit_words

__all__ = ["letter", "letter_text"]

#: The question whose answer it is.
_LETTER = "letter.letter"


def letter(value: Lookup, look: PrintOptions, *, part: Literal["draft", "raw"] = "draft") -> Print:
    """
    The words of the letter and nothing else: no heading, no foot, nothing of the kit's.

    Args:
        value: Looks an answer up by its full name.
        look: How it is to look.
        part: `draft`, or `raw` for the page that nobody else reads.

    Raises:
        KitError: If there is none.
    """
    text = letter_text(value, part)
    if not text:
        no_draft, nothing = _("there is no draft of a letter yet."), _("nothing is written for yourself alone yet.")
        what = no_draft if part == "draft" else nothing
        raise KitError([Problem(what=what, mend=_("It is on the page “A letter”."))])
    return render_pdf([{"block": "letter", "text": text}], look, words={**kit_words(), "foot": "", "page": ""})


def letter_text(value: Lookup, part: Literal["draft", "raw"]) -> str:
    """What was written; empty when nothing was."""
    kept = value(_LETTER)
    text = kept.get(part) if isinstance(kept, Mapping) else None
    return text if isinstance(text, str) and text.strip() else ""
