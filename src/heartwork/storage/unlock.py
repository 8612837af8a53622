"""
Opening a workbook for whoever needs what is in it: a command, an export, a print.

One way for all of them, so that a passphrase is asked for in one voice, and as often as one likes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from heartwork.crypto.keypair import KEY, KeyPair, WrongPassphraseError
from heartwork.errors import KitError, Problem
from heartwork.paths import answers_folder
from heartwork.storage import backup_copies, workbook_json
from heartwork.storage.encryption import FILE, SEALED_FILE, seems_sealed
from heartwork.storage.workbook import Workbook

__all__ = ["Ask", "look_at", "open_workbook", "with_passphrase"]

#: Asks for the passphrase; is told whether it is asked again, because the last one was wrong. None gives up.
Ask = Callable[[bool], str | None]


def open_workbook(folder: str | Path | None = None, ask: Ask | None = None) -> Workbook:
    """
    Open the workbook of a folder; where it is sealed, ask for the passphrase until it is right.

    Args:
        folder: Where it lies; see `heartwork.paths.answers_folder` when None.
        ask: How to ask; without it, a sealed workbook is an error that says what to do.

    Raises:
        SealedError: If it is sealed and there is no way to ask.
        WrongPassphraseError: If asking was given up.
        KitError: If the workbook cannot be read.
    """
    workbook = Workbook.closed(answers_folder(folder))
    if workbook.locked and ask is not None:
        with_passphrase(ask, workbook.unlock)
    else:
        workbook.reload()
    return workbook


def with_passphrase(ask: Ask, use: Callable[[str], None]) -> str:
    """
    Ask for a passphrase and use it, until it is right.

    Returns:
        The right one.

    Raises:
        WrongPassphraseError: If asking was given up.
    """
    wrong: WrongPassphraseError | None = None
    while True:
        passphrase = ask(wrong is not None)
        if passphrase is None:
            raise wrong or WrongPassphraseError([_none_given()])
        try:
            use(passphrase)
        except WrongPassphraseError as error:
            wrong = error
        else:
            return passphrase


def look_at(folder: Path, *, ask: Ask | None = None) -> list[Problem]:
    """
    What is wrong with the workbook of a folder; nothing is changed by looking.

    Args:
        folder: Of the answers.
        ask: How to ask for the passphrase; without it, what is sealed is not looked into, and that is said.
    """
    path = folder / (SEALED_FILE if seems_sealed(folder) else FILE)

    def problem(what: str, mend: str) -> list[Problem]:
        return [Problem(what=what, mend=mend, file=str(path))]

    try:
        raw = path.read_bytes() if path.stat().st_size <= workbook_json.LARGEST else b""
        if path.name == SEALED_FILE:
            if ask is None:
                return problem(
                    "the workbook is sealed, and was not looked into.", "Run this in a terminal to be asked."
                )
            opened: list[KeyPair] = []
            key = (folder / KEY).read_bytes()
            with_passphrase(ask, lambda passphrase: opened.append(KeyPair.opened(key, passphrase)))
            raw = opened[0].open(raw)
        kept = workbook_json.read(raw)
    except FileNotFoundError:
        return problem("there is no workbook here yet.", "Look at the folder after --answers.")
    except OSError as error:
        return problem(f"the workbook cannot be read ({error.strerror}).", "Check who is allowed to read it.")
    except KitError as error:
        return list(error.problems)
    except ValueError:
        return problem(
            "this is not a workbook that can be read.",
            f"Open heartwork: it sets the file aside and goes on with the last good copy in {backup_copies.BACKUPS}/.",
        )
    if workbook_json.is_newer(kept):
        return problem("this workbook was written by a newer heartwork.", "Update heartwork.")
    return []


def _none_given() -> Problem:
    return Problem(what="no passphrase was given, so nothing was opened.", mend="Try again when you like.")
