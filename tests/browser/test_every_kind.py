"""Every kind of question in a real page: filled in with the keyboard, on the disk, and the same after a reload."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from heartwork.authoring.library import WorksheetLibrary
from heartwork.kinds import all_kinds
from heartwork.pages.author_preview import filled_in
from heartwork.storage.workbook import Workbook
from tests.browser.conftest import LAPTOP, PHONE, Visitor, saved
from tests.browser.test_accessible import violations
from tests.browser.test_looks import unreadable
from tests.servers import Served, served

SAMPLER = Path(__file__).parent / "one-of-each.yaml"
NARROW = {"width": 320, "height": 740}
Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with one worksheet, which holds every kind."""
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "worksheets").mkdir()
    shutil.copy(SAMPLER, folder / "worksheets")
    with served(folder / "answers", "--worksheets", str(folder / "worksheets")) as server:
        yield server


@pytest.fixture
def server(one_server: Served) -> Served:
    one_server.empty()
    return one_server


def shelf() -> WorksheetLibrary:
    return WorksheetLibrary(SAMPLER.parent)


def fill(server: Served) -> dict[str, Any]:
    """Fill the worksheet in as its example; what was answered."""
    worksheet = shelf().worksheet("one-of-each")
    Workbook.load(server.answers).save(filled_in(worksheet, worksheet.examples[0]))
    return answers(server)


def answers(server: Served) -> dict[str, Any]:
    """What is on the disk, by question."""
    kept = server.workbook()["worksheets"]["one-of-each"]["answers"]
    return {id_: answer["value"] for id_, answer in kept.items()}


def shown(page: Page) -> dict[str, Any]:
    """What the controls of a page show, by question: every value, tick and place."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".hw-field")].map((field) => [
          field.dataset.address,
          [...field.querySelectorAll("input, textarea, select")].map((one) =>
            one.matches("[type=radio], [type=checkbox]") ? one.checked
              : one.getAttribute("aria-valuetext") ?? one.value),
        ]))"""
    )


def question(page: Page, id_: str) -> Locator:
    return page.locator(f'[data-address="one-of-each.{id_}"]')


def test_the_worksheet_holds_every_kind_and_every_view() -> None:
    questions = list(shelf().worksheet("one-of-each").questions)

    assert {question.kind.name() for question in questions} == set(all_kinds())
    assert {getattr(question.kind, "view", "") for question in questions} == {"", "timeline", "fate"}


@pytest.mark.parametrize("section", [section.id for section in shelf().worksheet("one-of-each").sections])
def test_an_example_comes_back_as_it_was_written(server: Served, visit: Visit, section: str) -> None:
    before = fill(server)
    page = visit(viewport=NARROW, bypass_csp=True).open(server.url, f"one-of-each/{section}")
    first = shown(page)

    page.reload()
    page.locator("html[data-ready]").wait_for()

    assert shown(page) == first
    assert answers(server) == before  # nobody touched anything
    assert violations(page) == []
    assert unreadable(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_words_and_numbers_with_the_keyboard_alone(server: Served, visit: Visit) -> None:
    page = visit(viewport=PHONE).open(server.url, "one-of-each/words")
    press, write = page.keyboard.press, page.keyboard.type

    page.get_by_label("What do you call her?").focus()
    write("Mum")
    go_on(page)
    write("She rings late.\nThen she cries.")
    go_on(page)
    write("2,5")
    go_on(page)
    write("17")
    press("Tab")
    write("May")
    press("Tab")
    write("1998")
    go_on(page)
    press("Space")
    press("ArrowDown")  # partly
    go_on(page)
    press("Space")  # calls
    press("Tab")
    press("Tab")
    press("Tab")
    press("Space")  # something else: the line opens, and is where the keys go
    write("At weddings")
    go_on(page)
    press("ArrowRight")  # from the middle
    go_on(page)
    write("she cries")
    press("Tab")
    write("say that I'll ring tomorrow")
    saved(page)

    assert answers(server) == {
        "a-line": "Mum",
        "a-text": "She rings late.\nThen she cries.",
        "a-number": 2.5,
        "a-date": "1998-05-17",
        "a-choice": "partly",
        "some-choices": ["calls", {"other": "At weddings"}],
        "a-scale": 6,
        "a-plan": {"if": "she cries", "then": "say that I'll ring tomorrow"},
    }


def go_on(page: Page) -> None:
    """Tab until the keys go to another question."""
    here = "document.activeElement.closest('.hw-field')?.dataset.address"
    at = page.evaluate(here)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(here) not in (at, None) and page.evaluate("document.activeElement.tagName") != "BUTTON":
            return
    raise AssertionError(f"there is no way on from {at}")


@pytest.mark.parametrize("question_id", ["a-choice", "some-choices"])
def test_something_else_can_be_read_whole_on_a_phone_however_long_it_is(
    server: Served, visit: Visit, question_id: str
) -> None:
    page = visit(viewport=NARROW).open(server.url, "one-of-each/words")
    field = question(page, question_id)
    field.get_by_label("Something else", exact=True).check()
    line = field.get_by_role("textbox", name="Something else, in your words")

    expect(line).to_be_focused()
    page.keyboard.type("No calls between five and seven in the evening, whoever is ill")
    saved(page)

    room = line.evaluate("line => [line.scrollWidth - line.clientWidth, line.scrollHeight - line.clientHeight]")
    assert max(room) <= 0


def test_a_mark_grows_with_the_words_beside_it(server: Served, visit: Visit) -> None:
    page = visit(viewport=PHONE).open(server.url, "one-of-each/words")
    mark = page.locator("main .hw-option input").first
    before = mark.bounding_box()

    page.evaluate("document.documentElement.dataset.text = 'large'")

    after = mark.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] / before["width"] == pytest.approx(1.3125, abs=0.01)


