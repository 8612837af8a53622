"""A disk that knows no locks: what is written is saved all the same, and that is told once."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest
from filelock import Timeout

from heartwork.changes import Answered
from heartwork.files import locks
from heartwork.files.locks import FolderLock
from heartwork.files.workbook import Workbook

fcntl = pytest.importorskip("fcntl")

CODES = [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO]


@pytest.fixture(params=CODES, ids=[errno.errorcode[code] for code in CODES])
def no_locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(handle: int, how: int) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(fcntl, "flock", flock)
    monkeypatch.setattr(locks, "_tried", {})


def test_it_is_saved_and_told_once(folder: Path, no_locks: None) -> None:
    book = Workbook.load(folder)
    for words in ("first", "second"):
        book.save([Answered(worksheet="boundaries", question="happens", value=words)])

    assert Workbook.load(folder).written.value("boundaries.happens") == "second"
    assert [notice.split(",")[0] for notice in book.notices] == ["The disk with your answers knows no locks"]
    assert not list(folder.glob("*.held.lock"))


def test_two_still_wait_for_each_other(tmp_path: Path, no_locks: None) -> None:
    path = tmp_path / ".workbook.json.lock"

    with FolderLock(path, 1), pytest.raises(Timeout):
        FolderLock(path, 0.1).acquire()
    with FolderLock(path, 0.1):
        pass


def test_what_a_killed_program_left_is_taken_away(tmp_path: Path, no_locks: None) -> None:
    left = tmp_path / ".workbook.json.held.lock"
    left.write_text("")
    os.utime(left, (time.time() - 120, time.time() - 120))

    with FolderLock(tmp_path / ".workbook.json.lock", 1):
        assert left.is_file()
