"""The line before the pages: first come, first served; who waits keeps the place, who goes gives it up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from heartwork.server.workshop.waiting_queue import WaitingQueue


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_where_there_is_room_nobody_waits() -> None:
    line = WaitingQueue(2)

    assert [line.ask("ada", set()), line.ask("bea", {"ada"})] == [0, 0]


def test_who_came_first_comes_in_first() -> None:
    line = WaitingQueue(1)
    assert [line.ask(who, {"ada"}) for who in ("bea", "cleo", "dora")] == [1, 2, 3]

    line.ask("cleo", set())  # ada has gone, and cleo asks before bea does

    assert line.ask("cleo", set()) == 2
    assert line.ask("bea", set()) == 0
    assert line.ask("cleo", {"bea"}) == 1


def test_who_is_inside_never_waits_again() -> None:
    line = WaitingQueue(1)
    line.ask("bea", {"ada"})

    assert line.ask("ada", {"ada"}) == 0


def test_who_was_let_in_counts_before_their_page_is_there() -> None:
    line = WaitingQueue(1)

    assert line.ask("ada", set()) == 0
    assert line.ask("bea", set()) == 1


def test_who_was_let_in_and_could_not_open_a_page_makes_room() -> None:
    line = WaitingQueue(1)
    line.ask("ada", set())
    line.ask("bea", set())

    line.gave_up("ada")

    assert line.ask("bea", set()) == 0


def test_who_waits_and_goes_away_holds_nobody_up() -> None:
    clock = Clock()
    line = WaitingQueue(1, clock=clock)
    line.ask("bea", {"ada"})
    line.ask("cleo", {"ada"})
    clock.now = 15
    line.ask("cleo", {"ada"})
    clock.now = 25  # bea was not heard of for 25 seconds

    assert line.ask("cleo", {"ada"}) == 1
    assert line.waits
    clock.now = 50
    assert not line.waits


@given(most=st.integers(1, 4), asked=st.lists(st.sampled_from("abcdefgh"), max_size=60))
def test_never_are_more_inside_than_there_is_room_for(most: int, asked: list[str]) -> None:
    line = WaitingQueue(most, clock=lambda: 0.0)
    inside: list[str] = []
    for who in asked:
        if line.ask(who, inside) == 0:
            if who in inside:
                inside.remove(who)  # the second time, they leave
            else:
                inside.append(who)
        assert len(inside) <= most
