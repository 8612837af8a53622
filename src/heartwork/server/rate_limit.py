"""How often something may be done: a token bucket, which is filled at an even rate and holds a burst."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

__all__ = ["RateLimit", "RateLimits"]


class RateLimit:
    """
    A token bucket. It may go into debt: who took more than there was waits until that is paid back.

    Args:
        rate: Tokens that come back in a second; above 0.
        burst: The most that it holds; it is full at first.
        clock: Says how many seconds have passed.
    """

    def __init__(self, rate: float, burst: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.burst, self._clock = rate, burst, clock
        self._tokens, self._at = burst, clock()

    def take(self, tokens: float = 1.0) -> float:
        """
        Take tokens, whether they are there or not.

        Returns:
            Seconds to wait before what they are for is done; 0 where they were there.
        """
        self._refill()
        self._tokens -= tokens
        return max(0.0, -self._tokens / self.rate)

    def take_if_there(self, tokens: float = 1.0) -> bool:
        """Take tokens if they are there; whether they were."""
        self._refill()
        if self._tokens < tokens:
            return False
        self._tokens -= tokens
        return True

    @property
    def full(self) -> bool:
        """Whether nothing was taken for so long that it is as new."""
        self._refill()
        return self._tokens >= self.burst

    def _refill(self) -> None:
        now = self._clock()
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.rate)
        self._at = now


class RateLimits:
    """
    A token bucket each, for seats or addresses; those that are full again are forgotten.

    Args:
        rate: As for `RateLimit`.
        burst: As for `RateLimit`.
        clock: As for `RateLimit`.
    """

    #: So many are kept before those that are full are looked for.
    _MANY = 1000

    def __init__(self, rate: float, burst: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._buckets: dict[Hashable, RateLimit] = {}

    def of(self, who: Hashable) -> RateLimit:
        """The bucket of one seat or address."""
        if len(self._buckets) >= self._MANY:
            self._buckets = {one: bucket for one, bucket in self._buckets.items() if not bucket.full}
        return self._buckets.setdefault(who, RateLimit(self._rate, self._burst, clock=self._clock))
