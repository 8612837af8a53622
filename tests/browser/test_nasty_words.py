"""All nasty strings in a real browser: none of them runs, becomes an element, or asks another computer for anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from heartwork.changes import Answered, Change
from heartwork.storage.workbook import Workbook
from tests.browser.conftest import Visitor, saved
from tests.nasty import ALARM, MARK, NASTY
from tests.servers import served
from tests.test_nasty import ENTRY, SHELF, filled

#: What no page of ours holds, and a string of theirs could make.
_OURS = ".hw-chart svg, [class^='hw-']"
_FOREIGN = f"main :is(script, img, iframe, object, embed, form, base, meta, math, template, x-a, svg:not({_OURS}))"


def write(folder: Path) -> None:
    """Every string somewhere: piped into texts, in fields, and a check-in each, as what it was and as what worked."""
    filled(folder, NASTY["image that fails"])
    changes: list[Change] = [Answered(worksheet="start", question="call_her", value=NASTY["svg"])]
    for number, text in enumerate(NASTY.values()):
        entry = ENTRY[:-4] + f"{number:04}"
        for question, value in (("for", "2026-11-20"), ("how", {"other": text}), ("phrase", text), ("good", text)):
            changes.append(Answered(worksheet="check-in", entry=entry, question=question, value=value))
    Workbook.load(folder).save(changes)


def look(page: Page, place: str) -> None:
    """Go to a place, and find nothing there that is not ours."""
    arrival = "[...document.querySelectorAll('[data-arrival]')].map((one) => one.dataset.arrival).join()"
    before = page.evaluate(arrival)
    page.evaluate("place => { location.hash = place }", place)
    if place == "help":  # stands in the page already
        page.locator("#help").wait_for()
    else:
        page.wait_for_function(f"before => {arrival} && {arrival} !== before", arg=before)
    assert page.evaluate(f"window.{ALARM}") is None, place
    assert page.locator(_FOREIGN).evaluate_all("found => found.map((one) => one.outerHTML.slice(0, 200))") == [], place
    assert re.fullmatch(r"/[\w-]{22}/", page.evaluate("location.pathname")), place


def test_every_string_stays_words_in_a_browser(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    write(tmp_path / "answers")
    with served(tmp_path / "answers") as server:
        visitor = visit()
        page = visitor.open(server.url)
        for id_ in SHELF.ids:
            look(page, id_)
        for place in ("help", "patterns", "privacy", "home"):
            look(page, place)

        # In fields: as they were written, and as they are typed.
        for number, text in enumerate(NASTY.values()):
            if number % 5 == 0:
                look(page, f"check-in/{ENTRY[:-4]}{number:04}/if-you-like")
                field = page.get_by_label("Any words you used and want to find again?", exact=True)
                field.wait_for()
                assert MARK not in text or MARK in field.input_value()
        look(page, "boundaries")
        typed = [text for text in NASTY.values() if text.encode("utf-8", "ignore").decode() == text and text.strip()]
        field = page.get_by_label("What keeps happening?", exact=True)
        for text in typed:
            field.fill(text)
            assert page.evaluate(f"window.{ALARM}") is None
        field.fill("\n".join(text[:100] for text in typed))
        field.blur()
        saved(page)
        look(page, "home")

        kept = Workbook.load(server.answers).written.value("boundaries.happens")
        log = server.log.read_text()
    assert kept is not None
    assert kept.count(MARK) >= 60
    assert MARK not in log
    assert [url for url in visitor.requests if MARK in url or "203.0.113.7" in url] == []
