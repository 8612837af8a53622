"""What is stored of a workbook, and kept in step with the disk: read when it changed, written under a lock."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from heartwork.answers import Answers, stamp
from heartwork.files import copies, document, durable, forgotten, sealed_folder, troubles
from heartwork.files.sealed_folder import FILE, SEALED_FILE
from heartwork.files.sealing import KEY, SUFFIX, Seal, SealedError
from heartwork.local_time import local_day
from heartwork.problems import KitError, Problem
from heartwork.words import N_, _

__all__ = ["FILE", "Stored", "clock", "lock_of"]

_LOCK_SECONDS = 10
_NOT_THERE = ()
_NEWER = N_("This workbook was written by a newer heartwork. Nothing in it is changed here.")
_FORGOTTEN = N_("Everything was deleted, here or in another window.")
_MENDS = {
    _NEWER: N_("Update heartwork, then open it again."),
    _FORGOTTEN: N_("To begin anew, open heartwork again."),
}
_REVISION = re.compile(rb'"revision": ([0-9]{1,15})\b')
_HEAD = 4096  # bytes in which the revision of a file stands


class Stored:
    """
    The document of a folder, as it was last read or written; what is changed is changed in what lies there now.

    Args:
        folder: Of the answers; it is made by the first change.
        seal: What opens and seals it, where it is sealed and that is known already.
    """

    #: Whether this is a visit of which nothing is written.
    private = False

    def __init__(self, folder: Path, *, seal: Seal | None = None) -> None:
        self.folder = folder
        #: What the person should be told about their file, in words for them; may be empty.
        self.notices: list[str] = []
        #: Why nothing can be saved here, in words for the person; empty when it can.
        self.read_only = ""
        self._answers = Answers.none_yet(now=clock())
        self._seen: tuple[int, ...] | None = None
        self._seal = seal
        self._writer = document.Writer()
        self._forgotten = forgotten.marked(folder)

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
            after = make(self._answers, stamp(now) if now else clock())
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

    # -- copies

    def copies(self) -> list[Path]:
        """The copies in `backups/`: the last good one first, then one a day, newest first."""
        return copies.listed(self.folder, self._ending)

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
            day=local_day(self._answers.updated),
            today=local_day(after.updated),
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
            mend = _(_MENDS.get(self.read_only, N_("Choose another folder with --answers.")))
            raise KitError([Problem(what=_(self.read_only), mend=mend)])

    def _notice_forgotten(self) -> bool:
        """Whether everything was deleted since this was opened; then nothing of it is written back from here."""
        if forgotten.marked(self.folder) <= self._forgotten:  # temporary folders are swept now and then
            return False
        if self.read_only != _FORGOTTEN:
            self.read_only = _FORGOTTEN
            self.notices = []
            self._answers, self._seen = Answers.none_yet(now=clock()), _NOT_THERE
            self._seal, self._writer = None, document.Writer()
        return True

    def _lock(self) -> FileLock:
        return lock_of(self.folder, seconds=_LOCK_SECONDS)

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
                self._go_on(_("The file of your workbook was not there."))
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
            self.notices.append(_(self.read_only))
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
            path = copies.name_of_day(backups, local_day(self._answers.updated), self._ending)
            durable.replace(path, self._seal.close(content) if self._seal else content)
            self.notices.append(
                _(
                    "The file of your workbook was replaced by another one. What is shown is from that one. "
                    "What was saved here before is kept as {name}, among the earlier copies."
                ).format(name=path.name)
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
        aside = copies.free_name(self.folder, f"workbook.damaged-{clock().replace(':', '')}", "".join(path.suffixes))
        try:
            path.rename(aside)
        except OSError:  # a folder that may only be read: then nothing can be overwritten here either
            self._seen = seen
            self.read_only = N_("Your workbook could not be read, and this folder cannot be written to.")
            self._go_on(_(self.read_only), nothing=_("There is no earlier copy to show."))
            return
        self._seen = _NOT_THERE
        self._go_on(
            _("Your workbook could not be read. It is kept as {name}, and nothing was thrown away.").format(
                name=aside.name
            ),
            nothing=_("There was no earlier copy, so this one starts empty."),
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
            self.notices.append(_(self.read_only))
            return
        copy = max(found, key=lambda kept: int(kept["revision"]), default=None)
        if copy is not None and copy["revision"] > self._answers.revision:
            self._answers = Answers(copy)
            when = _("This is the copy saved at {moment}.").format(moment=self._answers.updated)
            self.notices.append(f"{why} {when}")
        elif self._answers.revision:
            whole = _("What is open here is whole, and is written again with your next change.")
            self.notices.append(f"{why} {whole}")
        elif nothing:
            self.notices.append(f"{why} {nothing}")

    def __repr__(self) -> str:
        return f"Workbook(revision={self._answers.revision})"  # never the words


def _fingerprint(path: Path) -> tuple[int, ...]:
    """What tells one written file from the next: every write makes a new inode."""
    status = path.stat()
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def lock_of(folder: Path, *, seconds: float) -> FileLock:
    """What everybody holds who writes in a folder of answers; so long they wait for it."""
    return FileLock(folder / f".{FILE}.lock", timeout=seconds, mode=0o600)


def clock() -> str:
    """The moment it is, as it stands in the file."""
    return stamp(datetime.datetime.now(datetime.timezone.utc))
