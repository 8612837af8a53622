"""What is stored of a workbook, and kept in step with the disk: read when it changed, written under a lock."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import Timeout

from heartwork import atomic_files, descent
from heartwork.answers import Answers, stamp
from heartwork.crypto.keypair import KEY, SealedError
from heartwork.errors import KitError, Problem
from heartwork.i18n.formatting import moment_in_words
from heartwork.i18n.messages import N_, _
from heartwork.local_time import local_day
from heartwork.storage import (
    backup_copies,
    encryption,
    key_backups,
    replaced_file,
    storage_errors,
    two_keys,
    workbook_json,
)
from heartwork.storage.encryption import FILE
from heartwork.storage.last_save import LastSave
from heartwork.storage.on_disk import FORGOTTEN, NOT_THERE, OnDisk, clock, fingerprint, lock_of

__all__ = ["FILE", "WorkbookStore", "clock", "lock_of"]

_NEWER = N_("This workbook was written by a newer heartwork. Nothing in it is changed here.")
_NO_LOCKS = N_(
    "The disk with your answers doesn't support locks, so heartwork uses a file of its own in their place. "
    "Everything is saved; it is safest to write in one window at a time."
)
_MENDS = {
    _NEWER: N_("Update heartwork, then open it again."),
    FORGOTTEN: N_("To start again, open heartwork again."),
}


class WorkbookStore(OnDisk):
    """The document of a folder; what is changed is changed in what lies there now."""

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

    # -- writing

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """The lock, with what is on the disk now read inside it; what goes wrong is told in words."""
        self._expect_writable()
        try:
            if not self.needs_key:
                atomic_files.make_private_folder(self.folder)
            with self._lock() as lock:
                self._refresh(locked=True)  # where all was deleted meanwhile, it notices
                self._expect_not_read_only()
                if lock.stands_in:
                    self._say(_(_NO_LOCKS))
                yield
        except Timeout:
            raise KitError([storage_errors.held()]) from None
        except OSError as error:
            raise KitError([storage_errors.not_saved(error)]) from error

    def _put(self, after: Answers) -> None:
        """Write what follows what is there, and keep a copy of that; for who is inside `_writing`."""
        before = self._before()
        if before is not None or not self._writer.is_intact(after.document):
            after = descent.followed(before, after, self._next_save())  # what was brought in as a whole stays itself
        is_there = before is not None and self.path.is_file()
        self._keep_copies(after)
        self._write(after)
        self._note(before if is_there else None)

    def _expect_writable(self) -> None:
        self._notice_forgotten()
        self._expect_not_read_only()

    def _expect_not_read_only(self) -> None:
        if self.read_only:
            mend = _(_MENDS.get(self.read_only, storage_errors.ANOTHER_FOLDER))
            raise KitError([Problem(what=_(self.read_only), mend=mend)])

    # -- reading

    def _refresh(self, *, locked: bool = False) -> None:
        """Read the file if it is not the one read or written last."""
        if self._notice_forgotten():
            return
        self._follow_the_seal()
        if locked and self._seal is not None and (self.folder / FILE).is_file():
            encryption.finish(self.folder, self._seal)  # another program put clear text there
        path = self.path
        if self._seal is not None and not path.is_file() and (self.folder / FILE).is_file():
            path = self.folder / FILE  # sealing was interrupted, and could not be finished
        try:
            seen = fingerprint(path)
            if seen == self._seen:
                return
            raw = (
                path.read_bytes() if path.stat().st_size <= workbook_json.LARGEST else b""
            )  # then it is none that can be read
        except FileNotFoundError:
            if self._seen != NOT_THERE:
                self._seen = NOT_THERE
                self._go_on(_("The file of your workbook had gone."))
            return
        except NotADirectoryError as error:
            raise KitError([storage_errors.not_saved(error)]) from error
        except OSError as error:
            raise KitError([storage_errors.unreadable(path, error)]) from error
        try:
            kept = workbook_json.read(self._clear(raw))
        except SealedError:
            if self._is_key_in_use():
                self._keep_apart(path, seen, locked)
                return
            self._seal = None  # another passphrase is asked for from here on
            raise
        except ValueError:
            self._set_aside(path, seen, locked)
            return
        if workbook_json.is_newer(kept):
            self.read_only = _NEWER
            self.notices.append(_(self.read_only))
            self._seen = seen
            return
        theirs, last = Answers(kept), self._last_save()
        if self._follows(theirs, last):
            self._answers, self._seen = theirs, seen
            return
        if not locked:
            with contextlib.suppress(Timeout, OSError), self._lock():
                self._refresh(locked=True)
                return
        self._settle(theirs, last, seen, locked=locked)

    def _follows(self, theirs: Answers, last: LastSave | None) -> bool:
        """Whether a file is what was saved last in this folder, and follows what is open here."""
        intact, known, before = self._writer.is_intact(theirs.document), descent.of(theirs.document), self._before()
        if last is not None and (not intact or last.head != known.head):
            return False
        if before is None:
            return True
        mine = descent.of(before.document)
        return before.document["id"] == theirs.document.get("id") and intact and known.has(mine.head)

    def _settle(self, theirs: Answers, last: LastSave | None, seen: tuple[int, ...], *, locked: bool) -> None:
        """
        Another program put a file there.

        Args:
            theirs: What is in it.
            last: What was saved here last.
            seen: What tells that file.
            locked: Whether this may write now.
        """
        now = clock()
        before = None if last is None else self._state(last.follows)
        base = replaced_file.side_of(self._before(), last, before, now=now)
        assert base is not None
        if base.answers.document.get("id") != theirs.document.get("id"):
            self._keep_what_is_open(base.answers)
            self._take(theirs, seen, locked=locked)
            return
        past = replaced_file.seen_in(lambda: (kept for _, kept in self._readable_copies()), base.descent)
        known = replace(base, seen=past)
        found = replaced_file.outcome(known, theirs, intact=self._writer.is_intact(theirs.document), now=now)
        if found.notice:
            self._say(_(found.notice))
        answers = found.answers
        if found.merged is not None:
            answers = descent.told(answers, found.merged, self._next_save())
        if not found.write or not locked:
            self._take(answers, seen, locked=locked and not found.write)
            return
        try:
            self._answers = theirs  # what is in the file becomes the last good copy
            self._keep_copies(answers)
            self._write(answers)
        except OSError:
            self._take(answers, seen, locked=False)  # it goes to the disk with the next change
        else:
            self._note(None)

    def _take(self, answers: Answers, seen: tuple[int, ...], *, locked: bool) -> None:
        self._answers, self._seen = answers, seen
        if locked:
            self._note(None)

    def _keep_what_is_open(self, open_here: Answers) -> None:
        """The file was replaced by somebody else's: what was saved from here before becomes a copy."""
        backups, head = self.folder / backup_copies.BACKUPS, descent.of(open_here.document).head
        with contextlib.suppress(OSError):  # a folder that may only be read: then the notice is not true
            path = self._copy_of(head)
            if path is None:
                atomic_files.make_private_folder(backups)
                path = backup_copies.name_of_day(backups, local_day(open_here.updated), self._ending)
                atomic_files.replace(path, self._closed(workbook_json.as_bytes(open_here.document)))
            self._say(
                _(
                    "The file of your workbook was replaced by another one. What is shown is from that one. "
                    "What was saved here before is kept as {name}, among the earlier copies."
                ).format(name=path.name)
            )

    def _follow_the_seal(self) -> None:
        """Another page may have set the passphrase, or taken it away."""
        if self._seal is None:
            if encryption.seems_sealed(self.folder):
                raise SealedError([storage_errors.sealed()])
        elif (self.folder / FILE).is_file() and not encryption.has_key(self.folder):
            self._seal, self._seen = None, None

    def _set_aside(self, path: Path, seen: tuple[int, ...], locked: bool) -> None:
        """The file is damaged: give it a name of its own, and open the last good copy."""
        if not locked:
            # Somebody else may be mending it right now: look again once it is our turn.
            with contextlib.suppress(Timeout, OSError), self._lock():
                self._refresh(locked=True)
                return
        aside = backup_copies.free_name(
            self.folder, f"workbook.damaged-{clock().replace(':', '')}", "".join(path.suffixes)
        )
        try:
            path.rename(aside)
        except OSError:  # a folder that may only be read: then nothing can be overwritten here either
            self._seen = seen
            self.read_only = N_("Your workbook could not be read, and this folder cannot be written to.")
            self._go_on(_(self.read_only), nothing=_("There is no earlier copy to show."))
            return
        self._seen = NOT_THERE
        self._go_on(
            _("Your workbook could not be read. It is kept as {name}, and nothing was thrown away.").format(
                name=aside.name
            ),
            nothing=_("There was no earlier copy, so this one starts empty."),
        )

    def _is_key_in_use(self) -> bool:
        try:
            return self._seal is not None and (self.folder / KEY).read_bytes() == self._seal.wrapped
        except OSError:
            return False

    def _keep_apart(self, path: Path, seen: tuple[int, ...], locked: bool) -> None:
        """The file is sealed by another key than the one in use: it is kept, and what opens is gone on with."""
        if not locked:
            with contextlib.suppress(Timeout, OSError), self._lock():
                self._refresh(locked=True)
                return
        assert self._seal is not None
        told = two_keys.LOCKED_APART if key_backups.others(self.folder) else two_keys.NO_KEY_HERE
        try:
            two_keys.make_room(self.folder, self._seal)
        except OSError:  # as for a damaged one
            self._seen = seen
            self.read_only = N_("Your workbook could not be read, and this folder cannot be written to.")
            self._go_on(_(self.read_only), nothing=_("There is no earlier copy to show."))
            return
        self._seen = NOT_THERE
        self._say(_(told))
        self._go_on("")

    def _of_this_workbook(self, found: list[dict[str, Any]], last: LastSave | None) -> list[dict[str, Any]]:
        """Those of what is open here or was saved last: among the copies may be another that was there before."""
        known = self._before() or (None if last is None else Answers(last.changed))
        own = [kept for kept in found if known is not None and kept.get("id") == known.document.get("id")]
        return own or ([] if self._before() else found)

    def _with_record(self, copy: dict[str, Any] | None, last: LastSave) -> dict[str, Any]:
        answers, joined = replaced_file.with_record(copy, last, now=clock())
        if joined is not None:
            answers = descent.told(answers, joined, self._next_save())
        return dict(answers.document)

    def _go_on(self, why: str, *, nothing: str = "") -> None:
        """
        Without a file: go on with what is newest, what is open here or the newest copy that can be read.

        Args:
            why: What the person is told of the file; empty where they were told already.
            nothing: What they are told when there is neither; then nothing is said if this is empty.
        """
        found = [kept for _, kept in self._readable_copies()]
        if any(workbook_json.is_newer(kept) for kept in found):
            self.read_only = _NEWER
            self.notices.append(_(self.read_only))
            return
        last = self._last_save()
        if last is not None and (state := last.whole(self._state(last.follows))) is not None:
            found.append(dict(state.document))
        found = self._of_this_workbook(found, last)
        copy = max(found, key=lambda kept: int(kept["revision"]), default=None)
        mine = self._before()
        if last is not None and (mine is None or not descent.of(mine.document).has(last.head)):
            copy = self._with_record(copy, last)
        if copy is not None and copy["revision"] > self._answers.revision:
            self._answers = Answers(copy)
            when = _("This is the copy saved at {moment}.").format(moment=moment_in_words(self._answers.updated))
            if why:
                self.notices.append(f"{why} {when}")
        elif self._answers.revision and why:
            whole = _("What is open here is complete, and is written again with your next change.")
            self.notices.append(f"{why} {whole}")
        elif nothing:
            self.notices.append(f"{why} {nothing}")
