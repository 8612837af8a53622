"""A workshop with slips of paper, five people each in a browser of their own, and the person leading in hers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, Visitor
from tests.browser.test_workshop import there
from tests.servers import Held, workshop


def _sheets(leader: Page, path: Path) -> list[str]:
    """Print slips from the page of the person leading; the codes on the sheets."""
    with leader.expect_download() as printed:
        leader.get_by_role("button", name="Slips, to be cut apart").click()
    printed.value.save_as(path)
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return re.findall(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", text)


def _takes_a_seat(page: Page, server: Held, code: str, passphrase: str) -> str:
    page.goto(f"{server.url}enter?code={code}")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("A passphrase of your own").fill(passphrase)
    page.get_by_label("The same once more").fill(passphrase)
    page.get_by_role("button", name="Take a seat").click()
    return (page.get_by_text(re.compile(r"^Seat \d+$")).text_content() or "").removeprefix("Seat ")


def test_slips_are_printed_used_handed_over_and_a_lost_number_is_found(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with workshop(tmp_path / "host", "--seats", "3") as server:
        leader = visit(accept_downloads=True, viewport=LAPTOP).page
        leader.goto(server.own)
        there(leader).get_by_role("link", name="Slips, one for each chair").click()
        leader.get_by_role("button", name="Use slips in this room").click()
        expect(leader.get_by_text("the code on the wall lets nobody in")).to_be_visible()
        field = leader.get_by_label("How many slips?")
        field.fill("4")
        field.press("Tab")
        codes = _sheets(leader, tmp_path / "slips.pdf")
        assert len(set(codes)) == 4
        expect(leader.get_by_text("Slips used: 0. Not used yet: 4.")).to_be_visible()

        pages = [visit().page for _person in range(5)]
        ada, bea, cleo, late, other = pages
        number = _takes_a_seat(ada, server, codes[0], "plum ladder lantern")
        for page, code in zip((bea, cleo), codes[1:3], strict=True):
            assert _takes_a_seat(page, server, code, f"{code} and words") != number
        expect(leader.get_by_text("Slips used: 3. Not used yet: 1.")).to_be_visible()

        # A slip that was used, and the code on the wall, open nothing.
        late.goto(server.url)
        for typed, said in ((codes[0], "That slip has been used"), (server.code, "This room uses slips")):
            late.get_by_label("Code of your slip").fill(typed)
            late.get_by_role("button", name="Go on").click()
            expect(late.get_by_role("alert")).to_contain_text(said)

        # Ada goes on in another browser, without a word of hers in between.
        ada.get_by_role("link", name="Open it in another browser").click()
        ada.get_by_role("button", name="Show me a code").click()
        link = ada.get_by_role("link", name="Or hold this link").get_attribute("href")
        other.goto(link or "")
        other.get_by_role("button", name="Go on").click()
        there(other)
        expect(other.get_by_text(f"Your seat: {number}")).to_be_attached()

        # Somebody lost the number: the same sign on both screens, a tap, the passphrase.
        late.goto(server.url)
        late.get_by_role("link", name="I no longer know my number").click()
        late.get_by_role("button", name="Ask to be let back in").click()
        sign = late.locator(".hw-wall-code").text_content()
        leader.get_by_role("link", name="Now", exact=True).first.click()
        leader.get_by_role("button", name=f"{sign}: let back in").click()
        expect(leader.get_by_role("button", name=f"{sign}: let back in")).to_be_hidden()
        late.get_by_label("Passphrase").fill("plum ladder lantern")
        late.get_by_role("button", name="Find my seat").click()
        expect(late.get_by_text(f"Seat {number}", exact=True)).to_be_visible()
        assert f"Seat {number}" not in (leader.locator("main").text_content() or "")
