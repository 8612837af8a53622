"""
The oldest browsers that open these pages (README.md), and those that lack or refuse something.

`younger.txt` is what none of the oldest has (`npm run oldest` in `frontend/` writes it); all of it is taken away
before the page. That the scripts are written in the language of those browsers, the bundler sees to.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Visitor, deaf, listen, said, saved, until
from tests.browser.test_workshop import Guest, come_in, there, write
from tests.servers import Served, served, workshop

HAPPENS = "What keeps happening?"

#: Names as they stand in `younger.txt`: of something global, of its own, or of what it makes.
TAKE_AWAY = """(names) => {
  for (const name of names) {
    const parts = name.split(".");
    const key = parts.pop();
    const [owner, prototype] = parts;
    const of = owner === undefined || owner === "Window" ? globalThis : globalThis[owner] ?? Intl[owner];
    const place = prototype && of !== globalThis ? of?.prototype : of;
    if (place != null) delete place[key];
    if (owner === undefined) delete Intl[key];
  }
}"""


def younger() -> list[str]:
    return (Path(__file__).parent / "younger.txt").read_text().split()


def without(visitor: Visitor, *names: str) -> Visitor:
    """A browser that does not have these."""
    visitor.context.add_init_script(f"({TAKE_AWAY})({json.dumps(names)})")
    return visitor


def test_nothing_younger_than_the_oldest_browsers_is_needed(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    visitor = without(visit(), *younger())
    with served(tmp_path / "answers") as server:
        page = visitor.open(server.url, "boundaries")
        page.get_by_label(HAPPENS, exact=True).fill("She rings")
        saved(page)
        assert page.evaluate("[typeof AbortSignal.timeout, typeof structuredClone]") == ["undefined"] * 2

        listen(page)
        server.kill_kernels()
        page.get_by_label(HAPPENS, exact=True).press_sequentially(" again")
        said(page, "What you typed is still here")
        until(lambda: server.value("boundaries.happens") == "She rings again", page)
        saved(page)
        assert page.evaluate("document.body.dataset.touch") == "well"

        page.evaluate("location.hash = '#steady'")
        expect(page.get_by_role("heading", name="Something to steady you")).to_be_visible()


#: What an extension, a setting or a company's computer takes away, a few at a time.
MISSING = [
    [
        "AbortSignal.timeout",
        "AbortController",
        "Element.prototype.checkVisibility",
        "Array.prototype.findLast",
        "Array.prototype.at",
    ],
    [
        "Navigator.prototype.sendBeacon",
        "Request.prototype.keepalive",
        "BroadcastChannel",
        "Navigator.prototype.locks",
        "Navigator.prototype.languages",
    ],
    ["ResizeObserver", "IntersectionObserver", "Window.matchMedia", "Window.requestIdleCallback", "CSS"],
    [
        "Element.prototype.replaceChildren",
        "String.prototype.replaceAll",
        "Object.hasOwn",
        "Object.fromEntries",
        "Promise.allSettled",
    ],
    [
        "Crypto.prototype.randomUUID",
        "Crypto.prototype.subtle",
        "Window.structuredClone",
        "Window.queueMicrotask",
        "Promise.any",
    ],
    [
        "Performance.prototype.mark",
        "Performance.prototype.getEntriesByType",
        "Intl.Segmenter",
        "Intl.PluralRules",
        "CSS.supports",
    ],
    ["Window.localStorage", "Window.sessionStorage", "CSS.escape"],
]


def test_a_missing_function_stops_neither_touch_nor_opening_again(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with served(tmp_path / "answers") as server:
        for number, names in enumerate(MISSING):
            visitor = without(visit(), *names)
            page = visitor.open(server.url, "boundaries")
            field = page.get_by_label(HAPPENS, exact=True)
            field.fill(f"one {number}")
            saved(page)
            server.kill_kernels()
            field.press_sequentially(" two")
            expected = f"one {number} two"
            until(lambda expected=expected: server.value("boundaries.happens") == expected, page)  # type: ignore[misc]
            saved(page)
            expect(page.locator("#hw-touch")).not_to_contain_text("We lost touch")
            assert visitor.complaints == [], names
            visitor.context.close()


STORAGE = {
    "throws": "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, "
    "{ get() { throw new DOMException('refused', 'SecurityError'); } });",
    "is null": "for (const name of ['localStorage', 'sessionStorage']) "
    "Object.defineProperty(window, name, { value: null });",
    "is full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
}


@pytest.mark.parametrize("storage", STORAGE)
def test_a_storage_that_refuses_costs_nothing_that_was_written(
    server: Served, visit: Callable[..., Visitor], storage: str
) -> None:
    visitor = visit()
    visitor.context.add_init_script(STORAGE[storage])
    page = visitor.open(server.url, "boundaries")
    page.get_by_label(HAPPENS, exact=True).fill("kept")
    saved(page)
    page.reload()
    page.locator("html[data-ready]").wait_for()
    expect(page.get_by_label(HAPPENS, exact=True)).to_have_value("kept")
    page.get_by_text("How it looks").click()
    page.get_by_label("Dark", exact=True).check()
    assert page.evaluate("document.documentElement.dataset.colours") == "dark"
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url("about:blank")


@pytest.mark.parametrize("beacon", ["is missing", "says yes and sends nothing"])
def test_kernels_end_with_their_pages_though_no_beacon_is_sent(
    tmp_path: Path, visit: Callable[..., Visitor], beacon: str
) -> None:
    visitor = visit()
    visitor.context.add_init_script(
        "delete Navigator.prototype.sendBeacon"
        if beacon == "is missing"
        else "Navigator.prototype.sendBeacon = () => true"
    )
    with served(tmp_path / "answers") as server:
        page = visitor.open(server.url, "boundaries")
        for _ in range(3):
            page.reload()
            page.locator("html[data-ready]").wait_for()
        until(lambda: len(server.kernels()) == 1, page)


def test_a_page_that_hears_nothing_of_its_kernel_opens_at_the_second_try_without_beacons(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    visitor = without(visit(), "Navigator.prototype.sendBeacon")
    deaf(visitor.page, 1)
    visitor.page.goto(f"{server.url}#boundaries")
    visitor.page.locator("html[data-ready]").wait_for()
    expect(visitor.page.get_by_label(HAPPENS, exact=True)).to_be_visible()


@pytest.mark.parametrize("place", ["boundaries%", "%E0%A4%A", "100%", "%"])
def test_an_address_that_is_not_written_as_addresses_are_opens_a_page(
    tmp_path: Path, visit: Callable[..., Visitor], place: str
) -> None:
    with served(tmp_path / "answers") as server:
        visitor = visit()
        page = visitor.open(server.url, place)
        expect(page.get_by_role("heading", level=1)).to_be_visible()

        page.evaluate("location.hash = '#boundaries'")
        field = page.get_by_label(HAPPENS, exact=True)
        field.fill("before")
        saved(page)
        page.evaluate("place => location.hash = place", place)
        page.wait_for_timeout(500)
        server.kill_kernels()
        page.wait_for_timeout(500)
        page.evaluate("location.hash = '#boundaries'")
        field.fill("after")
        until(lambda: server.value("boundaries.happens") == "after", page)


def _without_is(page: Page) -> None:
    """As a browser that knows no `:is()`: older than the oldest."""
    page.add_init_script(
        "const found = Document.prototype.querySelector; Document.prototype.querySelector = function (selector) {"
        " if (selector.includes(':is(')) throw new DOMException('not a selector', 'SyntaxError');"
        " return found.call(this, selector); }"
    )


@pytest.mark.parametrize("which", ["reads modules", "reads no modules"])
def test_a_browser_that_is_too_old_is_told_so_before_anything_is_written(
    server: Served, visit: Callable[..., Visitor], which: str
) -> None:
    page = visit().page
    page.goto(server.url)
    if which == "reads modules":
        _without_is(page)
    else:

        def older(route: Route) -> None:
            if route.request.resource_type != "document":
                return route.fallback()
            answer = route.fetch()
            body = re.sub(r"<script[^>]*(first|page)\.js[^>]*></script>", "", answer.text())
            return route.fulfill(response=answer, body=body.replace("<script nomodule", "<script"))

        page.route("**/*", older)
    page.reload()
    expect(page.locator("#hw-too-old")).to_contain_text("This browser is too old for these pages.")
    expect(page.locator(".hw-wait")).to_be_hidden()
    page.wait_for_timeout(500)
    expect(page.locator("html[data-ready]")).to_have_count(0)
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page.get_by_role("heading", name="Help lines", exact=True)).to_be_visible()


@pytest.fixture
def refuses_cookies(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page of a browser that was set to take no cookies."""
    settings = tmp_path / "browser" / "Default" / "Preferences"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    context = chromium.browser_type.launch_persistent_context(
        tmp_path / "browser", executable_path=path, args=["--headless", "--no-sandbox", "--disable-gpu"]
    )
    yield context.new_page()
    context.close()


