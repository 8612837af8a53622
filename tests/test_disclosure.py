"""The sharing rule, attacked with everything an attacker could know."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.disclosure import CAREFUL, FLOOR, Group, Shown, floor_of, may_be_shared, shown, to_send
from heartwork.kinds.choice import Choice
from heartwork.kinds.choices import Choices
from heartwork.kinds.number import Number
from heartwork.kinds.scale import Scale
from heartwork.kinds.text import Text
from heartwork.question import Kind, Option, Question

SCALE = Scale(low="Not at all", high="Very much")
ABC = Choice(options=(Option("a", "A"), Option("b", "B"), Option("c", "C")))
AB = Choices(options=(Option("a", "A"), Option("b", "B")))
FIVE = 5

PASS = "pass"


def _question(kind: Kind, **more: Any) -> Question:
    return Question(id="one", kind=kind, ask="What?", share=True, **more)


# -- the attack: every room of a size, everybody in it, every set of people who tell each other their answers


def _part_of(value: Any) -> Any:
    """What counts as another answer: of a scale another part of it, not the next number."""
    return value if not isinstance(value, int) else (value > 3) + (value > 6)


def _rooms(values: list[Any], people: int) -> Iterator[Counter[Any]]:
    """Every way so many people can have answered or passed; who is who does not matter, the rule does not know."""
    return map(Counter, combinations_with_replacement(values, people))


def _looks(kind: Kind, values: list[Any], people: int) -> dict[Shown | None, list[Counter[Any]]]:
    """What is shown, and every room that it could be."""
    found: dict[Shown | None, list[Counter[Any]]] = defaultdict(list)
    for room in _rooms([*values, PASS], people):
        answers = [list(value) if isinstance(value, tuple) else value for value in room.elements() if value != PASS]
        found[shown(kind, answers, FIVE)].append(room)
    return found


KINDS = [
    pytest.param(SCALE, [0, 5, 9, 10], id="scale"),
    pytest.param(ABC, ["a", "b", "c"], id="choice"),
    pytest.param(AB, [("a",), ("b",), ("a", "b")], id="choices"),
]


@pytest.mark.parametrize(("kind", "values"), KINDS)
@pytest.mark.parametrize("people", [1, 5, 6, 9, 10, 11])
def test_nobody_learns_an_answer_from_what_is_shown_or_refused(kind: Kind, values: list[Any], people: int) -> None:
    """Not who only watches, not who knows one answer more; beside groups, not four who tell each other theirs."""
    for look, rooms in _looks(kind, values, people).items():
        together = 1 if look is None or look.centre else FIVE - 1
        for size in range(min(together, people - 1) + 1):
            for others in _rooms([*values, PASS], size):
                possible = {_part_of(value) for room in rooms if others <= room for value in (room - others)}
                fits = any(others <= room for room in rooms)
                assert not fits or len(possible) >= 2, (look, others)


@given(st.lists(st.integers(0, 10), max_size=60), st.sampled_from([FLOOR, CAREFUL, 17]))
def test_a_group_is_never_smaller_than_the_floor(answers: list[int], floor: int) -> None:
    look = shown(SCALE, answers, floor)

    if look is not None and look.groups:
        sizes = [sum(group.answers[0] <= one <= group.answers[1] for one in answers) for group in look.groups]
        assert min(sizes) >= floor
        assert sum(sizes) == len(answers), "what is not shown could be found by subtraction"
        assert len(sizes) >= 2


@given(st.lists(st.sampled_from("abc"), max_size=60), st.sampled_from([FLOOR, CAREFUL]))
def test_options_that_few_chose_are_put_together(answers: list[str], floor: int) -> None:
    look = shown(ABC, answers, floor)

    if look is not None and look.groups:
        sizes = [sum(one in group.answers for one in answers) for group in look.groups]
        assert min(sizes) >= floor
        assert sum(sizes) == len(answers)
        assert len(sizes) >= 2


@given(st.lists(st.lists(st.sampled_from("ab"), min_size=1, max_size=2, unique=True), max_size=60))
def test_of_several_choices_those_who_did_not_choose_are_a_group_too(answers: list[list[str]]) -> None:
    look = shown(AB, answers, FIVE)

    for group in look.groups if look else ():
        chose = sum(group.answers[0] in one for one in answers)
        assert FIVE <= chose <= len(answers) - FIVE


@given(st.lists(st.integers(0, 10), max_size=FLOOR - 1))
def test_fewer_than_the_floor_show_nothing(answers: list[int]) -> None:
    assert shown(SCALE, answers, FLOOR) is None


@given(st.integers(0, 10), st.integers(0, 10), st.integers(FLOOR, 40))
def test_all_alike_and_all_but_one_alike_show_nothing(answer: int, other: int, people: int) -> None:
    assert shown(SCALE, [answer] * people, FLOOR) is None
    assert shown(SCALE, [answer] * people + [other], FLOOR) is None


@given(st.lists(st.integers(0, 10), max_size=40), st.randoms())
def test_it_does_not_matter_who_said_what(answers: list[int], chance: Any) -> None:
    """The reason why nothing can be learned: two people whose answers differ could have given each other's."""
    shuffled = list(answers)
    chance.shuffle(shuffled)

    assert shown(SCALE, shuffled, FLOOR) == shown(SCALE, answers, FLOOR)


