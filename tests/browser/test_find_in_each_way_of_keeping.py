"""Finding what was written: locked away, in a private visit, and at a seat, and nowhere outside of the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heartwork.crypto.keypair import KeyPair
from heartwork.storage import encryption
from tests.browser.conftest import Visitor
from tests.browser.test_passphrase import PASSPHRASE, found_on_the_disk, unlock
from tests.browser.test_workshop import Guest, come_in, there
from tests.servers import Served, served, workshop

HAPPENS = "What keeps happening?"
WRITTEN, LOOKED_FOR = "Kanarienvogel", "kanarien"


@contextmanager
def sealed(folder: Path, page: Page) -> Iterator[Served]:
    answers = folder / "answers"
    answers.mkdir()
    encryption.seal(answers, KeyPair.new(PASSPHRASE))
    with served(answers) as server:
        page.goto(f"{server.url}#boundaries")
        unlock(page)
        yield server


@contextmanager
def private(folder: Path, page: Page) -> Iterator[Served]:
    with served(folder / "answers", "--private") as server:
        page.goto(f"{server.url}#boundaries")
        yield server


@contextmanager
def at_a_seat(folder: Path, page: Page) -> Iterator[Served]:
    with workshop(folder / "host") as server:
        come_in(Guest(page, PASSPHRASE, ""), server)
        there(page).evaluate("location.hash = 'boundaries'")
        yield server


@pytest.mark.parametrize("kept", [sealed, private, at_a_seat], ids=["sealed", "private", "at a seat"])
def test_words_are_found_and_are_in_no_file_address_or_log(
    tmp_path: Path, visit: Callable[..., Visitor], kept: Callable[..., Iterator[Served]]
) -> None:
    visitor = visit()
    page = visitor.page
    with kept(tmp_path, page):
        page.get_by_label(HAPPENS, exact=True).fill(f"A {WRITTEN} at the window")
        page.get_by_role("status").filter(has_text=re.compile("Saved|Kept for this visit")).wait_for()
        page.evaluate("location.hash = 'find'")
        page.get_by_label("Find something you wrote").fill(LOOKED_FOR)
        expect(page.get_by_role("search")).to_contain_text(f"A {WRITTEN} at the window")
        page.get_by_role("search").get_by_role("link").click()
        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(f"A {WRITTEN} at the window")
        page.go_back()
        expect(page.get_by_label("Find something you wrote")).to_have_value(LOOKED_FOR)

        assert not found_on_the_disk(tmp_path, WRITTEN, LOOKED_FOR)
        assert not [url for url in visitor.requests if LOOKED_FOR in url.lower()]
    assert not found_on_the_disk(tmp_path, WRITTEN, LOOKED_FOR)
