"""What is printed besides worksheets: a booklet, two cards, the letter, a page for a first talk, charts."""

from __future__ import annotations

from typing import Any

import pytest

from heartwork.analysis.source import Source
from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.charts.gallery import PATTERNS, pattern_of
from heartwork.errors import KitError
from heartwork.pages.author_preview import filled_in
from heartwork.pages.patterns_page import labels_of
from heartwork.printing.booklet import booklet
from heartwork.printing.cards import contact_card, help_card, memory_card
from heartwork.printing.chart_pages import pictures
from heartwork.printing.handover import handover, lines_to_choose_from
from heartwork.printing.letter import letter
from heartwork.printing.typeset import PrintOptions
from tests.printing.reading import about, alternatives, pages_of, read, squeezed

SHELF = WorksheetLibrary()
NOW = "2026-11-24T10:00:00Z"
LOOK = PrintOptions(day="2026-11-24")
LARGE = PrintOptions(day="2026-11-24", large=True)


def answers(*given: tuple[str, str, Any]) -> Answers:
    changes = [Answered(worksheet=worksheet, question=question, value=value) for worksheet, question, value in given]
    return Answers.none_yet(now=NOW).with_changes(changes, now=NOW)


def everybody(number: int) -> Answers:
    """A workbook in which every worksheet is filled in as one of its examples."""
    written = Answers.none_yet(now=NOW)
    for id_ in SHELF.ids:
        worksheet = SHELF.worksheet(id_)
        example = worksheet.examples[min(number, len(worksheet.examples) - 1)]
        written = written.with_changes(filled_in(worksheet, example), now=NOW)
    return written


# -- the booklet


def test_the_booklet_says_what_is_in_it_and_holds_all_of_it() -> None:
    made = booklet(SHELF, LOOK, country="uk")

    told = read(made.raw)
    titles = [squeezed(SHELF.worksheet(id_).title) for id_ in SHELF.ids]
    assert squeezed("How to use them") in told
    assert [title for title in titles if told.count(title) < 2] == []
    assert pages_of(made.raw) > 40


# -- cards


def test_the_card_names_who_helps_and_what_to_say_with_lines_for_the_rest() -> None:
    written = answers(
        ("start", "tell", "Dev from football"),
        ("takeaway", "who-helps", "Cem"),
        ("accept", "exits", [{"words": "My stop, Mum. Bye."}, {}]),
    )

    told = read(contact_card(SHELF, LOOK, value=written.value, country="uk").raw)

    assert [
        word for word in ("Cem", "Dev from football", "My stop, Mum. Bye.", "999") if squeezed(word) not in told
    ] == []


def test_a_blank_card_has_no_names() -> None:
    told = read(contact_card(SHELF, LOOK).raw)

    assert squeezed("Who I can call") in told
    assert "Cem" not in told


def test_a_card_is_one_page_however_much_was_written() -> None:
    long = "x " * 3_000
    written = answers(("start", "tell", long), ("accept", "exits", [{"words": long}] * 50))

    for look in (LOOK, LARGE):
        assert pages_of(contact_card(SHELF, look, value=written.value, country="us").raw) == 1


def test_the_card_for_when_the_past_comes_back_says_it_in_the_persons_words() -> None:
    written = answers(
        ("past", "card-first", "Feet on the floor"),
        ("past", "card-now", "I have grey hair."),
        ("past", "card-do", "Cold tap"),
        ("past", "where", "The stairs"),
        ("start", "tell", "Dev from football"),
    )

    told = read(memory_card(LOOK, value=written.value).raw)

    wanted = ("Feet on the floor", "I have grey hair.", "Cold tap", "Dev from football")
    assert [word for word in wanted if squeezed(word) not in told] == []
    assert squeezed("The stairs") not in told  # where it comes is for nobody's pocket
    assert squeezed("This is a memory.") not in told


def test_a_blank_one_says_that_it_is_a_memory() -> None:
    assert squeezed("This is a memory.") in read(memory_card(LOOK).raw)


def test_it_is_one_page_however_much_was_written() -> None:
    long = "x " * 3_000
    written = answers(*(("past", f"card-{name}", long) for name in ("first", "now", "where", "different", "do")))

    for look in (LOOK, LARGE):
        assert pages_of(memory_card(look, value=written.value).raw) == 1


def test_the_help_card_has_the_lines_of_a_country_in_full() -> None:
    told = read(help_card(SHELF, LOOK, country="au").raw)

    assert squeezed("1800RESPECT 1800 737 732") in told
    assert squeezed("Violence at home or in the family") in told


# -- the letter


def test_a_letter_is_its_draft_and_nothing_else() -> None:
    written = answers(("letter", "letter", {"raw": "not this", "draft": "Dear Mum,\n\nthe trout was good."}))

    draft, raw = letter(written.value, LOOK), letter(written.value, LOOK, part="raw")

    assert read(draft.raw) == squeezed("Dear Mum, the trout was good.")
    assert read(raw.raw) == squeezed("not this")
    assert about(draft.raw)["info"]["/Title"] == "Pages"


def test_there_is_no_print_of_a_letter_that_is_not_there() -> None:
    with pytest.raises(KitError, match="there is no draft of a letter yet"):
        letter(answers(("letter", "letter", {"raw": "only this"})).value, LOOK)


# -- the page for a first talk


def test_only_what_was_chosen_is_on_the_page_for_a_first_talk() -> None:
    lines = lines_to_choose_from(SHELF, everybody(0))
    chosen = {"want.peace-costs", "start.tell"} & {line.name for line in lines}

    told = read(handover(lines, chosen, LOOK).raw)

    assert chosen
    assert [line.name for line in lines if squeezed(line.ask) in told] == [
        line.name for line in lines if line.name in chosen
    ]


def test_what_may_be_chosen_holds_no_quiet_answer_no_raw_page_and_no_check_in() -> None:
    written = answers(
        ("start", "afraid", "now"),
        ("start", "tell", "Dev"),
        ("letter", "letter", {"raw": "nobody reads this", "draft": "Dear Mum"}),
    )

    lines = lines_to_choose_from(SHELF, written)

    assert [(line.name, line.page, line.answer) for line in lines] == [
        ("start.tell", "Start here", "Dev"),
        ("letter.letter", "A letter", "Dear Mum"),
    ]
    assert "nobody reads this" not in str([line.block for line in lines])


def test_without_a_choice_there_is_no_page_for_a_first_talk() -> None:
    with pytest.raises(KitError, match="no line is chosen yet"):
        handover(lines_to_choose_from(SHELF, everybody(0)), (), LOOK)


# -- charts


def test_a_chart_is_printed_with_its_words_and_its_numbers() -> None:
    pattern = pattern_of("forecast")
    assert pattern is not None
    chart = pattern.draw(Source(written=everybody(1), labels=labels_of(SHELF, (pattern.worksheet,))))

    made = pictures([(pattern.question, chart)], LOOK)

    told = read(made.raw)
    heads, rows = chart.numbers()
    assert chart.svg
    assert [part for part in (chart.title, chart.shows, chart.cannot_tell, *heads) if squeezed(part) not in told] == []
    assert squeezed("".join(rows[0])) in told
    assert chart.alternative in alternatives(made.raw)


def test_every_chart_can_be_printed_with_or_without_a_picture() -> None:
    for written in (everybody(1), everybody(0), Answers.none_yet(now=NOW)):
        charts = [
            (one.question, one.draw(Source(written=written, labels=labels_of(SHELF, (one.worksheet,)))))
            for one in PATTERNS
        ]
        for look in (LOOK, LARGE):
            assert pages_of(pictures(charts, look).raw) >= len(charts)
