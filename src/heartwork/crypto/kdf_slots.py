"""
Passphrases of a workshop are used few at a time, whichever processes use them.

To make a key of a passphrase takes a second of a processor and 256 MiB of memory, on purpose. When all pages of a room
are opened again at once, as many of them would take all memory there is, and all be late.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import Timeout

from heartwork.folder_lock import FolderLock

__all__ = ["kdf_slot", "max_concurrent_kdf"]

#: More would leave no processor to what is typed.
_MOST = 4
#: GiB of this computer's memory for each: pages and browsers are open besides.
_OF_EACH = 2
_LOOKS = 0.2  # seconds between two looks for a free place: many may be looking
_PATIENCE = 300.0  # seconds after which nobody waits any longer


def max_concurrent_kdf() -> int:
    """How many passphrases are used at once on this computer."""
    memory = 0
    if sys.platform != "win32":
        with suppress(ValueError, OSError):  # not every system says
            memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**30
    return min(_MOST, os.cpu_count() or 1, max(2, memory // _OF_EACH))


@contextmanager
def kdf_slot(folder: Path) -> Iterator[None]:
    """
    Hold one of the places; where the disk has no room for such a thing, go on without.

    Args:
        folder: Where the places are: the same for all who share them.
    """
    places = [FolderLock(folder / f".passphrase-{number}.lock", 0) for number in range(max_concurrent_kdf())]
    held = _first_free(places)
    try:
        yield
    finally:
        if held is not None:
            held.release()


def _first_free(places: list[FolderLock]) -> FolderLock | None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        for place in places:
            try:
                place.acquire()
            except Timeout:
                continue
            except OSError:
                return None
            return place
        time.sleep(_LOOKS)
    return None
