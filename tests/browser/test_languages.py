"""In another language: chosen on the page, or by the browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.servers import Served

SPANISH = "Español"


def test_the_language_changes_in_the_middle_of_a_worksheet_and_no_word_is_lost(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "boundaries/limit")
    box = page.locator(".hw-line textarea, .hw-text textarea").first
    box.fill("she rings at seven")
    place = page.url.partition("#")[2]

    page.get_by_role("button", name=SPANISH).click()

    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("link", name="Salir ya")).to_be_visible()
    page.get_by_role("status").filter(has_text=re.compile(r"^Guardado \d\d:\d\d$")).wait_for(timeout=15_000)
    expect(page.locator(".hw-line textarea, .hw-text textarea").first).to_have_value("she rings at seven")
    expect(page.locator(".hw-line textarea, .hw-text textarea").first).to_be_focused()
    assert page.url.partition("#")[2] == place

    page.reload()  # it is remembered
    page.locator("html[data-ready]").wait_for()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("link", name="Leave now")).to_be_visible()
    expect(page.locator(".hw-line textarea, .hw-text textarea").first).to_have_value("she rings at seven")


def test_a_private_visit_goes_on_in_another_language_and_leaves_no_cookie(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    visitor = visit()
    page = visitor.open(server.url, "privacy")
    page.get_by_role("button", name="Make a private visit").click()
    expect(page.locator(".hw-private")).to_be_visible()
    page.evaluate("location.hash = 'boundaries/limit'")
    box = page.locator(".hw-line textarea, .hw-text textarea").first
    box.fill("only for now")
    page.get_by_role("status").filter(has_text="Kept for this visit").wait_for()

    page.get_by_role("button", name=SPANISH).click()

    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator(".hw-line textarea, .hw-text textarea").first).to_have_value("only for now")
    assert "pages-language" not in [cookie.get("name") for cookie in visitor.context.cookies()]


def test_a_browser_that_asks_for_spanish_is_answered_in_spanish(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit(locale="es-MX").open(server.url, "home")

    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tus páginas")
