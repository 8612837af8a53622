"""
A slow queue for those who share an address: where many tries came from it, each further one waits its turn.

Nobody is locked out by what others at their address do. Whose turn it is among those who wait is left to chance, and
where too many wait, chance says who tries again; so somebody who floods it gains nothing over somebody who tries once.
"""

from __future__ import annotations

import asyncio
import secrets

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _

__all__ = ["SharedQueue"]


class SharedQueue:
    """
    Such a queue for each address.

    Args:
        every: Seconds from one turn to the next.
        most: So many wait at one address.
    """

    def __init__(self, every: float, most: int = 40) -> None:
        self._every, self._most = every, most
        self._waiting: dict[str, list[asyncio.Future[None]]] = {}
        self._serving: dict[str, asyncio.Task[None]] = {}

    async def turn(self, whose: str) -> None:
        """
        Wait for a turn.

        Args:
            whose: What those who wait have in common.

        Raises:
            KitError: If too many wait, and this one is to come again.
        """
        waiting = self._waiting.setdefault(whose, [])
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.append(mine)
        if len(waiting) > self._most:
            out = waiting.pop(secrets.randbelow(len(waiting)))
            what = _("many people at this network are trying at this moment.")
            out.set_exception(KitError([Problem(what=what, mend=_("Wait a few seconds, then try again."))]))
        if whose not in self._serving:
            self._serving[whose] = asyncio.create_task(self._serve(whose, waiting))
        await mine

    async def _serve(self, whose: str, waiting: list[asyncio.Future[None]]) -> None:
        while waiting:
            chosen = waiting.pop(secrets.randbelow(len(waiting)))
            if chosen.cancelled():
                continue
            chosen.set_result(None)
            await asyncio.sleep(self._every)
        del self._waiting[whose], self._serving[whose]
