"""Where the person is: their day and time of day, whatever the clock of the computer calls it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.exports.csv_table import as_csv
from heartwork.exports.markdown import as_markdown
from heartwork.local_time import local_day, local_moment, use_zone, zone

LOS_ANGELES, AUCKLAND, MADRID = "America/Los_Angeles", "Pacific/Auckland", "Europe/Madrid"


@pytest.fixture(autouse=True)
def the_computers_own_zone_afterwards() -> Iterator[None]:
    yield
    use_zone("")


@pytest.mark.parametrize(
    ("where", "at", "day", "time"),
    [
        (LOS_ANGELES, "2026-11-24T02:30:00Z", "2026-11-23", "18:30"),
        (AUCKLAND, "2026-11-22T20:00:00Z", "2026-11-23", "09:00"),
        (MADRID, "2026-11-22T23:30:00Z", "2026-11-23", "00:30"),
        (MADRID, "2026-03-29T00:59:59Z", "2026-03-29", "01:59"),  # the clocks go forward
        (MADRID, "2026-03-29T01:00:00Z", "2026-03-29", "03:00"),
        (MADRID, "2026-10-25T00:30:00Z", "2026-10-25", "02:30"),  # this half hour comes twice
        (MADRID, "2026-10-25T01:30:00Z", "2026-10-25", "02:30"),
        ("Asia/Kathmandu", "2026-11-22T18:15:00Z", "2026-11-23", "00:00"),
        ("Pacific/Kiritimati", "2026-11-22T10:00:00Z", "2026-11-23", "00:00"),
    ],
)
def test_a_moment_has_the_day_of_where_the_person_is(where: str, at: str, day: str, time: str) -> None:
    use_zone(where)

    moment = local_moment(at)
    assert moment is not None
    assert (local_day(at), f"{moment:%H:%M}") == (day, time)


@pytest.mark.parametrize(
    "name", ["", "UTC", "Etc/UTC", "GMT", "Atlantic/Reykjavik", "Mars/Olympus", "../../etc/passwd", "\0"]
)
def test_a_zone_that_hides_or_is_none_is_that_of_the_computer(name: str) -> None:
    use_zone(LOS_ANGELES)

    use_zone(name)

    assert zone() is None


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11", "2026", "", "Tuesday", "9999-99-99T99:99:99Z"])
def test_what_is_a_day_already_stays_it(day: str) -> None:
    use_zone(LOS_ANGELES)

    assert local_day(day) == day[:10]


@given(st.text())
def test_any_text_has_a_day_of_some_kind(text: str) -> None:
    assert isinstance(local_day(text), str)


def test_whoever_travels_reads_the_same_moment_in_two_days() -> None:
    use_zone(LOS_ANGELES)
    evening = local_day("2026-11-24T02:30:00Z")
    use_zone(MADRID)

    assert (evening, local_day("2026-11-24T02:30:00Z")) == ("2026-11-23", "2026-11-24")


def test_what_is_taken_home_says_the_persons_own_day() -> None:
    use_zone(LOS_ANGELES)
    check_in = WorksheetLibrary().worksheet("check-in")
    at = "2026-11-24T02:30:00Z"
    answers = Answers.none_yet(now=at).with_changes(
        [Answered(worksheet="check-in", entry="one", question="tension", value=3)], now=at
    )

    assert "### 23 November 2026" in as_markdown(answers, [check_in], day="2026-11-23")
    assert "check-in,one,2026-11-23,2026-11-23 18:30" in as_csv(answers, [check_in]).decode("utf-8-sig")
