"""The invented people of the worksheets' examples, as workbooks, and a passphrase that takes them no time."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.crypto import age_scrypt
from heartwork.pages.author_preview import filled_in
from heartwork.storage.workbook import Workbook
from heartwork.workshop import seat_workbook

__all__ = ["made_seat", "without_scrypt", "write_example"]


def write_example(answers: Path, worksheet: str, person: int = 0) -> None:
    """Fill one worksheet in as one of its examples."""
    filled = WorksheetLibrary().worksheet(worksheet)
    Workbook.load(answers).save(filled_in(filled, filled.examples[person]))


def made_seat(folder: Path, passphrase: str) -> str:
    """The sealed workbook of a new seat, its key locked; what opens it."""
    secret = seat_workbook.begin(folder)
    seat_workbook.keep_key(folder, seat_workbook.locked(secret, folder, passphrase))
    return secret


def without_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Leave the one slow step of sealing out: a passphrase goes through a quick digest, and not through scrypt.

    Everything else stays as it is: what counts as the same passphrase, what is refused, what is sealed by the key.
    """

    def digest(passphrase: str, salt: bytes, work: int) -> bytes:
        return hashlib.sha256(salt + passphrase.encode("utf-8", "surrogatepass")).digest()

    monkeypatch.setattr(age_scrypt, "_stretched", digest)
