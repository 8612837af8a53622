"""Questions, and what every kind says about itself unless it knows better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from heartwork.kinds.choice import Choice
from heartwork.kinds.line import Line
from heartwork.kinds.rows import Rows
from heartwork.kinds.scale import Scale
from heartwork.question import KEY_TYPES, Kind, Option, Question, own_key


@dataclass(frozen=True)
class Plain(Kind):
    """A kind that leaves everything as it comes."""

    def misfit(self, value: Any) -> str:
        return ""

    def in_words(self, value: Any) -> str:
        return str(value)


def test_a_kind_is_called_what_its_module_is_called() -> None:
    assert (Line.name(), Plain.name()) == ("line", "test_question")


@pytest.mark.parametrize("nothing", ["", [], {}])
def test_an_empty_answer_is_no_answer(nothing: object) -> None:
    assert Plain().tidied(nothing) is None


@pytest.mark.parametrize("something", [0, False, " ", [""], {"other": ""}])
def test_an_answer_that_only_looks_empty_is_kept(something: object) -> None:
    assert Plain().tidied(something) == something


@pytest.mark.parametrize(
    ("test", "value", "complaint"),
    [
        ("answered", True, ""),
        ("answered", False, ""),
        ("answered", "true", "answered takes true or false."),
        ("is", "x", 'the kind test_question cannot be tested with "is". Use one of: answered.'),
    ],
)
def test_any_kind_can_be_tested_for_being_answered(test: str, value: object, complaint: str) -> None:
    assert Plain().testable(test, value) == complaint


def test_an_own_key_says_its_type_and_what_it_means() -> None:
    @dataclass(frozen=True)
    class Made(Plain):
        low: str = own_key("text", means="What 0 stands for.")
        high: str = own_key("text", default="much", means="What 10 stands for.")

    assert Made(low="none") == Made(low="none", high="much")
    with pytest.raises(TypeError, match="'low'"):
        Made()  # type: ignore[call-arg]  # a key without a default must be there


@pytest.mark.parametrize("type_", KEY_TYPES)
def test_every_type_of_key_can_be_declared(type_: str) -> None:
    assert own_key(type_, means="Something.").metadata == {"type": type_, "means": "Something.", "read": True}


def test_a_type_of_key_that_is_not_known_is_refused() -> None:
    with pytest.raises(AssertionError, match="colour"):
        own_key("colour", means="Something.")


def test_the_texts_of_a_question_are_all_that_its_author_wrote_for_people() -> None:
    rows = Rows(
        columns=(
            Question(id="who", kind=Line(), ask="Who?", hint="First letters."),
            Question(id="how", kind=Choice(options=(Option("calls", "By phone"),)), ask="How?"),
            Question(id="much", kind=Scale(low="none", high="much"), ask="How much?"),
        ),
        row="person",
    )
    question = Question(id="people", kind=rows, ask="Who is there?", hint="Or nobody.")

    assert set(question.texts()) == {
        "Who is there?", "Or nobody.", "person",
        "Who?", "First letters.", "How?", "calls", "By phone", "How much?", "none", "much", "",
    }  # fmt: skip
