"""A kernel takes no more memory than it is told to, and that is enough for all that a page does."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from heartwork.server.kernels.memory_limit import MEMORY_VARIABLE
from heartwork.server.workshop.page_handlers import _MEMORY

_TAKES = """
import sys
from heartwork.server.kernels import memory_limit
memory_limit.bound()
try:
    held = [bytearray(2**20) for _each in range(int(sys.argv[1]))]
except MemoryError:
    held = None
    print("bounded")
"""

_DOES = """
import datetime, io
from heartwork.crypto.keypair import KeyPair
from heartwork.authoring.library import WorksheetLibrary
from heartwork.server.kernels import memory_limit
from heartwork.notebook_api import workbook
memory_limit.bound()
pages = workbook()
for place in ("home", "boundaries", "patterns", "letter", "paper", "privacy", "help"):
    pages.go(place)
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot
picture = matplotlib.pyplot.figure(figsize=(8, 6), dpi=200)
picture.savefig(io.BytesIO())
from heartwork.printing import worksheet_pages as prints
shelf = WorksheetLibrary()
ids = [card.id for card in shelf.cards]
assert len(prints.blank_pages(shelf, ids, prints.PrintOptions(day="2026-11-30"), country="").raw) > 100_000
KeyPair.opened(KeyPair.new("four words of mine").wrapped, "four words of mine")
print("done")
"""


def _run(code: str, memory: int, *arguments: str) -> str:
    environment = {**os.environ, MEMORY_VARIABLE: str(memory)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, timeout=300
    )
    return done.stdout.strip() or done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bound nothing of the kind")
def test_a_kernel_is_bounded_where_the_system_can() -> None:
    assert _run(_TAKES, 100, "20") == ""
    assert _run(_TAKES, 100, "200") == "bounded"


def test_pages_pictures_prints_and_passphrases_fit(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTWORK_ANSWERS", str(tmp_path))

    assert _run(_DOES, _MEMORY) == "done"