def test_a_grid_and_its_rows_with_the_keyboard_alone(server: Served, visit: Visit) -> None:
    page = visit(viewport=PHONE).open(server.url, "one-of-each/several")
    press = page.keyboard.press

    anger = question(page, "then-now").get_by_role("group", name="Anger")
    anger.get_by_label("Then", exact=True).focus()
    press("Space")
    press("Tab")
    press("Space")  # now
    question(page, "one-each").get_by_role("group", name="Calls late at night").get_by_label("Never").focus()
    press("Space")
    press("ArrowRight")
    page.get_by_label("Being heard", exact=True).focus()
    press("End")
    saved(page)

    assert answers(server) == {
        "then-now": {"anger": ["then", "now"]},
        "one-each": {"calls": "sometimes"},
        "needs": {"heard": 10},
    }

    # Each row can be emptied again, and the keys stay in it.
    for name in ("Clear: Anger", "Clear: Calls late at night", "Clear: Being heard"):
        page.get_by_role("button", name=name).focus()
        press("Enter")
        assert page.evaluate("document.activeElement.tagName") == "INPUT"
    saved(page)
    assert answers(server) == {}


def test_a_row_that_is_gone_is_kept_until_it_is_cleared(server: Served, visit: Visit) -> None:
    fill(server)
    book = Workbook.load(server.answers)
    book.save([_answered("needs", {"heard": 9, "gone": 3})])
    page = visit(viewport=PHONE).open(server.url, "one-of-each/several")

    page.get_by_label("Laughing together", exact=True).focus()
    page.keyboard.press("Home")
    saved(page)
    assert answers(server)["needs"] == {"gone": 3, "heard": 9, "fun": 0}
    expect(question(page, "needs")).to_have_accessible_description(
        "Something here belongs to a row that is not there. It is kept; Clear takes it out."
    )

    question(page, "needs").get_by_role("button", name="Clear", exact=True).click()
    saved(page)
    assert "needs" not in answers(server)


def _answered(id_: str, value: Any) -> Any:
    from heartwork.changes import Answered

    return Answered(worksheet="one-of-each", question=id_, value=value)


def test_cards_are_sorted_with_the_keyboard_and_it_is_said_where_they_lie(server: Served, visit: Visit) -> None:
    page = visit(viewport=PHONE).open(server.url, "one-of-each/several")
    sort = question(page, "values")

    sort.get_by_role("group", name="Honesty").get_by_label("Matters most").focus()
    page.keyboard.press("Space")
    expect(sort.locator(".hw-hidden[aria-live]")).to_have_text("Honesty: Matters most, with no others")
    page.keyboard.press("Tab")  # its own Clear
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the next card, the first pile
    saved(page)

    expect(sort.locator(".hw-hidden[aria-live]")).to_have_text("Peace at the table: Matters most, with 1 other")
    expect(sort.locator('[data-pile="most"] li')).to_have_text(["⠿Honesty", "⠿Peace at the table"])
    assert answers(server)["values"] == {"honesty": "most", "peace": "most"}


