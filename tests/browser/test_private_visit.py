"""A private visit in the browser: nothing is written, it says so, and it can be taken along."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, saved
from tests.browser.test_passphrase import found_on_the_disk, waiting_in_storage
from tests.servers import served

HAPPENS = "What keeps happening?"
CANARY = "The canary sings at the third gate"
SAYS = "Nothing is written to the disk."


def kept(page: Page) -> None:
    page.get_by_role("status").filter(has_text="Kept for this visit").wait_for()


def test_a_private_visit_writes_nothing_and_makes_no_folder(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with served(tmp_path / "answers", "--private") as server:
        page = visit().open(server.url, "boundaries")
        expect(page.get_by_text(SAYS)).to_be_visible()
        page.get_by_label(HAPPENS, exact=True).fill(CANARY)
        kept(page)
        for place in ("home", "check-in", "boundaries/done", "patterns", "privacy"):
            page.goto(f"{server.url.partition('?')[0]}#{place}")
            expect(page.get_by_text(SAYS).first).to_be_visible()
        with page.expect_download() as started:
            page.get_by_role("button", name="Take it with me").click()
        taken = tmp_path / "taken.json"
        started.value.save_as(taken)
        document = json.loads(taken.read_text(encoding="utf-8"))
        assert document["worksheets"]["boundaries"]["answers"]["happens"]["value"] == CANARY
        assert started.value.suggested_filename.startswith("pages-")
        taken.unlink()

        page.get_by_role("button", name="Let it go now").click()
        expect(page.get_by_text("It is gone. Nothing was written.")).to_be_visible()
        page.goto(f"{server.url.partition('?')[0]}#boundaries")
        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value("")

        assert not server.answers.exists()
        assert found_on_the_disk(tmp_path, CANARY) == []


def test_a_private_visit_begun_in_the_page_leaves_what_was_written_alone_and_stays_private(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with served(tmp_path / "answers") as server:
        page = visit().open(server.url, "boundaries")
        page.get_by_label(HAPPENS, exact=True).fill("for keeps")
        saved(page)
        before = (server.answers / "workbook.json").read_bytes()
        page.goto(f"{server.url.partition('?')[0]}#privacy")
        page.get_by_role("button", name="Make a private visit").click()
        expect(page.get_by_text(SAYS)).to_be_visible()
        page.goto(f"{server.url.partition('?')[0]}#boundaries")
        field = page.get_by_label(HAPPENS, exact=True)
        expect(field).to_have_value("")
        field.fill(CANARY)
        kept(page)

        # Its kernel is killed: the next one writes nothing either, and what was being typed is still there.
        server.kill_kernels()
        field.press_sequentially(", again", delay=20)
        expect(page.get_by_text("This private visit starts again.")).to_be_visible()
        expect(field).to_have_value(f"{CANARY}, again")
        kept(page)
        page.context.set_offline(True)
        field.fill(f"{CANARY}, offline")
        assert waiting_in_storage(page) == 1  # that it was private, and no word
        assert page.evaluate("sessionStorage.getItem('private')") == "yes"
        page.context.set_offline(False)
        kept(page)

        page.reload()
        page.locator("html[data-ready]").wait_for()
        expect(page.get_by_text("This private visit starts again.")).to_be_visible()
        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value("")

        assert (server.answers / "workbook.json").read_bytes() == before
        assert found_on_the_disk(tmp_path, CANARY) == []
