"""A workbook under a passphrase: opened, set, changed, taken away, and put together with what another one locks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from filelock import Timeout

from heartwork import descent
from heartwork.crypto.keypair import KEY, KeyPair, SealedError, WrongPassphraseError, other_passphrase, wrong
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.storage import encryption, export_log, key_backups, nearby_workbooks, storage_errors, two_keys
from heartwork.storage.answers_folder import clock
from heartwork.storage.encryption import SEALED_FILE, is_sealed
from heartwork.storage.replaced_file import MERGED
from heartwork.storage.store import WorkbookStore

__all__ = ["Sealing"]


class Sealing:
    """
    The passphrase of a store, see `Workbook`, which has the same verbs.

    Args:
        store: What it locks.
    """

    def __init__(self, store: WorkbookStore) -> None:
        self._store, self._disk = store, store.disk

    def unlock(self, passphrase: str) -> None:
        """
        Open a sealed workbook; takes about a second.

        Where another program replaced `key.age`, the passphrase it had here before opens what was saved here with it.

        Raises:
            WrongPassphraseError: If it is not the one.
            KitError: If `key.age` is not there or damaged.
        """
        try:
            seal = self._opened_key(passphrase)
        except KitError as error:  # another key, none, or none that can be read
            earlier = None if self._disk.needs_key else key_backups.opened(self._disk.folder, passphrase)
            if earlier is None:
                raise error from None
            seal = earlier
            self._put_back(seal)
        self._unlock_by(seal)

    def _put_back(self, seal: KeyPair) -> None:
        try:
            with self._disk.lock:
                key_backups.put_back(self._disk.folder, seal)
        except Timeout:
            raise KitError([storage_errors.held()]) from None
        except OSError as error:
            raise KitError([storage_errors.not_saved(error)]) from error

    def unlock_by_secret(self, secret: str) -> None:
        """
        Open a sealed workbook by what `Seal.secret` gave; takes no time.

        Raises:
            KitError: If `key.age` is not there, or this does not open it.
        """
        seal = self._of_key(lambda wrapped: KeyPair.of_secret(secret, wrapped))
        if not two_keys.opens(self._disk.folder / SEALED_FILE, seal):
            raise SealedError([other_passphrase()])
        self._unlock_by(seal)

    def _unlock_by(self, seal: KeyPair) -> None:
        self._disk.key = seal
        try:
            self._finish_sealing()
            self._store.refresh()
            self._finish_sealing(self._disk.own_id)
            self._look_after_keys()
        except BaseException:
            self._disk.key = None
            raise

    def seal(self, passphrase: str) -> None:
        """
        Seal the workbook, its copies and what was set aside; from now on nothing is written in clear text.

        Nobody can open it without the passphrase: say so before.

        Raises:
            KitError: If it is sealed already, or the disk did not take it; what was there still opens.
        """
        if self._disk.sealed:
            raise KitError(
                [Problem(what=_("your workbook is already sealed."), mend=_("Run: heartwork seal --change"))]
            )
        fresh = KeyPair.new(passphrase)
        with self._store.writing():
            if is_sealed(self._disk.folder):  # by another page, this moment
                raise KitError([storage_errors.sealed()])
            links = self._disk.path.stat().st_nlink if self._disk.path.is_file() else 1
            encryption.seal(self._disk.folder, fresh)
            self._disk.key, self._disk.seen = fresh, None
            self._store.refresh(locked=True)
        self._say_what_is_not_sealed(links)

    def _say_what_is_not_sealed(self, links: int) -> None:
        if left := nearby_workbooks.outside(self._disk.folder, self._disk.own_id, self._disk.key):
            said = _("What you wrote is in these files too, and they are not locked, because other programs made them:")
            self._disk.say(f"{said} {nearby_workbooks.in_words(left, self._disk.folder)}")
        if links > 1:
            self._disk.say(
                _("The file had a second name elsewhere on this disk; what was in it until now is not locked there.")
            )

    def unseal(self, passphrase: str) -> None:
        """
        Take the passphrase away: everything lies in clear text again.

        Raises:
            WrongPassphraseError: If it is not the one.
            KitError: If it is not sealed, or the disk did not take it; it is still sealed then.
        """
        self._expect_sealed()
        seal = self._disk.key = self._opened_key(passphrase)
        with self._store.writing():
            two_keys.drop_keys(self._disk.folder, seal)
            encryption.unseal(self._disk.folder, seal)
            self._disk.key, self._disk.seen = None, None
            self._store.refresh(locked=True)

    def change_passphrase(self, old: str, new: str) -> None:
        """
        Seal everything anew, under another passphrase and with another key.

        The old one opens nothing in this folder any more. Copies of the folder that were made elsewhere before still
        open with it.

        Raises:
            WrongPassphraseError: If the old one is not the one.
            KitError: If it is not sealed, or the disk did not take it; one of the two opens it then.
        """
        self._expect_sealed()
        before = self._disk.key = self._opened_key(old)
        fresh = KeyPair.new(new, earlier=before.identities)
        with self._store.writing():
            encryption.change(self._disk.folder, fresh, instead_of=before)
            two_keys.drop_keys(self._disk.folder, fresh)
            self._disk.key, self._disk.seen = fresh, None
            self._store.refresh(locked=True)

    def _expect_sealed(self) -> None:
        if not self._disk.sealed:
            raise KitError(
                [Problem(what=_("your workbook has no passphrase."), mend=_("To set one, run: heartwork seal"))]
            )

    def _opened_key(self, passphrase: str) -> KeyPair:
        if self._disk.awaits_key:
            what = _("your pages are still being locked with your passphrase.")
            raise KitError([Problem(what=what, mend=_("Try again in a moment."))])
        return self._of_key(lambda wrapped: KeyPair.opened(wrapped, passphrase))

    def _of_key(self, open_: Callable[[bytes], KeyPair]) -> KeyPair:
        path = self._disk.folder / KEY
        try:
            return open_(b"" if self._disk.awaits_key else path.read_bytes())
        except FileNotFoundError:
            raise KitError([storage_errors.no_key(path)]) from None
        except OSError as error:
            raise KitError([storage_errors.unreadable(path, error)]) from error

    def _finish_sealing(self, own: str = "") -> None:
        """Clear text in a sealed folder is what an interruption left: seal it too."""
        assert self._disk.key is not None
        there = encryption.clear_files(self._disk.folder, own, self._disk.key)
        if not there and not (self._disk.folder / export_log.NOTES).is_file():
            return
        try:
            with self._disk.lock:
                encryption.finish(self._disk.folder, self._disk.key, own)
        except (Timeout, OSError):
            self._disk.notices.append(
                _("Some of your answers are in this folder without a passphrase, and could not be sealed.")
            )

    # -- two passphrases

    @property
    def can_join(self) -> bool:
        """Whether another passphrase locks something here, and its key is here too."""
        return self._disk.key is not None and bool(
            key_backups.others(self._disk.folder) and two_keys.locked_apart(self._disk.folder, self._disk.key)
        )

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
        if self._disk.key is None:
            raise SealedError([storage_errors.sealed()])
        if not self.can_join:
            what = _("nothing in this folder is locked with another passphrase.")
            raise KitError([Problem(what=what, mend=_("There is nothing to bring in."))])
        opened = key_backups.opened(self._disk.folder, other)
        if opened is None:
            raise WrongPassphraseError([wrong()])
        with self._store.writing():
            if self._disk.key is None:
                raise SealedError([storage_errors.sealed()])
            brought = two_keys.found(self._disk.folder, opened, self._disk.key)
            at = clock()
            both = two_keys.together(self._disk.answers, brought, now=at)
            if both is not None:
                answers = descent.told(*both, self._disk.next_save())
                self._disk.back_up(answers)
                self._disk.write_document(answers)
                self._disk.note_last_save(None)
                self._disk.say(_(MERGED))
            for one in brought:
                if one.is_record:  # it is in the workbook now
                    one.path.unlink(missing_ok=True)
            two_keys.drop_keys(self._disk.folder, self._disk.key)
        if not self.can_join:
            self._disk.notices = [said for said in self._disk.notices if said != _(two_keys.LOCKED_APART)]

    def _look_after_keys(self) -> None:
        """Keep a copy of the key; give what it does not open a name of its own, and tell the person."""
        assert self._disk.key is not None
        if self._disk.needs_key:  # at a seat of a workshop: the folder is in step with nothing
            return
        with contextlib.suppress(Timeout, OSError), self._disk.lock:
            key_backups.keep(self._disk.folder, self._disk.key.wrapped)
            two_keys.make_room(self._disk.folder, self._disk.key)
            two_keys.drop_keys(self._disk.folder, self._disk.key)
        if self.can_join:
            self._disk.say(_(two_keys.LOCKED_APART))
