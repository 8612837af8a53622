"""The whole way through, as a person would go it: open, write, saved, come back, see a pattern."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import LAPTOP, PHONE, Visitor, saved, until
from tests.people import write_example
from tests.servers import Served, served

HAPPENS = "What keeps happening?"


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_what_was_written_is_there_again_the_next_day(
    tmp_path: Path, visit: Callable[..., Visitor], size: dict[str, int]
) -> None:
    with served(tmp_path / "answers") as today:
        page = visit(viewport=size).open(today.url)
        page.get_by_role("link", name="Boundaries").click()
        page.get_by_label(HAPPENS, exact=True).fill("She rings again ten minutes after we said goodnight.")
        page.get_by_role("link", name="Next: What sets it off").click()
        page.get_by_label("Late in the evening").check()
        page.get_by_role("group", name="How does it reach you?").get_by_label("Calls").check()
        saved(page)

    with served(tmp_path / "answers") as tomorrow:
        page = visit(viewport=size).open(tomorrow.url)
        expect(page.get_by_role("link", name="Boundaries")).to_contain_text("started")
        page.get_by_role("link", name="Boundaries").click()

        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(
            "She rings again ten minutes after we said goodnight."
        )
        page.get_by_role("link", name="Next: What sets it off").click()
        expect(page.get_by_label("Late in the evening")).to_be_checked()
        assert tomorrow.value("boundaries.medium") == ["calls"]


def test_three_contacts_make_the_first_chart(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "patterns")
    expect(page.get_by_role("img")).to_have_count(0)

    for day, (expected, actual) in enumerate([(8, 3), (5, 6), (6, 2)], start=1):
        before = page.url
        page.goto(before.partition("#")[0] + "#check-in/new")
        page.wait_for_url(re.compile(r"#check-in/[0-9a-f-]{36}$"), wait_until="commit")
        page.wait_for_function("before => location.href !== before", arg=before)
        page.get_by_label("Day").fill(str(day))
        page.get_by_role("radio", name="A call", exact=True).check()
        page.get_by_label("How much tension did you expect?").fill(str(expected))
        page.get_by_label("How much tension was there?").fill(str(actual))
        saved(page)

    entries = server.workbook()["entries"]["check-in"]
    assert [entry["answers"]["tension"]["value"] for entry in entries] == [3, 6, 2]
    assert [entry["for"][-2:] for entry in entries] == ["01", "02", "03"]
    page.get_by_role("link", name="See what they show together").click()
    expect(page.get_by_role("heading", name="What your answers show together")).to_be_visible()
    expect(page.get_by_role("img")).to_have_count(0)  # the questions come first, in words
    page.get_by_role("link", name="Is it easing?").click()
    expect(page.get_by_role("img")).to_have_attribute("aria-label", re.compile("tension", re.IGNORECASE))
    page.get_by_text("The numbers as a table").click()
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(4)


def test_a_picture_can_be_of_some_days_only_and_be_saved(server: Served, visit: Callable[..., Visitor]) -> None:
    write_example(server.answers, "check-in", 1)
    page = visit(accept_downloads=True).open(server.url, "patterns/over-time")
    table = page.get_by_role("table").get_by_role("row")

    page.get_by_text("The numbers as a table").click()
    expect(table).to_have_count(15)
    page.get_by_text("Other days").click()
    page.get_by_label("From", exact=True).fill("2026-09-01")
    page.get_by_label("To", exact=True).fill("2026-10-31")
    page.get_by_role("link", name="Show these days").click()
    page.wait_for_url("**#patterns/over-time/2026-09-01..2026-10-31", wait_until="commit")
    page.get_by_text("6 check-ins, 3 September to 25 October 2026").wait_for()

    for ending, begins in (("PNG", b"\x89PNG"), ("SVG", b"<?xml")):
        with page.expect_download() as caught:
            page.get_by_role("button", name=f"Save as {ending}").click()
        assert caught.value.suggested_filename == f"chart.{ending.lower()}"
        assert caught.value.path().read_bytes().startswith(begins)


def test_it_can_be_done_by_keyboard_alone(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    press = page.keyboard.press

    press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Leave now"  # first, on every page
    for _ in range(12):
        press("Tab")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    page.keyboard.type("She asks about my weight.")
    saved(page)
    assert server.value("boundaries.happens") == "She asks about my weight."
    for _ in range(20):
        press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Next:"):
            break
    press("Enter")

    expect(page.get_by_role("heading", name="What sets it off", level=1)).to_be_focused()
    press("Tab")  # into the first group
    press("Space")
    saved(page)
    assert server.value("boundaries.topics") is not None or server.workbook()["revision"] > 1


def test_a_scale_is_unanswered_until_it_is_touched_and_can_be_cleared(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "check-in")
    scale = page.get_by_label("How much tension was there?")
    expect(scale).to_have_attribute("aria-valuetext", "Not answered yet")

    scale.focus()
    page.keyboard.press("Space")  # the middle, on purpose
    saved(page)
    expect(scale).to_have_attribute("aria-valuetext", "5 of 10")
    page.keyboard.press("ArrowRight")
    saved(page)
    assert server.workbook()["entries"]["check-in"][0]["answers"]["tension"]["value"] == 6

    page.locator('[data-address$=".tension"]').get_by_role("button", name="Clear").click()
    saved(page)
    expect(scale).to_have_attribute("aria-valuetext", "Not answered yet")
    assert "tension" not in server.workbook()["entries"]["check-in"][0]["answers"]


def test_skipping_is_an_answer_and_can_be_taken_back(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    box = page.locator('[data-address="boundaries.happens"]')

    box.get_by_role("button", name="Skip").click()
    saved(page)
    assert server.workbook()["worksheets"]["boundaries"]["answers"]["happens"]["skipped"] is True
    expect(page.get_by_label(HAPPENS, exact=True)).to_be_hidden()

    box.get_by_role("button", name="Answer it after all").click()
    expect(page.get_by_label(HAPPENS, exact=True)).to_be_focused()
    saved(page)
    assert "happens" not in server.workbook()["worksheets"]["boundaries"]["answers"]


def test_the_quiet_questions_are_never_written_and_lead_to_help(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "start/safety")
    expect(page.get_by_text("Your safety comes before any page.")).to_be_hidden()

    page.get_by_role("radio", name="Yes, now").first.check()

    expect(page.get_by_text("Your safety comes before any page.")).to_be_visible()
    expect(page.locator("#hw-status")).to_be_empty()  # nothing was saved, and nothing is said to be
    everything = b"".join(path.read_bytes() for path in server.answers.rglob("*") if path.is_file())
    assert b"afraid" not in everything
    page.get_by_role("main").get_by_role("link", name="Help lines").first.click()
    expect(page.get_by_role("heading", name="Help lines")).to_be_visible()


def test_back_and_forward_go_from_page_to_page(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url)
    page.get_by_role("link", name="Boundaries").click()
    expect(page.get_by_role("heading", name="Boundaries", level=1)).to_be_focused()
    page.get_by_role("link", name="Next: What sets it off").click()
    expect(page.get_by_role("heading", name="What sets it off")).to_be_visible()

    page.go_back()
    expect(page.get_by_role("heading", name="Boundaries", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Your pages")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="Boundaries", level=1)).to_be_visible()
    assert page.url.endswith("#boundaries")


def test_an_entry_can_be_taken_out_and_put_back(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "check-in")
    page.get_by_label("How calm are you now?").fill("4")
    saved(page)
    before = server.workbook()["entries"]["check-in"]

    page.get_by_role("button", name="Take this one out").click()
    expect(page.get_by_text("It is taken out.")).to_be_visible()
    assert server.workbook()["entries"]["check-in"] == []

    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_role("button", name="Take this one out")).to_be_visible()
    assert server.workbook()["entries"]["check-in"] == before


NASTY = {
    "markup": "</script><img src=x onerror=alert(1)> {start.call_her|x} & <b>",
    "emoji and right-to-left": "👩‍👧 אמא 🙂 أمي",
    "a NUL character": "before\x00after",
    "a hundred thousand characters": "She said it again. " * 5264,
}


@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY.keys())
def test_any_words_are_kept_as_they_are(server: Served, visit: Callable[..., Visitor], words: str) -> None:
    page = visit().open(server.url, "boundaries")
    page.get_by_label(HAPPENS, exact=True).fill(words)
    saved(page)
    assert server.value("boundaries.happens") == words

    page.reload()
    page.locator("html[data-ready]").wait_for()
    expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(words)


def test_a_name_for_her_is_shown_as_words_only(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "start/her")
    page.get_by_label("What do you call her?").fill("<b>Mum</b> [x](#help)")
    saved(page)

    page.goto(page.url.partition("#")[0] + "#boundaries/limit")

    expect(page.get_by_text("<b>Mum</b> [x](#help)").first).to_be_visible()


def test_the_skip_link_leads_past_the_header(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"

    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
    expect(page.get_by_role("heading", name="Boundaries", level=1)).to_be_visible()


def test_the_address_bar_keeps_no_token(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")

    assert "token" not in page.url
    assert page.title() == "Pages"


def test_a_stranger_without_the_token_gets_nothing(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().page
    page.goto(server.pages)

    assert page.locator("#hw-kernel").count() == 0
    expect(page.get_by_role("heading", name="These pages are closed here")).to_be_visible()


def test_the_page_is_light_and_asks_nobody_else(server: Served, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    scripts: list[int] = []
    visitor.page.on(
        "response",
        lambda response: scripts.append(len(response.body())) if ".js" in response.url.partition("?")[0] else None,
    )
    visitor.open(server.url, "boundaries")
    visitor.page.get_by_label(HAPPENS, exact=True).wait_for()

    # Three of them for the address that opens once: its page, its script, and what that sends.
    assert len(visitor.requests) <= 18
    assert sum(scripts) <= 500_000
    assert visitor.elsewhere() == []


def test_no_code_of_the_notebook_is_on_the_page(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url)

    assert "import" not in page.locator("main").inner_text()
    assert "from heartwork" not in page.content()


def test_a_page_opens_every_time(server: Served, visit: Callable[..., Visitor]) -> None:
    """What the kernel says of a widget may reach a page that listens too early in part: one in thirty hung."""
    page = visit().open(server.url)

    for _ in range(15):
        page.reload()
        expect(page.get_by_role("heading", level=1, name="Your pages")).to_be_visible()


def test_a_page_is_there_before_its_kernel_hears_of_it_and_loses_nothing(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    visitor = visit()
    held: list[Callable[[], None]] = []

    def hold(socket: WebSocketRoute) -> None:
        there = socket.connect_to_server()
        socket.on_message(lambda message: held.append(lambda: there.send(message)))

    visitor.page.route_web_socket(re.compile("/channels"), hold)
    page = visitor.open(server.url)
    page.get_by_role("link", name="Boundaries").click()
    page.get_by_role("heading", name="Your pages").wait_for()
    assert held

    while held:  # more may come while these go out
        held.pop(0)()
        page.wait_for_timeout(50)
    page.get_by_label(HAPPENS, exact=True).fill("Typed as soon as it was there.")
    page.unroute_all()
    end = time.monotonic() + 15
    while server.value("boundaries.happens") != "Typed as soon as it was there.":
        assert time.monotonic() < end
        page.wait_for_timeout(100)
        while held:
            held.pop(0)()


def test_who_goes_on_while_a_page_arrives_gets_where_they_went(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url)
    # A check-in gets an id as it arrives, which goes into the address. Just then, somebody goes elsewhere.
    page.evaluate(
        """() => {
          const seen = new MutationObserver(() => {
            const heads = [...document.querySelectorAll("h1")].map((one) => one.textContent);
            if (heads.includes("A one-minute check-in")) (seen.disconnect(), (location.hash = "privacy"));
          });
          seen.observe(document.querySelector("main"), { childList: true, subtree: true, characterData: true });
          location.hash = "check-in";
        }"""
    )

    page.get_by_role("heading", name="Where your answers are").wait_for()
    page.wait_for_function("() => location.hash === '#privacy'")


def test_the_address_keeps_the_last_place_while_the_one_before_it_arrives(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    visitor = visit()
    held: list[tuple[bytes, Callable[[], None]]] = []
    holding = False

    def hold(socket: WebSocketRoute) -> None:
        there = socket.connect_to_server()

        def sent(message: str | bytes) -> None:
            content = message if isinstance(message, bytes) else message.encode()
            if holding:
                held.append((content, lambda: there.send(message)))
            else:
                there.send(message)

        socket.on_message(sent)

    visitor.page.route_web_socket(re.compile("/channels"), hold)
    page = visitor.open(server.url)
    holding = True
    for place in ("check-in", "boundaries"):  # a check-in gets an id as it arrives, which goes into the address
        page.evaluate("place => { location.hash = place; }", place)
        until(lambda place=place: any(place.encode() in content for content, _ in held), page)

    asked = b""
    while b"check-in" not in asked:
        asked, send = held.pop(0)
        send()
    expect(page.get_by_role("heading", name="A one-minute check-in")).to_be_focused()  # it has arrived
    assert page.evaluate("() => location.hash") == "#boundaries"

    holding = False
    while held:
        held.pop(0)[1]()
    page.get_by_label(HAPPENS, exact=True).wait_for()
    assert page.evaluate("() => location.hash") == "#boundaries"
