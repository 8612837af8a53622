"""A passphrase round the workbook: nothing in clear text, opened by any age tool, whole after every failure."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from heartwork.changes import Answered
from heartwork.crypto import age_scrypt
from heartwork.crypto.keypair import HINTS, KEY, KeyPair, SealedError, WrongPassphraseError, hint
from heartwork.errors import KitError, Problem
from heartwork.storage import encryption, replaced_file
from heartwork.storage.unlock import look_at, open_workbook
from heartwork.storage.workbook import Workbook
from tests.normalization.test_passphrases import VARIANTS
from tests.people import without_scrypt
from tests.storage.failing import Failing
from tests.storage.test_workbook import MONDAY, TUESDAY, every_name, line, posix, words_in

PASSPHRASE = "plum café seven quiet"
CANARY = "The canary sings at the third gate"


@pytest.fixture(scope="session")
def made() -> KeyPair:
    """One real seal for all tests: a passphrase takes seconds, on purpose."""
    return KeyPair.new(unicodedata.normalize("NFD", PASSPHRASE))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one slow step is left out: a passphrase goes round the key as it is, and not as a scrypt of itself."""

    without_scrypt(monkeypatch)


@pytest.fixture
def book(folder: Path) -> Workbook:
    """A clear workbook with a daily copy, a last good one, one that was set aside, and a write that was killed."""
    book = Workbook.load(folder)
    book.path.parent.mkdir()
    book.path.write_text(f'{{"{CANARY}": ')
    book.reload()
    book.save([line(CANARY)], now=MONDAY)
    book.save([line(f"{CANARY}, twice")], now=TUESDAY)
    book.save([line(f"{CANARY}, again")], now=TUESDAY)
    (folder / ".new-k1ll3d.json").write_text(CANARY)
    (folder / "backups" / ".last-good.json.new").write_text(CANARY)
    book.notices.clear()
    return book


