"""A person's workbook: opened and saved, sealed and opened again, destroyed in part, brought back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from heartwork import atomic_files, descent
from heartwork.answers import Answers, stamp
from heartwork.changes import Answered, Change, Destroyed
from heartwork.crypto.keypair import KeyPair
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.local_time import local_day
from heartwork.paths import answers_folder
from heartwork.storage import backup_copies, encryption, last_save, nearby_workbooks, purge, workbook_json
from heartwork.storage.encryption import FILE
from heartwork.storage.python_api import PythonAccess
from heartwork.storage.store import clock

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
    A person's workbook, as it lies on the disk.

    Saving is a matter of changes, not of a whole document: under a lock, what is on the disk now is read,
    the changes are put into it, and it is written back, so that two pages never undo each other.
    """

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
            workbook._refresh()
        return workbook

    @classmethod
    def closed(cls, folder: str | Path | None = None) -> Workbook:
        """The workbook of a folder, not looked into yet: `reload` opens it, or, where it is `locked`, `unlock`."""
        return cls(answers_folder(folder))

    def __init__(self, folder: str | Path, *, seal: KeyPair | None = None) -> None:
        super().__init__(Path(folder), seal=seal)

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
        destroyed = [Destroyed(worksheet, question, entry) for question in questions]
        with self._writing():
            if self._seal is not None and encryption.clear_files(self.folder, self._own, self._seal):
                encryption.finish(self.folder, self._seal, self._own)
                self._refresh(locked=True)
            after = self._answers.with_changes(destroyed, now=stamp(now) if now else clock())
            names = [f"{worksheet}{'' if entry is None else f'/{entry}'}.{question}" for question in questions]
            after = descent.followed(self._before(), after, self._next_save(), destroyed=names)
            self._keep_copies(after)
            last_save.clear(self.folder)
            last_good = backup_copies.last_good(self.folder, self._ending)
            if last_good.is_file():
                # It is what comes now: a page that still holds the answer is older, and does not write it back where
                # the file itself goes.
                self._rewrite(last_good, after)
            others = (
                nearby_workbooks.sealed(self.folder)
                if self._seal is not None
                else nearby_workbooks.ours(self.folder, self._own)
            )
            left = purge.purge_backups(last_good.parent, destroyed, others=others, read=self._copy, write=self._rewrite)
            left += nearby_workbooks.outside(self.folder, self._own, self._seal)
            # The workbook last: until all is done the person sees the answer, and can try again.
            self._write(after)
            self._note(after if last_good.is_file() else None)
        return left

    def _copy(self, path: Path) -> Answers | None:
        kept = self._document(path)
        return None if kept is None or workbook_json.is_newer(kept) else Answers(kept)

    def _rewrite(self, path: Path, answers: Answers) -> None:
        content = workbook_json.as_bytes(answers.document)
        atomic_files.replace(path, self._seal.close(content) if self._seal else content)

    # -- copies

    def earlier(self) -> list[Copy]:
        """The copies that can be read, newest first, as they can be brought back."""
        found = [(Answers(kept), path) for path, kept in self._readable_copies() if not workbook_json.is_newer(kept)]
        found.sort(key=lambda pair: pair[0].revision, reverse=True)
        return [Copy(path=path, updated=kept.updated, answered=_count(kept)) for kept, path in found]

    def restore(self, copy: Copy, *, now: datetime.datetime | None = None) -> Answers:
        """
        Bring an earlier state back; what stands there now becomes a copy first.

        Raises:
            KitError: If the copy can no longer be read, or the disk did not take it.
        """
        at = stamp(now) if now else clock()
        with self._writing():
            # Read before anything is copied: what is kept for a day may make room for another.
            kept = self._document(copy.path)
            if kept is None or workbook_json.is_newer(kept):
                raise KitError([Problem(what=_("that copy cannot be read any more."), mend=_("Choose another."))])
            if self.path.is_file():
                backup_copies.keep_one_more(
                    self.path,
                    number=self._answers.revision,
                    day=local_day(self._answers.updated),
                    ending=self._ending,
                    revision=self._revision,
                    is_earlier=self._is_earlier,
                )
            revision = max(self._answers.revision, kept["revision"]) + 1
            self._put(Answers({**kept, "revision": revision, "updated": at}))
        return self._answers


def _count(written: Answers) -> int:
    kept = [len(written.answers(worksheet)) for worksheet in written.document["worksheets"]]
    return sum(kept) + sum(
        len(entry.get("answers", {})) for listed in written.document["entries"].values() for entry in listed
    )
