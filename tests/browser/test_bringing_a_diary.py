"""A diary of another program, brought along by hand: columns chosen, looked at, brought in, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, until
from tests.servers import Served

TABLE = "Datum;Stimmung;Notiz\n03.04.2026;mittel;Kanarienvogel\n04.04.2026;gut;Morgens am See\n"


def choose(page: Page, contents: str) -> None:
    file: Any = {"name": "diary.csv", "mimeType": "text/csv", "buffer": contents.encode()}
    page.locator("input[type=file]").set_input_files(file)


def pick(page: Page, what: str, column: str) -> None:
    """Say which column something is. All but the day are folded, since a diary may have none of them."""
    folded = page.get_by_text(f"{what}: none · Change")
    if folded.count():
        folded.click()
    page.get_by_role("group", name=what, exact=True).get_by_role("radio", name=column, exact=True).click()
    page.get_by_text(f"{what}: {column} · Change").wait_for()


def test_columns_and_order_are_chosen_and_all_is_brought_in(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "bring")
    choose(page, TABLE)
    for what, column in (("The day", "Datum"), ("The mood, in a word", "Stimmung"), ("What was written", "Notiz")):
        pick(page, what, column)
    page.get_by_role("radio", name="Day, month, year").click()
    page.get_by_text("2 days would come in").wait_for()
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_text("2 days came in.").wait_for()

    until(lambda: len(server.workbook()["entries"]["diary"]) == 2, page)


def test_a_column_that_was_chosen_is_heard_once(server: Served, visit: Callable[..., Visitor]) -> None:
    """A page that was shown anew sent what it held once more, and was shown anew for it, again and again."""
    page = visit().open(server.url, "bring")
    choose(page, TABLE)
    pick(page, "The day", "Datum")
    page.get_by_role("group", name="In which order are its days written?").wait_for()

    page.evaluate(
        "window.drawn = 0; new MutationObserver((all) => (window.drawn += all.length))"
        ".observe(document.querySelector('main'), { childList: true, subtree: true })"
    )
    page.wait_for_timeout(1500)
    assert page.evaluate("window.drawn") == 0


def test_the_same_file_can_be_chosen_again_once_it_is_mended(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "bring")
    choose(page, "no table at all")
    expect(page.locator("input[type=file] + .hw-word")).not_to_be_empty()
    # A browser says nothing of a file that is chosen twice in a row, unless the first was let go.
    expect(page.locator("input[type=file]")).to_have_value("")
    choose(page, TABLE)
    expect(page.get_by_role("group", name="The day", exact=True)).to_be_visible()
