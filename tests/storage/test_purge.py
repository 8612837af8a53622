"""Destroying an answer: after it, no file of the folder holds a word of it, whatever came in between."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from heartwork import atomic_files
from heartwork.changes import Answered
from heartwork.crypto.keypair import KeyPair, SealedError
from heartwork.errors import KitError
from heartwork.storage.workbook import Workbook

CANARY = "the yellow kitchen and the wooden spoon"
MONDAY = datetime.datetime(2026, 11, 16, 20, 0, tzinfo=datetime.timezone.utc)

posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")


def letter(raw: str, **more: object) -> Answered:
    return Answered(worksheet="letter", question="letter", value={"raw": raw}, **more)  # type: ignore[arg-type]


def line(words: str) -> Answered:
    return Answered(worksheet="boundaries", question="happens", value=words)


def holding(folder: Path, words: str = CANARY) -> list[str]:
    """Every file of a folder, hidden ones too, that holds these words."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    )


@pytest.fixture
def book(folder: Path) -> Workbook:
    """A letter that was written over four days, by two pages at once, in a workbook with other answers."""
    book = Workbook.load(folder)
    for day in range(4):
        now = MONDAY + datetime.timedelta(days=day)
        book.save([letter(f"{CANARY}, day {day}", track=True), line(f"calls, day {day}")], now=now)
    book.save([letter("from another page", seen="something else")], now=MONDAY + datetime.timedelta(days=4))
    assert len(holding(folder)) == 7  # the file, what its save changed, the last good copy, and four days
    return book


def test_a_destroyed_letter_is_in_no_file(book: Workbook) -> None:
    left = book.destroy("letter", "letter")

    assert left == []
    assert holding(book.folder) == []
    assert holding(book.folder, "from another page") == []
    assert book.written.answer("letter", "letter") is None


def test_the_other_answers_and_their_copies_stay(book: Workbook) -> None:
    before = book.copies()

    book.destroy("letter", "letter", now=MONDAY + datetime.timedelta(days=4))

    assert book.copies() == before
    assert Workbook.load(book.folder).written.value("boundaries.happens") == "calls, day 3"
    assert [len(holding(book.folder, f"calls, day {day}")) for day in range(4)] == [1, 1, 1, 3]


def test_what_had_another_id_in_the_copies_is_destroyed_too(book: Workbook) -> None:
    book.save([Answered(worksheet="letter", question="draft", value=CANARY)])
    book.save([line("so that a copy holds both")])

    book.destroy("letter", "letter", "draft")

    assert holding(book.folder) == []


def test_an_answer_of_an_entry_can_be_destroyed(book: Workbook) -> None:
    entry = {"worksheet": "check-in", "entry": "e1"}
    book.destroy("letter", "letter")
    book.save([Answered(**entry, question="good", value=CANARY), Answered(**entry, question="tension", value=3)])
    book.save([line("so that a copy holds it")])

    book.destroy("check-in", "good", entry="e1")

    assert holding(book.folder) == []
    assert [entry.value("tension") for entry in book.entries("check-in")] == [3]


def test_a_page_that_still_shows_it_does_not_bring_it_back(book: Workbook) -> None:
    stale = Workbook.load(book.folder)
    book.destroy("letter", "letter")

    stale.save([line("written on the other page")])

    assert holding(book.folder) == []


def test_a_page_that_still_shows_it_does_not_bring_it_back_when_the_file_goes(book: Workbook) -> None:
    """It goes on with what is newest, and that is the copy without it."""
    stale = Workbook.load(book.folder)
    book.destroy("letter", "letter")
    book.path.unlink()

    stale.save([line("written on the other page")])

    assert holding(book.folder) == []


def test_files_that_cannot_be_read_are_named(book: Workbook) -> None:
    aside = book.folder / "workbook.damaged-2026-11-17T201500Z.json"
    aside.write_text(f'{{"format": "heartwork-workbook", "{CANARY}')
    copy = book.folder / "backups/workbook-2026-11-16.json"
    copy.write_bytes(copy.read_bytes()[:-9])

    left = book.destroy("letter", "letter")

    assert left == [aside, copy]
    assert holding(book.folder) == sorted(str(path.relative_to(book.folder)) for path in left)


