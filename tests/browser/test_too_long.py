"""An answer that is too long for the connection of a seat: a word beside it, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from heartwork.widgets.message_sizes import SEAT_MESSAGE_BYTES
from tests.browser.conftest import Visitor, saved
from tests.browser.test_two_pages import NOT_FINE
from tests.browser.test_workshop import HAPPENS, Guest, come_in, there
from tests.browser.test_workshop_sleeps import at, kept
from tests.servers import workshop

WORD = "longer than one answer can be"


def _paste(page: Page, text: str) -> None:
    """As one paste does: typing it would take minutes."""
    page.get_by_label(HAPPENS, exact=True).evaluate(
        """(field, text) => {
            field.focus();
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        text,
    )


def test_what_is_too_long_is_said_to_be_stays_on_the_page_and_holds_up_nothing_else(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    ada = Guest(visit().page, "plum ladder", "")
    with workshop(tmp_path / "host", "--seats", "2") as server:
        come_in(ada, server)
        page = at(there(ada.page), "boundaries")
        page.get_by_label(HAPPENS, exact=True).fill("She came by.")
        saved(page)
        long = "She said so. " * (SEAT_MESSAGE_BYTES // 13 + 1)

        _paste(page, long)

        field = page.locator('[data-address="boundaries.happens"]')
        expect(field.get_by_text(WORD)).to_be_visible()
        expect(page.locator("#hw-status")).to_contain_text("Not saved yet")
        assert page.get_by_label(HAPPENS, exact=True).input_value() == long
        assert kept(server, ada)[0] == "She came by."

        # Another answer is saved meanwhile; and this one, once it is short enough.
        page.get_by_label(NOT_FINE).fill("Without asking.")
        expect(field.get_by_text(WORD)).to_be_visible()
        _paste(page, long[:300_000])
        saved(page)
        expect(field.get_by_text(WORD)).to_have_count(0)
        assert kept(server, ada)[0] == long[:300_000].strip()
