"""Servers that are really started, on free ports of this computer, and ended by their own process id."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from heartwork.runtime.instance import found as found_running
from heartwork.server.instance_client import _new_address

__all__ = [
    "ROOT",
    "Held",
    "Served",
    "awaited",
    "free_port",
    "in_jupyter",
    "lab",
    "page_key",
    "plain_voila",
    "previewed",
    "self_signed",
    "served",
    "started",
    "workshop",
]

ROOT = Path(__file__).parents[1]


def awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns; in a thread of its own: the tests in a browser leave a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@dataclass
class Served:
    """A server that was started for a test."""

    process: subprocess.Popen[str]
    printed: str
    answers: Path
    log: Path
    _opened: bool = False

    @property
    def url(self) -> str:
        """An address that opens: the one it printed, and after that a new one each time, as Enter would give."""
        first, self._opened = not self._opened, True
        running = found_running(self.answers)
        if first or running is None or running.port != self.port:
            return self.printed
        return _new_address(running)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(urlsplit(self.printed).port or 0)

    @property
    def origin(self) -> str:
        """Where it is, as browsers say it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        """The path of its pages, `/` in a workshop."""
        return urlsplit(self.printed).path

    @property
    def pages(self) -> str:
        """The address of its pages, without what opens them."""
        return f"{self.origin}{self.base}"

    def kernels(self) -> list[int]:
        """Process ids of the kernels below this server: its own, and those of its fork server."""
        parents, commands = {}, {}
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid = int(status.parent.name)
                commands[pid] = (status.parent / "cmdline").read_bytes()
                parents[pid] = int(status.read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
        below = {pid for pid, parent in parents.items() if parent == self.process.pid}
        fork_servers = {pid for pid in below if b"heartwork.server.forkserver" in commands[pid]}
        ordinary = {pid for pid in below - fork_servers if b"heartwork.server.kernels.process" in commands[pid]}
        # A fork has the command line of what it was copied from.
        forked = {pid for pid, parent in parents.items() if parent in fork_servers and commands[pid]}
        return sorted(ordinary | forked)

    def kill_kernels(self) -> None:
        """As a computer that runs out of memory would."""
        for pid in self.kernels():
            with suppress(ProcessLookupError):  # it ended by itself meanwhile: its page was left
                os.kill(pid, signal.SIGKILL)

    def empty(self) -> None:
        """Leave nothing written, and no kernel of a test before that might still save its last words."""
        for _look in range(2):  # one may have been about to start
            while self.kernels():
                self.kill_kernels()
                time.sleep(0.02)
            time.sleep(0.05)
        shutil.rmtree(self.answers, ignore_errors=True)

    def workbook(self) -> dict[str, Any]:
        """What is on the disk."""
        document: dict[str, Any] = json.loads((self.answers / "workbook.json").read_text(encoding="utf-8"))
        return document

    def value(self, name: str) -> Any:
        """One answer on the disk, by its full name; None when there is none."""
        worksheet, _, question = name.partition(".")
        try:
            return self.workbook()["worksheets"][worksheet]["answers"][question]["value"]
        except (FileNotFoundError, KeyError):
            return None

    def stop(self) -> None:
        """End it as Ctrl+C would."""
        if self.process.poll() is None:
            # Not SIGINT: what a shell starts in the background does not hear that.
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def page_key(cookies: Mapping[str, str]) -> str:
    """What shows that a request is a page's own, as the browser has it."""
    return next((value for name, value in cookies.items() if name.startswith("page-key-")), "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def self_signed(folder: Path, names: str) -> tuple[Path, Path]:
    """A certificate that signed itself, for names such as `IP:127.0.0.1,DNS:localhost`, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    subject = ["-days", "2", "-subj", "/CN=room", "-addext", f"subjectAltName={names}"]
    subprocess.run([*command, *subject, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


def started(command: list[str], answers: Path, ready: str, *, folder: Path = ROOT, **environment: str) -> Served:
    """A program that serves, once it has printed that it is `ready`, by a pattern that finds its address."""
    log = answers.with_name(f"{answers.name}-{time.monotonic_ns()}.log")
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=folder,
            env={**os.environ, "HEARTWORK_ANSWERS": str(answers), **environment},
        )
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        found = re.search(ready, log.read_text())
        if found:
            return Served(process, found[1], answers, log)
        time.sleep(0.05)
    process.kill()
    process.wait()
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


@contextmanager
def served(answers: Path, *options: str, python: Sequence[str] = ("-m", "heartwork"), **told: str) -> Iterator[Served]:
    """`heartwork open`, until the end of the block; `told` are variables of its environment."""
    command = [sys.executable, *python, "open", "--no-browser", "--port", str(free_port()), *options]
    server = started([*command, "--answers", str(answers)], answers, r"ready at ([^\s·⟧]+)", **told)
    try:
        yield server
    finally:
        server.stop()


@dataclass
class Held(Served):
    """A workshop that was started for a test."""

    code: str = ""
    #: The address that opens the page of whoever leads it, once.
    own: str = ""

    @property
    def url(self) -> str:
        """What stands on the wall."""
        return self.printed


@contextmanager
def workshop(
    host: Path,
    *options: str,
    port: int | None = None,
    shared_address: bool = True,
    python: tuple[str, ...] = ("-m", "heartwork"),
) -> Iterator[Held]:
    """`heartwork workshop`, until the end of the block; everybody in a test comes from one address."""
    options = (*options, "--shared-address") if shared_address else options
    command = [sys.executable, *python, "workshop", "--no-browser", "--port", str(port or free_port())]
    server = started([*command, "--answers", str(host), *options], host, r"ready at ([^\s·⟧]+)[\s\S]*Ctrl")
    said = server.log.read_text()
    code, own = (re.search(pattern, said) for pattern in (r"Code of the room: (\S+)", r"(\S+/host\?token=\S+)"))
    assert code is not None and own is not None
    try:
        yield Held(server.process, server.printed, host, server.log, code=code[1], own=own[1])
    finally:
        server.stop()


@contextmanager
def previewed(draft: Path, *options: str) -> Iterator[Served]:
    """`heartwork preview`, until the end of the block."""
    command = [sys.executable, "-m", "heartwork", "preview", str(draft), "--no-browser", "--port", str(free_port())]
    server = started([*command, *options], draft.with_suffix(""), r"ready at ([^\s·⟧]+)")
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def plain_voila(answers: Path, notebook: Path, *options: str) -> Iterator[Served]:
    """Plain `voila NOTEBOOK`, as anybody would type it."""
    port = free_port()
    command = [sys.executable, "-m", "voila", str(notebook), "--no-browser", f"--port={port}", *options]
    server = started(command, answers, r"(http://(?:localhost|127\.0\.0\.1):\d+/)")
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def in_jupyter(answers: Path, base: str, *options: str, program: str = "jupyterlab", **told: str) -> Iterator[Served]:
    """
    A Jupyter server of somebody's own, with the pages in it; its token is `for-a-test`.

    Args:
        base: The path of that server.
        program: What serves, by its module.
        told: Variables of its environment.
    """
    port, own = free_port(), answers.with_name("jupyter")
    (own / "notebooks").mkdir(parents=True)
    share = ROOT / "src/heartwork"
    environment = {
        "JUPYTER_CONFIG_PATH": str(share / "etc/jupyter"),
        "JUPYTER_PATH": str(share / "share/jupyter"),
        **{f"JUPYTER_{name}_DIR": str(own / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")},
        "PYTHONPATH": str(ROOT),
        **told,
    }
    command = [sys.executable, "-m", program, "--no-browser", "--allow-root", f"--port={port}"]
    command += [f"--ServerApp.base_url={base}", "--IdentityProvider.token=for-a-test"]
    command += [f"--ServerApp.root_dir={own / 'notebooks'}", *options]
    server = started(command, answers, rf"(http://127\.0\.0\.1:{port}{re.escape(base)})", **environment)
    try:
        _wait_until_it_listens(port)
        yield server
    finally:
        server.stop()


def _wait_until_it_listens(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens at {port}")


@contextmanager
def lab(answers: Path, *options: str, **environment: str) -> Iterator[Served]:
    """`heartwork lab`."""
    port = free_port()
    command = [sys.executable, "-m", "heartwork", "lab", "--no-browser", "--port", str(port), *options]
    # A test asks the page itself to open and run notebooks.
    command += ["--", "--expose-app-in-browser"]
    settings = str(answers.with_name("lab-settings"))  # not those of whoever runs the tests
    environment = {"JUPYTER_TOKEN": "for-a-test", "JUPYTERLAB_SETTINGS_DIR": settings, **environment}
    server = started(command, answers, rf"(http://127\.0\.0\.1:{port}/lab\S*)", **environment)
    try:
        _wait_until_it_listens(port)  # it says its address a moment before
        yield server
    finally:
        server.stop()
