"""The three calls a notebook makes: a worksheet, the patterns, the whole workbook."""

from __future__ import annotations

import os
from pathlib import Path

from heartwork.files.places import PRIVATE_VARIABLE
from heartwork.files.private import PrivateWorkbook
from heartwork.files.shelf import Shelf
from heartwork.files.workbook import Workbook
from heartwork.pages.app import App
from heartwork.pages.visit import Visit

__all__ = ["patterns", "workbook", "worksheet"]


def worksheet(id_: str, *, answers: str | Path | None = None, worksheets: str | Path | None = None) -> App:
    """
    Show one worksheet; what is written in it is saved as it is written.

    Args:
        id_: Its id: `"boundaries"`.
        answers: Folder of the answers, see `heartwork.files.places.answers_folder`.
        worksheets: Folder of the worksheets; the kit's own when None.

    Raises:
        KitError: If there is no such worksheet, or its file is wrong.
    """
    visit = _visit(answers, worksheets)
    visit.shelf.worksheet(id_)
    return App(visit, id_)


def patterns(*, answers: str | Path | None = None, worksheets: str | Path | None = None) -> App:
    """Show what the check-ins show together."""
    return App(_visit(answers, worksheets), "patterns")


def workbook(*, answers: str | Path | None = None, worksheets: str | Path | None = None, private: bool = False) -> App:
    """
    Show the whole workbook: every worksheet, and the pages round them.

    Args:
        answers: As for `worksheet`.
        worksheets: As for `worksheet`.
        private: Whether nothing is read and nothing written: what is typed is kept until the kernel ends.
    """
    return App(_visit(answers, worksheets, private=private))


def _visit(answers: str | Path | None, worksheets: str | Path | None, *, private: bool = False) -> Visit:
    if private or os.environ.get(PRIVATE_VARIABLE):
        return Visit(PrivateWorkbook(), Shelf(worksheets))
    workbook = Workbook.closed(answers)
    if not workbook.locked:  # else its page asks for the passphrase first
        workbook.reload()
    return Visit(workbook, Shelf(worksheets))
