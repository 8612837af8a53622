"""The invented people of the worksheets' examples, as workbooks, and a passphrase that takes them no time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyrage
import pytest

from heartwork.files.sealing import Seal, WrongPassphraseError
from heartwork.files.shelf import Shelf
from heartwork.files.workbook import Workbook
from heartwork.pages.preview import filled_in
from heartwork.problems import Problem

__all__ = ["without_scrypt", "write_example"]


def write_example(answers: Path, worksheet: str, person: int = 0) -> None:
    """Fill one worksheet in as one of its examples."""
    filled = Shelf().worksheet(worksheet)
    Workbook.load(answers).save(filled_in(filled, filled.examples[person]))


def without_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Leave the one slow step of sealing out: a passphrase lies beside the key as it is, and not as a scrypt of itself.

    Everything that is sealed by the key stays as it is.
    """

    def new(passphrase: str, *, earlier: Sequence[Any] = ()) -> Seal:
        identities = (pyrage.x25519.Identity.generate(), *earlier)
        return Seal(identities, "\n".join([passphrase, *map(str, identities)]).encode())

    def opened(wrapped: bytes, passphrase: str) -> Seal:
        right, *identities = wrapped.decode().split("\n")
        if passphrase != right:
            raise WrongPassphraseError([Problem(what="wrong", mend="again")])
        return Seal(tuple(map(pyrage.x25519.Identity.from_str, identities)), wrapped)

    monkeypatch.setattr(Seal, "new", new)
    monkeypatch.setattr(Seal, "opened", opened)
