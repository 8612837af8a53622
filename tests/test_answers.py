"""What a person has written: the contract of `workbook.json`, and what changes do to it."""

from __future__ import annotations

import copy
import datetime
import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.answers import Answer, Answers, Entry, stamp
from heartwork.changes import (
    UNSEEN,
    Answered,
    Change,
    ConflictResolved,
    Destroyed,
    EntryPutBack,
    EntryRemoved,
    Finished,
    Opened,
    Renamed,
)
from tests.strategies import at, changes, documents, ids

NOON = "2026-11-23T12:00:00Z"
SOON = "2026-11-23T12:59:59Z"
LATER = "2026-11-23T13:00:00Z"
NEXT_DAY = "2026-11-24T12:00:00Z"
ID = "0b0c7a52-8f3e-4d5e-9a55-5f1a3c8a7f10"


def empty() -> Answers:
    return Answers.none_yet(now=NOON, id_=ID)


def readiness(value: Any, **more: Any) -> Answered:
    return Answered(worksheet="boundaries", question="readiness", value=value, track=True, **more)


def kept(answers: Answers, question: str = "readiness") -> Any:
    """An answer as it stands in the document; None when nothing stands there."""
    return answers.document["worksheets"]["boundaries"]["answers"].get(question)


# -- the document


def test_an_empty_workbook_has_the_keys_of_the_contract_in_their_order() -> None:
    assert list(empty().document.items()) == [
        ("format", "heartwork-workbook"),
        ("version", 1),
        ("id", ID),
        ("created", NOON),
        ("updated", NOON),
        ("revision", 0),
        ("worksheets", {}),
        ("entries", {}),
    ]


def test_every_workbook_has_an_id_of_its_own() -> None:
    one, other = Answers.none_yet(now=NOON).document["id"], Answers.none_yet(now=NOON).document["id"]

    assert str(uuid.UUID(one, version=4)) == one
    assert one != other


def test_a_document_reads_as_the_contract_says_to_the_letter() -> None:
    answers = empty().with_changes(
        [Answered(worksheet="boundaries", question="topics", value=["calls"], definition="abc"), readiness(4)], now=NOON
    )

    answers = answers.with_changes(
        [
            readiness(6),
            Answered(worksheet="boundaries", question="worst", skipped=True),
            Answered(worksheet="check-in", question="for", value="2026-11-20", entry="e1"),
            Answered(worksheet="check-in", question="tension", value=7, entry="e1"),
        ],
        now=NEXT_DAY,
    )

    assert json.dumps(answers.document, indent=2) == json.dumps(
        {
            "format": "heartwork-workbook",
            "version": 1,
            "id": ID,
            "created": NOON,
            "updated": NEXT_DAY,
            "revision": 2,
            "worksheets": {
                "boundaries": {
                    "opened": NOON,
                    "finished": None,
                    "definition": "abc",
                    "answers": {
                        "topics": {"value": ["calls"], "at": NOON},
                        "readiness": {"value": 6, "at": NEXT_DAY, "before": [{"value": 4, "at": NOON}]},
                        "worst": {"skipped": True, "at": NEXT_DAY},
                    },
                }
            },
            "entries": {
                "check-in": [
                    {
                        "id": "e1",
                        "at": NEXT_DAY,
                        "for": "2026-11-20",
                        "answers": {"tension": {"value": 7, "at": NEXT_DAY}},
                    }
                ]
            },
        },
        indent=2,
    )


def test_a_moment_is_stamped_in_utc_to_the_second() -> None:
    summer_in_rome = datetime.timezone(datetime.timedelta(hours=2))

    moment = datetime.datetime(2026, 8, 1, 1, 30, 59, 999999, tzinfo=summer_in_rome)

    assert stamp(moment) == "2026-07-31T23:30:59Z"


# -- answering


def test_an_answer_can_be_read_back_in_every_way_there_is() -> None:
    answers = empty().with_changes([readiness(6)], now=NOON)

    assert answers.answer("boundaries", "readiness") == Answer(value=6, at=NOON)
    assert answers.value("boundaries.readiness") == 6
    assert answers.answers("boundaries") == {"readiness": Answer(value=6, at=NOON)}
    assert list(answers) == ["boundaries"]


