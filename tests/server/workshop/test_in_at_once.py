"""Pages of a seat open at once, and come back to a server that was started anew with what their script keeps."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx

from heartwork.crypto.keypair import KEY, PUBLIC_KEY
from heartwork.workshop import seat_workbook
from heartwork.workshop.room import Room
from tests.server.seats import Person, come_back, join, opened, room_of
from tests.servers import Held, free_port, page_key, workshop


def _stay(person: Person, **said: str) -> httpx.Response:
    key = {"X-XSRFToken": page_key(person.browser.cookies)}
    return person.browser.post("stay", json=said, headers=key, follow_redirects=False)


def _ticket(person: Person) -> dict[str, Any]:
    return dict(_stay(person).json())


def _folder(server: Held, person: Person) -> Path:
    from heartwork.workshop import seats

    room: Room = room_of(server)
    seat = seats.by_number(room, person.number)
    assert seat is not None
    return seat_workbook.folder_of(server.answers, seat)


def _wait_for(path: Path) -> None:
    end = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.05)


def _kill(server: Held) -> None:
    server.process.kill()
    server.process.wait()


def test_a_page_opens_before_its_key_is_locked(tmp_path: Path) -> None:
    with workshop(tmp_path / "host") as server:
        crowd = [join(server, f"words of {n}") for n in range(6)]
        opened(crowd[-1])
        folder = _folder(server, crowd[-1])
        assert (folder / PUBLIC_KEY).exists()
        assert not _ticket(crowd[-1])["locked"]
        assert "still being locked" in crowd[-1].send("mine/take", how="locked").text

        _wait_for(folder / KEY)
        assert come_back(server, crowd[-1]).status_code == 200


def test_a_second_device_is_told_right_from_wrong_while_the_key_is_still_being_locked(tmp_path: Path) -> None:
    with workshop(tmp_path / "host") as server:
        crowd = [join(server, f"words of {n}") for n in range(4)]
        ada = crowd[-1]
        assert not (_folder(server, ada) / KEY).exists()

        assert "belong together" in come_back(server, ada, "not hers").text
        assert come_back(server, ada, "  words of 3 ").status_code == 200


def test_an_open_page_is_let_in_again_without_its_passphrase_after_another_start(tmp_path: Path) -> None:
    host, port = tmp_path / "host", free_port()
    with workshop(host, port=port) as server:
        ada, bea = join(server), join(server)
        opened(ada)
        _wait_for(_folder(server, ada) / KEY)
        _wait_for(_folder(server, bea) / KEY)
        time.sleep(0.5)
        mine, hers = _ticket(ada), _ticket(bea)
        assert mine["locked"]
        _kill(server)

    with workshop(host, port=port) as server:
        assert _ticket(ada) == {}, "nobody knows what opens it"
        assert _stay(ada, ticket=hers["ticket"]).status_code == 409
        assert _stay(ada, ticket=mine["ticket"][:-4] + "AAAA").status_code == 409
        assert _ticket(ada) == {}

        assert _stay(ada, ticket=mine["ticket"]).status_code == 200

        assert opened(ada)
        assert _ticket(ada)["locked"]
        ada.send("mine/erase", sure="yes")
        assert _stay(ada, ticket=mine["ticket"]).status_code == 403


def test_a_server_that_ended_before_a_key_was_locked_locks_it_when_its_page_comes_back(tmp_path: Path) -> None:
    host, port = tmp_path / "host", free_port()
    with workshop(host, port=port) as server:
        crowd = [join(server, f"words of {n}") for n in range(5)]
        ada = crowd[-1]
        opened(ada)
        folder, mine = _folder(server, ada), _ticket(ada)
        assert not mine["locked"]
        _kill(server)
    assert not (folder / KEY).exists()
    assert not [path for path in host.rglob("*") if path.is_file() and b"words of" in path.read_bytes()]

    with workshop(host, port=port) as server:
        assert _stay(ada, ticket=mine["ticket"]).status_code == 200
        assert opened(ada)
        _wait_for(folder / KEY)

        assert come_back(server, ada).status_code == 200


def test_nobody_without_a_seat_is_given_a_ticket(tmp_path: Path) -> None:
    with workshop(tmp_path / "host") as server:
        ada = join(server)
        mine = _ticket(ada)["ticket"]
        ada.browser = httpx.Client(base_url=server.printed, follow_redirects=True, timeout=60)
        ada.browser.get("")

        assert _stay(ada).status_code == 403
        assert _stay(ada, ticket=mine).status_code == 403


def test_what_is_erased_before_its_key_is_locked_stays_erased(tmp_path: Path) -> None:
    with workshop(tmp_path / "host") as server:
        crowd = [join(server, f"words of {n}") for n in range(4)]
        ada = crowd[-1]
        opened(ada)
        folder = _folder(server, ada)

        assert "It is erased" in ada.send("mine/erase", sure="yes").text

        for other in crowd[:-1]:
            _wait_for(_folder(server, other) / KEY)
        time.sleep(2)
        assert not folder.exists()
