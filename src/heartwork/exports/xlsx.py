"""
Sheets as a file that Excel, LibreOffice, Numbers and Google Sheets open.

A text is written as a text, whatever it begins with: nothing in the file can be run as a formula or is a link.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from heartwork.exports.spreadsheet import Cell, Sheet
from heartwork.i18n.messages import _

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["TYPE", "as_xlsx"]

#: For a browser.
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: A cell holds so many characters, a tab so many; both are counted as UTF-16 does.
_LONGEST, _LONGEST_TAB = 32_767, 31
#: Spreadsheets count days from here on, and numbers exactly up to there.
_FIRST_YEAR, _EXACT = 1900, 2**53

_NOT_IN_A_TAB = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def as_xlsx(sheets: Iterable[Sheet], *, day: str) -> bytes:
    """
    The file.

    Args:
        sheets: What it holds.
        day: The day it is, `2026-11-24`; the file says of itself that it was made then, and nothing else.
    """
    import xlsxwriter  # only when somebody asks for it: a page that is never exported does not carry it

    file = io.BytesIO()
    # In memory: no words lie in a temporary file, not even for a moment.
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.datetime.fromisoformat(day)})
        looks = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "day": book.add_format({"num_format": 14, "valign": "top", "align": "left"}),
            "moment": book.add_format({"num_format": 22, "valign": "top", "align": "left"}),
            "number": book.add_format({"valign": "top"}),
        }
        taken: set[str] = set()
        for sheet in sheets:
            _fill(book.add_worksheet(_tab(sheet.title, taken)), sheet, looks)
    return file.getvalue()


def _fill(page: Worksheet, sheet: Sheet, looks: dict[str, object]) -> None:
    for column, head in enumerate(sheet.heads):
        _write(page, 0, column, head, looks, "head")
    first = 1 if sheet.heads else 0
    for row, cells in enumerate(sheet.rows, first):
        for column, cell in enumerate(cells):
            _write(page, row, column, cell, looks)
    for column in range(max(1, len(sheet.heads))):
        page.set_column(column, column, _width(sheet, column))
    if sheet.heads:
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.heads) - 1)


def _width(sheet: Sheet, column: int) -> float:
    """In letters: narrow for numbers and days, wide enough to read for words."""
    if not sheet.heads:
        return 90
    texts = any(isinstance(row[column], str) and len(row[column]) > 14 for row in sheet.rows)  # type: ignore[arg-type]  # a text
    return 40 if texts else 18


def _write(page: Worksheet, row: int, column: int, cell: Cell, looks: dict[str, object], look: str = "text") -> None:
    match cell:
        case None:
            return
        case datetime.datetime() if cell.year >= _FIRST_YEAR:
            page.write_datetime(row, column, cell, looks["moment"])
        case datetime.date() if not isinstance(cell, datetime.datetime) and cell.year >= _FIRST_YEAR:
            page.write_datetime(row, column, datetime.datetime.combine(cell, datetime.time()), looks["day"])
        case int() | float() if abs(cell) <= _EXACT:  # neither without end nor not a number
            page.write_number(row, column, cell, looks["number"])
        case _:
            page.write_string(row, column, _fitting(str(cell)), looks[look])


def _fitting(text: str) -> str:
    """A text that a cell can hold; one that is longer says so at its end, and where the rest is."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # the line break of spreadsheets
    if _units(text) <= _LONGEST:
        return text
    more = " " + _("[… It goes on in the text file (md) and in the json.]")
    kept = text.encode("utf-16-le")[: 2 * (_LONGEST - _units(more))].decode("utf-16-le", "ignore")
    return kept + more


def _tab(title: str, taken: set[str]) -> str:
    """A name that a tab may have, and that no other tab has."""
    plain = " ".join(_NOT_IN_A_TAB.sub(" ", title).split()).strip("'") or _("Pages")
    if plain.casefold() == "history":  # Excel keeps that name for itself
        plain += " 1"
    name, number = _cut(plain, _LONGEST_TAB), 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = _cut(plain, _LONGEST_TAB - len(ending)) + ending, number + 1
    taken.add(name.casefold())
    return name


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip().strip("'")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
