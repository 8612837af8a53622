"""Questions and choices of one's own: made on the page, saved, worded otherwise, put away, brought back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import LAPTOP, PHONE, Visitor, saved, until
from tests.nasty import ALARM, NASTY
from tests.servers import Served

Visit = Callable[..., Visitor]

SONG = "A song of hers on the radio"
TIRED = "How tired were you?"


def more(page: Page) -> None:
    page.get_by_role("link", name="If you have another minute").click()
    expect(page.get_by_role("heading", level=1, name="If you have another minute")).to_be_visible()


def set_off(page: Page) -> Locator:
    return page.get_by_role("group", name="What set it off?")


def editor(page: Page, name: str, nth: int = 0) -> Locator:
    return page.locator(".hw-own").filter(has_text=name).nth(nth)


def choices(page: Page) -> Locator:
    return editor(page, "A choice of your own")


def questions(page: Page) -> Locator:
    return editor(page, "A question of your own")


def add_choice(page: Page, words: str) -> None:
    choices(page).get_by_text("A choice of your own", exact=True).click()
    choices(page).get_by_label("Your choice, in a few words").fill(words)
    choices(page).get_by_role("button", name="Add it").click()


def add_question(page: Page, words: str) -> None:
    questions(page).get_by_text("A question of your own", exact=True).click()
    questions(page).get_by_label("Your question").fill(words)
    questions(page).get_by_role("button", name="Add it").click()


def kept(server: Served) -> dict[str, dict[str, Any]]:
    own: dict[str, dict[str, Any]] = server.workbook()["worksheets"]["check-in"]["own"]
    return {one["value"]["ask"]: {"id": id_, **one} for id_, one in own.items()}


def given(server: Served) -> dict[str, Any]:
    (entry,) = server.workbook()["entries"]["check-in"]
    return {question: answer.get("value") for question, answer in entry["answers"].items()}


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_choice_is_made_in_three_taps_and_chosen_by_that(server: Served, visit: Visit, size: dict[str, int]) -> None:
    page = visit(viewport=size).open(server.url, "check-in")
    more(page)
    set_off(page).get_by_label("Money").check()

    add_choice(page, SONG)

    expect(set_off(page).get_by_label(SONG)).to_be_checked()
    expect(set_off(page).get_by_label(SONG)).to_be_focused()
    expect(set_off(page).get_by_label("Money")).to_be_checked()
    expect(choices(page)).to_contain_text("Saved")
    assert given(server)["set-off"] == ["money", kept(server)[SONG]["id"]]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.reload()
    expect(set_off(page).get_by_label(SONG)).to_be_checked()


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_scale_is_made_answered_worded_otherwise_put_away_and_brought_back(
    server: Served, visit: Visit, size: dict[str, int]
) -> None:
    page = visit(viewport=size).open(server.url, "check-in")
    add_question(page, TIRED)

    # It is on the page, the person is in it, and it is answered as any other.
    expect(page.get_by_label(TIRED)).to_be_focused()
    page.keyboard.press("ArrowRight")
    saved(page)
    until(lambda: given(server).get(kept(server)[TIRED]["id"]) == 6, page)

    # Other words: the ones before are kept.
    questions(page).get_by_text("A question of your own", exact=True).click()
    questions(page).get_by_role("button", name="Change the words").click()
    questions(page).get_by_label("Your question").fill("How worn out were you?")
    questions(page).get_by_role("button", name="Use these words").click()
    expect(page.get_by_label("How worn out were you?")).to_have_value("6")
    expect(questions(page).get_by_role("button", name="Change the words")).to_be_focused()
    assert kept(server)["How worn out were you?"]["before"][0]["value"]["ask"] == TIRED

    # Put away, and brought back with its answer.
    questions(page).get_by_role("button", name="Hide it").click()
    expect(page.get_by_label("How worn out were you?")).to_be_hidden()
    expect(questions(page)).to_contain_text("It is hidden. Its answers stay.")
    expect(questions(page).get_by_role("button", name="Bring it back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("How worn out were you?")).to_have_value("6")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_all_of_it_is_done_with_the_keyboard(server: Served, visit: Visit) -> None:
    page = visit(viewport=LAPTOP).open(server.url, "check-in")
    questions(page).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(questions(page).get_by_label("Your question")).to_be_focused()
    page.keyboard.type("Who spoke first?")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(questions(page).get_by_label("A few words")).to_be_checked()
    expect(questions(page).get_by_label("What 0 means")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Who spoke first?")).to_be_focused()
    page.keyboard.type("She did")
    saved(page)
    until(lambda: "She did" in given(server).values(), page)


def test_what_cannot_be_added_stays_in_its_box_with_a_sentence(server: Served, visit: Visit) -> None:
    page = visit().open(server.url, "check-in")
    add_question(page, "x" * 201)

    box = questions(page).get_by_label("Your question")
    expect(box).to_have_accessible_description(re.compile("longer than 200 letters"))
    expect(box).to_have_value("x" * 201)
    expect(box).to_be_focused()


def test_what_is_typed_and_what_was_asked_for_outlive_the_kernel(server: Served, visit: Visit) -> None:
    page = visit().open(server.url, "check-in")
    questions(page).locator("summary").click()
    questions(page).get_by_label("Your question").fill(TIRED)
    server.kill_kernels()
    questions(page).get_by_role("button", name="Add it").click()

    expect(page.get_by_label(TIRED)).to_be_visible()
    until(lambda: list(kept(server)) == [TIRED], page)


def test_another_window_asks_it_too_and_what_is_put_away_there_keeps_what_is_typed_here(
    server: Served, visit: Visit
) -> None:
    one = visit().open(server.url, "check-in")
    add_question(one, TIRED)
    expect(one.get_by_label(TIRED)).to_be_visible()
    one.get_by_label(TIRED).press("ArrowRight")
    saved(one)
    other = visit().open(server.url, one.evaluate("location.hash.slice(1)"))
    expect(other.get_by_label(TIRED)).to_have_value("6")

    questions(one).locator("summary").click()
    questions(one).get_by_role("button", name="Hide it").click()
    expect(one.get_by_label(TIRED)).to_be_hidden()
    other.get_by_label(TIRED).press("ArrowRight")
    saved(other)
    until(lambda: 7 in given(server).values(), other)
    questions(one).get_by_role("button", name="Bring it back").click()
    expect(one.get_by_label(TIRED)).to_have_value("7")


def test_a_private_visit_keeps_them_in_memory_only(server: Served, visit: Visit) -> None:
    page = visit().open(server.url, "privacy")
    page.get_by_role("button", name=re.compile("private", re.IGNORECASE)).first.click()
    page.evaluate("location.hash = 'check-in'")
    expect(page.get_by_role("heading", name="A one-minute check-in")).to_be_visible()
    add_question(page, TIRED)

    expect(questions(page)).to_contain_text("Kept for this visit")
    expect(page.get_by_label(TIRED)).to_be_visible()
    assert not [
        path for path in server.answers.rglob("*") if path.is_file() and TIRED in path.read_text("utf-8", "ignore")
    ]


@pytest.mark.parametrize("name", ["script", "double quote", "markdown image"])
def test_odd_words_are_shown_as_words(server: Served, visit: Visit, name: str) -> None:
    page = visit().open(server.url, "check-in")
    more(page)
    add_choice(page, NASTY[name])
    add_question(page, NASTY[name])

    shown = " ".join(NASTY[name].split())
    expect(set_off(page).get_by_label(shown, exact=True)).to_be_checked()
    expect(page.get_by_label(shown, exact=True).last).to_be_visible()
    assert page.evaluate(f"window.{ALARM}") is None
