import datetime
import math
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from heartwork.analysis.table import Gap, Omitted
from heartwork.analysis.tension import tension
from heartwork.answers import Answer, Entry


def check_in(day: str, *, at: str = "2026-06-01T08:00:00Z", **values: Any) -> Entry:
    answers = {question: Answer(value=value, at=at) for question, value in values.items()}
    return Entry(id=f"{day} {at}", at=at, day=day, answers=answers)


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_each_check_in_is_a_row_oldest_first() -> None:
    table = tension(
        [
            check_in("2026-05-09", tension=4, calm=6),
            check_in("2026-05-02", tension=8, calm=2),
        ]
    )

    assert table.rows == ((date("2026-05-02"), 8, 2), (date("2026-05-09"), 4, 6))
    assert [column.id for column in table.columns] == ["day", "tension", "calm"]
    assert table.column("tension").unit == "0 to 10"


def test_two_check_ins_of_one_day_stay_two_in_the_order_they_were_written() -> None:
    table = tension(
        [
            check_in("2026-05-02", at="2026-05-02T20:00:00Z", tension=3),
            check_in("2026-05-02", at="2026-05-02T09:00:00Z", tension=9),
        ]
    )

    assert table.values("tension") == (9, 3)


def test_a_missing_and_a_skipped_answer_are_nothing_rather_than_zero() -> None:
    skipped = Entry("1", "", "2026-05-02", {"tension": Answer(skipped=True), "calm": Answer(value=0)})

    table = tension([skipped, check_in("2026-05-03")])

    assert table.values("tension") == (None, None)
    assert table.values("calm") == (0, None)
    assert table.left_out == ()


def test_it_says_how_many_of_the_entries_hold_each_value() -> None:
    table = tension(
        [
            check_in("2026-05-02", tension=5),
            check_in("2026-05-03", tension=0, calm=1),
            check_in("2026", tension=3),
        ]
    )

    assert table.entries == 3
    assert {column.id: column.answered for column in table.columns} == {
        "day": 3,
        "tension": 3,
        "calm": 1,
    }


def test_two_tensions_are_below_the_gate_and_three_reach_it() -> None:
    two = [
        check_in("2026-05-02", tension=5),
        check_in("2026-05-03", tension=5),
        check_in("2026-05-04", calm=5),
    ]

    assert tension(two).gate.missing == 1
    assert tension([*two, check_in("2026-05-05", tension=5)]).gate.reached


def test_a_tension_without_a_whole_day_does_not_open_the_gate() -> None:
    """Three of them would make a picture with nothing in it."""
    table = tension([check_in("2026-05", tension=5), check_in("2026", tension=5), check_in("", tension=5)])

    assert table.gate.have == 0


def test_entries_without_a_whole_day_are_counted_and_come_last() -> None:
    table = tension(
        [
            check_in("last spring", tension=1),
            check_in("2026-05", tension=2),
            check_in("2026-05-02", tension=3),
        ]
    )

    assert table.values("day") == (date("2026-05-02"), "2026-05", None)
    assert table.left_out == (Omitted(1, "with only a month or a year"), Omitted(1, "without a day"))


def test_a_gap_is_more_than_21_days_between_neighbours() -> None:
    table = tension([check_in(day, tension=5) for day in ("2026-03-01", "2026-03-22", "2026-04-13")])

    assert table.gaps == (Gap(date("2026-03-22"), date("2026-04-13")),)


def test_what_is_no_number_from_0_to_10_is_left_out_and_counted() -> None:
    odd = [11, -1, True, math.nan, math.inf, "7", [7], {"a": 7}]

    table = tension([check_in("2026-05-02", tension=value) for value in odd])

    assert set(table.values("tension")) == {None}
    assert table.left_out == (Omitted(len(odd), "with something other than a number from 0 to 10"),)


def test_it_says_how_many_hold_an_ordinary_or_good_moment() -> None:
    table = tension([check_in("2026-05-02", good="The tomatoes won."), check_in("2026-05-03", good="  ")])

    assert table.also == (Omitted(1, "An ordinary or good moment"),)


def test_no_entries_are_an_empty_table() -> None:
    table = tension([])

    assert (table.rows, table.entries, table.gaps, table.gate.have) == ((), 0, (), 0)


answers = st.builds(
    Answer,
    value=st.none() | st.integers(-3, 13) | st.floats() | st.booleans() | st.text(max_size=3),
    skipped=st.booleans(),
)
days = st.one_of(
    st.dates().map(str),
    st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 1)).map(str),
    st.sampled_from(["2026", "2026-05", "2026-02-30", ""]),
    st.text(max_size=10),
)
entries = st.lists(
    st.builds(
        Entry,
        id=st.uuids().map(str),
        at=st.text(max_size=4),
        day=days,
        answers=st.dictionaries(st.sampled_from(["tension", "calm", "good", "other"]), answers),
    ),
    max_size=30,
)


@given(entries)
def test_nothing_is_filled_in(found: Sequence[Entry]) -> None:
    """Every row is one entry, with that entry's own values or none."""
    table = tension(found)

    left = [(entry.day, *(_or_none(entry, question) for question in ("tension", "calm"))) for entry in found]
    for day, *values in table.rows:
        match = next(one for one in left if one[1:] == tuple(values) and (day is None or one[0] == str(day)))
        left.remove(match)
    assert left == []


def _or_none(entry: Entry, question: str) -> Any:
    answer = entry.answers.get(question, Answer())
    number = not answer.skipped and type(answer.value) in (int, float) and 0 <= answer.value <= 10
    return answer.value if number else None


@given(entries)
def test_the_counts_add_up(found: Sequence[Entry]) -> None:
    table = tension(found)

    placed = [day for day in table.values("day") if isinstance(day, datetime.date)]
    assert len(table.rows) == table.entries == len(found)
    assert len(placed) + sum(one.count for one in table.left_out if "number" not in one.what) == len(found)
    assert table.gate.have <= table.column("tension").answered <= table.entries
    for column in table.columns:
        assert column.answered == sum(value is not None for value in table.values(column.id))


@given(entries)
def test_whole_days_come_first_and_oldest_first(found: Sequence[Entry]) -> None:
    table = tension(found)

    found_days = list(table.values("day"))
    placed = [day for day in found_days if isinstance(day, datetime.date)]
    assert found_days[: len(placed)] == sorted(placed)
    assert all(gap.days > 21 and gap.after in placed and gap.until in placed for gap in table.gaps)


@given(entries)
def test_the_order_they_come_in_does_not_matter(found: Sequence[Entry]) -> None:
    unlike = list({(entry.day, entry.at): entry for entry in found}.values())

    assert _counted(tension(unlike).rows) == _counted(tension(unlike[::-1]).rows)


def _counted(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    return [repr(row) for row in rows if isinstance(row[0], datetime.date)]
