"""A diary of another program: nothing in it is guessed, nothing comes twice, and all of it can be taken back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.errors import KitError
from heartwork.exports import diaries
from heartwork.exports.diaries import DAYLIO, Plan
from heartwork.exports.diary_tables import Table, table_of
from heartwork.storage.workbook_json import as_bytes
from heartwork.storage.workbook_json import read as read_document
from tests.nasty import NASTY
from tests.strategies import texts

AT, LATER = "2026-12-01T10:00:00Z", "2026-12-01T11:00:00Z"
EMPTY = Answers.none_yet(now=AT)

#: Made up, in the shape of the export: newest first, several a day, line breaks and HTML in notes.
OLDER = (
    "full_date,date,weekday,time,mood,activities,note_title,note\r\n"
    "2026-07-27,July 27,Monday,13:48,good,garden | 🎧 music/podcast,,"
    '"Beans.\r\nShe rang, ""briefly"", and I said no."\r\n'
    "2026-07-27,July 27,Monday,8:30 am,meh,,,\r\n"
    "2026-07-26,July 26,Sunday,22:10,Sunday-grey,family,Lunch,Long.\r\n"
)
NEWER = (
    "full_date,date,weekday,time,mood,activities,scales,note_title,note\n"
    '2026-08-02,2 août,dimanche,09:05,rad,"walk | tea","sleep: 4",,"First line<br>second &amp; <b>last</b><br/>1 < 2"\n'
)


def table(text: str, **said: Any) -> Table:
    return table_of(text.encode(), name=Path("diary.csv"), **said)


def daylio(text: str, **places: int) -> list[dict[str, Any]]:
    read = table(text)
    columns = {part: (head,) for part, head in DAYLIO.items() if head in read.heads}
    return diaries.entries(read, Plan(columns, places=places, daylio=True), now=AT)


def values(entry: dict[str, Any]) -> dict[str, Any]:
    return {"for": entry["for"], **{id_: answer["value"] for id_, answer in entry["answers"].items()}}


def test_daylio_comes_whole_and_a_mood_stays_a_word_until_somebody_says_where_it_stands() -> None:
    assert [values(entry) for entry in daylio(OLDER, meh=4)] == [
        {
            "for": "2026-07-27",
            "time": "13:48",
            "mood": "good",
            "with": "garden\n🎧 music/podcast",
            "text": 'Beans.\nShe rang, "briefly", and I said no.',
        },
        {"for": "2026-07-27", "time": "8:30 am", "mood": "meh", "mood-place": 4},
        {
            "for": "2026-07-26",
            "time": "22:10",
            "mood": "Sunday-grey",
            "with": "family",
            "title": "Lunch",
            "text": "Long.",
        },
    ]


def test_newer_exports_of_daylio_have_line_breaks_in_html_and_a_column_more() -> None:
    (entry,) = daylio(NEWER)

    assert values(entry)["text"] == "First line\nsecond & last\n1 < 2"
    assert (values(entry)["with"], values(entry)["time"]) == ("walk\ntea", "09:05")


def test_every_entry_fits_the_page_it_comes_to() -> None:
    page = WorksheetLibrary().worksheet(diaries.PAGE)

    for entry in [*daylio(OLDER, meh=4, good=0), *daylio(NEWER, rad=10)]:
        for name, value in values(entry).items():
            question = page.question(name)
            assert question is not None and question.kind.misfit(value) == ""


def test_the_same_file_twice_doubles_nothing_and_two_alike_on_one_day_are_two() -> None:
    alike = NEWER + NEWER.partition("\n")[2]
    once = diaries.with_entries(EMPTY, daylio(alike), now=AT)

    assert len(once.entries(diaries.PAGE)) == 2
    assert diaries.with_entries(once, daylio(alike), now=LATER) is once
    assert diaries.with_entries(once, daylio(alike, rad=9), now=LATER) is once
    more = diaries.with_entries(once, daylio(OLDER), now=LATER)
    assert len(more.entries(diaries.PAGE)) == 5


def test_what_was_brought_last_is_taken_back_in_one_step_but_for_what_was_changed_since() -> None:
    own = EMPTY.with_changes([Answered(worksheet="diary", entry="own", question="text", value="mine")], now=AT)
    first = diaries.with_entries(own, daylio(NEWER), now=AT)
    later = [{**entry, "brought": LATER, "answers": _at(entry, LATER)} for entry in daylio(OLDER)]
    both = diaries.with_entries(first, later, now=LATER)
    changed = both.with_changes(
        [Answered(worksheet="diary", entry=later[0]["id"], question="text", value="more")], now="2026-12-02T10:00:00Z"
    )

    taken = diaries.last_brought(changed)
    after = diaries.without_last(changed, now=LATER)

    assert (len(taken.ids), taken.changed_since) == (2, 1)
    assert {entry.value("text") for entry in after.entries("diary")} == {
        "mine",
        "more",
        values(daylio(NEWER)[0])["text"],
    }
    assert (
        diaries.without_last(diaries.without_last(both, now=LATER), now=LATER).document["entries"]
        == (own.document["entries"])
    )
    assert diaries.without_last(own, now=LATER) is own


def _at(entry: dict[str, Any], at: str) -> dict[str, Any]:
    return {id_: {**answer, "at": at} for id_, answer in entry["answers"].items()}


def test_the_file_of_the_workbook_keeps_what_it_needs_for_that() -> None:
    written = diaries.with_entries(EMPTY, daylio(OLDER), now=AT)

    again = Answers(read_document(as_bytes(written.document)))

    assert diaries.last_brought(again) == diaries.last_brought(written)


# -- any table


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"Day;Entry\n2026-01-02;One, two\n", {}),
        ('\ufeffDay,Entry\r\n2026-01-02,"One, two"\r\n'.encode(), {}),
        ("Day\tEntry\n2026-01-02\tOne, two\n".encode("utf-16"), {}),
        (b"sep=;\nDay;Entry;\n2026-01-02;One, two;\n", {}),
        ("Day;Entry\n2026-01-02;One, two\n".encode("cp1252"), {"encoding": "cp1252"}),
    ],
)
def test_a_table_is_read_as_its_program_wrote_it(raw: bytes, said: dict[str, str]) -> None:
    read = table_of(raw, name=Path("x.csv"), **said)

    assert (read.heads, read.rows) == (("Day", "Entry"), (("2026-01-02", "One, two"),))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("Day,Entry\n2026-01-02,Té\n".encode("cp1252"), "--encoding"),
        (b"", "no table"),
        (b"Day,Entry\n", "no table with something"),
        (b"Day,Entry\n2026-01-02\n", "line 2 has 1 cells"),
        (b"Day,Day\n1,2\n", "name of its own"),
        (b'Day,Entry\n2026-01-02,"open\n', "no table"),
        (b"a,b;c\n1,2;3\n", "--separator"),
        (b"Day,Entry\n2026-01-02," + b"x" * 1_000_001 + b"\n", "no table"),
    ],
)
def test_what_cannot_be_told_is_asked_for_and_no_word_is_in_the_message(raw: bytes, told: str) -> None:
    with pytest.raises(KitError) as caught:
        table_of(raw, name=Path("x.csv"))

    assert told in str(caught.value)
    assert "Té" not in str(caught.value) and "xxx" not in str(caught.value)


def test_a_large_file_is_refused_before_it_is_read_into_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heartwork.exports.diary_tables.LARGEST", 10)
    with pytest.raises(KitError, match="too large"):
        table_of(b"Day,Entry\n1,2\n", name=Path("x.csv"))


@pytest.mark.parametrize(
    ("days", "orders"),
    [
        (["2026-01-02", "2026-12-31"], ["year-first"]),
        (["2026-01-02T13:48:00.000+02:00"], ["year-first"]),
        (["31/12/2026", "01/02/2026"], ["day-first"]),
        (["12/31/2026", "1/2/2026"], ["month-first"]),
        (["01.02.2026", "03.04.2026"], ["day-first", "month-first"]),
        (["24. 11. 2026"], ["day-first"]),
        (["05/05/2026", ""], ["day-first"]),
    ],
)
def test_an_order_is_asked_for_only_where_two_would_give_other_days(days: list[str], orders: list[str]) -> None:
    assert diaries.orders_that_fit(Table(("d",), tuple((day,) for day in days), tuple(range(len(days)))), "d") == orders


@pytest.mark.parametrize(
    "days", [["31/12/2026", "12/31/2026"], ["2026-01-02", "tomorrow"], ["1/2/26"], ["2026-02-30"], [""]]
)
def test_days_that_cannot_be_read_are_told_by_their_line(days: list[str]) -> None:
    with pytest.raises(KitError) as caught:
        diaries.orders_that_fit(Table(("d",), tuple((day,) for day in days), tuple(range(len(days)))), "d")

    assert "tomorrow" not in str(caught.value)


def test_a_time_beside_the_day_is_kept_and_several_columns_become_one_text() -> None:
    read = table("Entry,When,Also\nOne,27/07/2026 13:48:10,Two\n,28/07/2026,\n")
    plan = Plan({"date": ("When",), "text": ("Entry", "Also")}, "day-first")

    (entry,) = diaries.entries(read, plan, now=AT)

    assert values(entry) == {"for": "2026-07-27", "time": "13:48", "text": "One\nTwo"}


@pytest.mark.parametrize("name", NASTY)
def test_no_word_is_lost_or_becomes_anything_else(name: str) -> None:
    text = NASTY[name]
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["Day", "Entry", "Mood"], ["2026-01-02", text, "fine"]])
    read = table_of(file.getvalue().encode("utf-8", "replace"), name=Path("x.csv"), separator="comma")

    (entry,) = diaries.entries(read, Plan({"date": ("Day",), "text": ("Entry",), "mood": ("Mood",)}), now=AT)

    kept = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n").strip()
    assert values(entry).get("text", "") == kept


@given(st.lists(st.tuples(st.dates(), texts()), max_size=5))
def test_bringing_the_same_in_again_is_a_law(days: list[tuple[Any, str]]) -> None:
    rows = tuple((day.isoformat(), text) for day, text in days)
    read = Table(("d", "t"), rows, tuple(range(len(rows))))
    made = diaries.entries(read, Plan({"date": ("d",), "text": ("t",)}), now=AT)

    once = diaries.with_entries(EMPTY, made, now=AT)

    assert len({entry["id"] for entry in made}) == len(made) == len(once.entries("diary"))
    assert diaries.with_entries(once, made, now=LATER) is once
    assert diaries.without_last(once, now=LATER).entries("diary") == []
