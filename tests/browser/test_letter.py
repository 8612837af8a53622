"""A letter's whole way: written raw, left to rest, drafted, thought through, destroyed; and never brought back."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, PHONE, Visitor, saved
from tests.browser.test_accessible import violations
from tests.people import write_example
from tests.servers import Served

CANARY = "The yellow kitchen, and the wooden spoon."
STAGES = ("For yourself", "A pause", "Draft", "Replies", "What to do with it")
GONE = "The letter is gone, from the file and from its copies."


def letter(page: Page) -> Locator:
    return page.get_by_role("group", name="Your letter", exact=True)


def go(page: Page, stage: str) -> Locator:
    """Go to a stage, and give its part of the page."""
    page.get_by_role("navigation", name="Stages of the letter").get_by_role("button", name=stage).click()
    return letter(page).get_by_role("group", name=stage, exact=True)


def holding(answers: Path, words: str = CANARY) -> list[str]:
    """Every file that holds these words."""
    return [path.name for path in answers.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def only_stands_out(page: Page, name: str) -> None:
    """This button is filled, and no other one."""
    buttons = page.locator("main .hw-button").filter(visible=True)
    expect(buttons.filter(has_text=name)).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    for other in buttons.filter(has_not_text=name).all():
        expect(other).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_what_stands_out_leads_to_the_next_stage_and_from_the_last_one_past_the_letter(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "letter/letter")

    only_stands_out(page, "On to: A pause")
    go(page, "Replies")
    only_stands_out(page, "On to: What to do with it")
    go(page, "What to do with it")
    only_stands_out(page, "Next: Who hears it")
    go(page, "For yourself")
    # By key: a mouse would lie over another button once the letter folds away.
    page.get_by_role("button", name="Skip", exact=True).press("Enter")
    expect(page.get_by_role("navigation", name="Stages of the letter")).to_be_hidden()
    only_stands_out(page, "Next: Who hears it")


def ask_to_destroy(page: Page) -> None:
    go(page, "What to do with it").get_by_role("button", name="Destroy it").click()


def test_a_letter_from_the_raw_page_to_its_end(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "letter/letter")

    go(page, "For yourself").get_by_label("What would you say if nobody ever read it?").fill(CANARY)
    rest = go(page, "A pause")
    expect(rest.get_by_label("How many hours, about?")).to_have_value("24")
    rest.get_by_role("button", name="Let it rest from now").click()
    expect(rest.get_by_text("It has rested for a moment. You thought of 24 hours.")).to_be_visible()
    draft = go(page, "Draft")
    expect(draft.get_by_label("Your draft")).to_have_value("")  # it begins with the raw page by one's own tap only
    draft.get_by_role("button", name="Begin with a copy of what you wrote for yourself").click()
    expect(draft.get_by_label("Your draft")).to_have_value(CANARY)
    draft.get_by_label("Your draft").fill("I was afraid in the yellow kitchen.")
    draft.get_by_label("There is no threat in it").check()
    replies = go(page, "Replies")
    replies.get_by_label("If no reply comes").fill("Walk to the canal.")
    replies.get_by_label("If an angry one comes").fill("Not read it alone.")
    replies.get_by_label("If a kind one comes").fill("Wait a day.")
    ending = go(page, "What to do with it")
    ending.get_by_label("Send it").check()
    expect(ending.get_by_text("Nothing is sent from here")).to_be_visible()
    ending.get_by_label("When, and how?").fill("Not this week")
    saved(page)

    value = server.value("letter.letter")
    moment = value.pop("rested_from")
    rested = datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(f"{moment[:-1]}+00:00")
    assert datetime.timedelta(0) <= rested < datetime.timedelta(minutes=5)
    assert value == {
        "raw": CANARY,
        "hours": 24,
        "draft": "I was afraid in the yellow kitchen.",
        "checks": ["threat"],
        "replies": {"none": "Walk to the canal.", "angry": "Not read it alone.", "kind": "Wait a day."},
        "ending": "send",
        "note": "Not this week",
    }
    assert len(holding(server.answers)) >= 2  # the file, and a copy

    ask_to_destroy(page)
    expect(page.get_by_role("button", name="No, leave it")).to_be_focused()
    page.get_by_role("button", name="Yes, destroy it").click()

    expect(letter(page).get_by_text(GONE)).to_be_focused()
    expect(letter(page).get_by_label("What would you say if nobody ever read it?")).to_have_value("")
    assert holding(server.answers) == holding(server.answers, "yellow kitchen") == []
    assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"

    page.get_by_label("What would you say if nobody ever read it?").focus()
    page.keyboard.press("Control+z")
    page.reload()
    page.locator("html[data-ready]").wait_for()
    expect(letter(page).get_by_label("What would you say if nobody ever read it?")).to_have_value("")
    assert holding(server.answers) == []


def test_words_that_were_not_saved_yet_do_not_come_back(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "letter/letter")
    ask_to_destroy(page)
    raw = page.locator("textarea").first
    # Typed in the very moment, so that they wait when the letter is destroyed.
    raw.evaluate(
        """(box, words) => {
          box.value = words;
          box.dispatchEvent(new Event("input"));
          [...document.querySelectorAll("button")].find((one) => one.textContent === "Yes, destroy it").click();
        }""",
        CANARY,
    )
    expect(letter(page).get_by_text(GONE)).to_be_visible()
    saved(page)

    page.wait_for_timeout(1000)  # longer than a change waits
    page.reload()
    page.locator("html[data-ready]").wait_for()

    assert server.value("letter.letter") is None
    assert holding(server.answers) == []


def test_another_page_that_still_shows_it_does_not_bring_it_back(server: Served, visit: Callable[..., Visitor]) -> None:
    write_example(server.answers, "letter", 0)
    here, there = visit().open(server.url, "letter/letter"), visit().open(server.url, "letter/letter")
    expect(there.locator("textarea").first).to_have_value(re.compile("I left my bike"))
    ask_to_destroy(here)
    here.get_by_role("button", name="Yes, destroy it").click()
    expect(letter(here).get_by_text(GONE)).to_be_visible()

    there.get_by_role("link", name="Next: Who hears it").click()
    there.get_by_label("Who could hear it, instead of her or before her?").fill("Nobody")
    saved(there)

    assert server.value("letter.listener") == "Nobody"
    assert holding(server.answers, "my bike") == []


def test_leaving_it_is_what_is_offered_first_and_changes_nothing(server: Served, visit: Callable[..., Visitor]) -> None:
    write_example(server.answers, "letter", 0)
    page = visit().open(server.url, "letter/letter")
    before = server.value("letter.letter")

    for leave in ("Enter", "Escape"):
        ask_to_destroy(page)
        page.keyboard.press(leave)
        expect(page.get_by_role("button", name="Yes, destroy it")).to_be_hidden()
        expect(page.get_by_role("button", name="Destroy it…")).to_be_focused()

    assert server.value("letter.letter") == before


def test_a_damaged_file_that_may_hold_it_is_named(server: Served, visit: Callable[..., Visitor]) -> None:
    write_example(server.answers, "letter", 0)
    (server.answers / "workbook.damaged-2026-11-20T101500Z.json").write_text("{")
    page = visit().open(server.url, "letter/letter")

    ask_to_destroy(page)
    page.get_by_role("button", name="Yes, destroy it").click()

    expect(letter(page).get_by_text("workbook.damaged-2026-11-20T101500Z.json")).to_be_visible()


def test_what_could_not_be_destroyed_is_still_there_and_is_said(server: Served, visit: Callable[..., Visitor]) -> None:
    write_example(server.answers, "letter", 0)
    page = visit().open(server.url, "letter/letter")
    newer = {**server.workbook(), "version": 2}
    (server.answers / "workbook.json").write_text(json.dumps(newer))

    ask_to_destroy(page)
    page.get_by_role("button", name="Yes, destroy it").click()

    expect(letter(page).get_by_text("It is not destroyed yet.")).to_be_visible()
    expect(go(page, "For yourself").locator("textarea")).to_have_value(re.compile("I left my bike"))
    assert server.workbook() == newer


def test_somebody_who_comes_back_finds_the_stage_they_had_come_to(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    write_example(server.answers, "letter", 2)
    page = visit().open(server.url, "letter/letter")
    expect(page.get_by_role("button", name="What to do with it")).to_have_attribute("aria-current", "step")

    go(page, "A pause")
    page.get_by_role("link", name="Next: Who hears it").click()
    expect(page.get_by_role("heading", name="Who hears it")).to_be_focused()
    page.get_by_role("link", name="Back").click()

    expect(page.get_by_role("button", name="A pause", exact=True)).to_have_attribute("aria-current", "step")
    expect(page.get_by_text(re.compile(r"It has rested for \d+ (hours|days)\. "))).to_be_visible()


def test_a_letter_can_be_written_and_destroyed_by_keyboard_alone(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "letter/letter")

    name_at_focus = "document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent"
    expect(page.locator("textarea").first).to_be_visible()

    def tab_to(name: str) -> None:
        passed = []
        for _ in range(30):
            page.keyboard.press("Tab")
            passed.append(page.evaluate(name_at_focus))
            if passed[-1] == name:
                return
        raise AssertionError(f"no way by Tab to {name!r}, only to {passed}")

    tab_to("What would you say if nobody ever read it?")
    page.keyboard.type(CANARY)
    tab_to("On to: A pause")
    page.keyboard.press("Enter")
    tab_to("Let it rest from now")
    page.keyboard.press("Space")
    tab_to("On to: Draft")
    page.keyboard.press("Enter")
    tab_to("Begin with a copy of what you wrote for yourself")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your draft")).to_be_focused()
    tab_to("On to: Replies")
    page.keyboard.press("Enter")
    tab_to("On to: What to do with it")
    page.keyboard.press("Enter")
    saved(page)
    assert server.value("letter.letter")["draft"] == CANARY

    tab_to("Destroy it…")
    page.keyboard.press("Enter")
    tab_to("Yes, destroy it")
    page.keyboard.press("Enter")

    expect(letter(page).get_by_text(GONE)).to_be_focused()
    assert holding(server.answers) == []


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone in the light", "laptop in the dark"]
)
def test_axe_finds_nothing_at_any_stage(
    server: Served, visit: Callable[..., Visitor], size: dict[str, int], scheme: str
) -> None:
    write_example(server.answers, "letter", 0)
    page = visit(viewport=size, color_scheme=scheme, bypass_csp=True).open(server.url, "letter/letter")
    found = {}

    def look(state: str) -> None:
        page.evaluate("scrollTo(0, 0)")  # so that the header covers nothing by half
        page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if (problems := violations(page)) or wide > 0:
            found[state] = (problems, wide)

    for stage in STAGES:
        go(page, stage)
        look(stage)
    page.get_by_label("Send it").check()
    ask_to_destroy(page)
    look("asked once")
    page.get_by_role("button", name="Yes, destroy it").click()
    expect(letter(page).get_by_text(GONE)).to_be_visible()
    look("gone")
    base = page.url.partition("#")[0]
    for place in ("letter", "letter/around-it", "letter/close"):
        page.goto(f"{base}#{place}")
        page.wait_for_timeout(400)
        look(place)

    assert found == {}


def test_where_there_may_be_danger_the_letter_is_for_oneself_first(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "start/safety")
    page.get_by_role("group", name="Are you afraid of her").get_by_label("Yes, now").check()
    expect(page.get_by_text("Your safety comes before any page.")).to_be_visible()
    base = page.url.partition("#")[0]

    for place, words in {
        "letter": "For now, this letter could be for you alone.",
        "letter/letter": "What you write for yourself can be the whole letter.",
        "letter/around-it": "It may not be safe to send this",
    }.items():
        page.goto(f"{base}#{place}")
        expect(page.get_by_text(words)).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name="help lines").first).to_be_visible()
