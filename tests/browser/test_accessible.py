"""What a keyboard, a screen reader and tired eyes need: axe finds nothing, on every page, in every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from heartwork.authoring.library import WorksheetLibrary
from tests.browser.conftest import LAPTOP, PHONE, Visitor, saved
from tests.people import write_example
from tests.servers import Served

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WORKSHEETS = ("start", "boundaries", "check-in")
PLACES = (
    *(
        "home",
        "help",
        "privacy",
        "patterns",
        "patterns/over-time",
        "patterns/goes-with",
        "patterns/calendar",
        "paper/handover",
        "nowhere",
        "boundaries/done",
    ),
    *(f"{id_}/{section.id}" for id_ in WORKSHEETS[:2] for section in WorksheetLibrary().worksheet(id_).sections),
    *("check-in", "check-in/new/if-you-like"),
)


def violations(page: Page) -> list[tuple[str, list[Any]]]:
    """What axe finds, by rule, with the places."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone in the light", "laptop in the dark"]
)
def test_axe_finds_nothing_on_any_page(
    server: Served, visit: Callable[..., Visitor], size: dict[str, int], scheme: str
) -> None:
    for worksheet in WORKSHEETS:
        write_example(server.answers, worksheet, 1)
    page = visit(viewport=size, color_scheme=scheme, bypass_csp=True).open(server.url, "start")
    base = page.url.partition("#")[0]

    found = {}
    for place in PLACES:
        heading = page.locator("h1[data-arrival]")
        before = heading.get_attribute("data-arrival")
        page.goto(f"{base}#{place}")
        if place == "help":  # stands in the page itself
            expect(page.get_by_role("heading", name="Help lines", level=1)).to_be_visible()
        else:
            page.locator(f'h1[data-arrival]:not([data-arrival="{before}"])').wait_for()
        page.wait_for_timeout(150)  # the last of the fields
        page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        if problems := violations(page):
            found[place] = problems
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found[f"{place}, too wide"] = [("overflow", [wide])]

    assert found == {}


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_is_cut_off_at_320_pixels_or_at_200_percent(
    server: Served, visit: Callable[..., Visitor], width: int
) -> None:
    page = visit(viewport={"width": width, "height": 400}).open(server.url, "check-in")
    page.get_by_label("How calm are you now?").fill("3")
    saved(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        "[...document.querySelectorAll('main *, header *')].filter(e => e.getClientRects().length && "
        "e.getBoundingClientRect().right > innerWidth + 1).map(e => e.className)"
    )
    assert outside == []


def test_axe_finds_nothing_while_a_page_is_opening(server: Served, visit: Callable[..., Visitor]) -> None:
    visitor = visit(bypass_csp=True)
    visitor.page.route("**/page.js*", lambda route: route.abort())  # as if it took for ever
    visitor.page.goto(server.url)
    expect(visitor.page.get_by_text("Nothing you write here leaves this computer.")).to_be_visible()

    assert violations(visitor.page) == []


def test_axe_finds_nothing_when_the_connection_is_gone(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit(bypass_csp=True).open(server.url, "boundaries")
    page.context.set_offline(True)
    page.get_by_label("What keeps happening?", exact=True).fill("Written without a connection.")
    expect(page.get_by_role("alert").filter(has_text="We lost touch")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Not saved yet")).to_be_visible()

    assert violations(page) == []


def test_a_value_that_does_not_fit_is_said_in_words_and_kept(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit(bypass_csp=True).open(server.url, "check-in")
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").select_option("February")
    saved(page)

    group = page.get_by_role("group", name="When was it?")
    expect(group).to_have_accessible_description(
        "Today, unless you change it. "
        "There is no such day. Look at the day, the month and the year again, or leave the day empty."
    )
    expect(page.get_by_label("Day")).to_have_value("31")
    assert violations(page) == []


@pytest.mark.parametrize("place", ["start/safety", "boundaries", "boundaries/sets-off", "check-in", "home"])
def test_every_tab_stop_has_a_name_a_visible_focus_and_is_not_covered(
    server: Served, visit: Callable[..., Visitor], place: str
) -> None:
    page = visit().open(server.url, place)
    bad, seen = [], []
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const at = document.activeElement;
              if (!at || at === document.body) return null;
              const box = at.getBoundingClientRect();
              const ring = (one) => {
                const style = one && getComputedStyle(one);
                const drawn = style && style.outlineStyle !== "none" && style.outlineColor !== "rgba(0, 0, 0, 0)";
                return drawn && parseFloat(style.outlineWidth) >= 2;
              };
              const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
              const name = at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent;
              return {
                name: (name || "").trim(),
                outline: Boolean(ring(at) || ring(at.closest(".hw-option"))),
                covered: !(hit && (at.contains(hit) || hit.contains(at) || at.labels?.[0]?.contains(hit))),
                index: [...document.querySelectorAll("*")].indexOf(at),
              };
            }"""
        )
        if stop is None or (seen and stop["index"] == seen[0]):
            break
        seen.append(stop["index"])
        if not stop["name"] or not stop["outline"] or stop["covered"]:
            bad.append(stop)

    assert len(seen) >= 4
    assert bad == []


def test_a_group_of_radios_is_one_tab_stop_and_arrows_move_the_choice(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "start/her")
    page.get_by_role("radio", name="My mother", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="My stepmother")).to_be_checked()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") != "radio"
    saved(page)
    assert server.value("start.who") == "stepmother"


def test_thumbs_find_what_they_want(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "check-in")
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, textarea, select, summary, .hw-option")]
          .filter((e) => e.getClientRects().length)
          .filter((e) => !e.closest("p") && !e.matches(".hw-skip, .hw-option input"))
          .filter((e) => e.getBoundingClientRect().height < 43.5)
          .map((e) => [e.tagName, e.className, e.textContent.slice(0, 20)])"""
    )

    assert small == []


def test_motion_is_left_out_where_it_is_not_wanted(server: Served, visit: Callable[..., Visitor]) -> None:
    visitor = visit(reduced_motion="reduce")
    visitor.page.route("**/page.js*", lambda route: route.abort())
    visitor.page.goto(server.url)
    visitor.page.get_by_text("Opening your pages").wait_for()

    assert visitor.page.evaluate("document.getAnimations().length") == 0
