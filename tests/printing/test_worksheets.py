"""Worksheets on paper: everything is asked, what was written is there, and what must not be there is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from heartwork.answers import Answers
from heartwork.authoring import worksheet_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.errors import KitError
from heartwork.pages.author_preview import filled_in
from heartwork.piping import piped
from heartwork.printing import worksheet_pages, worksheets
from heartwork.printing.typeset import PrintOptions
from heartwork.worksheet_definition import Example, Worksheet
from tests.printing.reading import about, pages_of, read, sizes, squeezed

SHELF = WorksheetLibrary()
NOW = "2026-11-24T10:00:00Z"
LOOK = PrintOptions(day="2026-11-24")


def answers(**values: Any) -> Answers:
    """A workbook with these answers: `start__call_her="Mama"`."""
    changes = [
        Answered(worksheet=name.partition("__")[0], question=name.partition("__")[2].replace("_", "-"), value=value)
        for name, value in values.items()
    ]
    return Answers.none_yet(now=NOW).with_changes(changes, now=NOW)


def of(worksheet: Worksheet, example: Example) -> Answers:
    return Answers.none_yet(now=NOW).with_changes(filled_in(worksheet, example), now=NOW)


def words_of(blocks: list[dict[str, Any]]) -> str:
    return str(blocks)


def without_pipes(text: str) -> str:
    return piped(text, lambda _: None)


# -- blank


@pytest.mark.parametrize("id_", SHELF.ids)
def test_a_blank_worksheet_asks_everything(id_: str) -> None:
    worksheet = SHELF.worksheet(id_)

    printed = worksheet_pages.blank_pages(SHELF, [id_], LOOK)

    told = read(printed.raw)
    assert not printed.letters_missing
    for section in worksheet.sections:
        asked = [section.title, *(question.ask for question in section.questions)]
        there = [squeezed(without_pipes(text)) in told for text in asked]
        assert section.screen_only or all(there), section.id


def test_a_blank_goes_without_what_is_about_the_screen() -> None:
    told = read(worksheet_pages.blank_pages(SHELF, ["start"], LOOK).raw)

    assert squeezed("How to leave quickly") not in told
    assert squeezed("Three quiet questions") in told


@pytest.mark.parametrize("id_", SHELF.ids)
def test_there_is_large_print_and_the_paper_of_america(id_: str) -> None:
    printed = worksheet_pages.blank_pages(SHELF, [id_], PrintOptions(day="2026-11-24", paper="letter", large=True))

    assert not printed.letters_missing
    assert sizes(printed.raw) == {(612, 792)}
    assert pages_of(printed.raw) > pages_of(worksheet_pages.blank_pages(SHELF, [id_], LOOK).raw)


def test_a_print_ends_with_help_lines_and_says_what_it_is_not() -> None:
    told = read(worksheet_pages.blank_pages(SHELF, ["boundaries"], LOOK).raw)

    assert squeezed("National Domestic Abuse Helpline (Refuge) 0808 2000 247") in told
    assert squeezed("These were looked up on 30 November 2026.") in told
    assert squeezed("It isn't therapy, it doesn't diagnose anyone, and it isn't help in a crisis.") in told


def test_the_help_lines_may_be_those_of_one_country() -> None:
    told = read(worksheet_pages.blank_pages(SHELF, ["boundaries"], LOOK, country="nz").raw)

    assert squeezed("Women's Refuge 0800 733 843") in told
    assert squeezed("Women who are hurt, threatened or controlled by a partner or someone in the family.") in told
    assert "741741" not in told


def leads_of(id_: str) -> list[str]:
    return [str(block.get("lead")) for block in worksheets.blank(SHELF.worksheet(id_), SHELF)]


def test_a_condition_points_to_the_box_that_was_ticked() -> None:
    leads = leads_of("support")

    assert "If you ticked “No” or “Not now”:" in leads
    assert "If you ticked “I was hurt, and it comes back”:" in leads
    assert "Unless you ticked “A mother who has died” or “A mother I never knew” on “Start here”:" in leads


def test_a_condition_names_the_question_where_another_has_the_same_box() -> None:
    several = (
        "you ticked “My family”, “My faith, or people in it”, “Myself”, “Her” or “something else” for “Is somebody"
    )

    assert any(several in lead for lead in leads_of("forgive"))


def test_a_condition_on_what_nobody_ticks_says_so() -> None:
    """Quiet questions have no boxes on paper."""
    leads = leads_of("letter")

    assert (
        "If you said to yourself “Yes, now”, “I'm not sure”, “I'd rather not say” or “Yes, and it could happen "
        "again” on “Start here”:"
    ) in leads
    assert "If you said to yourself “Control”, or nothing:" in leads_of("challenges")


def test_a_blank_never_holds_a_word_of_the_persons() -> None:
    """Where their word would be piped in, the author's own stand."""
    told = words_of(worksheets.blank(SHELF.worksheet("accept"), SHELF))

    assert "And what does your mother do?" in told


def test_there_is_nothing_to_tick_for_a_quiet_question() -> None:
    """Paper can be found."""
    blocks = worksheets.blank(SHELF.worksheet("start"), SHELF)

    (afraid,) = [block for block in blocks if block.get("ask", "").startswith("Are you afraid of her")]
    assert afraid["shapes"] == [
        {
            "shape": "named",
            "options": ["Yes, now", "Yes, in the past", "I'm not sure", "No", "I'd rather not say"],
            "text": "Nothing to tick here: this one is for you alone, in your head.",
        }
    ]


