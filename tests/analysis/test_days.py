import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.analysis.days import known_day


def test_a_whole_day_is_a_date() -> None:
    assert known_day("2026-05-17") == datetime.date(2026, 5, 17)


@pytest.mark.parametrize("written", ["2026-05", "2026"])
def test_a_month_or_a_year_stays_as_it_was_written(written: str) -> None:
    assert known_day(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "",
        "None",
        "soon",
        "2026-02-30",
        "2026-13",
        "0000",
        "20260517",
        "2026-5-1",
        "2026-W01-1",
        "2026-05-17\n",
        "２０２６",
    ],
)
def test_what_is_no_day_is_none(written: str) -> None:
    assert known_day(written) is None


@given(st.text())
def test_no_text_is_an_error(written: str) -> None:
    known_day(written)


@given(st.dates())
def test_every_date_is_read_back_as_it_was(day: datetime.date) -> None:
    assert known_day(day.isoformat()) == day