def test_what_was_never_answered_is_none() -> None:
    answers = empty()

    assert answers.answer("boundaries", "readiness") is None
    assert answers.value("boundaries.readiness") is None
    assert answers.value("boundaries") is None
    assert answers.answers("boundaries") == {}
    assert answers.entries("check-in") == []
    assert answers.raw_entry("check-in", "e1") is None
    assert list(answers) == []


@pytest.mark.parametrize("value", [0, False, " ", {"other": ""}])
def test_an_answer_that_looks_like_nothing_is_an_answer(value: object) -> None:
    assert empty().with_changes([readiness(value)], now=NOON).value("boundaries.readiness") == value


def test_a_skipped_question_is_kept_as_skipped_and_is_no_answer() -> None:
    skip = Answered(worksheet="boundaries", question="readiness", skipped=True)

    answers = empty().with_changes([skip], now=NOON)

    assert kept(answers) == {"skipped": True, "at": NOON}
    assert answers.answer("boundaries", "readiness") == Answer(at=NOON, skipped=True)
    assert answers.value("boundaries.readiness") is None


def test_answering_after_all_ends_a_skip() -> None:
    skipped = empty().with_changes([Answered(worksheet="boundaries", question="readiness", skipped=True)], now=NOON)

    assert kept(skipped.with_changes([readiness(3)], now=NEXT_DAY)) == {"value": 3, "at": NEXT_DAY}


def test_an_answer_taken_back_leaves_nothing() -> None:
    answers = empty().with_changes([Answered(worksheet="boundaries", question="worst", value="x")], now=NOON)

    answers = answers.with_changes([Answered(worksheet="boundaries", question="worst")], now=SOON)

    assert kept(answers, "worst") is None
    assert list(answers) == []


def test_the_digest_of_the_worksheet_is_kept_until_a_newer_one_comes() -> None:
    first = empty().with_changes([readiness(1, definition="abc")], now=NOON)
    second = first.with_changes([readiness(2)], now=SOON)
    third = second.with_changes([readiness(3, definition="def")], now=LATER)

    assert [one.document["worksheets"]["boundaries"]["definition"] for one in (first, second, third)] == [
        "abc",
        "abc",
        "def",
    ]


# -- earlier values


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (SOON, None),
        (LATER, [{"value": 4, "at": NOON}]),
        (NEXT_DAY, [{"value": 4, "at": NOON}]),
    ],
)
def test_an_earlier_value_of_a_tracked_answer_is_kept_after_an_hour(now: str, before: object) -> None:
    """Before that it is one thought, still being put into words."""
    answers = empty().with_changes([readiness(4)], now=NOON).with_changes([readiness(6)], now=now)

    assert kept(answers).get("before") == before


def test_earlier_values_are_kept_oldest_first() -> None:
    answers = empty()
    for day, value in enumerate([4, 6, 6, 2]):
        answers = answers.with_changes([readiness(value)], now=at(day * 24 * 60))

    assert answers.answer("boundaries", "readiness") == Answer(
        value=2, at=at(3 * 24 * 60), before=({"value": 4, "at": at(0)}, {"value": 6, "at": at(2 * 24 * 60)})
    )


def test_the_same_value_again_is_no_earlier_value() -> None:
    answers = empty().with_changes([readiness(4)], now=NOON).with_changes([readiness(4)], now=NEXT_DAY)

    assert kept(answers) == {"value": 4, "at": NEXT_DAY}


def test_an_answer_that_is_not_tracked_forgets_what_it_was() -> None:
    def worst(value: str) -> Answered:
        return Answered(worksheet="boundaries", question="worst", value=value)

    answers = empty().with_changes([worst("one")], now=NOON).with_changes([worst("other")], now=NEXT_DAY)

    assert kept(answers, "worst") == {"value": "other", "at": NEXT_DAY}


@pytest.mark.parametrize(
    ("change", "stands"),
    [(readiness(None), {"value": None}), (readiness(None, skipped=True), {"skipped": True})],
)
def test_a_tracked_answer_taken_back_or_skipped_keeps_its_past(change: Answered, stands: dict[str, Any]) -> None:
    answers = empty().with_changes([readiness(4)], now=NOON).with_changes([change], now=NEXT_DAY)

    assert kept(answers) == {**stands, "at": NEXT_DAY, "before": [{"value": 4, "at": NOON}]}


