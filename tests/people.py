"""The invented people of the worksheets' examples, as workbooks."""

from __future__ import annotations

from pathlib import Path

from heartwork.files.shelf import Shelf
from heartwork.files.workbook import Workbook
from heartwork.pages.preview import filled_in

__all__ = ["write_example"]


def write_example(answers: Path, worksheet: str, person: int = 0) -> None:
    """Fill one worksheet in as one of its examples."""
    filled = Shelf().worksheet(worksheet)
    Workbook.load(answers).save(filled_in(filled, filled.examples[person]))
