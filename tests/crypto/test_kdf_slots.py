"""Passphrases are used few at a time, by whichever processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from heartwork.crypto.kdf_slots import kdf_slot, max_concurrent_kdf


def test_no_more_than_a_few_are_used_at_once(tmp_path: Path) -> None:
    inside: list[int] = []
    seen: list[int] = []
    everybody = threading.Barrier(max_concurrent_kdf())

    def use() -> None:
        with kdf_slot(tmp_path):
            inside.append(1)
            seen.append(len(inside))
            everybody.wait(60)  # nobody leaves before as many as may are inside
            inside.pop()

    people = [threading.Thread(target=use) for _person in range(3 * max_concurrent_kdf())]
    for person in people:
        person.start()
    for person in people:
        person.join(60)

    assert len(seen) == 3 * max_concurrent_kdf()
    assert max(seen) == max_concurrent_kdf()


def test_what_goes_wrong_keeps_no_place(tmp_path: Path) -> None:
    for _time in range(max_concurrent_kdf() + 1):
        with pytest.raises(ValueError, match="wrong"), kdf_slot(tmp_path):
            raise ValueError("wrong")

    with ExitStack() as all_of_them:
        for _place in range(max_concurrent_kdf()):
            all_of_them.enter_context(kdf_slot(tmp_path))


def test_a_process_that_ended_keeps_no_place(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from heartwork.crypto.kdf_slots import kdf_slot, max_concurrent_kdf\n"
        "places = [kdf_slot(Path(sys.argv[1])) for _ in range(max_concurrent_kdf())]\n"
        "for place in places: place.__enter__()\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)

    with ExitStack() as all_of_them:
        for _place in range(max_concurrent_kdf()):
            all_of_them.enter_context(kdf_slot(tmp_path))


def test_without_room_for_places_it_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()

    with kdf_slot(file / "below"):
        assert not (file / "below").exists()