@pytest.mark.parametrize("at_", ["", "yesterday", "2026-11-01", "2026-11-01T10:00:00"])
def test_a_moment_that_somebody_wrote_by_hand_stops_nothing(at_: str) -> None:
    document = empty().with_changes([readiness(4)], now=NOON).document
    by_hand = json.loads(json.dumps(document).replace(f'"at": "{NOON}"', f'"at": "{at_}"'))

    answers = Answers(by_hand).with_changes([readiness(6)], now=NEXT_DAY)

    assert answers.value("boundaries.readiness") == 6


# -- two writers


def test_when_both_changed_an_answer_the_later_one_is_shown_and_the_other_is_offered() -> None:
    answers = empty().with_changes([readiness(4)], now=NOON)
    answers = answers.with_changes([readiness(6, seen=4)], now=SOON)

    answers = answers.with_changes([readiness(2, seen=4)], now=SOON)

    assert answers.answer("boundaries", "readiness") == Answer(value=2, at=SOON, also=({"value": 6, "at": SOON},))


def test_what_is_offered_of_another_writer_is_not_an_earlier_value_as_well() -> None:
    answers = empty().with_changes([readiness(4)], now=NOON)

    answers = answers.with_changes([readiness(2, seen=None)], now=NEXT_DAY)

    assert kept(answers) == {"value": 2, "at": NEXT_DAY, "also": [{"value": 4, "at": NOON}]}


def test_what_is_offered_stays_until_it_is_dealt_with_and_keys_keep_their_order() -> None:
    answers = empty().with_changes([readiness(4)], now=NOON)
    answers = answers.with_changes([readiness(6, seen=None)], now=SOON)

    answers = answers.with_changes([readiness(9, seen=6)], now=NEXT_DAY)

    assert list(kept(answers).items()) == [
        ("value", 9),
        ("at", NEXT_DAY),
        ("before", [{"value": 6, "at": SOON}]),
        ("also", [{"value": 4, "at": NOON}]),
    ]


@pytest.mark.parametrize(
    ("seen", "value"),
    [(4, 6), (UNSEEN, 6), (None, 4)],
    ids=["the writer saw it", "the writer does not say", "both wrote the same"],
)
def test_there_is_no_conflict_when(seen: object, value: int) -> None:
    answers = empty().with_changes([readiness(4)], now=NOON)

    assert kept(answers.with_changes([readiness(value, seen=seen)], now=SOON)) == {"value": value, "at": SOON}


def test_what_the_writer_sent_before_without_an_answer_is_their_own() -> None:
    answers = empty().with_changes([readiness(4, seen=None)], now=NOON)

    own = answers.with_changes([readiness(6, seen=None, sent=(3, 4, 5))], now=SOON)
    another = answers.with_changes([readiness(6, seen=None, sent=(3, 5))], now=SOON)

    assert kept(own) == {"value": 6, "at": SOON}
    assert kept(another) == {"value": 6, "at": SOON, "also": [{"value": 4, "at": NOON}]}


def both_kept() -> Answers:
    """Six is shown, four is offered beside it, and two was there the day before."""
    answers = empty().with_changes([readiness(2)], now="2026-11-22T12:00:00Z")
    answers = answers.with_changes([readiness(4, seen=2)], now=NOON)
    return answers.with_changes([readiness(6, seen=2)], now=SOON)


FOUR = {"value": 4, "at": NOON}
BEFORE = {"before": [{"value": 2, "at": "2026-11-22T12:00:00Z"}]}


@pytest.mark.parametrize(
    ("becomes", "stands"),
    [(4, {"value": 4, "at": LATER, **BEFORE}), (6, {"value": 6, "at": SOON, **BEFORE})],
    ids=["the other one", "this one"],
)
def test_of_two_answers_the_person_takes_one_and_earlier_values_stay(becomes: int, stands: dict[str, Any]) -> None:
    choice = ConflictResolved(worksheet="boundaries", question="readiness", shown=6, other=FOUR, becomes=becomes)

    assert kept(both_kept().with_changes([choice], now=LATER)) == stands


