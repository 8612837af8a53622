"""A room, led from one page and joined from another: what is open, an answer given, one look at all of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from heartwork.authoring.library import WorksheetLibrary
from heartwork.workshop import seats, shared_answers
from heartwork.workshop.room import Room
from heartwork.workshop.tables import sqlite_url
from tests.browser.conftest import LAPTOP, Visitor
from tests.browser.test_accessible import violations
from tests.browser.test_workshop import Guest, come_in, there
from tests.servers import workshop

READINESS = "boundaries.readiness"


def _seen(page: Page, name: str) -> None:
    """Axe finds nothing; and with HEARTWORK_SHOTS=FOLDER, a picture is taken to be looked at."""
    assert violations(page) == [], name
    folder = os.environ.get("HEARTWORK_SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def _others_tap(host: Path, answers: list[int]) -> None:
    """Other people in the room, who give these; and two who only read."""
    url = sqlite_url(host / "room.sqlite")
    with create_engine(url).connect() as connection:
        room = Room(url, connection.scalar(text("select id from rooms")) or "")
    question = WorksheetLibrary().worksheet("boundaries").question("readiness")
    assert question is not None
    for answer in answers:
        seat, _ = seats.take(room)
        seats.seen(room, seat, "boundaries/limit")
        shared_answers.give(room, seat, READINESS, question, answer)
    for _one in range(2):
        seat, _ = seats.take(room)
        seats.seen(room, seat, "want")


def test_a_part_is_opened_an_answer_given_and_looked_at_once(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    host = tmp_path / "host"
    leader = visit(viewport=LAPTOP, accept_downloads=True).page
    guest = Guest(visit().page, "plum ladder", "")
    page = guest.page

    with workshop(host, "--seats", "12") as server:
        # Whoever leads opens a part; the participant's page says so by itself, and leads there.
        leader.goto(server.own)
        there(leader)
        expect(leader.get_by_role("heading", level=1, name="Leading a workshop")).to_be_visible()
        _seen(leader, "before")
        with leader.expect_download() as taken:
            leader.get_by_role("button", name="The script, to hold in your hand").click()
        assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
        leader.get_by_role("link", name="Begin", exact=True).click()
        come_in(guest, server)
        there(page)
        expect(page.get_by_text("Nothing is open now.")).to_be_visible()
        leader.get_by_role("button", name="Open: What you will do, 16 minutes").click()
        leader.get_by_role("button", name="Start the timer: 16 minutes").click()
        expect(page.get_by_text("about 16 minutes left")).to_be_visible()
        _seen(page, "open")
        page.get_by_role("link", name="Go there").click()
        expect(page.get_by_role("heading", level=1, name="What you will do")).to_be_visible()

        # Nothing goes by itself: an answer is given with an own tap, and can be taken back.
        row = page.get_by_role("group", name="For the room")
        expect(row).to_contain_text("Nothing of this has left your screen.")
        expect(row.get_by_role("button")).to_have_text(["Pass"])
        page.locator(f'[data-address="{READINESS}"] input[type=range]').focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        give = row.get_by_role("button", name="Share this answer with the room")
        expect(give).to_be_visible()
        sizes = [button.bounding_box() for button in (give, row.get_by_role("button", name="Pass"))]
        assert sizes[0] and sizes[1]
        assert sizes[0]["width"] == sizes[1]["width"], "Pass is as large"
        _seen(page, "give")
        give.click()
        expect(row).to_contain_text(re.compile(r"You shared: 1 of 10"))
        row.get_by_role("button", name="Take it back").click()
        expect(row).to_contain_text("Nothing of this has left your screen.")
        row.get_by_role("button", name="Share this answer with the room").click()
        expect(row).to_contain_text("You shared: 1 of 10")
        _seen(page, "given")

        # What left the screen is listed, exactly.
        room = page.locator(".hw-workshop")
        expect(room.get_by_role("link", name="What left my screen")).to_be_hidden()
        line = room.locator("summary").bounding_box()
        assert line
        assert 44 <= line["height"] <= 75, "one line, or two on a phone"
        room.locator("summary").click()
        room.get_by_role("link", name="What left my screen").click()
        expect(page.locator("[data-left]")).to_contain_text("1 of 10")
        _seen(page, "left")

        # A look is possible once five have tapped, and is asked for twice.
        expect(leader.get_by_text("Fewer than 5 people have tapped so far.").first).to_be_visible()
        _others_tap(host, [2, 2, 3, 0, 8, 9, 9, 8, 9])
        expect(leader.get_by_text("10 people have tapped, an answer or a pass.")).to_be_visible()
        expect(leader.get_by_text("Boundaries: 9")).to_be_visible()
        expect(leader.get_by_text("elsewhere: 3")).to_be_visible()
        _seen(leader, "now")
        leader.get_by_label("How many people are in the room?", exact=True).fill("30")
        leader.get_by_label("How many people are in the room?", exact=True).blur()
        leader.get_by_role("button", name="Look at it, once").click()
        leader.get_by_role("button", name="Yes, look now").click()
        expect(leader.locator(".hw-wall-look")).to_contain_text("5 to 10 people")
        leader.get_by_role("link", name="The wall", exact=True).click()
        expect(leader.locator(".hw-wall-code")).to_have_text(server.code)
        expect(leader.get_by_role("img", name="The address, to be read by a phone's camera")).to_be_visible()
        _seen(leader, "wall")

        # Their screen says that it was looked at; nothing can be taken back, and the answer is deleted in the room.
        left = page.locator("[data-left]")
        expect(left).to_contain_text("yours has been deleted there")
        expect(left).to_contain_text("0 to 3: 5 to 10 people")
        expect(left.get_by_role("button")).to_have_count(0)
        _seen(page, "looked")

        page.get_by_role("link", name="Quiet corner").click()
        expect(page.get_by_role("heading", level=1, name="Quiet corner")).to_be_visible()
        _seen(page, "quiet")
        leader.get_by_role("link", name="If something happens").click()
        expect(leader.get_by_text("Somebody cries")).to_be_visible()
        _seen(leader, "if")
        leader.get_by_role("link", name="After", exact=True).click()
        expect(leader.get_by_text("1 workbook is still on this computer")).to_be_visible()
        leader.get_by_role("button", name="Close the room").click()
        leader.get_by_role("button", name="Yes, close the room").click()
        expect(leader.get_by_text("The room is closed: nobody can join")).to_be_visible()
        expect(page.get_by_text("The workshop is over. What you wrote is still here")).to_be_visible()
        _seen(leader, "after")