def clear_text(folder: Path) -> list[str]:
    """The files in which the canary can be read."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path.relative_to(folder)) for path in files if b"canary" in path.read_bytes()]


def opened(book: Workbook, path: Path) -> bytes:
    """What is in a sealed file of a workbook."""
    return KeyPair.opened((book.folder / "key.age").read_bytes(), PASSPHRASE).open(path.read_bytes())


SEALED_NAMES = {
    ".workbook.json.lock",
    "backups",
    "backups/key.age",
    "backups/last-good.json.age",
    "backups/last-save.json.age",
    "backups/workbook-2026-11-23.json.age",
    "key.age",
    "workbook.json.age",
}


# -- with the real thing


def test_sealed_with_a_passphrase_and_opened_by_it_and_by_nothing_else(folder: Path, made: KeyPair) -> None:
    """However the keyboard spells an é."""
    folder.mkdir()
    encryption.seal(folder, made)
    saved = Workbook(folder, seal=made).save([line("sealed words")])

    with pytest.raises(SealedError, match=r"^your workbook is sealed with a passphrase\. In a notebook: "):
        Workbook.load(folder)
    with pytest.raises(WrongPassphraseError, match=r"^that passphrase didn't open it\. .* as often as you like\.$"):
        Workbook.load(folder, passphrase=PASSPHRASE.upper())
    again = Workbook.load(folder, passphrase=PASSPHRASE)

    assert again.written.document == saved.document
    assert (again.sealed, again.locked, again.notices) == (True, False, [])


@pytest.mark.skipif(shutil.which("age") is None, reason="no `age` here (Debian: apt install age)")
def test_the_age_of_debian_opens_the_workbook_and_the_key(folder: Path, tmp_path: Path, made: KeyPair) -> None:
    """`age` wants a terminal for a passphrase: `script` gives it one, and what is typed into it."""
    folder.mkdir()
    encryption.seal(folder, made)
    book = Workbook(folder, seal=made)
    book.save([line(CANARY)], now=MONDAY)
    identity = tmp_path / "identity.txt"

    if shutil.which("script"):
        command = f"age --decrypt --output {identity} {folder / 'key.age'}"
        subprocess.run(
            ["script", "--quiet", "--return", "--command", command, "/dev/null"],
            input=f"{PASSPHRASE}\n",
            text=True,
            capture_output=True,
            check=True,
            timeout=60,
        )
    else:
        identity.write_bytes(pyrage.passphrase.decrypt(made.wrapped, PASSPHRASE))
    opened = subprocess.run(
        ["age", "--decrypt", "--identity", str(identity), str(folder / "workbook.json.age")],
        capture_output=True,
        check=True,
    )

    assert json.loads(opened.stdout) == book.written.document
    assert CANARY.encode() in opened.stdout


@pytest.mark.parametrize("content", [b"", b"garbage", b"age-encryption.org/v1\n"])
def test_a_key_that_is_damaged_is_said_so_and_stays(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "key.age").write_bytes(content)

    with pytest.raises(KitError, match=r"^the file key\.age cannot be used .* without it nothing opens\.$"):
        Workbook.load(folder, passphrase=PASSPHRASE)

    assert every_name(folder) == {"key.age"}
    assert (folder / "key.age").read_bytes() == content


# -- the folder


def test_nothing_in_the_folder_is_clear_text_after_sealing(book: Workbook, quick: None) -> None:
    assert len(clear_text(book.folder)) == 7

    book.seal(PASSPHRASE)

    assert clear_text(book.folder) == []
    (aside,) = book.folder.glob("workbook.damaged-*.json.age")
    assert opened(book, aside) == f'{{"{CANARY}": '.encode()
    assert every_name(book.folder) == SEALED_NAMES | {aside.name}
    for days in range(3):
        book.save([line(f"{CANARY} on day {days}")], now=TUESDAY.replace(day=25 + days))
    assert clear_text(book.folder) == []
    assert len(book.copies()) == 5


def test_unsealing_brings_back_every_file_as_it_was(book: Workbook, quick: None) -> None:
    left_by_kills = {".new-k1ll3d.json", "backups/.last-good.json.new"}

    def contents() -> dict[str, bytes]:
        files = [path for path in book.folder.rglob("*") if path.is_file()]
        return {
            name: path.read_bytes()
            for path in files
            if (name := str(path.relative_to(book.folder))) not in left_by_kills
        }

    before = contents()
    book.seal(PASSPHRASE)

    book.unseal(PASSPHRASE)

    assert contents() == before
    assert (book.sealed, words_in(book.folder)) == (False, {"happens": f"{CANARY}, again"})


def test_an_empty_folder_can_be_sealed_before_the_first_word(folder: Path, quick: None) -> None:
    book = Workbook.load(folder)
    book.seal(PASSPHRASE)
    book.save([line(CANARY)])

    assert every_name(folder) == {
        ".workbook.json.lock",
        "key.age",
        "workbook.json.age",
        "backups",
        "backups/key.age",
        "backups/last-save.json.age",
    }
    assert Workbook.load(folder, passphrase=PASSPHRASE).written.value("boundaries.happens") == CANARY


def test_a_page_that_was_open_when_it_was_sealed_writes_no_clear_text(book: Workbook, quick: None) -> None:
    other = Workbook.load(book.folder)
    book.seal(PASSPHRASE)

    with pytest.raises(SealedError, match="sealed with a passphrase"):
        other.save([line(f"{CANARY}, from the other page")])
    assert (other.locked, clear_text(book.folder)) == (True, [])
    other.unlock(PASSPHRASE)
    other.save([line(f"{CANARY}, from the other page")])

    assert clear_text(book.folder) == []
    assert book.reload().value("boundaries.happens") == f"{CANARY}, from the other page"


def test_a_page_that_was_open_when_it_was_unsealed_goes_on(book: Workbook, quick: None) -> None:
    book.seal(PASSPHRASE)
    other = Workbook.load(book.folder, passphrase=PASSPHRASE)
    book.unseal(PASSPHRASE)

    other.save([line("in the clear")])

    assert words_in(book.folder) == {"happens": "in the clear"}
    assert not other.sealed


def test_a_folder_that_goes_in_mid_visit_is_made_again_sealed(book: Workbook, quick: None) -> None:
    book.seal(PASSPHRASE)
    shutil.rmtree(book.folder)

    book.save([line(CANARY, "fine-with")])

    assert clear_text(book.folder) == []
    again = Workbook.load(book.folder, passphrase=PASSPHRASE)
    assert {name: answer.value for name, answer in again.answers("boundaries").items()} == {
        "happens": f"{CANARY}, again",
        "fine-with": CANARY,
    }


def test_a_key_that_went_is_told_and_nothing_is_overwritten(book: Workbook, quick: None) -> None:
    book.seal(PASSPHRASE)
    (book.folder / "key.age").unlink()
    shutil.rmtree(book.folder / "backups")  # a copy of the key lies there
    before = book.path.read_bytes()

    with pytest.raises(SealedError):
        Workbook.load(book.folder)
    with pytest.raises(KitError, match=r"the key that opens it is not next to it\.\n  Put key\.age back"):
        Workbook.load(book.folder, passphrase=PASSPHRASE)

    assert book.path.read_bytes() == before


def test_a_damaged_sealed_file_is_set_aside_and_the_last_good_copy_opened(book: Workbook, quick: None) -> None:
    book.seal(PASSPHRASE)
    whole = book.path.read_bytes()
    for content in (whole[:-1], whole[:200], b"", whole[:-20] + b"\x00" * 20):
        book.path.write_bytes(content)

        again = Workbook.load(book.folder, passphrase=PASSPHRASE)

        (aside,) = (path for path in book.folder.glob("workbook.damaged-*") if path.read_bytes() == content)
        assert aside.name.endswith(".json.age")
        assert again.written.value("boundaries.happens") == f"{CANARY}, again"
        assert again.notices[0].startswith(f"Your workbook could not be read. It is kept as {aside.name},")
        aside.unlink()


def test_what_was_clear_and_newer_comes_in_and_the_sealed_one_becomes_a_copy(book: Workbook, quick: None) -> None:
    """As after putting a later backup of one's own beside a sealed workbook."""
    clear = book.path.read_bytes()
    book.seal(PASSPHRASE)
    later = {**json.loads(clear), "revision": 90, "entries": {"check-in": [{"id": "later", "answers": {}}]}}
    (book.folder / "workbook.json").write_text(json.dumps(later))

    again = Workbook.load(book.folder, passphrase=PASSPHRASE)

    assert again.written.revision == 91  # both: it does not show that it descends from what was sealed
    assert [entry.id for entry in again.entries("check-in")] == ["later"]
    assert again.written.value("boundaries.happens") == f"{CANARY}, again"
    assert (book.folder / "backups" / "workbook-before-sealing.json.age").is_file()
    assert clear_text(book.folder) == []


