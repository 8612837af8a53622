"""An author writes: the page in the browser follows the file, and answers stay in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from heartwork.authoring import worksheet_template
from tests.browser.conftest import Visitor, saved
from tests.servers import previewed


def test_the_page_follows_the_file_and_keeps_what_was_filled_in(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    draft = worksheet_template.write("walk", tmp_path)
    written = draft.read_text(encoding="utf-8")
    with previewed(draft) as server:
        page = visit().open(server.url)
        page.get_by_label("What keeps happening?").fill("She rings.")
        saved(page)

        draft.write_text(written.replace("What keeps happening?", "What happens again?"), encoding="utf-8")
        expect(page.get_by_label("What happens again?")).to_have_value("She rings.")

        draft.write_text(written.replace("kind: scale", "kind: skale"), encoding="utf-8")
        expect(page.get_by_text("Did you mean")).to_contain_text("scale")

        draft.write_text(written, encoding="utf-8")
        expect(page.get_by_text("No mistakes found.")).to_be_visible()
        page.get_by_role("button", name="Fill it in as: A tired nurse of 41").click()
        expect(page.get_by_label("What keeps happening?")).to_have_value(
            "She asks why I never ring, while we are on the phone."
        )
