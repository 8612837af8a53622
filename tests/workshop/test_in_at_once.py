"""A seat is written in from its first moment; nothing is called saved before it opens with the passphrase."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartwork.changes import Answered
from heartwork.crypto.keypair import KEY, PUBLIC_KEY
from heartwork.errors import KitError
from heartwork.notebook_api import workbook as show_workbook
from heartwork.paths import ANSWERS_VARIABLE, SEAT_KEY_VARIABLE, SEAT_VARIABLE
from heartwork.storage.workbook import Workbook
from heartwork.widgets import Field
from heartwork.workshop import seat_workbook
from tests.people import without_scrypt

PASSPHRASE = "four words of mine"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    without_scrypt(monkeypatch)
    monkeypatch.setenv(SEAT_VARIABLE, "41")
    return tmp_path / "seats" / "one"


def _page(folder: Path, secret: str) -> Workbook:
    workbook = Workbook.at_a_seat(folder)
    workbook.unlock_by_secret(secret)
    return workbook


def _write(workbook: Workbook, value: str) -> None:
    workbook.save([Answered(worksheet="boundaries", question="happens", value=value)])


def test_what_is_written_before_the_key_is_locked_is_sealed_and_opens_afterwards(folder: Path) -> None:
    secret = seat_workbook.begin(folder)
    workbook = _page(folder, secret)
    _write(workbook, "she rang at ten")

    assert workbook.awaits_key
    assert not [path for path in folder.rglob("*") if path.is_file() and b"she rang" in path.read_bytes()]
    assert seat_workbook.clear_files(folder.parent.parent) == []
    with pytest.raises(KitError, match="still being locked"):
        workbook.unlock(PASSPHRASE)

    seat_workbook.keep_key(folder, seat_workbook.locked(secret, folder, PASSPHRASE))

    assert not workbook.awaits_key
    assert Workbook.load(folder, passphrase=PASSPHRASE).written.value("boundaries.happens") == "she rang at ten"
    assert not (folder / PUBLIC_KEY).exists()


def test_a_field_says_held_until_the_key_is_locked_and_saved_then(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = seat_workbook.begin(folder)
    monkeypatch.setenv(ANSWERS_VARIABLE, str(folder))
    monkeypatch.setenv(SEAT_KEY_VARIABLE, secret)
    app = show_workbook()
    app.go("boundaries")
    field = next(part for part in app.fields if isinstance(part, Field) and part.address == "boundaries.happens")
    said: list[str] = []
    monkeypatch.setattr(field, "send", lambda message: said.append(message["type"]))
    change = {"type": "change", "number": 7, "value": "she rang", "seen": None, "sent": []}

    field._handle_custom_msg(change, [])
    seat_workbook.keep_key(folder, seat_workbook.locked(secret, folder, PASSPHRASE))
    field._handle_custom_msg(change, [])

    assert said == ["held", "saved"]
    assert Workbook.load(folder, passphrase=PASSPHRASE).written.value("boundaries.happens") == "she rang"


def test_what_was_erased_before_its_key_was_locked_is_not_made_again(folder: Path) -> None:
    secret = seat_workbook.begin(folder)
    workbook = _page(folder, secret)
    _write(workbook, "gone")
    wrapped = seat_workbook.locked(secret, folder, PASSPHRASE)

    seat_workbook.erase(folder)
    seat_workbook.keep_key(folder, wrapped)

    with pytest.raises(KitError, match="deleted"):
        _write(workbook, "again")
    assert not folder.exists()


def test_only_the_key_pair_that_was_begun_goes_on(folder: Path, tmp_path: Path) -> None:
    secret = seat_workbook.begin(folder)
    other = seat_workbook.begin(tmp_path / "seats" / "two")

    assert seat_workbook.resume(folder, secret)
    assert not seat_workbook.resume(folder, other)
    assert not seat_workbook.was_made(folder)


def test_an_end_between_the_two_halves_of_keeping_the_key_is_finished_later(folder: Path) -> None:
    secret = seat_workbook.begin(folder)
    public = (folder / PUBLIC_KEY).read_bytes()
    seat_workbook.keep_key(folder, seat_workbook.locked(secret, folder, PASSPHRASE))
    (folder / PUBLIC_KEY).write_bytes(public)
    assert _page(folder, secret).awaits_key

    assert seat_workbook.was_made(folder)

    assert not (folder / PUBLIC_KEY).exists()
    assert not _page(folder, secret).awaits_key


_STEPS = ("write", "lock", "server dies", "page dies", "power cut")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_STEPS), max_size=12))
def test_whatever_ends_and_when_nothing_that_was_called_saved_needs_more_than_the_passphrase(
    folder: Path, steps: list[str]
) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    secret = seat_workbook.begin(folder)
    workbook, called_saved, written = _page(folder, secret), "", 0
    do: dict[str, Callable[[], None]] = {
        "lock": lambda: seat_workbook.keep_key(folder, seat_workbook.locked(secret, folder, PASSPHRASE)),
        # Another server, to which the page brings its ticket.
        "server dies": lambda: _expect(seat_workbook.was_made(folder) or seat_workbook.resume(folder, secret)),
    }
    for step in steps:
        if step == "write":
            written += 1
            _write(workbook, str(written))
            called_saved = called_saved if workbook.awaits_key else str(written)
        elif step in do:
            do[step]()
        elif step == "page dies":
            workbook = _page(folder, secret)
        else:  # whatever was in memory is gone: only the disk and the passphrase are left
            if (folder / KEY).is_file():
                assert Workbook.load(folder, passphrase=PASSPHRASE).written.value("boundaries.happens") == (
                    str(written) if written else None
                )
            else:
                assert not called_saved
    if called_saved:
        assert int(str(Workbook.load(folder, passphrase=PASSPHRASE).written.value("boundaries.happens"))) >= int(
            called_saved
        )


def _expect(true: bool) -> None:
    assert true
