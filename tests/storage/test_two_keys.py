"""A sync program replaces a sealed workbook and its key: no passphrase is locked out, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from heartwork.changes import Destroyed
from heartwork.crypto.keypair import KEY, SealedError, WrongPassphraseError
from heartwork.errors import KitError
from heartwork.storage import key_backups, replaced_file, two_keys
from heartwork.storage.workbook import Workbook
from tests.people import without_scrypt
from tests.storage.test_workbook import MONDAY, TUESDAY, line

HERE, THERE = "lamp under the stairs", "gravel and peppermint"

pytestmark = pytest.mark.usefixtures("quick")

#: What a sync program brings of the other computer, and puts over what is here.
BRINGS = {
    "workbook and key": ("workbook.json.age", KEY),
    "all of it": ("workbook.json.age", KEY, "backups/last-good.json.age"),
    "the key alone": (KEY,),
    "the workbook alone": ("workbook.json.age",),
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_scrypt(monkeypatch)


@pytest.fixture
def there(tmp_path: Path, folder: Path) -> Path:
    """Two computers with one workbook, each sealed there; each has written since. Gives the folder of the other."""
    Workbook.load(folder).save([line("before both")], now=MONDAY)
    other = tmp_path / "other computer"
    shutil.copytree(folder, other)
    for place, passphrase, said in ((folder, HERE, "here"), (other, THERE, "there")):
        book = Workbook.load(place)
        book.seal(passphrase)
        book.save([line(f"first {said}", f"only-{said}")], now=TUESDAY)
        book.save([line(f"second {said}", f"last-{said}")], now=TUESDAY)
    return other


def bring(there: Path, folder: Path, names: tuple[str, ...]) -> None:
    for name in names:
        shutil.copyfile(there / name, folder / name)


def said(book: Workbook) -> dict[str, object]:
    return {name: answer.value for name, answer in book.answers("boundaries").items()}


OF_HERE = {"happens": "before both", "only-here": "first here", "last-here": "second here"}
OF_THERE = {"happens": "before both", "only-there": "first there", "last-there": "second there"}


@pytest.mark.parametrize("names", BRINGS.values(), ids=BRINGS)
@pytest.mark.parametrize(("typed", "other"), [(HERE, THERE), (THERE, HERE)], ids=["mine first", "theirs first"])
def test_either_passphrase_opens_and_with_the_other_both_are_together(
    there: Path, folder: Path, names: tuple[str, ...], typed: str, other: str
) -> None:
    bring(there, folder, names)
    if KEY not in names and typed == THERE:
        with pytest.raises(WrongPassphraseError):
            Workbook.load(folder, passphrase=typed)
        return
    book = Workbook.load(folder, passphrase=typed)
    if not book.can_join:  # the workbook of another computer whose key is not here yet, or a key without anything
        assert (KEY not in names, two_keys.NO_KEY_HERE in book.notices) in ((True, True), (False, False))
        assert said(book).items() >= OF_HERE.items()
        return
    assert two_keys.LOCKED_APART in book.notices
    book.save([line("third", "written-between")])

    book.join(other)

    known = {} if "backups/last-good.json.age" in names else OF_HERE
    theirs = OF_THERE if "workbook.json.age" in names else {}
    assert said(book).items() >= {**known, **theirs, "last-here": "second here", "written-between": "third"}.items()
    assert two_keys.LOCKED_APART not in book.notices
    assert replaced_file.MERGED in book.notices
    again = Workbook.load(folder, passphrase=typed)
    assert (said(again), again.notices, again.can_join) == (said(book), [], False)
    assert key_backups.others(folder) == []
    with pytest.raises(WrongPassphraseError):
        Workbook.load(folder, passphrase=other)


def test_while_it_is_open_too_nothing_is_written_over(there: Path, folder: Path) -> None:
    book = Workbook.load(folder, passphrase=HERE)
    bring(there, folder, BRINGS["all of it"])
    with pytest.raises(SealedError, match="changed in the meantime"):
        book.save([line("typed just then", "open")])
    book.unlock(HERE)
    book.save([line("typed just then", "open")])

    book.join(THERE)

    assert said(book) == {**OF_HERE, **OF_THERE, "open": "typed just then"}


def test_a_workbook_that_arrives_before_its_key_is_kept_and_put_together_later(there: Path, folder: Path) -> None:
    book = Workbook.load(folder, passphrase=HERE)
    bring(there, folder, BRINGS["the workbook alone"])

    book.save([line("typed just then", "open")])
    assert book.notices == [two_keys.NO_KEY_HERE]
    assert said(book) == {**OF_HERE, "open": "typed just then"}
    bring(there, folder, (KEY,))
    again = Workbook.load(folder, passphrase=HERE)
    again.join(THERE)

    assert said(again) == {**OF_HERE, **OF_THERE, "open": "typed just then"}


def test_a_key_that_a_sync_program_gave_another_name_opens_too(there: Path, folder: Path) -> None:
    shutil.copyfile(there / "workbook.json.age", folder / "workbook.sync-conflict-20261201-OTHER.json.age")
    shutil.copyfile(there / KEY, folder / "key.sync-conflict-20261201-OTHER.age")

    book = Workbook.load(folder, passphrase=HERE)
    assert book.notices == [two_keys.LOCKED_APART]
    book.join(THERE)

    assert said(book) == {**OF_HERE, **OF_THERE}


def test_a_key_that_went_or_was_damaged_is_put_back(folder: Path, there: Path) -> None:
    wrapped = (folder / KEY).read_bytes()
    for content in (None, b"", b"no key", wrapped[:-1]):
        (folder / KEY).unlink()
        if content is not None:
            (folder / KEY).write_bytes(content)

        assert said(Workbook.load(folder, passphrase=HERE)) == OF_HERE
        assert (folder / KEY).read_bytes() == wrapped


def test_the_copy_of_the_key_is_for_its_owner_only_and_locked_as_the_key_is(folder: Path, there: Path) -> None:
    (copy,) = (folder / "backups").glob("key-*.age")

    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.read_bytes() == (folder / KEY).read_bytes()


CHANGES: dict[str, Callable[[Workbook], object]] = {
    "changed": lambda book: book.change_passphrase(HERE, "ladder, twice over"),
    "taken away": lambda book: book.unseal(HERE),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_passphrase_that_was_changed_or_taken_away_leaves_no_key(
    folder: Path, there: Path, change: Callable[[Workbook], object]
) -> None:
    wrapped = (folder / KEY).read_bytes()
    book = Workbook.load(folder, passphrase=HERE)

    change(book)

    assert wrapped not in [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    if book.sealed:
        with pytest.raises(WrongPassphraseError):
            Workbook.load(folder, passphrase=HERE)


def test_a_change_on_another_computer_lets_go_of_the_old_key_here(folder: Path, there: Path, tmp_path: Path) -> None:
    wrapped, elsewhere = (folder / KEY).read_bytes(), tmp_path / "third"
    shutil.copytree(folder, elsewhere)
    book = Workbook.load(elsewhere, passphrase=HERE)
    book.change_passphrase(HERE, "ladder, twice over")
    book.save([line("after the change", "changed")])
    bring(elsewhere, folder, BRINGS["all of it"])

    here = Workbook.load(folder, passphrase="ladder, twice over")

    assert (said(here), here.notices) == ({**OF_HERE, "changed": "after the change"}, [])
    assert wrapped not in [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_what_was_not_put_together_yet_is_not_thrown_away_by_destroying(there: Path, folder: Path) -> None:
    bring(there, folder, BRINGS["workbook and key"])
    book = Workbook.load(folder, passphrase=THERE)
    book.save([line("third")])

    left = book.destroy("boundaries", "happens")

    assert {path.name.split(".")[0] for path in left} == {"workbook-locked", "locked-last-save", "workbook-2026-11-23"}
    book.join(HERE)
    assert said(book).items() >= {"last-here": "second here", "only-here": "first here"}.items()


def test_what_was_destroyed_here_does_not_come_back_from_the_other(there: Path, folder: Path) -> None:
    bring(there, folder, BRINGS["workbook and key"])
    book = Workbook.load(folder, passphrase=THERE)
    book.save([Destroyed("boundaries", "happens", None)])

    book.join(HERE)

    assert said(book) == {key: kept for key, kept in {**OF_HERE, **OF_THERE}.items() if key != "happens"}


def test_a_wrong_one_is_told_and_may_be_tried_again(there: Path, folder: Path) -> None:
    bring(there, folder, BRINGS["workbook and key"])
    book = Workbook.load(folder, passphrase=THERE)

    with pytest.raises(WrongPassphraseError):
        book.join("neither")
    book.join(HERE)

    assert said(book) == {**OF_HERE, **OF_THERE}
    with pytest.raises(KitError, match="nothing in this folder is locked with another passphrase"):
        book.join(HERE)


def test_everything_of_both_is_deleted_by_forgetting(there: Path, folder: Path) -> None:
    from heartwork.traces import erase

    bring(there, folder, BRINGS["workbook and key"])
    Workbook.load(folder, passphrase=HERE)

    assert erase.forget(folder, exports=False) == []
    assert not folder.exists()
