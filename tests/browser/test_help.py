"""Help: one touch away in every state, with the country that was opened last, and back to where one was."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.servers import Served, served

HAPPENS = "What keeps happening?"


def touch_help(page: Page) -> None:
    """One touch, and the lines of a country are one more away."""
    page.get_by_role("link", name="Help", exact=True).click()
    heading = page.get_by_role("heading", name="Help lines", level=1)
    expect(heading).to_be_in_viewport()
    name, top = heading.bounding_box(), page.locator(".hw-top").bounding_box()
    assert name is not None
    assert top is not None
    assert name["y"] >= top["y"] + top["height"]  # not below the line that stays at the top
    expect(page.locator("h1").filter(visible=True)).to_have_count(1)
    emergency = page.get_by_role("link", name="999", exact=True)
    expect(emergency).to_be_in_viewport(ratio=1)
    expect(emergency).to_have_attribute("href", "tel:999")
    page.locator("summary").get_by_text("Ireland", exact=True).click()
    number = page.get_by_role("link", name="Call 1800 341 900")
    expect(number).to_have_attribute("href", "tel:1800341900")
    steady = page.get_by_role("link", name="Something to steady you first").filter(visible=True)
    for one in (emergency, number, steady):
        size = one.bounding_box()
        assert size is not None
        assert size["height"] >= 44


@pytest.mark.parametrize(
    "state", ["without script", "while it opens", "when all is gone", "on a closed door", "in the middle of a page"]
)
def test_it_is_one_touch_away(server: Served, visit: Callable[..., Visitor], state: str) -> None:
    visitor = visit(java_script_enabled=state != "without script")
    page = visitor.page
    if state == "on a closed door":
        page.goto(server.pages)
    elif state in ("without script", "while it opens"):
        page.route("**/page.js*", lambda route: route.abort())  # as if it took for ever
        page.goto(server.url)
    else:
        visitor.open(server.url, "boundaries")
        if state == "when all is gone":
            server.kill_kernels()
            page.context.set_offline(True)

    touch_help(page)


@pytest.mark.parametrize("script", [True, False])
def test_what_steadies_is_one_touch_away_while_a_page_opens(
    server: Served, visit: Callable[..., Visitor], script: bool
) -> None:
    page = visit(java_script_enabled=script).page
    page.route("**/page.js*", lambda route: route.abort())  # as if it took for ever
    page.goto(server.url)
    if not script:
        page.get_by_role("button", name="Open my pages").click()

    page.locator("#hw-first").get_by_role("link", name="Something to steady you first").click()

    expect(page.get_by_role("heading", name="Something to steady you")).to_be_in_viewport()
    page.get_by_text("Feet on the floor", exact=True).click()
    expect(page.get_by_text("Put both feet on the floor.")).to_be_visible()


def test_back_leads_to_the_words_that_were_being_typed_though_no_kernel_is_there(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "boundaries")
    page.context.set_offline(True)
    box = page.get_by_label(HAPPENS, exact=True)
    box.fill("She opens my post.")

    for back in (lambda: page.go_back(), lambda: page.get_by_role("link", name="Back to where you were").click()):
        page.get_by_role("link", name="Help", exact=True).click()
        expect(box).to_be_hidden()
        back()
        expect(box).to_have_value("She opens my post.")
        expect(box).to_be_visible()
        assert page.url.endswith("#boundaries")
    page.context.set_offline(False)


def test_it_opens_by_its_address_and_home_is_behind_it(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "steady")
    expect(page.get_by_role("heading", name="Something to steady you")).to_be_in_viewport()

    page.get_by_role("link", name="Home", exact=True).click()

    expect(page.get_by_role("heading", name="Your pages")).to_be_visible()
    expect(page.get_by_role("heading", name="Help lines")).to_be_hidden()


def test_the_country_is_there_first_the_next_time_and_gone_with_everything(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with served(tmp_path / "answers") as own:
        page = visit().open(own.url, "help")
        first = page.locator("#help [data-country] > summary").first
        expect(first).not_to_have_text("Ireland")
        page.locator("summary").get_by_text("Ireland", exact=True).click()

        page.reload()
        page.locator("html[data-ready]").wait_for()
        expect(first).to_have_text("Ireland")
        expect(page.get_by_role("link", name="Call 1800 341 900")).to_be_visible()

        page.goto(re.sub("#.*", "#privacy", page.url))
        page.get_by_label("To go on, type the word forget").fill("forget")
        page.get_by_role("button", name="Delete everything").click()
        expect(page.get_by_role("heading", name="Everything is deleted")).to_be_visible()
        assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    ("languages", "country", "number"),
    [
        (["en-GB", "en-US"], "United Kingdom", "999"),
        (["en", "es-CO"], "Colombia", "123"),
        (["de-DE", "en-US"], "Argentina", "911"),  # in no country of ours: the list is as without script
        (["en"], "Argentina", "911"),
    ],
)
def test_the_country_of_the_browsers_language_comes_first_closed_and_is_not_kept(
    server: Served, visit: Callable[..., Visitor], languages: list[str], country: str, number: str
) -> None:
    visitor = visit()
    visitor.context.add_init_script(
        f"Object.defineProperty(Navigator.prototype, 'languages', {{get: () => {json.dumps(languages)}}})"
    )

    page = visitor.open(server.url, "help")

    first = page.locator("#help [data-country]").first
    expect(first.locator("summary").first).to_have_text(country)
    expect(first).not_to_have_attribute("open", "")
    expect(page.locator("#help .hw-emergency a").first).to_have_text(number)
    assert page.evaluate("localStorage.length") == 0


def test_a_private_visit_remembers_no_country(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with served(tmp_path / "answers", "--private") as private:
        page = visit().open(private.url, "help")
        page.locator("summary").get_by_text("Ireland", exact=True).click()

        expect(page.get_by_role("link", name="Call 1800 341 900")).to_be_visible()
        assert page.evaluate("localStorage.length") == 0