# -- what is shown


def test_a_small_room_is_shown_where_its_middle_lies() -> None:
    assert shown(SCALE, [2, 7, 8, 8, 10], FIVE) == Shown(centre=(7, 10))


def test_a_larger_room_is_shown_in_groups() -> None:
    answers = [0, 1, 2, 2, 3, 4, 5, 5, 6, 6, 7, 8, 9, 9, 10]

    assert shown(SCALE, answers, FIVE) == Shown(
        groups=(Group((0, 3), 5, 11), Group((4, 6), 5, 11), Group((7, 10), 5, 11))
    )


def test_a_part_of_the_scale_that_is_too_small_goes_with_its_neighbour() -> None:
    assert shown(SCALE, [0, 0, 1, 1, 2, 3, 5, 8, 8, 9, 9], FIVE) == Shown(
        groups=(Group((0, 3), 5, 11), Group((4, 10), 5, 11))
    )


def test_when_what_is_left_is_too_small_a_larger_option_goes_with_it() -> None:
    answers = ["a"] * 7 + ["b"] * 5 + ["c"]

    assert shown(ABC, answers, FIVE) == Shown(groups=(Group(("a",), 5, 11), Group(("b", "c"), 5, 11)))


def test_a_small_room_is_told_what_was_chosen_most_if_one_thing_was() -> None:
    assert shown(ABC, ["a", "a", "a", "b", "c"], FIVE) == Shown(centre=("a",))
    assert shown(ABC, ["a", "a", "b", "b", "c"], FIVE) is None


def test_a_number_is_parted_between_its_bounds() -> None:
    hours = Number(unit="hours", min=0, max=40)

    assert shown(hours, [0, 2.5, 13, 20, 39, 40], FIVE) == Shown(centre=(0, 13))


@pytest.mark.parametrize("highest", [0, 1, 2, 3, 5])
def test_a_number_with_few_values_is_parted_too(highest: int) -> None:
    few = Number(min=0, max=highest)

    look = shown(few, [0] * 10 + [highest] * 10, FIVE)

    assert (look is None) == (highest == 0)


def test_what_is_kept_of_a_look_is_the_look() -> None:
    look = shown(SCALE, [0, 0, 1, 1, 2, 9, 9, 9, 9, 9], FIVE)
    assert look is not None

    assert Shown.of_json(look.as_json()) == look


# -- what may be given


def test_what_could_hurt_more_takes_more_answers_and_a_floor_is_never_lowered() -> None:
    assert [floor_of(name) for name in ("boundaries.readiness", "forgive.over", "effects.pace")] == [5, 11, 11]
    assert floor_of("boundaries.readiness", raised=8) == 8
    assert floor_of("boundaries.readiness", raised=2) == 5


@pytest.mark.parametrize(
    ("question", "may"),
    [
        (_question(SCALE), True),
        (_question(ABC), True),
        (_question(AB), True),
        (_question(Number(min=0, max=9)), True),
        (_question(Number(min=0)), False),
        (_question(Text()), False),
        (_question(SCALE, visit_only=True), False),
        (Question(id="one", kind=SCALE, ask="What?"), False),
    ],
)
def test_only_bounded_numbers_and_choices_that_are_marked_may_be_given(question: Question, may: bool) -> None:
    assert may_be_shared(question) is may


def test_a_line_of_ones_own_never_leaves_the_screen() -> None:
    options = (Option("a", "A"), Option("b", "B"))
    one, several = _question(Choice(options=options, other=True)), _question(Choices(options=options, other=True))

    assert to_send(one, {"other": "the kitchen"}) is None
    assert to_send(several, ["a", {"other": "the kitchen"}]) == ["a"]
    assert to_send(several, [{"other": "the kitchen"}]) is None


_ITEM = st.sampled_from(["a", "b", "c", "x", ""]) | st.just({"other": "words"}) | st.integers() | st.none()


@given(st.lists(st.lists(_ITEM, max_size=8), min_size=1, max_size=30), st.booleans())
def test_whatever_pages_send_an_option_counts_each_person_once(sent: list[list[Any]], as_it_came: bool) -> None:
    """Also where it was taken as it came, by an earlier version."""
    options = tuple(Option(key, key.upper()) for key in "abc")
    question = _question(Choices(options=options, other=True))
    given_ = [one for value in sent if (one := to_send(question, value))]
    assert all(len(set(one)) == len(one) and set(one) <= set("abc") for one in given_)

    answers = [[item for item in one if isinstance(item, str)] for one in sent] if as_it_came else given_
    look = shown(question.kind, answers, FIVE)

    for group in look.groups if look else ():
        people = sum(group.answers[0] in one for one in answers)
        assert FIVE <= people <= len(answers) - FIVE
        assert group.least <= people < (group.below or people + 1)


def test_all_alike_in_another_order_is_all_alike() -> None:
    assert shown(AB, [["a", "b"]] * 4 + [["b", "a"]] * 3 + [["a"]], FIVE) is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_what_does_not_fit_is_never_sent(value: Any) -> None:
    sent = to_send(_question(SCALE), value)

    assert sent is None or (type(sent) is int and 0 <= sent <= 10)
