"""Saved means saved: kernels die, connections drop, pages are reloaded in the middle of a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, Visitor, deaf, listen, saved, until
from tests.servers import Served, served

HAPPENS = "What keeps happening?"


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_a_kernel_killed_in_mid_sentence_loses_no_letter(
    tmp_path: Path, visit: Callable[..., Visitor], size: dict[str, int]
) -> None:
    with served(tmp_path / "answers") as server:
        page = visit(viewport=size).open(server.url, "boundaries")
        field = page.get_by_label(HAPPENS, exact=True)
        field.click()
        page.keyboard.type("She asks about my wei")
        saved(page)

        listen(page)
        page.keyboard.type("ght at ")
        server.kill_kernels()
        page.keyboard.type("dinner, every Sunday,", delay=20)
        page.wait_for_function(
            "() => said.some((words) => words.includes('What you typed is still here'))", timeout=10_000
        )
        page.keyboard.type(" and then again", delay=60)  # while the page is being opened again

        expect(page.get_by_text("Back in touch. You can go on.")).to_be_visible()
        saved(page)
        sentence = "She asks about my weight at dinner, every Sunday, and then again"
        expect(field).to_have_value(sentence)
        expect(field).to_be_focused()
        page.keyboard.type(" at tea.")
        saved(page)
        assert server.value("boundaries.happens") == sentence + " at tea."
        assert "also" not in server.workbook()["worksheets"]["boundaries"]["answers"]["happens"]
        assert page.url.endswith("#boundaries")
        assert "ERROR" not in server.log.read_text()  # the page said it; in the window nobody could act on it


def test_a_page_that_hears_nothing_of_its_new_kernel_gets_another_one(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().page
    sockets = deaf(page, 2)
    page.clock.install()
    page.goto(f"{server.url}#boundaries")
    field = page.get_by_label(HAPPENS, exact=True)
    field.fill("She asks about my weight.")
    saved(page)

    server.kill_kernels()
    field.press_sequentially(" Again.")
    until(lambda: len(sockets) == 2, page)
    page.wait_for_timeout(500)
    page.clock.fast_forward(20_000)
    until(lambda: len(sockets) == 3, page)

    saved(page)
    expect(field).to_have_value("She asks about my weight. Again.")
    assert server.value("boundaries.happens") == "She asks about my weight. Again."
    until(lambda: len(server.kernels()) == 1, page)  # the one that was not heard is ended


def test_the_page_says_so_and_goes_on_when_the_server_stands_still(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().open(server.url, "boundaries")
    field = page.get_by_label(HAPPENS, exact=True)

    page.context.set_offline(True)
    field.fill("Written without a connection.")
    expect(page.get_by_role("status").filter(has_text="Not saved yet")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="We lost touch")).to_be_visible()
    expect(field).to_have_value("Written without a connection.")
    page.context.set_offline(False)

    saved(page)
    assert server.value("boundaries.happens") == "Written without a connection."


def test_a_reload_in_mid_word_keeps_the_word(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    page.get_by_label(HAPPENS, exact=True).click()
    page.keyboard.type("midwo")

    page.reload()

    page.locator("html[data-ready]").wait_for()
    expect(page.get_by_label(HAPPENS, exact=True)).to_have_value("midwo")
    # By the page that was left, where it had the time, else by this one: only this one would say so.
    page.wait_for_function("() => sessionStorage.length === 0")
    assert server.value("boundaries.happens") == "midwo"


_SENT_AT_ONCE = """box => {
    const sent = [], send = WebSocket.prototype.send;
    const text = (what) => (typeof what === "string" ? what : new TextDecoder().decode(what));
    WebSocket.prototype.send = function (what) { sent.push(text(what)); send.call(this, what); };
    box.value = "She said";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    const before = sent.length;
    dispatchEvent(new Event("beforeunload"));
    return [before, sent.some((one) => one.includes("She said"))];
}"""


def test_the_last_word_is_sent_before_the_page_is_left(server: Served, visit: Callable[..., Visitor]) -> None:
    """Once it is being hidden, Firefox sends nothing over its connection any more."""
    page = visit().open(server.url, "boundaries")
    box = page.get_by_label(HAPPENS, exact=True)
    box.fill("She")
    saved(page)  # its connection is there: before, what is typed waits for it

    sent = box.evaluate(_SENT_AT_ONCE)

    assert sent == [0, True]
    until(lambda: server.value("boundaries.happens") == "She said", page)


def test_two_pages_on_one_workbook_both_keep_their_answers(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with served(tmp_path / "answers") as one, served(tmp_path / "answers") as other:
        first = visit().open(one.url, "boundaries")
        second = visit().open(other.url, "boundaries")
        first.get_by_label(HAPPENS, exact=True).fill("from the first")
        saved(first)
        second.get_by_label(HAPPENS, exact=True).fill("from the second too")
        saved(second)
        second.get_by_label("What won't you accept any more?").fill("from the second")
        saved(second)

        answer = one.workbook()["worksheets"]["boundaries"]["answers"]["happens"]
        assert answer["value"] == "from the second too"
        assert [other["value"] for other in answer["also"]] == ["from the first"]
        assert one.value("boundaries.not-fine-with") == "from the second"


def test_a_folder_that_is_a_file_says_so_beside_the_field(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    answers = tmp_path / "answers"
    with served(answers) as server:
        page = visit().open(server.url, "boundaries")
        page.get_by_label(HAPPENS, exact=True).fill("before")
        saved(page)
        moved = tmp_path / "moved"
        answers.rename(moved)
        answers.write_text("in the way")

        page.get_by_label(HAPPENS, exact=True).fill("before and after")
        expect(page.get_by_text(re.compile("is a file, not a folder"))).to_be_visible()
        expect(page.get_by_role("status").filter(has_text="Not saved yet")).to_be_visible()
        answers.unlink()
        moved.rename(answers)

        saved(page)  # it is tried again by itself
        assert server.value("boundaries.happens") == "before and after"


def test_a_damaged_workbook_is_kept_and_the_person_is_told(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    answers = tmp_path / "answers"
    answers.mkdir()
    (answers / "workbook.json").write_text('{"format": "heartwork-work')

    with served(answers) as server:
        page = visit().open(server.url)

        expect(page.get_by_text("Your workbook could not be read.")).to_be_visible()
        kept = answers.glob("workbook.damaged-*.json")
        assert [path.read_text() for path in kept] == ['{"format": "heartwork-work']


def test_a_newer_workbook_is_not_touched(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    answers = tmp_path / "answers"
    answers.mkdir()
    newer = '{"format": "heartwork-workbook", "version": 2, "surprise": []}'
    (answers / "workbook.json").write_text(newer)

    with served(answers) as server:
        page = visit().open(server.url, "boundaries")
        expect(page.get_by_text("written by a newer heartwork").first).to_be_visible()
        page.get_by_label(HAPPENS, exact=True).fill("does not get in")
        expect(page.get_by_role("status").filter(has_text="Not saved yet")).to_be_visible()

        assert (answers / "workbook.json").read_text() == newer


@pytest.mark.parametrize("way", ["button", "shift", "keyboard"])
def test_leave_now_blanks_the_page_and_goes(server: Served, visit: Callable[..., Visitor], way: str) -> None:
    page = visit().open(server.url, "boundaries")
    page.get_by_label(HAPPENS, exact=True).click()
    page.keyboard.type("unfinished")

    if way == "button":
        page.get_by_role("link", name="Leave now").click()
    elif way == "shift":
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.get_by_role("link", name="Leave now").focus()
        page.keyboard.press("Enter")

    page.wait_for_url("about:blank")
    page.go_back()
    assert "boundaries" not in page.url  # its own entry was replaced


def test_leave_now_works_without_script(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit(java_script_enabled=False).page
    page.goto(server.url)

    page.get_by_role("link", name="Leave now").click()

    page.wait_for_url("about:blank")
