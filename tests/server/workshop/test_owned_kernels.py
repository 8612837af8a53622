"""Kernels that belong to somebody: which of them end, and when."""

from __future__ import annotations

import asyncio
import datetime
import time
from types import SimpleNamespace
from typing import Any

import pytest

from heartwork.paths import SEAT_KEY_VARIABLE
from heartwork.server.forkserver import provisioner
from heartwork.server.workshop.kernels import OwnedKernels
from heartwork.server.workshop.waiting_queue import WaitingQueue
from tests.servers import awaited


class Kernels(OwnedKernels):
    """Some that are said to run."""

    def __init__(self) -> None:
        super().__init__()
        self.line = WaitingQueue(2)
        self.ended: list[str] = []
        self.culled: list[str] = []

    def run(self, kernel_id: str, owner: str, *, for_: float = 0, joined: bool = False, rests: int = 0) -> None:
        """One that runs for so many seconds, and has rested for so many minutes."""
        ago = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=rests)
        running: Any = SimpleNamespace(
            last_activity=ago,
            kernel_name="python3",
            execution_state="idle",
            kernel_spec=SimpleNamespace(metadata={}),
        )
        self._kernels[kernel_id] = running
        self._owners[kernel_id], self._since[kernel_id] = owner, time.monotonic() - for_
        self._kernel_connections[kernel_id] = int(joined)
        if joined:
            self._joined.add(kernel_id)

    def sleep(self, **time: float) -> None:
        """As if the last look at them had been so long ago."""
        self._looked = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(**time)

    async def end(self, kernel_id: str) -> None:
        """It is noted."""
        self.ended.append(kernel_id)

    async def shutdown_kernel(self, kernel_id: str, *_how: Any, **_more: Any) -> None:
        """What ends by itself is noted too."""
        self.culled.append(kernel_id)
        del self._kernels[kernel_id]


@pytest.fixture
def kernels() -> Kernels:
    return Kernels()


def test_a_kernel_is_its_owners_as_long_as_it_runs(kernels: Kernels) -> None:
    kernels.run("a", "ada")

    assert (kernels.owner("a"), kernels.owner("b"), kernels.owners()) == ("ada", None, {"ada"})
    del kernels._kernels["a"]
    assert (kernels.owner("a"), kernels.owners()) == (None, set())


def test_pages_that_were_left_end_when_their_owner_opens_another(kernels: Kernels) -> None:
    kernels.run("left", "ada", joined=True)
    kernels._kernel_connections["left"] = 0
    kernels.run("never joined", "ada", for_=100)
    kernels.run("loaded again at once", "ada")
    kernels.run("not joined yet", "ada")
    kernels.run("open", "ada", joined=True)
    kernels.run("of another", "bea", for_=100)
    kernels.run("new", "ada")

    assert kernels._left_behind("ada", "new") == ["left", "never joined", "loaded again at once"]


def test_a_page_that_was_loaded_again_at_once_leaves_its_kernel_not_for_long(kernels: Kernels) -> None:
    kernels.run("loaded again at once", "ada", for_=10)
    kernels.run("not joined yet", "ada", for_=5)
    kernels.run("left for a moment", "ada", for_=10, joined=True)
    kernels._kernel_connections["left for a moment"] = 0
    kernels.run("new", "ada", for_=10)
    kernels.run("of another", "bea", for_=10)

    async def look() -> None:
        kernels._end_what_was_loaded_again("ada")
        await asyncio.sleep(0)

    awaited(look())

    assert kernels.ended == ["loaded again at once"]


def test_beyond_three_pages_of_one_person_the_oldest_ends(kernels: Kernels) -> None:
    for name in ("first", "second", "third", "new"):
        kernels.run(name, "ada", joined=True)

    assert kernels._left_behind("ada", "new") == ["first"]


def test_what_nobody_ever_joined_ends_by_itself(kernels: Kernels) -> None:
    kernels.run("never joined", "ada", for_=100)
    kernels.run("not joined yet", "bea", for_=30)
    kernels.run("open", "cleo", for_=100, joined=True)

    awaited(kernels.cull_kernels())

    assert kernels.ended == ["never joined"]


def test_a_page_that_rests_makes_room_only_while_somebody_waits(kernels: Kernels) -> None:
    kernels.run("rests", "ada", joined=True, rests=11)
    kernels.run("rests longest", "bea", joined=True, rests=12)
    kernels.run("writes", "cleo", joined=True, rests=1)

    awaited(kernels.cull_kernels())
    assert kernels.ended == []

    kernels.line.ask("dora", {"ada", "bea", "cleo"})
    awaited(kernels.cull_kernels())
    assert kernels.ended == ["rests longest"]


def test_who_is_busy_for_long_makes_room_for_who_waits_for_long(kernels: Kernels) -> None:
    now = [time.monotonic()]
    kernels.line = WaitingQueue(2, clock=lambda: now[0])
    kernels.run("leads", "host", joined=True)
    kernels.run("first", "ada", joined=True)
    now[0] += 100
    kernels.run("second", "bea", for_=-100, joined=True)

    def looks(minutes: float) -> list[str]:
        for _time in range(int(minutes * 6)):
            now[0] += 10
            kernels.line.ask("dora", {"ada", "bea"})
        awaited(kernels.cull_kernels())
        return kernels.ended

    assert looks(1.5) == [], "nobody has had a place for long"
    assert looks(14) == ["first"]
    assert looks(0) == ["first", "first"], "the test's kernels only say that they end"


def test_what_opens_a_workbook_is_not_told_to_a_kernel_that_is_not_forked() -> None:
    told = {"env": {SEAT_KEY_VARIABLE: "secret", "LANG": "C"}, "cwd": "/"}

    assert provisioner._without_key(told) == {"env": {"LANG": "C"}, "cwd": "/"}
    assert told["env"] == {SEAT_KEY_VARIABLE: "secret", "LANG": "C"}  # for whoever forks one after all
    assert provisioner._without_key({"cwd": "/"}) == {"cwd": "/"}


def test_pages_may_come_back_after_the_laptop_slept(kernels: Kernels) -> None:
    kernels.cull_idle_timeout, kernels.cull_interval = 120, 20
    kernels.run("just left", "ada", joined=True, rests=61)
    kernels.run("left long ago", "bea", joined=True, rests=63)
    for name in ("just left", "left long ago"):
        kernels._kernel_connections[name] = 0

    kernels.sleep(hours=1)
    awaited(kernels.cull_kernels())
    assert kernels.culled == ["left long ago"], "an hour's sleep is nobody's rest"

    kernels.run("just left", "ada", joined=True, rests=3)
    kernels._kernel_connections["just left"] = 0
    awaited(kernels.cull_kernels())
    assert kernels.culled == ["left long ago", "just left"]


def test_a_clock_that_is_put_back_keeps_no_kernel_for_hours(kernels: Kernels) -> None:
    kernels.cull_idle_timeout, kernels.cull_interval = 120, 20
    kernels.run("left", "ada", joined=True, rests=-60)  # its last word is an hour ahead
    kernels._kernel_connections["left"] = 0
    kernels.sleep(hours=-1)

    awaited(kernels.cull_kernels())

    assert kernels.get_kernel("left").last_activity <= datetime.datetime.now(datetime.timezone.utc)


def test_the_time_to_come_back_begins_when_the_page_goes(kernels: Kernels) -> None:
    kernels.cull_idle_timeout = 120
    kernels.run("read for long", "ada", joined=True, rests=30)

    kernels.notify_disconnect("read for long")
    awaited(kernels.cull_kernels())

    assert kernels.culled == []