REFUSED = "This browser refuses the cookie that lets you in"


def test_a_browser_that_takes_no_cookies_is_told_what_to_do(server: Served, refuses_cookies: Page) -> None:
    for address in (server.url, server.origin):
        refuses_cookies.goto(address)
        expect(refuses_cookies.locator("#hw-no-cookies")).to_contain_text(REFUSED)
        expect(refuses_cookies.locator("#hw-no-cookies")).to_be_visible()


def test_at_the_door_of_a_workshop_nobody_types_what_cannot_be_taken(tmp_path: Path, refuses_cookies: Page) -> None:
    with workshop(tmp_path / "workshop") as room:
        for address in (room.own, room.url):
            refuses_cookies.goto(address)
            expect(refuses_cookies.locator("#hw-no-cookies")).to_be_visible()
            for form in refuses_cookies.locator("form").all():
                expect(form).to_be_hidden()


def test_a_phone_without_younger_functions_takes_part_in_the_room(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with workshop(tmp_path / "workshop") as room:
        leader = visit().page
        leader.goto(room.own)
        there(leader).goto(f"{room.url}voila/render/facilitator.ipynb#now")
        leader.get_by_role("button", name="Open: Arriving").click()

        guest = Guest(without(visit(), *younger()).page, "plum ladder", "She rings")
        come_in(guest, room)
        there(guest.page)
        expect(guest.page.get_by_role("status").filter(has_text="Arriving")).to_be_visible()
        write(guest, room)
        saved(guest.page)
