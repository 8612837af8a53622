"""A clock that stands still while the program does, and what is told by it."""

from __future__ import annotations

from heartwork.server.suspend_clock import EVERY, SuspendAwareClock
from heartwork.server.workshop.waiting_queue import WaitingQueue


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def run(clock: Clock, awake: SuspendAwareClock, seconds: int) -> None:
    """Time in which the program runs."""
    for _tick in range(round(seconds / EVERY)):
        clock.now += EVERY
        awake.tick()


def test_time_passes_while_the_program_runs() -> None:
    clock = Clock()
    awake = SuspendAwareClock(clock)

    run(clock, awake, 90)
    clock.now += 0.5

    assert awake() == 90.5


def test_what_is_slept_through_does_not_count_whoever_asks_first() -> None:
    for asked_before_the_tick in (True, False):
        clock = Clock()
        awake = SuspendAwareClock(clock)
        run(clock, awake, 10)

        clock.now += 3600
        seen = [awake()] if asked_before_the_tick else []
        awake.tick()
        seen.append(awake())

        assert seen == sorted(seen), "it never goes back"
        assert seen[-1] <= 15


def test_who_waits_keeps_the_place_while_the_laptop_sleeps() -> None:
    clock = Clock()
    awake = SuspendAwareClock(clock)
    line = WaitingQueue(1, clock=awake)
    for who in ("bea", "cleo"):
        line.ask(who, {"ada"})
    run(clock, awake, 2)

    clock.now += 3600
    cleo = line.ask("cleo", {"ada"})  # who was second asks first

    assert (cleo, line.ask("bea", {"ada"})) == (2, 1)
