"""The evening tried first: a real server, its own invented participants, and every tap made once in a browser."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from heartwork.workshop.facilitator.rehearsal_card import STEPS
from tests.browser.conftest import LAPTOP, Visitor
from tests.browser.test_room import _seen
from tests.browser.test_workshop import Guest, come_in, there
from tests.servers import Held, free_port, started


@contextmanager
def rehearsal(folder: Path, *options: str) -> Iterator[Held]:
    """`heartwork workshop --rehearsal`, until the end of the block; `answers` is where nothing may be."""
    command = [sys.executable, "-m", "heartwork", "workshop", "--rehearsal", "--no-browser"]
    nothing, private = folder / "nothing", folder / "run"
    private.mkdir(mode=0o700)
    server = started(
        [*command, "--port", str(free_port()), *options],
        nothing,
        r"ready at ([^\s·⟧]+)[\s\S]*Ctrl",
        XDG_RUNTIME_DIR=str(private),
        XDG_DATA_HOME=str(folder / "data"),
    )
    said = server.log.read_text()
    own = re.search(r"(\S+/host\?token=\S+)", said)
    assert own is not None
    try:
        yield Held(server.process, server.printed, nothing, server.log, own=own[1])
    finally:
        server.stop()


#: So many times Tab is pressed at most until what is wanted has the focus: twice round the longest page.
_TABS = 200


def _enter(page: Page, wanted: Locator) -> None:
    """By the keyboard alone: Tab until it has the focus, then Enter."""
    wanted.wait_for()
    for _tab in range(_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {wanted}")


def _button(page: Page, name: str | re.Pattern[str]) -> None:
    _enter(page, page.get_by_role("button", name=name).first)


def _link(page: Page, name: str) -> None:
    _enter(page, page.get_by_role("link", name=name, exact=True))


def test_every_tap_of_an_evening_is_made_once_by_the_keyboard_alone_and_nothing_is_left(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    leader = visit(viewport=LAPTOP, accept_downloads=True).page
    phone = visit().page

    with rehearsal(tmp_path) as server:
        leader.goto(server.own)
        there(leader)
        card = leader.get_by_role("region", name="Rehearsal")
        next_tap = card.get_by_role("status")
        expect(leader.locator(".hw-rehearsal")).to_be_visible()
        _enter(leader, card.locator("summary"))
        expect(card.get_by_role("listitem")).to_have_count(len(STEPS))
        _seen(leader, "rehearsal-before")

        _link(leader, "The wall")
        expect(leader.get_by_text("The door is closed.")).to_be_visible()
        expect(leader.locator(".hw-rehearsal")).to_be_visible()
        _link(leader, "Now")
        expect(next_tap).to_contain_text("open the door")
        expect(leader.get_by_text("Seats taken: 0 of 30")).to_be_visible()
        _button(leader, "A new code, for half an hour")
        expect(next_tap).to_contain_text("Watch three people come in")
        expect(leader.get_by_text(re.compile("Seats taken: 3 of 30"))).to_be_visible()

        # With your own phone you are one more; every page says what this is.
        code = leader.locator(".hw-wall-code").inner_text()
        server.code = code
        phone.goto(server.printed)
        expect(phone.locator(".hw-rehearsal")).to_be_visible()
        come_in(Guest(phone, "plum ladder", ""), server)
        there(phone)
        expect(phone.locator(".hw-rehearsal")).to_be_visible()
        _seen(phone, "rehearsal-phone")

        expect(next_tap).to_contain_text("Open the first part")
        _button(leader, re.compile("^Next"))
        expect(next_tap).to_contain_text("Start the timer")
        _button(leader, re.compile("^Start the timer"))
        expect(next_tap).to_contain_text("If something happens")
        _link(leader, "If something happens")
        expect(next_tap).to_contain_text("What happens")
        _link(leader, "Now")
        _button(leader, re.compile("^Next"))
        _button(leader, "Next: What happens")
        expect(next_tap).to_contain_text("Somebody knocks")
        _button(leader, "A new code, for half an hour")
        expect(next_tap).to_contain_text("Let more people join from one address")
        expect(leader.get_by_text("Seats taken: 5 of 30")).to_be_visible()
        _button(leader, "Let more people join from one address")
        expect(leader.get_by_text("Seats taken: 7 of 30")).to_be_visible()
        expect(next_tap).to_contain_text("Count the room")
        _enter(leader, leader.get_by_label("How many people are in the room?", exact=True))
        leader.keyboard.type("7")
        leader.keyboard.press("Tab")
        expect(next_tap).to_contain_text("Look at it, once")
        _seen(leader, "rehearsal-now")
        expect(leader.get_by_text(re.compile("6 people have tapped"))).to_be_visible()
        _button(leader, "Look at it, once")
        _button(leader, "Yes, look now")
        expect(leader.get_by_text(re.compile("What was chosen most"))).to_be_visible()
        expect(next_tap).to_contain_text("Have a break")
        _button(leader, "Close this part")
        expect(next_tap).to_contain_text("Go on after the break")
        _button(leader, re.compile("^Next"))
        expect(next_tap).to_contain_text("Close the door")
        _button(leader, "Close the door")
        expect(next_tap).to_contain_text("Close the room")

        _link(leader, "After")
        _button(leader, "Close the room")
        _button(leader, "Yes, close the room")
        expect(next_tap).to_contain_text("Take along")
        with leader.expect_download() as taken:
            _button(leader, "As a PDF")
        assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
        expect(next_tap).to_contain_text("Delete the workbooks")
        expect(leader.get_by_text("6 workbooks are still on this computer")).to_be_visible()
        _button(leader, "Delete the workbooks that are left")
        _button(leader, "Yes, delete them")
        expect(next_tap).to_contain_text("Delete the room")
        _button(leader, "Delete the room")
        _button(leader, "Yes, delete the room")
        expect(next_tap).to_contain_text("You have made every tap of the evening once.")
        _seen(leader, "rehearsal-end")
        leader.goto("about:blank")
        phone.goto("about:blank")

    assert "The rehearsal is over. Everything from it has been deleted." in server.log.read_text()
    left = [path for path in (tmp_path / "run").rglob("*") if path.is_file() and path.name != "lock"]
    assert left == []
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("option", ["--answers", "--behind"])
def test_a_rehearsal_touches_no_other_workshop(option: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="folder of its own"), rehearsal(tmp_path, option, "https://room.example/"):
        pass
