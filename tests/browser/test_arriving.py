"""An address that leads to a part of the pages: that part is there first, and it is asked for once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, Visitor, saved
from tests.browser.test_workshop import Guest, come_in, there
from tests.servers import Served, workshop

HAPPENS = "What keeps happening?"

Visit = Callable[..., Visitor]


def test_a_page_that_could_not_say_where_it_is_asks_its_kernel(server: Served, visit: Visit) -> None:
    visitor = visit()
    visitor.page.route("**/arriving/*", lambda route: route.abort())

    page = visitor.open(server.url, "boundaries")

    expect(page.get_by_label(HAPPENS, exact=True)).to_be_visible()
    assert page.url.endswith("#boundaries")


def test_a_check_in_that_is_opened_by_its_address_begins_one_entry(server: Served, visit: Visit) -> None:
    for _ in range(3):  # the page may be made there, or be led there
        page = visit().open(server.url, "check-in")
        expect(page).to_have_url(re.compile("#check-in/.+"))
        page.get_by_role("slider").first.press("ArrowRight")
        saved(page)

    assert len(server.workbook()["entries"]["check-in"]) == 3


def test_a_seat_and_whoever_leads_say_where_they_are_too(tmp_path: Path, visit: Visit) -> None:
    guest, leader = Guest(visit().page, "plum ladder", ""), visit(viewport=LAPTOP).page

    with workshop(tmp_path / "host", "--seats", "2") as server:
        come_in(guest, server)
        leader.goto(server.own)
        for page, place in ((guest.page, "boundaries"), (leader, "wall")):
            url = there(page).url.partition("#")[0]
            page.goto("about:blank")
            with page.expect_response("**/arriving/*") as said:
                page.goto(f"{url}#{place}")
            there(page)

            assert said.value.status == 204
            assert page.url == f"{url}#{place}"


def test_help_is_in_the_page_and_behind_it_is_the_beginning(server: Served, visit: Visit) -> None:
    visitor = visit()
    said: list[str | None] = []
    visitor.page.on("request", lambda request: "/arriving/" in request.url and said.append(request.post_data))

    page = visitor.open(server.url, "help")

    expect(page.get_by_role("heading", name="Help lines")).to_be_visible()
    assert len(said) == 1
    assert re.search("&place=&wide=1?$", said[0] or "")


def test_who_goes_elsewhere_while_a_page_arrives_is_there(server: Served, visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.route("**/arriving/*", lambda route: (route.continue_(), page.evaluate("location.hash = 'want'")))

    visitor.open(server.url, "boundaries")

    expect(page.get_by_role("heading", level=1, name=re.compile("want", re.IGNORECASE))).to_be_visible()
    assert page.url.endswith("#want")


def test_the_first_words_and_leave_now_wait_for_no_file(server: Served, visit: Visit) -> None:
    visitor = visit()
    complaints: list[str] = []
    visitor.page.on("console", lambda message: "Policy" in message.text and complaints.append(message.text))
    visitor.open(server.url)
    visitor.page.route("**/static/**", lambda route: None)  # never answered

    visitor.page.goto(server.pages, wait_until="commit")

    expect(visitor.page.get_by_text("Nothing you write here leaves this computer.")).to_be_visible()
    leave = visitor.page.get_by_role("link", name="Leave now")
    assert leave.evaluate("leave => getComputedStyle(leave).borderTopWidth") == "2px"
    assert complaints == []
    leave.click()
    visitor.page.wait_for_url("about:blank")
