"""A page writes only what changes: a screen reader stays quiet, and what is selected stays so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, saved
from tests.browser.test_workshop import Guest, come_in, there
from tests.servers import Served, workshop

HAPPENS = "What keeps happening?"


def watch(page: Page) -> None:
    """Note from here on what is written into the page, but for the line that says whether it is saved."""
    page.evaluate(
        """() => {
          window.writes = [];
          new MutationObserver((records) => {
            for (const { target, type, attributeName } of records) {
              const element = target.nodeType === 1 ? target : target.parentElement;
              if (element?.closest("#hw-status")) continue;
              const box = element?.closest("[data-address]")?.dataset.address ?? "";
              writes.push(`${box} ${type} ${attributeName ?? ""} ${element?.outerHTML.slice(0, 90)}`);
            }
          }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
          window.states = [];
          new MutationObserver(() => states.push(document.getElementById("hw-status").textContent))
            .observe(document.getElementById("hw-status"), { subtree: true, childList: true, characterData: true });
        }"""
    )


def writes(page: Page, *, but_of: str = "") -> list[str]:
    found: list[str] = page.evaluate("writes")
    return [one for one in found if not but_of or not one.startswith(f"{but_of} ")]


def rested(page: Page) -> None:
    """Until the next page was made ready, out of sight, where there is one."""
    page.wait_for_timeout(6000)


def test_a_page_at_rest_writes_nothing(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    page.get_by_label(HAPPENS, exact=True).fill("She rings")
    saved(page)
    rested(page)
    watch(page)
    page.wait_for_timeout(30_000)

    assert writes(page) == []
    assert page.evaluate("states") == []


def test_letters_in_one_field_change_nothing_elsewhere(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    field = page.get_by_label(HAPPENS, exact=True)
    field.fill("She")
    saved(page)
    rested(page)
    watch(page)
    other = page.locator("[data-address='boundaries.do_next'] .hw-ask, .hw-field:not(:has(:focus)) .hw-ask").last
    other.evaluate("label => { window.label = label; getSelection().selectAllChildren(label); }")
    marked = page.evaluate("getSelection().toString()")
    field.evaluate("field => field.focus({ preventScroll: true })")
    page.keyboard.press("End")
    page.keyboard.type(" rings us.", delay=40)
    page.wait_for_timeout(2500)
    saved(page)

    assert marked
    assert writes(page, but_of="boundaries.happens") == []
    assert len(page.evaluate("states")) <= 4  # on the way, and saved; perhaps once more
    assert page.evaluate("label.isConnected")


def test_a_label_that_is_selected_stays_so_when_something_is_saved(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "boundaries")
    field = page.get_by_label(HAPPENS, exact=True)
    field.fill("She rings")
    page.locator(".hw-ask").nth(1).evaluate("label => getSelection().selectAllChildren(label)")
    marked = page.evaluate("getSelection().toString()")
    saved(page)
    page.wait_for_timeout(1500)

    assert marked
    assert page.evaluate("getSelection().toString()") == marked


def test_a_page_of_a_workshop_at_rest_writes_nothing_however_often_it_asks(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with workshop(tmp_path / "host") as room:
        guest = Guest(visit().page, "plum ladder", "")
        come_in(guest, room)
        page = there(guest.page)
        expect(page.locator(".hw-workshop").get_by_role("status")).not_to_be_empty()
        page.wait_for_timeout(4000)
        # As a translator does: other words in the place of ours.
        page.evaluate(
            "document.querySelector('.hw-workshop strong').innerHTML = '<font><font>etwas anderes</font></font>'"
        )
        watch(page)
        page.wait_for_timeout(10_000)

        assert writes(page) == []
        expect(page.locator(".hw-workshop strong")).to_have_text("etwas anderes")
