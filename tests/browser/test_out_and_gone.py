"""From the page about privacy: a copy in the downloads, traces cleared, everything deleted and not written back."""

from __future__ import annotations

import datetime
import json
import re
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heartwork.changes import Answered
from heartwork.storage.export_log import noted
from heartwork.storage.workbook import Workbook
from tests.browser.conftest import Visitor, saved
from tests.nasty import MARK
from tests.people import write_example
from tests.printing.reading import read, squeezed
from tests.servers import Served, served

HAPPENS = "What keeps happening?"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server of a workbook that was saved twice, in a home that is nobody's."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    book = Workbook.load(tmp_path / "answers")
    for value in ("first", f"the {MARK} * one"):
        book.save([Answered(worksheet="boundaries", question="happens", value=value)])
    with served(tmp_path / "answers") as server:
        yield server


def leave_word(page: Page, word: str) -> None:
    page.get_by_label("To go on, type the word forget", exact=True).fill(word)
    page.get_by_role("button", name="Delete everything", exact=True).click()


@pytest.mark.parametrize(
    ("button", "suffix"),
    [("to bring in again", "json"), ("to read", "md"), ("for a spreadsheet", "xlsx"), ("CSV", "csv")],
)
def test_a_copy_goes_into_the_downloads_and_onto_the_list(
    written: Served, visit: Callable[..., Visitor], button: str, suffix: str
) -> None:
    page = visit(accept_downloads=True).open(written.url, "privacy")
    with page.expect_download() as started:
        page.get_by_role("button", name=re.compile(button)).click()

    raw = Path(started.value.path()).read_bytes()
    assert re.fullmatch(rf"pages-\d{{4}}-\d\d-\d\d\.{suffix}", started.value.suggested_filename)
    if suffix == "json":
        assert raw == (written.answers / "workbook.json").read_bytes()
    elif suffix == "md":
        assert f"> the {MARK} \\* one".encode() in raw
    elif suffix == "csv":
        assert raw.startswith(b"\xef\xbb\xbfworksheet,")
    else:
        assert raw.startswith(b"PK\x03\x04")
    assert [one.path for one in noted(written.answers)] == [started.value.suggested_filename]


