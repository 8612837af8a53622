"""How a command asks for the passphrase, and opens the workbook with it."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from heartwork.files.passphrase_file import passphrase_lines
from heartwork.problems import KitError, Problem

if TYPE_CHECKING:
    from heartwork.files.opening import Ask
    from heartwork.files.workbook import Workbook

__all__ = ["asked_at_the_terminal", "asking", "opened"]


def asking(passphrase_file: BinaryIO | None) -> Ask | None:
    """
    How a command asks for the passphrase of a sealed workbook (see `heartwork.files.opening`).

    Returns:
        From a file: its first line, once. At a terminal: a question that hides what is typed. Else None.
    """
    if passphrase_file is not None:
        lines = islice(passphrase_lines(passphrase_file), 1)
        return lambda again: next(lines, None)
    return asked_at_the_terminal if sys.stdin.isatty() else None


def asked_at_the_terminal(again: bool) -> str | None:
    if again:
        click.echo("That one didn't open it. You can try as often as you like; Ctrl+C stops.", err=True)
    passphrase: str = click.prompt("Passphrase", hide_input=True, err=True)
    return passphrase


def opened(answers: Path | None, passphrase_file: BinaryIO | None) -> Workbook:
    """The workbook of a folder, opened with its passphrase; what its owner should know of it is told first."""
    from heartwork.files.opening import open_workbook

    workbook = open_workbook(answers, asking(passphrase_file))
    if workbook.read_only:
        mend = "Look at the folder after --answers, or update heartwork."
        raise KitError([Problem(what=workbook.read_only, mend=mend, file=str(workbook.folder))])
    for notice in workbook.notices:
        click.echo(notice, err=True)
    return workbook
