"""What may happen between a new seat and its locked key: nothing is lost by it, and nobody keeps the key from it."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from heartwork import atomic_files
from heartwork.crypto.keypair import KEY, PUBLIC_KEY
from heartwork.server.workshop import key_vault as seat_keys
from heartwork.server.workshop.key_vault import KeyVault
from heartwork.workshop import seat_workbook
from heartwork.workshop.seats import Seat
from tests.server.seats import client, come_back, join, key_is_locked, opened, send
from tests.server.workshop.test_in_at_once import _folder, _kill, _stay, _ticket, _wait_for
from tests.servers import awaited, free_port, workshop


def test_two_tabs_of_one_seat_both_come_back_after_a_kill(tmp_path: Path) -> None:
    host, port = tmp_path / "host", free_port()
    with workshop(host, port=port) as server:
        crowd = [join(server, f"words of {n}") for n in range(6)]  # whoever comes last waits for all keys before
        ada = crowd[-1]
        opened(ada)
        opened(ada)
        folder = _folder(server, ada)
        one, other = _ticket(ada), _ticket(ada)
        _kill(server)

    with workshop(host, port=port) as server:
        with ThreadPoolExecutor(2) as at_once:
            back = [at_once.submit(_stay, ada, ticket=tab["ticket"]) for tab in (one, other)]
            assert [tab.result().status_code for tab in back] == [200, 200]
        assert opened(ada)
        assert opened(ada)
        key_is_locked(ada)
        # What one tab brought while the passphrase was in it is still good once the key is locked.
        assert _stay(ada, ticket=other["ticket"]).status_code == 200

        assert come_back(server, ada).status_code == 200
        assert not (folder / PUBLIC_KEY).exists()


def test_the_key_of_a_page_that_was_closed_at_once_is_locked_all_the_same(tmp_path: Path) -> None:
    with workshop(tmp_path / "host") as server:
        crowd = [join(server, f"words of {n}") for n in range(4)]
        ada = crowd[-1]
        opened(ada)
        ada.browser.close()

        _wait_for(_folder(server, ada) / KEY)

        assert come_back(server, ada).status_code == 200
        assert opened(ada)


def test_a_key_is_locked_once_there_is_room_on_the_disk_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full, tries = True, 0
    replace = atomic_files.replace

    def on_a_disk(path: Path, content: bytes, **more: Any) -> None:
        nonlocal tries
        if path.name == KEY:
            tries += 1
            if full:
                raise OSError(28, "No space left on device")
        replace(path, content, **more)

    monkeypatch.setattr(atomic_files, "replace", on_a_disk)
    monkeypatch.setattr(seat_keys, "_AGAIN", 0.05)
    seat = Seat("abc", 12)
    folder = seat_workbook.folder_of(tmp_path, seat)

    async def until(true: Any) -> None:
        while not true():
            await asyncio.sleep(0.02)

    async def evening() -> str:
        nonlocal full
        keys = KeyVault(tmp_path)
        try:
            keys.make(seat, "four words of mine")
            await asyncio.wait_for(until(lambda: tries >= 3), 180)
            assert keys.is_locking(seat), "nothing is called saved"
            assert seat_workbook.was_begun(folder)
            assert not (folder / KEY).exists()
            full = False
            await asyncio.wait_for(until(lambda: not keys.is_locking(seat)), 180)
            return keys.of(seat)
        finally:
            keys.close()

    secret = awaited(evening())

    assert seat_workbook.open_again(folder, "four words of mine") == secret
    assert not seat_workbook.was_begun(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="only there this computer has as many addresses as one likes")
def test_while_many_join_and_somebody_guesses_everybody_has_a_seat_and_a_key(tmp_path: Path) -> None:
    with workshop(tmp_path / "host", "--seats", "40") as server:
        # Somebody who has an address for every guess, so that no limit of one address holds them up.
        strangers = [
            client(server, transport=httpx.HTTPTransport(local_address=f"127.0.98.{n + 1}")) for n in range(20)
        ]

        def guess(number: int, browser: httpx.Client) -> int:
            browser.get("")
            return send(browser, "back", number=str(10 + number), passphrase="k7").status_code

        with ThreadPoolExecutor(30) as at_once:
            guesses = [at_once.submit(guess, n, browser) for n, browser in enumerate(strangers)]
            people = [at_once.submit(join, server, f"words of {n}") for n in range(10)]
            crowd = [one.result() for one in people]
            assert len({person.number for person in crowd}) == 10
            for person in crowd:
                assert opened(person)
            for person in crowd:
                key_is_locked(person)
            assert {one.result() for one in guesses} <= {400, 429}, "no guess opened anything"

        assert come_back(server, crowd[-1]).status_code == 200
