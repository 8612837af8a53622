"""The page to keep: one side of paper, however much was written, and nothing is cut without saying so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered, Change
from heartwork.errors import KitError
from heartwork.printing import cards, worksheet_pages
from heartwork.printing.one_page import shortened
from heartwork.printing.typeset import PrintOptions
from heartwork.question import Question
from tests.printing.reading import pages_of, read, squeezed

NOW = "2026-12-01T10:00:00Z"
SENTENCE = "She asks about my weight at dinner, and I put the fork down. "
TEXT = SENTENCE * 40
LOOKS = [
    PrintOptions(day="2026-12-01", language=language, paper=paper, large=large)
    for language in ("en", "es")
    for paper in ("a4", "letter")
    for large in (False, True)
]


def shelf_of(look: PrintOptions) -> WorksheetLibrary:
    return WorksheetLibrary(language=None if look.language == "en" else look.language)


def answers(**values: Any) -> Answers:
    changes = [
        Answered(worksheet=name.partition("__")[0], question=name.partition("__")[2].replace("_", "-"), value=value)
        for name, value in values.items()
    ]
    return Answers.none_yet(now=NOW).with_changes(changes, now=NOW)


def everything(shelf: WorksheetLibrary) -> Answers:
    """A workbook in which every line, text and row is full."""
    return Answers.none_yet(now=NOW).with_changes(list(_everything(shelf)), now=NOW)


def _everything(shelf: WorksheetLibrary) -> Iterator[Change]:
    for card in shelf.cards:
        for question in shelf.worksheet(card.id).questions if not card.repeats else ():
            value = None if question.visit_only else _much(question)
            if value is not None:
                yield Answered(worksheet=card.id, question=question.id, value=value)


def _much(question: Question) -> Any:
    match question.kind.name():
        case "text":
            return TEXT
        case "line":
            return TEXT[:400].strip()
        case "rows":
            columns = getattr(question.kind, "columns", ())
            return [{column.id: TEXT[:400].strip() for column in columns if column.kind.name() in ("line", "text")}] * 9
        case "date":
            return "2027-01"
        case _other:
            return None


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_is_one_page_when_everything_was_written(look: PrintOptions) -> None:
    shelf = shelf_of(look)

    made = worksheet_pages.filled_pages(shelf, ["takeaway"], look, written=everything(shelf), country="us")

    assert pages_of(made.raw) == (2 if look.large else 1)
    assert squeezed("911") in read(made.raw)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_is_one_page_blank(look: PrintOptions) -> None:
    assert pages_of(worksheet_pages.blank_pages(shelf_of(look), ["takeaway"], look).raw) <= (2 if look.large else 1)


@pytest.mark.parametrize("country", ["", "us", "uk", "in", "mx", "es"])
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_card_with_help_lines_is_one_sheet(look: PrintOptions, country: str) -> None:
    shelf = shelf_of(look)

    made = cards.help_card(shelf, look, country=country)

    assert pages_of(made.raw) <= (2 if look.large else 1)
    numbers = [
        str(one["lines"][0]["phone"]) for one in shelf.data("resources")["countries"] if country in ("", one["id"])
    ]
    assert [number for number in numbers if squeezed(number) not in read(made.raw)] == []


def test_a_little_is_printed_whole() -> None:
    written = answers(
        understand__keep="The singing", takeaway__decided="Every second year.", accept__look_again="2027-01"
    )

    told = read(worksheet_pages.filled_pages(WorksheetLibrary(), ["takeaway"], LOOKS[0], written=written).raw)

    assert squeezed("The singing") in told
    assert squeezed("Every second year.") in told
    assert "…" not in told


def test_what_is_shortened_ends_with_a_sentence_and_says_that_there_is_more() -> None:
    told = read(
        worksheet_pages.filled_pages(
            WorksheetLibrary(), ["takeaway"], LOOKS[0], written=everything(WorksheetLibrary())
        ).raw
    )

    assert squeezed(f"{SENTENCE}…") in told
    assert squeezed("“…” means that there is more on your screen.") in told


def test_the_person_chooses_what_is_on_it() -> None:
    written = answers(
        takeaway__on_paper=["words-part", "who-when"],
        takeaway__understood="It was never about the coat",
        takeaway__who_helps="Cem",
        accept__same_again=[{"words": "I don't talk about that"}],
    )

    told = read(worksheet_pages.filled_pages(WorksheetLibrary(), ["takeaway"], LOOKS[0], written=written).raw)

    assert "Cem" in told
    assert squeezed("never about the coat") not in told
    assert squeezed("What should be on the printed page?") not in told


def test_nothing_of_it_on_paper_is_nothing_to_print() -> None:
    with pytest.raises(KitError, match="nothing to print"):
        worksheet_pages.filled_pages(
            WorksheetLibrary(), ["takeaway"], LOOKS[0], written=answers(takeaway__on_paper=["who-when"])
        )


def test_what_was_asked_on_several_pages_is_asked_once() -> None:
    written = answers(boundaries__look_again="2027-01", accept__look_again="2027-03", takeaway__look_again="2027-01")

    told = read(worksheet_pages.filled_pages(WorksheetLibrary(), ["takeaway"], LOOKS[0], written=written).raw)

    assert told.count(squeezed("When might you look at this again?")) == 1
    assert told.count(squeezed("January 2027")) == 1
    assert squeezed("March 2027") in told


@given(st.text(alphabet="ab .!?\n,”", max_size=300), st.integers(20, 200))
def test_a_shortened_text_is_the_beginning_of_it_and_marked(text: str, most: int) -> None:
    short = shortened(text, most)

    if len(text) <= most:
        assert short == text
    else:
        assert short.endswith("…")
        assert len(short) <= most + 2
        assert text.startswith(short.removesuffix(" …").removesuffix("…"))


def test_a_sentence_that_is_too_long_ends_after_a_word() -> None:
    assert shortened("one two three four five six", 14) == "one two three …"
    assert shortened("One two. Three four five six.", 14) == "One two. …"
