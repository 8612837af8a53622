"""Spelling services, translators, managers of passphrases: what they may do with what is typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, until
from tests.browser.test_workshop import Guest, come_in, there
from tests.servers import Served, served, workshop

HAPPENS = "What keeps happening?"

#: What every field for words says to those who would read it.
ASKED_TO_STAY_OUT = {
    "spellcheck": "false",
    "writingsuggestions": "false",
    "translate": "no",
    "autocomplete": "off",
    "data-gramm": "false",
    "data-lt-active": "false",
}
FIELDS = "textarea, input:not([type]), input[type=text]"


def marks(page: Page) -> list[dict[str, str | None]]:
    found: list[dict[str, str | None]] = page.locator(FIELDS).evaluate_all(
        "(fields, names) => fields.map((field) => "
        "Object.fromEntries(names.map((name) => [name, field.getAttribute(name)])))",
        list(ASKED_TO_STAY_OUT),
    )
    return found


@pytest.mark.parametrize("place", ["boundaries", "check-in", "letter", "want", "privacy"])
def test_no_helper_is_asked_to_read_what_is_written(server: Served, visit: Callable[..., Visitor], place: str) -> None:
    page = visit().open(server.url, place)
    page.locator(FIELDS).first.wait_for(state="attached")

    assert marks(page)
    assert [found for found in marks(page) if found != ASKED_TO_STAY_OUT] == []
    assert page.locator(FIELDS).evaluate_all("fields => fields.some((field) => field.spellcheck)") is False


def test_spelling_is_checked_where_it_was_chosen_and_forgotten_with_everything(
    tmp_path: Path, server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "boundaries")
    field = page.get_by_label(HAPPENS, exact=True)
    page.get_by_text("How it looks").click()
    page.get_by_label("Check my spelling").check()
    assert field.evaluate("field => field.spellcheck") is True

    page.reload()
    page.locator("html[data-ready]").wait_for()
    assert field.evaluate("field => field.spellcheck") is True
    page.get_by_text("How it looks").click()
    expect(page.get_by_label("Check my spelling")).to_be_checked()
    page.get_by_label("Check my spelling").uncheck()
    assert field.evaluate("field => field.spellcheck") is False
    assert page.evaluate("localStorage.length") == 0


def translated(page: Page) -> None:
    """What a translator of the browser does: other words in other elements, where it may."""
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const texts = [];
          while (walker.nextNode()) texts.push(walker.currentNode);
          for (const text of texts) {
            const box = text.parentElement;
            if (!text.data.trim() || box.closest("script, style, textarea, [translate=no]")) continue;
            const font = document.createElement("font");
            font.textContent = [...text.data].reverse().join("");
            text.replaceWith(font);
          }
        }"""
    )


def test_with_a_translator_everything_goes_on_and_can_be_deleted(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with served(tmp_path / "answers") as server:
        _write_and_delete_with_a_translator(server, visit().open(server.url, "boundaries"))


def _write_and_delete_with_a_translator(server: Served, page: Page) -> None:
    translated(page)
    page.locator("textarea").first.fill("She rings")
    page.wait_for_timeout(3000)
    assert server.value("boundaries.happens") == "She rings"

    page.evaluate("location.hash = '#privacy'")
    page.locator(".hw-typed:not(.hw-leads-to) input").wait_for()
    translated(page)
    word = page.locator(".hw-typed:not(.hw-leads-to) label [translate=no]")
    expect(word).to_have_text("forget")
    page.locator(".hw-typed:not(.hw-leads-to) input").fill(word.text_content() or "")
    page.locator(".hw-typed:not(.hw-leads-to) button").click()
    expect(page.get_by_role("heading", name="Everything is deleted")).to_be_visible()


def covered(field: object) -> tuple[str, str]:
    """The type of a field, and how its letters are drawn."""
    kind: tuple[str, str] = tuple(  # type: ignore[assignment]
        field.evaluate("field => [field.type, getComputedStyle(field).webkitTextSecurity]")  # type: ignore[attr-defined]
    )
    return kind


def test_at_a_seat_no_browser_is_given_a_passphrase_to_keep(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with workshop(tmp_path / "host") as room:
        page = visit().page
        page.goto(room.url)
        assert covered(page.get_by_label("Passphrase", exact=True)) == ("text", "disc")
        guest = Guest(page, "plum ladder", "")
        come_in(guest, room)
        there(page)
        assert page.locator("input[type=password]").count() == 0

        page.evaluate("localStorage.setItem('looks', JSON.stringify({ colours: 'dark' }))")
        page.goto(f"{room.url}mine")
        page.get_by_label("I have what I want to keep, or want to keep nothing.").check()
        with page.expect_response("**/mine/erase") as erased:
            page.get_by_role("button", name="Erase it").click()
        assert erased.value.header_value("clear-site-data") == '"storage"'
        expect(page.get_by_role("heading", name="It is erased")).to_be_visible()
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_seat_that_is_locked_asks_for_its_passphrase_in_covered_letters(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    host = tmp_path / "host"
    page = visit().page
    with workshop(host) as room:
        guest = Guest(page, "plum ladder", "")
        come_in(guest, room)
        there(page)
        until(lambda: bool(list(host.rglob("key.age"))), page)  # before it is there, nothing is called saved
        port = room.port
    with workshop(host, port=port) as room:  # it was started again, and knows no passphrase
        page.goto(f"{room.url}voila/render/workbook.ipynb")
        there(page)
        field = page.get_by_label("Passphrase", exact=True)
        assert covered(field) == ("text", "disc")
        page.get_by_label("Show what I type").check()
        assert covered(field) == ("text", "none")
        page.get_by_label("Show what I type").uncheck()
        field.fill("plum ladder")
        field.press("Enter")
        expect(page.get_by_role("heading", name="Your pages", exact=True)).to_be_visible()


def test_at_home_a_manager_of_passphrases_knows_which_is_which(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "privacy")
    page.get_by_role("button", name="Set a passphrase").click()
    for label in ("New passphrase", "The same once more"):
        field = page.get_by_label(label)
        assert field.get_attribute("type") == "password"
        assert field.get_attribute("autocomplete") == "new-password"
    expect(page.get_by_text("A browser may offer to keep your passphrase").first).to_be_visible()
