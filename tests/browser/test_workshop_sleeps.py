"""A workshop in which the laptop is closed for a minute, and phones are locked: nothing is lost, nobody is outside."""

from __future__ import annotations

import datetime
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from heartwork.storage.workbook import Workbook
from heartwork.workshop import activities, seat_workbook, seats
from heartwork.workshop.seats import Seat
from tests.browser.conftest import LAPTOP, Visitor, listen, said, saved, until
from tests.browser.test_workshop import HAPPENS, Guest, come_in, there
from tests.proxy import proxied
from tests.server.seats import room_of
from tests.servers import Held, workshop

BEFORE = "She rings again ten min"
AFTER = "utes after goodnight, and asks who was here."

#: Seconds that the laptop is closed here; 60 and more in the long run.
ASLEEP = float(os.environ.get("HEARTWORK_ASLEEP", "15"))
#: What a kernel that nobody is joined to has left here, instead of two minutes.
SOON = {"cull_idle_timeout": 4, "cull_interval": 1}


def seat_of(server: Held, guest: Guest) -> Seat:
    """Where somebody sits."""
    seat = seats.by_number(room_of(server), int(guest.number))
    assert seat is not None
    return seat


def kept(server: Held, guest: Guest) -> tuple[str, list[str]]:
    """What is on the disk, and what was written beside it elsewhere."""
    folder = seat_workbook.folder_of(server.answers, seat_of(server, guest))
    answer = Workbook.load(folder, passphrase=guest.passphrase).answers("boundaries").get("happens")
    assert answer is not None
    return str(answer.value), [str(other["value"]) for other in answer.also]


def at(page: Page, place: str) -> Page:
    """Go to a place, once the pages are there; as anybody does who follows a link on them."""
    there(page).evaluate("place => { location.hash = place; }", place)
    page.locator(f'[data-address^="{place.partition("/")[0]}."]').first.wait_for()
    return page


def begin(guest: Guest, server: Held) -> Page:
    """Come in, and write half a sentence."""
    come_in(guest, server)
    page = at(guest.page, "boundaries")
    page.get_by_label(HAPPENS, exact=True).click()
    page.keyboard.type(BEFORE, delay=10)
    saved(page)
    listen(page)
    return page


def expect_the_whole_sentence(guest: Guest, server: Held) -> None:
    """It is there, on the screen and on the disk; one can go on where one was, and no passphrase was asked for."""
    page, field = guest.page, guest.page.get_by_label(HAPPENS, exact=True)
    page.get_by_role("status").filter(has_text=re.compile(r"^Saved \d\d:\d\d$")).wait_for()
    expect(field).to_have_value(BEFORE + AFTER)
    expect(field).to_be_focused()
    page.keyboard.type(" Again.")
    saved(page)
    assert kept(server, guest) == (BEFORE + AFTER + " Again.", [])
    assert page.url.endswith("#boundaries")


@contextmanager
def asleep(server: Held) -> Iterator[None]:
    """All of it stands still, as on a laptop that was closed: the server, what makes keys, what forks, all kernels."""
    everything = [server.process.pid, *below(server.process.pid)]
    for pid in everything:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(everything):
            os.kill(pid, signal.SIGCONT)


def below(pid: int) -> list[int]:
    """Every process below one."""
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            found += [child, *below(child)]
    return found


