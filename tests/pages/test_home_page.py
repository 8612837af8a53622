"""Home: where I stopped, and everything there is, in groups that say what they are."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered, Change, Finished
from heartwork.pages.home_page import home_page, stopped_at
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import HtmlBlock

MONDAY = datetime.datetime(2026, 11, 23, 14, 5, tzinfo=datetime.timezone.utc)


@pytest.fixture
def visit(folder: Path) -> Session:
    return Session(Workbook.load(folder), WorksheetLibrary())


def write(visit: Session, *changes: Change, days: int = 0) -> None:
    visit.workbook.save(changes, now=MONDAY + datetime.timedelta(days=days))


def html(visit: Session) -> str:
    (prose,) = home_page(visit).parts
    assert isinstance(prose, HtmlBlock)
    return str(prose.html)


def links(text: str) -> list[str]:
    return re.findall(r'href="#([^"]+)"', text)


@pytest.mark.parametrize("pace", [None, "own", "evening", "weeks", "workshop"])
def test_every_page_is_on_it_whatever_the_order(visit: Session, pace: str | None) -> None:
    if pace:
        write(visit, Answered(worksheet="start", question="pace", value=pace))

    places = links(html(visit))
    assert set(places) >= {*visit.shelf.ids, "patterns", "paper", "help", "privacy", "steady", "start/way/pace"}


def test_without_a_pace_the_five_steps_stand_in_their_order(visit: Session) -> None:
    steps = [card.id for card in sorted(visit.shelf.cards, key=lambda card: card.step or 9) if card.step]

    assert [place for place in links(html(visit)) if place in steps] == steps


def test_a_pace_groups_the_pages_and_keeps_none_back(visit: Session) -> None:
    write(visit, Answered(worksheet="start", question="pace", value="evening"))

    text = html(visit)
    headings = re.findall(r"<h[23]>([^<]+)<", text)
    assert headings == [
        "What you could do now",
        "One evening",
        "Settling in",
        "One thing: whichever is loudest tonight",
        "Or something shorter",
        "To finish",
        "The other pages",
        "When a limit is hard to say",
        "Family, and looking after her",
        "What weighs on you",
        "Only if you want to",
        "Help, and something to keep",
    ]
    assert links(text[text.index("To finish") :])[:2] == ["takeaway", "hard-to-say"]


def test_pages_outside_the_five_steps_are_found_under_what_they_are_for(visit: Session) -> None:
    text = html(visit)
    after_the_steps = text[text.index("Five steps") :]

    assert re.findall(r"<h2>([^<]+)<", after_the_steps)[0] == "Short pages for a hard moment"
    hard_moment = after_the_steps[after_the_steps.index("Short pages") : after_the_steps.index("When a limit")]
    assert links(hard_moment) == ["making-room", "kind"]
    assert "Other pages" not in text  # every page of the kit has a group until Start is begun


def test_groups_outside_the_five_steps_are_folded_and_name_their_pages(visit: Session) -> None:
    text = html(visit)
    folded = re.findall(r'<details class="hw-fold"( open)?>.*?</details>', text)

    assert folded and not any(folded)
    assert "<span>Unhook, and make room · Kind to yourself</span>" in text
    assert text.index("What you could do now") < text.index("Five steps") < text.index("<details")


def test_a_group_with_a_page_that_was_begun_is_open(visit: Session) -> None:
    write(visit, Answered(worksheet="kind", question="says", value="x"))
    (begun,) = re.findall(r'<details class="hw-fold" open>.*?</details>', html(visit))
    assert "kind" in links(begun)

    write(visit, Finished("kind"), days=1)
    assert '<details class="hw-fold" open>' not in html(visit)


def test_no_group_of_pages_is_a_wall(visit: Session) -> None:
    lists = re.findall(r'<ul class="hw-cards">(.*?)</ul>', html(visit))

    assert max(len(links(one)) for one in lists) <= 5


def test_a_page_in_no_group_comes_last(visit: Session) -> None:
    write(visit, Answered(worksheet="boundaries", question="readiness", value=4))

    assert links(html(visit)[html(visit).index("Other pages") :])[0] == "start"


def test_to_choose_a_pace_is_not_to_begin_a_page(visit: Session) -> None:
    write(visit, Answered(worksheet="start", question="pace", value="weeks"))

    assert stopped_at(visit) is None
    assert links(html(visit))[0] == "start"
    assert "started" not in html(visit)


def test_a_heavy_page_says_what_is_good_to_have_and_a_light_one_does_not(visit: Session) -> None:
    items = re.findall(r'<li><a href="#([^"]+)">(.*?)</a></li>', html(visit))

    heavy = {"effects", "forgive", "forgiving", "hoped-for", "letter", "past"}
    assert {place for place, words in items if "Good to have:" in words} == heavy


def test_what_could_be_done_now_is_never_heavy_nor_begun(visit: Session) -> None:
    for worksheet in ("start", "challenges"):
        question = next(one for one in visit.shelf.worksheet(worksheet).questions if one.kind.name() == "line")
        write(visit, Answered(worksheet=worksheet, question=question.id, value="x"))

    text = html(visit)
    now = text[text.index("What you could do now") : text.index("Five steps")]
    assert links(now) == ["after-a-call", "check-in", "understand", "steady"]  # effects comes before it, and is heavy


def test_getting_closer_is_never_put_forward(visit: Session) -> None:
    for card in visit.shelf.cards:
        if not card.repeats and card.id not in ("closer", "forgiving"):
            worksheet = visit.shelf.worksheet(card.id)
            question = next(one for one in worksheet.questions if one.kind.name() == "line")
            write(visit, Answered(worksheet=card.id, question=question.id, value="x"))

    text = html(visit)
    now = text[text.index("What you could do now") : text.index("Five steps")]
    assert links(now) == ["after-a-call", "check-in", "steady"]
    assert "closer" in links(text)


def test_just_after_a_call_comes_first_and_says_when_it_is_for(visit: Session) -> None:
    write(visit, Answered(worksheet="boundaries", question="readiness", value=4))

    text = html(visit)
    now = text[text.index("What you could do now") : text.index("Five steps")]
    assert links(now)[0] == "after-a-call"
    assert "5 minutes · light · for the first minutes" in now


def test_a_first_visit_is_told_where_it_could_begin(visit: Session) -> None:
    assert links(html(visit))[0] == "start"
    assert "<strong>Leave now</strong>" in html(visit)
    assert "You were in" not in html(visit)


def test_it_leads_back_to_the_question_that_was_answered_last(visit: Session) -> None:
    write(visit, Answered(worksheet="boundaries", question="readiness", value=4))
    write(visit, Answered(worksheet="start", question="call_her", value="Mama"), days=-1)

    assert links(html(visit))[0] == "boundaries/limit/readiness"
    assert "You were in “Boundaries”, at “" in html(visit)


def test_what_was_read_to_its_end_is_left_alone(visit: Session) -> None:
    write(visit, Answered(worksheet="boundaries", question="readiness", value=4), Finished("boundaries"))

    assert stopped_at(visit) is None
    assert "read to its end" in html(visit)


def test_what_was_written_after_the_end_was_read_is_gone_on_with(visit: Session) -> None:
    write(visit, Answered(worksheet="boundaries", question="readiness", value=4), Finished("boundaries"))
    write(visit, Answered(worksheet="boundaries", question="readiness", value=6), days=1)

    assert links(html(visit))[0] == "boundaries/limit/readiness"


def test_what_is_in_a_closed_part_leads_to_where_it_is_offered(visit: Session) -> None:
    write(visit, Answered(worksheet="boundaries", question="aloud", value="x"))

    assert links(html(visit))[0] == "boundaries/enough"
    assert "at “Enough, or a little more”" in html(visit)


def test_a_question_that_is_gone_leads_nowhere(visit: Session) -> None:
    write(visit, Answered(worksheet="boundaries", question="no-more", value=4))

    assert stopped_at(visit) is None


def test_a_check_in_is_nothing_to_go_on_with(visit: Session) -> None:
    write(visit, Answered(worksheet="check-in", question="calm", value=4, entry="5d6d9a9e-0000-4000-8000-000000000000"))

    assert stopped_at(visit) is None
    assert "1 written down" in html(visit)


def test_a_folder_of_ones_own_shows_what_is_in_it_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "walk.yaml").write_text("id: walk\ntitle: A <b>walk</b>\nminutes: 5\nweight: 1\nsections: []\n")

    text = html(Session(Workbook.load(folder), WorksheetLibrary(own)))

    assert links(text) == ["walk", "patterns", "paper", "reminder", "help", "privacy"]
    assert "A &lt;b&gt;walk&lt;/b&gt;" in text
