"""One person in a workshop with two tabs and two devices: one seat, one workbook, and nothing written over."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from heartwork.workshop import shared_answers
from tests.browser.conftest import LAPTOP, Visitor, saved
from tests.browser.test_two_pages import NOT_FINE, come_back, offer, write_unseen
from tests.browser.test_workshop import HAPPENS, Guest, come_in, there
from tests.browser.test_workshop_sleeps import at, kept, seat_of
from tests.server.seats import room_of
from tests.servers import Held, workshop


def opened(page: Page, place: str) -> Page:
    """A page of the workbook, where the browser has a seat."""
    return at(there(page), place)


def back_on(page: Page, server: Held, guest: Guest) -> Page:
    """On another device, with the number of the seat and the passphrase."""
    page.goto(server.url)
    page.get_by_label("Number of your seat").fill(guest.number)
    page.get_by_label("Passphrase").fill(guest.passphrase)
    page.get_by_role("button", name="Open my pages").click()
    return opened(page, "boundaries")


def test_two_tabs_and_a_laptop_of_one_person_are_one_seat_and_one_workbook(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    ada, leader = Guest(visit().page, "plum ladder", ""), visit(viewport=LAPTOP).page

    with workshop(tmp_path / "host", "--seats", "2", "--at-once", "1") as server:
        come_in(ada, server)
        phone = opened(ada.page, "boundaries")

        # In a second tab nothing is asked for, and the one place that she has is enough for it.
        tab = ada.page.context.new_page()
        tab.goto(server.url)
        opened(tab, "boundaries")
        laptop = back_on(visit(viewport=LAPTOP).page, server, ada)

        # What one writes, the others show when she turns to them.
        phone.get_by_label(HAPPENS, exact=True).fill("On the phone.")
        saved(phone)
        for other in (tab, laptop):
            come_back(other)
            expect(other.get_by_label(HAPPENS, exact=True)).to_have_value("On the phone.")
        laptop.get_by_label(NOT_FINE).fill("On the laptop.")
        saved(laptop)
        come_back(tab)
        expect(tab.get_by_label(NOT_FINE)).to_have_value("On the laptop.")

        # Where two wrote the same answer unseen, both stay.
        phone.get_by_label(HAPPENS, exact=True).fill("first")
        saved(phone)
        write_unseen(tab.get_by_label(HAPPENS, exact=True), "second")
        saved(tab)
        expect(offer(tab).get_by_text("first", exact=True)).to_be_visible()
        assert kept(server, ada) == ("second", ["first"])

        # What she gives to the room is given once, wherever she taps.
        for page in (phone, laptop):
            at(page, "boundaries/limit")
        for page, key in ((phone, "Home"), (laptop, "End")):
            row = page.get_by_role("group", name="For the room")
            page.locator('[data-address="boundaries.readiness"] input[type=range]').focus()
            page.keyboard.press(key)
            row.get_by_role("button", name=re.compile("^(Share|Give) this")).click()
            expect(row).to_contain_text("You shared: ")
        expect(phone.get_by_role("group", name="For the room")).to_contain_text("You shared: 10 of 10")
        given = shared_answers.left_screen(room_of(server), seat_of(server, ada))
        assert [one.answer for one in given] == [10]

        # Whoever leads sees one person, and not where.
        leader.goto(server.own)
        there(leader).goto(f"{server.url}voila/render/facilitator.ipynb#now")
        expect(leader.get_by_text("Seats taken: 1 of 2. Here now: 1.")).to_be_visible()
        expect(leader.get_by_text("Boundaries:")).to_have_count(0)
