"""
The shapes that a question takes on paper: plain data, which `printing/templates/` draws.

A kind of question says in `on_paper` which of them it takes, blank or with an answer in it. These few are all that
the templates know, so that a new kind needs no template.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

__all__ = [
    "Shape",
    "Shapes",
    "chosen",
    "circles",
    "dot",
    "lines",
    "places",
    "repeated",
    "said",
    "sheet",
    "stage",
    "table",
    "ticks",
]

#: One shape: what it is (`shape`), and what it takes to draw it. Plain JSON.
Shape = dict[str, Any]
Shapes = tuple[Shape, ...]


def lines(count: int, *, label: str = "", unit: str = "") -> Shape:
    """So many lines to write on, with a label before and a unit after them where there is one."""
    return {"shape": "lines", "count": count, "label": label, "unit": unit}


def said(text: str, *, label: str = "") -> Shape:
    """What was written, as it was written."""
    return {"shape": "said", "text": text, "label": label}


def ticks(options: Iterable[str], *, one: bool, other: bool = False, label: str = "") -> Shape:
    """Something to tick: one or as many as apply; with `other`, a line of one's own as the last."""
    return {"shape": "ticks", "options": list(options), "one": one, "other": other, "label": label}


def chosen(options: Iterable[str]) -> Shape:
    """What was ticked."""
    return {"shape": "chosen", "options": list(options)}


def dot(text: str = "", *, one: bool = True, on: bool = False) -> Shape:
    """A single place to mark (round where one of several is chosen), perhaps with a number in it."""
    return {"shape": "dot", "text": text, "one": one, "on": on}


def places(numbers: Iterable[int], *, low: str, high: str, value: int | None = None) -> Shape:
    """A row of numbers between two labels, one of which is marked."""
    return {"shape": "places", "numbers": list(numbers), "low": low, "high": high, "value": value}


def circles(numbers: Iterable[int], *, me: str, her: str, low: str, high: str, value: int | None = None) -> Shape:
    """Two circles for each number, from apart to as close as can be, one pair of which is marked."""
    return {**places(numbers, low=low, high=high, value=value), "shape": "circles", "me": me, "her": her}


def table(heads: Sequence[str], rows: Iterable[tuple[str, Sequence[Shape]]], *, below: str = "") -> Shape:
    """A table: heads of the columns, then rows of a label and a shape a column; perhaps a line below it."""
    listed = [{"label": label, "cells": list(cells)} for label, cells in rows]
    return {"shape": "table", "heads": list(heads), "rows": listed, "below": below}


def repeated(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Sequence[Shape]]]) -> Shape:
    """The same few questions again and again: each column's question and hint, then rows of a cell a column."""
    heads = [{"ask": ask, "hint": hint} for ask, hint in columns]
    return {"shape": "repeated", "columns": heads, "rows": [[list(cell) for cell in row] for row in rows]}


def sheet(label: str = "") -> Shape:
    """Lines to the end of the page."""
    return {"shape": "sheet", "label": label}


def stage(title: str, text: str = "", *, new_page: bool = False) -> Shape:
    """A heading inside of a question, with what stands below it."""
    return {"shape": "stage", "title": title, "text": text, "new_page": new_page}
