"""A sealed workbook in the browser: nothing is shown before the passphrase, and nothing lies about in clear text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heartwork.changes import Answered
from heartwork.crypto.keypair import KeyPair
from heartwork.storage import encryption
from heartwork.storage.workbook import Workbook
from tests.browser.conftest import Visitor, saved
from tests.servers import Served, served

HAPPENS = "What keeps happening?"
PASSPHRASE = "plum ladder seven quiet"
CANARY = "The canary sings at the third gate"


@pytest.fixture(scope="session")
def seal() -> KeyPair:
    return KeyPair.new(PASSPHRASE)


@pytest.fixture
def sealed(tmp_path: Path, seal: KeyPair) -> Iterator[Served]:
    """A server of a sealed workbook with one answer in it."""
    answers = tmp_path / "answers"
    answers.mkdir()
    encryption.seal(answers, seal)
    Workbook(answers, seal=seal).save([Answered(worksheet="boundaries", question="happens", value=f"{CANARY}.")])
    with served(answers) as server:
        yield server


def value(server: Served, seal: KeyPair) -> object:
    return Workbook(server.answers, seal=seal).reload().value("boundaries.happens")


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    page.get_by_label("Passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Open", exact=True).click()


def found_on_the_disk(folder: Path, *words: str) -> list[str]:
    """Every file below a folder, logs too, in which one of these words can be read."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files for word in words if word.encode() in path.read_bytes()]


def waiting_in_storage(page: Page) -> int:
    """How much a reload would leave in the browser's storage, while something waits to be saved."""
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    length = page.evaluate("sessionStorage.length")
    assert isinstance(length, int)
    return length


