"""Worksheets as data: finding what is in them, and what these answers lead to."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from heartwork.conditions import Comparison, Not
from heartwork.kinds.info import Info
from heartwork.kinds.line import Line
from heartwork.question import Question
from heartwork.worksheet_definition import Section, Worksheet

SEES_HER = Comparison("walk.who", "is", "her")
WHO = Question(id="who", kind=Line(), ask="Who walked?", formerly=("walker", "person"))
NOTE = Question(id="note", kind=Info(text="Look up."), ask="")
WEATHER = Question(id="weather", kind=Line(), ask="What was the sky like?")
WALK = Worksheet(
    id="walk",
    title="A walk",
    about="One walk.",
    sections=(
        Section(id="there", title="There", questions=(WHO, NOTE)),
        Section(id="with-her", title="With her", show_if=SEES_HER, questions=(WEATHER,)),
        Section(id="alone", title="Alone", show_if=Not(SEES_HER)),
    ),
    minutes=10,
    weight=1,
)


def test_questions_come_in_reading_order() -> None:
    assert list(WALK.questions) == [WHO, NOTE, WEATHER]
    assert list(WALK.questions) == [WHO, NOTE, WEATHER]  # a second time too


@pytest.mark.parametrize(
    ("id_", "question"), [("who", WHO), ("walker", WHO), ("person", WHO), ("weather", WEATHER), ("nobody", None)]
)
def test_a_question_is_found_by_its_id_or_one_it_had(id_: str, question: Question | None) -> None:
    assert WALK.question(id_) is question


@pytest.mark.parametrize(("id_", "title"), [("with-her", "With her"), ("there", "There")])
def test_a_section_is_found_by_its_id(id_: str, title: str) -> None:
    section = WALK.section(id_)

    assert section is not None
    assert section.title == title


def test_a_section_that_is_not_there_is_none() -> None:
    assert WALK.section("nowhere") is None


@pytest.mark.parametrize(
    ("answers", "open_"),
    [({"walk.who": "her"}, ["there", "with-her"]), ({"walk.who": "me"}, ["there", "alone"]), ({}, ["there", "alone"])],
)
def test_answers_lead_to_some_sections_and_not_to_others(answers: dict[str, str], open_: list[str]) -> None:
    assert [section.id for section in WALK.open_sections(answers.get)] == open_


def test_a_worksheet_is_never_changed() -> None:
    with pytest.raises(FrozenInstanceError, match="title"):
        WALK.title = "Another walk"  # type: ignore[misc]  # that it is refused is the point