@pytest.mark.parametrize("where", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_what_is_taken_home_has_the_day_and_the_time_of_where_the_browser_is(
    written: Served, visit: Callable[..., Visitor], where: str
) -> None:
    """These two are never on the same day; the computer that keeps the answers is in neither."""
    page = visit(accept_downloads=True, timezone_id=where).open(written.url, "boundaries/limit")
    page.locator(".hw-line textarea, .hw-text textarea").first.fill("another one")
    saved(page)
    now = datetime.datetime.now(zoneinfo.ZoneInfo(where))
    times = {f"Saved {now - datetime.timedelta(minutes=back):%H:%M}" for back in (0, 1)}
    assert page.get_by_role("status").first.text_content() in times

    page.goto(f"{written.url}#privacy")
    with page.expect_download() as started:
        page.get_by_role("button", name=re.compile("to read")).click()

    assert started.value.suggested_filename == f"pages-{now.date().isoformat()}.md"
    assert f"{now.day} {now:%B %Y}" in Path(started.value.path()).read_text(encoding="utf-8").splitlines()[0]


def test_only_the_lines_that_were_ticked_are_on_the_page_for_a_first_talk(
    written: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit(accept_downloads=True).open(written.url, "paper/handover")
    button = page.get_by_role("button", name="Print these lines", exact=True)
    expect(button).to_be_hidden()

    page.get_by_role("checkbox", name=re.compile(HAPPENS[:-1])).check()
    expect(button).to_be_visible()
    with page.expect_download() as started:
        button.click()

    told = read(Path(started.value.path()).read_bytes())
    assert squeezed(f"the {MARK} * one") in told
    assert re.fullmatch(r"pages-\d{4}-\d\d-\d\d\.pdf", started.value.suggested_filename)


def test_pages_for_a_first_talk_open_by_key_and_keep_what_was_ticked_when_they_close(
    written: Served, visit: Callable[..., Visitor]
) -> None:
    write_example(written.answers, "want")
    page = visit(viewport={"width": 320, "height": 640}).open(written.url, "paper/handover")
    boundaries = page.get_by_role("checkbox", name=re.compile(HAPPENS[:-1]))
    summary = page.locator("summary", has_text="Boundaries")
    expect(boundaries).to_be_hidden()

    summary.focus()
    page.keyboard.press("Enter")
    expect(boundaries).to_be_visible()
    page.keyboard.press("Tab")
    expect(boundaries).to_be_focused()
    page.keyboard.press("Space")
    expect(summary).to_have_text(re.compile(r"^Boundaries: 1 of \d+ lines?$"))
    expect(boundaries).to_be_focused()
    summary.focus()
    page.keyboard.press("Space")
    expect(boundaries).to_be_hidden()

    expect(page.get_by_role("button", name="Print these lines", exact=True)).to_be_visible()
    expect(page.locator("#hw-status")).to_be_empty()  # what is ticked is never written
    page.keyboard.press("Enter")
    expect(boundaries).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_trace_is_cleared_when_its_button_is_pressed_twice(written: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(written.url, "privacy")
    copies = written.answers / "backups"
    before = set(copies.iterdir())
    page.get_by_role("button", name="Show what is here", exact=True).click()
    page.get_by_role("heading", name="Copies of them", level=3).wait_for()
    page.get_by_role("button", name="Delete the earlier copies", exact=True).click()
    page.get_by_role("button", name="Yes: delete the earlier copies", exact=True).wait_for()
    assert before
    assert set(copies.iterdir()) == before

    page.get_by_role("button", name="Yes: delete the earlier copies", exact=True).click()
    page.get_by_text("Cleared.", exact=True).wait_for()
    expect(page.get_by_role("heading", name="Copies of them", level=3)).to_be_hidden()
    expect(page.get_by_role("heading", name="Your answers", level=3)).to_be_visible()

    assert list(copies.iterdir()) == []
    assert json.loads((written.answers / "workbook.json").read_bytes())["revision"] == 2


def test_another_word_deletes_nothing(written: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(written.url, "privacy")
    leave_word(page, "delete")

    page.get_by_text("Nothing was deleted.").wait_for()
    assert (written.answers / "workbook.json").exists()


def test_everything_goes_and_no_window_writes_it_back(written: Served, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    other = visitor.context.new_page()
    page = visitor.open(written.url, "boundaries")
    other.goto(written.pages + "#boundaries")
    other.get_by_label(HAPPENS, exact=True).wait_for()
    page.get_by_label(HAPPENS, exact=True).fill("one more")
    saved(page)
    page.evaluate("location.hash = 'privacy'")
    leave_word(page, "Forget ")

    page.get_by_role("heading", name="Everything is deleted").wait_for()
    assert not written.answers.exists()

    # Another window, in the middle of a sentence: its words stay with it, and out of the folder.
    other.get_by_label(HAPPENS, exact=True).fill(f"the {MARK} still typed")
    other.get_by_text("Everything was deleted, here or in another window.").wait_for()
    assert other.get_by_label(HAPPENS, exact=True).input_value() == f"the {MARK} still typed"
    page.evaluate("location.hash = 'start'")
    page.get_by_role("heading", name="Everything is deleted").wait_for()
    assert page.evaluate("sessionStorage.length") == 0
    assert not written.answers.exists()

    # To begin anew is to load the page again: this one says "Everything is deleted" wherever it is asked to go.
    page.goto("about:blank")
    page.goto(written.pages + "#boundaries")
    field = page.get_by_label(HAPPENS, exact=True)
    field.wait_for()
    assert field.input_value() == ""
    field.fill("anew")
    saved(page)
    assert Workbook.load(written.answers).written.value("boundaries.happens") == "anew"
    assert MARK not in written.log.read_text()


def test_a_reminder_goes_into_the_downloads_and_says_beside_the_button_what_is_in_it(
    written: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit(accept_downloads=True).open(written.url, "reminder/2027-01-15")
    page.get_by_label("At what time?").fill("18:30")
    page.get_by_text("Every month", exact=True).click()
    page.get_by_label("What should it say?").fill(MARK)
    with page.expect_download() as started:
        page.get_by_role("button", name="Make the calendar file").click()

    raw = Path(started.value.path()).read_bytes()
    assert b"DTSTART:20270115T183000\r\n" in raw and f"SUMMARY:{MARK}".encode() in raw
    page.get_by_text("In the file: 15 January 2027, 18:30 · Every month").wait_for()
    assert MARK not in page.url + started.value.suggested_filename


def test_a_diary_is_brought_along_and_taken_back(written: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(written.url, "bring")
    line = "full_date,date,weekday,time,mood,activities,note_title,note\n2026-07-27,x,x,13:48,good,walk,,Beans\n"
    page.get_by_label("The file").set_input_files({"name": "d.csv", "mimeType": "text/csv", "buffer": line.encode()})
    page.get_by_text("1 day would come in, from 27 July 2026 to 27 July 2026.").wait_for()
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_text("1 day came in.").wait_for()
    assert [one.value("text") for one in Workbook.load(written.answers).entries("diary")] == ["Beans"]

    page.get_by_role("button", name="Take back 1 day").click()
    page.get_by_text("They are gone from your pages.").wait_for()
    assert Workbook.load(written.answers).entries("diary") == []
