"""What can be reached: circles, and conditions that no answers meet."""

from __future__ import annotations

from typing import Any as Anything

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.authoring.reachability import Find, find_cycle, is_unsatisfiable
from heartwork.conditions import AllOf, AnyOf, Comparison, Condition, Not, holds
from heartwork.kinds.choice import Choice
from heartwork.kinds.choices import Choices
from heartwork.kinds.line import Line
from heartwork.kinds.number import Number
from heartwork.kinds.plan import Plan
from heartwork.kinds.scale import Scale
from heartwork.question import Kind, Option, Question
from heartwork.worksheet_definition import Section, Worksheet

OPTIONS = tuple(Option(key, key.upper()) for key in ("a", "b", "c"))
KINDS: dict[str, Kind] = {
    "one": Choice(options=OPTIONS),
    "one-or-other": Choice(options=OPTIONS, other=True),
    "many": Choices(options=OPTIONS, other=True),
    "scale": Scale(low="none", high="much"),
    "number": Number(min=0, max=10),
    "words": Line(),
    "plan": Plan(),
}


def finds(*questions: Question, show_if: Condition | None = None) -> Find:
    """Finds these questions in a worksheet `w` of one section."""
    section = Section(id="s", title="S", show_if=show_if, questions=questions)
    worksheet = Worksheet(id="w", title="W", about="", sections=(section,), minutes=1, weight=1)
    by_name = {f"w.{question.id}": (worksheet, question) for question in questions}
    return by_name.get


FIND = finds(*(Question(id=id_, kind=kind, ask="?") for id_, kind in KINDS.items()))


def asked(question: str, test: str, value: object) -> Comparison:
    return Comparison(f"w.{question}", test, value)


@pytest.mark.parametrize(
    "condition",
    [
        AnyOf(()),
        Not(AllOf(())),
        AllOf((asked("one", "is", "a"), asked("one", "is", "b"))),
        AllOf((asked("one", "is", "a"), asked("one", "answered", False))),
        AllOf((asked("scale", "at_least", 6), asked("scale", "at_most", 5))),
        AllOf((asked("number", "at_least", 4), asked("number", "at_most", 3.5))),
        asked("number", "at_least", 11),
        AllOf((asked("many", "includes", "a"), Not(asked("many", "includes", "a")))),
        AllOf((asked("words", "is", "x"), asked("words", "is", "y"))),
        AllOf((asked("plan", "answered", True), asked("plan", "answered", False))),
        Not(AnyOf(tuple(asked("one", "is_not", key) for key in "ab"))),
    ],
)
def test_what_no_answers_meet_never_holds(condition: Condition) -> None:
    assert is_unsatisfiable(condition, FIND)


@pytest.mark.parametrize(
    "condition",
    [
        AllOf(()),
        AllOf((asked("one", "is_not", "a"), asked("one", "is_not", "b"), asked("one", "is_not", "c"))),
        asked("one-or-other", "is", "other"),
        AllOf((asked("scale", "at_least", 5), asked("scale", "at_most", 5))),
        AllOf((asked("number", "at_least", 3.25), asked("number", "at_most", 3.75))),
        AllOf((asked("number", "is_not", 3), asked("number", "answered", True))),
        AllOf((asked("many", "includes", "a"), asked("many", "includes", "b"), asked("many", "includes", "other"))),
        AllOf((asked("many", "answered", True), Not(asked("many", "includes", "a")))),
        AllOf((asked("words", "is_not", "x"), asked("words", "answered", True))),
        asked("plan", "answered", True),
        asked("gone", "is", "a"),
    ],
)
def test_what_some_answers_meet_holds_sometime(condition: Condition) -> None:
    assert not is_unsatisfiable(condition, FIND)


def test_where_there_are_too_many_ways_to_answer_nothing_is_said() -> None:
    """Twelve scales have more ways than can be tried; a check that says nothing is better than none that ends."""
    scales = [Question(id=f"q{number}", kind=KINDS["scale"], ask="?") for number in range(12)]
    impossible = AllOf((*(asked(scale.id, "at_least", 5) for scale in scales), asked("q0", "at_most", 4)))

    assert not is_unsatisfiable(impossible, finds(*scales))


def _tests() -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(asked, st.just("one"), st.sampled_from(["is", "is_not"]), st.sampled_from("abc")),
        st.builds(asked, st.just("scale"), st.sampled_from(["at_least", "at_most", "is"]), st.integers(0, 10)),
        st.builds(asked, st.just("many"), st.just("includes"), st.sampled_from(["a", "b", "other"])),
        st.builds(asked, st.sampled_from(["one", "scale", "many"]), st.just("answered"), st.booleans()),
    )


def _conditions() -> st.SearchStrategy[Condition]:
    return st.recursive(
        _tests(),
        lambda parts: st.one_of(
            st.lists(parts, max_size=3).map(lambda found: AllOf(tuple(found))),
            st.lists(parts, max_size=3).map(lambda found: AnyOf(tuple(found))),
            parts.map(Not),
        ),
        max_leaves=6,
    )


@given(
    _conditions(),
    st.fixed_dictionaries(
        {},
        optional={
            "w.one": st.sampled_from("abc"),
            "w.scale": st.integers(0, 10),
            "w.many": st.lists(st.sampled_from(["a", "b", "c", {"other": "x"}]), min_size=1, max_size=3),
        },
    ),
)
def test_what_holds_for_anybody_is_never_said_to_never_hold(condition: Condition, answers: dict[str, Anything]) -> None:
    if holds(condition, answers.get):
        assert not is_unsatisfiable(condition, FIND)


# -- circles


def asks(id_: str, show_if: Condition | None = None) -> Question:
    return Question(id=id_, kind=Line(), ask="?", show_if=show_if)


def answered(id_: str) -> Comparison:
    return asked(id_, "answered", True)


def test_a_question_that_hangs_on_itself_is_a_circle_of_one() -> None:
    assert find_cycle("w.a", finds(asks("a", answered("a")))) == ()


def test_a_circle_tells_its_way() -> None:
    find = finds(asks("a", answered("c")), asks("b", answered("a")), asks("c", answered("b")), asks("d", answered("a")))

    assert find_cycle("w.a", find) == ("w.c", "w.b")
    assert find_cycle("w.d", find) is None  # it hangs on a circle and is none itself


def test_a_question_in_a_section_that_hangs_on_it_is_a_circle() -> None:
    assert find_cycle("w.a", finds(asks("a"), show_if=answered("a"))) == ()


def test_a_circle_may_hide_in_a_part_of_a_condition() -> None:
    find = finds(asks("a", AllOf((answered("x"), Not(AnyOf((answered("b"),)))))), asks("b", answered("a")), asks("x"))

    assert find_cycle("w.a", find) == ("w.b",)


def test_questions_that_lead_on_are_no_circle() -> None:
    find = finds(asks("a"), asks("b", answered("a")), asks("c", AllOf((answered("a"), answered("b")))))

    assert [find_cycle(f"w.{id_}", find) for id_ in "abc"] == [None, None, None]


def test_a_question_that_is_not_there_leads_nowhere() -> None:
    assert find_cycle("w.gone", FIND) is None
    assert find_cycle("w.a", finds(asks("a", answered("gone")))) is None
