"""The private folder: only the person's, in an order that finds it again, and tidied after whoever was killed."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from heartwork.errors import KitError
from heartwork.runtime import private_folders, runtime_folder
from heartwork.storage import tombstone
from heartwork.storage.workbook import Workbook
from heartwork.traces.erase import forget

ME = os.getuid()


@pytest.fixture(autouse=True)
def nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A temporary folder of this test's own, for everybody as /tmp is, and no session yet."""
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp").chmod(0o1777)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(private_folders, "independent", lambda: iter([tmp_path / "cache" / "heartwork"]))
    monkeypatch.setattr(private_folders, "_run_user", lambda: None)
    monkeypatch.setattr(runtime_folder, "_mine", {})
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    yield
    for made in runtime_folder._mine.values():
        runtime_folder._remove(made)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "tmp" / f"pages-{ME}"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_of_the_login_is_taken_where_it_is_the_persons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))

    assert runtime_folder.best() == tmp_path / "run" / "heartwork"
    assert mode(tmp_path / "run" / "heartwork") == 0o700


@pytest.mark.parametrize("how", ["open to others", "not there", "a link", "a file"])
def test_another_is_not(tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    run = tmp_path / "run"
    if how == "open to others":
        run.mkdir()
        run.chmod(0o777)
    elif how == "a link":
        (tmp_path / "private").mkdir(mode=0o700)
        run.symlink_to(tmp_path / "private")
    elif how == "a file":
        run.touch()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))

    assert runtime_folder.best() == own
    assert how != "open to others" or (mode(run), list(run.iterdir())) == (0o777, [])


def test_a_folder_of_the_persons_own_that_others_may_enter_is_closed(own: Path) -> None:
    own.mkdir()
    own.chmod(0o755)

    assert runtime_folder.best() == own
    assert mode(own) == 0o700


def test_a_link_in_its_place_is_not_followed_and_what_it_leads_to_keeps_its_rights(tmp_path: Path, own: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    target.chmod(0o755)
    own.symlink_to(target)

    assert runtime_folder.best() == tmp_path / "cache" / "heartwork"
    assert (mode(target), list(target.iterdir())) == (0o755, [])


@pytest.mark.skipif(ME != 0, reason="only the superuser can be somebody else")
def test_a_folder_that_somebody_else_made_first_is_left_alone(tmp_path: Path, own: Path) -> None:
    own.mkdir(mode=0o777)
    own.chmod(0o777)
    os.chown(own, 65534, 65534)

    assert runtime_folder.best() == tmp_path / "cache" / "heartwork"
    assert (own.stat().st_uid, mode(own), list(own.iterdir())) == (65534, 0o777, [])


def test_looking_makes_nothing(tmp_path: Path, own: Path) -> None:
    assert (runtime_folder.lookup(), runtime_folder.leftovers()) == ([], [])
    assert not own.exists()
    assert not (tmp_path / "cache").exists()


def test_a_session_is_one_for_a_process_and_nobody_elses(own: Path) -> None:
    session = runtime_folder.session()

    assert runtime_folder.session() == session
    assert session.parent == own
    assert mode(session) == 0o700
    assert runtime_folder.leftovers() == []


def test_the_folder_of_the_start_is_never_taken_for_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # Python's last resort

    assert runtime_folder.session().parent == tmp_path / "cache" / "heartwork"


def test_where_the_path_is_too_long_for_sockets_a_shorter_one_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long, short = tmp_path / ("t" * 120), tmp_path
    long.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(long))
    monkeypatch.setattr(runtime_folder, "_LONGEST_SOCKET", len(str(short / "cache" / "heartwork")) + 20)

    assert runtime_folder.session().parent == tmp_path / "cache" / "heartwork"
    assert runtime_folder.has_sockets()
    assert list((long / f"pages-{ME}").glob("????????")) == []


def test_where_every_path_is_too_long_there_is_still_a_session(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime_folder, "_LONGEST_SOCKET", 10)

    assert runtime_folder.session().parent == own
    assert not runtime_folder.has_sockets()
    assert list(own.glob("????????")) == [runtime_folder.session()]


def test_the_names_of_a_kernels_sockets_fit_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    from heartwork.server.kernels.manager import NoHistoryKernelManager

    manager = NoHistoryKernelManager(connection_file="/a/long/path/kernel-00000000-0000-0000-0000-000000000000.json")
    assert manager.transport == "ipc" or not runtime_folder.has_sockets()
    monkeypatch.setattr(manager, "transport", "ipc")
    macos = len("/var/folders/zz/zyxvpxvq6csfxvn_n00000sm00006d/T/pages-501/12345678")

    assert macos + len(f"{manager._ip_default()}-5") - len(str(runtime_folder.session())) <= 103


def test_a_folder_without_room_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.is_relative_to(tmp_path / "tmp"):
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)

    assert runtime_folder.session().parent == tmp_path / "cache" / "heartwork"


def test_where_there_is_none_at_all_that_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_folders, "candidates", lambda: iter([Path("/proc/nothing")]))

    with pytest.raises(KitError, match=r"no folder for temporary files.*TMPDIR"):
        runtime_folder.session()


PROGRAM = """
import sys, tempfile
from pathlib import Path
from heartwork.runtime import private_folders, runtime_folder
tempfile.tempdir = sys.argv[1]
private_folders.independent = private_folders._run_user = lambda: iter([])
private_folders._run_user = lambda: None
print(runtime_folder.session(), flush=True)
sys.stdin.read()
"""


def session_of_another(tmp_path: Path) -> tuple[subprocess.Popen[str], Path]:
    environment = {name: value for name, value in os.environ.items() if name != "XDG_RUNTIME_DIR"}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "tmp")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_what_runs_is_not_swept_and_what_was_killed_is(tmp_path: Path) -> None:
    process, session = session_of_another(tmp_path)
    (session / "preview").mkdir()
    try:
        assert runtime_folder.leftovers() == []
        runtime_folder.sweep()
        assert session.is_dir()
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()

    assert runtime_folder.leftovers() == [session]
    runtime_folder.session()
    assert not session.exists()


def test_what_ends_in_order_leaves_no_session(tmp_path: Path) -> None:
    process, session = session_of_another(tmp_path)
    process.communicate("")

    assert not session.exists()


def test_only_sessions_are_swept(own: Path) -> None:
    runtime_folder.best()
    (own / "of another program").mkdir()
    (own / "0123abcd").mkdir()

    runtime_folder.sweep()

    assert {path.name for path in own.iterdir()} - {"lock"} == {"of another program"}


def test_everything_that_was_left_goes_when_all_is_forgotten(tmp_path: Path, folder: Path) -> None:
    process, session = session_of_another(tmp_path)
    process.kill()
    process.communicate()
    Workbook.load(folder)

    forget(folder, exports=True)

    assert not session.exists()


def test_a_window_that_was_started_with_other_variables_learns_that_all_was_deleted(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tombstone.marked(folder)
    (tmp_path / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    assert tombstone.mark(folder)
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert not tombstone.marked(folder) <= before


def test_a_folder_is_the_same_one_by_way_of_a_link(tmp_path: Path, folder: Path) -> None:
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)

    tombstone.mark(tmp_path / "link")

    assert tombstone.marked(folder)


def test_where_no_mark_can_be_made_that_is_said_and_all_is_deleted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    (folder / "workbook.json").write_text("{}")
    monkeypatch.setattr(private_folders, "candidates", lambda: iter([]))
    monkeypatch.setattr(private_folders, "independent", lambda: iter([]))

    with pytest.raises(KitError, match="windows that are still open cannot be told"):
        forget(folder, exports=True)

    assert not folder.exists()
