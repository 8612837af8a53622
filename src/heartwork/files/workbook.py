"""The workbook on the disk: `workbook.json`, its lock, its copies."""

from __future__ import annotations

import contextlib
import datetime
import errno
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from heartwork.answers import FORMAT, VERSION, Answer, Answers, Change, Entry, stamp
from heartwork.files import durable
from heartwork.files.places import answers_folder
from heartwork.problems import KitError, Problem

if TYPE_CHECKING:
    import pandas

__all__ = ["FILE", "Workbook", "as_bytes", "document_in", "look_at"]

FILE = "workbook.json"
_BACKUPS = "backups"
_LAST_GOOD = "last-good.json"
_DAYS_KEPT = 14
_LOCK_SECONDS = 10
_NOT_THERE = ()
_NEWER = "This workbook was written by a newer heartwork. Nothing in it is changed here."
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Workbook:
    """
    A person's workbook, as it lies on the disk.

    Saving is a matter of changes, not of a whole document: under a lock, what is on the disk now is read,
    the changes are put into it, and it is written back, so that two pages never undo each other.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        #: What the person should be told about their file, in words for them; may be empty.
        self.notices: list[str] = []
        #: Why nothing can be saved here, in words for the person; empty when it can.
        self.read_only = ""
        self._answers = Answers.none_yet(now=_now())
        self._seen: tuple[int, ...] | None = None

    @classmethod
    def load(cls, folder: str | Path | None = None) -> Workbook:
        """
        Open the workbook of a folder; an empty one when there is none yet (nothing is written by that).

        A file that cannot be read is set aside, never overwritten; the last good copy is opened instead, and
        `notices` says so. Where there are copies and no file, the newest of them is opened too. A file of a newer
        version of the kit opens empty and read-only.

        Args:
            folder: Where it lies; see `heartwork.files.places.answers_folder` when None.

        Raises:
            KitError: If the file is there and may not be read.
        """
        workbook = cls(answers_folder(folder))
        workbook._refresh()
        return workbook

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
        self._expect_writable()
        try:
            durable.make_private_folder(self.folder)
            with self._lock():
                self._refresh(locked=True)
                self._expect_writable()
                after = make(self._answers, stamp(now) if now else _now())
                if after is self._answers:
                    return after
                self._keep_copies(after)
                durable.sweep(self.folder, self.path.suffix)
                durable.replace(self.path, as_bytes(after.document))
                self._answers, self._seen = after, _fingerprint(self.path)
        except Timeout:
            raise KitError(
                [
                    Problem(
                        what="another program has held your workbook open for writing for 10 seconds.",
                        mend="Close other windows of heartwork; what you typed is still here and is tried again.",
                    )
                ]
            ) from None
        except OSError as error:
            raise KitError([_not_saved(error)]) from error
        return self._answers

    def reload(self) -> Answers:
        """Read what is on the disk now, if it changed."""
        self._refresh()
        return self._answers

    def _expect_writable(self) -> None:
        if self.read_only:
            newer = self.read_only == _NEWER
            mend = "Update heartwork, then open it again." if newer else "Choose another folder with --answers."
            raise KitError([Problem(what=self.read_only, mend=mend)])

    # -- reading

    def _refresh(self, *, locked: bool = False) -> None:
        """Read the file if it is not the one read or written last."""
        try:
            seen = _fingerprint(self.path)
            if seen == self._seen:
                return
            raw = self.path.read_bytes()
        except FileNotFoundError:
            if self._seen != _NOT_THERE:
                self._seen = _NOT_THERE
                self._go_on("The file of your workbook was not there.")
            return
        except NotADirectoryError as error:
            raise KitError([_not_saved(error)]) from error
        except OSError as error:
            raise KitError(
                [
                    Problem(
                        what=f"your workbook is there but cannot be read ({error.strerror}).",
                        mend="Look at who may read this file.",
                        file=str(self.path),
                    )
                ]
            ) from error
        try:
            document = json.loads(raw.decode("utf-8"))
            _expect_workbook(document)
        except (ValueError, RecursionError):
            self._set_aside(seen, locked)
            return
        if document["version"] > VERSION:
            self.read_only = _NEWER
            self.notices.append(self.read_only)
            self._seen = seen
            return
        self._answers, self._seen = Answers(document), seen

    def _set_aside(self, seen: tuple[int, ...], locked: bool) -> None:
        """The file is damaged: give it a name of its own, and open the last good copy."""
        if not locked:
            # Somebody else may be mending it right now: look again once it is our turn.
            with contextlib.suppress(Timeout, OSError), self._lock():
                self._refresh(locked=True)
                return
        aside = self.folder / f"workbook.damaged-{_now().replace(':', '')}.json"
        number = 1
        while aside.exists():
            number += 1
            aside = self.folder / f"workbook.damaged-{_now().replace(':', '')}-{number}.json"
        try:
            self.path.rename(aside)
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
        Without a file: go on with what is newest, what is open here or the last copy that can be read.

        Args:
            why: What the person is told of the file.
            nothing: What they are told when there is neither; then nothing is said if this is empty.
        """
        copy = next(self._readable_copies(), None)
        if copy is not None and copy["version"] > VERSION:
            self.read_only = _NEWER
            self.notices.append(self.read_only)
        elif copy is not None and copy["revision"] > self._answers.revision:
            self._answers = Answers(copy)
            self.notices.append(f"{why} This is the copy saved at {self._answers.updated}.")
        elif self._answers.revision:
            self.notices.append(f"{why} What is open here is whole, and is written again with your next change.")
        elif nothing:
            self.notices.append(f"{why} {nothing}")

    def _readable_copies(self) -> Iterator[dict[str, Any]]:
        for path in self.copies():
            try:
                document = json.loads(path.read_text(encoding="utf-8"))
                _expect_workbook(document)
            except (OSError, ValueError, RecursionError):
                continue
            yield document

    def _lock(self) -> FileLock:
        return FileLock(self.folder / f".{FILE}.lock", timeout=_LOCK_SECONDS, mode=0o600)

    # -- copies

    def copies(self) -> list[Path]:
        """The copies in `backups/`: the last good one first, then one a day, newest first."""
        folder = self.folder / _BACKUPS
        last = folder / _LAST_GOOD
        days = sorted(folder.glob("workbook-*.json"), reverse=True)
        return [path for path in (last, *days) if path.is_file()]

    def _keep_copies(self, after: Answers) -> None:
        """Before the file is replaced: what stands there is the last good one, and yesterday's goes to its day."""
        if not self.path.is_file():
            return
        folder = self.folder / _BACKUPS
        durable.make_private_folder(folder)
        day = self._answers.updated[:10]
        if _DAY.fullmatch(day) and day != after.updated[:10]:
            _copy(self.path, folder / f"workbook-{day}.json")
            for old in sorted(folder.glob("workbook-*.json"), reverse=True)[_DAYS_KEPT:]:
                old.unlink(missing_ok=True)
        _copy(self.path, folder / _LAST_GOOD)

    def __repr__(self) -> str:
        return f"Workbook(revision={self._answers.revision})"  # never the words


