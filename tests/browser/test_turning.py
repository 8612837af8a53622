"""Turning to a page that was made ready: nothing of it is there before, and everything is when it is turned to."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import LAPTOP, PHONE, Visitor, listen, saved
from tests.browser.test_accessible import violations
from tests.browser.test_two_pages import come_back
from tests.servers import Served, served

WORKSHEET = """
id: names
title: What she is called
about: Names.
minutes: 5
weight: 1
sections:
  - id: call
    title: A name
    questions:
      - {id: her, kind: line, ask: What do you call her?}
  - id: then
    title: A day with {names.her|her}
    text: A page with {names.her|her}.
    questions:
      - id: who
        kind: choice
        ask: Who rings, {names.her|she} or you?
        options: {she: "It is {names.her|she}", me: I do}
      - {id: long, kind: text, ask: What is hard?}
      - {id: much, kind: scale, ask: How much?, low: Not at all, high: Very}
      - {id: pages, kind: number, ask: How many hours?, unit: hours, min: 0, max: 700}
  - id: last
    title: The last one
    questions:
      - {id: end, kind: line, ask: Anything else?}
"""
HER, LONG = "What do you call her?", "What is hard?"
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def names_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("names")
    (folder / "worksheets").mkdir()
    (folder / "worksheets" / "names.yaml").write_text(WORKSHEET.lstrip())
    with served(folder / "answers", "--worksheets", str(folder / "worksheets")) as server:
        yield server


@pytest.fixture
def names(names_server: Served) -> Served:
    """A server with one worksheet, and nothing written in it."""
    names_server.empty()
    return names_server


def ready(page: Page, pages: int = 1) -> None:
    """Wait until so many pages have been made ready since this one was opened."""
    page.wait_for_function("pages => performance.getEntriesByName('ahead').length >= pages", arg=pages)


def turn(page: Page, to: str) -> None:
    page.get_by_role("link", name=f"Next: {to}").click()
    expect(page.get_by_role("heading", name=to, level=1)).to_be_focused()


def counted(visitor: Visitor) -> dict[str, int]:
    """How many widgets the kernel opens, by what it says on the connection."""
    seen = {"comm_open": 0}

    def note(frame: str | bytes) -> None:
        text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
        seen["comm_open"] += bool(re.search(r'"msg_type": ?"comm_open"', text))

    visitor.page.on("websocket", lambda socket: socket.on("framereceived", note))
    return seen


def test_the_turn_to_a_page_that_is_ready_opens_no_widget(names: Served, visit: Visit) -> None:
    visitor = visit()
    opened = counted(visitor)
    page = visitor.open(names.url, "names")
    ready(page)
    before = opened["comm_open"]
    assert before > 0  # those of the page that is ready

    # The one after that is made only when this one is at rest: the kernel is not asked meanwhile.
    page.evaluate("() => { window.requestIdleCallback = () => 0; }")
    turn(page, "A day with her")
    page.get_by_label(LONG).fill("The evenings.")
    saved(page)

    assert opened["comm_open"] == before
    assert names.value("names.long") == "The evenings."


def test_nothing_of_it_is_in_the_document_before(names: Served, visit: Visit) -> None:
    page = visit(bypass_csp=True).open(names.url, "names")
    everything = "() => [document.documentElement.innerHTML, document.querySelectorAll('*').length]"
    before = page.evaluate(everything)

    ready(page)

    assert page.evaluate(everything) == before
    assert page.locator("[data-arrival]").count() == 1
    assert page.get_by_label(LONG).count() == 0
    assert page.evaluate("() => document.activeElement.tagName") == "BODY"
    assert violations(page) == []


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_next_page_says_what_was_typed_just_before_the_turn(
    names: Served, visit: Visit, size: dict[str, int]
) -> None:
    page = visit(viewport=size, bypass_csp=True).open(names.url, "names")
    ready(page)

    page.get_by_label(HER).fill("Maureen")
    page.get_by_role("link", name="Next: A day with").click()

    expect(page.get_by_role("heading", name="A day with Maureen", level=1)).to_be_focused()
    expect(page.get_by_text("A page with Maureen.")).to_be_visible()
    expect(page.get_by_role("group", name="Who rings, Maureen or you?")).to_be_visible()
    expect(page.get_by_label("It is Maureen")).to_be_visible()
    saved(page)
    assert names.value("names.her") == "Maureen"
    assert violations(page) == []


def test_words_typed_in_the_first_instant_after_the_turn_are_saved(names: Served, visit: Visit) -> None:
    page = visit().open(names.url, "names")
    ready(page)
    page.evaluate(
        """label => {
          const seen = new MutationObserver(() => {
            const box = document.querySelector('[data-address="names.long"] textarea');
            if (!box) return;
            seen.disconnect();
            box.focus();
            box.value = "Typed at once.";
            box.dispatchEvent(new Event("input", { bubbles: true }));
          });
          seen.observe(document.querySelector("main"), { childList: true, subtree: true });
          document.querySelector(".hw-on a").click();
        }"""
    )

    page.get_by_label(LONG).wait_for()
    saved(page)
    expect(page.get_by_label(LONG)).to_have_value("Typed at once.")
    assert names.value("names.long") == "Typed at once."
    assert "also" not in names.workbook()["worksheets"]["names"]["answers"]["long"]


def test_words_that_could_not_be_saved_yet_stand_on_a_page_that_is_ready_and_are_sent_once(
    names: Served, visit: Visit
) -> None:
    """Typed on the next page, taken back to the one before while they wait: the page that is made ready leaves them."""
    page = visit().open(names.url, "names")
    ready(page)
    turn(page, "A day with her")
    ready(page, 2)
    page.get_by_label(LONG).fill("The even")
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", name="What she is called", level=1)).to_be_focused()
    saved(page)
    ready(page, 3)

    turn(page, "A day with her")
    expect(page.get_by_label(LONG)).to_have_value("The even")
    page.get_by_label(LONG).press_sequentially("ings")
    saved(page)

    answer = names.workbook()["worksheets"]["names"]["answers"]["long"]
    assert (answer["value"], "also" in answer) == ("The evenings", False)


def test_back_and_forward_go_to_pages_that_were_ready_and_to_others(names: Served, visit: Visit) -> None:
    page = visit().open(names.url, "names")
    ready(page)
    turn(page, "A day with her")
    ready(page, 2)
    turn(page, "The last one")

    page.go_back()
    expect(page.get_by_role("heading", name="A day with her", level=1)).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", name="What she is called", level=1)).to_be_focused()
    ready(page, 3)
    page.go_forward()
    expect(page.get_by_role("heading", name="A day with her", level=1)).to_be_focused()
    page.get_by_label(LONG).fill("Still here.")
    saved(page)
    assert names.value("names.long") == "Still here."
    assert page.url.endswith("#names/then")


def test_who_goes_back_before_the_other_page_is_there_stays_where_they_are(server: Served, visit: Visit) -> None:
    page = visit().open(server.url, "boundaries")
    expect(page.get_by_role("heading", level=1, name="Boundaries")).to_be_visible()
    for pid in server.kernels():
        os.kill(pid, signal.SIGSTOP)
    page.evaluate("location.hash = '#want'")
    page.evaluate("new Promise((resolve) => (addEventListener('hashchange', resolve), history.back()))")
    page.evaluate("window.arrivals = 0; document.addEventListener('heartwork:arrived', () => arrivals++)")
    for pid in server.kernels():
        os.kill(pid, signal.SIGCONT)

    page.wait_for_function("() => arrivals === 2")

    assert page.evaluate("location.hash") == "#boundaries"
    expect(page.get_by_role("heading", level=1, name="Boundaries")).to_be_visible()


def test_a_misfit_of_a_page_that_was_ready_is_named_at_its_end(names: Served, visit: Visit) -> None:
    page = visit().open(names.url, "names")
    ready(page)
    turn(page, "A day with her")
    ready(page, 2)
    page.get_by_label("How many hours?").fill("a thousand")
    saved(page)
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", name="What she is called", level=1)).to_be_focused()
    ready(page, 3)

    turn(page, "A day with her")

    expect(page.locator(".hw-misfits")).to_contain_text("How many hours?")


def test_a_kernel_that_goes_while_a_page_is_ready_takes_nothing_along(names: Served, visit: Visit) -> None:
    page = visit().open(names.url, "names")
    ready(page)
    listen(page)
    names.kill_kernels()
    page.get_by_label(HER).fill("Maureen")
    page.wait_for_function("() => said.some((words) => words.includes('Back in touch'))")
    saved(page)
    ready(page, 2)  # by the new one

    turn(page, "A day with Maureen")
    page.get_by_label(LONG).fill("The evenings.")
    saved(page)
    assert names.value("names.long") == "The evenings."


def test_a_turn_whose_kernel_has_just_gone_arrives_with_another(names: Served, visit: Visit) -> None:
    page = visit().open(names.url, "names")
    ready(page)
    names.kill_kernels()
    page.get_by_role("link", name="Next: A day with").click()

    page.get_by_label(LONG).wait_for()
    page.get_by_label(LONG).fill("The evenings.")
    saved(page)
    assert names.value("names.long") == "The evenings."


def test_leave_now_leaves_what_was_ready_too(names: Served, visit: Visit) -> None:
    page = visit().open(names.url, "names")
    ready(page)

    page.get_by_role("button", name="Leave now").or_(page.get_by_role("link", name="Leave now")).first.click()

    page.wait_for_url("about:blank")


def test_no_page_is_made_ready_before_all_is_saved(names: Served, visit: Visit) -> None:
    visitor = visit()
    held: list[Callable[[], None]] = []
    asked: list[str | bytes] = []

    def hold(socket: WebSocketRoute) -> None:
        there = socket.connect_to_server()

        def sent(message: str | bytes) -> None:
            text = message if isinstance(message, str) else message.decode("utf-8", "replace")
            if "at-rest" in text:
                asked.append(text)
            there.send(message) if not _is_change(text) else held.append(lambda: there.send(message))

        socket.on_message(sent)

    visitor.page.route_web_socket(re.compile("/channels"), hold)
    page = visitor.open(names.url, "names")
    page.get_by_label(HER).fill("Maureen")
    while not held:
        page.wait_for_timeout(50)
    before = len(asked)  # a slow machine may have been at rest before anything was typed
    page.wait_for_timeout(6000)  # twice as long as it waits after a page was opened
    assert len(asked) == before

    while held:
        held.pop(0)()
    saved(page)
    ready(page)
    assert asked


def _is_change(text: str) -> bool:
    return bool(re.search(r'"type": ?"change"', text))


@pytest.mark.parametrize("old", [False, True], ids=["a browser of now", "one that sizes no box by itself"])
def test_it_looks_as_if_it_had_been_made_at_the_turn(names: Served, visit: Visit, old: bool) -> None:
    words = "One line.\n" * 12
    visitor = visit()
    if old:
        visitor.page.add_init_script(
            "CSS.supports = () => false;"
            "addEventListener('DOMContentLoaded', () => { const sheet = new CSSStyleSheet();"
            "sheet.replaceSync('textarea.hw-input { field-sizing: fixed !important; }');"
            "document.adoptedStyleSheets = [sheet]; });"
        )
    page = visitor.open(names.url, "names/then")
    page.get_by_label(LONG).fill(words)
    saved(page)
    made_at_the_turn = looks(page, reopened=True)
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("heading", name="What she is called", level=1)).to_be_focused()
    page.evaluate("() => performance.clearMarks('ahead')")
    ready(page)

    turn(page, "A day with her")

    assert looks(page) == made_at_the_turn


def looks(page: Page, *, reopened: bool = False) -> list[Any]:
    """Where everything of the page stands, and how large it is."""
    if reopened:
        page.reload()
        page.locator("html[data-ready]").wait_for()
    page.wait_for_timeout(300)  # two frames after it is there boxes have their height
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility()).map((one) => {
              const { x, y, width, height } = one.getBoundingClientRect();
              return [one.tagName, ...[x, y + scrollY, width, height].map(Math.round)].join(" ");
            })"""
        )
    )


def test_a_page_that_is_ready_shows_what_another_window_wrote_meanwhile(names: Served, visit: Visit) -> None:
    one, other = visit().open(names.url, "names"), visit().open(names.url, "names/then")
    ready(one)
    other.get_by_label(LONG).fill("From the other window.")
    saved(other)

    come_back(one)
    turn(one, "A day with her")

    expect(one.get_by_label(LONG)).to_have_value("From the other window.")
    one.get_by_label(LONG).fill("From the other window. And from this one.")
    saved(one)
    answer = names.workbook()["worksheets"]["names"]["answers"]["long"]
    assert (answer["value"], "also" in answer) == ("From the other window. And from this one.", False)
