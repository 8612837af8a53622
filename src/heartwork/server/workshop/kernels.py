"""Kernels that belong to somebody: each knows whose it is, and nobody keeps more than a few."""

from __future__ import annotations

import asyncio
import datetime
import os
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from heartwork.paths import SEAT_KEY_VARIABLE
from heartwork.server.forkserver import launcher
from heartwork.server.kernels.manager import GracefulKernelManager
from heartwork.server.workshop.waiting_queue import WaitingQueue

__all__ = ["HOST_OWNER", "VISITOR", "OwnedKernels", "Visitor"]

#: Who leads the workshop, among the owners of kernels; no seat has such an id.
HOST_OWNER = "host"

#: More than so many pages of one person are not open at once: the oldest ends.
_PAGES = 3
#: Seconds that a page may take until it joins its kernel; and that one may, once the same person opened another.
_JOINING = 60.0
_JOINING_BEFORE = 10.0
#: Seconds that somebody waits, at most, while another has had a place for so long.
_WAITED, _STAYED = 120.0, 900.0
#: How long a page may rest, while others wait for its place.
_RESTS = datetime.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Visitor:
    """
    Who opens a page.

    Args:
        owner: Whose the kernel is going to be.
        environment: What its kernel is told, besides what all are.
        key: What opens its workbook; it goes only to a kernel that is forked, which nobody can read it off.
    """

    owner: str
    environment: Mapping[str, str] = field(default_factory=dict)
    key: str = field(default="", repr=False)


#: Who opens a page, in the task that makes that page.
VISITOR: ContextVar[Visitor] = ContextVar("heartwork_visitor")


class OwnedKernels(GracefulKernelManager):
    """The kernels of a room."""

    #: Who waits for a place, and the clock of that; set by the server.
    line: WaitingQueue

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._owners: dict[str, str] = {}  # in the order in which they were started
        self._since: dict[str, float] = {}
        self._joined: set[str] = set()

    async def start_kernel(self, **settings: Any) -> str:  # type: ignore[override]  # as the class above has it
        """Start a kernel for whoever opens a page; earlier ones of theirs that nobody is joined to end."""
        visitor = VISITOR.get()
        settings["env"] = {**settings.get("env", os.environ), **visitor.environment}
        if visitor.key and launcher.SOCKET_VARIABLE in os.environ:
            settings["env"][SEAT_KEY_VARIABLE] = visitor.key
        kernel_id = await super().start_kernel(**settings)
        self._owners[kernel_id], self._since[kernel_id] = visitor.owner, self.line.clock()
        for gone in [one for one in self._owners if one not in self]:
            self._forget(gone)
        for left in self._left_behind(visitor.owner, kernel_id):
            self.end_soon(left)
        asyncio.get_running_loop().call_later(_JOINING_BEFORE, self._end_what_was_loaded_again, visitor.owner)
        return kernel_id

    def owner(self, kernel_id: str) -> str | None:
        """Whose a kernel is; None when there is no such kernel."""
        return self._owners.get(kernel_id) if kernel_id in self else None

    def owners(self) -> set[str]:
        """Everybody who has a kernel now."""
        return {owner for kernel_id, owner in self._owners.items() if kernel_id in self}

    def notify_connect(self, kernel_id: str) -> None:
        """A page joins its kernel."""
        self._joined.add(kernel_id)
        super().notify_connect(kernel_id)  # type: ignore[no-untyped-call]

    async def end(self, kernel_id: str) -> None:
        """End a kernel, if it is still there."""
        await super().end(kernel_id)
        self._forget(kernel_id)

    async def end_all_of(self, owner: str) -> None:
        """End every kernel of somebody."""
        for kernel_id in [one for one, whose in self._owners.items() if whose == owner]:
            await self.end(kernel_id)

    async def cull_kernels(self) -> None:
        """End what nobody is joined to, or ever was; and, while others wait, the page that has rested longest."""
        await super().cull_kernels()
        for one in [one for one in self._owners if one not in self._joined and self._age(one) > _JOINING]:
            await self.end(one)
        if not self.line.waits:
            return
        now = datetime.datetime.now(datetime.timezone.utc)
        seated = [one for one, owner in self._owners.items() if one in self and owner != HOST_OWNER]
        kernels: Any = {one: self.get_kernel(one) for one in seated}
        rests = {one: now - kernel.last_activity for one, kernel in kernels.items()}
        longest = max(rests, key=lambda one: rests[one], default=None)
        if longest is not None and rests[longest] > _RESTS:
            await self.end(longest)
            return
        # All are busy, or say so: who has had a place longest goes to the end of the line. What was typed stays in the
        # page, and is sent once it has its turn again.
        first = max(kernels, key=self._age, default=None)
        if first is not None and self.line.longest > _WAITED and self._age(first) > _STAYED:
            await self.end_all_of(self._owners[first])

    def _left_behind(self, owner: str, new: str) -> list[str]:
        """Kernels of pages that were reloaded or left, and those beyond the number one person may have."""
        mine = [one for one, whose in self._owners.items() if whose == owner and one != new]
        alone = [one for one in mine if not self._kernel_connections.get(one, 0)]
        # The page that was opened last may be about to join; nobody opens two at the same moment.
        joining = [one for one in alone if one not in self._joined and self._age(one) < _JOINING_BEFORE][-1:]
        left = [one for one in alone if one not in joining]
        kept = [one for one in mine if one not in left]
        return [*left, *kept[: max(0, len(kept) - (_PAGES - 1))]]

    def _end_what_was_loaded_again(self, owner: str) -> None:
        """Pages that did not join their kernels in time, where the same person opened another after them."""
        mine = [one for one, whose in self._owners.items() if whose == owner and one in self]
        for one in mine[:-1]:
            if one not in self._joined and self._age(one) >= _JOINING_BEFORE:
                self.end_soon(one)

    def _age(self, kernel_id: str) -> float:
        """Seconds since a kernel was started."""
        return self.line.clock() - self._since[kernel_id]

    def _forget(self, kernel_id: str) -> None:
        self._owners.pop(kernel_id, None)
        self._since.pop(kernel_id, None)
        self._joined.discard(kernel_id)
