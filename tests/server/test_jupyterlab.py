"""`heartwork lab`: it ends whole, leaves nothing, and nobody else hears its kernels."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from heartwork.server.jupyterlab import _lead_once
from tests.servers import Served, lab


def below(pid: int) -> list[int]:
    """The processes that a process started, and those that they did."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
    pairs = list(zip(map(int, found[::2]), map(int, found[1::2]), strict=True))
    children = [child for child, parent in pairs if parent == pid]
    return [*children, *(one for child in children for one in below(child))]


def a_kernel(server: Served) -> str:
    request = Request(f"{server.origin}/api/kernels?token=for-a-test", method="POST", data=b"{}")
    with urlopen(request, timeout=60) as answer:
        return str(json.load(answer)["id"])


def gone(pids: list[int]) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}").exists() and "Z" not in _state(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes by /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_with_everything_it_started_and_leaves_no_address(tmp_path: Path, how: signal.Signals) -> None:
    with lab(tmp_path / "answers") as server:
        a_kernel(server)
        started = below(server.process.pid)
        assert len(started) >= 2  # JupyterLab and the kernel

        server.process.send_signal(how)

        assert server.process.wait(40) == 0
        assert gone(started)
        assert "Aborted" not in server.log.read_text()
        assert [path.name for path in (server.answers / "jupyter/runtime").glob("*") if "jpserver" in path.name] == []
        assert list((server.answers / "jupyter/runtime").glob("kernel-*")) == []


@pytest.mark.skipif(os.name != "posix", reason="sockets with rights of their own")
def test_its_kernels_listen_where_only_this_user_can_come(tmp_path: Path) -> None:
    with lab(tmp_path / "answers") as server:
        kernel = a_kernel(server)
        [note] = (server.answers / "jupyter/runtime").glob(f"kernel-{kernel}.json")
        connection = json.loads(note.read_text(encoding="utf-8"))

        assert connection["transport"] == "ipc"
        assert Path(connection["ip"]).parent.stat().st_mode & 0o077 == 0


def test_an_address_for_the_browser_leads_on_once() -> None:
    def ask(address: str) -> tuple[int, str | None]:
        host, path = re.fullmatch(r"http://([^/]+)(/.*)", address).groups()
        connection = http.client.HTTPConnection(host, timeout=10)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location")

    with _lead_once("http://127.0.0.1:1/lab/tree/start.ipynb?token=x") as once:
        assert ask(f"{once}x") == (404, None)
        assert ask(once) == (302, "http://127.0.0.1:1/lab/tree/start.ipynb?token=x")
        assert ask(once) == (404, None)
        assert "token" not in once


@pytest.mark.skipif(os.name != "posix", reason="a browser that is a script")
def test_the_browser_gets_an_address_and_it_opens_the_notebook(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {asked}\n')
    browser.chmod(0o700)
    command = [sys.executable, "-m", "heartwork", "lab", "boundaries", "--answers", str(tmp_path / "answers")]
    process = subprocess.Popen(
        command, env={**os.environ, "BROWSER": f"{browser} %s"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 60
        while not asked.exists() and time.monotonic() < end:
            time.sleep(0.1)
        address = asked.read_text().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]+", address)
        with urlopen(address, timeout=30) as answer:
            assert answer.url.partition("?")[0].endswith("/lab/tree/boundaries.ipynb")
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
