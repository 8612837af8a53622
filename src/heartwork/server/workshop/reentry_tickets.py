"""
Let in again: what the page of somebody who was in keeps in its memory, so that no passphrase is asked for and run.

A page is given a ticket: what opens its workbook, under a key that is in this computer's folder for things that run.
Who has the disk has no ticket, and who has a ticket has no key; both and the cookie of the seat are needed. The ticket
is kept by the script of the page only. It is worth nothing once the seat is given up (its cookie is gone), once
`key.age` is another (the passphrase was changed), and a day after the key was used last.

While the secret half is not locked with the passphrase yet, the ticket holds the passphrase too: if the server ends
before that, the page brings it again by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from heartwork.crypto.keypair import KEY
from heartwork.workshop.seats import Seat

__all__ = ["Ticket", "Tickets"]

_NONCE = 12  # bytes


@dataclass(frozen=True, slots=True, repr=False)
class Ticket:
    """
    What is in a ticket.

    Args:
        secret: What opens the workbook, as `Seal.secret` gives it.
        passphrase: As it was typed, as long as the secret is not locked with it on the disk; empty then.
    """

    secret: str
    passphrase: str = ""

    def __repr__(self) -> str:
        return "Ticket()"  # never what is in it


class Tickets:
    """
    Makes tickets and reads them.

    Args:
        key: What the cookies are signed with; tickets have one made of it.
    """

    def __init__(self, key: bytes) -> None:
        own = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"heartwork re-entry").derive(key)
        self._cipher = ChaCha20Poly1305(own)

    def make(self, seat: Seat, folder: Path, ticket: Ticket) -> str:
        """
        A ticket, as text.

        Args:
            seat: Whose it is.
            folder: Of the workbook; a ticket without passphrase is good for its `key.age` only.
            ticket: What is in it.
        """
        nonce = os.urandom(_NONCE)
        kept = json.dumps([ticket.secret, ticket.passphrase]).encode()  # halves of characters too
        sealed = self._cipher.encrypt(nonce, kept, _bound(seat, "" if ticket.passphrase else _digest(folder)))
        return urlsafe_b64encode(nonce + sealed).decode()

    def read(self, seat: Seat, folder: Path, text: str) -> Ticket | None:
        """What is in a ticket; None where it is not one of this seat, or not good any more."""
        try:
            raw = urlsafe_b64decode(text.encode())
        except ValueError:
            return None
        for bound in (_digest(folder), ""):
            try:
                return Ticket(*json.loads(self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], _bound(seat, bound))))
            except (InvalidTag, ValueError):
                continue
        return None


def _bound(seat: Seat, digest: str) -> bytes:
    return f"{seat.id} {digest}".encode()


def _digest(folder: Path) -> str:
    try:
        return hashlib.sha256((folder / KEY).read_bytes()).hexdigest()
    except OSError:
        return "none"
