"""
Worksheets read from YAML.

What an author is told about a wrong file stands in `tests/broken/`; here is what a good one becomes, and that
nothing an editor can save makes the reader fall over.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.authoring import yaml_tree
from heartwork.authoring.worksheet_reader import read
from heartwork.conditions import AllOf, AnyOf, Comparison, Not
from heartwork.errors import KitError
from heartwork.kinds.choice import Choice
from heartwork.kinds.choices import Choices
from heartwork.kinds.date import Date
from heartwork.kinds.info import Info
from heartwork.kinds.line import Line
from heartwork.kinds.number import Number
from heartwork.kinds.plan import Plan
from heartwork.kinds.rows import Rows
from heartwork.kinds.scale import Scale
from heartwork.kinds.text import Text
from heartwork.question import Option, Question
from heartwork.worksheet_definition import Example, Section, Worksheet
from tests.authoring.conftest import HEAD, WHO

Write = Callable[..., Path]

EVERYTHING = """\
id: walk
title: A walk
about: |
  One walk, with her or without.
  It can be short.
step: 3
minutes: 10
weight: 2
draws_on: [samhsa-2014, chen-2022]

sections:
  - id: there
    title: There
    text: Where you went.
    questions:
      - id: who
        kind: line
        ask: Who walked?
        hint: First letters.
        formerly: [walker, person]
      - id: saw
        kind: text
        ask: What did you see?
      - id: minutes
        kind: number
        ask: How long?
        unit: minutes
        min: 0
        max: 600
        track: true
        share: true
      - id: day
        kind: date
        ask: When?
        visit_only: true
      - id: how
        kind: choice
        ask: How?
        options: {yes: "Yes", no: "No", 1: One}
        other: true
      - id: weather
        kind: choices
        ask: What weather?
        options:
          sun: Sun
          rain: Rain
      - id: good
        kind: scale
        ask: How was it?
        low: Not good
        high: Good
      - id: next
        kind: plan
        ask: And the next time?
        if: If it rains
        then: then I
      - id: people
        kind: rows
        ask: Who else?
        row: person
        columns:
          - {id: name, kind: line, ask: Name, hint: Or a letter}
          - {id: far, kind: number, ask: How far?, unit: km}
      - id: note
        kind: info
        text: Look up.
        show_if: {question: walk.who, answered: true}

  - id: back
    title: Back
    show_if:
      all:
        - {question: walk.who, is_not: me}
        - any:
            - {question: walk.good, at_least: 5}
            - {question: walk.weather, includes: sun}
        - not: {question: walk.minutes, at_most: 2.5}

examples:
  - name: A woman who walks
    answers:
      who: K
      minutes: 40
      how: no
      day: 2026-11-20
      weather: [sun]
      next: {if: it rains, then: take the umbrella}
      people: [{name: D, far: 3}]
