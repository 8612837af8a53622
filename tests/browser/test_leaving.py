"""Leave now: from every page, at once, and Back does not bring it again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, saved
from tests.servers import Served

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
        page.goto(server.origin)
    elif where == "a page that is not there":
        page.goto(f"{server.origin}not-here")
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
    assert server.value("boundaries.happens") == "saved"  # what waited was dropped


def test_who_comes_back_by_themselves_finds_their_pages(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    leave(page)

    page.goto(server.origin)

    page.locator("html[data-ready]").wait_for()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
