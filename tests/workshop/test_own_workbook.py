"""The sealed workbook of a seat: made, opened again by the same passphrase, erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.answers import Answered
from heartwork.files.places import ANSWERS_VARIABLE, SEAT_KEY_VARIABLE
from heartwork.files.sealing import KEY, WrongPassphraseError
from heartwork.files.workbook import Workbook
from heartwork.problems import KitError
from heartwork.show import workbook as show_workbook
from heartwork.workshop import own_workbook, seats
from heartwork.workshop.room import Room
from heartwork.workshop.tables import sqlite_url

WORDS = Answered(worksheet="boundaries", question="happens", value="she rang at ten")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room.make(sqlite_url(tmp_path / "room.sqlite"), seats=12, plan="ninety-minutes")


def _saved(folder: Path, secret: str) -> Workbook:
    workbook = Workbook.closed(folder)
    workbook.unlock_by_secret(secret)
    workbook.save([WORDS])
    return workbook


def test_two_people_with_the_same_passphrase_have_a_workbook_each(room: Room, tmp_path: Path) -> None:
    (one, _), (other, _) = seats.take(room), seats.take(room)
    secret = own_workbook.make(own_workbook.folder_of(tmp_path, one), "four words of mine")
    own_workbook.make(own_workbook.folder_of(tmp_path, other), "four words of mine")
    _saved(own_workbook.folder_of(tmp_path, one), secret)

    back = seats.by_number(room, other.number)
    assert back == other
    again = own_workbook.open_again(own_workbook.folder_of(tmp_path, back), "four words of mine")

    workbook = Workbook.closed(own_workbook.folder_of(tmp_path, back))
    workbook.unlock_by_secret(again)
    assert workbook.answers("boundaries") == {}
    with pytest.raises(KitError):
        Workbook.closed(own_workbook.folder_of(tmp_path, one)).unlock_by_secret(again)


def test_the_same_passphrase_comes_back_to_what_was_written_and_another_does_not(tmp_path: Path) -> None:
    folder = tmp_path / "seat"
    _saved(folder, own_workbook.make(folder, "four words of mine"))

    with pytest.raises(WrongPassphraseError):
        own_workbook.open_again(folder, "four words of hers")
    again = Workbook.closed(folder)
    again.unlock_by_secret(own_workbook.open_again(folder, "four words of mine"))

    assert again.written.value("boundaries.happens") == "she rang at ten"


def test_nothing_ever_lies_there_unsealed(tmp_path: Path) -> None:
    folder = tmp_path / "seat"
    secret = own_workbook.make(folder, "four words of mine")
    assert [path.name for path in folder.iterdir()] == [KEY], "the key is there before anything is written"

    _saved(folder, secret)

    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path for path in files if b"she rang" in path.read_bytes() or secret.encode() in path.read_bytes()] == []
    assert folder.stat().st_mode & 0o077 == 0


def test_what_was_erased_is_gone_and_a_page_that_is_open_cannot_write_it_back(tmp_path: Path) -> None:
    folder = tmp_path / "seat"
    workbook = _saved(folder, own_workbook.make(folder, "four words of mine"))

    own_workbook.erase(folder)

    with pytest.raises(KitError, match="deleted"):
        workbook.save([WORDS])
    assert not folder.exists()
    with pytest.raises(KitError, match="no pages at this seat"):
        own_workbook.open_again(folder, "four words of mine")
    own_workbook.erase(folder)


def test_the_kernel_of_a_seat_opens_it_without_asking_and_keeps_no_key_in_its_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    folder = tmp_path / "seat"
    secret = own_workbook.make(folder, "four words of mine")
    _saved(folder, secret)
    monkeypatch.setenv(ANSWERS_VARIABLE, str(folder))
    monkeypatch.setenv(SEAT_KEY_VARIABLE, secret)

    app = show_workbook()

    assert not app._visit.workbook.locked
    assert app._visit.written.value("boundaries.happens") == "she rang at ten"
    assert SEAT_KEY_VARIABLE not in os.environ


def test_a_passphrase_that_was_changed_since_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "seat"
    secret = own_workbook.make(folder, "four words of mine")
    _saved(folder, secret).change_passphrase("four words of mine", "four others")
    monkeypatch.setenv(ANSWERS_VARIABLE, str(folder))
    monkeypatch.setenv(SEAT_KEY_VARIABLE, secret)

    assert show_workbook()._visit.workbook.locked


def test_what_remains_on_the_host_can_be_listed(room: Room, tmp_path: Path) -> None:
    here = [seats.take(room)[0] for _seat in range(2)]
    for seat in here:
        own_workbook.make(own_workbook.folder_of(tmp_path, seat), "four words of mine")

    own_workbook.erase(own_workbook.folder_of(tmp_path, here[0]))

    assert own_workbook.remaining(tmp_path) == [own_workbook.folder_of(tmp_path, here[1])]
