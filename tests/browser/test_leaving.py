"""Leave now: from every page, at once, and Back does not bring it again."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, saved, until
from tests.servers import Served, served

HAPPENS = "What keeps happening?"


def leave(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("about:blank")


@pytest.mark.parametrize(
    "where", ["an open page", "a page that is not there", "a closed door", "a kernel that is gone"]
)
def test_it_works_on_every_page(server: Served, visit: Callable[..., Visitor], where: str) -> None:
    visitor = visit()
    page = visitor.page
    if where == "a closed door":
        page.goto(server.pages)
    elif where == "a page that is not there":
        page.goto(f"{server.pages}not-here")
    else:
        visitor.open(server.url, "boundaries")
        if where == "a kernel that is gone":
            server.kill_kernels()

    assert page.title() == "Pages"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Leave now"
    leave(page)


def test_the_page_is_blank_within_a_tenth_of_a_second(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    took, looks, left = page.evaluate(
        """() => {
          const start = performance.now();
          document.querySelector("[data-leave]").click();
          const looks = getComputedStyle(document.documentElement).visibility;
          return [performance.now() - start, looks, document.body.childElementCount];
        }"""
    )

    assert took < 100
    assert (looks, left) == ("hidden", 0)
    page.wait_for_url("about:blank")


def test_back_does_not_bring_a_page_again_that_was_left(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url)
    page.get_by_role("link", name="Boundaries").click()  # so that there is an entry before the one that is replaced
    field = page.get_by_label(HAPPENS, exact=True)
    field.fill("saved")
    saved(page)
    field.click()
    page.keyboard.type(" and not yet")

    leave(page)
    page.go_back(wait_until="commit")

    page.wait_for_url("about:blank")
    assert page.inner_text("body") == ""
    until(lambda: server.value("boundaries.happens") == "saved and not yet", page)  # it was sent on the way


def test_words_are_sent_on_leaving_though_the_kernel_has_not_answered_yet(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with served(tmp_path / "answers") as server:
        for how, leaves in (("left", leave), ("closed", lambda page: page.close(run_before_unload=True))):
            page = visit().page
            # None of the kernel's messages is heard.
            page.add_init_script("Object.defineProperty(WebSocket.prototype, 'onmessage', { set() {} })")
            page.goto(f"{server.url}#boundaries")
            page.locator("html[data-ready]").wait_for()
            field = page.get_by_label(HAPPENS, exact=True)
            # A busy kernel makes the first page before it hears which one is wanted, and this page is deaf.
            while not field.is_visible():
                page.reload()
                page.locator("html[data-ready]").wait_for()
            words = f"typed at once, then {how}"
            field.fill(words)
            leaves(page)

            end = time.monotonic() + 30
            while server.value("boundaries.happens") != words:
                assert time.monotonic() < end
                time.sleep(0.1)


def test_who_comes_back_by_themselves_finds_their_pages(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    leave(page)

    page.goto(server.pages)

    page.locator("html[data-ready]").wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A site of this computer that is not ours, and what was asked of it."""
    asked: list[str] = []

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers.get('Referer', '')}")
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Weather</title>Rain")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/weather", asked
        site.shutdown()


def test_leave_now_leads_where_it_was_told_to_and_nothing_is_asked_of_it_before(
    server: Served, visit: Callable[..., Visitor], elsewhere: tuple[str, list[str]]
) -> None:
    address, asked = elsewhere
    page = visit().open(server.url, "privacy")
    field = page.get_by_label("An address of your own")
    expect(page.get_by_text("Now it leads to a blank page.")).to_be_visible()

    field.fill(address)
    field.press("Enter")

    expect(page.get_by_text(f"Now it leads to {address}")).to_be_visible()
    page.reload()
    expect(page.get_by_text(f"Now it leads to {address}")).to_be_visible()
    assert asked == []
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(address)
    assert next(iter(asked)) == "/weather "  # without a word of where somebody came from


def test_an_address_for_leave_now_is_forgotten_on_request_and_with_everything(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with served(tmp_path / "answers") as server:
        page = visit().open(server.url, "privacy")
        field = page.get_by_label("An address of your own")
        blank = page.get_by_text("Now it leads to a blank page.")

        def kept() -> object:
            return page.evaluate("localStorage.getItem('leave-to')")

        field.fill("weather.example")
        page.get_by_role("button", name="Use this address").click()
        expect(page.get_by_text("Now it leads to https://weather.example/")).to_be_visible()
        page.get_by_role("button", name="Forget this address").click()
        expect(blank).to_be_visible()
        assert kept() is None

        field.fill("weather.example")
        field.press("Enter")
        assert kept() == "https://weather.example/"
        page.get_by_label("To go on, type the word forget", exact=True).fill("forget")
        page.get_by_role("button", name="Delete everything", exact=True).click()
        expect(page.get_by_role("heading", name="Everything is deleted")).to_be_visible()
        end = time.monotonic() + 5  # the page is told a moment later
        while kept() is not None and time.monotonic() < end:
            page.wait_for_timeout(50)
        assert kept() is None


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "no address", " "])
def test_only_a_web_address_can_be_chosen(server: Served, visit: Callable[..., Visitor], typed: str) -> None:
    page = visit().open(server.url, "privacy")
    field = page.get_by_label("An address of your own")

    field.fill(typed)
    field.press("Enter")

    expect(page.get_by_text("That is not a web address, so nothing was changed.")).to_be_visible()
    expect(page.get_by_text("Now it leads to a blank page.")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
