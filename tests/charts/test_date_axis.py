import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.charts.date_axis import Tick, ticks
from heartwork.i18n.formatting import day_in_short, day_in_words, period


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "words", "narrow"),
    [
        (date("2026-03-03"), "3 March 2026", "3 Mar 2026"),
        ("2026-03", "March 2026", "Mar 2026"),
        ("2026", "2026", "2026"),
    ],
)
def test_a_day_is_said_as_far_as_it_is_known(day: datetime.date | str, words: str, narrow: str) -> None:
    assert day_in_words(day) == words
    assert day_in_short(day) == narrow


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-03-03", "2026-03-03", "3 March 2026"),
        ("2026-03-03", "2026-03-14", "3 to 14 March 2026"),
        ("2026-03-03", "2026-06-30", "3 March to 30 June 2026"),
        ("2025-12-30", "2026-01-02", "30 December 2025 to 2 January 2026"),
    ],
)
def test_a_period_says_nothing_twice(first: str, last: str, words: str) -> None:
    assert period(date(first), date(last)) == words


def test_two_weeks_are_marked_in_days() -> None:
    assert ticks(date("2025-12-25"), date("2026-01-08"), width=200) == [
        Tick(date("2025-12-25"), "25 Dec", "2025"),
        Tick(date("2026-01-01"), "1 Jan", "2026"),
        Tick(date("2026-01-08"), "8 Jan"),
    ]


def test_half_a_year_is_marked_in_months() -> None:
    marks = ticks(date("2025-11-03"), date("2026-05-20"), width=200)

    assert [(mark.label, mark.year) for mark in marks] == [("Jan", "2026"), ("Mar", ""), ("May", "")]


def test_ten_years_are_marked_in_years() -> None:
    assert [mark.label for mark in ticks(date("2016-01-04"), date("2026-01-04"), width=200)] == [
        "2018",
        "2020",
        "2022",
        "2024",
        "2026",
    ]


def test_one_day_is_marked_once() -> None:
    assert ticks(date("2026-03-03"), date("2026-03-03"), width=200) == [Tick(date("2026-03-03"), "3 Mar", "2026")]


@given(st.dates(), st.dates())
def test_any_two_days_have_two_to_five_marks_between_them(one: datetime.date, other: datetime.date) -> None:
    first, last = sorted((one, other))

    marks = ticks(first, last, width=200)

    assert (1 if first == last else 2) <= len(marks) <= 5
    assert [mark.day for mark in marks] == sorted({mark.day for mark in marks})
    assert all(first <= mark.day <= last for mark in marks)