def test_what_was_clear_and_older_undoes_nothing_and_is_clear_no_more(book: Workbook, quick: None) -> None:
    clear = book.path.read_bytes()
    book.seal(PASSPHRASE)
    book.save([line("later")])
    (book.folder / "workbook.json").write_bytes(clear)

    again = Workbook.load(book.folder, passphrase=PASSPHRASE)

    assert again.written.value("boundaries.happens") == "later"
    assert again.notices == [replaced_file.OLDER]
    assert clear_text(book.folder) == []


def test_the_passphrase_is_changed_and_the_old_one_opens_nothing_any_more(book: Workbook, quick: None) -> None:
    book.seal("first one")
    other = Workbook.load(book.folder, passphrase="first one")

    book.change_passphrase("first one", "second one")

    with pytest.raises(SealedError, match=r"^the passphrase of your workbook was changed in the meantime\."):
        other.save([line("by the other page")])
    assert other.locked
    with pytest.raises(WrongPassphraseError):
        other.unlock("first one")
    other.unlock("second one")
    other.save([line("by the other page")], now=TUESDAY)
    assert book.reload().value("boundaries.happens") == "by the other page"
    assert [copy.answered for copy in other.earlier()] == [1, 1]
    assert clear_text(book.folder) == []


# -- failures at every step


ACTS: dict[str, Callable[[Workbook], None]] = {
    "seal": lambda book: book.seal(PASSPHRASE),
    "unseal": lambda book: book.unseal(PASSPHRASE),
    "change": lambda book: book.change_passphrase(PASSPHRASE, "another"),
}


