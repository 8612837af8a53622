"""Kernels of the kit keep no history, and a notebook that is served stays as it was, byte by byte."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

from heartwork.paths import notebooks_folder
from heartwork.server.kernels.manager import NoHistoryKernelManager
from tests.nasty import MARK
from tests.server.test_app import ask, cookie
from tests.servers import awaited, lab, served


@pytest.fixture
def ipython(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where IPython keeps its history during a test."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return tmp_path / "ipython"


def remembered(ipython: Path) -> list[str]:
    """Every line in any history."""
    lines: list[str] = []
    for path in ipython.rglob("*.sqlite"):
        with closing(sqlite3.connect(path)) as history:
            lines += [line for (line,) in history.execute("SELECT source FROM history")]
    return lines


def run(manager: ServerKernelManager, code: str) -> None:
    """Start a kernel, run some code as a page would, and end the kernel."""

    async def one() -> None:
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        await client.execute_interactive(code, timeout=60)
        client.stop_channels()
        await manager.shutdown_kernel()

    awaited(one())


@pytest.mark.parametrize(
    ("manager", "kept"), [(ServerKernelManager, True), (NoHistoryKernelManager, False)], ids=["Jupyter's", "ours"]
)
def test_what_runs_in_our_kernels_is_not_remembered(
    ipython: Path, manager: type[ServerKernelManager], kept: bool
) -> None:
    run(manager(), f"word = '{MARK}'")

    assert any(MARK in line for line in remembered(ipython)) == kept


def test_opening_pages_leaves_no_history_and_no_change_in_the_notebooks(ipython: Path, tmp_path: Path) -> None:
    def digests() -> dict[str, str]:
        files = sorted(path for path in notebooks_folder().rglob("*") if path.is_file())
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = digests()
    with served(tmp_path / "answers") as server:
        assert b"</html>" in ask(server, "", Cookie=cookie(server)).read()

    assert digests() == before
    assert remembered(ipython) == []


def test_jupyterlab_keeps_what_it_remembers_beside_the_answers_and_no_history(
    ipython: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter-data"))
    with lab(tmp_path / "answers") as server:
        base = server.url.partition("/lab")[0]

        def call(path: str, **body: Any) -> Any:
            request = urllib.request.Request(
                f"{base}/{path}",
                data=json.dumps(body).encode() if body else None,
                headers={"Authorization": "token for-a-test"},
            )
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)

        call("api/kernels", name="python3")
        runtime = [path.name for path in (tmp_path / "answers" / "jupyter" / "runtime").iterdir()]
        kernels = [
            command
            for path in Path("/proc").glob("[0-9]*/cmdline")
            if str(tmp_path / "answers" / "jupyter" / "runtime").encode() in (command := _read(path))
        ]

    assert any(name.startswith("kernel-") for name in runtime)
    assert any(name.startswith("jpserver-") for name in runtime)
    assert kernels
    assert all(b"--HistoryManager.enabled=False" in command for command in kernels)
    assert remembered(ipython) == []


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it ended meanwhile
        return b""
