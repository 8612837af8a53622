"""A file that is either the old one or the new one; what may fail in between is tried in `test_workbook.py`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from heartwork import atomic_files

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")


def test_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "workbook.json"

    atomic_files.replace(path, b"old")
    atomic_files.replace(path, b"\x00new\xff")

    assert path.read_bytes() == b"\x00new\xff"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_keeps_the_file_it_has_open(tmp_path: Path) -> None:
    path = tmp_path / "workbook.json"
    atomic_files.replace(path, b"old")

    with path.open("rb") as reader:
        atomic_files.replace(path, b"new")
        assert reader.read() == b"old"


@posix
def test_a_file_is_its_owners_only_whatever_was_there_before(tmp_path: Path) -> None:
    path = tmp_path / "workbook.json"
    path.touch(mode=0o666)

    atomic_files.replace(path, b"private")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        atomic_files.replace(tmp_path / "nowhere" / "workbook.json", b"new")

    assert list(tmp_path.iterdir()) == []


@posix
def test_a_private_folder_is_closed_to_others_and_what_is_above_it_is_left(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    atomic_files.make_private_folder(tmp_path / "deeper" / "answers")
    atomic_files.make_private_folder(tmp_path / "deeper" / "answers")

    assert [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path, tmp_path / "deeper" / "answers")] == [0o755, 0o700]


def test_only_what_a_write_left_behind_is_swept_away(tmp_path: Path) -> None:
    for name in (".new-a.json", ".new-b.json", ".new-c.txt", "new-d.json", "workbook.json", ".hidden.json"):
        (tmp_path / name).touch()

    atomic_files.sweep(tmp_path, ".json")

    assert {path.name for path in tmp_path.iterdir()} == {".new-c.txt", "new-d.json", "workbook.json", ".hidden.json"}
