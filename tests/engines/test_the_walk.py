"""One walk in Firefox and in WebKitGTK: open, write, saved, the kernel killed, back, a chart, leave."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.clients import Client, firefox, webkit
from tests.people import write_example
from tests.servers import Served, served

FIRST = "She rings again ten minutes after we said goodnight."
MORE = " Then she cries."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("pages") / "answers") as server:
        yield server


@pytest.fixture(params=[firefox, webkit], ids=["firefox", "webkit"])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Client]:
    with request.param(tmp_path) as client:
        yield client


def test_it_can_be_walked_from_opening_to_leaving(server: Served, client: Client) -> None:
    server.empty()
    write_example(server.answers, "check-in", 1)

    client.open(server.url, "boundaries")
    client.type("textarea", FIRST)
    client.wait(lambda: server.value("boundaries.happens") == FIRST, "what was typed is not on the disk")
    client.until("return document.querySelector('#hw-status').textContent.startsWith('Saved')")

    server.kill_kernels()
    client.type("textarea", MORE)
    client.wait(lambda: server.value("boundaries.happens") == FIRST + MORE, "not saved after its kernel was killed")
    assert client.ask("return document.querySelector('textarea').value") == FIRST + MORE

    client.click("a[href$='#home']")
    client.until("return location.hash === '#home' && !document.querySelector('textarea')?.getClientRects().length")
    client.ask("history.back()")
    client.until("return document.querySelector('textarea')?.value === arguments[0]", FIRST + MORE)

    client.open(server.url, "patterns/over-time")
    client.until(
        "const i = document.querySelector('[role=img], img'); return i && i.getBoundingClientRect().width > 200"
    )
    assert client.ask("return document.documentElement.scrollWidth <= innerWidth")

    client.click("[data-leave]")
    client.until("return !document.body.innerText.includes('Is it easing?') && location.protocol === 'about:'")
    client.ask("history.back()")
    client.wait(lambda: FIRST not in client.words(), "the words are there again after leaving")


def test_nothing_in_the_page_complains(server: Served, client: Client) -> None:
    server.empty()
    client.open(server.url)
    client.ask(
        "window.complaints = [];"
        "addEventListener('error', (event) => complaints.push(event.message));"
        "addEventListener('unhandledrejection', (event) => complaints.push(String(event.reason)));"
    )
    for place in ("understand", "boundaries", "check-in", "want", "help", "privacy", "home"):
        client.ask("location.hash = arguments[0]", place)
        client.until("return location.hash.startsWith(arguments[0])", f"#{place}")
        client.until("return [...document.querySelectorAll('h1')].some((h) => h.getClientRects().length > 0)")

    assert client.ask("return complaints") == []
