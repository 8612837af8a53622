"""What a page draws on is one touch away from its words, with what it does not show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.pages.page import Page
from heartwork.pages.session import Session
from heartwork.pages.worksheet_page import entry_page, section_page
from heartwork.storage.workbook import Workbook
from heartwork.widgets import HtmlBlock


def html(page: Page) -> str:
    return " ".join(part.html for part in page.parts if isinstance(part, HtmlBlock))


def shown(folder: Path, worksheet: str, section: str = "", language: str = "en") -> str:
    visit = Session(Workbook.load(folder), WorksheetLibrary(language=language))
    return html(section_page(visit, visit.shelf.worksheet(worksheet), section))


@pytest.mark.parametrize("section", ["where-today", "in-spite", "close"])
def test_every_part_says_what_the_page_draws_on_folded(folder: Path, section: str) -> None:
    folded = re.search(r"<details class=\"hw-sources.*?</details>", shown(folder, "forgive", section), re.DOTALL)

    assert folded is not None
    assert "<summary>What this page draws on</summary>" in folded[0]
    assert "Luchies and others, 2010." in folded[0]
    assert "Mostly not about mothers." in folded[0]
    assert "None of these tested this page." in folded[0]


def test_a_page_that_is_filled_in_again_and_again_says_it_too(folder: Path) -> None:
    visit = Session(Workbook.load(folder), WorksheetLibrary())
    text = html(entry_page(visit, visit.shelf.worksheet("after-a-call"), "new"))

    assert "<summary>What this page draws on</summary>" in text
    assert "Torre and Lieberman, 2018." in text


def test_it_is_said_in_the_language_of_the_page(folder: Path) -> None:
    text = shown(folder, "forgive", language="es")

    assert "Luchies y otras personas, 2010." in text
    assert "Mostly not" not in text


def test_a_page_that_draws_on_nothing_says_nothing_of_it(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "walk.yaml").write_text(
        "id: walk\ntitle: A walk\nabout: A walk.\nminutes: 5\nweight: 1\ndraws_on: []\n"
        "sections:\n  - id: one\n    title: One\n    questions:\n      - {id: where, kind: line, ask: Where?}\n"
    )
    visit = Session(Workbook.load(folder), WorksheetLibrary(own))

    assert "hw-sources" not in html(section_page(visit, visit.shelf.worksheet("walk"), ""))