@pytest.mark.parametrize(
    ("shown", "other"),
    [(5, FOUR), (6, {**FOUR, "at": SOON}), (6, {**FOUR, "value": 3})],
    ids=["something else is shown", "it was written at another time", "it is not there"],
)
def test_a_choice_on_a_page_that_was_behind_changes_nothing(shown: int, other: dict[str, Any]) -> None:
    choice = ConflictResolved(
        worksheet="boundaries", question="readiness", shown=shown, other=other, becomes=other["value"]
    )

    assert kept(both_kept().with_changes([choice], now=LATER)) == kept(both_kept())


def test_a_skip_that_is_kept_instead_of_the_other_answer_stays_a_skip() -> None:
    answers = empty().with_changes([readiness(4)], now=NOON)
    skip = Answered(worksheet="boundaries", question="readiness", skipped=True, seen=None)
    answers = answers.with_changes([skip], now=SOON)
    choice = ConflictResolved(worksheet="boundaries", question="readiness", shown=None, other=FOUR, becomes=None)

    assert kept(answers.with_changes([choice], now=LATER)) == {"skipped": True, "at": SOON}


def test_an_empty_answer_that_is_kept_instead_of_the_other_leaves_nothing() -> None:
    answers = empty().with_changes([readiness(4)], now=NOON).with_changes([readiness(None, seen=2)], now=SOON)
    choice = ConflictResolved(worksheet="boundaries", question="readiness", shown=None, other=FOUR, becomes=None)

    assert kept(answers.with_changes([choice], now=LATER)) is None


def test_words_that_another_page_wrote_survive_a_skip_and_a_taking_back() -> None:
    def worst(**what: Any) -> Answered:
        return Answered(worksheet="boundaries", question="worst", seen=None, **what)

    answers = empty().with_changes([worst(value="written on the phone")], now=NOON)

    skipped = answers.with_changes([worst(skipped=True)], now=SOON)
    taken_back = answers.with_changes([worst(value=None)], now=SOON)

    offered = {"at": SOON, "also": [{"value": "written on the phone", "at": NOON}]}
    assert kept(skipped, "worst") == {"skipped": True, **offered}
    assert kept(taken_back, "worst") == {"value": None, **offered}


# -- opened, finished


def test_only_the_first_opening_counts() -> None:
    answers = empty().with_changes([Opened("boundaries")], now=NOON).with_changes([Opened("boundaries")], now=NEXT_DAY)

    assert answers.document["worksheets"] == {
        "boundaries": {"opened": NOON, "finished": None, "definition": "", "answers": {}}
    }
    assert answers.opened("boundaries") == NOON
    assert answers.opened("start") is None
    assert list(answers) == []  # looking is not writing


def test_a_worksheet_is_finished_and_taken_up_again() -> None:
    done = empty().with_changes([Finished("boundaries")], now=NOON)
    again = done.with_changes([Finished("boundaries", done=False)], now=SOON)

    assert (done.finished("boundaries"), again.finished("boundaries"), empty().finished("start")) == (NOON, None, None)


# -- entries


def tension(value: Any, entry: str = "e1", **more: Any) -> Answered:
    return Answered(worksheet="check-in", question="tension", value=value, entry=entry, **more)


def day(value: str | None, entry: str = "e1") -> Answered:
    return Answered(worksheet="check-in", question="for", value=value, entry=entry)


def test_the_first_answer_makes_the_entry_for_its_own_day() -> None:
    answers = empty().with_changes([tension(7)], now=NOON)

    assert list(answers.document["entries"]["check-in"][0].items()) == [
        ("id", "e1"),
        ("at", NOON),
        ("for", "2026-11-23"),
        ("answers", {"tension": {"value": 7, "at": NOON}}),
    ]


def test_the_day_of_an_entry_is_the_answer_to_its_question() -> None:
    answers = empty().with_changes([day("2026-11"), tension(7)], now=NOON)

    assert answers.answer("check-in", "for", entry="e1") == Answer(value="2026-11", at=NOON)
    assert answers.answer("check-in", "tension", entry="e1") == Answer(value=7, at=NOON)
    assert answers.answer("check-in", "tension", entry="e2") is None
    assert answers.entries("check-in") == [
        Entry(id="e1", at=NOON, day="2026-11", answers={"tension": Answer(value=7, at=NOON)})
    ]