def test_a_laptop_that_is_closed_for_a_minute(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    ada, bea = Guest(visit().page, "plum ladder", ""), Guest(visit().page, "seven quiet", "")
    leader = visit(viewport=LAPTOP).page

    with workshop(tmp_path / "host", "--seats", "4") as server:
        begin(ada, server)
        come_in(bea, server)
        listen(there(bea.page))
        leader.goto(server.own)
        there(leader).goto(f"{server.url}voila/render/facilitator.ipynb#now")
        leader.get_by_role("button", name="Open: Arriving").click()
        leader.get_by_role("button", name=re.compile("^Start the timer")).click()
        expect(leader.locator(".hw-workshop-time")).to_contain_text("minutes left")
        expect(bea.page.get_by_text("minutes left")).to_be_visible()
        listen(leader)
        kernels = server.kernels()

        # The timer would end while the laptop is closed.
        activities.set_timer(room_of(server), datetime.timedelta(seconds=ASLEEP / 2))
        with asleep(server):
            began = time.monotonic()
            ada.page.keyboard.type(AFTER, delay=10)
            for page in (ada.page, bea.page, leader):
                said(page, "What you typed is still here")
            expect(ada.page.get_by_label(HAPPENS, exact=True)).to_have_value(BEFORE + AFTER)
            ada.page.wait_for_timeout(max(0, ASLEEP - (time.monotonic() - began)) * 1000)

        # Nobody was thrown out, no kernel ended, and the time that went by went by for everybody.
        expect_the_whole_sentence(ada, server)
        said(bea.page, "Back in touch. You can go on.")
        over = "The time for this is over."
        expect(leader.locator(".hw-workshop-time")).to_contain_text(over)
        expect(bea.page.get_by_text(over)).to_be_visible()
        expect(leader.get_by_text("Seats taken: 2 of 4. Here now: 2.")).to_be_visible()
        assert server.kernels() == kernels
        assert bea.page.get_by_label("Code of the room").count() == 0


#: heartwork with a kernel manager that soon ends kernels that nobody is joined to.
SOON_ENDED = f"""
from heartwork.server import config as server_config
made = server_config.config
def config(*where, **how):
    config = made(*where, **how)
    config["MappingKernelManager"].update({SOON!r})
    return config
server_config.config = config
from heartwork.cli import main
main()
"""


_SCREEN = """(dark) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => dark });
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}"""


@contextmanager
def locked(page: Page) -> Iterator[None]:
    """A phone that is locked: the screen goes dark, then no timer of the page runs, and nothing that comes is heard."""
    page.evaluate(_SCREEN, True)
    browser: Any = page.context.new_cdp_session(page)
    browser.send("Debugger.enable")
    browser.send("Debugger.pause")  # a browser without a screen freezes no page by itself
    yield
    browser.send("Debugger.disable")
    browser.detach()
    page.evaluate(_SCREEN, False)


def through(server: Held, port: int) -> Held:
    """The same workshop, at the other end of a proxy."""
    printed = server.printed.replace(str(server.port), str(port), 1)
    return Held(server.process, printed, server.answers, server.log, code=server.code, own=server.own)


def test_a_phone_that_is_locked_until_its_kernel_has_ended(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    ada, visitor = Guest(visit().page, "plum ladder", ""), visit()

    with (
        workshop(tmp_path / "host", "--seats", "4", python=("-c", SOON_ENDED)) as server,
        proxied(server.port) as proxy,
    ):
        page = begin(ada, through(server, proxy.port))
        (first,) = server.kernels()

        # The last words were typed when the network was gone already; then the screen goes dark.
        proxy.refuse()
        page.keyboard.type(AFTER)
        with locked(page):
            until(lambda: first not in server.kernels(), visitor.page)
            proxy.heal()

        expect_the_whole_sentence(ada, server)
        assert len(server.kernels()) == 1


def test_a_phone_that_wakes_when_all_places_are_taken(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    ada, bea = Guest(visit().page, "plum ladder", ""), Guest(visit().page, "seven quiet", "")

    with (
        workshop(tmp_path / "host", "--seats", "4", "--at-once", "1", python=("-c", SOON_ENDED)) as server,
        proxied(server.port) as proxy,
    ):
        page = begin(ada, through(server, proxy.port))
        proxy.refuse()
        page.keyboard.type(AFTER)
        with locked(page):
            until(lambda: not server.kernels(), bea.page)
            come_in(bea, server)
            there(bea.page)
            proxy.heal()

        # In words that it waits, and then by itself.
        said(page, "All places are taken for the moment.")
        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(BEFORE + AFTER)
        bea.page.goto("about:blank")
        expect_the_whole_sentence(ada, server)