def test_what_a_killed_write_left_behind_is_destroyed_too(book: Workbook) -> None:
    for name in (".new-k1ll3d.json", "backups/.new-k1ll3d.json", "backups/.last-good.json.new"):
        (book.folder / name).write_text(CANARY)

    book.destroy("letter", "letter")

    assert holding(book.folder) == []


def test_destroying_what_is_not_there_is_fine(folder: Path) -> None:
    book = Workbook.load(folder)

    assert book.destroy("letter", "letter") == []
    assert book.destroy("letter", "letter") == []


def test_what_was_taken_back_by_hand_is_still_destroyed_in_the_copies(book: Workbook) -> None:
    book.save([Answered(worksheet="letter", question="letter", value=None)])
    assert holding(book.folder) != []

    book.destroy("letter", "letter")

    assert holding(book.folder) == []


def test_when_the_disk_fails_the_person_is_told_and_can_try_again(
    book: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, calls = atomic_files.replace, []

    def failing(path: Path, content: bytes) -> None:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        replace(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(atomic_files, "replace", failing)
        with pytest.raises(KitError, match="there is no room left on this disk"):
            book.destroy("letter", "letter")
    assert CANARY in str(Workbook.load(book.folder).written.document)  # the person still sees it

    book.destroy("letter", "letter")

    assert holding(book.folder) == []


# -- sealed with a passphrase


def opened(folder: Path) -> list[str]:
    """Every file that holds the canary, once it is opened with the key."""
    seal = KeyPair.opened((folder / "key.age").read_bytes(), "four words or so")
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("key") and CANARY.encode() in seal.open(path.read_bytes())
    )


def test_a_sealed_letter_is_destroyed_in_the_sealed_copies_too(book: Workbook) -> None:
    book.seal("four words or so")
    assert len(opened(book.folder)) == 7

    assert book.destroy("letter", "letter") == []

    assert (opened(book.folder), holding(book.folder)) == ([], [])
    again = Workbook.load(book.folder, passphrase="four words or so")
    assert again.written.value("boundaries.happens") == "calls, day 3"
    assert [path.suffix for path in again.copies()] == [".age"] * len(again.copies())


def test_what_an_interrupted_sealing_left_in_clear_is_destroyed_too(book: Workbook) -> None:
    copy = book.folder / "backups/workbook-2026-11-17.json"
    clear = copy.read_bytes()
    book.seal("four words or so")
    copy.write_bytes(clear)

    book.destroy("letter", "letter")

    assert (opened(book.folder), holding(book.folder)) == ([], [])


def test_a_locked_workbook_destroys_nothing(book: Workbook) -> None:
    book.seal("four words or so")

    with pytest.raises(SealedError):
        Workbook.closed(book.folder).destroy("letter", "letter")

    assert len(opened(book.folder)) == 7


def test_in_a_private_visit_it_is_forgotten() -> None:
    book = Workbook.in_memory()
    book.save([letter(CANARY), line("calls")])

    assert book.destroy("letter", "letter") == []

    assert CANARY not in str(book.written.document)
    assert book.written.value("boundaries.happens") == "calls"


# -- killed in the middle


_KILLED = """
import os, signal, sys
from pathlib import Path
from heartwork.storage.workbook import Workbook

step, folder = int(sys.argv[1]), sys.argv[2]
replace, count = Path.replace, 0

def counted(self, target):
    global count
    count += 1
    if count == step:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)

Path.replace = counted
Workbook.load(folder).destroy("letter", "letter")
"""


@posix
def test_after_a_kill_at_any_step_a_second_attempt_destroys_it_all(tmp_path: Path, book: Workbook) -> None:
    """Whatever was killed, the file opens, and says nothing is gone that is not."""
    whole = {str(path.relative_to(book.folder)): path.read_bytes() for path in book.folder.rglob("*") if path.is_file()}
    killed = 0
    while True:
        folder = tmp_path / f"killed-{killed}"
        for name, content in whole.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        ended = subprocess.run([sys.executable, "-c", _KILLED, str(killed + 1), str(folder)], check=False).returncode
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        killed += 1

        again = Workbook.load(folder)
        assert (again.written.answer("letter", "letter") is None) <= (holding(folder) == [])
        assert (again.notices, again.written.value("boundaries.happens")) == ([], "calls, day 3")
        again.destroy("letter", "letter")
        assert holding(folder) == []

    assert killed >= 7  # the file, the last good copy, and the days
    assert holding(folder) == []
