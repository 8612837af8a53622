"""The workbook on the disk: opened, saved under a lock, followed when others write, sealed and opened again."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from heartwork.answers import Answer, Answers, Change, Destroyed, Entry, stamp
from heartwork.files import copies, destroying, document, durable, forgotten, sealed_folder, troubles
from heartwork.files.places import answers_folder
from heartwork.files.sealed_folder import FILE, SEALED_FILE, is_sealed
from heartwork.files.sealing import KEY, SUFFIX, Seal, SealedError
from heartwork.problems import KitError, Problem

if TYPE_CHECKING:
    import pandas

__all__ = ["FILE", "Copy", "Workbook"]

_LOCK_SECONDS = 10
_NOT_THERE = ()
_NEWER = "This workbook was written by a newer heartwork. Nothing in it is changed here."
_FORGOTTEN = "Everything was deleted, here or in another window."
_MENDS = {
    _NEWER: "Update heartwork, then open it again.",
    _FORGOTTEN: "To begin anew, open heartwork again.",
}
_REVISION = re.compile(rb'"revision": ([0-9]{1,15})\b')
_HEAD = 4096  # bytes in which the revision of a file stands


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


class Workbook:
    """
    A person's workbook, as it lies on the disk.

    Saving is a matter of changes, not of a whole document: under a lock, what is on the disk now is read,
    the changes are put into it, and it is written back, so that two pages never undo each other.
    """

    #: Whether this is a visit of which nothing is written.
    private = False

    def __init__(self, folder: Path, *, seal: Seal | None = None) -> None:
        self.folder = folder
        #: What the person should be told about their file, in words for them; may be empty.
        self.notices: list[str] = []
        #: Why nothing can be saved here, in words for the person; empty when it can.
        self.read_only = ""
        self._answers = Answers.none_yet(now=_now())
        self._seen: tuple[int, ...] | None = None
        self._seal = seal
        self._writer = document.Writer()
        self._forgotten = forgotten.marked(folder)

    @classmethod
    def load(cls, folder: str | Path | None = None, *, passphrase: str | None = None) -> Workbook:
        """
        Open the workbook of a folder; an empty one when there is none yet (nothing is written by that).

        A file that cannot be read is set aside, never overwritten; the last good copy is opened instead, and
        `notices` says so. Where there are copies and no file, the newest of them is opened too. A file of a newer
        version of the kit opens empty and read-only.

        Args:
            folder: Where it lies; see `heartwork.files.places.answers_folder` when None.
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

    @property
    def path(self) -> Path:
        """The file, as it is now or will be."""
        return self.folder / (SEALED_FILE if self.sealed else FILE)

    @property
    def sealed(self) -> bool:
        """Whether what is written is sealed with a passphrase."""
        return self._seal is not None or sealed_folder.seems_sealed(self.folder)

    @property
    def locked(self) -> bool:
        """Whether it is sealed, and the passphrase was not given yet."""
        return self._seal is None and sealed_folder.seems_sealed(self.folder)

    @property
    def forgotten(self) -> bool:
        """Whether everything was deleted since this was opened, here or in another window."""
        return self._notice_forgotten()

    @property
    def written(self) -> Answers:
        """Everything that was written, as last read or saved."""
        return self._answers

    def answers(self, worksheet: str) -> dict[str, Answer]:
        """The answers of one worksheet, by question id."""
        return self._answers.answers(worksheet)

    def entries(self, worksheet: str) -> list[Entry]:
        """The entries of a worksheet that repeats, in the order of the days they are about."""
        return self._answers.entries(worksheet)

    def to_pandas(self, worksheet: str = "check-in") -> pandas.DataFrame:
        """
        The entries of a worksheet that repeats as a table: a row an entry, a column a question.

        Needs pandas.
        """
        try:
            import pandas
        except ImportError:
            raise KitError(
                [Problem(what="pandas is not installed.", mend="Run: python -m pip install pandas")]
            ) from None
        rows = [
            {"id": entry.id, "for": entry.day, "at": entry.at}
            | {question: answer.value for question, answer in entry.answers.items()}
            for entry in self.entries(worksheet)
        ]
        return pandas.DataFrame(rows)

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
        return self.change(lambda answers, at: answers.with_changes(changes, now=at), now=now)

    def change(self, make: Callable[[Answers, str], Answers], *, now: datetime.datetime | None = None) -> Answers:
        """
        Put on the disk what `make` makes of what is there, under the lock; as `save` does.

        Args:
            make: Called with what is on the disk and the time, as it stands in the file. When it gives back the same
                answers, nothing is written.
            now: When; the clock's time when None.

        Raises:
            KitError: As for `save`.
        """
        with self._writing():
            after = make(self._answers, stamp(now) if now else _now())
            if after is not self._answers:
                self._put(after)
        return self._answers

    def reload(self) -> Answers:
        """
        Read what is on the disk now, if it changed.

        Raises:
            SealedError: If a passphrase is needed first.
        """
        self._refresh()
        return self._answers

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
            Damaged files beside the workbook that cannot be read, and may hold the answer still.

        Raises:
            SealedError: If a passphrase is needed first.
            KitError: If it could not be done; it may be gone from some copies then. To try again is always right.
        """
        destroyed = [Destroyed(worksheet, question, entry) for question in questions]
        with self._writing():
            if self._seal is not None and sealed_folder.clear_files(self.folder):
                sealed_folder.finish(self.folder, self._seal)
                self._refresh(locked=True)
            after = self._answers.with_changes(destroyed, now=stamp(now) if now else _now())
            self._keep_copies(after)
            last_good = copies.last_good(self.folder, self._ending)
            if last_good.is_file():
                # It is what comes now: a page that still holds the answer is older, and does not write it back where
                # the file itself goes.
                self._rewrite(last_good, after)
            left = destroying.in_copies(last_good.parent, destroyed, read=self._copy, write=self._rewrite)
            # The workbook last: until all is done the person sees the answer, and can try again.
            self._write(after)
        return left

    def _copy(self, path: Path) -> Answers | None:
        kept = self._document(path)
        return None if kept is None or document.is_newer(kept) else Answers(kept)

    def _rewrite(self, path: Path, answers: Answers) -> None:
        content = document.as_bytes(answers.document)
        durable.replace(path, self._seal.close(content) if self._seal else content)

    # -- the passphrase

    def unlock(self, passphrase: str) -> None:
        """
        Open a sealed workbook; takes a second or two.

        Raises:
            WrongPassphraseError: If it is not the one.
            KitError: If `key.age` is not there or damaged.
        """
        self._seal = self._opened_key(passphrase)
        try:
            self._finish_sealing()
            self._refresh()
        except BaseException:
            self._seal = None
            raise

    def seal(self, passphrase: str) -> None:
        """
        Seal the workbook, its copies and what was set aside; from now on nothing is written in clear text.

        Nobody can open it without the passphrase: say so before.

        Raises:
            KitError: If it is sealed already, or the disk did not take it; what was there still opens.
        """
        if self.sealed:
            raise KitError([Problem(what="your workbook is sealed already.", mend="Run: heartwork seal --change")])
        fresh = Seal.new(passphrase)
        with self._writing():
            if is_sealed(self.folder):  # by another page, this moment
                raise KitError([troubles.sealed()])
            sealed_folder.seal(self.folder, fresh)
            self._seal, self._seen = fresh, None
            self._refresh(locked=True)

    def unseal(self, passphrase: str) -> None:
        """
        Take the passphrase away: everything lies in clear text again.

        Raises:
            WrongPassphraseError: If it is not the one.
            KitError: If it is not sealed, or the disk did not take it; it is still sealed then.
        """
        self._expect_sealed()
        self._seal = self._opened_key(passphrase)
        with self._writing():
            sealed_folder.unseal(self.folder, self._seal)
            self._seal, self._seen = None, None
            self._refresh(locked=True)

    def change_passphrase(self, old: str, new: str) -> None:
        """
        Seal everything anew, under another passphrase and with another key.

        Copies of the folder that were made elsewhere before still open with the old one.

        Raises:
            WrongPassphraseError: If the old one is not the one.
            KitError: If it is not sealed, or the disk did not take it; one of the two opens it then.
        """
        self._expect_sealed()
        self._seal = self._opened_key(old)
        fresh = Seal.new(new, earlier=self._seal.identities)
        with self._writing():
            sealed_folder.change(self.folder, fresh)
            self._seal, self._seen = fresh, None
            self._refresh(locked=True)

    def _expect_sealed(self) -> None:
        if not self.sealed:
            raise KitError([Problem(what="your workbook has no passphrase.", mend="To set one, run: heartwork seal")])

    def _opened_key(self, passphrase: str) -> Seal:
        path = self.folder / KEY
        try:
            return Seal.opened(path.read_bytes(), passphrase)
        except FileNotFoundError:
            raise KitError([troubles.no_key(path)]) from None
        except OSError as error:
            raise KitError([troubles.unreadable(path, error)]) from error

    def _finish_sealing(self) -> None:
        """Clear text in a sealed folder is what an interruption left: seal it too."""
        assert self._seal is not None
        if not sealed_folder.clear_files(self.folder):
            return
        try:
            with self._lock():
                sealed_folder.finish(self.folder, self._seal)
        except (Timeout, OSError):
            self.notices.append(
                "Some of your answers lie in this folder without the passphrase, and could not be sealed."
            )

    # -- copies

    def copies(self) -> list[Path]:
        """The copies in `backups/`: the last good one first, then one a day, newest first."""
        return copies.listed(self.folder, self._ending)

    def earlier(self) -> list[Copy]:
        """The copies that can be read, newest first, as they can be brought back."""
        found = [(Answers(kept), path) for path, kept in self._readable_copies() if not document.is_newer(kept)]
        found.sort(key=lambda pair: pair[0].revision, reverse=True)
        return [Copy(path=path, updated=kept.updated, answered=_count(kept)) for kept, path in found]

    def restore(self, copy: Copy, *, now: datetime.datetime | None = None) -> Answers:
        """
        Bring an earlier state back; what stands there now becomes a copy first.

        Raises:
            KitError: If the copy can no longer be read, or the disk did not take it.
        """
        at = stamp(now) if now else _now()
        with self._writing():
            # Read before anything is copied: what is kept for a day may make room for another.
            kept = self._document(copy.path)
            if kept is None or document.is_newer(kept):
                raise KitError([Problem(what="that copy cannot be read any more.", mend="Choose another.")])
            if self.path.is_file():
                copies.keep_one_more(
                    self.path,
                    number=self._answers.revision,
                    day=self._answers.updated[:10],
                    ending=self._ending,
                    revision=self._revision,
                )
            revision = max(self._answers.revision, kept["revision"]) + 1
            self._put(Answers({**kept, "revision": revision, "updated": at}))
        return self._answers

    @property
    def _ending(self) -> str:
        return f".json{SUFFIX}" if self._seal else ".json"

    def _readable_copies(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        for path in self.copies():
            kept = self._document(path)
            if kept is not None:
                yield path, kept

    def _document(self, path: Path) -> dict[str, Any] | None:
        try:
            return document.read(self._clear(path.read_bytes()))
        except (OSError, ValueError, SealedError):
            return None

    def _revision(self, path: Path) -> int | None:
        """The revision of a copy, without reading all of it; None when it is not to be found."""
        try:
            with path.open("rb") as file:
                head = self._clear(file.read() if self._seal else file.read(_HEAD))[:_HEAD]
        except (OSError, ValueError, SealedError):
            return None
        found = _REVISION.search(head)
        return int(found[1]) if found else None

    # -- writing

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """The lock, with what is on the disk now read inside it; what goes wrong is told in words."""
        self._expect_writable()
        try:
            durable.make_private_folder(self.folder)
            with self._lock():
                self._refresh(locked=True)
                self._expect_writable()
                yield
        except Timeout:
            raise KitError([troubles.held()]) from None
        except OSError as error:
            raise KitError([troubles.not_saved(error)]) from error

    def _put(self, after: Answers) -> None:
        """Write a document, and keep a copy of the one before; for who is inside `_writing`."""
        self._keep_copies(after)
        self._write(after)

    def _keep_copies(self, after: Answers) -> None:
        copies.keep(
            self.path,
            number=self._answers.revision,
            day=self._answers.updated[:10],
            today=after.updated[:10],
            ending=self._ending,
            revision=self._revision,
        )

    def _write(self, after: Answers) -> None:
        path = self.path
        durable.sweep(self.folder, path.suffix)
        content = self._writer.bytes_of(after.document)
        if self._seal is not None:
            if not (self.folder / KEY).is_file():  # the folder went, and is made again
                durable.replace(self.folder / KEY, self._seal.wrapped)
            content = self._seal.close(content)
        durable.replace(path, content)
        self._answers, self._seen = after, _fingerprint(path)

    def _expect_writable(self) -> None:
        self._notice_forgotten()
        if self.read_only:
            mend = _MENDS.get(self.read_only, "Choose another folder with --answers.")
            raise KitError([Problem(what=self.read_only, mend=mend)])

    def _notice_forgotten(self) -> bool:
        """Whether everything was deleted since this was opened; then nothing of it is written back from here."""
        if forgotten.marked(self.folder) in (None, self._forgotten):  # temporary folders are swept now and then
            return False
        if self.read_only != _FORGOTTEN:
            self.read_only = _FORGOTTEN
            self.notices = []
            self._answers, self._seen = Answers.none_yet(now=_now()), _NOT_THERE
            self._seal, self._writer = None, document.Writer()
        return True

    def _lock(self) -> FileLock:
        return FileLock(self.folder / f".{FILE}.lock", timeout=_LOCK_SECONDS, mode=0o600)

    # -- reading

    def _refresh(self, *, locked: bool = False) -> None:
        """Read the file if it is not the one read or written last."""
        if self._notice_forgotten():
            return
        self._follow_the_seal()
        path = self.path
        if self._seal is not None and not path.is_file() and (self.folder / FILE).is_file():
            path = self.folder / FILE  # sealing was interrupted, and could not be finished
        try:
            seen = _fingerprint(path)
            if seen == self._seen:
                return
            raw = path.read_bytes()
        except FileNotFoundError:
            if self._seen != _NOT_THERE:
                self._seen = _NOT_THERE
                self._go_on("The file of your workbook was not there.")
            return
        except NotADirectoryError as error:
            raise KitError([troubles.not_saved(error)]) from error
        except OSError as error:
            raise KitError([troubles.unreadable(path, error)]) from error
        try:
            kept = document.read(self._clear(raw))
        except SealedError:
            self._seal = None  # another passphrase is asked for from here on
            raise
        except ValueError:
            self._set_aside(path, seen, locked)
            return
        if document.is_newer(kept):
            self.read_only = _NEWER
            self.notices.append(self.read_only)
            self._seen = seen
            return
        if self._is_another(kept):
            if not locked:
                with contextlib.suppress(Timeout, OSError), self._lock():
                    self._refresh(locked=True)
                    return
            self._keep_what_is_open()
        self._answers, self._seen = Answers(kept), seen

    def _is_another(self, kept: Mapping[str, Any]) -> bool:
        """Whether the file is not one that follows what is open here: an older one, or somebody else's."""
        mine = self._answers.document
        older = kept["revision"] < self._answers.revision
        return self._answers.revision > 0 and (older or kept.get("id") != mine.get("id"))

    def _keep_what_is_open(self) -> None:
        """The file was replaced from outside: what was saved from here before becomes a copy."""
        backups = self.folder / copies.BACKUPS
        content = document.as_bytes(self._answers.document)
        with contextlib.suppress(OSError):  # a folder that may only be read: then the notice is not true
            durable.make_private_folder(backups)
            path = copies.name_of_day(backups, self._answers.updated[:10], self._ending)
            durable.replace(path, self._seal.close(content) if self._seal else content)
            self.notices.append(
                "The file of your workbook was replaced by another one. What is shown is from that one. "
                f"What was saved here before is kept as {path.name}, among the earlier copies."
            )

    def _follow_the_seal(self) -> None:
        """Another page may have set the passphrase, or taken it away."""
        if self._seal is None:
            if sealed_folder.seems_sealed(self.folder):
                raise SealedError([troubles.sealed()])
        elif (self.folder / FILE).is_file() and not (self.folder / KEY).is_file():
            self._seal, self._seen = None, None

    def _clear(self, raw: bytes) -> bytes:
        return raw if self._seal is None else self._seal.open(raw)

    def _set_aside(self, path: Path, seen: tuple[int, ...], locked: bool) -> None:
        """The file is damaged: give it a name of its own, and open the last good copy."""
        if not locked:
            # Somebody else may be mending it right now: look again once it is our turn.
            with contextlib.suppress(Timeout, OSError), self._lock():
                self._refresh(locked=True)
                return
        aside = copies.free_name(self.folder, f"workbook.damaged-{_now().replace(':', '')}", "".join(path.suffixes))
        try:
            path.rename(aside)
        except OSError:  # a folder that may only be read: then nothing can be overwritten here either
            self._seen = seen
            self.read_only = "Your workbook could not be read, and this folder cannot be written to."
            self._go_on(self.read_only, nothing="There is no earlier copy to show.")
            return
        self._seen = _NOT_THERE
        self._go_on(
            f"Your workbook could not be read. It is kept as {aside.name}, and nothing was thrown away.",
            nothing="There was no earlier copy, so this one starts empty.",
        )

    def _go_on(self, why: str, *, nothing: str = "") -> None:
        """
        Without a file: go on with what is newest, what is open here or the newest copy that can be read.

        Args:
            why: What the person is told of the file.
            nothing: What they are told when there is neither; then nothing is said if this is empty.
        """
        found = [kept for _, kept in self._readable_copies()]
        if any(document.is_newer(kept) for kept in found):
            self.read_only = _NEWER
            self.notices.append(self.read_only)
            return
        copy = max(found, key=lambda kept: int(kept["revision"]), default=None)
        if copy is not None and copy["revision"] > self._answers.revision:
            self._answers = Answers(copy)
            self.notices.append(f"{why} This is the copy saved at {self._answers.updated}.")
        elif self._answers.revision:
            self.notices.append(f"{why} What is open here is whole, and is written again with your next change.")
        elif nothing:
            self.notices.append(f"{why} {nothing}")

    def __repr__(self) -> str:
        return f"Workbook(revision={self._answers.revision})"  # never the words


def _count(written: Answers) -> int:
    kept = [len(written.answers(worksheet)) for worksheet in written.document["worksheets"]]
    return sum(kept) + sum(
        len(entry.get("answers", {})) for listed in written.document["entries"].values() for entry in listed
    )


def _fingerprint(path: Path) -> tuple[int, ...]:
    """What tells one written file from the next: every write makes a new inode."""
    status = path.stat()
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def _now() -> str:
    return stamp(datetime.datetime.now(datetime.timezone.utc))