def test_the_day_of_an_entry_can_be_left_open() -> None:
    answers = empty().with_changes([tension(7), day(None)], now=NOON)

    assert answers.raw_entry("check-in", "e1") == {
        "id": "e1", "at": NOON, "for": "", "answers": {"tension": {"value": 7, "at": NOON}},
    }  # fmt: skip
    assert answers.answer("check-in", "for", entry="e1") is None


def test_entries_come_by_the_day_they_are_about_then_by_when_they_were_written() -> None:
    answers = empty().with_changes([day("2026-11-20", "late"), day("2026-10-02", "first")], now=NOON)
    answers = answers.with_changes([day("2026-11-20", "later"), day(None, "some-day")], now=LATER)

    assert [entry.id for entry in answers.entries("check-in")] == ["some-day", "first", "late", "later"]


def test_an_entry_gives_its_values_by_question() -> None:
    (entry,) = empty().with_changes([tension(0)], now=NOON).entries("check-in")

    assert (entry.value("tension"), entry.value("calm")) == (0, None)


def test_an_entry_that_was_removed_is_put_back_as_it_was() -> None:
    before = empty().with_changes([day("2026-11-20"), tension(7), tension(3, "e2")], now=NOON)
    removed_entry = before.raw_entry("check-in", "e1")
    assert removed_entry is not None

    removed = before.with_changes([EntryRemoved("check-in", "e1")], now=SOON)
    back = removed.with_changes([EntryPutBack("check-in", removed_entry)], now=LATER)

    assert [entry.id for entry in removed.entries("check-in")] == ["e2"]
    assert back.entries("check-in") == before.entries("check-in")
    assert back.raw_entry("check-in", "e1") == removed_entry


def test_an_entry_put_back_twice_is_there_once() -> None:
    answers = empty().with_changes([tension(7)], now=NOON)
    entry = answers.raw_entry("check-in", "e1")
    assert entry is not None

    answers = answers.with_changes([EntryPutBack("check-in", entry), EntryPutBack("check-in", entry)], now=SOON)

    assert [one.id for one in answers.entries("check-in")] == ["e1"]


def test_removing_an_entry_that_is_not_there_is_fine() -> None:
    answers = empty().with_changes([EntryRemoved("check-in", "gone")], now=SOON)

    assert answers.entries("check-in") == []


def test_entries_and_answers_both_say_that_a_worksheet_holds_something() -> None:
    answers = empty().with_changes([readiness(1), tension(7)], now=NOON)

    assert list(answers) == ["boundaries", "check-in"]


# -- laws


def _frozen(answers: Answers) -> str:
    return json.dumps(answers.document)


@given(documents(), st.lists(changes(), max_size=4))
def test_a_document_is_never_changed_in_place(answers: Answers, made: list[Change]) -> None:
    before = _frozen(answers)

    answers.with_changes(made, now=at(5000))

    assert _frozen(answers) == before


@given(documents(), st.lists(changes(), max_size=4))
def test_every_save_raises_the_revision_by_one_and_says_when(answers: Answers, made: list[Change]) -> None:
    after = answers.with_changes(iter(made), now=at(5000))

    assert (after.revision, after.updated) == (answers.revision + 1, at(5000))
    assert list(after.document) == list(answers.document)


@given(documents(), changes().filter(lambda change: isinstance(change, Answered)))
def test_an_answer_leaves_all_others_as_they_were(answers: Answers, change: Any) -> None:
    """Whatever else is in the document, down to the last key."""

    def others(one: Answers) -> Any:
        document = copy.deepcopy(dict(one.document))
        for key in ("revision", "updated"):
            del document[key]
        if change.entry is None:
            sheet = document["worksheets"].setdefault(change.worksheet, {"opened": at(5000), "finished": None})
            sheet.pop("definition", None)
            sheet.setdefault("answers", {}).pop(change.question, None)
        else:
            entries = document["entries"].get(change.worksheet, [])
            entries = [entry for entry in entries if entry["id"] != change.entry]
            document["entries"] = {**document["entries"], change.worksheet: entries}
        return document

    after = answers.with_changes([change], now=at(5000))

    assert others(after) == others(answers)