def test_several_worksheets_become_one_file() -> None:
    one = pages_of(worksheet_pages.blank_pages(SHELF, ["check-in"], LOOK).raw)
    several = worksheet_pages.blank_pages(SHELF, ["check-in", "takeaway"], LOOK)

    assert pages_of(several.raw) > one
    assert squeezed("A one-minute check-in") in read(several.raw)
    assert squeezed("One page to keep") in read(several.raw)


# -- filled


@pytest.mark.parametrize("id_", SHELF.ids)
def test_a_filled_worksheet_holds_what_was_written(id_: str) -> None:
    worksheet = SHELF.worksheet(id_)
    example = worksheet.examples[-1]

    told = read(worksheet_pages.filled_pages(SHELF, [id_], LOOK, written=of(worksheet, example)).raw)

    always = {
        question.id
        for section in worksheet.sections
        for question in section.questions
        if section.show_if is None and question.show_if is None and question.kind.name() in ("line", "text")
    }
    answered = [example.answers, *(entry["answers"] for entry in example.entries)]
    lines = [(key, str(value)) for one in answered for key, value in one.items() if key in always]  # type: ignore[attr-defined]
    assert [key for key, value in lines if squeezed(value) not in told] == []


def test_what_is_open_skipped_quiet_or_hidden_is_not_in_a_filled_one() -> None:
    written = answers(start__tell="Dev", start__call_her="Maureen").with_changes(
        [
            Answered(worksheet="start", question="who", value=None, skipped=True),
            Answered(worksheet="start", question="afraid", value="now"),  # an old file, or another program
            Answered(worksheet="support", question="old-hurt", value="never an answer"),
            Answered(worksheet="support", question="together", value="her"),
            Answered(worksheet="support", question="beside", value="group"),
        ],
        now=NOW,
    )

    start = words_of(worksheets.filled(SHELF.worksheet("start"), SHELF, written))
    support = words_of(worksheets.filled(SHELF.worksheet("support"), SHELF, written))

    assert "Dev" in start
    assert "Who is she to you?" not in start
    assert "afraid" not in start
    assert "With her" in support
    assert "In a group" not in support
    assert "never an answer" not in support


def test_the_raw_page_of_a_letter_stays_where_it_is() -> None:
    letter = {"raw": "what nobody reads", "draft": "Dear Mum,\n\nthe trout was good.", "ending": "send"}

    told = read(worksheet_pages.filled_pages(SHELF, ["letter"], LOOK, written=answers(letter__letter=letter)).raw)

    assert squeezed("Dear Mum, the trout was good.") in told
    assert squeezed("Send it") in told
    assert squeezed("nobody reads") not in told


def test_a_filled_page_to_keep_shows_what_was_written_on_other_pages() -> None:
    written = answers(understand__keep="The singing", takeaway__will_do="Ring Ruth")

    told = read(worksheet_pages.filled_pages(SHELF, ["takeaway"], LOOK, written=written).raw)

    assert squeezed("The singing") in told
    assert squeezed("Ring Ruth") in told


def test_each_entry_has_its_day() -> None:
    worksheet = SHELF.worksheet("check-in")

    told = read(
        worksheet_pages.filled_pages(SHELF, ["check-in"], LOOK, written=of(worksheet, worksheet.examples[0])).raw
    )

    assert [day for day in ("2 October 2026", "16 October 2026", "30 October 2026") if squeezed(day) not in told] == []


def test_an_answer_that_does_not_fit_any_more_is_told_as_it_is() -> None:
    written = answers(want__close_now="very close", want__energy_now=[3])

    told = words_of(worksheets.filled(SHELF.worksheet("want"), SHELF, written))

    assert "very close" in told


def test_where_nothing_was_written_there_is_nothing_to_print() -> None:
    with pytest.raises(KitError, match="nothing is written there yet"):
        worksheet_pages.filled_pages(SHELF, ["start", "want"], LOOK, written=answers())


def test_a_worksheet_in_which_nothing_was_written_is_left_out_beside_others() -> None:
    told = read(worksheet_pages.filled_pages(SHELF, ["start", "want"], LOOK, written=answers(start__tell="Dev")).raw)

    assert "Dev" in told
    assert squeezed("What do I want?") not in told


# -- the file


def test_the_file_is_tagged_and_says_nothing_about_what_is_in_it() -> None:
    written = answers(start__call_her="Maureen", accept__visit_length="an hour", start__tell="Dev")

    said = about(
        worksheet_pages.filled_pages(SHELF, ["start", "accept"], PrintOptions(day="2026-11-24"), written=written).raw
    )

    assert said["tagged"]
    assert said["language"] == "en"
    assert said["info"]["/Title"] == "Pages"
    assert set(said["info"]) <= {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    assert said["info"]["/CreationDate"].startswith("D:20261124000000")
    assert "<pdfuaid:part>1" in said["xmp"]
    assert "Maureen" not in said["xmp"]


def test_the_same_day_gives_the_same_file() -> None:
    assert (
        worksheet_pages.blank_pages(SHELF, ["want"], LOOK).raw == worksheet_pages.blank_pages(SHELF, ["want"], LOOK).raw
    )


def test_a_worksheet_of_ones_own_is_printed_with_a_kind_of_each() -> None:
    source = Path(__file__).parent.parent / "browser" / "one-of-each.yaml"
    worksheet = worksheet_reader.read(source)
    shelf = WorksheetLibrary(draft=source)

    told = read(worksheet_pages.blank_pages(shelf, ["one-of-each"], LOOK).raw)

    assert [one.ask for one in worksheet.questions if squeezed(without_pipes(one.ask)) not in told] == []
