"""Who may open a page now, and who waits: first come, first served, and a place in the line is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

__all__ = ["WaitingQueue"]

#: Seconds after which somebody who waits and is not heard of has gone.
_PATIENCE = 20.0
#: Seconds that somebody who was let in may take until their page is there.
_OPENING = 60.0


class WaitingQueue:
    """
    A line before a room that holds so many.

    Args:
        most: How many may be inside at once.
        clock: Says how many seconds have passed.
    """

    def __init__(self, most: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.clock = clock
        self._waiting: dict[str, float] = {}  # since when they were last heard of, in the order in which they came
        self._let_in: dict[str, float] = {}
        self._since: dict[str, float] = {}  # who waits, and since when

    def ask(self, who: str, inside: Collection[str]) -> int:
        """
        Somebody asks to come in; whoever waits asks again every few seconds.

        Args:
            who: Who asks.
            inside: Who is inside by now.

        Returns:
            0: come in. Else the place in the line, 1 for the first.
        """
        now = self.clock()
        self._waiting = {one: at for one, at in self._waiting.items() if now - at < _PATIENCE}
        self._let_in = {one: at for one, at in self._let_in.items() if now - at < _OPENING and one not in inside}
        if who in inside or who in self._let_in:
            self._waiting.pop(who, None)
            return 0
        self._waiting[who] = now  # who waits already keeps the place
        self._since = {one: self._since.get(one, now) for one in self._waiting}
        before = list(self._waiting).index(who)
        if len(set(inside) | set(self._let_in)) + before < self.most:
            del self._waiting[who]
            self._let_in[who] = now
            return 0
        return before + 1

    def gave_up(self, who: str) -> None:
        """Somebody who was let in could not open a page after all."""
        self._let_in.pop(who, None)

    @property
    def longest(self) -> float:
        """Seconds that somebody who waits now has waited, the longest of all; 0 where nobody waits."""
        now = self.clock()
        heard = [one for one, at in self._waiting.items() if now - at < _PATIENCE]
        return max((now - self._since.get(one, now) for one in heard), default=0.0)

    @property
    def waits(self) -> bool:
        """Whether anybody waits."""
        now = self.clock()
        return any(now - at < _PATIENCE for at in self._waiting.values())
