"""
A diary of another program as a table: read with care, and nothing about it guessed.

What cannot be told from the file itself (its encoding, where one cell ends) is asked for, never assumed. Messages name
lines and columns, not a word of what somebody wrote.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from heartwork.errors import KitError, Problem
from heartwork.exports.plain_text import in_one_line
from heartwork.i18n.messages import _

__all__ = ["SEPARATORS", "Table", "read_table", "table_of"]

#: A diary of decades is smaller than this; a larger file is something else.
LARGEST = 64 * 1024 * 1024
_MOST_ROWS, _MOST_COLUMNS, _LONGEST_CELL = 200_000, 200, 1_000_000

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """
    A table.

    Args:
        heads: The names of its columns, each one once.
        rows: The cells, as many in a row as there are heads.
        lines: In which line of the file each row begins.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def column(self, head: str) -> list[str]:
        """The cells of a column."""
        place = self.heads.index(head)
        return [row[place] for row in self.rows]


def read_table(path: Path, *, separator: str | None = None, encoding: str | None = None) -> Table:
    """
    The table in a file.

    Args:
        separator: What parts the cells, one of `SEPARATORS`; found out where only one fits.
        encoding: Of the file; UTF-8, or what its first bytes say, when None.

    Raises:
        KitError: If it cannot be read, is too large or no table, or if it could be read in more than one way.
    """
    try:
        with path.open("rb") as file:  # not by its size: a pipe has none
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise _not_this(
            path, _("this file cannot be read ({why}).").format(why=error.strerror), _("Look at the path.")
        ) from error
    return table_of(raw, separator=separator, encoding=encoding, name=path)


def table_of(raw: bytes, *, separator: str | None = None, encoding: str | None = None, name: Path) -> Table:
    """The table in the bytes of a file, see `read_table`; `name` is for messages."""
    if len(raw) > LARGEST:
        raise _not_this(name, _("this file is too large to be a diary: more than 64 MiB."), _("Look at the path."))
    text = _text(raw, encoding, name)
    text, said = _without_sep_line(text)
    if separator is not None or said:
        return _parsed(text, said if separator is None else SEPARATORS[separator], name)
    fitting = [table for table in _attempts(text, name) if len(table.heads) > 1]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        what = _("the cells of this file could be parted in more than one way.")
        mend = _("In a terminal, say which with --separator: {marks}.").format(marks=", ".join(SEPARATORS))
        raise _not_this(name, what, mend)
    return _parsed(text, ",", name)  # says which line does not fit; or it has one column only


def _attempts(text: str, name: Path) -> Iterator[Table]:
    for mark in SEPARATORS.values():
        try:
            yield _parsed(text, mark, name)
        except KitError:
            continue


def _text(raw: bytes, encoding: str | None, name: Path) -> str:
    chosen = encoding or next((code for mark, code in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(chosen)
    except (UnicodeDecodeError, LookupError):
        what = _("the letters of this file are in an encoding that it doesn't name.")
        mend = _(
            "Save it as UTF-8. Or, in a terminal, say which it is with --encoding; cp1252 is usual for older programs "
            "on Windows."
        )
        raise _not_this(name, what, mend) from None


def _without_sep_line(text: str) -> tuple[str, str]:
    """The text, and what a first line `sep=;` says."""
    first, _end, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(said) == len("sep=;"):
        return rest, said[-1]
    return (rest, "\t") if said == "sep=" and "\t" in first else (text, "")


def _parsed(text: str, mark: str, name: Path) -> Table:
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        heads, rows, lines = _cells(text, mark, name)
    except csv.Error as error:
        raise _not_this(
            name, _("this is no table ({why}).").format(why=error), _("Take a file that a diary exported as CSV.")
        ) from None
    finally:
        csv.field_size_limit(before)
    return Table(heads, tuple(rows), tuple(lines))


def _cells(text: str, mark: str, name: Path) -> tuple[tuple[str, ...], list[tuple[str, ...]], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    heads: tuple[str, ...] = ()
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    begins = 1
    for cells in reader:
        line, begins = begins, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if not heads:
            heads = _heads(cells, name)
            continue
        if len(cells) > len(heads) and not any(cells[len(heads) :]):
            cells = cells[: len(heads)]  # a mark at the end of the line
        if len(cells) != len(heads):
            what = _("line {line} has {cells} cells, and the first line has {heads}.").format(
                line=line, cells=len(cells), heads=len(heads)
            )
            raise _not_this(name, what, _("Look at that line, and at what stands between its cells."))
        rows.append(tuple(cells))
        lines.append(line)
        if len(rows) > _MOST_ROWS:
            raise _not_this(
                name, _("this has more than {count} lines.").format(count=_MOST_ROWS), _("Cut it into several files.")
            )
    if not rows:
        raise _not_this(
            name, _("there is no table with something in it here."), _("Take a file that a diary exported as CSV.")
        )
    return heads, rows, lines


def _heads(cells: list[str], name: Path) -> tuple[str, ...]:
    heads = [in_one_line(cell, longest=60) for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    if len(set(heads)) < len(heads) or not all(heads) or len(heads) > _MOST_COLUMNS:
        what = _("the first line of this file does not name each of its columns, each with a name of its own.")
        raise _not_this(name, what, _("Write a first line with a name for every column."))
    return tuple(heads)


def _not_this(path: Path, what: str, mend: str) -> KitError:
    return KitError([Problem(what=what, mend=mend, file=str(path))])
