"""A person's workbook: opened and saved, sealed and opened again, destroyed in part, brought back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from heartwork.answers import Answers
from heartwork.changes import Answered, Change
from heartwork.crypto.keypair import KeyPair
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.paths import answers_folder
from heartwork.storage import workbook_json
from heartwork.storage.encryption import FILE
from heartwork.storage.memory_store import MemoryStore
from heartwork.storage.python_api import PythonAccess
from heartwork.storage.sealing import Sealing
from heartwork.storage.store import FolderStore, Make, WorkbookStore

__all__ = ["FILE", "Copy", "Workbook"]


@dataclass(frozen=True, slots=True)
class Copy:
    """
    An earlier state of a workbook, as it can be brought back.

    Args:
        path: Its file.
        updated: When it was saved; UTC, `2026-11-23T14:05:00Z`.
        answered: How many answers it holds, those of entries too.
    """

    path: Path
    updated: str
    answered: int


class Workbook(PythonAccess):
    """
    A person's workbook; by default as it lies on the disk.

    Saving is a matter of changes, not of a whole document: under a lock, what is on the disk now is read,
    the changes are put into it, and it is written back, so that two pages never undo each other.

    Args:
        folder: Where it lies.
        seal: What opens and seals it, where it is sealed and that is known already.
    """

    def __init__(self, folder: str | Path, *, seal: KeyPair | None = None) -> None:
        self._use(FolderStore(Path(folder), key=seal))

    def _use(self, store: WorkbookStore) -> None:
        self._store, self._disk, self._sealing = store, store.disk, Sealing(store)

    @classmethod
    def load(cls, folder: str | Path | None = None, *, passphrase: str | None = None) -> Workbook:
        """
        Open the workbook of a folder; an empty one when there is none yet (nothing is written by that).

        A file that cannot be read is set aside, never overwritten; the last good copy is opened instead, and
        `notices` says so. Where there are copies and no file, the newest of them is opened too. A file of a newer
        version of the kit opens empty and read-only.

        Args:
            folder: Where it lies; see `heartwork.paths.answers_folder` when None.
            passphrase: What it was sealed with, if it was. In a notebook: `getpass.getpass()`, so that it does not
                stand in the notebook.

        Raises:
            SealedError: If a passphrase is needed and none was given.
            WrongPassphraseError: If it is not the one.
            KitError: If the file is there and may not be read.
        """
        workbook = cls.closed(folder)
        if passphrase is not None and workbook.locked:
            workbook.unlock(passphrase)
        else:
            workbook.reload()
        return workbook

    @classmethod
    def closed(cls, folder: str | Path | None = None) -> Workbook:
        """The workbook of a folder, not looked into yet: `reload` opens it, or, where it is `locked`, `unlock`."""
        return cls(answers_folder(folder))

    @classmethod
    def at_a_seat(cls, folder: str | Path | None = None) -> Workbook:
        """The workbook of a seat of a workshop, not looked into yet: without a key, nothing is written into it."""
        return cls._of(FolderStore(answers_folder(folder), needs_key=True))

    @classmethod
    def in_memory(cls) -> Workbook:
        """A workbook of which nothing is written: it begins empty, and is kept until the program ends."""
        return cls._of(MemoryStore())

    @classmethod
    def _of(cls, store: WorkbookStore) -> Workbook:
        workbook = cls.__new__(cls)
        workbook._use(store)
        return workbook

    # -- what is known of it

    @property
    def folder(self) -> Path:
        """The folder of the answers."""
        return self._disk.folder

    @property
    def path(self) -> Path:
        """The file, as it is now or will be."""
        return self._disk.path

    @property
    def written(self) -> Answers:
        """Everything that was written, as last read or saved."""
        return self._disk.answers

    @property
    def notices(self) -> list[str]:
        """What the person should be told about their file, in words for them; may be empty."""
        return self._disk.notices

    @property
    def read_only(self) -> str:
        """Why nothing can be saved here, in words for the person; empty when it can."""
        return self._disk.read_only

    @property
    def private(self) -> bool:
        """Whether this is a visit of which nothing is written."""
        return self._store.private

    @property
    def sealed(self) -> bool:
        """Whether what is written is sealed with a passphrase."""
        return self._disk.sealed

    @property
    def locked(self) -> bool:
        """Whether it is sealed, and the passphrase was not given yet."""
        return self._disk.locked

    @property
    def key(self) -> KeyPair | None:
        """What opens and seals the folder; None where it is not sealed, or the passphrase was not given yet."""
        return self._disk.key

    @property
    def awaits_key(self) -> bool:
        """Whether what is written is not to be called saved yet, see `AnswersFolder.awaits_key`."""
        return self._disk.awaits_key

    @property
    def forgotten(self) -> bool:
        """Whether everything was deleted since this was opened, here or in another window."""
        return self._disk.notice_deleted()

    # -- reading and writing

    def reload(self) -> Answers:
        """
        Read what is on the disk now, if it changed.

        Raises:
            SealedError: If a passphrase is needed first.
            KitError: If the file is there and may not be read.
        """
        self._store.refresh()
        return self.written

    def change(self, make: Make, *, now: datetime.datetime | None = None) -> Answers:
        """
        Put on the disk what `make` makes of what is there, under the lock; as `save` does.

        Args:
            make: Called with what is on the disk and the time, as it stands in the file. When it gives back the same
                answers, nothing is written.
            now: When; the clock's time when None.

        Raises:
            KitError: As for `save`.
        """
        self._store.change(make, now=now)
        return self.written

    def save(self, changes: Iterable[Change], *, now: datetime.datetime | None = None) -> Answers:
        """
        Put changes on the disk; when this returns, they are there.

        Args:
            changes: What changed.
            now: When; the clock's time when None.

        Returns:
            The whole document after it, with what others wrote meanwhile.

        Raises:
            SealedError: If a passphrase is needed first: another page has set or changed it.
            KitError: If it could not be saved. The file is whole then: as it was, or, where the disk failed after
                the rename, with these changes in it. To try again is always right.
        """
        changes = list(changes)
        if any(isinstance(one, Answered) and workbook_json.is_too_deep([[[[[one.value]]]]]) for one in changes):
            what = _("this answer is nested too deeply to be kept: more than 40 lists inside one another.")
            raise KitError([Problem(what=what, mend=_("None of it was saved. Make it simpler."))])
        return self.change(lambda answers, at: answers.with_changes(changes, now=at), now=now)

    def destroy(
        self, worksheet: str, *questions: str, entry: str | None = None, now: datetime.datetime | None = None
    ) -> list[Path]:
        """
        Destroy the answer to a question, with all that was kept of it, here and in every copy.

        What is exported, printed or copied elsewhere is not reached.

        Args:
            worksheet: Id of the worksheet.
            questions: Ids of the question: the one it has, and those it had.
            entry: Id of the entry, where the worksheet repeats.
            now: When; the clock's time when None.

        Returns:
            Files that may hold the answer still: damaged ones, and those with a workbook that are not the kit's to
            change.

        Raises:
            SealedError: If a passphrase is needed first.
            KitError: If it could not be done; it may be gone from some copies then. To try again is always right.
        """
        return self._store.destroy(worksheet, questions, entry, now=now)

    # -- copies

    def copies(self) -> list[Path]:
        """The copies in `backups/`: the last good one first, then one a day, newest first."""
        return self._disk.copies()

    def earlier(self) -> list[Copy]:
        """The copies that can be read, newest first, as they can be brought back."""
        found = [
            (Answers(kept), path) for path, kept in self._disk.readable_copies() if not workbook_json.is_newer(kept)
        ]
        found.sort(key=lambda pair: pair[0].revision, reverse=True)
        return [Copy(path=path, updated=kept.updated, answered=_count(kept)) for kept, path in found]

    def restore(self, copy: Copy, *, now: datetime.datetime | None = None) -> Answers:
        """
        Bring an earlier state back; what stands there now becomes a copy first.

        Raises:
            KitError: If the copy can no longer be read, or the disk did not take it.
        """
        self._store.restore(copy.path, now=now)
        return self.written

    # -- the passphrase

    def unlock(self, passphrase: str) -> None:
        """
        Open a sealed workbook; takes about a second.

        Where another program replaced `key.age`, the passphrase it had here before opens what was saved here with it.

        Raises:
            WrongPassphraseError: If it is not the one.
            KitError: If `key.age` is not there or damaged.
        """
        self._sealing.unlock(passphrase)

    def unlock_by_secret(self, secret: str) -> None:
        """
        Open a sealed workbook by what `KeyPair.secret` gave; takes no time.

        Raises:
            KitError: If `key.age` is not there, or this does not open it.
        """
        self._sealing.unlock_by_secret(secret)

    def seal(self, passphrase: str) -> None:
        """
        Seal the workbook, its copies and what was set aside; from now on nothing is written in clear text.

        Nobody can open it without the passphrase: say so before.

        Raises:
            KitError: If it is sealed already, or the disk did not take it; what was there still opens.
        """
        self._sealing.seal(passphrase)

    def unseal(self, passphrase: str) -> None:
        """
        Take the passphrase away: everything lies in clear text again.

        Raises:
            WrongPassphraseError: If it is not the one.
            KitError: If it is not sealed, or the disk did not take it; it is still sealed then.
        """
        self._sealing.unseal(passphrase)

    def change_passphrase(self, old: str, new: str) -> None:
        """
        Seal everything anew, under another passphrase and with another key.

        The old one opens nothing in this folder any more. Copies of the folder that were made elsewhere before still
        open with it.

        Raises:
            WrongPassphraseError: If the old one is not the one.
            KitError: If it is not sealed, or the disk did not take it; one of the two opens it then.
        """
        self._sealing.change_passphrase(old, new)

    @property
    def can_join(self) -> bool:
        """Whether another passphrase locks something here, and its key is here too."""
        return self._sealing.can_join

    def join(self, other: str) -> None:
        """
        Put together what is here and what another passphrase locks; from then on the passphrase in use opens it all.

        Args:
            other: The other passphrase.

        Raises:
            SealedError: If the passphrase in use was not given yet.
            WrongPassphraseError: If it opens nothing here; it may be tried as often as one likes.
            KitError: If nothing here is locked with another one, or the disk did not take it.
        """
        self._sealing.join(other)

    def __repr__(self) -> str:
        return f"Workbook(revision={self.written.revision})"  # never the words


def _count(written: Answers) -> int:
    kept = [len(written.answers(worksheet)) for worksheet in written.document["worksheets"]]
    return sum(kept) + sum(
        len(entry.get("answers", {})) for listed in written.document["entries"].values() for entry in listed
    )
