"""Two workbooks as one: nothing is lost, the newer is shown, and the same twice is the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given

from heartwork.answers import Answers
from heartwork.changes import Answered
from heartwork.merging import Preview, Touched, merged, preview
from tests.strategies import at, documents

NOW = "2026-12-01T08:00:00Z"


def answers(**values: Any) -> Answers:
    """A workbook with answers to `boundaries`, each a value and the minute of it."""
    written = Answers.none_yet(now=at(0), id_="mine")
    for question, (value, minute) in values.items():
        written = written.with_changes(
            [Answered(worksheet="boundaries", question=question, value=value)], now=at(minute)
        )
    return written


def kept(written: Answers, question: str) -> dict[str, Any]:
    answer: dict[str, Any] = written.document["worksheets"]["boundaries"]["answers"][question]
    return answer


def text(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def said(document: Any) -> Iterator[str]:
    """Every value anywhere in a workbook: shown, earlier, or kept beside another."""
    if isinstance(document, dict):
        if "value" in document and document["value"] is not None:
            yield text(document["value"])
        for inner in document.values():
            yield from said(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from said(inner)


def test_the_newer_answer_is_shown_and_the_other_kept_beside_it() -> None:
    mine, theirs = answers(worst=("at home", 5)), answers(worst=("on the phone", 9))

    both = merged(mine, theirs, now=NOW)

    assert kept(both, "worst") == {
        "value": "on the phone",
        "at": at(9),
        "also": [{"value": "at home", "at": at(5)}],
    }
    assert kept(merged(theirs, mine, now=NOW), "worst") == kept(both, "worst")


def test_what_is_as_old_stays_and_the_other_is_kept_beside_it() -> None:
    both = merged(answers(worst=("at home", 5)), answers(worst=("on the phone", 5)), now=NOW)

    assert kept(both, "worst") == {"value": "at home", "at": at(5), "also": [{"value": "on the phone", "at": at(5)}]}


def test_an_answer_that_only_one_has_is_there_afterwards() -> None:
    both = merged(answers(worst=("at home", 5)), answers(topics=(["calls"], 2)), now=NOW)

    assert {question: answer.value for question, answer in both.answers("boundaries").items()} == {
        "worst": "at home",
        "topics": ["calls"],
    }
    assert (both.revision, both.updated, both.document["id"]) == (2, NOW, "mine")


def test_a_newer_skip_is_shown_and_the_words_are_kept_beside_it() -> None:
    theirs = answers().with_changes([Answered(worksheet="boundaries", question="worst", skipped=True)], now=at(9))

    both = merged(answers(worst=("at home", 5)), theirs, now=NOW)

    assert kept(both, "worst") == {"skipped": True, "at": at(9), "also": [{"value": "at home", "at": at(5)}]}


def test_an_earlier_value_of_a_tracked_answer_is_not_kept_twice() -> None:
    monday = answers().with_changes(
        [Answered(worksheet="boundaries", question="readiness", value=4, track=True)], now=at(0)
    )
    tuesday = monday.with_changes(
        [Answered(worksheet="boundaries", question="readiness", value=6, track=True)], now=at(24 * 60)
    )

    both = merged(tuesday, monday, now=NOW)

    assert kept(both, "readiness") == {"value": 6, "at": at(24 * 60), "before": [{"value": 4, "at": at(0)}]}
    assert both is tuesday


def test_one_is_not_true_and_both_are_kept() -> None:
    both = merged(answers(worst=(1, 5)), answers(worst=(True, 9)), now=NOW)

    assert (kept(both, "worst")["value"], kept(both, "worst")["also"][0]["value"]) == (True, 1)
    assert kept(both, "worst")["value"] is True


def test_entries_are_the_same_by_their_id_and_a_day_that_differs_is_kept() -> None:
    def entry(day: str, tension: int, minute: int) -> Answers:
        changes = [
            Answered(worksheet="check-in", entry="one", question="for", value=day),
            Answered(worksheet="check-in", entry="one", question="tension", value=tension),
        ]
        return answers().with_changes(changes, now=at(minute))

    both = merged(entry("2026-11-20", 7, 5), entry("2026-11-21", 3, 9), now=NOW)

    assert both.document["entries"]["check-in"] == [
        {
            "id": "one",
            "at": at(5),
            "for": "2026-11-21",
            "answers": {"tension": {"value": 3, "at": at(9), "also": [{"value": 7, "at": at(5)}]}},
            "also": [{"value": "2026-11-20", "at": ""}],
        }
    ]


def test_the_preview_names_questions_and_counts_entries() -> None:
    mine = answers(worst=("at home", 5), topics=(["calls"], 9), same=("so", 1))
    theirs = answers(worst=("on the phone", 9), topics=(["money"], 5), same=("so", 1), limit=("I go", 3))
    theirs = theirs.with_changes([Answered(worksheet="check-in", entry="one", question="tension", value=7)], now=at(9))

    assert preview(mine, theirs) == Preview(
        True,
        (
            Touched("boundaries", new=("limit",), newer=("worst",), older=("topics",)),
            Touched("check-in", entries_new=1),
        ),
    )


@given(documents(), documents())
def test_every_value_of_either_is_somewhere_in_both(mine: Answers, theirs: Answers) -> None:
    both = merged(mine, theirs, now=NOW)

    assert {*said(mine.document), *said(theirs.document)} <= set(said(both.document))


@given(documents(), documents())
def test_the_same_twice_changes_nothing_the_second_time(mine: Answers, theirs: Answers) -> None:
    once = merged(mine, theirs, now=NOW)

    assert merged(once, theirs, now=NOW) is once
    assert preview(once, theirs) == Preview(False)


@given(documents())
def test_into_an_empty_workbook_it_comes_as_it_is(theirs: Answers) -> None:
    assert merged(Answers.none_yet(now=at(0)), theirs, now=NOW) is theirs


@given(documents())
def test_with_itself_it_stays_as_it_is(mine: Answers) -> None:
    assert text(merged(mine, mine, now=NOW).document) == text(mine.document)


@given(documents(), documents())
def test_the_preview_says_just_when_something_would_change(mine: Answers, theirs: Answers) -> None:
    told = preview(mine, theirs)

    assert told.changes == (merged(mine, theirs, now=NOW) is not mine)
    assert told.changes or told.worksheets == ()
