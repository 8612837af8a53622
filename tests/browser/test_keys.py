"""Keys that belong to something else: capitals, selections, input methods. They act nowhere, and leave no page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Visitor, listen, said, saved, until
from tests.servers import Served, served, workshop

HAPPENS = "What keeps happening?"


def compose(page: Page, text: str) -> CDPSession:
    """Begin to put letters together, as an input method does."""
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    return session


def key_of_input_method(session: CDPSession, key: str, code: str) -> None:
    """A key that the input method takes: the page hears of it as number 229."""
    for kind in ("rawKeyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, "windowsVirtualKeyCode": 229})


def shift_with_click(page: Page) -> None:
    page.keyboard.down("Shift")
    page.get_by_label(HAPPENS, exact=True).click()
    page.keyboard.up("Shift")


def shift_with_wheel(page: Page) -> None:
    page.keyboard.down("Shift")
    page.mouse.wheel(0, 40)
    page.wait_for_timeout(50)
    page.keyboard.up("Shift")


def shift_held(page: Page) -> None:
    page.keyboard.down("Shift")
    page.keyboard.down("Shift")  # it repeats itself
    page.keyboard.up("Shift")


def shift_held_long(page: Page) -> None:
    page.keyboard.down("Shift")
    page.wait_for_timeout(1100)
    page.keyboard.up("Shift")


def shift_on_screen(page: Page) -> None:
    page.evaluate(
        """() => {
          const field = document.activeElement;
          field.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift", bubbles: true }));
          field.dispatchEvent(new KeyboardEvent("keyup", { key: "Shift", bubbles: true }));
          field.setRangeText("A", field.value.length, field.value.length, "end");
          field.dispatchEvent(new InputEvent("input", { data: "A", inputType: "insertText", bubbles: true }));
        }"""
    )


def shift_moves_a_screen_reader(page: Page) -> None:
    page.keyboard.down("Shift")
    page.evaluate("scrollBy(0, 30)")
    page.wait_for_timeout(100)
    page.keyboard.up("Shift")


USES = {
    "a capital": lambda page: page.keyboard.press("Shift+A"),
    "a selection": lambda page: page.keyboard.press("Shift+ArrowLeft"),
    "another layout": lambda page: page.keyboard.press("Alt+Shift"),
    "a shortcut": lambda page: page.keyboard.press("Control+Shift"),
    "a click": shift_with_click,
    "the wheel": shift_with_wheel,
    "a key that is held": shift_held,
    "a key that is held for long": shift_held_long,
    "an on-screen keyboard": shift_on_screen,
    "a screen reader": shift_moves_a_screen_reader,
}


@pytest.mark.parametrize("use", USES)
def test_shift_for_something_else_leaves_no_page(server: Served, visit: Callable[..., Visitor], use: str) -> None:
    page = visit().open(server.url, "boundaries")
    page.get_by_label(HAPPENS, exact=True).fill("before")
    for _ in range(4):
        USES[use](page)
    page.wait_for_timeout(300)

    assert page.url.startswith(server.origin)
    for key in ("ShiftLeft", "ShiftRight", "ShiftLeft"):  # and by itself it does
        page.keyboard.press(key)
    page.wait_for_url("about:blank")


def test_shift_in_a_composition_leaves_no_page(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")
    page.get_by_label(HAPPENS, exact=True).click()
    session = compose(page, "わすれ")
    for _ in range(4):
        page.keyboard.press("Shift")
        key_of_input_method(session, "Shift", "ShiftLeft")
    page.wait_for_timeout(300)

    expect(page.get_by_label(HAPPENS, exact=True)).to_have_value("わすれ")


def test_what_was_typed_just_before_is_not_lost(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with served(tmp_path / "answers") as server:
        for turn in range(4):
            page = visit().open(server.url, "boundaries")
            page.get_by_label(HAPPENS, exact=True).click()
            page.keyboard.press("Control+A")
            page.keyboard.type(f"unsent words {turn}")
            for _ in range(3):
                page.keyboard.press("Shift")
            page.wait_for_url("about:blank")
            expected = f"unsent words {turn}"
            until(lambda expected=expected: server.value("boundaries.happens") == expected, page)  # type: ignore[misc]


def test_the_enter_that_ends_a_composition_deletes_nothing(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with served(tmp_path / "answers") as server:
        page = visit().open(server.url, "boundaries")
        page.get_by_label(HAPPENS, exact=True).fill("kept")
        saved(page)
        page.evaluate("location.hash = '#privacy'")
        field = page.get_by_label("To go on, type the word forget", exact=True)
        field.click()
        session = compose(page, "forget")
        for key in ("Enter", "Escape", "ArrowDown"):
            key_of_input_method(session, key, key)
        page.wait_for_timeout(500)
        assert server.value("boundaries.happens") == "kept"
        expect(field).to_have_value("forget")

        session.send("Input.insertText", {"text": "forget"})
        field.press("Enter")
        expect(page.get_by_role("heading", name="Everything is deleted")).to_be_visible()


def test_the_enter_that_ends_a_composition_sends_no_passphrase(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "privacy")
    page.get_by_role("button", name="Set a passphrase").click()
    page.get_by_label("New passphrase").fill("plum ladder")
    page.get_by_label("The same once more").fill("plum ladder")
    page.get_by_label("Show what I type").check()
    page.get_by_label("The same once more").click()
    session = compose(page, "梅")
    key_of_input_method(session, "Enter", "Enter")
    page.wait_for_timeout(500)
    expect(page.get_by_role("button", name="Set the passphrase")).to_be_visible()
    expect(page.get_by_text("those two are not the same")).to_be_hidden()


def test_the_enter_that_ends_a_composition_sends_no_form_of_a_workshop(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with workshop(tmp_path / "host") as room:
        page = visit().page
        page.goto(room.url)
        page.get_by_label("Code of the room").click()
        session = compose(page, "plum")
        key_of_input_method(session, "Enter", "Enter")
        page.wait_for_timeout(300)
        expect(page.get_by_label("Code of the room")).to_have_value("plum")
        assert page.get_by_role("alert").all_text_contents() == [] or page.url == room.url


def test_a_page_that_is_opened_again_waits_for_a_composition(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with served(tmp_path / "answers") as server:
        page = visit().open(server.url, "boundaries")
        listen(page)
        field = page.get_by_label(HAPPENS, exact=True)
        field.click()
        page.keyboard.type("said ")
        session = compose(page, "わす")
        field.evaluate("field => window.composedIn = field")
        server.kill_kernels()
        said(page, "What you typed is still here")
        page.wait_for_timeout(3000)
        assert page.evaluate("composedIn === document.activeElement")  # the very same control
        session.send("Input.insertText", {"text": "忘れた"})

        until(lambda: server.value("boundaries.happens") == "said 忘れた", page)
        saved(page)
        expect(field).to_have_value("said 忘れた")
        expect(field).to_be_focused()
