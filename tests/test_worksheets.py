"""The worksheets of the kit: right for the program, and kept to what content.md and voice.md promise."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from heartwork.authoring.data_files import DATA_FILES
from heartwork.authoring.folder_check import check
from heartwork.authoring.library import WorksheetLibrary
from heartwork.paths import worksheets_folder
from heartwork.worksheet_definition import DAY, Worksheet

#: Pages of the app that a text may lead to, besides the worksheets.
PAGES = {"steady", "home", "help", "patterns", "privacy"}

FOLDER = worksheets_folder()
SHELF = WorksheetLibrary(FOLDER)
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.fixture(params=SHELF.ids)
def worksheet(request: pytest.FixtureRequest) -> Worksheet:
    return SHELF.worksheet(request.param)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def texts(worksheet: Worksheet) -> Iterator[str]:
    """Everything that a person reads of a worksheet."""
    yield worksheet.title
    yield worksheet.about
    for section in worksheet.sections:
        yield section.title
        yield section.text
        for question in section.questions:
            yield from question.texts()


def words_in(value: Any) -> Iterator[str]:
    """Every text in plain values, keys aside."""
    if isinstance(value, dict):
        for part in value.values():
            yield from words_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_in(part)
    else:
        yield str(value)


# -- right for the program


def test_all_is_well() -> None:
    assert [str(problem) for problem in check([], SHELF)] == []


def test_a_card_says_the_same_as_the_worksheet(worksheet: Worksheet) -> None:
    (card,) = (card for card in SHELF.cards if card.id == worksheet.id)

    assert (card.title, card.minutes, card.weight, card.step, card.repeats) == (
        worksheet.title,
        worksheet.minutes,
        worksheet.weight,
        worksheet.step,
        worksheet.repeats,
    )


def test_every_example_fits_and_has_a_name_of_its_own(worksheet: Worksheet) -> None:
    names = [example.name for example in worksheet.examples]

    assert names
    assert len(set(names)) == len(names)
    for example in worksheet.examples:
        for answers in [example.answers, *(entry["answers"] for entry in example.entries)]:
            assert isinstance(answers, dict)
            for id_, value in answers.items():
                question = worksheet.question(id_)
                assert question is not None
                assert (id_, question.kind.misfit(question.kind.tidied(value))) == (id_, "")


def test_an_answer_that_is_never_written_is_in_no_example(worksheet: Worksheet) -> None:
    quiet = {question.id for question in worksheet.questions if question.visit_only}
    answered = {id_ for example in worksheet.examples for id_ in example.answers}
    answered |= {id_ for example in worksheet.examples for entry in example.entries for id_ in _answers(entry)}

    assert quiet & answered == set()


def _answers(entry: Any) -> dict[str, Any]:
    answers: dict[str, Any] = entry["answers"]
    return answers


def test_an_answer_that_is_never_written_is_neither_tracked_nor_shared(worksheet: Worksheet) -> None:
    assert [
        question.id for question in worksheet.questions if question.visit_only and (question.track or question.share)
    ] == []


def test_only_numbers_and_choices_are_shared(worksheet: Worksheet) -> None:
    shared = {question.kind.name() for question in worksheet.questions if question.share}

    assert shared <= {"number", "scale", "choice", "choices", "grid", "sort", "circles"}


def test_every_link_leads_to_a_place_of_the_kit(worksheet: Worksheet) -> None:
    parts = {f"{id_}/{section.id}" for id_ in SHELF.ids for section in SHELF.worksheet(id_).sections}
    places = PAGES | set(SHELF.ids) | parts
    places |= {"paper/handover", f"paper/{worksheet.id}"}

    links = [link for text in texts(worksheet) for link in re.findall(r"\]\(([^)]*)\)", text)]

    assert [link for link in links if link.removeprefix("#") not in places or not link.startswith("#")] == []


# -- what is promised


def test_no_text_holds_an_outside_address(file: Path) -> None:
    """Nothing leaves: not even a link that somebody could press by mistake. Help lines are words, not links."""
    text = file.read_text(encoding="utf-8")

    assert re.findall(r"\w+://\S+|\bwww\.\S+|\bmailto:\S+|<a\b.*", text) == []


def test_nobody_is_shouted_at(worksheet: Worksheet) -> None:
    assert [text for text in texts(worksheet) if "!" in text] == []


@pytest.mark.parametrize("name", DATA_FILES)
def test_nobody_is_shouted_at_beside_the_worksheets_either(name: str) -> None:
    assert [text for text in words_in(SHELF.data(name)) if "!" in text] == []


def test_nothing_unverified_is_stated(file: Path) -> None:
    assert "[U]" not in file.read_text(encoding="utf-8")


def test_a_worksheet_takes_a_quarter_of_an_hour_at_most(worksheet: Worksheet) -> None:
    assert worksheet.minutes <= 15


def test_a_check_in_takes_a_minute() -> None:
    check_in = SHELF.worksheet("check-in")

    assert (check_in.minutes, check_in.repeats, check_in.question(DAY) is not None) == (1, True, True)


def test_no_two_worksheets_are_the_same_step() -> None:
    steps = [card.step for card in SHELF.cards if card.step is not None]

    assert len(set(steps)) == len(steps)


def test_a_worksheet_ends_in_something_present(worksheet: Worksheet) -> None:
    """The last thing is something to read, not one more question."""
    *_, last = worksheet.sections[-1].questions

    assert not last.kind.answers


def test_every_source_says_who_when_what_and_where_it_was_seen() -> None:
    sources = SHELF.data("sources")

    assert sources
    for id_, source in sources.items():
        assert (id_, {"author", "year", "finding", "where"} - set(source)) == (id_, set())
        assert (id_, isinstance(source["year"], int)) == (id_, True)


# -- help lines


def _lines() -> list[Any]:
    return [
        pytest.param(line, id=f"{country['id']}: {line['name']}")
        for country in SHELF.data("resources")["countries"]
        for line in country["lines"]
    ]


@pytest.mark.parametrize("line", _lines())
def test_a_help_line_says_whom_it_is_for_how_to_reach_it_and_when_that_was_checked(line: dict[str, Any]) -> None:
    assert {"id", "name", "for", "checked", "source"} <= set(line)
    assert {"phone", "text", "web"} & set(line)
    assert set(line) <= {"id", "name", "for", "phone", "text", "web", "hours", "note", "checked", "source", "seen"}
    assert line.get("seen", "quoted") == "quoted"
    assert all(isinstance(value, str) and value.strip() for value in line.values())
    assert datetime.date.fromisoformat(line["checked"]) <= datetime.date.today() + datetime.timedelta(days=1)


@pytest.mark.parametrize("line", _lines())
def test_a_help_line_without_hours_says_so(line: dict[str, Any]) -> None:
    assert {"hours", "note"} & set(line)


def test_every_country_begins_with_its_emergency_number() -> None:
    firsts = {country["id"]: country["lines"][0] for country in SHELF.data("resources")["countries"]}

    assert {id_: line["name"] for id_, line in firsts.items()} == dict.fromkeys(firsts, "Emergency")
    assert all(re.search(r"\d{3}", line["phone"]) for line in firsts.values())


def test_whoever_lives_elsewhere_is_not_left_alone() -> None:
    assert "emergency number" in SHELF.data("resources")["elsewhere"]
