"""The page about forgiving, as two people go through it: one who is afraid, one for whom it is no question."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visitor, saved
from tests.servers import Served


def test_not_a_question_for_me_leads_to_the_end(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "forgive")
    expect(page.get_by_role("link", name="Next: What forgiving isn't")).to_be_visible()

    page.get_by_role("radio", name="No, it isn't something I'm asking").check()

    expect(page.get_by_text("this page is complete with it")).to_be_visible()
    page.get_by_role("link", name="Next: For today").click()
    expect(page.get_by_role("heading", name="For today")).to_be_visible()
    saved(page)
    assert server.value("forgive.question-for-me") == "no"


def test_somebody_who_is_afraid_is_shown_the_shorter_page(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "start/safety")
    page.get_by_role("radio", name="Yes, now").first.check()
    expect(page.get_by_text("Your safety comes before any page.")).to_be_visible()

    page.evaluate("location.hash = 'forgive/first'")
    page.get_by_role("link", name="Next: While it's still going on").click()

    expect(page.get_by_text("Anger is allowed.")).to_be_visible()
    page.get_by_role("link", name="Next: For today").click()
    expect(page.get_by_role("heading", name="For today")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_count(0)
