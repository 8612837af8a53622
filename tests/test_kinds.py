"""The kinds of question: what fits, what is kept, how it reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import heartwork.kinds
from heartwork.conditions import TESTS
from heartwork.kinds import all_kinds
from heartwork.kinds.choice import Choice
from heartwork.kinds.choices import Choices
from heartwork.kinds.circles import Circles
from heartwork.kinds.date import Date
from heartwork.kinds.grid import Grid
from heartwork.kinds.info import Info
from heartwork.kinds.letter import Letter
from heartwork.kinds.line import Line
from heartwork.kinds.number import Number
from heartwork.kinds.plan import Plan
from heartwork.kinds.rows import VIEWS, Rows
from heartwork.kinds.scale import Scale
from heartwork.kinds.sort import Sort
from heartwork.kinds.text import Text
from heartwork.question import Kind, Option, Question
from tests.strategies import KINDS, answered, json_values, kinds, texts

FRONT_ENDS = Path(heartwork.kinds.__file__).parent

TOPICS = (Option("calls", "Phone calls"), Option("money", "Money"))
CHOICE, CHOICE_OR_OTHER = Choice(options=TOPICS), Choice(options=TOPICS, other=True)
CHOICES, CHOICES_OR_OTHER = Choices(options=TOPICS), Choices(options=TOPICS, other=True)
HOURS = Number(unit="hours a week", min=0, max=168)
SCALE = Scale(low="not at all", high="very much")
PEOPLE = Rows(
    columns=(
        Question(id="who", kind=Line(), ask="Who?"),
        Question(id="hours", kind=HOURS, ask="How long?"),
    ),
    row="person",
)


# -- laws of every kind


def test_every_kind_has_a_strategy() -> None:
    """Without one, the laws below would not be tried on it."""
    assert sorted(KINDS) == sorted(all_kinds())


def test_every_kind_has_a_front_end_and_every_front_end_a_kind() -> None:
    assert {path.stem for path in FRONT_ENDS.glob("*.js")} == set(all_kinds())


@given(kinds(), json_values())
def test_whatever_the_value_is_a_kind_says_whether_it_fits(kind: Kind, value: Any) -> None:
    assert isinstance(kind.misfit(value), str)


@given(kinds(), json_values())
def test_whatever_the_value_is_it_can_be_tidied_and_tidied_again(kind: Kind, value: Any) -> None:
    once = kind.tidied(value)

    assert repr(kind.tidied(once)) == repr(once)


@given(kinds(), json_values())
def test_whatever_the_value_is_it_can_be_read_in_words(kind: Kind, value: Any) -> None:
    """What does not fit is kept as well, so it is read back as well."""
    assert isinstance(kind.in_words(value), str)


@given(answered())
def test_an_answer_that_fits_still_fits_once_it_is_tidied(pair: tuple[Kind, Any]) -> None:
    kind, value = pair

    tidied = kind.tidied(value)

    assert kind.misfit(value) == ""
    assert tidied is None or kind.misfit(tidied) == ""


@given(kinds().filter(lambda kind: kind.answers), json_values())
def test_no_word_that_was_written_is_lost_by_tidying(kind: Kind, value: Any) -> None:
    def words(part: Any) -> list[str]:
        if isinstance(part, dict):
            return [word for inner in part.values() for word in words(inner)]
        if isinstance(part, list):
            return [word for inner in part for word in words(inner)]
        return [part] if isinstance(part, str) and part.strip() else []

    tidied = kind.tidied(value)

    kept = words(tidied)
    numbers = str(tidied)
    assert all(word in kept or _as_number(word) in numbers for word in words(value))


def _as_number(word: str) -> str:
    """How Python writes a text that says a number; the text itself, if it says none."""
    try:
        return str(Number().tidied(word))
    except ValueError:
        return word


@given(kinds(), st.sampled_from(TESTS), json_values())
def test_whatever_show_if_asks_a_kind_says_whether_it_can_be_tested(kind: Kind, test: str, value: Any) -> None:
    assert isinstance(kind.testable(test, value), str)


@given(kinds())
def test_what_the_front_end_gets_is_plain_json_with_every_text_piped(kind: Kind) -> None:
    props = kind.props(lambda text: f"piped {text}")

    assert json.loads(json.dumps(props)) == props
    assert kind.props(str) == kind.props(lambda text: text)


# -- line and text


@pytest.mark.parametrize("kind", [Line(), Text()])
@given(words=texts().filter(bool))
def test_words_are_kept_as_typed(kind: Kind, words: str) -> None:
    assert kind.tidied(words) == words
    assert kind.in_words(words) == words
    assert kind.misfit(words) == ""


@pytest.mark.parametrize("value", [0, 5.5, True, ["a"], {"other": "a"}])
def test_what_is_not_words_does_not_fit_where_words_go(value: object) -> None:
    assert Line().misfit(value) == "This needs words."


@pytest.mark.parametrize(
    ("test", "value", "complaint"),
    [
        ("is", "mother", ""),
        ("is_not", "mother", ""),
        ("is", 5, "is takes a text here; put it in quotes."),
        ("answered", True, ""),
        ("at_least", 5, 'the kind line cannot be tested with "at_least". Use one of: is, is_not, answered.'),
    ],
)
def test_words_can_be_tested_for_being_the_same(test: str, value: object, complaint: str) -> None:
    assert Line().testable(test, value) == complaint


# -- number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("5", 5),
        (" 5 ", 5),
        ("-3", -3),
        ("007", 7),
        ("2.5", 2.5),
        ("2,5", 2.5),
        ("0,125", 0.125),
        ("3.0", 3.0),
        ("1e3", 1000.0),
        ("999999999999999", 999999999999999),
        ("1 000", 1000),
        ("1\u00a0000", 1000),
        ("1\u202f000,5", 1000.5),
        ("1'000", 1000),
        ("1’000’000", 1000000),
        ("1,000.5", 1000.5),
        ("1.000,5", 1000.5),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("12,34,567", 1234567),
        ("−3", -3),
        ("\u0663", 3),
        ("\u0662\u066b\u0665", 2.5),
        ("２", 2),
        ("２，５", 2.5),
        ("\u200b7", 7),
        (5, 5),
        ("", None),
        ("   ", None),
    ],
)
def test_a_text_that_says_a_number_becomes_that_number(typed: object, kept: object) -> None:
    tidied = HOURS.tidied(typed)

    assert tidied == kept
    assert type(tidied) is type(kept)


@pytest.mark.parametrize(
    "typed",
    [
        "about five",
        "5 or 6",
        "1.2.3",
        "nan",
        "inf",
        "-Infinity",
        "1e999",
        "--1",
        "½",
        "1_000",
        "1 00",
        "10 00",
        "0 000",
        "3 4",
    ],
)
def test_what_does_not_say_a_number_is_kept_as_it_was_typed(typed: str) -> None:
    assert HOURS.tidied(typed) == typed
    assert HOURS.misfit(typed) == "Write a number from 0 to 168, or leave it empty."


@pytest.mark.parametrize("typed", ["1,000", "12,500", "-1,000", "1.000", "12.500", "１．０００"])
def test_a_mark_that_may_part_thousands_is_not_taken_for_decimals(typed: str) -> None:
    """A thousand euros must not become one, nor the other way round: the person is asked instead."""
    assert Number().tidied(typed) == typed
    assert Number().misfit(typed) == "Write it without the comma or the point: it could mean thousands."


@pytest.mark.parametrize("typed", ["9007199254740993", "12345678901234567890", "0.12345678901234567890"])
def test_a_number_with_more_digits_than_a_browser_keeps_stays_as_it_was_typed(typed: str) -> None:
    assert Number().tidied(typed) == typed
    assert Number().misfit(typed) == "That has too many digits to be kept as a number. It stays as you wrote it."


@pytest.mark.parametrize("typed", ["0.0000001", "1e-7"])
def test_a_small_number_is_said_in_digits(typed: str) -> None:
    assert Number().in_words(Number().tidied(typed)) == "0.0000001"


@pytest.mark.parametrize(
    ("kind", "value", "word"),
    [
        (HOURS, 0, ""),
        (HOURS, 168, ""),
        (HOURS, 2.5, ""),
        (HOURS, -1, "Write a number from 0 to 168, or leave it empty."),
        (HOURS, 168.5, "Write a number from 0 to 168, or leave it empty."),
        (HOURS, True, "Write a number from 0 to 168, or leave it empty."),
        (HOURS, float("nan"), "Write a number from 0 to 168, or leave it empty."),
        (Number(min=0), -1, "Write a number of 0 or more, or leave it empty."),
        (Number(max=10), 11, "Write a number up to 10, or leave it empty."),
        (Number(), "many", "Write a number, or leave it empty."),
        (Number(), 10**400, ""),
        (Number(), float("inf"), "Write a number, or leave it empty."),
    ],
)
def test_a_number_fits_between_its_bounds(kind: Number, value: object, word: str) -> None:
    assert kind.misfit(value) == word


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5, "5 hours a week"),
        (2.5, "2.5 hours a week"),
        (3.0, "3 hours a week"),
        (1250000, "1250000 hours a week"),
        (123456.78, "123456.78 hours a week"),
        ("about five", "about five"),
    ],
)
def test_a_number_is_read_with_its_unit_and_every_digit(value: object, words: str) -> None:
    assert HOURS.in_words(value) == words


def test_bounds_the_wrong_way_round_are_a_problem_for_the_author() -> None:
    assert Number(min=5, max=5).problems() == ["min is not smaller than max. Swap them."]
    assert HOURS.problems() == []


@pytest.mark.parametrize(
    ("test", "value", "complaint"),
    [
        ("at_least", 5, ""),
        ("at_most", 2.5, ""),
        ("is", "5", "is takes a number here."),
        ("is_not", True, "is_not takes a number here."),
        (
            "includes",
            5,
            'the kind number cannot be tested with "includes". Use one of: is, is_not, at_least, at_most, answered.',
        ),
    ],
)
def test_a_number_can_be_tested_against_a_number(test: str, value: object, complaint: str) -> None:
    assert HOURS.testable(test, value) == complaint


def test_the_front_end_of_a_number_gets_unit_and_bounds() -> None:
    assert HOURS.props(str.upper) == {"unit": "HOURS A WEEK", "min": 0, "max": 168}


# -- scale


@pytest.mark.parametrize("place", range(11))
def test_every_place_of_a_scale_fits(place: int) -> None:
    assert SCALE.misfit(place) == ""


@pytest.mark.parametrize("value", [-1, 11, 5.0, "5", True, [5]])
def test_what_is_no_place_of_a_scale_does_not_fit(value: object) -> None:
    assert SCALE.misfit(value) == "Choose a place from 0 to 10, or leave it."


def test_zero_is_an_answer() -> None:
    assert SCALE.tidied(0) == 0
    assert SCALE.in_words(0) == "0 of 10 (0: not at all, 10: very much)"


@pytest.mark.parametrize(
    ("test", "value", "complaint"),
    [
        ("at_least", 5, ""),
        ("is", 11, "is takes a number from 0 to 10 here."),
        ("at_most", "5", "at_most takes a number from 0 to 10 here."),
        (
            "includes",
            5,
            'the kind scale cannot be tested with "includes". Use one of: is, is_not, at_least, at_most, answered.',
        ),
    ],
)
def test_a_scale_can_be_tested_against_a_place(test: str, value: object, complaint: str) -> None:
    assert SCALE.testable(test, value) == complaint


# -- date


@pytest.mark.parametrize("value", ["1962", "1962-05", "1962-05-17", "2024-02-29", "0001", "9999-12-31"])
def test_as_much_of_a_date_as_is_known_fits(value: str) -> None:
    assert Date().misfit(value) == ""


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("2023-02-29", "There is no such day. Look at the day, the month and the year again, or leave the day empty."),
        ("1962-13", "There is no such day. Look at the day, the month and the year again, or leave the day empty."),
        ("0000", "There is no such day. Look at the day, the month and the year again, or leave the day empty."),
        ("62", "Just the year is enough, in four digits. You can add a month, then a day."),
        ("1962-5", "Just the year is enough, in four digits. You can add a month, then a day."),
        ("--17", "Just the year is enough, in four digits. You can add a month, then a day."),
        ("1962-05-17T10:00", "Just the year is enough, in four digits. You can add a month, then a day."),
        ("1962\n", "Just the year is enough, in four digits. You can add a month, then a day."),
        ("last spring", "Just the year is enough, in four digits. You can add a month, then a day."),
        (1962, "Just the year is enough, in four digits. You can add a month, then a day."),
    ],
)
def test_what_is_no_date_yet_does_not_fit_and_is_kept(value: object, word: str) -> None:
    assert Date().misfit(value) == word
    assert Date().tidied(value) == value
    assert Date().in_words(value) == str(value)


@pytest.mark.parametrize("value", ["١٩٦٢", "१९६२-०५", "１９６２"])
def test_digits_of_other_scripts_are_kept_and_read_as_written(value: str) -> None:
    assert Date().in_words(Date().tidied(value)) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1962", "1962"),
        ("1962-05", "May 1962"),
        ("1962-05-07", "7 May 1962"),
        ("2026-11-30", "30 November 2026"),
    ],
)
def test_a_date_is_read_as_people_say_it(value: str, words: str) -> None:
    assert Date().in_words(value) == words


# -- choice and choices


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        (CHOICE, "calls", True),
        (CHOICE, "Phone calls", False),
        (CHOICE, {"other": "Letters"}, False),
        (CHOICE_OR_OTHER, {"other": "Letters"}, True),
        (CHOICE_OR_OTHER, {"other": ""}, True),
        (CHOICE_OR_OTHER, {"other": 5}, False),
        (CHOICE_OR_OTHER, {"other": "Letters", "more": "Cards"}, False),
        (CHOICE, ["calls"], False),
        (CHOICE, 1, False),
    ],
)
def test_one_of_the_options_fits_a_choice(kind: Choice, value: object, fits: bool) -> None:
    assert kind.misfit(value) == ("" if fits else "Choose one of these, or leave it.")


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        (CHOICES, ["calls", "money"], True),
        (CHOICES, [], True),
        (CHOICES, ["letters"], False),
        (CHOICES, "calls", False),
        (CHOICES_OR_OTHER, ["calls", {"other": "Letters"}], True),
        (CHOICES, ["calls", {"other": "Letters"}], False),
        (CHOICES, [["calls"]], False),
    ],
)
def test_any_of_the_options_fit_choices(kind: Choices, value: object, fits: bool) -> None:
    assert kind.misfit(value) == ("" if fits else "Choose from these, as many as apply, or leave it.")


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (CHOICE, "calls", "Phone calls"),
        (CHOICE_OR_OTHER, {"other": "Letters"}, "Letters"),
        (CHOICE, "an option of last year", "an option of last year"),
        (CHOICES_OR_OTHER, ["money", {"other": "Letters"}, "gone"], "Money; Letters; gone"),
        (CHOICES, [], ""),
        (CHOICES, "calls", "calls"),
    ],
)
def test_an_option_is_read_by_its_label(kind: Kind, value: object, words: str) -> None:
    assert kind.in_words(value) == words


@pytest.mark.parametrize(
    ("kind", "problems"),
    [
        (CHOICE, []),
        (Choice(options=TOPICS[:1]), ["there is nothing to choose: give at least two options."]),
        (Choice(options=TOPICS[:1], other=True), []),
        (
            Choices(options=(*TOPICS, Option("other", "Another")), other=True),
            ["other: true already adds that line. Rename the option, or remove other."],
        ),
    ],
)
def test_options_that_leave_no_choice_are_a_problem_for_the_author(kind: Kind, problems: list[str]) -> None:
    assert kind.problems() == problems


@pytest.mark.parametrize(
    ("kind", "test", "value", "complaint"),
    [
        (CHOICE, "is", "calls", ""),
        (CHOICE, "is_not", "money", ""),
        (CHOICE, "is", "call", '"call" is not one of its options. The options are: calls, money.'),
        (CHOICE, "is", "other", '"other" is not one of its options. The options are: calls, money.'),
        (CHOICE_OR_OTHER, "is", "other", ""),
        (
            CHOICE,
            "includes",
            "calls",
            'the kind choice cannot be tested with "includes". Use one of: is, is_not, answered.',
        ),
        (CHOICES, "includes", "money", ""),
        (CHOICES_OR_OTHER, "includes", "x", '"x" is not one of its options. The options are: calls, money, other.'),
        (CHOICES, "is", "money", 'the kind choices cannot be tested with "is". Use one of: includes, answered.'),
        (Choice(options=(Option("1", "One"),)), "is", 1, 'the option "1" is a text. Write is: "1".'),
        (Choice(options=(Option("true", "Yes"),)), "is", True, 'the option "true" is a text. Write is: "true".'),
    ],
)
def test_a_choice_can_be_tested_against_its_options(kind: Kind, test: str, value: object, complaint: str) -> None:
    assert kind.testable(test, value) == complaint


def test_the_front_end_of_a_choice_gets_keys_and_piped_labels() -> None:
    assert CHOICE_OR_OTHER.props(str.upper) == {
        "options": [["calls", "PHONE CALLS"], ["money", "MONEY"]],
        "other": True,
    }


# -- plan


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ({"if": "she rings", "then": "breathe"}, True),
        ({"if": "she rings"}, True),
        ({}, True),
        ({"if": "she rings", "else": "shout"}, False),
        ({"if": None}, False),
        ("if she rings", False),
        (["if"], False),
    ],
)
def test_two_lines_fit_a_plan(value: object, fits: bool) -> None:
    assert Plan().misfit(value) == ("" if fits else "This needs two lines: what happens, and what you will do.")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"if": "she rings", "then": ""}, {"if": "she rings", "then": ""}),
        ({"if": "", "then": ""}, None),
        ({}, None),
        ("", None),
        ("a plan in one line, from before", "a plan in one line, from before"),
    ],
)
def test_a_plan_is_kept_as_soon_as_one_line_is_there(value: object, kept: object) -> None:
    assert Plan().tidied(value) == kept


def test_a_plan_is_read_with_its_two_labels() -> None:
    plan = Plan(if_="If I hear it", then="then I")

    assert plan.in_words({"if": "again", "then": "put the radio on"}) == "If I hear it: again\nthen I: put the radio on"
    assert plan.in_words({"if": "again"}) == "If I hear it: again\nthen I: "
    assert plan.props(str.upper) == {"if": "IF I HEAR IT", "then": "THEN I"}


# -- rows


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ([{"who": "Dev", "hours": 3}], True),
        ([{"who": "Dev"}, {}], True),
        ([{"who": None}], True),
        ([], True),
        ([{"who": "Dev", "hours": "three"}], False),
        ([{"who": "Dev", "street": "x"}], False),
        (["Dev"], False),
        ({"who": "Dev"}, False),
    ],
)
def test_rows_fit_when_every_cell_does(value: object, fits: bool) -> None:
    word = "Something in these rows does not fit yet. It is kept as you wrote it."

    assert PEOPLE.misfit(value) == ("" if fits else word)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ([{"who": "Dev", "hours": "2,5"}], [{"who": "Dev", "hours": 2.5}]),
        ([{"who": "Dev", "hours": ""}, {"who": ""}], [{"who": "Dev"}, {}]),
        ([{"who": "", "hours": None}, {}], None),
        ([{"gone": "kept too"}], [{"gone": "kept too"}]),
        (["kept too"], ["kept too"]),
        ([], None),
        ("", None),
        ("words from before", "words from before"),
    ],
)
def test_rows_are_kept_without_their_empty_cells(value: object, kept: object) -> None:
    assert PEOPLE.tidied(value) == kept


def test_rows_are_read_one_a_line() -> None:
    value = [{"who": "Dev", "hours": 3}, {}, {"who": "Ana"}, {"who": "Mo", "gone": "x"}]

    assert PEOPLE.in_words(value) == "- Who? Dev; How long? 3 hours a week\n- Who? Ana\n- Who? Mo"


def test_a_single_column_is_read_without_its_name() -> None:
    phrases = Rows(columns=(Question(id="words", kind=Line(), ask="In your words"),))

    assert phrases.in_words([{"words": "I'm off now."}, {}, {"words": "The dog."}]) == "- I'm off now.\n- The dog."


def test_the_front_end_of_rows_gets_its_columns() -> None:
    assert PEOPLE.props(str.upper) == {
        "row": "PERSON",
        "view": "",
        "columns": [
            {"id": "who", "kind": "line", "grouped": False, "ask": "WHO?", "hint": ""},
            {
                "id": "hours", "kind": "number", "grouped": False, "ask": "HOW LONG?", "hint": "",
                "unit": "HOURS A WEEK", "min": 0, "max": 168,
            },
        ],
    }  # fmt: skip


def test_rows_without_columns_are_a_problem_for_the_author() -> None:
    assert Rows(columns=()).problems() == ["there are no columns. Give at least one."]


# -- grid

FEELINGS = (Option("anger", "Anger"), Option("worry", "Worry"))
WHEN = (Option("then", "Then"), Option("now", "Now"))
ONE_EACH = Grid(rows=FEELINGS, options=WHEN)
MANY_EACH = Grid(rows=FEELINGS, options=WHEN, many=True)
SCALE_EACH = Grid(rows=FEELINGS, low="not at all", high="very much")


@pytest.mark.parametrize(
    ("kind", "value", "word"),
    [
        (ONE_EACH, {"anger": "then", "worry": "now"}, ""),
        (ONE_EACH, {"worry": "now"}, ""),
        (ONE_EACH, {}, ""),
        (ONE_EACH, {"anger": "later"}, "Choose one of these in each row, or leave it."),
        (ONE_EACH, {"anger": ["then"]}, "Choose one of these in each row, or leave it."),
        (ONE_EACH, ["then"], "This needs an answer for each row, or for some of them."),
        (MANY_EACH, {"anger": ["then", "now"]}, ""),
        (MANY_EACH, {"anger": "then"}, "Choose as many as apply in each row, or leave it."),
        (MANY_EACH, {"anger": [["then"]]}, "Choose as many as apply in each row, or leave it."),
        (SCALE_EACH, {"anger": 0, "worry": 10}, ""),
        (SCALE_EACH, {"anger": 11}, "Choose a place from 0 to 10 in each row, or leave it."),
        (SCALE_EACH, {"anger": True}, "Choose a place from 0 to 10 in each row, or leave it."),
        (
            ONE_EACH,
            {"joy": "now"},
            "Something here belongs to a row that is not there. It is kept; Clear takes it out.",
        ),
    ],
)
def test_a_grid_takes_an_answer_for_any_of_its_rows(kind: Grid, value: object, word: str) -> None:
    assert kind.misfit(value) == word


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (SCALE_EACH, {"anger": 0, "worry": None}, {"anger": 0}),
        (MANY_EACH, {"anger": [], "worry": ["now"]}, {"worry": ["now"]}),
        (ONE_EACH, {"anger": ""}, None),
        (ONE_EACH, {"joy": "now"}, {"joy": "now"}),
        (ONE_EACH, "words from before", "words from before"),
    ],
)
def test_a_grid_is_kept_without_its_open_rows(kind: Grid, value: object, kept: object) -> None:
    assert kind.tidied(value) == kept


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (ONE_EACH, {"worry": "now", "anger": "then"}, "Anger: Then\nWorry: Now"),
        (MANY_EACH, {"anger": ["then", "now"]}, "Anger: Then, Now"),
        (SCALE_EACH, {"anger": 7}, "Anger: 7 of 10\n(0: not at all, 10: very much)"),
        (ONE_EACH, {"joy": "now", "anger": "later"}, "Anger: later\njoy: Now"),
    ],
)
def test_a_grid_is_read_one_row_a_line_in_the_order_of_the_rows(kind: Grid, value: object, words: str) -> None:
    assert kind.in_words(value) == words


@pytest.mark.parametrize(
    ("kind", "problems"),
    [
        (ONE_EACH, []),
        (SCALE_EACH, []),
        (Grid(rows=(), options=WHEN), ["there are no rows. Give at least one: key: label."]),
        (
            Grid(rows=FEELINGS, options=WHEN, low="not at all"),
            ["there are options and a scale at once. Remove options, or remove low and high."],
        ),
        (
            Grid(rows=FEELINGS, low="not at all"),
            ["there is nothing to choose in a row. Give options, or both low and high."],
        ),
        (
            Grid(rows=FEELINGS, options=WHEN[:1]),
            ["there is nothing to choose in a row. Give at least two options, or many: true."],
        ),
        (Grid(rows=FEELINGS, options=WHEN[:1], many=True), []),
        (
            Grid(rows=FEELINGS, low="none", high="much", many=True),
            ["many: true needs options to choose from. Give options, or take many away."],
        ),
    ],
)
def test_a_grid_that_cannot_be_answered_is_a_problem_for_the_author(kind: Grid, problems: list[str]) -> None:
    assert kind.problems() == problems


def test_the_front_end_of_a_grid_gets_rows_and_options_with_piped_labels() -> None:
    assert MANY_EACH.props(str.upper) == {
        "rows": [["anger", "ANGER"], ["worry", "WORRY"]],
        "options": [["then", "THEN"], ["now", "NOW"]],
        "many": True,
        "low": "",
        "high": "",
        "min": 0,
        "max": 10,
    }


# -- sort

CARDS = (Option("peace", "Peace"), Option("truth", "Truth"), Option("duty", "Duty"))
PILES = Sort(cards=CARDS, piles=(Option("most", "Matters most"), Option("less", "Matters less")))


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ({"peace": "most"}, ""),
        ({}, ""),
        ({"peace": "floor"}, "Choose one of the piles for each card, or leave it."),
        ({"peace": ["most"]}, "Choose one of the piles for each card, or leave it."),
        ({"joker": "most"}, "Something here belongs to a card that is not there. It is kept; Clear takes it out."),
        (["peace"], "Choose a pile for each card, or only for some."),
    ],
)
def test_any_of_the_cards_can_lie_on_any_of_the_piles(value: object, word: str) -> None:
    assert PILES.misfit(value) == word


def test_piles_are_read_one_a_line_with_their_cards_in_order() -> None:
    value = {"duty": "less", "truth": "most", "peace": "most", "joker": "floor", "wild": ["floor"]}

    assert PILES.in_words(value) == ("Matters most: Peace, Truth\nMatters less: Duty\nfloor: joker\n['floor']: wild")
    assert PILES.in_words("words from before") == "words from before"


def test_cards_that_lie_nowhere_are_not_kept() -> None:
    assert PILES.tidied({"peace": None, "truth": "", "duty": "less"}) == {"duty": "less"}
    assert PILES.tidied({"peace": None}) is None


def test_cards_without_piles_are_a_problem_for_the_author() -> None:
    assert Sort(cards=(), piles=PILES.piles[:1]).problems() == [
        "there are no cards. Give at least one: key: label.",
        "there is nowhere to sort to. Give at least two piles.",
    ]
    assert PILES.problems() == []


@pytest.mark.parametrize("kind", [ONE_EACH, PILES])
def test_of_grids_and_piles_show_if_can_only_ask_whether_there_is_an_answer(kind: Kind) -> None:
    assert kind.testable("answered", True) == ""
    assert kind.testable("is", "then") == (f'the kind {kind.name()} cannot be tested with "is". Use one of: answered.')


# -- circles

CIRCLES = Circles(her="My mother")


@pytest.mark.parametrize("value", [-1, 11, 5.0, "5", True, [5], {"me": 5}])
def test_what_is_no_closeness_does_not_fit(value: object) -> None:
    assert CIRCLES.misfit(value) == "Choose a place from 0 to 10, or leave it."


def test_a_closeness_is_read_with_what_the_circles_look_like() -> None:
    assert CIRCLES.in_words(0) == "0 of 10 (Me and My mother: apart, with room between them)"
    assert CIRCLES.in_words(10) == "10 of 10 (Me and My mother: as close as can be)"
    assert CIRCLES.in_words("near") == "near"


def test_every_closeness_fits_and_looks_different_in_words() -> None:
    assert [CIRCLES.misfit(place) for place in range(11)] == [""] * 11
    assert len(set(CIRCLES.props(str)["looks"])) == 11


def test_a_closeness_can_be_tested_like_a_scale() -> None:
    assert CIRCLES.testable("at_least", 5) == ""
    assert CIRCLES.testable("at_most", 11) == "at_most takes a number from 0 to 10 here."


# -- what is drawn of rows


def columns(**kinds_of: Kind) -> tuple[Question, ...]:
    return tuple(Question(id=id_, kind=kind, ask="?") for id_, kind in kinds_of.items())


@pytest.mark.parametrize(
    ("kind", "problems"),
    [
        (Rows(columns=columns(who=CHOICE, when=Date(), what=Line(), was=CHOICE, more=Text()), view="timeline"), []),
        (Rows(columns=columns(what=Line(), sort=CHOICE, fate=CHOICE), view="fate"), []),
        (
            Rows(columns=columns(what=Text(), sort=CHOICE), view="fate"),
            [
                'view: fate draws the column "what" as a line, but its kind is text. '
                "It needs what: line; sort: choice; fate: choice.",
                'view: fate draws the column "fate", which is not there. '
                "It needs what: line; sort: choice; fate: choice.",
            ],
        ),
        (
            Rows(columns=columns(what=Line()), view="fates"),
            ['there is no view "fates". Did you mean "fate"? The views are: timeline, fate.'],
        ),
    ],
)
def test_a_view_that_cannot_find_its_columns_is_a_problem_for_the_author(kind: Rows, problems: list[str]) -> None:
    assert kind.problems() == problems


def test_every_view_that_an_author_may_name_has_a_front_end() -> None:
    assert {path.stem for path in FRONT_ENDS.glob("views/*.js")} == set(VIEWS)


def test_an_answer_is_said_with_the_words_of_its_author_piped_and_those_of_the_person_as_they_are() -> None:
    who = Question(id="who", kind=Choice(options=(Option("her", "{her}"),), other=True), ask="{who}")
    kind = Rows(columns=(who, Question(id="where", kind=Line(), ask="{where}")))
    question = Question(id="people", kind=kind, ask="?")

    said = question.said(
        [{"who": "her", "where": "{there}"}, {"who": {"other": "{her}"}}], lambda text: text.strip("{}").title() + "?"
    )

    assert said == "- Who? Her?; Where? {there}\n- Who? {her}"


# -- info


def test_info_has_nothing_to_answer() -> None:
    info = Info(text="Read **this**.")

    assert (Info.answers, info.misfit("x"), info.in_words("x")) == (False, "There is nothing to answer here.", "")


# -- letter

LETTER = Letter(checks=(Option("few", "It names one thing"), Option("morning", "I'd say it on a calm morning")))
WHOLE_LETTER = {
    "raw": "You never rang.\nNot once.",
    "rested_from": "2026-11-08T20:15:00Z",
    "hours": 48,
    "draft": "I would have liked to hear from you.",
    "checks": ["few", "morning"],
    "replies": {"none": "Walk to the canal.", "kind": "Wait a day."},
    "ending": "read",
    "note": "Ruth, on Sunday",
}


def test_a_letter_reads_as_the_stages_it_went_through() -> None:
    assert LETTER.misfit(WHOLE_LETTER) == ""
    assert LETTER.in_words(WHOLE_LETTER) == (
        "For yourself:\nYou never rang.\nNot once.\n\n"
        "A pause: put aside on 8 November 2026, for 48 hours\n\n"
        "Draft:\nI would have liked to hear from you.\n\n"
        "Your own checks: It names one thing; I'd say it on a calm morning\n\n"
        "If no reply comes: Walk to the canal.\n\n"
        "If a kind one comes: Wait a day.\n\n"
        "What will you do with it? Read it to someone\n\n"
        "Ruth, on Sunday"
    )


def test_any_stage_of_a_letter_may_be_left_out() -> None:
    assert [LETTER.misfit({key: part}) for key, part in WHOLE_LETTER.items()] == [""] * len(WHOLE_LETTER)
    assert LETTER.in_words({"draft": "Only this."}) == "Draft:\nOnly this."


def test_what_is_empty_in_a_letter_is_not_kept() -> None:
    empty = {"raw": "", "checks": [], "replies": {"none": "", "angry": ""}, "ending": None}

    assert LETTER.tidied(empty) is None
    assert LETTER.tidied({**empty, "draft": " "}) == {"draft": " "}
    assert LETTER.tidied({**empty, "replies": {"none": "", "kind": "Wait."}}) == {"replies": {"kind": "Wait."}}


@pytest.mark.parametrize(
    "part",
    [
        {"raw": 5},
        {"rested_from": "yesterday"},
        {"rested_from": "2026-02-31T10:00:00Z"},
        {"checks": ["other"]},
        {"checks": "few"},
        {"replies": {"cold": "Wait."}},
        {"replies": {"none": 5}},
        {"ending": "destroy"},
        {"stage": "raw"},
        ["raw"],
        "a letter",
    ],
)
def test_what_is_not_part_of_a_letter_does_not_fit(part: object) -> None:
    assert LETTER.misfit(part) == "Something in this letter does not fit yet. It is kept as you wrote it."


@pytest.mark.parametrize("hours", ["two days", -1, True, float("nan"), 10_001])
def test_hours_that_are_no_number_are_said_by_name(hours: object) -> None:
    assert LETTER.misfit({"hours": hours}) == "Write the hours as a number, or leave them empty."


def test_every_text_of_a_letter_is_the_authors_to_change() -> None:
    props = LETTER.props(str.upper)

    assert props["checks"] == [["few", "IT NAMES ONE THING"], ["morning", "I'D SAY IT ON A CALM MORNING"]]
    assert props["hours"] == 24
    assert {key: text for key, text in props.items() if isinstance(text, str) and text != text.upper()} == {}
