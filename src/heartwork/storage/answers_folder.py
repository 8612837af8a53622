"""One folder of answers as it lies on the disk: its document, its copies, its lock; what this program knows of it."""

from __future__ import annotations

import contextlib
import datetime
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from heartwork import atomic_files, descent
from heartwork.answers import Answers, stamp
from heartwork.crypto.keypair import KEY, SUFFIX, KeyPair, SealedError
from heartwork.folder_lock import FolderLock
from heartwork.i18n.messages import N_
from heartwork.local_time import local_day
from heartwork.paths import NameFor
from heartwork.storage import backup_copies, encryption, last_save, replaced_file, tombstone, workbook_json
from heartwork.storage.encryption import FILE, SEALED_FILE
from heartwork.storage.last_save import LastSave
from heartwork.workbook_format import WorkbookDoc

__all__ = ["FORGOTTEN", "NOT_THERE", "AnswersFolder", "clock", "fingerprint", "lock_of"]

_LOCK_SECONDS = 10
NOT_THERE = ()
FORGOTTEN = N_("Everything was deleted, here or in another window.")
_REVISION = re.compile(rb'"revision": ([0-9]{1,15})\b')
_HEAD = 4096  # bytes in which the revision of a file stands


class AnswersFolder:
    """
    The document of a folder, as it was last read or written, and how it is written.

    Whoever writes here holds `lock`.

    Args:
        folder: Of the answers; it is made by the first change.
        key: What opens and seals it, where it is sealed and that is known already.
        needs_key: Whether there is nothing to write into without a key: at a seat of a workshop, what was erased is not
            made again.
    """

    def __init__(self, folder: Path, *, key: KeyPair | None = None, needs_key: bool = False) -> None:
        self.folder = folder
        #: What the person should be told about their file, in words for them; may be empty.
        self.notices: list[str] = []
        #: Why nothing can be saved here, in words for the person; empty when it can.
        self.read_only = ""
        self.needs_key = needs_key
        #: Everything that was written, as last read or saved.
        self.answers = Answers.none_yet(now=clock())
        #: What tells the file that was read or written last, see `fingerprint`; None before the first look.
        self.seen: tuple[int, ...] | None = None
        #: What opens and seals the folder; None where it is not sealed, or the passphrase was not given yet.
        self.key = key
        self.writer = workbook_json.Writer()
        #: Names this program among all that save in this folder, see `heartwork.descent`.
        self._name, self._saves = secrets.token_urlsafe(6), 0
        self._place = NameFor(folder)
        self.lock = lock_of(folder, seconds=_LOCK_SECONDS)
        self._clear_path, self._sealed_path = folder / FILE, folder / SEALED_FILE
        self._forgotten = tombstone.DeletionWatch(folder, self._place)

    @property
    def path(self) -> Path:
        """The file, as it is now or will be."""
        return self._sealed_path if self.sealed else self._clear_path

    @property
    def sealed(self) -> bool:
        """Whether what is written is sealed with a passphrase."""
        return self.key is not None or encryption.seems_sealed(self.folder)

    @property
    def locked(self) -> bool:
        """Whether it is sealed, and the passphrase was not given yet."""
        return self.key is None and encryption.seems_sealed(self.folder)

    @property
    def awaits_key(self) -> bool:
        """
        Whether what is written could not be opened if this computer stopped now, and so is not saved yet.

        At a seat of a workshop: the key is not locked with the passphrase on the disk yet.
        """
        return self.needs_key and encryption.awaits_key(self.folder)

    def copies(self) -> list[Path]:
        """The copies in `backups/`: the last good one first, then one a day, newest first."""
        return backup_copies.listed(self.folder, self.ending)

    @property
    def ending(self) -> str:
        """How names of copies end."""
        return f".json{SUFFIX}" if self.key else ".json"

    @property
    def own_id(self) -> str:
        """The id of the workbook, once something was written; else empty."""
        return str(self.answers.document.get("id") or "") if self.before() else ""

    def readable_copies(self) -> Iterator[tuple[Path, WorkbookDoc]]:
        """The copies that can be read, with what is in each."""
        for path in self.copies():
            kept = self.document(path)
            if kept is not None:
                yield path, kept

    def document(self, path: Path) -> WorkbookDoc | None:
        """What is in a file; None where it cannot be read, or opened."""
        try:
            if path.stat().st_size > workbook_json.LARGEST:
                return None
            return workbook_json.read(self.decrypted(path.read_bytes()))
        except (OSError, ValueError, SealedError):
            return None

    def revision_of(self, path: Path) -> int | None:
        """The revision of a copy, without reading all of it; None when it is not to be found."""
        try:
            with path.open("rb") as file:
                head = self.decrypted(file.read() if self.key else file.read(_HEAD))[:_HEAD]
        except (OSError, ValueError, SealedError):
            return None
        found = _REVISION.search(head)
        return int(found[1]) if found else None

    def is_earlier(self, path: Path) -> bool:
        """Whether a copy is surely an earlier state of what is in the file."""
        kept, mine = self.document(path), self.answers.document
        if kept is None or kept.get("id") != mine.get("id"):
            return False
        return descent.of(mine).has(descent.of(kept).head)

    def state_after(self, save: str) -> WorkbookDoc | None:
        """The copy that holds the state after this save, if there is one."""
        for _path, kept in self.readable_copies():
            if "{}.{}".format(*descent.of(kept).head) == save:
                return kept
        return None

    def say(self, notice: str) -> None:
        """Tell the person, once."""
        if notice not in self.notices:
            self.notices.append(notice)

    def copy_of(self, head: descent.Save) -> Path | None:
        """A copy of the state after this save that stays, if there is one."""
        for path, kept in self.readable_copies():
            if descent.of(kept).head == head and path != backup_copies.last_good(self.folder, self.ending):
                return path
        return None

    def last_save(self) -> LastSave | None:
        """The record of what was saved last in this folder; None where there is none."""
        return last_save.found(self.folder, self._place, ending=self.ending, open_=self.decrypted)

    def before(self) -> Answers | None:
        """What is open here; None where that is nothing yet."""
        return None if replaced_file.is_empty(self.answers) else self.answers

    def next_save(self) -> descent.Save:
        """The name of a save that begins."""
        self._saves += 1  # a save that failed has its number too: nobody knows how far it came
        return self._name, self._saves

    def note_last_save(self, before: Answers | None) -> None:
        """Note what is in the file now; `before` is what the last good copy holds."""
        with contextlib.suppress(OSError):
            last_save.note(self.folder, self._place, before, self.answers, ending=self.ending, close=self.encrypted)

    def encrypted(self, content: bytes) -> bytes:
        """Bytes as they go to the disk: sealed, where the folder is."""
        return content if self.key is None else self.key.close(content)

    def back_up(self, after: Answers) -> None:
        """Keep a copy of what is in the file, before `after` takes its place."""
        backup_copies.keep(
            self.path,
            number=self.answers.revision,
            day=local_day(self.answers.updated),
            today=local_day(after.updated),
            ending=self.ending,
            revision=self.revision_of,
            is_earlier=self.is_earlier,
        )

    def write_document(self, after: Answers) -> None:
        """Write the whole document in place of what is there."""
        path = self.path
        atomic_files.sweep(self.folder, path.suffix)
        content = self.writer.bytes_of(after.document)
        # The folder went, and is made again; a key that is still to be locked comes by itself.
        if self.key is not None and self.key.wrapped and not (self.folder / KEY).is_file():
            atomic_files.replace(self.folder / KEY, self.key.wrapped)
        atomic_files.replace(path, self.encrypted(content))
        self.answers, self.seen = Answers(self.writer.as_written(after.document)), fingerprint(path)

    def notice_deleted(self) -> bool:
        """Whether everything was deleted since this was opened; then nothing of it is written back from here."""
        if self.needs_key and not encryption.has_key(self.folder):
            if self.folder.is_dir() and {path.suffix for path in self.folder.iterdir()} <= {".lock"}:
                shutil.rmtree(self.folder, ignore_errors=True)  # what waiting for the lock has made again
        elif not self._forgotten.deleted():
            return False
        if self.read_only != FORGOTTEN:
            self.read_only = FORGOTTEN
            self.notices = []
            self.answers, self.seen = Answers.none_yet(now=clock()), NOT_THERE
            self.key, self.writer = None, workbook_json.Writer()
        return True

    def decrypted(self, raw: bytes) -> bytes:
        """
        Bytes as they were before `encrypted`.

        Raises:
            SealedError: If they were sealed by another key.
        """
        return raw if self.key is None else self.key.open(raw)


def fingerprint(path: Path) -> tuple[int, ...]:
    """What tells one written file from the next: every write makes a new inode."""
    status = path.stat()
    return (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def lock_of(folder: Path, *, seconds: float) -> FolderLock:
    """What everybody holds who writes in a folder of answers; so long they wait for it."""
    return FolderLock(folder / f".{FILE}.lock", seconds)


def clock() -> str:
    """The moment it is, as it stands in the file."""
    return stamp(datetime.datetime.now(datetime.timezone.utc))
