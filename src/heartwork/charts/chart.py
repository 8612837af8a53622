"""A chart as a person meets it: the finding, the picture, what it cannot tell, a choice, the numbers."""

from __future__ import annotations

import datetime
import hashlib
import html
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from heartwork.analysis.table import Cell, Column, Table
from heartwork.charts.chart_file import figure, file
from heartwork.charts.fonts import letters_missing
from heartwork.charts.matplotlib_svg import WIDTH, Drawn, Picture, own_ids
from heartwork.charts.xml_text import plain
from heartwork.i18n.formatting import day_in_short, number
from heartwork.i18n.messages import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Chart", "Choice"]

_HERE = re.compile("#[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
#: A whole day, not a month or a year.
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_WIDTH = "max-width:calc(var(--hw-rem, 16px) * 26)"
# A wide one is no narrower than its words allow: where there is less room, it scrolls until it is drawn anew.
_WIDE = "min-width:42rem;max-width:calc(var(--hw-rem, 16px) * 60)"
# `:where` weighs nothing: any rule of the page's own wins.
_STYLE = """
:where(.hw-chart) { margin: 1.5rem 0; }
:where(.hw-chart-picture) { overflow-x: auto; }
:where(.hw-chart svg) {
  display: block; width: 100%; min-width: 288px; max-width: 26rem; height: auto; break-inside: avoid;
}
:where(.hw-chart-title) { margin: 0 0 .75rem; font-weight: 600; font-size: 1.15em; line-height: 1.35; }
:where(.hw-chart figcaption) { max-width: 38rem; margin-top: .75rem; }
:where(.hw-chart figcaption p) { margin: .5rem 0; }
:where(.hw-chart summary) { padding: .6rem 0; cursor: pointer; }
:where(.hw-chart details > div) { overflow-x: auto; }
:where(.hw-chart table) { border-collapse: collapse; font-size: .9em; font-variant-numeric: tabular-nums; }
:where(.hw-chart caption) { text-align: left; padding-bottom: .5rem; }
:where(.hw-chart :is(th, td)) {
  padding: .35rem .6rem .35rem 0; border-bottom: 1px solid; border-color: rgb(128 128 128 / .35);
  text-align: left; vertical-align: top; font-weight: 400;
}
:where(.hw-chart thead th) { font-weight: 600; vertical-align: bottom; }
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """
    Something the person could do now, or not.

    Args:
        offer: What could be done, as a sentence.
        link: Where it leads on this page: `#boundaries`. Empty when it leads nowhere.
        otherwise: The way out, as a sentence; not part of the link.

    Raises:
        ValueError: When the link leads off the page.
    """

    offer: str
    link: str = ""
    otherwise: str = ""

    def __post_init__(self) -> None:
        if self.link and not _HERE.fullmatch(self.link):
            raise ValueError("a choice leads to a place on the page, such as #boundaries")

    @property
    def words(self) -> str:
        """Offer and way out, as one text."""
        return f"{_(self.offer)} {_(self.otherwise)}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Chart:
    """
    One figure with its words. Without a picture it says what is still missing for one.

    Args:
        title: The finding, as a sentence, written from the numbers.
        shows: What is drawn: how many, which period, which gaps, what was left out.
        table: The numbers.
        cannot_tell: What must not be read from it.
        choice: What the person could do now.
        alternative: The picture in words, for those who do not see it.
        svg: The picture, as `drawing.svg` writes it; empty when there is too little to draw.
        picture: What drew it, so that it can be saved as a file too.
        keep: How a file of it is written; one that only its owner can open when None.
    """

    title: str
    shows: str
    table: Table
    cannot_tell: str = ""
    choice: Choice | None = None
    alternative: str = ""
    svg: str = ""
    picture: Picture | None = None
    keep: Callable[[Path, bytes], None] | None = field(default=None, compare=False)

    @property
    def caption(self) -> str:
        """What it shows, what it cannot tell, and the choice, as one text."""
        choice = self.choice.words if self.choice else ""
        return " ".join(part for part in (self.shows, self.cannot_tell, choice) if part)

    @property
    def id(self) -> str:
        """Made of what the chart says: the same numbers give the same id, so that outputs stay the same."""
        said = "\0".join((self.title, self.caption, self.alternative, self.svg))
        return "hw-" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:10]

    @property
    def wide(self) -> bool:
        """Whether it is drawn for a wide page."""
        return self.picture is not None and self.picture.width > WIDTH

    def save(self, path: str | Path) -> None:
        """
        Save the picture as a file of its own, with its title above it and what it shows below; only you can open it.

        Args:
            path: Ends in `.svg`, `.png` or `.pdf`; a PNG has two dots for each unit of the drawing.

        Raises:
            KitError: If there is no picture yet, or the name ends in none of these.

        Warns:
            UserWarning: If letters are boxes in it, because no font of this computer has them.
        """
        path = Path(path)
        made = self.file(path.suffix.lower().lstrip("."))
        (self.keep or _write_for_owner)(path, made.raw)
        if said := letters_missing(made.missing):
            warnings.warn(said, stacklevel=2)

    def file(self, ending: str) -> Drawn:
        """
        What `save` writes, and the letters that are boxes in it.

        Args:
            ending: `svg`, `png` or `pdf`.

        Raises:
            KitError: If there is no picture yet, or for any other ending.
        """
        return file(self.picture, self.title, self._below, ending)

    @property
    def figure(self) -> Figure:
        """
        The picture with its words as a figure of matplotlib's, a new one each time, to change or to save as you like.

        Raises:
            KitError: If there is no picture yet.
        """
        return figure(self.picture, self.title, self._below)

    @property
    def _below(self) -> str:
        return " ".join(part for part in (self.shows, self.cannot_tell) if part)

    def html(self, *, day_link: str = "") -> str:
        """
        The whole figure as one string, which needs nothing else; every text in it is escaped.

        Args:
            day_link: What comes before a day in the link of that day, in the table of numbers; no links if empty.
        """
        # The table stands in the caption: a figure holds one figcaption, first or last.
        wide = " hw-chart-wide" if self.wide else ""
        return (
            f'<figure class="hw-chart{wide}" aria-labelledby="{self.id}-title"><style>{_STYLE}</style>'
            f'<p class="hw-chart-title" id="{self.id}-title">{_text(self.title)}</p>'
            f"{self._picture()}<figcaption>{self._words()}{self._numbers(day_link)}</figcaption></figure>"
        )

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        return f"Chart({self.table.title!r}, drawn={bool(self.svg)})"  # never the words

    def _picture(self) -> str:
        if not self.svg:
            return ""
        # On the element itself: JupyterLab's rule for pictures outweighs a style sheet.
        named = f'<svg role="img" aria-label="{_text(self.alternative)}" style="{_WIDE if self.wide else _WIDTH}"'
        # In large print it is wider than a phone: it scrolls by itself, for whoever has no pointer from the keyboard.
        return (
            f'<div class="hw-chart-picture" tabindex="0" role="group" aria-label="{_("Picture")}">'
            f"{own_ids(self.svg, f'{self.id}-').replace('<svg', named, 1)}</div>"
        )

    def numbers(self) -> tuple[list[str], list[list[str]]]:
        """The table as plain text: the heads of its columns, and its rows."""
        columns = self.table.columns
        rows = [[_cell(column, cell) for column, cell in zip(columns, row, strict=True)] for row in self.table.rows]
        return [_heading(column) for column in columns], rows

    def _words(self) -> str:
        paragraphs = [f"<p>{_text(part)}</p>" for part in (self.shows, self.cannot_tell) if part]
        if self.choice:
            offer = _text(_(self.choice.offer))
            if self.choice.link:
                offer = f'<a href="{self.choice.link}">{offer}</a>'
            words = f"{offer} {_text(_(self.choice.otherwise))}".rstrip()
            paragraphs.append(f'<p class="hw-chart-choice">{words}</p>')
        return "".join(paragraphs)

    def _numbers(self, day_link: str) -> str:
        if not self.svg:
            return ""
        table = self.table
        head = "".join(f'<th scope="col">{_text(_heading(column))}</th>' for column in table.columns)
        return (
            f"<details><summary>{_('The numbers as a table')}</summary>"
            # Wider than a phone: whoever has no pointer scrolls it from the keyboard.
            f'<div tabindex="0" role="group" aria-label="{_("The numbers as a table")}"><table><caption>'
            f"{_text(_table_caption(table))}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(_row(table, row, day_link) for row in table.rows)}</tbody>"
            "</table></div></details>"
        )


def _write_for_owner(path: Path, raw: bytes) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(raw)


def _text(text: str) -> str:
    return html.escape(plain(text))


def _heading(column: Column) -> str:
    return column.name if column.unit in ("", "day") else f"{column.name} ({column.unit})"


def _table_caption(table: Table) -> str:
    left_open = any(cell is None for row in table.rows for cell in row)
    return f"{table.title}. {_('A dash means it was left blank.')}" if left_open else f"{table.title}."


def _row(table: Table, row: tuple[Cell, ...], day_link: str) -> str:
    first, *others = (
        f"{_own_direction(cell)}>{_led(_text(_cell(column, cell)), column, cell, day_link)}"
        for column, cell in zip(table.columns, row, strict=True)
    )
    return f'<tr><th scope="row"{first}</th>' + "".join(f"<td{one}</td>" for one in others) + "</tr>"


def _led(text: str, column: Column, cell: Cell, day_link: str) -> str:
    """The text of a cell; a day leads to what was written on it."""
    is_day = isinstance(cell, datetime.date) or (column.unit == "day" and _DAY.fullmatch(str(cell)))
    return f'<a href="{day_link}{cell}">{text}</a>' if day_link and is_day else text


def _own_direction(cell: Cell) -> str:
    """Words run in the direction of their own first letter."""
    return ' dir="auto"' if isinstance(cell, str) else ""


def _cell(column: Column, cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, datetime.date):
        return day_in_short(cell)
    if isinstance(cell, str):
        if cell in column.called:
            return _(column.called[cell])
        return day_in_short(cell) if column.unit == "day" else cell
    return number(cell) if isinstance(cell, float) else str(cell)
