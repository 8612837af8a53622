"""A reminder: the file of a calendar, with as little in it as can be, and the same time of day everywhere."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from icalendar import Calendar

from heartwork.errors import KitError
from heartwork.exports.reminders import Reminder, day_of, time_of
from tests.nasty import NASTY
from tests.strategies import texts

DAY = datetime.date(2027, 1, 15)
EVENING = datetime.time(18, 30)
NOW = datetime.datetime(2026, 12, 1, 5, 0, tzinfo=datetime.timezone.utc)


def read(reminder: Reminder) -> Calendar:
    (calendar,) = Calendar.from_ical(reminder.as_ics(now=NOW), multiple=True)
    return calendar


def test_it_says_neutral_words_and_nothing_of_heartwork() -> None:
    raw = Reminder(DAY).as_ics(now=NOW)

    (event,) = read(Reminder(DAY)).walk("VEVENT")
    assert event["summary"] == "Time for me"
    assert event["class"] == "PRIVATE"
    assert b"heartwork" not in raw.lower() and b"mother" not in raw.lower()
    assert set(event) == {"UID", "DTSTAMP", "SUMMARY", "CLASS", "TRANSP", "DTSTART", "DTEND"}


def test_a_day_is_a_day_and_a_time_has_no_zone() -> None:
    (whole,) = read(Reminder(DAY)).walk("VEVENT")
    (timed,) = read(Reminder(DAY, EVENING)).walk("VEVENT")

    assert whole.decoded("dtstart") == DAY
    assert timed.decoded("dtstart") == datetime.datetime(2027, 1, 15, 18, 30)
    assert timed.decoded("dtstart").tzinfo is None
    assert b"DTSTART:20270115T183000\r\n" in Reminder(DAY, EVENING).as_ics(now=NOW)


@pytest.mark.parametrize(("time", "trigger"), [(EVENING, datetime.timedelta(0)), (None, datetime.timedelta(hours=9))])
def test_there_is_an_alert_only_for_those_who_chose_one(time: datetime.time, trigger: datetime.timedelta) -> None:
    assert read(Reminder(DAY, time)).walk("VALARM") == []

    (alarm,) = read(Reminder(DAY, time, alarm=True)).walk("VALARM")
    assert alarm.decoded("trigger") == trigger


@pytest.mark.parametrize(
    ("rhythm", "rule"),
    [("week", "FREQ=WEEKLY;INTERVAL=1"), ("two-weeks", "FREQ=WEEKLY;INTERVAL=2"), ("month", "FREQ=MONTHLY;INTERVAL=1")],
)
def test_a_rhythm_ends_by_itself(rhythm: str, rule: str) -> None:
    (event,) = read(Reminder(DAY, rhythm=rhythm)).walk("VEVENT")

    assert set(event["rrule"].to_ical().decode().split(";")) == {*rule.split(";"), "COUNT=12"}


def test_every_month_has_its_day_also_where_it_is_short() -> None:
    (last,) = read(Reminder(datetime.date(2027, 1, 31), rhythm="month")).walk("VEVENT")
    (ordinary,) = read(Reminder(DAY, rhythm="month")).walk("VEVENT")

    # The last of these that a month has.
    assert (last["rrule"]["BYMONTHDAY"], last["rrule"]["BYSETPOS"]) == ([28, 29, 30, 31], [-1])
    assert "BYMONTHDAY" not in ordinary["rrule"]


@given(texts())
def test_any_words_are_one_line_folded_as_calendars_want_it_and_come_back_whole(text: str) -> None:
    reminder = Reminder(DAY, words=text)

    (event,) = read(reminder).walk("VEVENT")

    assert str(event["summary"]) == reminder.said
    assert all(len(line) <= 75 for line in reminder.as_ics(now=NOW).split(b"\r\n"))


@pytest.mark.parametrize("name", NASTY)
def test_no_words_add_anything_to_the_file(name: str) -> None:
    event_of = read(Reminder(DAY, words=NASTY[name]))

    assert len(event_of.walk("VEVENT")) == 1 and event_of.walk("VALARM") == []
    assert "RRULE" not in event_of.walk("VEVENT")[0]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("", None),
        ("18:30", EVENING),
        ("18.30", EVENING),
        ("18h30", EVENING),
        ("6:30 pm", EVENING),
        ("6:30 p. m.", EVENING),
        ("12:05 am", datetime.time(0, 5)),
        ("12:05 pm", datetime.time(12, 5)),
        ("0:00", datetime.time(0)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, time: datetime.time | None) -> None:
    assert time_of(text) == time


@pytest.mark.parametrize("text", ["6", "evening", "25:00", "18:60", "0:30 pm", "13:00 am", "18:30:00"])
def test_a_time_is_never_guessed(text: str) -> None:
    with pytest.raises(KitError, match="Write it like 18:30"):
        time_of(text)


@pytest.mark.parametrize("text", ["", "2027", "2027-01", "2027-02-30", "15.01.2027", "None"])
def test_a_reminder_needs_a_whole_day(text: str) -> None:
    with pytest.raises(KitError, match="needs a whole day"):
        day_of(text)