def test_the_passphrase_is_asked_for_first_and_a_wrong_one_may_be_mended(
    sealed: Served, seal: KeyPair, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    visitor = visit()
    sent: list[str] = []
    page = visitor.open(sealed.url, "boundaries")

    expect(page.get_by_role("heading", name="Your pages are locked")).to_be_visible()
    assert CANARY not in page.content()
    unlock(page, "plum ladder")
    expect(page.get_by_text("That passphrase didn't open it. ")).to_be_visible()
    unlock(page)
    expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(f"{CANARY}.")
    assert page.url.endswith("#boundaries")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_label(HAPPENS, exact=True).fill(f"{CANARY}, twice.")
    saved(page)

    assert value(sealed, seal) == f"{CANARY}, twice."
    assert found_on_the_disk(tmp_path, CANARY, PASSPHRASE) == []
    assert PASSPHRASE not in page.content()
    assert sent == []


def test_what_waits_never_lies_in_the_browsers_storage(sealed: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(sealed.url, "boundaries")
    unlock(page)
    field = page.get_by_label(HAPPENS, exact=True)
    expect(field).to_be_visible()
    page.context.set_offline(True)
    field.fill("Written without a connection.")

    assert waiting_in_storage(page) == 0

    page.context.set_offline(False)
    saved(page)


def test_without_a_passphrase_what_waits_survives_a_reload(server: Served, visit: Callable[..., Visitor]) -> None:
    """The other side of the test above: there is something that could lie there."""
    page = visit().open(server.url, "boundaries")
    page.context.set_offline(True)
    page.get_by_label(HAPPENS, exact=True).fill("Written without a connection.")

    assert waiting_in_storage(page) == 1

    page.context.set_offline(False)
    saved(page)


def test_after_a_killed_kernel_the_passphrase_comes_first_and_then_the_words_that_wait(
    sealed: Served, seal: KeyPair, visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    page = visit().open(sealed.url, "boundaries")
    unlock(page)
    field = page.get_by_label(HAPPENS, exact=True)
    expect(field).to_be_visible()
    field.fill("She asks about")
    saved(page)

    sealed.kill_kernels()
    page.keyboard.type(" my weight", delay=20)
    expect(page.get_by_role("heading", name="Your pages are locked")).to_be_visible()
    expect(page.get_by_text("What you typed is still here. It is saved once this is open.")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Not saved yet")).to_be_visible()
    unlock(page)

    expect(field).to_have_value("She asks about my weight")
    saved(page)
    assert value(sealed, seal) == "She asks about my weight"
    assert found_on_the_disk(tmp_path, "She asks about", PASSPHRASE) == []


def test_help_and_leave_now_work_while_it_is_locked(sealed: Served, visit: Callable[..., Visitor]) -> None:
    page = visit().open(sealed.url, "boundaries")
    page.goto(f"{sealed.url.partition('?')[0]}#help")
    expect(page.get_by_role("heading", name="Help lines", level=1)).to_be_visible()
    page.goto(f"{sealed.url.partition('?')[0]}#boundaries")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)

    page.get_by_role("link", name="Leave now").click()

    page.wait_for_url("about:blank")


def test_a_passphrase_is_set_changed_and_taken_away_in_the_page(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with served(tmp_path / "answers") as server:
        page = visit().open(server.url, "boundaries")
        page.get_by_label(HAPPENS, exact=True).fill(CANARY)
        saved(page)
        page.goto(f"{server.url.partition('?')[0]}#privacy")
        page.get_by_role("button", name="Set a passphrase").click()
        expect(page.get_by_text("If you forget it, nobody can open your answers")).to_be_visible()
        page.get_by_label("New passphrase", exact=True).fill("one")
        expect(page.get_by_text("Short. Someone who knows you might guess it.")).to_be_visible()
        page.get_by_label("The same once more", exact=True).fill("two")
        page.get_by_role("button", name="Set the passphrase").click()
        expect(page.get_by_text("Those two are not the same.")).to_be_visible()
        page.get_by_label("The same once more", exact=True).fill("one")
        page.get_by_role("button", name="Set the passphrase").click()

        expect(page.get_by_role("heading", name="Your passphrase")).to_be_visible()
        assert found_on_the_disk(server.answers, CANARY) == []
        assert "unwritten" in page.evaluate("Object.keys(document.body.dataset)")

        page.get_by_role("button", name="Change the passphrase").click()
        page.get_by_label("Passphrase you have now").first.fill("one")
        page.get_by_label("New passphrase", exact=True).fill(PASSPHRASE)
        page.get_by_label("The same once more", exact=True).fill(PASSPHRASE)
        page.get_by_role("button", name="Change it").click()
        expect(page.get_by_role("button", name="One moment…")).to_be_visible()
        expect(page.get_by_role("button", name="One moment…")).to_be_hidden()
        assert Workbook.load(server.answers, passphrase=PASSPHRASE).written.value("boundaries.happens") == CANARY

        page.get_by_role("button", name="Take the passphrase away").click()
        page.get_by_label("Passphrase you have now").last.fill(PASSPHRASE)
        page.get_by_role("button", name="Take it away").click()
        expect(page.get_by_role("button", name="Set a passphrase")).to_be_visible()
        assert server.value("boundaries.happens") == CANARY


def test_what_two_computers_locked_each_is_put_together_in_the_page(
    tmp_path: Path, visit: Callable[..., Visitor], seal: KeyPair
) -> None:
    mine, theirs = tmp_path / "answers", tmp_path / "other computer"
    for folder, key, question in ((mine, seal, "happens"), (theirs, KeyPair.new("another one"), "fine-with")):
        folder.mkdir()
        encryption.seal(folder, key)
        Workbook(folder, seal=key).save([Answered(worksheet="boundaries", question=question, value=CANARY)])
    for name in ("workbook.json.age", "key.age"):  # as a sync program does, while nothing is open
        (mine / name).write_bytes((theirs / name).read_bytes())
    told = "Part of what was saved in this folder is locked with another passphrase, as when"
    with served(mine) as server:
        page = visit().open(server.url, "privacy")
        unlock(page)
        expect(page.get_by_text(told)).to_be_visible()

        page.get_by_label("The other passphrase").fill("another one")
        page.get_by_role("button", name="Put both together").click()

        expect(page.get_by_text("Both are together now")).to_be_visible()
        expect(page.get_by_text(told)).to_be_hidden()
        expect(page.get_by_label("The other passphrase")).to_be_hidden()
        kept = Workbook.load(mine, passphrase=PASSPHRASE).answers("boundaries")
        assert {name: answer.value for name, answer in kept.items()} == {"happens": CANARY, "fine-with": CANARY}

        page.get_by_role("button", name="Close this notice").press("Enter")
        expect(page.get_by_text("Both are together now")).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        page.goto(f"{server.url.partition('?')[0]}#boundaries")
        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(CANARY)
        assert page.get_by_text("Both are together now").count() == 0
        assert page.get_by_role("button", name="Close this notice").count() == 0


def test_a_page_that_is_open_when_another_seals_it_asks_and_loses_no_word(
    tmp_path: Path, visit: Callable[..., Visitor], seal: KeyPair
) -> None:
    with served(tmp_path / "answers") as server:
        page = visit().open(server.url, "boundaries")
        field = page.get_by_label(HAPPENS, exact=True)
        field.fill("before")
        saved(page)
        encryption.seal(server.answers, seal)

        field.fill(CANARY)
        expect(page.get_by_role("heading", name="Your pages are locked")).to_be_visible()
        unlock(page)

        expect(field).to_have_value(CANARY)
        saved(page)
        assert value(server, seal) == CANARY
        assert found_on_the_disk(server.answers, CANARY) == []
