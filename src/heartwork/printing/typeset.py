"""
A document of plain data, set as a PDF.

What a person wrote is data to the template, as a string of JSON, and never markup. The template reads no other file
than those beside it, and loads no package. Every text is made printable first, and a word that is longer than a line
may break.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heartwork.charts.graphemes import clusters
from heartwork.exports.plain_text import printable
from heartwork.i18n.messages import _
from heartwork.i18n.text_direction import set_apart

if TYPE_CHECKING:
    import typst

__all__ = ["PAPERS", "Block", "Print", "PrintOptions", "letters_missing", "pages_needed", "render_pdf"]

#: A part of a document, by `block`; see `templates/print.typ`.
Block = dict[str, Any]

#: Papers, by the word for them here, and as the typesetter calls them.
PAPERS = {"a4": "a4", "letter": "us-letter"}

_TEMPLATES = Path(__file__).parent / "templates"

#: Longer than any word that fits on a line of large print.
_LONG = re.compile(r"\S{25,}")
_STEP = 12
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOptions:
    """
    How it is to look.

    Args:
        day: The day it is, `2026-11-24`: the date of the file.
        language: Language of the words, `es`.
        paper: One of `PAPERS`.
        large: In letters of 18 points.
    """

    day: str
    language: str = "en"
    paper: str = "a4"
    large: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Print:
    """
    What came of it.

    Args:
        raw: The PDF.
        letters_missing: Whether no font of this computer has some of the letters, so that they are boxes.
    """

    raw: bytes
    letters_missing: bool = False


def render_pdf(blocks: list[Block], look: PrintOptions, *, words: dict[str, str], template: str = "print") -> Print:
    """
    Set blocks as a PDF: tagged, with a title and a language, and with nothing that a person wrote about it.

    Args:
        blocks: What is on it, in reading order.
        look: How it is to look.
        words: Words of the kit that the template needs: `title` (of the file), `foot`, `page`.
        template: A file in `templates/`.
    """
    import typst

    compiler = _compiler(blocks, look, words, template)
    day = datetime.datetime.fromisoformat(look.day).replace(tzinfo=datetime.timezone.utc)

    def raw(*standards: typst.PDFStandard) -> bytes:
        made = compiler.compile(format="pdf", pdf_standards=list(standards), timestamp=day)
        assert isinstance(made, bytes)
        return made

    try:
        return Print(raw("ua-1"))
    except typst.TypstError as error:
        if not error.message.startswith("PDF/UA-1"):
            raise
        boxes = "could not be displayed" in error.message
    # The standard for accessible files forbids letters that no font has, and some that are no letters; the file is
    # tagged without it too.
    return Print(raw(), letters_missing=boxes)


def pages_needed(blocks: list[Block], look: PrintOptions, *, words: dict[str, str]) -> int:
    """How many pages these blocks take; nothing is drawn."""
    return int(json.loads(_compiler(blocks, look, words, "print").query("<pages>", field="value", one=True)))


def _compiler(blocks: list[Block], look: PrintOptions, words: dict[str, str], template: str) -> typst.Compiler:
    import typst

    document = {"look": _look(look), "words": words, "blocks": blocks}
    return typst.Compiler(
        input=_TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={"document": json.dumps(_readable(document))},
    )


def letters_missing() -> str:
    """What is said of a print in which letters are boxes."""
    return _("Some letters are boxes: no font on this computer has them. A font such as Noto would.")


@cache
def _fonts() -> typst.Fonts:
    """The fonts of this computer and those that come along, looked for once."""
    import typst

    return typst.Fonts()


def _look(look: PrintOptions) -> dict[str, object]:
    year, month, day = (int(part) for part in look.day.split("-"))
    return {
        "language": look.language.partition("-")[0].partition("_")[0] or "en",
        "paper": PAPERS[look.paper],
        "large": look.large,
        "date": {"year": year, "month": month, "day": day},
    }


def _readable(thing: object) -> object:
    """The same data with every text in it ready to be set."""
    if isinstance(thing, str):
        text = "\n".join(map(set_apart, printable(thing).splitlines()))
        return _LONG.sub(lambda word: _may_break(word[0]), text)
    if isinstance(thing, dict):
        # A picture is no text: a place where a line may end would be a mistake in it.
        return {key: printable(value) if key == "svg" else _readable(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [_readable(part) for part in thing]
    return thing


def _may_break(word: str) -> str:
    """The same word with places where a line may end, none of them inside of what is read as one letter."""
    parts, since = [], 0
    for letter in clusters(word):
        if since >= _STEP:
            parts.append(_MAY_BREAK)
            since = 0
        parts.append(letter)
        since += 1
    return "".join(parts)
