"""Coming back: to the exact question, by Back and Forward, and to pages in the order one chose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor, saved
from tests.servers import Served

HAPPENS = "What keeps happening?"


@pytest.mark.parametrize("device", ["a phone", "a laptop"])
def test_it_goes_on_at_the_question_that_was_answered_last(
    server: Served, visit: Callable[..., Visitor], device: str
) -> None:
    touch = {"has_touch": True, "is_mobile": True} if device == "a phone" else {}
    page = visit(**touch).open(server.url, "start/her")
    because = page.get_by_label("What brings you here today?")
    because.fill("The call on Sunday")
    saved(page)
    page.get_by_role("link", name="Home", exact=True).click()

    page.get_by_role("link", name="Go on: Who this is about").click()

    expect(because).to_have_value("The call on Sunday")
    expect(because).to_be_in_viewport()
    # On a phone the words take the focus: a keyboard would come up over half of the screen.
    label = page.locator(".hw-ask").filter(has_text="What brings you here today?")
    expect(label if device == "a phone" else because).to_be_focused()
    assert page.url.endswith("#start/her/today-because")

    page.reload()
    page.locator("html[data-ready]").wait_for()
    expect(label if device == "a phone" else because).to_be_focused()


def test_back_and_forward_hold_when_the_kernel_went_between(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url)
    card = page.get_by_role("link", name="4. Boundaries")
    card.click()
    expect(page.get_by_role("heading", name="Boundaries", level=1)).to_be_focused()
    page.get_by_role("link", name="Next: What sets it off").click()
    expect(page.get_by_role("heading", name="What sets it off", level=1)).to_be_focused()

    page.locator("[data-arrival]").evaluate("one => one.setAttribute('data-old', '')")
    server.kill_kernels()
    # Another kernel made the page anew: what stands there is not what stood there.
    expect(page.locator("[data-old]")).to_have_count(0)
    expect(page.get_by_role("heading", name="What sets it off", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_label(HAPPENS, exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Your pages")).to_be_focused()
    expect(card).to_be_in_viewport()  # as far down as one was
    page.go_forward()
    expect(page.get_by_role("heading", name="Boundaries", level=1)).to_be_focused()
    assert page.url.endswith("#boundaries")


def test_a_pace_is_chosen_changed_and_left_again(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url)
    page.get_by_role("link", name="One evening, five weeks, or a workshop?").click()

    for choice, heading in (("One evening", "Settling in"), ("Five weeks", "Week one: how it is")):
        page.get_by_role("radio", name=choice).check()
        saved(page)
        page.get_by_role("main").get_by_role("link", name="Home", exact=True).click()
        expect(page.get_by_role("heading", name=choice, level=2)).to_be_visible()
        expect(page.get_by_role("heading", name=heading, level=3)).to_be_visible()
        page.get_by_role("link", name="Another way through, or none").click()
        expect(page.get_by_role("radio", name=choice)).to_be_focused()

    page.get_by_role("radio", name="No plan. I'll pick as I go").check()
    saved(page)
    page.get_by_role("main").get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_role("heading", name="Five steps", level=2)).to_be_visible()
