"""The sealed workbook of a seat: made, opened again by the same passphrase, erased."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from heartwork.changes import Answered
from heartwork.crypto import age_scrypt
from heartwork.crypto.keypair import KEY, WrongPassphraseError
from heartwork.errors import KitError
from heartwork.notebook_api import _visit
from heartwork.notebook_api import workbook as show_workbook
from heartwork.paths import ANSWERS_VARIABLE, SEAT_KEY_VARIABLE, SEAT_VARIABLE
from heartwork.storage import workshop_folders
from heartwork.storage.workbook import Workbook
from heartwork.workshop import seat_workbook, seats
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat
from heartwork.workshop.tables import sqlite_url
from tests.people import made_seat, without_scrypt

WORDS = Answered(worksheet="boundaries", question="happens", value="she rang at ten")


PASSPHRASE = "four words of mine"


@dataclass(frozen=True)
class Host:
    """A workshop with two people who chose the same passphrase."""

    room: Room
    folder: Path
    one: Seat
    other: Seat
    secret: str
    secret_of_other: str

    def folder_of(self, seat: Seat) -> Path:
        return seat_workbook.folder_of(self.folder, seat)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Host:
    """Made once: a passphrase takes two seconds, on purpose."""
    folder = tmp_path_factory.mktemp("host")
    room = Room.make(sqlite_url(folder / "room.sqlite"), seats=12, plan="ninety-minutes")
    (one, _), (other, _) = seats.take(room), seats.take(room)
    secrets = [made_seat(seat_workbook.folder_of(folder, seat), PASSPHRASE) for seat in (one, other)]
    return Host(room, folder, one, other, *secrets)


@pytest.fixture
def host(made: Host, tmp_path: Path) -> Host:
    shutil.copytree(made.folder, tmp_path / "host")
    return replace(made, folder=tmp_path / "host")


def _saved(folder: Path, secret: str) -> Workbook:
    workbook = Workbook.closed(folder)
    workbook.unlock_by_secret(secret)
    workbook.save([WORDS])
    return workbook


def test_two_people_with_the_same_passphrase_come_back_to_a_workbook_each(host: Host) -> None:
    _saved(host.folder_of(host.one), host.secret)

    back = seats.by_number(host.room, host.one.number)
    assert back == host.one != host.other
    again = Workbook.closed(host.folder_of(back))
    again.unlock_by_secret(seat_workbook.open_again(host.folder_of(back), PASSPHRASE))
    others = Workbook.closed(host.folder_of(host.other))
    others.unlock_by_secret(host.secret_of_other)

    assert again.written.value("boundaries.happens") == "she rang at ten"
    assert others.answers("boundaries") == {}
    with pytest.raises(KitError):
        Workbook.closed(host.folder_of(host.one)).unlock_by_secret(host.secret_of_other)


def test_another_passphrase_opens_nothing(host: Host) -> None:
    with pytest.raises(WrongPassphraseError):
        seat_workbook.open_again(host.folder_of(host.one), "four words of hers")


def test_nothing_ever_lies_there_unsealed(host: Host) -> None:
    folder = host.folder_of(host.one)
    there = {path.name for path in folder.iterdir()} - {".workbook.json.lock"}
    assert there == {KEY}, "the key is there before anything is written"

    _saved(folder, host.secret)

    files = [path for path in folder.rglob("*") if path.is_file()]
    clear = (b"she rang", host.secret.encode())
    assert [path for path in files if any(words in path.read_bytes() for words in clear)] == []
    assert folder.stat().st_mode & 0o077 == 0


def test_what_was_erased_is_gone_and_a_page_that_is_open_cannot_write_it_back(host: Host) -> None:
    folder = host.folder_of(host.one)
    workbook = _saved(folder, host.secret)

    seat_workbook.erase(folder)

    with pytest.raises(KitError, match="deleted"):
        workbook.save([WORDS])
    assert not folder.exists()
    with pytest.raises(KitError, match="no pages at this seat"):
        seat_workbook.open_again(folder, "four words of mine")
    seat_workbook.erase(folder)


def test_the_kernel_of_a_seat_opens_it_without_asking_and_keeps_no_key_in_its_environment(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    _saved(host.folder_of(host.one), host.secret)
    monkeypatch.setenv(ANSWERS_VARIABLE, str(host.folder_of(host.one)))
    monkeypatch.setenv(SEAT_KEY_VARIABLE, host.secret)

    app = show_workbook()

    assert not app._visit.workbook.locked
    assert app._visit.written.value("boundaries.happens") == "she rang at ten"
    assert SEAT_KEY_VARIABLE not in os.environ


def test_a_key_that_does_not_open_it_any_more_leads_to_the_passphrase(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    _saved(host.folder_of(host.one), host.secret)
    monkeypatch.setenv(ANSWERS_VARIABLE, str(host.folder_of(host.one)))
    monkeypatch.setenv(SEAT_KEY_VARIABLE, host.secret_of_other)

    assert show_workbook()._visit.workbook.locked


def test_what_remains_on_the_host_can_be_listed(host: Host) -> None:
    seat_workbook.erase(host.folder_of(host.one))

    assert workshop_folders.workbooks(host.folder) == [host.folder_of(host.other)]


@pytest.mark.parametrize("typed", ["don't look", "don’t look", "ｄｏｎ＇ｔ　ｌｏｏｋ", "don't look "])
def test_a_phone_and_a_keyboard_open_the_same_seat(typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_scrypt(monkeypatch)
    folder = tmp_path / "host" / "seats" / "one"
    folder.parent.parent.mkdir()
    secret = made_seat(folder, "don’t look")

    assert seat_workbook.open_again(folder, typed) == secret


@pytest.mark.parametrize(("typed", "tries"), [("horse ladder", 1), ("don't -- look...", 1), ("don’t look", 2)])
def test_a_wrong_passphrase_costs_a_room_little(
    typed: str, tries: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_scrypt(monkeypatch)
    folder = tmp_path / "host" / "seats" / "one"
    folder.parent.parent.mkdir()
    made_seat(folder, "four words of mine")
    tried: list[str] = []
    unlock = age_scrypt.unlock
    monkeypatch.setattr(age_scrypt, "unlock", lambda locked, one: tried.append(one) or unlock(locked, one))

    with pytest.raises(WrongPassphraseError, match="didn't open it"):
        seat_workbook.open_again(folder, typed)
    assert len(tried) == tries


def test_a_kernel_of_a_seat_whose_key_is_gone_shows_nothing_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SEAT_VARIABLE, "41")
    folder = tmp_path / "seats" / "one"
    opened_after = _visit(folder, None).workbook

    with pytest.raises(KitError, match="Everything was deleted"):
        opened_after.save([WORDS])
    assert not folder.exists()

    without_scrypt(monkeypatch)
    monkeypatch.setenv(SEAT_KEY_VARIABLE, made_seat(folder, PASSPHRASE))
    before = _visit(folder, None).workbook
    before.save([WORDS])
    shutil.rmtree(folder)  # whatever marks there are

    with pytest.raises(KitError, match="Everything was deleted"):
        before.save([replace(WORDS, value="later")])
    assert before.reload().revision == 0
    assert not folder.exists()
