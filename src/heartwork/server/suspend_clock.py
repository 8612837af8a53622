"""Time that passes while this program runs: what a laptop sleeps through is not counted."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["EVERY", "SuspendAwareClock"]

#: Seconds between two ticks.
EVERY = 1.0
#: More seconds than this between two ticks were slept through; a program that has a lot to do is late by less.
_LONGEST = 5.0


class SuspendAwareClock:
    """
    A clock that stands still while the program does.

    Whoever waits for a while and is not heard of has gone; but nobody can be heard of while the computer sleeps.

    Args:
        clock: Says how many seconds have passed; some clocks go on while a computer sleeps, and some do not.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ticked = clock()
        self._seconds = 0.0

    def tick(self) -> None:
        """Called every second, as long as the program runs."""
        self._seconds = self()
        self._ticked = self._clock()

    def __call__(self) -> float:
        """How many seconds have passed."""
        return self._seconds + min(self._clock() - self._ticked, _LONGEST)
