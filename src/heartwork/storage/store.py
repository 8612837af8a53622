"""What a workbook has for a store, and the one on the disk: changed in what lies there now, under a lock."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from filelock import Timeout

from heartwork import atomic_files, descent
from heartwork.answers import Answers, stamp
from heartwork.changes import Destroyed
from heartwork.crypto.keypair import KeyPair
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import N_, _
from heartwork.local_time import local_day
from heartwork.storage import (
    backup_copies,
    encryption,
    last_save,
    nearby_workbooks,
    purge,
    storage_errors,
    workbook_json,
)
from heartwork.storage.answers_folder import FORGOTTEN, AnswersFolder, clock
from heartwork.storage.folder_reader import NEWER, FolderReader

__all__ = ["FolderStore", "Make", "WorkbookStore"]

#: Makes the answers that are to be written of those that are there and the time, as it stands in the file.
Make = Callable[[Answers, str], Answers]

_NO_LOCKS = N_(
    "The disk with your answers doesn't support locks, so heartwork uses a file of its own in their place. "
    "Everything is saved; it is safest to write in one window at a time."
)
_MENDS = {
    NEWER: N_("Update heartwork, then open it again."),
    FORGOTTEN: N_("To start again, open heartwork again."),
}


class WorkbookStore(Protocol):
    """Where a workbook is kept: `FolderStore`, on the disk or at a seat, or `MemoryStore`."""

    @property
    def disk(self) -> AnswersFolder:
        """What is known of the folder; `answers` is all that was written."""

    @property
    def private(self) -> bool:
        """Whether this is a visit of which nothing is written."""

    def change(self, make: Make, *, now: datetime.datetime | None = None) -> None:
        """Keep what `make` makes of what is kept now."""

    def destroy(
        self, worksheet: str, questions: Sequence[str], entry: str | None, *, now: datetime.datetime | None = None
    ) -> list[Path]:
        """Destroy an answer, see `Workbook.destroy`."""

    def restore(self, copy: Path, *, now: datetime.datetime | None = None) -> None:
        """Bring the state in a copy back."""

    def refresh(self, *, locked: bool = False) -> None:
        """Read what is kept, if it changed."""

    def writing(self) -> AbstractContextManager[None]:
        """Take the lock, and read what is kept now inside it."""


class FolderStore:
    """
    A store on the disk: under a lock, what lies in the folder now is read, changed and written back.

    Args:
        folder: Of the answers; it is made by the first change.
        key: What opens and seals it, where it is sealed and that is known already.
        needs_key: Whether it is at a seat of a workshop, see `AnswersFolder`.
    """

    private = False

    def __init__(self, folder: Path, *, key: KeyPair | None = None, needs_key: bool = False) -> None:
        self.disk = AnswersFolder(folder, key=key, needs_key=needs_key)
        self._reader = FolderReader(self.disk)

    def refresh(self, *, locked: bool = False) -> None:
        """
        Read what lies in the folder, if it changed.

        Args:
            locked: Whether this holds the lock, and may write.

        Raises:
            SealedError: If a passphrase is needed first.
            KitError: If the file is there and may not be read.
        """
        self._reader.refresh(locked=locked)

    def change(self, make: Make, *, now: datetime.datetime | None = None) -> None:
        """
        Put on the disk what `make` makes of what is there, under the lock.

        Args:
            make: When it gives back the same answers, nothing is written.
            now: When; the clock's time when None.

        Raises:
            SealedError: If a passphrase is needed first.
            KitError: If it could not be saved.
        """
        with self.writing():
            after = make(self.disk.answers, _moment(now))
            if after is not self.disk.answers:
                self._replace(after)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """The lock, with what is on the disk now read inside it; what goes wrong is told in words."""
        disk = self.disk
        disk.notice_deleted()
        self._expect_writable()
        try:
            if not disk.needs_key:
                atomic_files.make_private_folder(disk.folder)
            with disk.lock as lock:
                self.refresh(locked=True)  # where all was deleted meanwhile, it notices
                self._expect_writable()
                if lock.stands_in:
                    disk.say(_(_NO_LOCKS))
                yield
        except Timeout:
            raise KitError([storage_errors.held()]) from None
        except OSError as error:
            raise KitError([storage_errors.not_saved(error)]) from error

    def _expect_writable(self) -> None:
        if why := self.disk.read_only:
            mend = _(_MENDS.get(why, storage_errors.ANOTHER_FOLDER))
            raise KitError([Problem(what=_(why), mend=mend)])

    def _replace(self, after: Answers) -> None:
        """Write what follows what is there, and keep a copy of that; for who is inside `writing`."""
        disk, before = self.disk, self.disk.before()
        if before is not None or not disk.writer.is_intact(after.document):
            after = descent.followed(before, after, disk.next_save())  # what was brought in as a whole stays itself
        is_there = before is not None and disk.path.is_file()
        disk.back_up(after)
        disk.write_document(after)
        disk.note_last_save(before if is_there else None)

    def destroy(
        self, worksheet: str, questions: Sequence[str], entry: str | None, *, now: datetime.datetime | None = None
    ) -> list[Path]:
        """
        Destroy the answer to a question, here and in every copy, see `Workbook.destroy`.

        Raises:
            SealedError: If a passphrase is needed first.
            KitError: If it could not be done; it may be gone from some copies then.
        """
        destroyed, disk = [Destroyed(worksheet, question, entry) for question in questions], self.disk
        with self.writing():
            if disk.key is not None and encryption.clear_files(disk.folder, disk.own_id, disk.key):
                encryption.finish(disk.folder, disk.key, disk.own_id)
                self.refresh(locked=True)
            after = disk.answers.with_changes(destroyed, now=_moment(now))
            names = [f"{worksheet}{'' if entry is None else f'/{entry}'}.{question}" for question in questions]
            after = descent.followed(disk.before(), after, disk.next_save(), destroyed=names)
            disk.back_up(after)
            last_save.clear(disk.folder)
            last_good = backup_copies.last_good(disk.folder, disk.ending)
            if last_good.is_file():
                # It is what comes now: a page that still holds the answer is older, and does not write it back where
                # the file itself goes.
                self._rewrite(last_good, after)
            others = (
                nearby_workbooks.sealed(disk.folder)
                if disk.key is not None
                else nearby_workbooks.ours(disk.folder, disk.own_id)
            )
            left = purge.purge_backups(last_good.parent, destroyed, others=others, read=self._read, write=self._rewrite)
            left += nearby_workbooks.outside(disk.folder, disk.own_id, disk.key)
            # The workbook last: until all is done the person sees the answer, and can try again.
            disk.write_document(after)
            disk.note_last_save(after if last_good.is_file() else None)
        return left

    def _read(self, copy: Path) -> Answers | None:
        kept = self.disk.document(copy)
        return None if kept is None or workbook_json.is_newer(kept) else Answers(kept)

    def _rewrite(self, copy: Path, answers: Answers) -> None:
        atomic_files.replace(copy, self.disk.encrypted(workbook_json.as_bytes(answers.document)))

    def restore(self, copy: Path, *, now: datetime.datetime | None = None) -> None:
        """
        Bring the state in a copy back; what stands there now becomes a copy first.

        Raises:
            KitError: If the copy can no longer be read, or the disk did not take it.
        """
        disk, at = self.disk, _moment(now)
        with self.writing():
            kept = self._read(copy)  # before anything is copied: what is kept for a day may make room for another
            if kept is None:
                raise KitError([Problem(what=_("that copy cannot be read any more."), mend=_("Choose another."))])
            if disk.path.is_file():
                backup_copies.keep_one_more(
                    disk.path,
                    number=disk.answers.revision,
                    day=local_day(disk.answers.updated),
                    ending=disk.ending,
                    revision=disk.revision_of,
                    is_earlier=disk.is_earlier,
                )
            revision = max(disk.answers.revision, kept.revision) + 1
            self._replace(Answers({**kept.document, "revision": revision, "updated": at}))


def _moment(now: datetime.datetime | None) -> str:
    return stamp(now) if now else clock()
