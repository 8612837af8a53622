"""On Windows, which lacks much of what Linux has: what is kept, sealed and forgotten, and what falls back to what."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from heartwork import atomic_files
from heartwork.changes import Answered
from heartwork.crypto.kdf_slots import kdf_slot, max_concurrent_kdf
from heartwork.runtime import private_folders, runtime_folder
from heartwork.server import connection_limits
from heartwork.server.forkserver import launcher
from heartwork.server.kernels import memory_limit
from heartwork.server.ports import free_port
from heartwork.server.workshop.app import places_for
from heartwork.storage.folder_permissions import words_on
from heartwork.storage.workbook import Workbook
from heartwork.traces.erase import forget
from heartwork.workshop import seat_workbook
from tests.other_systems import NO_MODULES, missing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this system cannot pass for the others")

_PASSPHRASE = "four words of mine"


@pytest.fixture(autouse=True)
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in missing("win32"):
        monkeypatch.delattr(module, name)
    for name in NO_MODULES["win32"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(runtime_folder, "_mine", {})
    unlink = os.unlink

    def unlink_what_is_closed(path: str | Path, *, dir_fd: int | None = None) -> None:
        about = os.stat(path, dir_fd=dir_fd, follow_symlinks=False)
        if any(os.path.samestat(about, one) for one in _open_files()):
            raise PermissionError(13, "The process cannot access the file because it is being used", str(path))
        unlink(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", unlink_what_is_closed)


def _open_files() -> Iterator[os.stat_result]:
    for number in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            yield os.fstat(int(number.name))


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Another program holds a file that is to be replaced; so many times yet."""
    rename, left = Path.replace, [2]

    def replace(self: Path, target: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "The process cannot access the file")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return left


def test_what_is_written_is_there_again_sealed_and_unsealed_and_then_forgotten(folder: Path) -> None:
    Workbook.load(folder).save([Answered(worksheet="boundaries", question="happens", value="mine")])
    book = Workbook.load(folder)
    book.seal(_PASSPHRASE)
    assert b"mine" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    book = Workbook.load(folder, passphrase=_PASSPHRASE)
    book.save([Answered(worksheet="boundaries", question="stopping", value="mine too")])
    book.unseal(_PASSPHRASE)

    answers = Workbook.load(folder).written
    assert [answers.value(f"boundaries.{name}") for name in ("happens", "stopping")] == ["mine", "mine too"]
    assert forget(folder, exports=False) == []
    assert not folder.exists()


def test_a_file_that_another_program_holds_for_a_moment_is_replaced_all_the_same(
    tmp_path: Path, held: list[int]
) -> None:
    path = tmp_path / "workbook.json"
    path.write_bytes(b"old")

    atomic_files.replace(path, b"new")

    assert path.read_bytes() == b"new"
    assert held == [0]


@pytest.mark.parametrize("system", ["win32", "linux"])
def test_one_that_is_held_on_stays_as_it_was(
    tmp_path: Path, held: list[int], monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    held[0] = 1_000_000
    monkeypatch.setattr(atomic_files, "_HELD", 0.1)
    monkeypatch.setattr(sys, "platform", system)
    path = tmp_path / "workbook.json"
    path.write_bytes(b"old")

    with pytest.raises(PermissionError):
        atomic_files.replace(path, b"new")

    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"old"]
    assert (held[0] == 999_999) is (system == "linux")


def test_its_private_folder_is_in_the_temporary_folder_and_holds_no_sockets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)

    session = runtime_folder.session()

    assert session.parent == tmp_path / "pages-open"
    assert private_folders.is_private(session)
    assert not runtime_folder.has_sockets()
    runtime_folder._end(next(iter(runtime_folder._mine)))
    assert not session.exists()


def test_there_is_no_fork_server_and_a_kernel_takes_what_memory_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(memory_limit.MEMORY_VARIABLE, "100")

    memory_limit.bound()

    assert not launcher.start()
    assert not launcher.divide({}, lambda told: 0)


def test_who_else_can_come_into_a_folder_is_not_guessed(folder: Path) -> None:
    folder.mkdir(mode=0o777)

    assert words_on(folder) == []


def test_a_seat_gets_its_sealed_workbook_and_it_is_erased(tmp_path: Path) -> None:
    folder = tmp_path / "seat"

    seat_workbook.begin(folder)

    assert seat_workbook.was_begun(folder)
    seat_workbook.erase(folder)
    assert not folder.exists()


def test_a_workshop_has_a_page_for_each_seat_and_sockets_for_as_many_as_windows_waits_for(tmp_path: Path) -> None:
    assert places_for(30) == 30
    assert connection_limits._files() == 512
    assert max_concurrent_kdf() >= 1
    with kdf_slot(tmp_path):
        assert free_port() > 0
