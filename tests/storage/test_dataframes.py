import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heartwork.answers import Answer, Answers, Entry
from heartwork.changes import Answered
from heartwork.storage.dataframes import answers_frame, entries_frame, history_frame
from tests.strategies import json_values

pd = pytest.importorskip("pandas")


def entry(day: str, **values: object) -> Entry:
    answers = {question.replace("_", "-"): Answer(value=value) for question, value in values.items()}
    return Entry(id=day, at="2026-05-03T10:00:00Z", day=day, answers=answers)


def test_numbers_days_and_moments_are_what_they_are() -> None:
    frame = entries_frame([entry("2026-05-02", tension=7), entry("2026-05", calm=2.5)])

    assert {name: str(kind) for name, kind in frame.dtypes.items() if name not in ("id", "for", "day", "at")} == {
        "tension": "Int64",
        "calm": "Float64",
    }
    assert frame["day"].tolist() == [pd.Timestamp("2026-05-02"), pd.NaT]
    assert frame["for"].tolist() == ["2026-05-02", "2026-05"]
    assert str(frame["at"].dt.tz) == "UTC"
    assert frame["tension"].isna().tolist() == [False, True]


def test_several_answers_become_a_column_an_option_and_open_is_not_false() -> None:
    frame = entries_frame(
        [
            entry("2026-05-02", set_off=["money", {"other": "Her sister"}]),
            entry("2026-05-03", set_off=["tone"]),
            entry("2026-05-04"),
        ]
    )

    assert str(frame["set-off: money"].dtype) == "boolean"
    assert frame["set-off: money"].tolist() == [True, False, pd.NA]
    assert frame["set-off: tone"].tolist() == [False, True, pd.NA]
    assert frame["set-off: other"].tolist() == ["Her sister", pd.NA, pd.NA]


def test_an_option_in_own_words_and_a_grid_have_a_column_of_their_own() -> None:
    frame = entries_frame([entry("2026-05-02", how={"other": "A parcel"}, met={"heard": 3})])

    assert frame["how: other"].tolist() == ["A parcel"]
    assert frame["met: heard"].tolist() == [3]


def test_a_skipped_answer_is_missing() -> None:
    skipped = Entry("1", "2026-05-03T10:00:00Z", "2026-05-02", {"tension": Answer(skipped=True)})

    assert "tension" not in entries_frame([skipped]).columns


def test_nothing_written_is_an_empty_table_with_its_columns() -> None:
    assert list(entries_frame([]).columns) == ["id", "for", "day", "at"]
    empty = history_frame(Answers.none_yet(now="2026-05-02T10:00:00Z"))
    assert (list(empty.columns), len(empty)) == (["question", "day", "value", "number"], 0)


def test_a_tracked_answer_has_a_row_for_each_of_its_values() -> None:
    written = Answers.none_yet(now="2026-05-02T10:00:00Z")
    for at, value in (("2026-05-02T10:00:00Z", 3), ("2026-06-02T10:00:00Z", 5)):
        change = Answered(worksheet="want", question="close-now", value=value, track=True)
        written = written.with_changes([change], now=at)

    frame = history_frame(written)

    assert frame["question"].tolist() == ["want.close-now"] * 2
    assert frame["number"].tolist() == [3, 5]
    assert frame["day"].tolist() == [pd.Timestamp("2026-05-02"), pd.Timestamp("2026-06-02")]


@given(st.lists(st.dictionaries(st.sampled_from(["tension", "did", "how"]), json_values()), max_size=4))
def test_whatever_was_answered_every_entry_is_a_row(answers: list[dict[str, object]]) -> None:
    frame = entries_frame(
        Entry(
            str(number), "2026-05-03T10:00:00Z", "2026-05-02", {id_: Answer(value=value) for id_, value in kept.items()}
        )
        for number, kept in enumerate(answers)
    )

    assert len(frame) == len(answers)


def test_answers_of_a_page_that_is_filled_in_once_have_a_row_each_and_a_row_a_part() -> None:
    frame = answers_frame(
        {
            "happens": Answer(value="She asks.", at="2026-05-02T10:00:00Z"),
            "readiness": Answer(value=6),
            "medium": Answer(value=["visit", {"other": "letters"}]),
            "next-time": Answer(value={"if": "she asks", "then": "I go"}),
            "people": Answer(value=[{"who": "me"}, {"who": "her", "how": 3}]),
            "fine-with": Answer(skipped=True),
        }
    )

    assert [tuple(row) for row in frame[["question", "part", "value"]].astype("object").fillna("-").values] == [
        ("happens", "-", "She asks."),
        ("readiness", "-", 6),
        ("medium", "visit", True),
        ("medium", "other", "letters"),
        ("next-time", "if", "she asks"),
        ("next-time", "then", "I go"),
        ("people", "1: who", "me"),
        ("people", "2: who", "her"),
        ("people", "2: how", 3),
        ("fine-with", "-", "-"),
    ]
    assert frame["number"].dropna().tolist() == [6, 3]
    assert frame["skipped"].tolist() == [False] * 9 + [True]
    assert str(frame["at"].dt.tz) == "UTC"


@example({"happens": 10**400})
@given(st.dictionaries(st.sampled_from(["happens", "medium", "people"]), json_values()))
def test_whatever_stands_in_the_file_every_answer_with_something_in_it_has_a_row(values: dict[str, object]) -> None:
    frame = answers_frame({id_: Answer(value=value) for id_, value in values.items()})

    assert {id_ for id_, value in values.items() if not isinstance(value, (list, dict))} <= set(frame["question"])
