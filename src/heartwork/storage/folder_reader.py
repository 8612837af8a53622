"""Reading the document of a folder: when another program changed it, damaged it, replaced it or took it away."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from filelock import Timeout

from heartwork import atomic_files, descent
from heartwork.answers import Answers
from heartwork.crypto.keypair import KEY, SealedError
from heartwork.errors import KitError
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
from heartwork.storage.answers_folder import NOT_THERE, AnswersFolder, clock, fingerprint
from heartwork.storage.encryption import FILE
from heartwork.storage.last_save import LastSave
from heartwork.workbook_format import WorkbookDoc

__all__ = ["NEWER", "FolderReader"]

NEWER = N_("This workbook was written by a newer heartwork. Nothing in it is changed here.")


class FolderReader:
    """
    Keeps what a program knows of a folder of answers in step with what lies there.

    Args:
        folder: Whose `answers` follow the file.
    """

    def __init__(self, folder: AnswersFolder) -> None:
        self._disk = folder

    def refresh(self, *, locked: bool = False) -> None:
        """Read the file if it is not the one read or written last."""
        if self._disk.notice_deleted():
            return
        self._follow_the_seal()
        if locked and self._disk.key is not None and (self._disk.folder / FILE).is_file():
            encryption.finish(self._disk.folder, self._disk.key)  # another program put clear text there
        path = self._disk.path
        if self._disk.key is not None and not path.is_file() and (self._disk.folder / FILE).is_file():
            path = self._disk.folder / FILE  # sealing was interrupted, and could not be finished
        try:
            seen = fingerprint(path)
            if seen == self._disk.seen:
                return
            raw = (
                path.read_bytes() if path.stat().st_size <= workbook_json.LARGEST else b""
            )  # then it is none that can be read
        except FileNotFoundError:
            if self._disk.seen != NOT_THERE:
                self._disk.seen = NOT_THERE
                self._go_on(_("The file of your workbook had gone."))
            return
        except NotADirectoryError as error:
            raise KitError([storage_errors.not_saved(error)]) from error
        except OSError as error:
            raise KitError([storage_errors.unreadable(path, error)]) from error
        try:
            kept = workbook_json.read(self._disk.decrypted(raw))
        except SealedError:
            if self._is_key_in_use():
                self._keep_apart(path, seen, locked)
                return
            self._disk.key = None  # another passphrase is asked for from here on
            raise
        except ValueError:
            self._set_aside(path, seen, locked)
            return
        if workbook_json.is_newer(kept):
            self._disk.read_only = NEWER
            self._disk.notices.append(_(self._disk.read_only))
            self._disk.seen = seen
            return
        theirs, last = Answers(kept), self._disk.last_save()
        if self._follows(theirs, last):
            self._disk.answers, self._disk.seen = theirs, seen
            return
        if not locked:
            with contextlib.suppress(Timeout, OSError), self._disk.lock:
                self.refresh(locked=True)
                return
        self._settle(theirs, last, seen, locked=locked)

    def _follows(self, theirs: Answers, last: LastSave | None) -> bool:
        """Whether a file is what was saved last in this folder, and follows what is open here."""
        intact, known, before = (
            self._disk.writer.is_intact(theirs.document),
            descent.of(theirs.document),
            self._disk.before(),
        )
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
        before = None if last is None else self._disk.state_after(last.follows)
        base = replaced_file.side_of(self._disk.before(), last, before, now=now)
        assert base is not None
        if base.answers.document.get("id") != theirs.document.get("id"):
            self._keep_what_is_open(base.answers)
            self._take(theirs, seen, locked=locked)
            return
        past = replaced_file.seen_in(lambda: (kept for _, kept in self._disk.readable_copies()), base.descent)
        known = replace(base, seen=past)
        found = replaced_file.outcome(known, theirs, intact=self._disk.writer.is_intact(theirs.document), now=now)
        if found.notice:
            self._disk.say(_(found.notice))
        answers = found.answers
        if found.merged is not None:
            answers = descent.told(answers, found.merged, self._disk.next_save())
        if not found.write or not locked:
            self._take(answers, seen, locked=locked and not found.write)
            return
        try:
            self._disk.answers = theirs  # what is in the file becomes the last good copy
            self._disk.back_up(answers)
            self._disk.write_document(answers)
        except OSError:
            self._take(answers, seen, locked=False)  # it goes to the disk with the next change
        else:
            self._disk.note_last_save(None)

    def _take(self, answers: Answers, seen: tuple[int, ...], *, locked: bool) -> None:
        self._disk.answers, self._disk.seen = answers, seen
        if locked:
            self._disk.note_last_save(None)

    def _keep_what_is_open(self, open_here: Answers) -> None:
        """The file was replaced by somebody else's: what was saved from here before becomes a copy."""
        backups, head = self._disk.folder / backup_copies.BACKUPS, descent.of(open_here.document).head
        with contextlib.suppress(OSError):  # a folder that may only be read: then the notice is not true
            path = self._disk.copy_of(head)
            if path is None:
                atomic_files.make_private_folder(backups)
                path = backup_copies.name_of_day(backups, local_day(open_here.updated), self._disk.ending)
                atomic_files.replace(path, self._disk.encrypted(workbook_json.as_bytes(open_here.document)))
            self._disk.say(
                _(
                    "The file of your workbook was replaced by another one. What is shown is from that one. "
                    "What was saved here before is kept as {name}, among the earlier copies."
                ).format(name=path.name)
            )

    def _follow_the_seal(self) -> None:
        """Another page may have set the passphrase, or taken it away."""
        if self._disk.key is None:
            if encryption.seems_sealed(self._disk.folder):
                raise SealedError([storage_errors.sealed()])
        elif (self._disk.folder / FILE).is_file() and not encryption.has_key(self._disk.folder):
            self._disk.key, self._disk.seen = None, None

    def _set_aside(self, path: Path, seen: tuple[int, ...], locked: bool) -> None:
        """The file is damaged: give it a name of its own, and open the last good copy."""
        if not locked:
            # Somebody else may be mending it right now: look again once it is our turn.
            with contextlib.suppress(Timeout, OSError), self._disk.lock:
                self.refresh(locked=True)
                return
        aside = backup_copies.free_name(
            self._disk.folder, f"workbook.damaged-{clock().replace(':', '')}", "".join(path.suffixes)
        )
        try:
            path.rename(aside)
        except OSError:  # a folder that may only be read: then nothing can be overwritten here either
            self._disk.seen = seen
            self._disk.read_only = N_("Your workbook could not be read, and this folder cannot be written to.")
            self._go_on(_(self._disk.read_only), nothing=_("There is no earlier copy to show."))
            return
        self._disk.seen = NOT_THERE
        self._go_on(
            _("Your workbook could not be read. It is kept as {name}, and nothing was thrown away.").format(
                name=aside.name
            ),
            nothing=_("There was no earlier copy, so this one starts empty."),
        )

    def _is_key_in_use(self) -> bool:
        try:
            return self._disk.key is not None and (self._disk.folder / KEY).read_bytes() == self._disk.key.wrapped
        except OSError:
            return False

    def _keep_apart(self, path: Path, seen: tuple[int, ...], locked: bool) -> None:
        """The file is sealed by another key than the one in use: it is kept, and what opens is gone on with."""
        if not locked:
            with contextlib.suppress(Timeout, OSError), self._disk.lock:
                self.refresh(locked=True)
                return
        assert self._disk.key is not None
        told = two_keys.LOCKED_APART if key_backups.others(self._disk.folder) else two_keys.NO_KEY_HERE
        try:
            two_keys.make_room(self._disk.folder, self._disk.key)
        except OSError:  # as for a damaged one
            self._disk.seen = seen
            self._disk.read_only = N_("Your workbook could not be read, and this folder cannot be written to.")
            self._go_on(_(self._disk.read_only), nothing=_("There is no earlier copy to show."))
            return
        self._disk.seen = NOT_THERE
        self._disk.say(_(told))
        self._go_on("")

    def _of_this_workbook(self, found: list[WorkbookDoc], last: LastSave | None) -> list[WorkbookDoc]:
        """Those of what is open here or was saved last: among the copies may be another that was there before."""
        known = self._disk.before() or (None if last is None else Answers(last.changed))
        own = [kept for kept in found if known is not None and kept.get("id") == known.document.get("id")]
        return own or ([] if self._disk.before() else found)

    def _with_record(self, copy: WorkbookDoc | None, last: LastSave) -> WorkbookDoc:
        answers, joined = replaced_file.with_record(copy, last, now=clock())
        if joined is not None:
            answers = descent.told(answers, joined, self._disk.next_save())
        return answers.document.copy()

    def _go_on(self, why: str, *, nothing: str = "") -> None:
        """
        Without a file: go on with what is newest, what is open here or the newest copy that can be read.

        Args:
            why: What the person is told of the file; empty where they were told already.
            nothing: What they are told when there is neither; then nothing is said if this is empty.
        """
        found = [kept for _, kept in self._disk.readable_copies()]
        if any(workbook_json.is_newer(kept) for kept in found):
            self._disk.read_only = NEWER
            self._disk.notices.append(_(self._disk.read_only))
            return
        last = self._disk.last_save()
        if last is not None and (state := last.whole(self._disk.state_after(last.follows))) is not None:
            found.append(state.document.copy())
        found = self._of_this_workbook(found, last)
        copy = max(found, key=lambda kept: int(kept["revision"]), default=None)
        mine = self._disk.before()
        if last is not None and (mine is None or not descent.of(mine.document).has(last.head)):
            copy = self._with_record(copy, last)
        if copy is not None and copy["revision"] > self._disk.answers.revision:
            self._disk.answers = Answers(copy)
            when = _("This is the copy saved at {moment}.").format(moment=moment_in_words(self._disk.answers.updated))
            if why:
                self._disk.notices.append(f"{why} {when}")
        elif self._disk.answers.revision and why:
            whole = _("What is open here is complete, and is written again with your next change.")
            self._disk.notices.append(f"{why} {whole}")
        elif nothing:
            self._disk.notices.append(f"{why} {nothing}")
