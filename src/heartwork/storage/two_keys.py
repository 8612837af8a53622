"""
A folder in which files are sealed by two keys: what the one in use does not open is kept, until it is put together.

That comes about where a sync program replaces a sealed workbook, or its key, by those of another computer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from heartwork import atomic_files, descent
from heartwork.answers import Answers
from heartwork.crypto.keypair import SUFFIX, KeyPair, SealedError
from heartwork.errors import KitError
from heartwork.i18n.messages import N_
from heartwork.reconciling import Side, reconciled
from heartwork.storage import backup_copies, encryption, export_log, key_backups, last_save, workbook_json
from heartwork.storage.backup_copies import BACKUPS
from heartwork.storage.last_save import LastSave
from heartwork.workbook_format import WorkbookDoc

__all__ = [
    "LOCKED_APART",
    "NO_KEY_HERE",
    "Found",
    "drop_keys",
    "found",
    "locked_apart",
    "make_room",
    "opens",
    "together",
]

#: What the person is told where the other key is here, too.
LOCKED_APART = N_(
    "Part of what was saved in this folder is locked with another passphrase, as when two computers that share it each "
    "chose one. Nothing was thrown away. Give that passphrase under “Where your answers are”, and both are put "
    "together."
)
#: The same, where it is not.
NO_KEY_HERE = N_(
    "The file of your workbook was replaced by one that is locked with another passphrase, and its key is not here. "
    "It is kept with the earlier copies; what is shown was saved here."
)

_ENDING = f".json{SUFFIX}"
_LOCKED_NOTES = "locked-written-files"


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """
    What another key opened.

    Args:
        path: The file; it is sealed by the key in use now.
        content: What is in it.
    """

    path: Path
    content: WorkbookDoc | LastSave

    @property
    def is_record(self) -> bool:
        """Whether it tells what the last save changed, and is no workbook."""
        return isinstance(self.content, LastSave)


def locked_apart(folder: Path, seal: KeyPair) -> list[Path]:
    """The sealed files of a folder that this does not open, because they were sealed by another key."""
    return [path for path in encryption.sealed_files(folder) if not opens(path, seal)]


def make_room(folder: Path, seal: KeyPair) -> None:
    """
    Give what the next save would replace, and this does not open, a name of its own; for who holds the lock.

    Raises:
        OSError: If the disk did not take it.
    """
    backups = folder / BACKUPS
    atomic_files.make_private_folder(backups)
    for path in (folder / encryption.SEALED_FILE, backup_copies.last_good(folder, _ENDING)):
        if path.is_file() and not opens(path, seal):
            path.rename(backup_copies.free_name(backups, backup_copies.LOCKED, _ENDING))
    for path in backups.glob(f"{last_save.PATTERN}{_ENDING}"):
        if not opens(path, seal):
            path.rename(backup_copies.free_name(backups, last_save.LOCKED, _ENDING))
    notes = folder / export_log.SEALED_NOTES
    if notes.is_file() and not opens(notes, seal):
        notes.rename(backup_copies.free_name(backups, _LOCKED_NOTES, _ENDING))


def drop_keys(folder: Path, seal: KeyPair) -> None:
    """
    Let go of copies of other keys once nothing here needs them; for who holds the lock.

    Raises:
        OSError: If one could not be removed.
    """
    if (others := key_backups.others(folder)) and not locked_apart(folder, seal):
        key_backups.drop(folder, *others)


def found(folder: Path, other: KeyPair, seal: KeyPair) -> list[Found]:
    """
    Seal what another key opens by the one in use; for who holds the lock.

    Raises:
        OSError: If the disk did not take it; what was sealed by the other key until then still is.
    """
    brought = []
    for path in locked_apart(folder, seal):
        try:
            content = other.open(path.read_bytes())
        except (ValueError, SealedError):
            continue
        if path.name.startswith(_LOCKED_NOTES):
            export_log.bring_in(folder, content, seal)
            atomic_files.remove(path)
            continue
        atomic_files.replace(path, seal.close(content))
        try:
            brought.append(Found(path, _read(path, content)))
        except (ValueError, KeyError, TypeError, RecursionError, KitError):
            continue  # one that was set aside because it is damaged stays so
    return brought


def together(mine: Answers, brought: Iterable[Found], *, now: str) -> tuple[Answers, descent.Descent] | None:
    """
    What is here and what was found, as one; None where nothing new was found.

    Args:
        mine: What is here.
        brought: What another key opened.
        now: When.
    """
    files = list(brought)
    whole = [Answers(one.content) for one in files if not isinstance(one.content, LastSave)]
    sides = [Side(answers, descent.of(answers.document)) for answers in whole]
    for one in files:
        if isinstance(one.content, LastSave):
            sides.append(_side_of_record(one.content, whole))
    # The newest first: of an earlier state it can then be shown that nothing in it is news.
    sides.sort(key=lambda side: side.answers.revision, reverse=True)
    both = Side(mine, descent.of(mine.document))
    merged = False
    for side in sides:
        if both.descent.has(side.descent.head):
            continue
        answers, known = reconciled(both, side, now=now)
        both, merged = Side(answers, descent.without_a_save(known)), True
    return (both.answers, both.descent) if merged else None


def _side_of_record(record: LastSave, whole: Iterable[Answers]) -> Side:
    states = (record.whole(answers.document) for answers in whole)
    state = next((one for one in states if one is not None), None) or record.whole(None)
    if state is not None:
        return Side(state, descent.of(record.changed))
    # A part of it shows what was written, not what was taken out.
    return Side(Answers(record.changed), descent.unknown(descent.of(record.changed)))


def _read(path: Path, content: bytes) -> WorkbookDoc | LastSave:
    if _is_record(path):
        return last_save.read(json.loads(content))
    kept = workbook_json.read(content)
    if workbook_json.is_newer(kept):
        raise ValueError("of a newer version")
    return kept


def _is_record(path: Path) -> bool:
    return any(path.match(f"{begins}{_ENDING}") for begins in (last_save.PATTERN, f"{last_save.LOCKED}*"))


def opens(path: Path, seal: KeyPair) -> bool:
    """Whether this opens a file; yes for one that is damaged: another key would not help."""
    try:
        seal.open(path.read_bytes())
    except SealedError:
        return False
    except (ValueError, OSError):
        return True
    return True