def look_at(folder: Path) -> list[Problem]:
    """What is wrong with the workbook of a folder; nothing is changed by looking."""
    path = folder / FILE

    def problem(what: str, mend: str) -> list[Problem]:
        return [Problem(what=what, mend=mend, file=str(path))]

    try:
        document = json.loads(path.read_bytes().decode("utf-8"))
        _expect_workbook(document)
    except FileNotFoundError:
        return problem("there is no workbook here yet.", "Look at the folder after --answers.")
    except OSError as error:
        return problem(f"the workbook cannot be read ({error.strerror}).", "Look at who may read it.")
    except (ValueError, RecursionError):
        return problem(
            "this is not a workbook that can be read.",
            f"Open heartwork: it sets the file aside and goes on with the last good copy in {_BACKUPS}/.",
        )
    if document["version"] > VERSION:
        return problem("this workbook was written by a newer heartwork.", "Update heartwork.")
    return []


def document_in(raw: bytes) -> dict[str, Any]:
    """
    The document in the bytes of a workbook's file; of a newer version, it has `version` and perhaps nothing else.

    Raises:
        ValueError: If this is no workbook.
    """
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("too deep for a workbook") from None
    _expect_workbook(document)
    known: dict[str, Any] = document
    return known


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """The document as it stands in the file: UTF-8, indented, in the order of the contract."""
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # Half of a surrogate pair: no UTF-8 has it, but JSON's own escapes do, and no character is lost.
        return (json.dumps(document, ensure_ascii=True, indent=2) + "\n").encode("ascii")


def _expect_workbook(document: object) -> None:
    """Raise ValueError unless this has the shape of a workbook."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError("not a workbook")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise ValueError("no version")
    if version > VERSION:
        return
    worksheets, entries = document.get("worksheets"), document.get("entries")
    fits = (
        isinstance(document.get("revision"), int)
        and isinstance(worksheets, dict)
        and isinstance(entries, dict)
        and all(isinstance(kept, dict) and _are_answers(kept.get("answers", {})) for kept in worksheets.values())
        and all(
            isinstance(listed, list)
            and all(
                isinstance(kept, dict) and isinstance(kept.get("id"), str) and _are_answers(kept.get("answers", {}))
                for kept in listed
            )
            for listed in entries.values()
        )
    )
    if not fits:
        raise ValueError("not the shape of a workbook")


def _are_answers(answers: object) -> bool:
    return isinstance(answers, dict) and all(
        isinstance(answer, dict) and all(_are_values(answer.get(key, [])) for key in ("before", "also"))
        for answer in answers.values()
    )


def _are_values(listed: object) -> bool:
    return isinstance(listed, list) and all(isinstance(item, dict) for item in listed)


def _copy(source: Path, target: Path) -> None:
    """A second name for the same bytes: the source is replaced, never changed, so a link is a copy."""
    fresh = target.with_name(f".{target.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        os.link(source, fresh)
        fresh.replace(target)
    except OSError:  # a file system without links
        durable.replace(target, source.read_bytes())
    finally:
        # Where both names are one file already, the system's rename leaves them both.
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _fingerprint(path: Path) -> tuple[int, ...]:
    """What tells one written file from the next: every write makes a new inode."""
    status = path.stat()
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def _now() -> str:
    return stamp(datetime.datetime.now(datetime.timezone.utc))


def _not_saved(error: OSError) -> Problem:
    what, mend = {
        errno.ENOSPC: ("there is no room left on this disk.", "Make some room; it is tried again by itself."),
        errno.EDQUOT: ("there is no room left for you on this disk.", "Make some room; it is tried again by itself."),
        errno.EROFS: ("the folder of your workbook can only be read.", "Choose another with --answers."),
        errno.EACCES: ("the folder of your workbook may not be written to.", "Choose another with --answers."),
        errno.EPERM: ("the folder of your workbook may not be written to.", "Choose another with --answers."),
        errno.ENOTDIR: ("the place of your workbook is a file, not a folder.", "Choose a folder with --answers."),
        errno.EEXIST: ("the place of your workbook is a file, not a folder.", "Choose a folder with --answers."),
    }.get(error.errno or 0, (f"the disk did not take it ({error.strerror}).", "It is tried again by itself."))
    return Problem(what=what, mend=mend)
