"""
Copies of `key.age` in `backups/`, each beside what it opens.

Where two computers that are kept in step each chose a passphrase, a sync program puts the key of one over that of the
other, and what was saved here would never open again. A copy is locked with the passphrase as the key itself is, and
stays only while something in the folder needs it: after a change of the passphrase the old one opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from heartwork import atomic_files
from heartwork.crypto.keypair import KEY, SUFFIX, KeyPair, WrongPassphraseError
from heartwork.errors import KitError
from heartwork.storage.backup_copies import BACKUPS

__all__ = ["drop", "is_one", "keep", "opened", "others", "put_back"]

_BEGINS = "key-"
#: How a key under a passphrase begins; what is sealed by the key itself begins otherwise.
_UNDER_A_PASSPHRASE = b"age-encryption.org/v1\n-> scrypt "
_LARGEST = 64 * 1024  # bytes


def is_one(path: Path) -> bool:
    """Whether a file in `backups/` is a copy of a key, by its name."""
    return path.name.startswith(_BEGINS) and path.suffix == SUFFIX


def keep(folder: Path, wrapped: bytes) -> None:
    """
    Keep a copy of a key, if there is none yet.

    Args:
        folder: Of the answers.
        wrapped: What is in the key.

    Raises:
        OSError: If the disk did not take it.
    """
    path = _path(folder, wrapped)
    if _content(path) != wrapped:
        atomic_files.make_private_folder(path.parent)
        atomic_files.replace(path, wrapped)


def drop(folder: Path, *contents: bytes) -> None:
    """
    Take the copies of these keys away.

    Raises:
        OSError: If one could not be removed.
    """
    for wrapped in contents:
        atomic_files.remove(_path(folder, wrapped))


def others(folder: Path) -> list[bytes]:
    """
    The keys in the folder that are not the one in use: copies, and what a sync program gave another name.

    Returns:
        What is in them, each once.
    """
    in_use = _content(folder / KEY)
    found = [_content(path) for path in (*sorted((folder / BACKUPS).glob(f"{_BEGINS}*{SUFFIX}")), *_renamed(folder))]
    return [one for one in dict.fromkeys(found) if one.startswith(_UNDER_A_PASSPHRASE) and one != in_use]


def opened(folder: Path, passphrase: str) -> KeyPair | None:
    """
    The key among `others` that a passphrase opens; None when it opens none. Takes about a second for each.

    Args:
        folder: Of the answers.
        passphrase: As it was typed.
    """
    for wrapped in others(folder):
        try:
            return KeyPair.opened(wrapped, passphrase)
        except (WrongPassphraseError, KitError):
            continue
    return None


def put_back(folder: Path, seal: KeyPair) -> None:
    """
    Make a key the one in use again; that which stands in its place becomes a copy.

    Raises:
        OSError: If the disk did not take it.
    """
    if there := _content(folder / KEY):
        keep(folder, there)
    keep(folder, seal.wrapped)
    atomic_files.replace(folder / KEY, seal.wrapped)


def _renamed(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if path.name != KEY and path.is_file():
            yield path


def _path(folder: Path, wrapped: bytes) -> Path:
    return folder / BACKUPS / f"{_BEGINS}{sha256(wrapped).hexdigest()[:10]}{SUFFIX}"


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST)
    except OSError:
        return b""
