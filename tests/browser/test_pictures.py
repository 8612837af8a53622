"""Pictures on a page, of what was filled in and of what it shows together: legible on the narrowest phone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from heartwork.changes import Answered, EntryPutBack
from heartwork.charts.gallery import PATTERNS
from heartwork.i18n.catalogs import PSEUDO, catalogue
from heartwork.storage.workbook import Workbook
from tests.browser.conftest import LAPTOP, Visitor
from tests.people import write_example
from tests.servers import Served, served

NARROW = {"width": 320, "height": 640}
LARGE = "localStorage.setItem('looks', JSON.stringify({ text: true }))"

#: The words of a drawing that a line from a mark runs through.
CROSSED = """view => [...view.querySelectorAll(".hw-view-leader")].flatMap((leader) => {
  const one = leader.getBoundingClientRect();
  return [...view.querySelectorAll("text")].filter((text) => {
    const other = text.getBoundingClientRect();
    const beside = one.left > other.right || one.right < other.left;
    return !beside && one.top < other.top && one.bottom > other.top + other.height / 2;
  }).map((text) => text.textContent);
})"""


def smallest(page: Page) -> float:
    """The smallest words of the chart, in px."""
    found: Any = page.locator(".hw-chart svg").evaluate(
        "svg => Math.min(...[...svg.querySelectorAll('text')]"
        ".map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))"
    )
    return round(float(found), 2)


def test_words_in_a_chart_are_as_large_as_small_print_on_the_narrowest_phone(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    write_example(server.answers, "check-in", 1)

    page = visit(viewport=NARROW).open(server.url, "patterns/goes-with")

    assert smallest(page) >= 12
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    page.set_viewport_size({"width": 360, "height": 740})
    assert smallest(page) >= 13


def test_in_large_print_a_chart_is_larger_too_and_scrolls_by_itself(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    write_example(server.answers, "check-in", 1)
    visitor = visit(viewport=NARROW)
    visitor.context.add_init_script(LARGE)

    page = visitor.open(server.url, "patterns/goes-with")
    box = page.get_by_role("group", name="Picture")
    box.focus()

    assert smallest(page) >= 17
    assert box.evaluate("box => box === document.activeElement && box.scrollWidth > box.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_tab_stops_at_a_picture_and_its_table_only_where_they_scroll(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    write_example(server.answers, "check-in", 1)
    page = visit(viewport=LAPTOP).open(server.url, "patterns/over-time")
    boxes = page.locator(".hw-chart [role=group]")
    expect(boxes).to_have_count(2)
    page.get_by_text("The numbers as a table").click()

    for box in boxes.all():
        expect(box).to_have_attribute("tabindex", "-1")

    page.set_viewport_size({"width": 240, "height": 640})
    expect(boxes.first).to_have_attribute("tabindex", "0")
    assert boxes.first.evaluate("box => box.scrollWidth > box.clientWidth")


def test_what_saves_and_prints_a_picture_stands_in_one_row(server: Served, visit: Callable[..., Visitor]) -> None:
    write_example(server.answers, "check-in", 1)

    page = visit(viewport=LAPTOP).open(server.url, "patterns/over-time")
    buttons = page.get_by_role("button", name="Save as").or_(page.get_by_role("button", name="Print with its numbers"))

    expect(buttons).to_have_count(3)
    assert len(set(buttons.evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)"))) == 1


def test_a_time_can_be_chosen_once_there_is_something_to_draw(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "patterns/over-time")

    expect(page.get_by_text("It's too early for a picture.")).to_be_visible()
    expect(page.get_by_role("link", name="The last year")).to_have_count(0)
    expect(page.get_by_text("Other days")).to_have_count(0)


def test_drawings_of_rows_keep_words_whole_in_large_print(server: Served, visit: Callable[..., Visitor]) -> None:
    write_example(server.answers, "understand")
    visitor = visit(viewport=NARROW)
    visitor.context.add_init_script(LARGE)

    page = visitor.open(server.url, "understand/handed-down")

    expect(page.locator(".hw-view text", has_text="It became softer")).to_be_visible()


def test_no_line_of_a_timeline_runs_through_words(server: Served, visit: Callable[..., Visitor]) -> None:
    write_example(server.answers, "understand")

    page = visit(viewport=NARROW).open(server.url, "understand/three-lives")
    view = page.locator(".hw-view")
    expect(view.locator(".hw-view-leader")).to_have_count(5)

    assert view.evaluate(CROSSED) == []


#: Nothing of it may be cut: a family, a hand with its colour, two flags, Thai vowels on their consonants.
WHOLE = ("👨‍👩‍👧‍👦", "👍🏽", "🇪🇸🇫🇷", "กำลังใจที่นี่")
#: What a piece of these may not begin with: a joiner, a colour, a mark.
INSIDE = re.compile("[\u200d\ufe0f\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\U0001f3fb-\U0001f3ff]")


@pytest.mark.parametrize("older", [False, True], ids=["a new browser", "one that knows no segments"])
def test_words_in_a_timeline_are_never_cut_inside_of_a_letter(
    server: Served, visit: Callable[..., Visitor], older: bool
) -> None:
    rows = [{"who": "me", "when": "1998", "what": one * 12} for one in WHOLE]
    Workbook.load(server.answers).save([Answered(worksheet="understand", question="timeline", value=rows)])
    visitor = visit(viewport=NARROW)
    if older:
        visitor.context.add_init_script("delete Intl.Segmenter")

    page = visitor.open(server.url, "understand/three-lives")
    lines = page.locator(".hw-view text").all_text_contents()
    drawn = "".join(lines).replace(" ", "")

    assert [one for one in WHOLE if one * 12 not in drawn] == []
    assert [line for line in lines if INSIDE.match(line) or line.endswith("\u200d")] == []
    odd = [line for line in lines if len(re.findall("[\U0001f1e6-\U0001f1ff]", line)) % 2]
    assert odd == []


def test_words_from_right_to_left_run_in_their_own_direction(server: Served, visit: Callable[..., Visitor]) -> None:
    arabic = "أمي تتصل كل مساء."
    book = Workbook.load(server.answers)
    book.save([Answered(worksheet="understand", question="timeline", value=[{"who": "me", "what": arabic}])])
    book.save([Answered(worksheet="boundaries", question="happens", value=arabic)])
    visitor = visit()

    page = visitor.open(server.url, "understand/three-lives")
    expect(page.locator(".hw-view text", has_text="\u2068")).not_to_have_count(0)
    page = visitor.open(server.url, "boundaries/limit")
    box = page.locator(".hw-line textarea, .hw-text textarea").first
    box.fill(arabic)

    assert box.evaluate("box => getComputedStyle(box).direction") == "rtl"
    box.fill("My mother calls every evening.")
    assert box.evaluate("box => getComputedStyle(box).direction") == "ltr"


#: The words of a picture that stand outside of it.
OUTSIDE = """svg => {
  const whole = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const one = text.getBoundingClientRect();
    const beside = one.left < whole.left - 1 || one.right > whole.right + 1;
    return one.width && (beside || one.top < whole.top - 1 || one.bottom > whole.bottom + 1);
  }).map((text) => text.textContent);
}"""


@pytest.mark.parametrize("language", ["en", "es", PSEUDO])
def test_the_words_of_every_picture_stand_inside_of_it(
    tmp_path: Path, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Also where a page runs from right to left, and words are a third longer."""
    monkeypatch.setenv("HEARTWORK_LANGUAGE", language)
    for worksheet in ("check-in", "want", "effects", "understand", "forgive"):
        write_example(tmp_path / "answers", worksheet, 1)
    outside: dict[str, Any] = {}
    with served(tmp_path / "answers") as server:
        page = visit(viewport=NARROW, locale=language).open(server.url, "patterns")
        for pattern in PATTERNS:
            page.goto(f"{server.url}#patterns/{pattern.id}")
            question = catalogue(language).gettext(pattern.question)
            expect(page.get_by_role("heading", level=1, name=question)).to_be_visible()
            for svg in page.locator(".hw-chart svg").all():
                outside[pattern.id] = svg.evaluate(OUTSIDE)

    assert len(outside) > 9
    assert {id_: words for id_, words in outside.items() if words} == {}


