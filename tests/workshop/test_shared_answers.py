"""What people give to the room, and the one look at it: attacked by everybody but one, in any order."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text

from heartwork.authoring.library import WorksheetLibrary
from heartwork.disclosure import FLOOR, Group, Shown, needs_slip
from heartwork.errors import KitError
from heartwork.question import Question
from heartwork.workshop import participant_api, seats, shared_answers, slips
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat
from tests.databases import database

SHELF = WorksheetLibrary()
NAME = "boundaries.readiness"
SEVERAL = "boundaries.medium"
CAREFUL = "forgive.question-for-me"


def _question(name: str) -> Question:
    worksheet, _, id_ = name.partition(".")
    question = SHELF.worksheet(worksheet).question(id_)
    assert question is not None
    return question


@pytest.fixture
def room(url: str) -> Iterator[Room]:
    room = Room.make(url, seats=40, plan="ninety-minutes")
    yield room
    room.engine.dispose()


def _with_slip(room: Room) -> Seat:
    """Somebody who comes in with a slip of paper."""
    (code,) = slips.issue(room, 1)
    return seats.take(room, admission=room.admit(code, who="192.168.0.7"))[0]


def _given(room: Room, answers: list[Any], *, name: str = NAME, passes: int = 0) -> list[Seat]:
    """People who come in and tap."""
    here = []
    for answer in answers:
        seat = _with_slip(room) if needs_slip(name) else seats.take(room)[0]
        shared_answers.give(room, seat, name, _question(name), answer)
        here.append(seat)
    for _one in range(passes):
        seat, _ = seats.take(room)
        shared_answers.pass_by(room, seat, name, _question(name))
        here.append(seat)
    return here


# -- one look


def test_five_different_answers_are_shown_as_a_centre(room: Room) -> None:
    _given(room, [2, 7, 8, 8, 10])

    assert shared_answers.reveal(room, NAME, _question(NAME), people=40).shown == Shown(centre=(7, 10))


def test_ten_are_shown_in_groups(room: Room) -> None:
    _given(room, [0, 1, 1, 2, 3, 8, 8, 9, 9, 9])

    look = shared_answers.reveal(room, NAME, _question(NAME), people=40)

    assert look.shown == Shown(groups=(Group((0, 3), 5, 11), Group((4, 10), 5, 11)))


def test_four_are_not_looked_at_and_can_become_five(room: Room) -> None:
    _given(room, [2, 7, 8, 8])
    with pytest.raises(KitError, match="fewer than 5 people have tapped"):
        shared_answers.reveal(room, NAME, _question(NAME), people=40)
    assert shared_answers.reveals(room) == {}

    _given(room, [10])

    assert shared_answers.reveal(room, NAME, _question(NAME), people=40).shown is not None


@pytest.mark.parametrize(
    ("answers", "passes"),
    [([7, 7, 7, 7, 7], 0), ([7, 7, 7, 7, 7, 1], 0), ([1, 5, 9], 6), ([], 5)],
    ids=["all alike", "all but one alike", "few answered and many passed", "all passed"],
)
def test_a_look_that_shows_nothing_does_not_say_why_and_was_the_look(
    room: Room, answers: list[int], passes: int
) -> None:
    _given(room, answers, passes=passes)

    assert shared_answers.reveal(room, NAME, _question(NAME), people=40).shown is None

    seat, _ = seats.take(room)
    with pytest.raises(KitError, match="looked at this question already"):
        shared_answers.give(room, seat, NAME, _question(NAME), 3)
    assert shared_answers.reveal(room, NAME, _question(NAME), people=40).shown is None


def test_a_question_about_forgiving_takes_eleven(room: Room) -> None:
    options = [option for option, _ in _question(CAREFUL).kind.props(str)["options"]]
    _given(room, [options[0]] * 5 + [options[1]] * 5, name=CAREFUL)
    with pytest.raises(KitError, match="fewer than 11 people"):
        shared_answers.reveal(room, CAREFUL, _question(CAREFUL), people=40)


def test_what_hurts_more_is_given_and_passed_only_from_seats_with_a_slip(room: Room) -> None:
    question, without = _question(CAREFUL), seats.take(room)[0]
    option = question.kind.props(str)["options"][0][0]
    slips.set_required(room, True)

    for tap in (
        lambda: shared_answers.give(room, without, CAREFUL, question, option),
        lambda: shared_answers.pass_by(room, without, CAREFUL, question),
    ):
        with pytest.raises(KitError, match="only from seats that were taken with a slip"):
            tap()
    shared_answers.give(room, without, NAME, _question(NAME), 3)
    shared_answers.pass_by(room, _with_slip(room), CAREFUL, question)

    assert shared_answers.tapped(room)[NAME].count is None
    assert [one.question for one in shared_answers.left_screen(room, without)] == [NAME]


def test_a_raised_floor_holds(room: Room) -> None:
    assert room.raise_floor(8) == 8
    assert room.raise_floor(3) == 8
    _given(room, [0, 1, 2, 3, 8, 9, 10])

    with pytest.raises(KitError, match="fewer than 8 people"):
        shared_answers.reveal(room, NAME, _question(NAME), people=40)


def test_who_comes_late_changes_nothing_any_more(room: Room) -> None:
    _given(room, [0, 1, 1, 2, 3, 8, 8, 9, 9, 9])
    before = shared_answers.reveal(room, NAME, _question(NAME), people=40)
    late, _ = seats.take(room)

    with pytest.raises(KitError, match="looked at this question already"):
        shared_answers.give(room, late, NAME, _question(NAME), 0)
    with pytest.raises(KitError, match="looked at this question already"):
        shared_answers.pass_by(room, late, NAME, _question(NAME))

    assert shared_answers.reveal(room, NAME, _question(NAME), people=40) == before


def test_what_was_taken_back_or_erased_does_not_count(room: Room) -> None:
    here = _given(room, [0, 1, 2, 8, 9, 10])
    shared_answers.take_back(room, here[0], NAME)
    seats.give_up(room, here[1])

    with pytest.raises(KitError, match="fewer than 5 people"):
        shared_answers.reveal(room, NAME, _question(NAME), people=40)


def test_nothing_is_taken_back_after_the_look(room: Room) -> None:
    seat, *_ = _given(room, [0, 1, 2, 8, 9, 10])
    shared_answers.reveal(room, NAME, _question(NAME), people=40)

    with pytest.raises(KitError, match="looked at this question already"):
        shared_answers.take_back(room, seat, NAME)


def test_after_a_look_no_answer_is_in_the_database_nor_on_the_disk(room: Room, tmp_path: Path) -> None:
    options = _question(SEVERAL).kind.props(str)["options"]
    chosen = [options[n % len(options)][0] for n in range(12)]
    _given(room, [[key] for key in chosen], name=SEVERAL)

    shared_answers.reveal(room, SEVERAL, _question(SEVERAL), people=40)

    with room.engine.connect() as connection:
        assert set(connection.execute(text("select answer from shares")).scalars()) == {None}
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [key for key in set(chosen) if f'["{key}"]'.encode() in on_disk]


def test_everybody_sees_exactly_what_left_their_screen(room: Room) -> None:
    seat, *_ = _given(room, [3, 1, 2, 8, 9, 10])
    shared_answers.pass_by(room, seat, SEVERAL, _question(SEVERAL))

    before = [(one.question, one.passed, one.answer, one.looked) for one in shared_answers.left_screen(room, seat)]
    shared_answers.reveal(room, NAME, _question(NAME), people=40)
    after = [(one.question, one.passed, one.answer, one.looked) for one in shared_answers.left_screen(room, seat)]

    assert before == [(NAME, False, 3, False), (SEVERAL, True, None, False)]
    assert after == [(SEVERAL, True, None, False), (NAME, None, None, True)]


def test_what_is_given_again_takes_the_place_of_what_was_given(room: Room) -> None:
    (seat,) = _given(room, [3])

    shared_answers.give(room, seat, NAME, _question(NAME), 9)

    assert [one.answer for one in shared_answers.left_screen(room, seat)] == [9]


@pytest.mark.parametrize(
    ("name", "answer"),
    [("boundaries.happens", "she rang"), ("start.afraid", "now"), (NAME, 11), (NAME, None), (NAME, "7"), (NAME, True)],
)
def test_words_quiet_questions_and_what_does_not_fit_are_never_taken(room: Room, name: str, answer: Any) -> None:
    seat, _ = seats.take(room)

    with pytest.raises(KitError, match="cannot be shared with the room"):
        shared_answers.give(room, seat, name, _question(name), answer)

    assert shared_answers.left_screen(room, seat) == []


def test_how_many_tapped_is_told_only_when_a_look_is_possible(room: Room) -> None:
    _given(room, [3, 4], passes=2)
    assert shared_answers.tapped(room) == {NAME: shared_answers.ResponseCount(None, False)}

    _given(room, [], passes=1)

    assert shared_answers.tapped(room) == {NAME: shared_answers.ResponseCount(5, True)}


def test_an_option_counts_once_however_often_one_person_names_it(room: Room) -> None:
    key, other = (option for option, _ in _question(SEVERAL).kind.props(str)["options"][:2])
    _given(room, [[other]] * 9, name=SEVERAL)
    attacker, _ = seats.take(room)
    for named in ([key] * 4, [key, other, key], [{"other": "x"}, {"other": "x"}]):
        with pytest.raises(KitError, match="cannot be shared with the room"):
            shared_answers.give(room, attacker, SEVERAL, _question(SEVERAL), named)
    shared_answers.give(room, attacker, SEVERAL, _question(SEVERAL), [key])

    with room.engine.begin() as connection:  # as it was taken before, and lies in a room that goes on
        connection.execute(text(f"update shares set answer = '[\"{key}\", \"{key}\"]' where answer like '%{key}%'"))

    assert shared_answers.reveal(room, SEVERAL, _question(SEVERAL), people=10).shown is None, "one of ten named it"


def test_more_seats_than_people_close_the_look(room: Room) -> None:
    here = _given(room, [0, 1, 1, 2, 3, 8, 8, 9, 9])
    seats.take(room)  # and sits there, without a tap

    with pytest.raises(KitError, match="more seats are in use than there are people"):
        shared_answers.reveal(room, NAME, _question(NAME), people=9)
    assert shared_answers.reveals(room) == {}
    assert [one.answer for one in shared_answers.left_screen(room, here[0])] == [0], "it was no look"

    assert shared_answers.reveal(room, NAME, _question(NAME), people=10).shown is not None


def test_seats_that_were_left_count_only_if_they_tapped(url: str) -> None:
    now = datetime.datetime(2026, 11, 30, 18)
    room = Room.make(url, seats=40, plan="ninety-minutes", clock=lambda: now)
    seats.take(room)
    _given(room, [0, 1, 9])
    now += datetime.timedelta(minutes=10)
    _given(room, [8, 8])

    with pytest.raises(KitError, match="more seats"):
        shared_answers.reveal(room, NAME, _question(NAME), people=4)
    assert shared_answers.reveal(room, NAME, _question(NAME), people=5).shown is not None
    room.engine.dispose()


def test_after_a_look_the_database_says_of_nobody_who_passed_or_when(room: Room) -> None:
    now = room.clock()
    _given(room, [3, 1, 2, 8, 9, 10], passes=3)

    look = shared_answers.reveal(room, NAME, _question(NAME), people=9)

    with room.engine.connect() as connection:
        rows = connection.execute(text("select passed, answer, at from shares")).all()
    assert len(rows) == 9
    assert {(row.passed, row.answer) for row in rows} == {(None, None)}
    assert len({row.at for row in rows}) == 1
    assert look.at >= now


def test_a_page_is_told_of_no_tap_of_anybody_else(room: Room) -> None:
    (mine,) = _given(room, [3])
    first = participant_api.answer(room, mine, SHELF, "now", {"place": "boundaries"})

    _given(room, [1, 2, 8], passes=2)
    later = participant_api.answer(room, mine, SHELF, "now", {"place": "boundaries"})
    shared_answers.reveal(room, NAME, _question(NAME), people=6)
    looked = participant_api.answer(room, mine, SHELF, "now", {"place": "boundaries"})

    assert later == first
    assert looked["turn"] != first["turn"]


# -- everybody but one, in any order


class EverybodyButOne(RuleBasedStateMachine):
    """
    Two rooms in which the same things happen; only what one person, the target, taps is different in them.

    Everybody else belongs to the attackers, who join, give, pass, take back, leave and look in any order, and put
    together what all their pages and the facilitator's say. As long as no look has counted the target's answer, they
    see the same in both rooms: nothing of it has reached them. A look that counted it is held to the rule by its own
    tests (tests/test_disclosure.py); here it must be the last thing that is ever said about it.
    """

    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        self.rooms = []
        for _world in "ab":
            folder = self.opened.enter_context(TemporaryDirectory())
            url = self.opened.enter_context(database(Path(folder)))
            room = Room.make(url, seats=30, plan="ninety-minutes")
            self.opened.callback(room.engine.dispose)
            self.rooms.append(room)
        self.target = [seats.take(room)[0] for room in self.rooms]
        self.secret: tuple[int | None, int | None] | None = None
        self.counted: list[shared_answers.Reveal] | None = None
        self.away: set[int] = set()
        self.seats: list[list[Seat]] = []

    def teardown(self) -> None:
        self.opened.close()

    def _both(self, do: Any) -> list[Any]:
        """The same in both rooms; refused in both or in none."""
        said = []
        for world, room in enumerate(self.rooms):
            try:
                said.append(do(room, world))
            except KitError as error:
                said.append(error.sentences)
        return said

    @rule(target=people)
    def join(self) -> int:
        self.seats.append([seats.take(room)[0] for room in self.rooms])
        return len(self.seats) - 1

    @rule(person=people, answer=st.integers(0, 10))
    def give(self, person: int, answer: int) -> None:
        if person not in self.away:
            first, second = self._both(
                lambda room, world: shared_answers.give(room, self.seats[person][world], NAME, _question(NAME), answer)
            )
            assert first == second

    @rule(person=people)
    def pass_by(self, person: int) -> None:
        if person not in self.away:
            first, second = self._both(
                lambda room, world: shared_answers.pass_by(room, self.seats[person][world], NAME, _question(NAME))
            )
            assert first == second

    @rule(person=people)
    def take_back(self, person: int) -> None:
        first, second = self._both(lambda room, world: shared_answers.take_back(room, self.seats[person][world], NAME))
        assert first == second

    @rule(person=people)
    def leave(self, person: int) -> None:
        self._both(lambda room, world: seats.give_up(room, self.seats[person][world]))
        self.away.add(person)

    @rule(secret=st.tuples(*[st.none() | st.integers(0, 10)] * 2))
    def the_target_taps(self, secret: tuple[int | None, int | None]) -> None:
        """An answer, or a pass; in each room another one."""

        def tap(room: Room, world: int) -> None:
            answer = secret[world]
            if answer is None:
                shared_answers.pass_by(room, self.target[world], NAME, _question(NAME))
            else:
                shared_answers.give(room, self.target[world], NAME, _question(NAME), answer)

        self._both(tap)
        if self.counted is None and not shared_answers.reveals(self.rooms[0]):
            self.secret = secret

    @rule()
    def the_target_takes_it_back(self) -> None:
        self._both(lambda room, world: shared_answers.take_back(room, self.target[world], NAME))
        if self.counted is None:
            self.secret = None

    @precondition(lambda self: len(self.seats) >= FLOOR - 1)
    @rule()
    def look(self) -> None:
        first, second = self._both(lambda room, world: shared_answers.reveal(room, NAME, _question(NAME), people=40))
        if not isinstance(first, shared_answers.Reveal):
            assert first == second
        elif self.secret is not None and self.counted is None:
            self.counted = [first, second]
        elif self.counted is not None:
            assert [first, second] == self.counted, "there is one look, and it never changes"
        else:
            assert first.shown == second.shown

    @invariant()
    def all_that_the_attackers_see_is_the_same_until_a_look_counted_it(self) -> None:
        views = [self._seen(room, world) for world, room in enumerate(self.rooms)]
        assert views[0] == views[1]

    def _seen(self, room: Room, world: int) -> Any:
        pages = []
        for person, both in enumerate(self.seats):
            if person not in self.away:
                now = participant_api.answer(room, both[world], SHELF, "now", {"place": "boundaries/limit"})
                left = participant_api.answer(room, both[world], SHELF, "left", {})
                pages.append((now["open"], now["questions"], left["lines"], None if self.counted else left["shown"]))
        shown = None if self.counted else [(name, look.shown) for name, look in shared_answers.reveals(room).items()]
        how = seats.attendance(room)
        return pages, shown, shared_answers.tapped(room), (how.joined, how.here, how.places, how.elsewhere)

    @invariant()
    def no_answer_is_kept_after_a_look(self) -> None:
        for room in self.rooms:
            if shared_answers.reveals(room):
                with room.engine.connect() as connection:
                    assert set(connection.execute(text("select answer from shares")).scalars()) <= {None}


EverybodyButOne.TestCase.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
TestEverybodyButOne = EverybodyButOne.TestCase
