"""
A passphrase round what is written, in the standard age format, which any age tool can open.

A person has a key pair. Everything is sealed to its public half, which takes no time; its secret half lies beside the
answers in `key.age`, sealed by the passphrase, which takes a second or two on purpose. Both are ordinary files of age:

    age --decrypt --identity key.age workbook.json.age
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyrage

from heartwork.problems import KitError, Problem
from heartwork.words import N_, _

__all__ = ["HINTS", "KEY", "SUFFIX", "Seal", "SealedError", "WrongPassphraseError", "hint", "is_sealed_content"]

KEY = "key.age"
SUFFIX = ".age"
_BEGINS = b"age-encryption.org/"

#: Work that a passphrase takes at least, as the program `age` itself has it; and seconds of a processor after which a
#: slow computer need not try any longer to do so much.
_LEAST_WORK = 18
_TRYING = 4.0
#: Seconds before it is asked again whether a key can be opened here.
_PAUSES = (0.0, *(0.01 * 1.3**number for number in range(20)))

#: What can be said of a passphrase, from so many characters on; a hint, never a rule.
HINTS: tuple[tuple[int, str], ...] = (
    (1, N_("Short. Someone who knows you might guess it.")),
    (10, N_("Hard to guess for a person. A computer could try many such words.")),
    (18, N_("Hard to guess, for a computer too, if the words don't belong together.")),
)


class SealedError(KitError):
    """Raised where a passphrase is needed first; `problems` say so."""


class WrongPassphraseError(KitError):
    """Raised when a passphrase does not open the key; it may be tried as often as one likes."""


@dataclass(frozen=True, slots=True, repr=False)
class Seal:
    """
    What seals and opens a person's files; kept in memory only.

    Args:
        identities: Secret halves of key pairs, the one in use first; earlier ones open what they sealed.
        wrapped: The content of `key.age`: all of them, sealed by the passphrase.
    """

    identities: tuple[Any, ...]
    wrapped: bytes

    @classmethod
    def new(cls, passphrase: str, *, earlier: Sequence[Any] = ()) -> Seal:
        """
        A new key pair under a passphrase; takes a second or two.

        Args:
            passphrase: At least one character.
            earlier: Identities that go on opening what they sealed.

        Raises:
            KitError: If the passphrase is empty.
        """
        if not passphrase:
            raise KitError(
                [Problem(what=_("an empty passphrase would lock nothing."), mend=_("Type at least one letter."))]
            )
        identities = (pyrage.x25519.Identity.generate(), *earlier)
        lines = "".join(f"{identity}\n" for identity in identities)
        return cls(identities, _wrapped(lines.encode("ascii"), _normal(passphrase)))

    @classmethod
    def opened(cls, wrapped: bytes, passphrase: str) -> Seal:
        """
        Open the content of `key.age`; takes a second or two.

        Raises:
            WrongPassphraseError: If it is not the one.
            KitError: If this is no such key.
        """
        try:
            lines = _unwrapped(wrapped, _normal(passphrase)).decode("ascii").split()
            identities = tuple(pyrage.x25519.Identity.from_str(line) for line in lines)
        except pyrage.DecryptError as error:
            if str(error) == "Decryption failed":
                raise WrongPassphraseError(
                    [
                        Problem(
                            what=_("that passphrase didn't open it."),
                            mend=_("Capital letters and the keyboard's language matter. Try as often as you like."),
                        )
                    ]
                ) from None
            raise KitError([_damaged(str(error))]) from None
        except (ValueError, pyrage.IdentityError):
            raise KitError([_damaged("no key is in it")]) from None
        if not identities:
            raise KitError([_damaged("no key is in it")])
        return cls(identities, wrapped)

    @classmethod
    def of_secret(cls, secret: str, wrapped: bytes) -> Seal:
        """
        What `secret` gave, as a seal again: no passphrase is asked for, and no time taken.

        Raises:
            KitError: If there is no key in it.
        """
        try:
            identities = tuple(pyrage.x25519.Identity.from_str(line) for line in secret.split())
        except (ValueError, pyrage.IdentityError):
            identities = ()
        if not identities:
            raise KitError([_damaged("no key is in it")])
        return cls(identities, wrapped)

    def secret(self) -> str:
        """What opens everything without the passphrase; for memory only, never for a disk."""
        return " ".join(map(str, self.identities))

    def close(self, content: bytes) -> bytes:
        """Content, sealed."""
        sealed: bytes = pyrage.encrypt(content, [self.identities[0].to_public()])
        return sealed

    def open(self, content: bytes) -> bytes:
        """
        Sealed content, opened; what is not sealed comes back as it is.

        Raises:
            SealedError: If it was sealed by another key: the passphrase was changed meanwhile.
            ValueError: If it is damaged.
        """
        if not is_sealed_content(content):
            return content
        try:
            opened: bytes = pyrage.decrypt(content, list(self.identities))
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise SealedError([_other_passphrase()]) from None
            raise ValueError("damaged") from None
        return opened

    def __repr__(self) -> str:
        return "Seal()"  # never a key


def is_sealed_content(content: bytes) -> bool:
    """Whether these bytes begin as a file of age does."""
    return content.startswith(_BEGINS)


def hint(passphrase: str) -> str:
    """How hard a passphrase is to guess, in a sentence; empty for an empty one."""
    return next((words for least, words in reversed(HINTS) if len(passphrase) >= least), "")


def _wrapped(content: bytes, passphrase: str) -> bytes:
    """
    Content, sealed by a passphrase with no less work than `_LEAST_WORK`.

    age measures for a millisecond how much work this computer does in a second. On a busy one that comes out at a
    fraction now and then, and the passphrase would be as much easier to guess.
    """
    began = time.process_time()
    tried: list[bytes] = []
    while not tried or (_work(tried[-1]) < _LEAST_WORK and time.process_time() - began < _TRYING):
        tried.append(pyrage.passphrase.encrypt(content, passphrase))
    return max(tried, key=_work)


def _unwrapped(content: bytes, passphrase: str) -> bytes:
    """
    What `_wrapped` sealed. A busy computer believes now and then that it takes too long: then it is asked once more.

    Raises:
        DecryptError: If it does not open.
    """
    pauses = iter(_PAUSES)
    while True:
        try:
            opened: bytes = pyrage.passphrase.decrypt(content, passphrase)
        except pyrage.DecryptError as error:
            pause = next(pauses, None)
            if pause is None or not str(error).startswith("Excessive work"):
                raise
            time.sleep(pause)
        else:
            return opened


def _work(wrapped: bytes) -> int:
    """How much work a passphrase takes, as it stands in what it sealed: twice as much for each one more."""
    found = re.match(rb"age-encryption\.org/v1\n-> scrypt \S+ (\d+)\n", wrapped)
    return int(found[1]) if found else 0


def _normal(passphrase: str) -> str:
    """One spelling for what looks the same: keyboards differ in how they write é."""
    return unicodedata.normalize("NFC", passphrase)


def _damaged(why: str) -> Problem:
    return Problem(
        what=_("the file key.age cannot be used ({why}).").format(why=why),
        mend=_("Put an earlier copy of key.age in its place, from a backup of your own; without it nothing opens."),
    )


def _other_passphrase() -> Problem:
    return Problem(
        what=_("the passphrase of your workbook was changed meanwhile."),
        mend=_("Open this page again, and give the new one."),
    )
