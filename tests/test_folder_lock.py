"""A disk that knows no locks: what is written is saved all the same, and that is told once."""

from __future__ import annotations

import errno
import os
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from filelock import Timeout

from heartwork import folder_lock
from heartwork.changes import Answered
from heartwork.crypto.kdf_slots import kdf_slot, max_concurrent_kdf
from heartwork.folder_lock import FolderLock
from heartwork.runtime import private_folders, runtime_folder
from heartwork.storage.workbook import Workbook

fcntl = pytest.importorskip("fcntl")

CODES = [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO]


@pytest.fixture(params=CODES, ids=[errno.errorcode[code] for code in CODES])
def no_locks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(handle: int, how: int) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(fcntl, "flock", flock)
    monkeypatch.setattr(folder_lock, "_tried", {})


def test_it_is_saved_and_told_once(folder: Path, no_locks: None) -> None:
    book = Workbook.load(folder)
    for words in ("first", "second"):
        book.save([Answered(worksheet="boundaries", question="happens", value=words)])

    assert Workbook.load(folder).written.value("boundaries.happens") == "second"
    assert [notice.split(",")[0] for notice in book.notices] == ["The disk with your answers doesn't support locks"]
    assert not list(folder.glob("*.held.lock"))


def test_passphrases_are_used_few_at_a_time_there_too(tmp_path: Path, no_locks: None) -> None:
    with ExitStack() as held:
        for _place in range(max_concurrent_kdf()):
            held.enter_context(kdf_slot(tmp_path))
        assert len(list(tmp_path.glob(".passphrase-*.held.lock"))) == max_concurrent_kdf()

    assert not list(tmp_path.glob("*.held.lock"))


def test_a_temporary_folder_without_locks_is_used_and_what_is_in_use_there_is_not_swept(
    tmp_path: Path, no_locks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(private_folders, "_run_user", lambda: None)
    monkeypatch.setattr(runtime_folder, "_mine", {})
    made = runtime_folder.session()
    (made / "in use").write_text("")
    monkeypatch.setattr(runtime_folder, "_mine", {})  # as another process sees it

    runtime_folder.sweep()

    assert made.is_relative_to(tmp_path)
    assert (made / "in use").is_file()


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


def test_one_lock_serves_again_and_again_and_never_two_threads_at_once(tmp_path: Path) -> None:
    lock, inside, most = FolderLock(tmp_path / ".workbook.json.lock", 10), [], []

    def save() -> None:
        for _ in range(20):
            with lock:
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.001)
                inside.pop()

    threads = [threading.Thread(target=save) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == [1] * 60
    with pytest.raises(Timeout), lock:
        FolderLock(tmp_path / ".workbook.json.lock", 0.05).acquire()
