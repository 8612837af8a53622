"""
Several writers at once, killed at random moments: what was acknowledged is in the file, and the file always parses.

HEARTWORK_WRITES sets how many changes each run waits for; 2,000 by default.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

import pytest

from heartwork.storage import workbook_json
from heartwork.storage.unlock import look_at
from heartwork.storage.workbook import Workbook

WRITES = int(os.environ.get("HEARTWORK_WRITES", "2000"))

#: A page: it changes answers that others change too, and its own; what it last saw in a field is what it wrote there.
_PAGE = """
import random, sys
from heartwork.changes import Answered
from heartwork.storage.workbook import Workbook

folder, name, seed = sys.argv[1:]
chance = random.Random(seed)
book = Workbook.load(folder)
seen = {}
number = 0
while True:
    number += 1
    question = chance.choice(["both", "all", "each", f"own-{name}"])
    entry = chance.choice([None, None, f"entry-{name}", "entry-shared"])
    value = f"{name}:{number}"
    print(f"tries {question} {entry} {value}", flush=True)
    book.save([
        Answered(worksheet="check-in" if entry else "boundaries", entry=entry, question=question, value=value,
                 seen=seen.get((question, entry)))
    ])
    seen[question, entry] = value
    print(f"saved {question} {entry} {value}", flush=True)
"""

Place = tuple[str, str]


@dataclass
class Page:
    """One process, and what it said."""

    process: subprocess.Popen[str]
    said: SimpleQueue[str] = field(default_factory=SimpleQueue)
    listener: Thread = field(default_factory=Thread)
    saved: dict[Place, str] = field(default_factory=dict)
    trying: dict[Place, str] = field(default_factory=dict)
    count: int = 0

    def hear(self) -> None:
        """Take in what it said so far."""
        while True:
            try:
                words = self.said.get_nowait().split()
            except Empty:
                return
            if len(words) != 4:
                continue  # a line that the kill cut off: not acknowledged
            what, question, entry, value = words
            place = (question, entry)
            if what == "saved":
                self.saved[place] = value
                self.trying.clear()
                self.count += 1
            else:
                self.trying = {place: value}


def open_page(folder: Path, name: str) -> Page:
    command = [sys.executable, "-c", _PAGE, str(folder), name, name]
    page = Page(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
    page.listener = Thread(target=lambda: [page.said.put(line) for line in page.process.stdout or []], daemon=True)
    page.listener.start()
    return page


def values_in(folder: Path) -> dict[Place, set[str]]:
    """Every value that stands in the file, shown or kept beside, by question and entry."""
    written = Workbook.load(folder).written
    places: dict[Place, set[str]] = {}
    kept = [("None", answers) for answers in [written.answers("boundaries")]]
    kept += [(entry.id, dict(entry.answers)) for entry in written.entries("check-in")]
    for entry, answers in kept:
        for question, answer in answers.items():
            places[question, entry] = {answer.value, *(one["value"] for one in answer.also)}
    return places


def lost(pages: list[Page], folder: Path) -> Iterator[str]:
    """Acknowledged changes that are nowhere; a page's own later change of the same field replaces its earlier one."""
    there = values_in(folder)
    for page in pages:
        for place, value in page.saved.items():
            later = page.trying.get(place, value)  # killed after the write and before it said so
            if not {value, later} & there.get(place, set()):
                yield value


@pytest.mark.skipif(os.name != "posix", reason="processes that are killed as POSIX systems kill them")
@pytest.mark.parametrize("writers", [2, 5])
def test_no_acknowledged_change_is_lost_by_many_writers_that_are_killed(folder: Path, writers: int) -> None:
    chance = random.Random(writers)
    pages = [open_page(folder, f"w{number}") for number in range(writers)]
    open_now = list(pages)
    kills = looks = 0
    next_kill = time.monotonic() + 1
    while sum(page.count for page in pages) < WRITES:
        time.sleep(0.01)
        for page in pages:
            page.hear()
        assert [page.process.poll() for page in open_now] == [None] * writers  # none ends by itself
        if (folder / "workbook.json").exists():
            workbook_json.read((folder / "workbook.json").read_bytes())  # raises if it ever does not parse
            looks += 1
        if time.monotonic() > next_kill:
            victim = open_now.pop(chance.randrange(len(open_now)))
            victim.process.kill()
            kills += 1
            pages.append(open_page(folder, f"w{writers - 1 + kills}"))
            open_now.append(pages[-1])
            next_kill = time.monotonic() + chance.uniform(0.3, 1.2)
    for page in open_now:
        page.process.kill()
    for page in pages:
        page.process.wait()
        page.listener.join()
        page.hear()

    saved = sum(page.count for page in pages)
    assert list(lost(pages, folder)) == []
    assert look_at(folder) == []
    assert saved >= WRITES
    assert Workbook.load(folder).written.revision >= saved
    assert [path.name for path in folder.glob("workbook.damaged-*")] == []
    print(f"{writers} writers: {saved} acknowledged, {kills + len(open_now)} killed, {looks} looks")  # noqa: T201
