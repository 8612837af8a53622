"""Real servers, a real browser, real kernels: what the tests in this folder stand on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebSocketRoute, expect, sync_playwright

from tests.missing import missing
from tests.servers import Served, served

#: Milliseconds that a test waits for anything: no test says how fast something is.
PATIENCE = 90_000

PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}

_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


#: The first has no window that it would draw for nobody, and takes a third of the processor.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; without one these tests are skipped, unless HEARTWORK_REQUIRE_BROWSER says they must run."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        missing("no Chromium here (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_SWITCHES))
        yield browser
        browser.close()


def patient_context(browser: Browser, **options: Any) -> BrowserContext:
    """What a browser keeps apart from others; whoever waits in it waits for a machine that is busy with other tests."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return context


@dataclass
class Visitor:
    """A browser of its own, with what it asked for and what it complained of."""

    context: BrowserContext
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, url: str, place: str = "") -> Page:
        """Go to a place and wait until its page is there."""
        self.page.goto(f"{url}#{place}" if place else url)
        self.page.locator("html[data-ready]").wait_for()
        return self.page

    def elsewhere(self) -> list[str]:
        """What was asked of any other computer."""
        own = re.compile(r"(https?|wss?)://(127\.[\d.]+|localhost)[:/]|data:|blob:|about:")
        return [url for url in self.requests if not own.match(url)]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; at the end none of them may have asked another computer for anything."""
    visitors: list[Visitor] = []
    with ExitStack() as stack:

        def make(**options: Any) -> Visitor:
            context = patient_context(chromium, **{"viewport": PHONE, **options})
            stack.callback(context.close)
            visitor = Visitor(context, context.new_page())
            visitor.page.on("request", lambda request: visitor.requests.append(request.url))
            visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
            visitor.page.on("console", lambda message: _note(visitor, message))
            visitors.append(visitor)
            return visitor

        yield make
        assert [url for visitor in visitors for url in visitor.elsewhere()] == []
        assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests that do not end it."""
    with served(tmp_path_factory.mktemp("pages") / "answers") as server:
        yield server


@pytest.fixture
def server(shared_server: Served) -> Served:
    """That server, with nothing written yet; every page that is opened has a kernel of its own anyway."""
    shared_server.empty()
    return shared_server


def _note(visitor: Visitor, message: ConsoleMessage) -> None:
    """Errors of our own making; a connection that a test cut is not one."""
    others = ("Failed to load resource", "WebSocket connection")
    if message.type == "error" and not message.text.startswith(others):
        visitor.complaints.append(message.text)


def listen(page: Page) -> None:
    """
    Note from here on what the page says of its connection, see `said`.

    A forked kernel is there again so soon that the words may be gone before a test has looked.
    """
    page.evaluate(
        "window.said = []; new MutationObserver(() => said.push(document.querySelector('#hw-touch').textContent))"
        ".observe(document.querySelector('#hw-touch'), { childList: true, characterData: true, subtree: true })"
    )


def said(page: Page, words: str) -> None:
    """Wait until the page has said these words since `listen`; they may be gone by now."""
    page.wait_for_function("words => said.some((one) => one.includes(words))", arg=words)


def deaf(page: Page, number: int) -> list[WebSocketRoute]:
    """Let a page hear nothing on one of its connections (1 is the first); all of them, as they are made."""
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        there = socket.connect_to_server()
        sockets.append(socket)
        if len(sockets) == number:
            there.on_message(lambda message: None)

    page.route_web_socket(re.compile("/channels"), connect)
    return sockets


def saved(page: Page) -> None:
    """Wait until the page says that all is saved."""
    page.get_by_role("status").filter(has_text=re.compile(r"^Saved \d\d:\d\d$")).wait_for()


def until(true: Callable[[], bool], page: Page) -> None:
    """Wait for something that a page need not show, while it goes on."""
    for _look in range(900):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come true")
