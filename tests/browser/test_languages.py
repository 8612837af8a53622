"""In another language: chosen on the page, by the browser, from the start; and from right to left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from heartwork.i18n.catalogs import PSEUDO
from tests.browser.conftest import Visitor
from tests.servers import Served, served

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
    page.get_by_role("status").filter(has_text=re.compile(r"^Guardado \d\d:\d\d$")).wait_for()
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
    expect(page.get_by_role("heading", level=1, name="Tus páginas")).to_be_visible()


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that speaks the language that is none, from right to left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEARTWORK_LANGUAGE", PSEUDO)
        with served(tmp_path_factory.mktemp("mirrored") / "answers") as server:
            yield server


#: What stands on a page outside of the brackets: words that were never marked. The worksheets have no translation into
#: this language: what comes from their files is left out.
_OUTSIDE = """
() => {
  const found = [];
  const loose = (text) => /[a-z]{2}/i.test(text.replace(/⟦[^]*⟧/g, ""));
  const authors = "AUTHORS";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode()); ) {
    const element = node.parentElement;
    if (element.closest(`script, style, ${authors}`) || !element.getClientRects().length) continue;
    const whole = element.closest("p, li, h1, h2, h3, a, button, summary, figcaption, td, th, text") ?? element;
    if (loose(node.data) && loose(whole.textContent)) found.push(whole.textContent.trim());
  }
  for (const element of document.querySelectorAll("[aria-label], [aria-valuetext]")) {
    if (!element.getClientRects().length || element.closest(authors)) continue;
    for (const said of [element.getAttribute("aria-label"), element.getAttribute("aria-valuetext")]) {
      if (said && /[a-z]{2}/i.test(said) && !said.includes("⟦")) found.push(said);
    }
  }
  return found;
}
""".replace("AUTHORS", ".hw-ask, .hw-hint, legend, label, .hw-note, .hw-countries, .hw-languages, .hw-recall, code")


@pytest.mark.parametrize("place", ["home", "privacy", "patterns", "nowhere"])
def test_no_word_of_a_page_was_forgotten(mirrored: Served, visit: Callable[..., Visitor], place: str) -> None:
    page = visit().open(mirrored.url, place)
    titles = page.locator(".hw-cards strong").all_text_contents()
    steps = [re.sub(r"^\d+\. ", "", title) for title in titles]

    outside = [said for said in page.evaluate(_OUTSIDE) if not any(title in said for title in steps)]

    assert outside == []


@pytest.mark.parametrize("place", ["check-in/new", "want"])
def test_from_right_to_left_nothing_overflows_and_the_arrows_point_where_a_scale_goes(
    mirrored: Served, visit: Callable[..., Visitor], place: str
) -> None:
    page = visit(viewport={"width": 320, "height": 640}).open(mirrored.url, place)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert _too_wide(page) == []
    assert Axe().run(page).violations_count == 0

    scale = page.locator("input[type=range]").first
    scale.focus()
    scale.press("Space")
    before = int(scale.input_value())
    for key in ("ArrowUp", "ArrowLeft", "ArrowLeft", "ArrowRight"):
        scale.press(key)

    assert int(scale.input_value()) == before + 2
    page.get_by_role("status").filter(has_text=re.compile(r"^⟦Saved \d\d:\d\d")).wait_for()


def _too_wide(page: Page) -> list[str]:
    """What reaches over the edge of the window."""
    reaching: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('main *, header *, footer *')].filter((one) => {"
        " const box = one.getBoundingClientRect(); return box.width && (box.right > innerWidth + 1 || box.left < -1)"
        " && !one.closest('.hw-hidden, .hw-skip') }).map((one) => one.outerHTML.slice(0, 120))"
    )
    return reaching
