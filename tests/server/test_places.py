"""Servers started in odd places: their pages open, or a sentence says why not; and what they leave is found."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from heartwork.runtime import runtime_folder
from heartwork.server.kernels.manager import _can_encrypt
from tests.server.test_app import cookie
from tests.server.test_auth import kernel_of
from tests.servers import Served, served

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sockets with paths")

_MAIN = "from heartwork.cli import main; main()"


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder with a name as long as that of a Mac: 48 letters."""
    folder = Path(f"/tmp/{'t' * 30}{time.monotonic_ns():013}"[:48])
    folder.mkdir()
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    yield folder
    subprocess.run(["rm", "-r", str(folder)], check=True)


def sessions(temporary: Path) -> list[Path]:
    return sorted(temporary.glob("pages-*/????????"))


def connection_file(temporary: Path) -> str:
    (file,) = temporary.glob("pages-*/????????/*/kernel-*.json")
    return file.read_text()


def test_a_page_opens_where_the_temporary_folder_has_a_long_name(tmp_path: Path, temporary: Path) -> None:
    with served(tmp_path / "answers", TMPDIR=str(temporary)) as server:
        assert kernel_of(server, cookie(server))
        assert '"transport": "ipc"' in connection_file(temporary)

    assert sessions(temporary) == []


@pytest.mark.skipif(not _can_encrypt(), reason="these versions of jupyter_client and ipykernel cannot encrypt")
def test_where_no_path_is_short_enough_kernels_are_heard_by_who_has_their_key_only(
    tmp_path: Path, temporary: Path
) -> None:
    program = "from heartwork.runtime import runtime_folder; runtime_folder._LONGEST_SOCKET = 1; " + _MAIN
    with served(tmp_path / "answers", python=("-c", program), TMPDIR=str(temporary)) as server:
        assert kernel_of(server, cookie(server))
        told = connection_file(temporary)

    assert '"transport": "tcp"' in told
    assert re.search(r'"curve_secretkey": ".{40}"', told)


def test_where_that_cannot_be_had_either_it_says_so_and_does_not_start(tmp_path: Path, temporary: Path) -> None:
    program = (
        "from heartwork.runtime import runtime_folder; runtime_folder._LONGEST_SOCKET = 1; "
        "import zmq; zmq.has = lambda what: False; " + _MAIN
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-browser", "--answers", str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )

    assert done.returncode == 1
    assert "has a name too long" in done.stderr
    assert "TMPDIR" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("tmpdir", ["/nothing/here", ""])
def test_a_temporary_folder_that_is_not_there_is_passed_over(tmp_path: Path, tmpdir: str) -> None:
    with served(tmp_path / "answers", TMPDIR=tmpdir) as server:
        assert kernel_of(server, cookie(server))
        assert "Traceback" not in server.log.read_text()


def test_a_terminal_that_is_closed_ends_it_tidily(tmp_path: Path, temporary: Path) -> None:
    with served(tmp_path / "answers", TMPDIR=str(temporary)) as server:
        kernel_of(server, cookie(server))
        server.process.send_signal(signal.SIGHUP)
        server.process.wait(20)

        assert sessions(temporary) == []
        assert server.kernels() == []


def test_what_was_killed_is_listed_and_the_next_start_clears_it(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with served(tmp_path / "answers", TMPDIR=str(temporary)) as server:
        kernel_of(server, cookie(server))
        kill(server)
        (left,) = sessions(temporary)
        assert left in runtime_folder.leftovers()
        listed = subprocess.run(
            [sys.executable, "-m", "heartwork", "trace", "--answers", str(tmp_path / "answers")],
            capture_output=True,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        )
        assert str(left) in listed.stdout

    with served(tmp_path / "answers", TMPDIR=str(temporary)):
        assert left not in sessions(temporary)


def kill(server: Served) -> None:
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
