"""What a first visit brings, and what comes later: the fields of pages that few open first."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.servers import Served

LATER = re.compile(r"/later-\w+\.js")


def test_the_fields_of_other_pages_come_with_the_first_of_them(server: Served, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.open(server.url, "check-in")
    expect(page.get_by_label("How much tension was there?")).to_be_visible()
    assert not any(map(LATER.search, visitor.requests))

    page.evaluate("location.hash = 'want'")
    expect(page.locator(".hw-circles").first).to_be_visible()
    assert sum(bool(LATER.search(url)) for url in visitor.requests) == 1


def test_where_they_do_not_come_the_page_says_so(server: Served, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.page.route(LATER, lambda route: route.abort())
    page = visitor.open(server.url, "want")

    expect(page.get_by_text("Part of this page did not load.").first).to_be_visible()