@pytest.mark.parametrize("finger", [False, True], ids=["by mouse", "by finger"])
def test_a_card_can_be_dragged_onto_a_pile_and_back(server: Served, visit: Visit, finger: bool) -> None:
    page = visit(viewport=LAPTOP, has_touch=finger).open(server.url, "one-of-each/several")
    sort = question(page, "values")
    sort.locator(".hw-piles").evaluate("piles => piles.scrollIntoView({ block: 'center' })")

    drag(page, sort.locator('[data-pile=""] li', has_text="Duty"), sort.locator('[data-pile="less"]'), finger)
    saved(page)
    assert answers(server)["values"] == {"duty": "less"}
    expect(sort.get_by_role("group", name="Duty").get_by_label("Matters less")).to_be_checked()

    drag(page, sort.locator('[data-pile="less"] li'), sort.locator('[data-pile=""]'), finger)
    expect(sort.get_by_role("group", name="Duty").get_by_label("Matters less")).not_to_be_checked()
    saved(page)
    assert "values" not in answers(server)


def drag(page: Page, what: Locator, to: Locator, finger: bool) -> None:
    """From the grip of a card to the middle of a pile, in a few steps."""
    start, end = what.locator(".hw-grip").bounding_box(), to.bounding_box()
    assert start is not None
    assert end is not None
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    to_x, to_y = end["x"] + end["width"] / 2, end["y"] + end["height"] / 2
    ways = [(x + (to_x - x) * part / 4, y + (to_y - y) * part / 4) for part in range(1, 5)]
    if not finger:
        page.mouse.move(x, y)
        page.mouse.down()
        for at in ways:
            page.mouse.move(*at)
        page.mouse.up()
        return
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for at_x, at_y in ways:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": at_x, "y": at_y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_closeness_has_no_place_until_it_is_touched_and_is_said_in_words(server: Served, visit: Visit) -> None:
    page = visit(viewport=PHONE).open(server.url, "one-of-each/several")
    circles = question(page, "close")
    place = circles.get_by_role("slider", name="How close are you now?")
    expect(place).to_have_attribute("aria-valuetext", "Not answered yet")
    expect(circles.get_by_role("img", name="Me, My mother: not answered yet")).to_be_visible()

    place.focus()
    page.keyboard.press("Home")
    saved(page)
    expect(place).to_have_attribute("aria-valuetext", "0 of 10, apart, with room between them")
    page.keyboard.press("ArrowRight")
    expect(circles.get_by_role("img", name="Me, My mother: apart, nearly touching")).to_be_visible()
    saved(page)
    assert answers(server) == {"close": 1}

    circles.get_by_role("button", name="Clear").click()
    saved(page)
    assert answers(server) == {}


def test_a_circle_can_be_dragged_closer(server: Served, visit: Visit) -> None:
    page = visit(viewport=PHONE).open(server.url, "one-of-each/several")
    her = question(page, "close").locator(".hw-circle-her")
    her.scroll_into_view_if_needed()
    box = her.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 15, y)
    page.mouse.move(x - 300, y)
    page.mouse.up()
    saved(page)

    assert answers(server) == {"close": 10}


def test_rows_are_added_moved_taken_out_and_put_back_with_the_keyboard_alone(server: Served, visit: Visit) -> None:
    page = visit(viewport=NARROW).open(server.url, "one-of-each/rows")
    press, write = page.keyboard.press, page.keyboard.type
    for words in ("I have to go now.", "Let's talk on Sunday."):
        page.get_by_role("button", name="Add a sentence").focus()
        press("Enter")
        write(words)  # the keys go to the new row at once
    saved(page)

    page.get_by_role("button", name="Move up: Sentence 2").focus()
    press("Enter")
    saved(page)
    assert answers(server)["sentences"] == [{"words": "Let's talk on Sunday."}, {"words": "I have to go now."}]

    page.get_by_role("button", name="Take out: Sentence 1").focus()
    press("Enter")
    saved(page)
    assert answers(server)["sentences"] == [{"words": "I have to go now."}]
    expect(page.get_by_role("button", name="Put it back")).to_be_focused()

    press("Enter")
    saved(page)
    assert answers(server)["sentences"] == [{"words": "Let's talk on Sunday."}, {"words": "I have to go now."}]
    expect(question(page, "sentences").get_by_label("Your words").first).to_be_focused()


