"""
A passphrase round what is written, in the standard age format, which any age tool can open.

A person has a key pair. Everything is sealed to its public half, which takes no time; its secret half lies beside the
answers in `key.age`, sealed by the passphrase, which takes about a second on purpose. Both are ordinary files of age:

    age --decrypt --identity key.age workbook.json.age
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyrage

from heartwork.crypto import age_scrypt
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import N_, _
from heartwork.normalization.passphrases import canonical, flaw, spellings

__all__ = [
    "HINTS",
    "KEY",
    "PUBLIC_KEY",
    "SUFFIX",
    "KeyPair",
    "SealedError",
    "WrongPassphraseError",
    "check_new",
    "hint",
    "is_sealed_content",
    "other_passphrase",
    "wrong",
]

KEY = "key.age"
#: The public half of a key pair, beside the answers of a seat in a workshop until `KEY` is there.
PUBLIC_KEY = "key.pub"
SUFFIX = ".age"
_BEGINS = b"age-encryption.org/"

#: What can be said of a passphrase, from so many characters on; a hint, never a rule.
HINTS: tuple[tuple[int, str], ...] = (
    (1, N_("Short. Someone who knows you might guess it.")),
    (10, N_("Hard for a person to guess. A computer could try many such words.")),
    (18, N_("Hard to guess, even for a computer, if the words don't belong together.")),
)


class SealedError(KitError):
    """Raised where a passphrase is needed first; `problems` say so."""


class WrongPassphraseError(KitError):
    """Raised when a passphrase does not open the key; it may be tried as often as one likes."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyPair:
    """
    What seals and opens a person's files; kept in memory only.

    Args:
        identities: Secret halves of key pairs, the one in use first; earlier ones open what they sealed.
        wrapped: The content of `key.age`: all of them, sealed by the passphrase; empty before that is made.
    """

    identities: tuple[Any, ...]
    wrapped: bytes

    @classmethod
    def new(cls, passphrase: str, *, earlier: Sequence[object] = ()) -> KeyPair:
        """
        A new key pair under a passphrase; takes about a second.

        Args:
            passphrase: As it was typed; what it locks with is `heartwork.normalization.passphrases.canonical`.
            earlier: Identities that go on opening what they sealed.

        Raises:
            KitError: If it is empty, or could not be typed again; see `check_new`.
        """
        check_new(passphrase)
        seal = cls((pyrage.x25519.Identity.generate(), *earlier), b"")
        return cls(seal.identities, seal.wrapped_with(passphrase))

    @classmethod
    def begun(cls) -> KeyPair:
        """A new key pair under no passphrase yet; takes no time."""
        return cls((pyrage.x25519.Identity.generate(),), b"")

    @classmethod
    def opened(cls, wrapped: bytes, passphrase: str, *, earlier: bool = True) -> KeyPair:
        """
        Open the content of `key.age`; takes about a second for each spelling of the passphrase that is tried.

        Args:
            wrapped: The content.
            passphrase: As it was typed.
            earlier: Whether spellings are tried that only an earlier version locked with.

        Raises:
            WrongPassphraseError: If it is not the one.
            KitError: If this is no such key.
        """
        for spelling in spellings(passphrase, earlier=earlier):
            try:
                lines = age_scrypt.unlock(wrapped, spelling)
            except ValueError as error:
                raise KitError([_damaged(str(error))]) from None
            if lines is not None:
                return cls.of_secret(lines.decode("ascii", "replace"), wrapped)
        raise WrongPassphraseError([wrong()])

    @classmethod
    def of_secret(cls, secret: str, wrapped: bytes) -> KeyPair:
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
            raise KitError([_damaged(_("no key is in it"))])
        return cls(identities, wrapped)

    def wrapped_with(self, passphrase: str) -> bytes:
        """All of them, sealed by a passphrase; takes about a second."""
        lines = "".join(f"{identity}\n" for identity in self.identities)
        return age_scrypt.lock(lines.encode("ascii"), canonical(passphrase))

    def public(self) -> bytes:
        """The public half that is in use, as a line."""
        return f"{self.identities[0].to_public()}\n".encode("ascii")

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
                raise SealedError([other_passphrase()]) from None
            raise ValueError("damaged") from None
        return opened

    def __repr__(self) -> str:
        return "KeyPair()"  # never a key


def is_sealed_content(content: bytes) -> bool:
    """Whether these bytes begin as a file of age does."""
    return content.startswith(_BEGINS)


def hint(passphrase: str) -> str:
    """How hard a passphrase is to guess, in a sentence; empty for an empty one."""
    return next((words for least, words in reversed(HINTS) if len(passphrase) >= least), "")


def check_new(passphrase: str) -> None:
    """
    Look whether a passphrase can be a new one.

    Raises:
        KitError: If it is empty, made of nothing that can be seen, or could not be typed again.
    """
    if why := flaw(passphrase):
        mend = _("Type it by hand.") if passphrase.strip() else _("Type at least one letter.")
        raise KitError([Problem(what=why, mend=mend)])


def wrong() -> Problem:
    """A passphrase that opens nothing."""
    return Problem(
        what=_("that passphrase didn't open it."),
        mend=_(
            "Capital letters, accents and the keyboard's language matter. Other kinds of quotes and dashes, and spaces "
            "at the ends, were tried too. Try as often as you like."
        ),
    )


def _damaged(why: str) -> Problem:
    return Problem(
        what=_("the file key.age cannot be used ({why}).").format(why=why),
        mend=_("Put an earlier copy of key.age in its place, from a backup of your own; without it nothing opens."),
    )


def other_passphrase() -> Problem:
    """A key that opens it no more."""
    return Problem(
        what=_("the passphrase of your workbook was changed in the meantime."),
        mend=_("Open this page again, and give the new one."),
    )