def test_a_picture_has_the_room_of_the_page_and_is_drawn_once_more_when_that_changes(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    days = [datetime.date(2025, 11, 20) + datetime.timedelta(n) for n in range(100)]
    entries = [
        {"id": str(n), "at": "2026-01-02T10:00:00Z", "for": str(day), "answers": {"tension": {"value": n % 11}}}
        for n, day in enumerate(days)
    ]
    Workbook.load(server.answers).save([EntryPutBack(worksheet="check-in", entry=entry) for entry in entries])
    page = visit(viewport=LAPTOP).open(server.url, "patterns/over-time")
    figure = page.locator("figure.hw-chart")

    expect(figure).to_have_class(re.compile("hw-chart-wide"))
    width = page.locator(".hw-chart svg").evaluate("svg => svg.getBoundingClientRect().width")
    assert width >= 900
    assert smallest(page) >= 12
    page.get_by_role("list", name="One year").get_by_role("link", name="2025").click()
    expect(page.get_by_role("list", name="One month of 2025").get_by_role("listitem")).to_have_text(["Nov", "Dec"])
    expect(figure).to_have_class(re.compile("hw-chart-wide"))

    page.set_viewport_size({"width": 360, "height": 740})
    expect(figure).not_to_have_class(re.compile("hw-chart-wide"))
    assert smallest(page) >= 13
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
