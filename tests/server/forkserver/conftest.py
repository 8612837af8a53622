"""Fork servers, and kernels of them, for the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from heartwork.server import PAGE_KERNEL
from heartwork.server.forkserver import launcher


@dataclass
class Forking:
    """A fork server that was started for a test."""

    process: subprocess.Popen[bytes]
    lifeline: int
    path: Path

    def children(self) -> list[str]:
        """The state of each process below it, by the letter that the system gives it."""
        return [
            status.rpartition(")")[2].split()[0]
            for path in Path("/proc").glob("[0-9]*/stat")
            if (status := _read(path)) and int(status.rpartition(")")[2].split()[1]) == self.process.pid
        ]

    def rests(self) -> bool:
        """Whether it has done all that it does while nobody asks."""

        def worked() -> list[str]:
            return _read(Path(f"/proc/{self.process.pid}/stat")).rpartition(")")[2].split()[11:13]

        before = worked()
        time.sleep(0.5)
        return worked() == before


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it ended meanwhile
        return ""


@pytest.fixture(scope="module")
def forking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forking]:
    """One fork server for all tests that do not end it."""
    yield from _forking(tmp_path_factory.mktemp("fork"))


@pytest.fixture
def own_forking(tmp_path: Path) -> Iterator[Forking]:
    """A fork server for one test."""
    yield from _forking(tmp_path)


def _forking(folder: Path) -> Iterator[Forking]:
    read, write = os.pipe()
    path = folder / "fork"
    command = [sys.executable, "-m", "heartwork.server.forkserver.server", str(path), str(read)]
    before = os.environ.get(launcher.SOCKET_VARIABLE)
    process = subprocess.Popen(command, pass_fds=[read], start_new_session=True)
    os.close(read)
    os.environ[launcher.SOCKET_VARIABLE] = str(path)
    yield Forking(process, write, path)
    # A fixture of one test may have put the environment back already.
    os.environ.pop(launcher.SOCKET_VARIABLE, None)
    if before is not None:
        os.environ[launcher.SOCKET_VARIABLE] = before
    if process.poll() is None:
        os.close(write)
        assert process.wait(10) == 0
    assert not path.exists() or process.returncode != 0


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Starts the kernel of a page and gives back what runs a line in it."""
    managers: list[KernelManager] = []

    def start(*, settings: Sequence[str] = (PAGE_KERNEL,), transport: str = "ipc", **how: Any) -> Any:
        manager = KernelManager(transport=transport, connection_file=str(tmp_path / f"{len(managers)}.json"))
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *settings]
        spec = KernelSpec(argv=command, display_name="")
        spec.metadata = {"kernel_provisioner": {"provisioner_name": launcher.NAME}}
        manager._kernel_spec = spec
        manager.start_kernel(**how)
        managers.append(manager)
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=20)

        def run(line: str) -> Any:
            said: list[Any] = []
            reply = client.execute_interactive(f"import json; print(json.dumps({line}))", output_hook=said.append)
            if reply["content"]["status"] != "ok":
                return reply["content"]
            return json.loads("".join(message["content"].get("text", "") for message in said))

        run.manager = manager  # type: ignore[attr-defined]
        run.client = client  # type: ignore[attr-defined]
        return run

    yield start
    for manager in managers:
        manager.shutdown_kernel(now=True)