@given(documents(), ids(), ids(), st.integers(0, 10), st.integers(0, 10))
def test_no_value_is_ever_lost_to_another_writer(
    answers: Answers, worksheet: str, question: str, seen: int, value: int
) -> None:
    old = answers.answer(worksheet, question)
    change = Answered(worksheet=worksheet, question=question, value=value, seen=seen)

    new = answers.with_changes([change], now=at(5000)).answer(worksheet, question)

    assert new is not None
    assert new.value == value
    if old is not None:
        assert new.before[: len(old.before)] == old.before
        assert new.also[: len(old.also)] == old.also
        if old.value not in (None, seen, value):
            assert new.also[-1] == {"value": old.value, "at": old.at}


def _values(thing: Any) -> list[str]:
    """Every value anywhere in a document: shown, earlier, or kept beside another."""
    if isinstance(thing, dict):
        own = [json.dumps(thing["value"], sort_keys=True)] if thing.get("value") is not None else []
        return own + [value for inner in thing.values() for value in _values(inner)]
    return [value for inner in thing for value in _values(inner)] if isinstance(thing, (list, tuple)) else []


@given(documents(), ids(), ids(), st.none() | st.just("entry-1"), st.booleans(), st.sampled_from(["a", "b", "a b"]))
def test_a_choice_takes_out_what_was_not_chosen_and_nothing_else(
    answers: Answers, worksheet: str, question: str, entry: str | None, behind: bool, becomes: str
) -> None:
    where: Any = {"worksheet": worksheet, "question": question, "entry": entry}
    answers = answers.with_changes([Answered(**where, value="b")], now=at(5000))
    answers = answers.with_changes([Answered(**where, value="a", seen=None)], now=at(5001))
    if behind:
        answers = answers.with_changes([Answered(**where, value="c", seen="a")], now=at(5002))
    choice = ConflictResolved(**where, shown="a", other={"value": "b", "at": at(5000)}, becomes=becomes)

    after = answers.with_changes([choice], now=at(5003))

    if behind:
        assert after.document["worksheets"] == answers.document["worksheets"]
        assert after.document["entries"] == answers.document["entries"]
    else:
        stands = after.answer(worksheet, question, entry=entry)
        was = answers.answer(worksheet, question, entry=entry)
        assert stands is not None and was is not None
        assert (stands.value, stands.before, [*stands.also, {"value": "b", "at": at(5000)}]) == (
            becomes,
            was.before,
            list(was.also),
        )
        lost = set(_values(answers.document)) - set(_values(after.document))
        assert lost <= {'"a"', '"b"'} - {json.dumps(becomes)}


@given(documents())
def test_no_repr_shows_a_word(answers: Answers) -> None:
    """Reprs end up in logs, tracebacks and notebook outputs."""
    secret = "she read my letter"
    made = [
        Answered(worksheet="start", question="topics", value=secret, seen=secret),
        Answered(worksheet="check-in", question="topics", value=[secret], entry="entry-1"),
        ConflictResolved(worksheet="start", question="topics", shown=secret, other={"value": secret}, becomes=secret),
    ]
    answers = answers.with_changes(made, now=at(5000))
    entry = answers.raw_entry("check-in", "entry-1")
    assert entry is not None

    shown = [
        answers,
        answers.answer("start", "topics"),
        answers.answers("start"),
        answers.entries("check-in"),
        made,
        EntryPutBack("check-in", entry),
    ]

    assert secret not in repr(shown)


def test_reprs_say_how_much_and_when() -> None:
    answers = empty().with_changes([tension(7), readiness(4)], now=NOON)

    assert repr(answers) == "Answers(revision=1)"
    assert repr(answers.answer("boundaries", "readiness")) == f"Answer(at='{NOON}', skipped=False)"
    assert repr(answers.entries("check-in")) == "[Entry(answered=1)]"


# -- an id that changed


