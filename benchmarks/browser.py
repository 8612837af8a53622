"""Visits: a page opened in Chromium, measured from inside itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, StorageState, TimeoutError, sync_playwright

from benchmarks.machine import Watch

__all__ = ["NeverSavedError", "Visit", "chromium", "let_in", "new_person", "visit"]

#: What one visit showed: times in ms since its beginning, counts and bytes, see `in_page.js`; `other_hosts`, the
#: requests that went anywhere but to the server itself; `others`, the share of all processors that others used.
Visit = dict[str, Any]


class NeverSavedError(Exception):
    """A page did not show a field, or did not answer "Saved" to an edit."""


_IN_PAGE = (Path(__file__).parent / "in_page.js").read_text(encoding="utf-8")
_KERNEL = re.compile(r"/api/kernels/([0-9a-f-]{36})/")
_PATIENCE = 60_000  # ms

#: A browser of its own talks to its makers now and then; it should not do so while times are taken.
_QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own, without a window."""
    own = next(filter(None, map(shutil.which, _NAMES)), None)
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=own, args=[*_QUIET, *as_root])
        try:
            yield browser
        finally:
            browser.close()


def let_in(browser: Browser, door: str) -> StorageState:
    """
    What somebody has in their browser once they are let in: the cookie.

    Args:
        browser: The browser.
        door: An address that opens one browser, once; empty where none is asked for. It is asked from beside the
            page and its redirect is not followed, so that nothing is cached and no kernel is started by it.
    """
    person = browser.new_context()
    if door:
        pages, _, token = door.partition("?token=")  # sent as the page behind it does by itself
        person.request.post(pages, form={"token": token}, max_redirects=0)
    state = person.storage_state()
    person.close()
    return state


def new_person(browser: Browser, let_in: StorageState) -> BrowserContext:
    """A browser that has seen nothing yet: no cache, no cookies but the one that opens the door."""
    return browser.new_context(storage_state=let_in)


def visit(person: BrowserContext, address: str, *, words: str, throttle: float = 1) -> Visit:
    """
    Open a page, type `words` into its first text area as soon as that is visible, and see it saved.

    Args:
        person: A second visit of the same person finds what the first has left in the cache.
        address: The page.
        words: What is typed.
        throttle: How many times slower the browser's processor is made to be; the server's is not.

    Raises:
        NeverSavedError: If no "Saved" is seen within a minute.
    """
    mark = f"measured {uuid.uuid4()} "
    page = person.new_page()
    elsewhere: list[str] = []
    faults: list[str] = []
    kernels: set[str] = set()

    def note(url: str) -> None:
        kernels.update(_KERNEL.findall(url))
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != urlsplit(address).netloc:
            elsewhere.append(url)

    page.on("request", lambda request: note(request.url))
    page.on("websocket", lambda socket: note(socket.url))
    page.on("pageerror", lambda error: faults.append(error.message))
    # An init script comes by the debugger's way: a page's own policy (CSP) neither sees nor stops it.
    page.add_init_script(_IN_PAGE.replace("{{mark}}", mark).replace("{{words}}", json.dumps(words)[1:-1]))
    if throttle != 1:
        person.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    try:
        with (
            Watch() as watch,
            page.expect_console_message(lambda line: line.text.startswith(mark), timeout=_PATIENCE) as line,
        ):
            page.goto(address, wait_until="commit")
        figures: Visit = json.loads(line.value.text.removeprefix(mark))
    except TimeoutError as error:
        raise NeverSavedError(f"{address} did not say Saved. Errors in the page: {faults or 'none'}") from error
    finally:
        page.close()
        for kernel in kernels:
            _end(kernel, person, address)
    return {**figures, "other_hosts": len(elsewhere), "others": watch.others}


def _end(kernel: str, person: BrowserContext, address: str) -> None:
    """End the kernel that a visit has left: plain Voila keeps it for ever, and each one takes from the next visit."""
    base = urljoin(address, ".")
    tokens = [cookie["value"] for cookie in person.cookies(base) if cookie["name"].startswith(("_xsrf", "page-key-"))]
    if not tokens:  # any value will do, as long as cookie and header say the same
        tokens = ["benchmark"]
        person.add_cookies([{"name": "_xsrf", "value": tokens[0], "url": base}])
    answer = person.request.delete(f"{base}api/kernels/{kernel}", headers={"X-XSRFToken": tokens[0]})
    if not answer.ok and answer.status != 404:
        raise RuntimeError(f"The kernel of a visit could not be ended: {answer.status} {answer.status_text}")
