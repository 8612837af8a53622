"""How much memory a kernel may take: one page that asks for everything must not take it from all the others."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

__all__ = ["MEMORY_VARIABLE", "bound"]

#: In the environment of a kernel: MiB that it may take beyond what it begins with.
MEMORY_VARIABLE = "HEARTWORK_KERNEL_MEMORY"

_MIB = 2**20


def bound() -> None:
    """
    Bound the memory of this process, where it is told to and the system can.

    Linux counts what a process has for itself, mapped or grown; macOS and Windows bound nothing of the kind.
    """
    told = os.environ.pop(MEMORY_VARIABLE, "")
    if sys.platform != "linux" or not told.isdecimal():
        return
    import resource  # Windows has none

    with contextlib.suppress(OSError, ValueError):
        # Pages of data and stack, the sixth number; see proc(5).
        data = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
        _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = data + int(told) * _MIB
        resource.setrlimit(resource.RLIMIT_DATA, (most, most if hard == resource.RLIM_INFINITY else min(most, hard)))
