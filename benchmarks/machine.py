"""The machine: what it is, whether it is at rest, and how much of it others were using meanwhile."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType

import psutil  # type: ignore[import-untyped]  # it has no types of its own

__all__ = ["Watch", "about", "load", "memory", "wait_for_rest"]

_VERSIONS = ("heartwork", "voila", "jupyter_server", "ipykernel", "ipywidgets")


def about(**more: str) -> str:
    """
    The machine and what was measured on it, in one line.

    Args:
        more: Versions of programs that are not packages of Python: `Chromium="156.0"`.
    """
    packages = ", ".join(
        f"{name} {number}" for name, number in (*((one, version(one)) for one in _VERSIONS), *more.items())
    )
    return (
        f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {packages}"
    )


def load() -> str:
    """The load of the last 1, 5 and 15 minutes, as the system counts it."""
    with suppress(OSError):
        return Path("/proc/loadavg").read_text(encoding="ascii").strip()
    return " ".join(f"{average:.2f}" for average in psutil.getloadavg())


def memory(process: psutil.Process) -> float:
    """The proportional share of memory of a process and all below it, MiB."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            total += one.memory_full_info().pss / 2**20
    return total


@dataclass(frozen=True, slots=True)
class _Spent:
    """Processor time so far, in seconds."""

    at: float
    by_all: float
    by_us: float

    @classmethod
    def so_far(cls) -> _Spent:
        times = psutil.cpu_times()
        idle = times.idle + getattr(times, "iowait", 0)
        guests = getattr(times, "guest", 0) + getattr(times, "guest_nice", 0)  # already counted in user and nice
        return cls(time.monotonic(), sum(times) - idle - guests, sum(map(_of, _our_processes())))


class Watch:
    """
    Watches, while it is entered, how much of the processors others use.

    Others are all but this process and what it started: servers, their kernels, the browser. One of these that ends
    meanwhile counts as others', so leave the watch before anything is closed.
    """

    #: Share of all processors, 0 to 1, once it is left.
    others: float = 0.0

    def __enter__(self) -> Watch:
        self._before = _Spent.so_far()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        after, before = _Spent.so_far(), self._before
        foreign = (after.by_all - before.by_all) - (after.by_us - before.by_us)
        self.others = max(0.0, foreign / (after.at - before.at) / (os.cpu_count() or 1))


def wait_for_rest(*, patience: float, quiet: float = 0.05) -> None:
    """
    Wait until the machine does little, ours and others', for half a second; no longer than `patience` seconds.

    Args:
        patience: Seconds.
        quiet: The share of all processors that counts as little, 0 to 1.
    """
    until = time.monotonic() + patience
    while time.monotonic() < until:
        before = _Spent.so_far()
        time.sleep(0.5)
        after = _Spent.so_far()
        if (after.by_all - before.by_all) / (after.at - before.at) / (os.cpu_count() or 1) < quiet:
            return


def _our_processes() -> Sequence[psutil.Process]:
    own = psutil.Process()
    return [own, *own.children(recursive=True)]


def _of(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
