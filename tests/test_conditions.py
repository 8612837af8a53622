"""Conditions: `show_if` as data."""

from __future__ import annotations

from typing import Any as Anything

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.conditions import TESTS, AllOf, AnyOf, Comparison, Condition, Not, holds
from heartwork.conditions import tests_in as single_tests  # pytest would take the name for a test
from tests.strategies import json_values

ANSWERS = {
    "start.who": "died",
    "start.between": {"other": "Christmas cards, mostly"},
    "boundaries.topics": ["money", {"other": "My bank letters"}],
    "boundaries.readiness": 6,
    "boundaries.next-time": "",
}


def test_without_a_condition_it_is_shown() -> None:
    assert holds(None, {}.get)


@pytest.mark.parametrize(
    ("question", "test", "value", "expected"),
    [
        ("start.who", "is", "died", True),
        ("start.who", "is", "mother", False),
        ("start.who", "is_not", "mother", True),
        ("start.who", "is_not", "died", False),
        ("start.between", "is", "other", True),
        ("start.between", "is_not", "other", False),
        ("boundaries.topics", "includes", "money", True),
        ("boundaries.topics", "includes", "work", False),
        ("boundaries.topics", "includes", "other", True),
        ("start.who", "includes", "died", False),
        ("boundaries.readiness", "at_least", 6, True),
        ("boundaries.readiness", "at_least", 7, False),
        ("boundaries.readiness", "at_most", 6, True),
        ("boundaries.readiness", "at_most", 5, False),
        ("start.who", "at_least", 1, False),
        ("start.who", "answered", True, True),
        ("start.who", "answered", False, False),
    ],
)
def test_one_answer_is_tested(question: str, test: str, value: object, expected: bool) -> None:
    assert holds(Comparison(question, test, value), ANSWERS.get) is expected


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("is", "died", False),
        ("is_not", "died", True),
        ("includes", "money", False),
        ("at_least", 0, False),
        ("at_most", 10, False),
        ("answered", True, False),
        ("answered", False, True),
    ],
)
def test_an_answer_that_is_not_there_fails_all_but_two(test: str, value: object, expected: bool) -> None:
    assert holds(Comparison("start.nothing", test, value), ANSWERS.get) is expected


def test_parts_are_put_together_with_all_any_and_not() -> None:
    yes, no = Comparison("start.who", "is", "died"), Comparison("start.who", "is", "mother")

    assert [
        holds(AllOf((yes, yes)), ANSWERS.get),
        holds(AllOf((yes, no)), ANSWERS.get),
        holds(AllOf(()), ANSWERS.get),
        holds(AnyOf((no, yes)), ANSWERS.get),
        holds(AnyOf((no, no)), ANSWERS.get),
        holds(AnyOf(()), ANSWERS.get),
        holds(Not(no), ANSWERS.get),
        holds(Not(AllOf((yes, AnyOf((no, Not(no)))))), ANSWERS.get),
    ] == [True, False, True, True, False, False, True, False]


def test_every_test_inside_is_found_in_the_order_written() -> None:
    tests = [Comparison(f"start.q{number}", "answered", True) for number in range(4)]
    condition = AllOf((tests[0], AnyOf((tests[1], Not(tests[2]))), tests[3]))

    assert list(single_tests(condition)) == tests
    assert list(single_tests(None)) == []


def _conditions() -> st.SearchStrategy[Condition]:
    tests = st.builds(Comparison, st.sampled_from(["a.b", "c.d"]), st.sampled_from(TESTS), json_values())
    return st.recursive(
        tests,
        lambda parts: st.one_of(
            st.lists(parts, max_size=3).map(lambda found: AllOf(tuple(found))),
            st.lists(parts, max_size=3).map(lambda found: AnyOf(tuple(found))),
            parts.map(Not),
        ),
        max_leaves=5,
    )


@given(_conditions(), st.dictionaries(st.sampled_from(["a.b", "c.d"]), json_values()))
def test_whatever_the_answers_are_a_condition_says_yes_or_no(
    condition: Condition, answers: dict[str, Anything]
) -> None:
    assert holds(condition, answers.get) is not holds(Not(condition), answers.get)
