"""People who join a workshop without a browser: what one sends, a page at a time."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import create_engine, text

from heartwork.workshop.room import Room
from heartwork.workshop.tables import sqlite_url
from tests.servers import Held, page_key

__all__ = ["Person", "come_back", "join", "key_is_locked", "opened", "room_of"]

PASSPHRASE = "four words without rhyme"


@dataclass
class Person:
    """Somebody with a seat, in a browser of their own."""

    browser: httpx.Client
    number: int
    passphrase: str

    def send(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of the page that is there."""
        return send(self.browser, path, **fields)

    @property
    def cookies(self) -> str:
        """What this browser sends along."""
        return "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())


def room_of(server: Held) -> Room:
    """The room, as the server's own process sees it."""
    url = sqlite_url(server.answers / "room.sqlite")
    engine = create_engine(url)
    with engine.connect() as connection:
        id_ = connection.scalar(text("select id from rooms"))
    engine.dispose()
    return Room(url, id_ or "")


def client(server: Held, **settings: Any) -> httpx.Client:
    """A browser that was never here; it follows where it is sent."""
    return httpx.Client(base_url=server.printed, follow_redirects=True, timeout=60, **settings)


def send(browser: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """Send a form."""
    return browser.post(path, data={"_xsrf": page_key(browser.cookies), **fields})


def join(server: Held, passphrase: str = PASSPHRASE, **settings: Any) -> Person:
    """Join: the code, a passphrase, a seat."""
    browser = client(server, **settings)
    browser.get("")
    assert "Choose a passphrase" in send(browser, "code", code=server.code).text
    seat = send(browser, "passphrase", new=passphrase, again=passphrase).text
    found = re.search(r"Seat (\d+)", seat)
    assert found is not None, seat
    return Person(browser, int(found[1]), passphrase)


def come_back(server: Held, person: Person, passphrase: str | None = None) -> httpx.Response:
    """From another browser, with the number and the passphrase; what is there then."""
    person.browser = client(server)
    person.browser.get("")
    return person.send("back", number=str(person.number), passphrase=passphrase or person.passphrase)


def opened(person: Person) -> str:
    """Open the pages of a seat, waiting as often as one is told to; the kernel that was started."""
    end = time.monotonic() + 180
    while time.monotonic() < end:
        answer = person.browser.get("voila/render/workbook.ipynb")
        if answer.status_code != 503:
            return kernel_in(answer)
        time.sleep(0.1)
    raise AssertionError("it is never their turn")


def key_is_locked(person: Person) -> None:
    """Wait until the key of a seat is locked with its passphrase on the disk: until then nothing is called saved."""
    key = {"X-XSRFToken": page_key(person.browser.cookies)}
    end = time.monotonic() + 180
    while not person.browser.post("stay", json={}, headers=key).json().get("locked"):
        assert time.monotonic() < end, "its key is never locked"
        time.sleep(0.2)


def kernel_in(answer: httpx.Response) -> str:
    """The kernel of a page."""
    found = re.search(r'data-kernel-id="([0-9a-f-]+)"', answer.text)
    assert found is not None, answer.text
    return found[1]
