"""Tasks of asyncio, and their end."""

from __future__ import annotations

import asyncio
from typing import Any

__all__ = ["end"]


async def end(*tasks: asyncio.Task[Any]) -> None:
    """
    Cancel tasks, and wait until all have ended, however they do.

    Once is not always enough: before Python 3.12, `asyncio.wait_for` can lose a cancellation that comes just as what
    it waits for is done, and a task that goes round for ever then goes round for ever.
    """
    waiting = set(tasks)
    while waiting:
        for task in waiting:
            task.cancel()
        ended, waiting = await asyncio.wait(waiting, timeout=1)
        for task in ended:
            if not task.cancelled():
                task.exception()  # so that nobody is told that it was not looked at