def test_a_timeline_is_drawn_as_it_is_filled_in_and_says_what_it_shows(server: Served, visit: Visit) -> None:
    page = visit(viewport=NARROW).open(server.url, "one-of-each/rows")
    timeline = question(page, "timeline")
    expect(timeline.locator("svg")).to_be_hidden()

    timeline.get_by_role("button", name="Add an event").click()
    timeline.get_by_label("My mother").check()
    timeline.get_by_label("What happened?").fill("<b>She danced</b>")
    expect(timeline.get_by_role("img")).to_have_accessible_name(
        "My grandmother: nothing yet. My mother: Year not known: <b>She danced</b>. Me: nothing yet."
    )

    timeline.get_by_role("textbox", name="Year").fill("1972")
    timeline.get_by_label("Month").select_option("September")
    timeline.get_by_label("Good").check()
    expect(timeline.get_by_role("img")).to_have_accessible_name(
        "My grandmother: nothing yet. My mother: September 1972: <b>She danced</b> (Good). Me: nothing yet."
    )
    assert "<b>She danced</b>" in (timeline.locator("svg").text_content() or "")
    assert timeline.locator("svg b").count() == 0


def test_what_became_of_a_pattern_is_drawn_in_words_too(server: Served, visit: Visit) -> None:
    fill(server)
    page = visit(viewport=NARROW).open(server.url, "one-of-each/rows")

    expect(question(page, "fates").get_by_role("img")).to_have_accessible_name(
        "Shouting at the table (Something that hurt): Softened. Feeding whoever comes (A strength): Repeated. "
        "Never asking for help (Something that hurt): I don't know. Marrying young: not answered yet."
    )


def test_what_was_written_is_read_again_on_another_page(server: Served, visit: Visit) -> None:
    fill(server)
    page = visit(viewport=PHONE).open(server.url, "one-of-each/again")

    expect(page.get_by_role("definition").first).to_have_text("Mum")
    expect(page.get_by_text("Matters most: Honesty, Warmth")).to_be_visible()
    expect(page.get_by_text("3 of 10 (Me and My mother: overlapping a little)")).to_be_visible()


@pytest.mark.parametrize("section", ["words", "several", "rows", "letter"])
def test_thumbs_find_every_control(server: Served, visit: Visit, section: str) -> None:
    fill(server)
    page = visit(viewport=NARROW).open(server.url, f"one-of-each/{section}")
    small = page.evaluate(
        """() => [...document.querySelectorAll("main .hw-field :is(button, input, textarea, select)")]
          .map((one) => (one.matches("[type=radio], [type=checkbox]") ? one.closest(".hw-option") : one))
          .filter((one) => one.getClientRects().length)
          .map((one) => [one.getBoundingClientRect().height, one.className, one.textContent])
          .filter(([height]) => height < 43.5)"""
    )

    assert small == []


@pytest.mark.parametrize("section", ["words", "several", "rows", "letter", "again"])
def test_axe_finds_nothing_in_the_dark_with_room(server: Served, visit: Visit, section: str) -> None:
    fill(server)
    page = visit(viewport=LAPTOP, color_scheme="dark", bypass_csp=True).open(server.url, f"one-of-each/{section}")

    assert violations(page) == []


@pytest.mark.parametrize(
    ("typed", "kept", "in_spanish", "word"),
    [
        ("2,5", 2.5, "2,5", ""),
        ("1 000", 1000, "1000", ""),
        ("1\u202f000", 1000, "1000", ""),
        ("1.000", "1.000", "1.000", "podría querer decir miles"),
        ("1,000", "1,000", "1,000", "podría querer decir miles"),
        ("12345678901234567890", "12345678901234567890", "12345678901234567890", "demasiadas cifras"),
        ("\u0663", 3, "3", ""),
        ("0,0000001", 1e-7, "0,0000001", ""),
    ],
)
def test_a_number_comes_back_as_it_is_written_in_the_language_of_the_page(
    server: Served, visit: Visit, typed: str, kept: object, in_spanish: str, word: str
) -> None:
    page = visit(viewport=PHONE, locale="es").open(server.url, "one-of-each/words")
    box = question(page, "a-number").locator("input")

    box.fill(typed)
    box.blur()
    page.get_by_role("status").filter(has_text="Guardado").wait_for()
    page.reload()
    page.locator("html[data-ready]").wait_for()

    assert answers(server)["a-number"] == kept
    expect(box).to_have_value(in_spanish)
    expect(question(page, "a-number").locator(".hw-word")).to_contain_text(word)