@posix
@pytest.mark.parametrize("step", ACTS)
@pytest.mark.parametrize("cut", [False, True], ids=["one call fails", "power cut"])
def test_whatever_call_fails_the_last_saved_state_opens(
    tmp_path: Path,
    quick: None,
    failing: Failing,
    step: str,
    cut: bool,
) -> None:
    """Every call of sealing, unsealing and changing fails once; with a power cut, every later one too."""
    number = 0
    while True:
        number += 1
        book = Workbook.load(tmp_path / str(number))
        for words, moment in ((f"{CANARY}, once", MONDAY), (f"{CANARY}, twice", TUESDAY), (CANARY, TUESDAY)):
            book.save([line(words)], now=moment)
        if step != "seal":
            book.seal(PASSPHRASE)
        with failing.inside(book.folder, fails_at=number, all_later=cut) as calls:
            try:
                ACTS[step](book)
            except KitError:
                failed = True
            else:
                failed = False
        if not failed and len(calls) < number:
            break  # it was the last one

        again = open_workbook(book.folder, lambda again: "another" if again else PASSPHRASE)

        assert (number, again.written.value("boundaries.happens")) == (number, CANARY)
        assert [copy.answered for copy in again.earlier()] == [1, 1], (number, calls)
        if again.sealed:
            assert clear_text(book.folder) == [], (number, calls)
        again.save([line("after it")], now=TUESDAY)
        assert again.reload().value("boundaries.happens") == "after it"
    assert number > 10


@posix
@pytest.mark.parametrize("cut", [False, True], ids=["one call fails", "power cut"])
def test_whatever_call_of_a_sealed_save_fails_the_old_or_the_new_file_opens(
    tmp_path: Path,
    quick: None,
    failing: Failing,
    cut: bool,
) -> None:
    number = 0
    while True:
        number += 1
        book = Workbook.load(tmp_path / str(number))
        book.seal(PASSPHRASE)
        book.save([line("first")], now=MONDAY)
        book.save([line("second")], now=MONDAY)
        with failing.inside(book.folder, fails_at=number, all_later=cut) as calls:
            try:
                book.save([line("third")], now=TUESDAY)
                saved = True
            except KitError:
                saved = False
        if saved and len(calls) < number:
            break

        again = Workbook.load(book.folder, passphrase=PASSPHRASE)
        assert again.written.value("boundaries.happens") in (("third",) if saved else ("second", "third"))
        assert [name for name in every_name(book.folder) if name.endswith(".json")] == []
        book.save([line("fourth")], now=TUESDAY)
        assert Workbook.load(book.folder, passphrase=PASSPHRASE).written.value("boundaries.happens") == "fourth"
    assert number > 10


# -- asking


def test_a_command_asks_until_it_is_right_and_nobody_is_locked_out(book: Workbook, quick: None) -> None:
    book.seal(PASSPHRASE)
    tries = iter(["wrong"] * 20 + [PASSPHRASE])
    asked: list[bool] = []

    def ask(again: bool) -> str:
        asked.append(again)
        return next(tries)

    assert open_workbook(book.folder, ask).written.value("boundaries.happens") == f"{CANARY}, again"
    assert asked == [False] + [True] * 20


def test_asking_can_be_given_up(book: Workbook, quick: None) -> None:
    book.seal(PASSPHRASE)
    tries = iter(["wrong"])

    with pytest.raises(WrongPassphraseError, match=r"^that passphrase didn't open it"):
        open_workbook(book.folder, lambda again: next(tries, None))
    with pytest.raises(WrongPassphraseError, match=r"^no passphrase was given"):
        open_workbook(book.folder, lambda again: None)
    with pytest.raises(SealedError):
        open_workbook(book.folder)


def test_looking_says_that_it_is_sealed_or_asks(book: Workbook, quick: None) -> None:
    book.seal(PASSPHRASE)
    place = str(book.folder / "workbook.json.age")

    assert look_at(book.folder) == [
        Problem(
            what="the workbook is sealed, and was not looked into.",
            mend="Run this in a terminal to be asked.",
            file=place,
        )
    ]
    assert look_at(book.folder, ask=lambda again: PASSPHRASE) == []
    book.path.write_bytes(b"age-encryption.org/v1\n")
    (problem,) = look_at(book.folder, ask=lambda again: PASSPHRASE)
    assert problem.what == "this is not a workbook that can be read."


