"""How it looks: as the device has it or as the person chose, readable in every way, and still while it opens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, Visitor
from tests.people import write_example
from tests.servers import Served, served

NARROW = {"width": 320, "height": 640}
#: What theme.js sets, and what the device says.
THEMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "light": ({"colours": "light"}, {}),
    "dark": ({"colours": "dark"}, {}),
    "more contrast": ({"colours": "light", "contrast": "more"}, {}),
    "more contrast in the dark": ({"colours": "dark", "contrast": "more"}, {}),
    "larger text": ({"colours": "light", "text": "large"}, {}),
    "the device's own colours": ({"colours": "dark"}, {"forced_colors": "active"}),
}
PLACES = ("home", "boundaries/limit", "check-in", "privacy", "patterns/over-time")
#: Rules whose answer hangs on colours and sizes; the others are asked of every page in test_accessible.
LOOKED_AT = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]


def unreadable(page: Page) -> dict[str, list[Any]]:
    """What cannot be read or is cut off on this page, by theme."""
    found = {}
    for name, (choices, device) in THEMES.items():
        page.emulate_media(forced_colors=device.get("forced_colors", "none"))
        page.evaluate(
            "choices => Object.assign(document.documentElement.dataset, { contrast: '', text: '', ...choices })",
            choices,
        )
        rules = {"runOnly": {"type": "rule", "values": LOOKED_AT}}
        problems = [
            (rule["id"], [node["target"] for node in rule["nodes"]])
            for rule in Axe().run(page, options=rules).response["violations"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if problems or wide > 0:
            found[name] = [*problems, ("wider than the window", wide)]
    return found


def choose(page: Page, label: str) -> None:
    page.locator("#hw-looks").evaluate("looks => (looks.open = true)")
    page.get_by_label(label, exact=True).check()


def test_every_page_can_be_read_in_every_theme_at_320_pixels(server: Served, visit: Callable[..., Visitor]) -> None:
    for worksheet in ("boundaries", "check-in"):
        write_example(server.answers, worksheet, 1)
    page = visit(viewport=NARROW, bypass_csp=True).open(server.url)
    base = page.url.partition("#")[0]

    found = {}
    for place in PLACES:
        before = page.locator("h1[data-arrival]").get_attribute("data-arrival")
        page.goto(f"{base}#{place}")
        if place != "home":
            page.locator(f'h1[data-arrival]:not([data-arrival="{before}"])').wait_for()
        page.wait_for_timeout(100)  # the last of the fields
        page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        if problems := unreadable(page):
            found[place] = problems

    assert found == {}


def test_a_page_that_opens_is_readable_in_every_theme_and_can_be_chosen_for_without_a_kernel(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit(bypass_csp=True).page
    page.route("**/page.js*", lambda route: route.abort())  # as if it took for ever
    page.goto(server.url)
    ground = "getComputedStyle(document.body).backgroundColor"
    size = "parseFloat(getComputedStyle(document.querySelector('.hw-wait')).fontSize)"
    before = page.evaluate(ground), page.evaluate(size)

    choose(page, "Dark")
    choose(page, "More contrast")
    choose(page, "Larger text")

    after = page.evaluate(ground), page.evaluate(size)
    assert before[0] == "rgb(250, 247, 242)" != after[0] == "rgb(0, 0, 0)"
    assert after[1] > 1.3 * before[1]
    # The next page is so before it has a body: nothing white is drawn first.
    page.add_init_script(
        "new MutationObserver((_, all) => { if (!document.body) return; all.disconnect(); window.first = "
        "{ ...document.documentElement.dataset }; }).observe(document, { childList: true, subtree: true })"
    )
    page.reload()
    chosen = {"colours": "dark", "contrast": "more", "text": "large"}
    assert chosen.items() <= page.evaluate("window.first").items()
    assert unreadable(page) == {}


def test_larger_text_leaves_what_was_touched_where_it_was(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url)
    page.locator("#hw-looks").evaluate("looks => (looks.open = true, looks.scrollIntoView())")
    control = page.get_by_label("Larger text", exact=True)
    place = "one => Math.round(one.getBoundingClientRect().top)"
    before = control.evaluate(place), page.evaluate("scrollY")

    control.check()

    expect(page.locator("html")).to_have_attribute("data-text", "large")
    assert abs(control.evaluate(place) - before[0]) <= 2
    assert page.evaluate("scrollY") > before[1] + 500  # all that stands before it has grown
    control.uncheck()
    assert abs(control.evaluate(place) - before[0]) <= 2


def test_the_ring_round_what_has_the_focus_is_drawn_once_and_crosses_no_word(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "check-in/new")
    ring = "one => [getComputedStyle(one).outlineStyle, parseFloat(getComputedStyle(one).outlineOffset)]"

    page.get_by_role("radio", name="A call", exact=True).press("Space")
    call = page.locator(".hw-option").filter(has=page.get_by_role("radio", name="A call", exact=True))
    assert call.evaluate(ring) == ["solid", 2]
    inner = call.get_by_role("radio").evaluate("one => getComputedStyle(one).outlineColor")
    assert inner == "rgba(0, 0, 0, 0)"  # the whole row has it

    page.get_by_label("How much tension did you expect?").press("ArrowRight")
    assert page.get_by_label("How much tension did you expect?").evaluate(ring) == ["solid", -3]


def test_what_a_device_asks_for_is_followed_until_something_is_chosen(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit(color_scheme="dark", contrast="more").open(server.url)
    looks = "({ ...document.documentElement.dataset })"
    expected = {"colours": "dark", "contrast": "more", "text": "as-usual", "ready": ""}
    assert expected.items() <= page.evaluate(looks).items()

    page.emulate_media(color_scheme="light", contrast="no-preference")
    page.locator('html[data-colours="light"][data-contrast="as-usual"]').wait_for()

    choose(page, "Dark")
    page.emulate_media(contrast="more")
    page.locator('html[data-colours="dark"][data-contrast="more"]').wait_for()
    choose(page, "Same as this device")
    assert page.evaluate(looks)["colours"] == "light"
    assert page.evaluate("localStorage.length") == 0


def test_the_choices_of_a_private_visit_are_kept_nowhere_and_others_go_when_all_is_deleted(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    write_example(tmp_path / "answers", "check-in", 1)
    with served(tmp_path / "answers") as server:
        page = visit().open(server.url, "privacy")
        page.get_by_role("button", name="Make a private visit", exact=True).click()
        page.locator("body[data-private]").wait_for()
        choose(page, "Dark")
        expect(page.locator('html[data-colours="dark"]')).to_be_visible()
        assert page.evaluate("localStorage.length") == 0

        page = visit().open(server.url, "privacy")
        choose(page, "Dark")
        assert page.evaluate("localStorage.getItem('looks')") == '{"colours":"dark"}'
        page.get_by_label("To go on, type the word forget", exact=True).fill("forget")
        page.get_by_role("button", name="Delete everything", exact=True).click()
        page.locator('html[data-colours="light"]').wait_for()
        assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_nothing_jumps_between_the_first_screen_and_the_page(
    server: Served, visit: Callable[..., Visitor], size: dict[str, int]
) -> None:
    write_example(server.answers, "check-in", 1)
    page = visit(viewport=size).page
    page.add_init_script(
        "window.moved = [];"
        "new PerformanceObserver((list) => list.getEntries().forEach((one) => moved.push(one.value)))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    drawn = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"

    found = {}
    for place in ("home", "boundaries", "check-in", "patterns/over-time", "privacy", "nowhere"):
        page.goto("about:blank")
        page.goto(f"{server.url}#{place}")
        page.locator("html[data-ready]").wait_for()
        page.evaluate(drawn)
        found[place] = sum(page.evaluate("moved"))
    assert {place: moved for place, moved in found.items() if moved > 0.001} == {}

    # The measure itself: something that is pushed down is noticed.
    page.evaluate(
        "document.querySelector('main').prepend(Object.assign(document.createElement('p'), { textContent: 'x' }))"
    )
    page.wait_for_function("() => moved.length > 0")


def test_the_words_at_the_bottom_do_not_cover_the_field_in_use(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    field = page.get_by_label("What won't you accept any more?")
    field.focus()
    page.evaluate("scrollBy(0, document.activeElement.getBoundingClientRect().bottom - innerHeight + 4)")  # at the edge

    page.context.set_offline(True)
    words = page.get_by_role("alert").filter(has_text="We lost touch")
    expect(words).to_be_visible()

    over, below = field.bounding_box(), words.bounding_box()
    assert over is not None and below is not None
    assert over["y"] + over["height"] <= below["y"]
    page.context.set_offline(False)


def test_an_answer_that_does_not_fit_is_said_again_before_the_way_on_and_leads_back(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit(bypass_csp=True).open(server.url, "check-in")
    said = page.locator(".hw-misfits")
    expect(said).to_be_hidden()
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").select_option("February")
    page.keyboard.press("Tab")
    expect(said).to_contain_text("There is no such day.")
    assert unreadable(page) == {}

    said.get_by_role("link", name="When was it?").press("Enter")
    expect(page.get_by_label("Day")).to_be_focused()
    expect(page.get_by_label("Day")).to_be_in_viewport()

    page.get_by_label("Day").fill("3")
    page.keyboard.press("Tab")
    expect(said).to_be_hidden()
