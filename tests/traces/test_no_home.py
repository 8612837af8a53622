"""A user whom no list knows, without HOME: what was written can be deleted, and the rest says what is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from heartwork.storage.workbook import Workbook
from tests.server.test_app import cookie
from tests.server.test_auth import kernel_of
from tests.servers import served
from tests.traces.test_erase import happens

pytestmark = pytest.mark.skipif(os.name != "posix", reason="homes of POSIX")

#: As for user number 54321 of a container; the tests may not become one.
NOBODY = """
import os, pwd
os.environ.pop("HOME", None)
def nobody(number): raise KeyError(number)
pwd.getpwuid = nobody
"""
RUN = "from heartwork.cli import main; main()"


def run(*arguments: str, tmp_path: Path, before: str = NOBODY) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "HEARTWORK_"))}
    return subprocess.run(
        [sys.executable, "-c", before + RUN, *arguments], capture_output=True, text=True, cwd=tmp_path, env=environment
    )


@pytest.fixture
def book(folder: Path) -> Workbook:
    book = Workbook.load(folder)
    for value in ("one", "two"):
        book.save([happens(value)])
    return book


@pytest.mark.parametrize("command", [["trace"], ["trace", "--clear", "--yes"], ["restore"], ["list"], ["check"]])
def test_what_needs_no_home_works(book: Workbook, tmp_path: Path, command: list[str]) -> None:
    place = [] if command in (["list"], ["check"]) else ["--answers", str(book.folder)]

    done = run(*command, *place, tmp_path=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


def test_everything_can_be_deleted(book: Workbook, tmp_path: Path) -> None:
    done = run("forget", "--yes", "--answers", str(book.folder), tmp_path=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert not book.folder.exists()


@pytest.mark.parametrize("command", ["open", "trace", "forget", "export", "seal", "workshop", "lab", "restore"])
def test_where_no_folder_is_named_a_sentence_asks_for_one(tmp_path: Path, command: str) -> None:
    done = run(command, tmp_path=tmp_path)

    assert done.returncode == 1
    assert "no home folder" in done.stderr
    assert "--answers" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_home_of_somebody_who_is_not_there_is_a_sentence_too(tmp_path: Path) -> None:
    done = run("trace", "--answers", "~nobody-of-that-name/answers", tmp_path=tmp_path, before="")

    assert done.returncode == 1
    assert "no home folder of that name" in done.stderr


@pytest.mark.parametrize(
    "home", ["", "import os; os.environ['HOME'] = '/proc/nothing'\n"], ids=["none", "not writable"]
)
def test_pages_open(tmp_path: Path, home: str) -> None:
    with served(tmp_path / "answers", python=("-c", (home or NOBODY) + RUN)) as server:
        assert kernel_of(server, cookie(server))
        said = server.log.read_text()

    assert "Traceback" not in said
    assert "Warning" not in said


@pytest.mark.parametrize("command", [["trace"], ["forget", "--yes"], ["export"], ["seal", "--passphrase-file", "-"]])
def test_a_name_that_no_system_takes_is_a_sentence(tmp_path: Path, command: list[str]) -> None:
    done = run(*command, "--answers", str(tmp_path / ("x" * 300)), tmp_path=tmp_path, before="")

    assert done.returncode == 1
    assert "File name too long" in done.stderr
    assert "Traceback" not in done.stderr
