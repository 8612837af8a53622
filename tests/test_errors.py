"""Problems: what, where, mend."""

from __future__ import annotations

import pytest

from heartwork.errors import KitError, Problem, did_you_mean


def test_a_problem_reads_as_place_then_what_then_mend() -> None:
    problem = Problem(
        what='the key "kind" is missing.',
        mend="Add kind: ...",
        file="worksheets/walk.yaml",
        line=12,
        column=9,
        where='question "who"',
    )

    assert str(problem) == (
        'worksheets/walk.yaml:12:9, question "who":\n'
        '  the key "kind" is missing.\n'
        "  Add kind: ..."
    )  # fmt: skip


def test_a_problem_without_a_place_is_two_sentences_on_one_line() -> None:
    problem = Problem(what="pandas is not installed.", mend="Run: python -m pip install pandas")

    assert str(problem) == "pandas is not installed. Run: python -m pip install pandas"


@pytest.mark.parametrize(
    ("place", "head"),
    [
        ({"file": "a.yaml"}, "a.yaml"),
        ({"file": "a.yaml", "line": 3}, "a.yaml:3"),
        ({"where": 'section "close"'}, 'section "close"'),
        ({"file": "a.yaml", "where": "draws_on"}, "a.yaml, draws_on"),
    ],
)
def test_what_is_not_known_of_a_place_is_left_out(place: dict[str, str | int], head: str) -> None:
    problem = Problem(what="what.", mend="Mend.", **place)  # type: ignore[arg-type]  # a place is texts and numbers

    assert str(problem) == f"{head}:\n  what.\n  Mend."


def test_programs_get_the_same_facts_in_a_fixed_order() -> None:
    problem = Problem(what="what.", mend="Mend.", file="a.yaml", line=3, column=1, where="about")

    assert list(problem.as_dict().items()) == [
        ("file", "a.yaml"),
        ("line", 3),
        ("column", 1),
        ("where", "about"),
        ("what", "what."),
        ("mend", "Mend."),
    ]


def test_an_error_carries_every_problem_and_reads_as_all_of_them() -> None:
    problems = [Problem(what="one.", mend="Mend one."), Problem(what="two.", mend="Mend two.", file="b.yaml", line=2)]

    with pytest.raises(KitError, match=r"^one\. Mend one\.\nb\.yaml:2:\n  two\.\n  Mend two\.$") as caught:
        raise KitError(iter(problems))

    assert caught.value.problems == tuple(problems)


def test_a_page_is_told_what_is_wrong_and_the_mend_without_files_and_lines() -> None:
    error = KitError(
        [Problem(what="no room.", mend="Make some.", file="/a/b"), Problem(what="it is on.", mend="Wait.", line=3)]
    )

    assert error.sentences == "No room. Make some. It is on. Wait."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hitn", ' Did you mean "hint"?'),
        ("boundarys", ' Did you mean "boundaries"?'),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_a_misspelt_name_is_answered_with_the_nearest_known_one(name: str, words: str) -> None:
    assert did_you_mean(name, iter(["hint", "ask", "boundaries"])) == words
