"""Slips of paper at the door of a real server: printed, scanned, typed, used twice, kept over a restart."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from heartwork.workshop import slips
from tests.server.seats import PASSPHRASE, client, room_of, send
from tests.servers import Held, workshop


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with workshop(tmp_path_factory.mktemp("slips") / "host", "--seats", "3") as server:
        slips.set_required(room_of(server), True)
        yield server


def _print(server: Held, path: Path, *more: str) -> list[str]:
    """Print slips with the command while the workshop runs; the codes on the sheets."""
    command = [sys.executable, "-m", "heartwork", "print", "slips", "--answers", str(server.answers), "-o", str(path)]
    subprocess.run([*command, *more], check=True, capture_output=True, env=os.environ)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", text)


def _sits(browser: httpx.Client) -> str:
    """Choose a passphrase; the page that comes then."""
    return send(browser, "passphrase", new=PASSPHRASE, again=PASSPHRASE).text


def test_the_command_prints_as_many_as_are_asked_for_and_each_opens_one_seat(room: Held, tmp_path: Path) -> None:
    codes = _print(room, tmp_path / "slips.pdf", "--count", "5")

    assert len(set(codes)) == 5
    for code in codes:  # more than there were seats
        browser = client(room)
        browser.get("")
        assert "Choose a passphrase" in send(browser, "code", code=code).text
        assert "You have a seat" in _sits(browser)
    again = client(room)
    again.get("")
    refused = send(again, "code", code=codes[0])
    assert refused.status_code == 400
    assert "That slip has been used: it opens one seat, once." in refused.text


def test_printing_slips_does_not_open_a_closed_door(tmp_path: Path) -> None:
    with workshop(tmp_path / "host") as server:
        room_of(server).close_door()
        (code,) = _print(server, tmp_path / "slips.pdf", "--count", "1")
        browser = client(server)
        browser.get("")
        assert "The door of this room is closed" in send(browser, "code", code=code).text


def test_scanning_a_slip_uses_nothing_up_and_an_app_that_scans_first_is_no_loss(room: Held) -> None:
    (code,) = slips.issue(room_of(room), 1)
    in_the_app, in_safari = client(room), client(room)
    for browser in (in_the_app, in_safari, in_safari):
        page = browser.get("enter", params={"code": code}).text
        assert f'value="{code}"' in page
        assert "Code of your slip" in page
        assert "Choose a passphrase" in send(browser, "code", code=code).text

    assert "You have a seat" in _sits(in_safari)

    assert "That slip has been used" in _sits(in_the_app)
    assert slips.count(room_of(room)).unused == 0


def test_what_stands_in_the_address_of_a_slip_is_only_ever_text(room: Held) -> None:
    page = client(room).get("enter", params={"code": '"><script>x'}).text

    assert "<script>x" not in page


def test_the_code_on_the_wall_lets_nobody_in(room: Held) -> None:
    browser = client(room)
    browser.get("")

    answer = send(browser, "code", code=room.code)

    assert answer.status_code == 400
    assert "This room uses slips: the code on the wall lets nobody in." in answer.text


def test_slips_survive_a_restart_of_the_server(tmp_path: Path) -> None:
    host = tmp_path / "host"
    with workshop(host, "--seats", "3") as server:
        slips.set_required(room_of(server), True)
        first, second = slips.issue(room_of(server), 2)
        browser = client(server)
        browser.get("")
        send(browser, "code", code=first)
        assert "You have a seat" in _sits(browser)
    with workshop(host) as server:
        late = client(server)
        late.get("")
        assert "That slip has been used" in send(late, "code", code=first).text
        assert "Choose a passphrase" in send(late, "code", code=second).text
        assert room_of(server).facts().seats == 3


def test_without_a_workshop_there_is_nothing_that_slips_could_open(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "heartwork", "print", "slips", "--answers", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    assert ended.returncode != 0
    assert "There is no workshop here that slips could open" in ended.stderr
    assert not list(tmp_path.rglob("*.pdf"))
