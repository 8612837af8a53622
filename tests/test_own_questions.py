"""A person's own questions and choices: kept with every wording they had, and one where two workbooks say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from heartwork import descent
from heartwork.answers import Answers
from heartwork.authoring.field_reader import ID
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.errors import KitError
from heartwork.kinds.choices import Choices
from heartwork.kinds.info import Info
from heartwork.merging import merged, preview
from heartwork.own_questions import MOST, added, changed, in_own_words, own_of, put_away, with_own
from heartwork.reconciling import Side, reconciled
from heartwork.storage import workbook_json
from heartwork.storage.workbook import Workbook
from heartwork.worksheet_definition import Worksheet
from tests.nasty import NASTY
from tests.strategies import at

SHEET = WorksheetLibrary().worksheet("check-in")
ENTRY = "5f0c5a52-6f0b-4a39-9a37-52f2b5f0a001"


def empty(id_: str = "here") -> Answers:
    return Answers.none_yet(now=at(0), id_=id_)


def with_scale(written: Answers, ask: str = "How tired were you?", minute: int = 1) -> Answers:
    change = added(written, SHEET, kind="scale", ask=ask, low="Awake", high="Worn out", place="how-it-was")
    return written.with_changes([change], now=at(minute))


def with_choice(written: Answers, ask: str = "A song", minute: int = 1, under: str = "set-off") -> Answers:
    return written.with_changes([added(written, SHEET, kind="choice", ask=ask, place=under)], now=at(minute))


def answered(written: Answers, question: str, value: Any, minute: int, entry: str = ENTRY) -> Answers:
    return written.with_changes(
        [Answered(worksheet="check-in", entry=entry, question=question, value=value)], now=at(minute)
    )


def only(written: Answers) -> str:
    (own,) = own_of(written, "check-in")
    return own.id


def labels(worksheet: Worksheet, question: str = "set-off") -> list[str]:
    found = worksheet.question(question)
    assert found is not None and isinstance(found.kind, Choices)
    return [option.label for option in found.kind.options]


def asks(worksheet: Worksheet) -> list[str]:
    return [question.ask for question in worksheet.questions]


def test_a_question_stands_at_the_end_of_its_part_before_what_only_is_to_be_read() -> None:
    written = empty()
    change = added(written, SHEET, kind="line", ask="Who else was there?", place="if-you-like")
    section = with_own(SHEET, written.with_changes([change], now=at(1))).section("if-you-like")

    assert section is not None
    *_, own, last = section.questions
    assert own.ask == "Who else was there?"
    assert isinstance(last.kind, Info)


def test_a_choice_comes_after_the_choices_there_are() -> None:
    assert labels(with_own(SHEET, with_choice(empty())))[-2:] == ["Nothing did", "A song"]
    assert labels(with_own(SHEET, with_choice(empty(), under="did")), "did")[-1] == "A song"


def test_no_worksheet_can_have_such_an_id_and_it_does_not_tell_the_words() -> None:
    ids = {only(with_scale(empty(book))) for book in ("one", "other")}

    assert len(ids) == 2
    assert not any(ID.fullmatch(id_) for id_ in ids)


def test_what_is_put_away_is_not_asked_keeps_its_answers_and_can_be_brought_back() -> None:
    written = answered(with_scale(empty()), only(with_scale(empty())), 7, 2)
    away = written.with_changes([put_away(written, SHEET, only(written), hidden=True)], now=at(3))

    assert "How tired were you?" not in asks(with_own(SHEET, away))
    assert "How tired were you?" in asks(with_own(SHEET, away, hidden=True))
    assert away.answer("check-in", only(away), entry=ENTRY) == written.answer("check-in", only(away), entry=ENTRY)
    again = away.with_changes([put_away(away, SHEET, only(away), hidden=False)], now=at(4))
    assert with_own(SHEET, again) == with_own(SHEET, written)


def test_a_choice_that_is_put_away_stays_where_it_is_chosen() -> None:
    written = with_choice(empty())
    written = answered(written, "set-off", ["money", only(written)], 2)
    away = written.with_changes([put_away(written, SHEET, only(written), hidden=True)], now=at(3))

    assert "A song" not in labels(with_own(SHEET, away))
    assert "A song" in labels(with_own(SHEET, away, entry=ENTRY))


def test_an_answer_is_told_with_the_words_it_was_given_under() -> None:
    written = with_scale(empty())
    key = only(written)
    written = answered(written, key, 7, 2)
    change = changed(written, SHEET, key, ask="How worn out were you?", low="Not", high="Very")
    written = written.with_changes([change], now=at(3))
    written = answered(written, key, 3, 4, entry="later")
    written = written.with_changes([put_away(written, SHEET, key, hidden=True)], now=at(5))

    told, (sheet,) = in_own_words(written, [SHEET])

    given = {
        entry.id: {name: answer.value for name, answer in entry.answers.items()} for entry in told.entries(SHEET.id)
    }
    assert given == {ENTRY: {"How tired were you?": 7}, "later": {"How worn out were you?": 3}}
    before, after = (sheet.question(name) for name in ("How tired were you?", "How worn out were you?"))
    assert before is not None and after is not None
    assert (before.kind.in_words(7), after.kind.in_words(3)) == (
        "7 of 10 (0: Awake, 10: Worn out)",
        "3 of 10 (0: Not, 10: Very)",
    )


def test_a_chosen_word_is_told_as_it_was_when_it_was_chosen() -> None:
    written = with_choice(empty())
    key = only(written)
    written = answered(written, "set-off", ["money", key], 2)
    written = written.with_changes([changed(written, SHEET, key, ask="That song")], now=at(3))
    written = answered(written, "set-off", [key], 4, entry="later")

    told, _sheets = in_own_words(written, [SHEET])

    assert [entry.value("set-off") for entry in told.entries("check-in")] == [["money", "A song"], ["That song"]]


def test_words_that_something_else_is_called_by_get_a_number() -> None:
    written = with_choice(with_scale(empty(), ask="tension"), ask="money", minute=2)
    written = answered(written, "tension", 4, 3)
    scale, choice = (own.id for own in own_of(written, "check-in"))
    written = answered(answered(written, scale, 6, 3), "set-off", ["money", choice], 3)

    told, _sheets = in_own_words(written, [SHEET])

    (entry,) = told.entries("check-in")
    assert (entry.value("tension"), entry.value("tension (2)")) == (4, 6)
    assert entry.value("set-off") == ["money", "money (2)"]


def test_adding_the_same_words_twice_adds_one_and_brings_back_what_was_put_away() -> None:
    written = with_scale(with_scale(empty()), ask="how tired  were you?", minute=2)
    away = written.with_changes([put_away(written, SHEET, only(written), hidden=True)], now=at(3))

    assert not own_of(with_scale(away, minute=4), "check-in")[0].hidden


def test_words_that_another_one_had_before_can_be_used_again() -> None:
    written = with_scale(empty())
    change = changed(written, SHEET, only(written), ask="How sad were you?", low="", high="")
    written = with_scale(written.with_changes([change], now=at(2)), minute=3)

    assert [own.ask for own in own_of(written, "check-in")] == ["How sad were you?", "How tired were you?"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"ask": " \n "}, "there are no words yet"),
        ({"ask": "x" * 201}, "longer than 200 letters"),
        ({"ask": "How tired?", "low": "x" * 61}, "longer than 60 letters"),
        ({"ask": "How tired?", "place": "nowhere"}, "nothing can be added here"),
        ({"ask": "How tired?", "kind": "letter"}, "nothing can be added here"),
        ({"ask": "A song", "kind": "choice", "place": "how"}, "nothing can be added here"),
    ],
)
def test_what_cannot_be_added_is_told_in_a_sentence(told: dict[str, str], said: str) -> None:
    with pytest.raises(KitError, match=said):
        added(empty(), SHEET, **{"kind": "scale", "place": "how-it-was", **told})


def test_only_so_many_are_shown_at_once() -> None:
    written = empty()
    for number in range(MOST):
        written = with_choice(written, f"Choice {number}", minute=number)

    with pytest.raises(KitError, match="Hide one first"):
        with_choice(written, "One more")
    first = own_of(written, "check-in")[0].id
    written = written.with_changes([put_away(written, SHEET, first, hidden=True)], now=at(30))
    assert "One more" in labels(with_own(SHEET, with_choice(written, "One more", minute=31)))


def test_other_worksheets_have_none() -> None:
    sheet = WorksheetLibrary().worksheet("boundaries")

    with pytest.raises(KitError):
        added(empty(), sheet, kind="scale", ask="How tired?", place=sheet.sections[0].id)
    assert with_own(sheet, with_scale(empty())) is sheet


@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)
def test_odd_words_stay_words(words: str, tmp_path: Path) -> None:
    words = words[:200]
    if not words.split():
        return
    written = with_choice(with_scale(empty(), ask=words), ask=words, minute=2)
    written = Answers(workbook_json.read(workbook_json.as_bytes(written.document)))

    sheet = with_own(SHEET, written)

    found = [
        question.piped(lambda text: pytest.fail("piped") if "tired" in text else text) for question in sheet.questions
    ]
    assert " ".join(words.split()) in [question.ask for question in found]
    assert " ".join(words.split()) in labels(sheet)
    assert words not in repr(own_of(written, "check-in"))


@pytest.mark.parametrize(
    "own",
    [
        {"own--1": {"value": None}},
        {"own--1": {"value": {"kind": "scale"}}},
        {"own--1": {"value": {"kind": "scale", "ask": 7}}},
        {"own--1": {"value": {"kind": "rows", "ask": "x"}}},
        {"own--1": {"value": {"kind": "choice", "ask": "x"}}},
        {"tension": {"value": {"kind": "line", "ask": "x"}}},
    ],
)
def test_what_is_none_is_passed_over_and_kept(own: Any) -> None:
    document = {**empty().document, "worksheets": {"check-in": {"answers": {}, "own": own}}}
    written = Answers(workbook_json.read(json.dumps(document).encode()))

    assert with_own(SHEET, written) == SHEET
    assert with_scale(written).document["worksheets"]["check-in"]["own"].items() >= own.items()


# -- two workbooks


def test_equal_words_of_two_workbooks_become_one_question_and_different_ones_stay_two() -> None:
    mine, theirs = with_scale(empty("mine")), with_scale(with_choice(empty("theirs")), minute=2)
    mine = answered(mine, only(mine), 7, 3)
    for own in own_of(theirs, "check-in"):
        theirs = answered(theirs, own.id if not own.under else "set-off", 4 if not own.under else [own.id], 4, "other")

    both = merged(mine, theirs, now=at(9))

    assert [own.ask for own in own_of(both, "check-in")] == ["How tired were you?", "A song"]
    scale, choice = (own.id for own in own_of(both, "check-in"))
    assert [entry.value(scale) for entry in both.entries("check-in")] == [7, 4]
    assert both.entries("check-in")[1].value("set-off") == [choice]
    assert merged(both, theirs, now=at(10)) is both
    (touched,) = preview(mine, theirs).worksheets
    assert (touched.own, touched.marks, touched.entries_new) == (2, False, 1)


def side(written: Answers, save: tuple[str, int], before: Answers | None = None) -> Side:
    told = descent.followed(before, written, save)
    return Side(told, descent.of(told.document))


def test_two_states_of_one_workbook_come_to_the_same_whichever_looks_first() -> None:
    begun = with_scale(empty())
    root = descent.followed(None, begun, ("root", 1))
    here = root.with_changes([put_away(root, SHEET, only(root), hidden=True)], now=at(5))
    there = with_choice(with_scale(root, ask="Who spoke first?", minute=6), minute=6)
    one, other = side(here, ("one", 1), root), side(there, ("other", 1), root)

    both, again = reconciled(one, other, now=at(9))[0], reconciled(other, one, now=at(9))[0]

    assert {own.ask: own.hidden for own in own_of(both, "check-in")} == {
        "How tired were you?": True,
        "Who spoke first?": False,
        "A song": False,
    }
    assert both.document["worksheets"] == again.document["worksheets"]


def test_they_are_saved_found_again_and_in_every_copy(folder: Path) -> None:
    book = Workbook.load(folder)
    book.save([added(book.written, SHEET, kind="line", ask="Who else was there?", place="if-you-like")])
    book.save([added(book.written, SHEET, kind="choice", ask="A song", place="did")])
    (folder / "workbook.json").unlink()

    assert [own.ask for own in own_of(Workbook.load(folder).written, "check-in")] == ["Who else was there?", "A song"]


def test_a_workbook_of_before_is_as_it_was() -> None:
    document = json.loads((Path(__file__).parent / "storage" / "workbook-without-descent.json").read_text())
    written = Answers(document)

    assert with_own(SHEET, written) is SHEET
    assert in_own_words(written, [SHEET])[0] is written
    assert "own" not in json.dumps(written.with_changes([], now=at(1)).document["worksheets"])
