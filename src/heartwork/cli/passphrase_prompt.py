"""How a command asks for the passphrase, and opens the workbook with it."""

from __future__ import annotations

import sys
import warnings
from dataclasses import replace
from getpass import GetPassWarning
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from heartwork.crypto.passphrase_file import passphrase_lines
from heartwork.errors import KitError, Problem

if TYPE_CHECKING:
    from heartwork.storage.unlock import Ask
    from heartwork.storage.workbook import Workbook

__all__ = ["asked_at_the_terminal", "asking", "hidden", "opened"]


def asking(passphrase_file: BinaryIO | None) -> Ask | None:
    """
    How a command asks for the passphrase of a sealed workbook (see `heartwork.storage.unlock`).

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
    return hidden("Passphrase", err=True)


def hidden(text: str, *, err: bool = False) -> str:
    """
    Ask for something that is not shown while it is typed.

    Raises:
        KitError: If there is no terminal, where it would be shown.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            typed: str = click.prompt(text, hide_input=True, err=err)
        except GetPassWarning:
            raise KitError([_no_terminal()]) from None
    return typed


def _no_terminal() -> Problem:
    what = "there is no terminal here in which to ask for the passphrase."
    return Problem(what=what, mend="Put it in a file, and name the file with --passphrase-file.")


def opened(answers: Path | None, passphrase_file: BinaryIO | None) -> Workbook:
    """The workbook of a folder, opened with its passphrase; what its owner should know of it is told first."""
    from heartwork.crypto.keypair import SealedError, WrongPassphraseError
    from heartwork.storage.unlock import open_workbook

    try:
        workbook = open_workbook(answers, asking(passphrase_file))
    except WrongPassphraseError:
        raise
    except SealedError as error:
        raise KitError([replace(error.problems[0], mend=_no_terminal().mend)]) from None
    if workbook.read_only:
        mend = "Look at the folder after --answers, or update heartwork."
        raise KitError([Problem(what=workbook.read_only, mend=mend, file=str(workbook.folder))])
    for notice in workbook.notices:
        click.echo(notice, err=True)
    return workbook
