"""A workshop with five people at once, each in a browser of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, Visitor, saved, until
from tests.servers import Held, workshop

HAPPENS = "What keeps happening?"


@dataclass
class Guest:
    """Somebody with a seat."""

    page: Page
    passphrase: str
    wrote: str
    number: str = ""


def come_in(guest: Guest, server: Held) -> None:
    """The code on the wall, a passphrase, a seat, the pages."""
    page = guest.page
    page.goto(server.url)
    page.get_by_label("Code of the room").fill(server.code.lower())
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("A passphrase of your own").fill(guest.passphrase)
    page.get_by_label("The same once more").fill(guest.passphrase)
    page.get_by_role("button", name="Take a seat").click()
    guest.number = (page.get_by_text(re.compile(r"^Seat \d+$")).text_content() or "").removeprefix("Seat ")
    assert page.url == f"{server.url}seat"  # nothing of it stands in the address
    page.get_by_role("link", name="Open my pages").click()


def there(page: Page) -> Page:
    """Once the pages are there; before, a page that goes on by itself waits in their place."""
    page.locator("html[data-ready]").wait_for()
    return page


def taken_home(page: Page) -> object:
    """What is in the file that somebody takes home, open."""
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take it home, open").click()
    document = json.loads(Path(taken.value.path()).read_text("utf-8"))
    return document["worksheets"]["boundaries"]["answers"]["happens"]["value"]


def write(guest: Guest, server: Held) -> None:
    there(guest.page).goto(f"{server.url}voila/render/workbook.ipynb#boundaries")
    guest.page.get_by_label(HAPPENS, exact=True).fill(guest.wrote)


def test_five_people_join_write_come_back_take_home_and_erase(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    visitors = [visit(accept_downloads=True) for _guest in range(5)]
    guests = [
        # The first two chose the same passphrase, which neither of them knows.
        Guest(visitor.page, "plum ladder" if number < 2 else f"plum ladder {number}", f"The canary sings, {number}.")
        for number, visitor in enumerate(visitors)
    ]
    ada, bea, cleo, dora, eve = guests
    host = tmp_path / "host"

    with workshop(host, "--seats", "5") as server:
        # Everybody joins, and writes, while all the others are there.
        for guest in guests:
            come_in(guest, server)
        for guest in guests:
            write(guest, server)
        for guest in guests:
            saved(guest.page)
        assert len(server.kernels()) == 5
        assert len({guest.number for guest in guests}) == 5

        # Whoever leads opens a part; it stands on everybody's page, and nobody is taken anywhere by it.
        leader = visit(viewport=LAPTOP).page
        leader.goto(server.own)
        there(leader).goto(f"{server.url}voila/render/facilitator.ipynb#now")
        expect(leader.get_by_text("Seats taken: 5 of 5. Here now: 5.")).to_be_visible()
        leader.get_by_role("button", name="Open: Arriving").click()
        for guest in guests:
            expect(guest.page.get_by_role("status").filter(has_text="Arriving")).to_be_visible()
            expect(guest.page.get_by_label(HAPPENS, exact=True)).to_have_value(guest.wrote)
        leader.goto("about:blank")

        # Each has a workbook, and nothing of what they wrote can be read on the disk.
        assert len(list((host / "seats").glob("*/workbook.json.age"))) == 5
        assert [path.name for path in host.rglob("*") if path.is_file() and b"canary" in path.read_bytes()] == []

        # A sixth person finds no seat.
        late = Guest(visit().page, "too late", "")
        late.page.goto(server.url)
        late.page.get_by_label("Code of the room").fill(server.code)
        late.page.get_by_role("button", name="Go on").click()
        late.page.get_by_label("A passphrase of your own").fill("too late")
        late.page.get_by_label("The same once more").fill("too late")
        late.page.get_by_role("button", name="Take a seat").click()
        expect(late.page.get_by_role("alert")).to_contain_text("Every seat is taken.")

        # Ada comes back on a laptop; what she wrote on her phone is there, and her phone goes on.
        laptop = visit(viewport=LAPTOP).page
        laptop.goto(server.url)
        laptop.get_by_label("Number of your seat").fill(ada.number)
        laptop.get_by_label("Passphrase").fill(ada.passphrase)
        laptop.get_by_role("button", name="Open my pages").click()
        there(laptop).goto(f"{server.url}voila/render/workbook.ipynb#boundaries")
        expect(laptop.get_by_label(HAPPENS, exact=True)).to_have_value(ada.wrote)

        # Bea takes home what she wrote, and erases it; a page of hers that is still open says so.
        again = visitors[1].context.new_page()
        again.goto(f"{server.url}mine")
        assert taken_home(again) == bea.wrote
        again.get_by_label("I have what I want to keep").check()
        again.get_by_role("button", name="Erase it").click()
        expect(again.get_by_role("heading", level=1, name="It is erased")).to_be_visible()
        expect(bea.page.get_by_text("This browser has no seat in the room any more.")).to_be_visible()
        expect(bea.page.get_by_label(HAPPENS, exact=True)).to_have_value(bea.wrote)
        assert len(list((host / "seats").iterdir())) == 4

        # Pages that are left end their kernels: Ada's phone, and Dora's.
        before = len(server.kernels())
        ada.page.goto("about:blank")
        dora.page.goto("about:blank")
        until(lambda: len(server.kernels()) <= before - 2, cleo.page)

        # Cleo reads on while the server starts anew; her page is let in again by itself, and she goes on.
        port = server.port
        server.stop()
        cleo.page.get_by_label(HAPPENS, exact=True).press_sequentially(" And again.")
        eve.page.goto("about:blank")
        laptop.goto("about:blank")

    with workshop(host, "--seats", "5", port=port):
        until(lambda: cleo.page.evaluate("document.body.dataset.touch") == "well", cleo.page)
        expect(cleo.page.get_by_label(HAPPENS, exact=True)).to_have_value(f"{cleo.wrote} And again.")
        saved(cleo.page)
        cleo.page.goto(f"{server.url}mine")
        assert taken_home(cleo.page) == f"{cleo.wrote} And again."
