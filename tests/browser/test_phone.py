"""One evening with a phone: the same pages on it and on the laptop, until the laptop's page is closed."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, Visitor, saved, until
from tests.browser.test_two_pages import NOT_FINE, come_back, happens, kept, offer, write_unseen
from tests.server.test_phone import new_link
from tests.servers import Served


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a second loopback address")
def test_what_is_written_on_both_is_put_together_and_the_phone_says_when_it_ends(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    laptop = visit(viewport=LAPTOP).open(server.url, "boundaries")
    phone = visit().open(new_link(server), "boundaries")

    # Both write, one after the other, and each shows what the other wrote.
    happens(phone).fill("from the phone")
    saved(phone)
    laptop.get_by_label(NOT_FINE).fill("from the laptop")
    saved(laptop)
    come_back(phone)
    expect(phone.get_by_label(NOT_FINE)).to_have_value("from the laptop")
    expect(happens(laptop)).to_have_value("from the phone")

    # Both change the same answer, neither seeing the other's: both are kept, and offered.
    happens(phone).fill("first")
    saved(phone)
    write_unseen(happens(laptop), "second")
    expect(offer(laptop).get_by_text("first", exact=True)).to_be_visible()
    saved(laptop)
    assert kept(server) == ("second", ["first"])

    # The laptop's page is loaded again, and nothing ends; it is closed, and the phone says so.
    laptop.reload()
    laptop.locator("html[data-ready]").wait_for()
    phone.get_by_label(NOT_FINE).fill("and this after it")
    saved(phone)
    laptop.goto("about:blank")
    expect(phone.locator("#hw-touch")).to_contain_text("Your pages on this phone have ended")
    phone.get_by_label(NOT_FINE).fill("typed after the end")
    expect(phone.get_by_label(NOT_FINE)).to_have_value("typed after the end")
    assert server.value("boundaries.not-fine-with") == "and this after it"
    until(lambda: not server.kernels(), laptop)
