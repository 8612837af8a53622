"""When the last page on this computer is closed: after that, nobody would see what a phone does."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["LastPageWatch"]

#: Seconds without a page that count as closed. A page that is loaded again, or whose kernel died, asks within these.
_CLOSED_AFTER = 8.0


class LastPageWatch:
    """
    Looks, again and again, whether a page is open here.

    Args:
        has_pages: Whether one is.
        closed: Called once, when one was open and none has been for a while.
        clock: Says how many seconds have passed.
    """

    def __init__(
        self, has_pages: Callable[[], bool], closed: Callable[[], None], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._has_pages, self._closed, self._clock = has_pages, closed, clock
        self._last: float | None = None  # when one was last seen; None before there was one

    def look(self) -> None:
        """Look now."""
        now = self._clock()
        if self._has_pages():
            self._last = now
        elif self._last is not None and now - self._last > _CLOSED_AFTER:
            self._last = None
            self._closed()
