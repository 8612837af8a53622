"""Piping: a person's words in an author's text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from heartwork.piping import names_in, piped, strays_in
from tests.strategies import texts

ANSWERS: dict[str, Any] = {"start.call_her": "Maureen", "start.age": 61, "start.who": ["mother"], "start.empty": "  "}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What does {start.call_her|your mother} say?", "What does Maureen say?"),
        ("{start.call_her|a} and {start.call_her|b}", "Maureen and Maureen"),
        ("She is {start.age|as old as she is}.", "She is 61."),
        ("What does {start.nothing|your mother} say?", "What does your mother say?"),
        ("{start.who|your mother}", "your mother"),
        ("{start.empty|your mother}", "your mother"),
        ("{start.nothing|}", ""),
        ("{start.nothing}", ""),
        ("{start.call_her}", "Maureen"),
        ("no pipes, {just} braces { start.call_her }", "no pipes, {just} braces { start.call_her }"),
    ],
)
def test_a_pipe_becomes_the_answer_or_the_words_after_the_bar(text: str, expected: str) -> None:
    assert piped(text, ANSWERS.get) == expected


def test_the_persons_words_are_escaped_and_the_authors_are_not() -> None:
    text = "*{start.call_her|your mother}* or *{start.nothing|your *own* word}*"

    assert piped(text, ANSWERS.get, escape=str.upper) == "*MAUREEN* or *your *own* word*"


def test_words_on_several_lines_come_in_on_one() -> None:
    assert piped("To {start.call_her|her}:", {"start.call_her": " Mama\n\n  Lou\t"}.get) == "To Mama Lou:"


@given(texts())
def test_what_a_person_wrote_is_never_read_as_a_pipe(words: str) -> None:
    """Otherwise one answer could bring another into a text where its author did not want it."""
    secret = "kept to myself"
    answers = {"start.call_her": words + "{start.secret|x}", "start.secret": secret}

    assert secret not in piped("{start.call_her|your mother}", answers.get)


@given(texts())
def test_any_text_of_an_author_can_be_piped(text: str) -> None:
    piped(text, ANSWERS.get)
    list(names_in(text))


def test_the_names_in_a_text_are_told_with_whether_they_fall_back() -> None:
    assert list(names_in("{start.call_her|your mother} {start.age} {not a pipe} {check-in.for|}")) == [
        ("start.call_her", True),
        ("start.age", False),
        ("check-in.for", True),
    ]


@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("What does {start.call_her|your mother} say?", []),
        ("What does {call_her|your mother} say?", ["{call_her|your mother}"]),
        ("{ start.call_her | she }, {call_her}", ["{ start.call_her | she }", "{call_her}"]),
        ("{start.call_her|she", ["{start.call_her|she"]),
        ("{start.a.b|x}", ["{start.a.b|x}"]),
        ("a set {like this one} and a face :-{", []),
        ("{}", []),
    ],
)
def test_what_looks_like_a_pipe_and_is_none_is_found(text: str, strays: list[str]) -> None:
    assert list(strays_in(text)) == strays


@given(texts())
def test_strays_are_found_in_any_text(text: str) -> None:
    assert all(stray in text for stray in strays_in(text))