"""


def test_everything_an_author_can_write_is_read(write: Write) -> None:
    path = write(EVERYTHING)

    worksheet = read(path)

    assert worksheet == Worksheet(
        id="walk",
        title="A walk",
        about="One walk, with her or without.\nIt can be short.",
        step=3,
        minutes=10,
        weight=2,
        draws_on=("samhsa-2014", "chen-2022"),
        sections=(
            Section(
                id="there",
                title="There",
                text="Where you went.",
                questions=(
                    Question("who", Line(), "Who walked?", hint="First letters.", formerly=("walker", "person")),
                    Question("saw", Text(), "What did you see?"),
                    Question("minutes", Number("minutes", 0, 600), "How long?", track=True, share=True),
                    Question("day", Date(), "When?", visit_only=True),
                    Question(
                        "how",
                        Choice((Option("yes", "Yes"), Option("no", "No"), Option("1", "One")), other=True),
                        "How?",
                    ),
                    Question("weather", Choices((Option("sun", "Sun"), Option("rain", "Rain"))), "What weather?"),
                    Question("good", Scale("Not good", "Good"), "How was it?"),
                    Question("next", Plan("If it rains", "then I"), "And the next time?"),
                    Question(
                        "people",
                        Rows(
                            (
                                Question("name", Line(), "Name", hint="Or a letter"),
                                Question("far", Number("km"), "How far?"),
                            ),
                            "person",
                        ),
                        "Who else?",
                    ),
                    Question("note", Info("Look up."), "", show_if=Comparison("walk.who", "answered", True)),
                ),
            ),
            Section(
                id="back",
                title="Back",
                show_if=AllOf(
                    (
                        Comparison("walk.who", "is_not", "me"),
                        AnyOf((Comparison("walk.good", "at_least", 5), Comparison("walk.weather", "includes", "sun"))),
                        Not(Comparison("walk.minutes", "at_most", 2.5)),
                    )
                ),
            ),
        ),
        examples=(
            Example(
                "A woman who walks",
                {
                    "who": "K",
                    "minutes": 40,
                    "how": "no",
                    "day": "2026-11-20",
                    "weather": ["sun"],
                    "next": {"if": "it rains", "then": "take the umbrella"},
                    "people": [{"name": "D", "far": 3}],
                },
            ),
        ),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def test_a_worksheet_that_repeats_has_entries_for_examples(write: Write) -> None:
    text = (
        HEAD.replace("weight: 1", "weight: 1\nrepeats: true")
        + WHO
        + (
            "      - {id: for, kind: date, ask: When was it?}\n"
            "examples:\n"
            "  - name: Somebody\n"
            "    entries:\n"
            "      - {for: 2026-11, answers: {who: me}}\n"
            "      - {for: 2026-11-20, answers: {}}\n"
        )
    )

    worksheet = read(write(text))

    assert worksheet.repeats
    assert worksheet.examples == (
        Example("Somebody", {}, ({"for": "2026-11", "answers": {"who": "me"}}, {"for": "2026-11-20", "answers": {}})),
    )


@pytest.mark.parametrize(
    "saved",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: ("%YAML 1.2\n---\n" + text + "...\n").encode(),
    ],
    ids=["with a byte order mark", "on Windows", "on an old Mac", "without a last newline", "as a YAML document"],
)
def test_it_does_not_matter_how_an_editor_saves(write: Write, saved: Callable[[str], bytes]) -> None:
    assert read(write(saved(HEAD + WHO))).sections == read(write(HEAD + WHO)).sections


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("5", 5),
        ("-5", -5),
        ("007", 7),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2.5", 2.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("2026-11-23", "2026-11-23"),
        ("1962", 1962),
        ('"5"', "5"),
        ("'yes'", "yes"),
        ("|\n  two\n  lines", "two\nlines\n"),
        ("[1, b, [c]]", [1, "b", ["c"]]),
        ("{b: 1, c: {d: no}}", {"b": 1, "c": {"d": "no"}}),
        ("9" * 5000, "9" * 5000),
        (".inf", ".inf"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_values_are_read_as_yaml_1_2_has_them_but_dates_stay_text(written: str, value: Any) -> None:
    placed = yaml_tree.read(f"a: {written}\n", file="x", report=_no_problem)

    assert placed is not None
    assert placed.plain() == {"a": value}
    assert type(placed.plain()["a"]) is type(value)


def _no_problem(problem: object) -> None:
    raise AssertionError(problem)


def test_every_value_knows_its_line_and_column() -> None:
    placed = yaml_tree.read("a:\n  - b\n  - c: d\n", file="x", report=_no_problem)

    assert placed is not None
    (first, second) = placed.value["a"].value
    assert [(node.line, node.column) for node in (placed, first, second, second.value["c"])] == [
        (1, 1),
        (2, 5),
        (3, 5),
        (3, 8),
    ]
    assert second.keys == {"c": (3, 5)}


# -- nothing makes the reader fall over

_FOLDER = tempfile.TemporaryDirectory()
_PIECES = (
    *("- ", ": ", "\n", "  ", "[", "]", "{", "}", "&a ", "*a", "!x "),
    *('"', "'", "|", ">", "#", "---\n", "\t", "id", "%", "? "),
)


def _told(text: str) -> None:
    """Reads the text as a worksheet; it is read, or every problem is in words that were written for people."""
    path = Path(_FOLDER.name) / "walk.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    try:
        read(path)
    except KitError as error:
        assert error.problems
        assert all(problem.what and problem.mend for problem in error.problems)
        assert "YamlNode(" not in str(error)


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_whatever_the_file_holds_it_is_read_or_told(text: str) -> None:
    _told(text)


@given(st.text(max_size=30))
def test_whatever_text_the_file_is_it_is_read_or_told(text: str) -> None:
    _told(text)


@given(st.data())
def test_a_worksheet_of_the_kit_with_any_piece_put_in_anywhere_is_read_or_told(data: st.DataObject) -> None:
    """Most of an author's mistakes are one keystroke away from a file that is right."""
    place = data.draw(st.integers(0, len(EVERYTHING)))
    length = data.draw(st.integers(0, 12))
    piece = data.draw(st.sampled_from([*_PIECES, "", "\x00", "é", "0"]))

    _told(EVERYTHING[:place] + piece + EVERYTHING[place + length :])


_LINES = EVERYTHING.splitlines()


@given(
    st.sampled_from([number for number, line in enumerate(_LINES) if ": " in line and "{" not in line]),
    st.sampled_from(["[]", "{}", "[[x]]", "{a: {b: c}}", "5", "true", "''", "", "'x'", "2.5", "[5, {a: b}]"]),
)
def test_any_key_may_hold_any_value_and_it_is_read_or_told(number: int, value: str) -> None:
    key = _LINES[number].partition(": ")[0]

    _told("\n".join([*_LINES[:number], f"{key}: {value}", *_LINES[number + 1 :]]) + "\n")


@given(st.integers(0, len(_LINES) - 1))
def test_any_line_may_be_left_out_and_it_is_read_or_told(number: int) -> None:
    _told("\n".join(_LINES[:number] + _LINES[number + 1 :]) + "\n")