def test_sealing_twice_and_unsealing_what_is_not_say_what_to_do(book: Workbook, quick: None) -> None:
    with pytest.raises(KitError, match=r"^your workbook has no passphrase\. To set one, run: heartwork seal$"):
        book.unseal(PASSPHRASE)
    with pytest.raises(KitError, match=r"^your workbook has no passphrase"):
        book.change_passphrase(PASSPHRASE, "another")
    book.seal(PASSPHRASE)
    with pytest.raises(KitError, match=r"^your workbook is already sealed\. Run: heartwork seal --change$"):
        book.seal("another")


def test_an_empty_passphrase_is_none() -> None:
    with pytest.raises(KitError, match="an empty passphrase would lock nothing"):
        KeyPair.new("")


def test_no_repr_shows_a_key(made: KeyPair) -> None:
    assert (repr(made), "SECRET" in repr(Workbook(Path("x"), seal=made))) == ("KeyPair()", False)


def test_a_hint_says_more_of_a_longer_one_and_refuses_none() -> None:
    assert [hint(words) for words in ("", "cat", "plum ladder", "plum ladder seven quiet")] == [
        "",
        *(words for _, words in HINTS),
    ]


def test_a_save_by_a_page_with_a_conflict_is_merged_when_sealed_too(book: Workbook, quick: None) -> None:
    book.seal(PASSPHRASE)
    other = Workbook.load(book.folder, passphrase=PASSPHRASE)

    def written(words: str) -> Answered:
        return Answered(worksheet="boundaries", question="fine-with", value=words, seen=None)

    other.save([written("from the phone")], now=TUESDAY)
    book.save([written("from the table")], now=TUESDAY)

    answer = Workbook.load(book.folder, passphrase=PASSPHRASE).answers("boundaries")["fine-with"]
    assert (answer.value, [kept["value"] for kept in answer.also]) == ("from the table", ["from the phone"])


# -- the same passphrase in other code points


@pytest.mark.parametrize(("typed", "later"), VARIANTS + [(later, typed) for typed, later in VARIANTS])
def test_what_was_set_in_one_spelling_opens_in_the_other(typed: str, later: str, folder: Path, quick: None) -> None:
    Workbook.load(folder).seal(typed)

    assert Workbook.load(folder, passphrase=later).sealed


@pytest.mark.parametrize(
    ("locked_with", "typed"),
    [
        ("don’t", "don't"),
        ("“look” — now…", '"look" -- now...'),
        ("horse–ladder", "horse--ladder"),
        ("horse ladder ", "horse ladder"),
        ("horse\u200bladder", "horse\u200bladder"),
        ("  ", "  "),
        ("\ufeffhorse", "\ufeffhorse"),
        ("half \ud83d", "half \ud83d"),
    ],
)
def test_what_an_earlier_version_locked_opens_for_ever(locked_with: str, typed: str, folder: Path, quick: None) -> None:
    """It locked with what was typed, whatever a phone had made of it."""
    secret = str(pyrage.x25519.Identity.generate())
    folder.mkdir()
    (folder / KEY).write_bytes(age_scrypt.lock(f"{secret}\n".encode(), locked_with))

    assert Workbook.load(folder, passphrase=typed).sealed


def test_a_wrong_passphrase_says_what_was_tried(folder: Path, quick: None) -> None:
    Workbook.load(folder).seal("horse ladder")

    with pytest.raises(WrongPassphraseError, match="Other kinds of quotes and dashes, and spaces at the ends"):
        Workbook.load(folder, passphrase="Horse ladder")


def test_any_tool_of_age_opens_what_was_typed_on_a_phone_by_what_a_keyboard_types() -> None:
    wrapped = KeyPair.new("“don’t—look”…").wrapped

    assert pyrage.passphrase.decrypt(wrapped, '"don\'t--look"...').startswith(b"AGE-SECRET-KEY-")
