"""Home: where I stopped, and everything there is, in groups that say what they are."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from heartwork.changes import Answered, Change, Finished
from heartwork.fields import Prose
from heartwork.files.shelf import Shelf
from heartwork.files.workbook import Workbook
from heartwork.pages.home_page import home_page, stopped_at
from heartwork.pages.visit import Visit

MONDAY = datetime.datetime(2026, 11, 23, 14, 5, tzinfo=datetime.timezone.utc)


@pytest.fixture
def visit(folder: Path) -> Visit:
    return Visit(Workbook.load(folder), Shelf())


def write(visit: Visit, *changes: Change, days: int = 0) -> None:
    visit.workbook.save(changes, now=MONDAY + datetime.timedelta(days=days))


def html(visit: Visit) -> str:
    (prose,) = home_page(visit).parts
    assert isinstance(prose, Prose)
    return str(prose.html)


def links(text: str) -> list[str]:
    return re.findall(r'href="#([^"]+)"', text)


def test_every_worksheet_is_on_it_once_and_the_steps_in_their_order(visit: Visit) -> None:
    places = links(html(visit))

    assert sorted(places) == sorted([*visit.shelf.ids, "patterns", "help", "privacy"])
    steps = [card.id for card in sorted(visit.shelf.cards, key=lambda card: card.step or 9) if card.step]
    assert [place for place in places if place in steps] == steps


def test_a_first_visit_is_told_where_it_could_begin(visit: Visit) -> None:
    assert "Start here" in html(visit)
    assert "You were in" not in html(visit)


def test_it_leads_back_to_the_part_that_was_written_in_last(visit: Visit) -> None:
    write(visit, Answered(worksheet="boundaries", question="readiness", value=4))
    write(visit, Answered(worksheet="start", question="call_her", value="Mama"), days=-1)

    assert links(html(visit))[0] == "boundaries/limit"
    assert "You were in “Boundaries”." in html(visit)


def test_what_was_read_to_its_end_is_left_alone(visit: Visit) -> None:
    write(visit, Answered(worksheet="boundaries", question="readiness", value=4), Finished("boundaries"))

    assert stopped_at(visit) is None
    assert "read to its end" in html(visit)


def test_a_question_that_is_gone_leads_nowhere(visit: Visit) -> None:
    write(visit, Answered(worksheet="boundaries", question="no-more", value=4))

    assert stopped_at(visit) is None


def test_a_check_in_is_nothing_to_go_on_with(visit: Visit) -> None:
    write(visit, Answered(worksheet="check-in", question="calm", value=4, entry="5d6d9a9e-0000-4000-8000-000000000000"))

    assert stopped_at(visit) is None
    assert "1 written down" in html(visit)


def test_a_folder_of_ones_own_shows_what_is_in_it_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "walk.yaml").write_text("id: walk\ntitle: A <b>walk</b>\nminutes: 5\nweight: 1\nsections: []\n")

    text = html(Visit(Workbook.load(folder), Shelf(own)))

    assert links(text) == ["walk", "patterns", "help", "privacy"]
    assert "A &lt;b&gt;walk&lt;/b&gt;" in text