def test_an_answer_under_a_former_id_is_carried_over_with_all_that_was_kept() -> None:
    first = Answered(worksheet="walk", question="pace", value=3, track=True)
    later = Answered(worksheet="walk", question="pace", value=5, track=True)
    answers = Answers.none_yet(now="2026-01-01T00:00:00Z").with_changes([first], now="2026-01-01T00:00:00Z")
    answers = answers.with_changes([later], now="2026-02-01T00:00:00Z")
    was = answers.answer("walk", "pace")

    answers = answers.with_changes([Renamed("walk", "tempo", "pace")], now="2026-03-01T00:00:00Z")

    assert answers.answers("walk") == {"tempo": was}


def test_what_is_answered_under_the_new_id_already_stays_and_the_former_one_too() -> None:
    both = [
        Answered(worksheet="walk", question="pace", value=3),
        Answered(worksheet="walk", question="tempo", value=5),
    ]
    answers = Answers.none_yet(now="2026-01-01T00:00:00Z").with_changes(both, now="2026-01-01T00:00:00Z")

    after = answers.with_changes([Renamed("walk", "tempo", "pace")], now="2026-03-01T00:00:00Z")

    assert after.answers("walk") == answers.answers("walk")


def test_answers_in_entries_are_carried_over_too() -> None:
    change = Answered(worksheet="walks", question="pace", value=3, entry="one")
    answers = Answers.none_yet(now="2026-01-01T00:00:00Z").with_changes([change], now="2026-01-01T00:00:00Z")

    (entry,) = answers.with_changes([Renamed("walks", "tempo", "pace")], now="2026-03-01T00:00:00Z").entries("walks")

    assert (entry.value("tempo"), entry.value("pace")) == (3, None)


# -- an answer that is destroyed


def test_of_a_destroyed_answer_nothing_is_kept_not_even_what_it_was() -> None:
    answers = (
        empty()
        .with_changes([readiness(4)], now=NOON)
        .with_changes([readiness(6)], now=NEXT_DAY)
        .with_changes([readiness(9, seen=4)], now=NEXT_DAY)
    )
    assert {"before", "also"} <= set(kept(answers))

    after = answers.with_changes([Destroyed("boundaries", "readiness")], now=NEXT_DAY)

    assert kept(after) is None
    assert after.answer("boundaries", "readiness") is None
    assert (after.revision, after.opened("boundaries")) == (answers.revision + 1, NOON)


def test_an_answer_of_an_entry_is_destroyed_in_that_entry_only() -> None:
    answers = empty().with_changes([tension(7), tension(3, "e2")], now=NOON)

    after = answers.with_changes([Destroyed("check-in", "tension", "e1")], now=LATER)

    assert [entry.value("tension") for entry in after.entries("check-in")] == [None, 3]


def test_a_copy_without_an_answer_keeps_its_revision() -> None:
    answers = empty().with_changes([readiness(4), Answered(worksheet="boundaries", question="b", value="b")], now=NOON)

    copied = answers.without([Destroyed("boundaries", "readiness")])

    assert (copied.revision, copied.updated) == (answers.revision, answers.updated)
    assert copied.answers("boundaries") == {"b": Answer(value="b", at=NOON)}
    assert answers.value("boundaries.readiness") == 4


@given(documents(), ids(), ids())
def test_destroying_leaves_every_other_answer_as_it_was(answers: Answers, worksheet: str, question: str) -> None:
    after = answers.with_changes([Destroyed(worksheet, question)], now=at(9999))

    for id_ in answers.document["worksheets"]:
        others = {name: answer for name, answer in answers.answers(id_).items() if (id_, name) != (worksheet, question)}
        assert after.answers(id_) == others
    assert after.document["entries"] == answers.document["entries"]


def test_a_page_that_still_shows_a_destroyed_answer_does_not_bring_it_back_with_another() -> None:
    answers = empty().with_changes([readiness(4)], now=NOON)
    gone = answers.with_changes([Destroyed("boundaries", "readiness")], now=SOON)

    after = gone.with_changes([Answered(worksheet="boundaries", question="happens", value="calls")], now=LATER)
    written_anew = after.with_changes([readiness(8, seen=4)], now=LATER)

    assert kept(after) is None
    assert kept(written_anew) == {"value": 8, "at": LATER}  # a new answer; the destroyed one is not beside it
