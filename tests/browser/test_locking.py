"""Lock now: what was typed is saved, the key and the words go, and the passphrase leads back to the same place."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from heartwork.crypto.keypair import KeyPair
from heartwork.storage import encryption
from heartwork.storage.workbook import Workbook
from tests.browser.conftest import PHONE, Visitor, saved
from tests.browser.test_passphrase import PASSPHRASE, unlock
from tests.browser.test_workshop import Guest, come_in, there
from tests.servers import Served, served, workshop

HAPPENS = "What keeps happening?"
LOCKED = "Your pages are locked"
CANARY = "The canary sings at the third gate"
MINUTE = 60_000


@pytest.fixture(scope="module")
def seal() -> KeyPair:
    return KeyPair.new(PASSPHRASE)


@pytest.fixture
def sealed(tmp_path: Path, seal: KeyPair) -> Iterator[Served]:
    answers = tmp_path / "answers"
    answers.mkdir()
    encryption.seal(answers, seal)
    with served(answers) as server:
        yield server


def opened(visitor: Visitor, server: Served, place: str = "boundaries") -> Page:
    page = visitor.open(server.url, place)
    unlock(page)
    expect(page.get_by_label(HAPPENS, exact=True)).to_be_visible()
    return page


def lock(page: Page) -> None:
    page.get_by_role("button", name="Lock now").click()


def is_locked(page: Page) -> None:
    expect(page.get_by_role("heading", name=LOCKED)).to_be_visible()
    assert CANARY not in page.content()


def test_there_is_nothing_to_lock_without_a_passphrase(server: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(server.url, "boundaries")

    expect(page.get_by_role("link", name="Leave now")).to_be_visible()
    expect(page.get_by_role("button", name="Lock now")).to_have_count(0)


def test_what_was_just_typed_is_saved_and_the_passphrase_leads_back_to_the_caret(
    sealed: Served, seal: KeyPair, visit: Callable[..., Visitor]
) -> None:
    page = opened(visit(), sealed)
    kernels = sealed.kernels()
    field = page.get_by_label(HAPPENS, exact=True)
    field.click()
    page.keyboard.type(CANARY)
    for _ in range(4):
        page.keyboard.press("ArrowLeft")

    lock(page)

    is_locked(page)
    assert not {*kernels} & {*sealed.kernels()}  # with the key and the words that were in its memory
    assert Workbook(sealed.answers, seal=seal).reload().value("boundaries.happens") == CANARY
    expect(page.get_by_role("button", name="Lock now")).to_have_count(0)
    unlock(page)
    expect(field).to_be_focused()
    assert field.evaluate("it => it.selectionStart") == len(CANARY) - 4
    assert page.url.endswith("#boundaries")


def test_it_locks_in_the_other_windows_of_this_browser_too(sealed: Served, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = opened(visitor, sealed)
    other = visitor.context.new_page()
    other.goto(f"{page.url.partition('#')[0]}#privacy")
    unlock(other)
    expect(other.get_by_role("button", name="Lock now")).to_be_visible()

    lock(page)

    is_locked(page)
    is_locked(other)


def test_a_page_locks_itself_after_as_many_quiet_minutes_as_were_chosen(
    sealed: Served, visit: Callable[..., Visitor]
) -> None:
    page = opened(visit(), sealed)
    page.evaluate("location.hash = 'privacy'")
    page.get_by_label("After 5 minutes").check()
    page.clock.install()
    page.reload()
    unlock(page)
    expect(page.get_by_label("After 5 minutes")).to_be_checked()

    page.clock.run_for(4 * MINUTE)
    page.keyboard.press("Tab")
    page.clock.run_for(4 * MINUTE)
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()

    page.clock.run_for(2 * MINUTE)
    is_locked(page)


def test_after_a_sleep_the_words_are_gone_before_anybody_sees_them(
    sealed: Served, visit: Callable[..., Visitor]
) -> None:
    page = opened(visit(), sealed)
    page.evaluate("localStorage.setItem('lock-after', 5)")
    page.evaluate("const now = Date.now; Date.now = () => now() + 6 * 60_000")  # no timer ran meanwhile

    shown = page.evaluate("dispatchEvent(new Event('focus')), document.querySelector('#hw-main').innerText")
    assert shown.startswith("Locking.")
    is_locked(page)


@pytest.mark.parametrize("lose", [True, False], ids=["is lost when that is chosen", "is kept and saved later"])
def test_what_cannot_be_saved_is_hidden_and_not_called_locked(
    sealed: Served, seal: KeyPair, visit: Callable[..., Visitor], lose: bool
) -> None:
    page = opened(visit(), sealed)
    folder = sealed.answers
    page.get_by_label(HAPPENS, exact=True).fill("first")
    saved(page)
    away = folder.rename(folder.with_name("away"))
    folder.write_text("no folder")  # a disk that takes nothing
    page.get_by_label(HAPPENS, exact=True).fill(CANARY)

    lock(page)
    expect(page.get_by_text("Not locked yet. This page is hidden")).to_be_visible()
    assert CANARY not in page.inner_text("body")

    def mend(route: Route | None = None) -> None:
        folder.unlink()
        away.rename(folder)
        if route is not None:
            route.continue_()

    if lose:
        page.route(re.compile("/shutdown/"), mend, times=1)  # by then it is lost
        page.get_by_role("button", name="Lock, and lose what isn't saved").click()
    else:
        mend()
        page.get_by_role("button", name="Back to the page").click()
        expect(page.get_by_label(HAPPENS, exact=True)).to_be_visible()
        saved(page)
        lock(page)

    is_locked(page)
    kept = Workbook(folder, seal=seal).reload().value("boundaries.happens")
    assert kept == ("first" if lose else CANARY)


def test_a_server_that_does_not_answer_is_told_of_and_the_page_is_only_hidden(
    sealed: Served, visit: Callable[..., Visitor]
) -> None:
    page = opened(visit(), sealed)
    page.get_by_label(HAPPENS, exact=True).fill(CANARY)
    saved(page)
    asked: list[float] = []

    def refuse(route: Route) -> None:
        asked.append(time.monotonic())
        route.abort()

    page.route(re.compile("/shutdown/"), refuse)
    lock(page)
    expect(page.get_by_text("This page is only hidden")).to_be_visible()
    assert asked and CANARY not in page.inner_text("body")
    page.unroute(re.compile("/shutdown/"), refuse)

    is_locked(page)


def test_a_seat_in_a_workshop_is_locked_too(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    page = visit(viewport=PHONE).page
    with workshop(tmp_path / "host") as server:
        come_in(Guest(page, PASSPHRASE, ""), server)
        there(page).evaluate("location.hash = 'boundaries'")
        page.get_by_label(HAPPENS, exact=True).fill(CANARY)
        saved(page)

        lock(page)

        is_locked(page)
        unlock(page)
        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(CANARY)
