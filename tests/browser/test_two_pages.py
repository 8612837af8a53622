"""Two pages on one workbook: both versions are kept and offered, and each shows what the other wrote at a touch."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from heartwork.changes import Answered
from heartwork.storage.workbook import Workbook
from tests.browser.conftest import LAPTOP, PHONE, Visitor, saved
from tests.servers import Served

HAPPENS = "What keeps happening?"
NOT_FINE = "What won't you accept any more?"

Visit = Callable[..., Visitor]


def happens(page: Page) -> Locator:
    return page.get_by_label(HAPPENS, exact=True)


def offer(page: Page) -> Locator:
    return page.get_by_role("group", name=re.compile(r"^Also written, elsewhere, at \d\d:\d\d:$"))


def kept(server: Served) -> tuple[str, list[str]]:
    answer = server.workbook()["worksheets"]["boundaries"]["answers"]["happens"]
    return answer["value"], [one["value"] for one in answer.get("also", [])]


def come_back(page: Page) -> None:
    """As a person does who turns to this window again."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def write_unseen(field: Locator, words: str) -> None:
    """In one go: a field that is gone to first shows what the other window wrote, as soon as that has arrived."""
    field.evaluate(
        """(field, words) => {
            field.value = words;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        words,
    )


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_both_versions_are_offered_and_each_choice_can_be_made_with_the_keyboard(
    server: Served, visit: Visit, size: dict[str, int]
) -> None:
    one, other = visit(viewport=size).open(server.url, "boundaries"), visit().open(server.url, "boundaries")
    choices = [("Use that one", "first"), ("Keep this one", "second"), ("Keep both", "second\n\nfirst")]
    for choice, stands in choices:
        # Given two windows that wrote the same answer, neither seeing the other's.
        happens(one).fill("first")
        saved(one)
        write_unseen(happens(other), "second")
        expect(offer(other).get_by_text("first", exact=True)).to_be_visible()
        saved(other)
        assert kept(server) == ("second", ["first"])

        # When the first window comes back to the front, it shows the later one, and offers its own.
        happens(one).blur()
        come_back(one)
        expect(happens(one)).to_have_value("second")
        expect(offer(one).get_by_text("first", exact=True)).to_be_visible()
        assert one.evaluate("document.documentElement.scrollWidth <= innerWidth")
        button = offer(one).get_by_role("button", name=choice)
        button.focus()
        one.keyboard.press("Enter")

        # Then one saved change settles it, here at once and there at the next touch.
        expect(offer(one)).to_be_hidden()
        expect(happens(one)).to_have_value(stands)
        expect(happens(one)).to_be_focused()
        assert kept(server) == (stands, [])
        happens(other).blur()
        come_back(other)
        expect(offer(other)).to_be_hidden()
        expect(happens(other)).to_have_value(stands)

        # And then both begin anew with nothing.
        happens(one).fill("")
        saved(one)
        happens(other).blur()
        come_back(other)
        expect(happens(other)).to_have_value("")


def test_another_programs_words_wait_while_a_field_is_being_edited(server: Served, visit: Visit) -> None:
    page = visit().open(server.url, "boundaries")
    happens(page).click()
    page.keyboard.type("in the middle of a")
    saved(page)
    changes = [
        Answered(worksheet="boundaries", question="happens", value="from a notebook", seen="in the middle of a"),
        Answered(worksheet="boundaries", question="not-fine-with", value="also from a notebook"),
    ]
    Workbook.load(server.answers).save(changes)

    # While it is edited, another field follows, and this one stays, with the caret in it.
    come_back(page)
    expect(page.get_by_label(NOT_FINE)).to_have_value("also from a notebook")
    expect(happens(page)).to_have_value("in the middle of a")
    expect(happens(page)).to_be_focused()
    page.keyboard.type(" sentence")
    expect(offer(page).get_by_text("from a notebook", exact=True)).to_be_visible()
    saved(page)
    assert kept(server) == ("in the middle of a sentence", ["from a notebook"])

    # Only looked at, it follows, and the caret stays where it was.
    happens(page).blur()
    happens(page).focus()
    page.keyboard.press("Home")
    seen = Answered(
        worksheet="boundaries", question="happens", value="a later word", seen="in the middle of a sentence"
    )
    Workbook.load(server.answers).save([seen])
    come_back(page)
    expect(happens(page)).to_have_value("a later word")
    expect(happens(page)).to_be_focused()
    page.keyboard.type("Now ")
    expect(happens(page)).to_have_value("Now a later word")
    saved(page)
    assert kept(server) == ("Now a later word", ["from a notebook"])


def test_going_to_a_field_is_a_touch(server: Served, visit: Visit) -> None:
    page = visit().open(server.url, "boundaries")
    Workbook.load(server.answers).save([Answered(worksheet="boundaries", question="happens", value="elsewhere")])

    page.get_by_label(NOT_FINE).click()

    expect(happens(page)).to_have_value("elsewhere")
    expect(offer(page)).to_be_hidden()


def test_saved_words_outlive_a_file_that_another_program_puts_in_their_place(server: Served, visit: Visit) -> None:
    page = visit().open(server.url, "boundaries")
    happens(page).fill("common")
    saved(page)
    elsewhere = server.answers.parent / "elsewhere"
    elsewhere.mkdir()
    path = server.answers / "workbook.json"
    shutil.copyfile(path, elsewhere / "workbook.json")
    change = Answered(worksheet="boundaries", question="happens", value="from X")
    Workbook.load(elsewhere).save([change])
    happens(page).fill("long words of mine")
    saved(page)

    fresh = path.with_name(".syncthing.tmp")
    shutil.copyfile(elsewhere / "workbook.json", fresh)
    fresh.replace(path)
    come_back(page)

    expect(page.get_by_text("Another program replaced your workbook")).to_be_visible()
    assert {kept(server)[0], *kept(server)[1]} == {"long words of mine", "from X"}
    expect(happens(page)).to_have_value(kept(server)[0])
    expect(offer(page)).to_contain_text(kept(server)[1][0])
