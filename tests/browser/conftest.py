"""Real servers, a real browser, real kernels: what the tests in this folder stand on."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}

_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; without one these tests are skipped, unless HEARTWORK_REQUIRE_BROWSER says they must run."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = "no Chromium here (Debian: apt install chromium)"
        if os.environ.get("HEARTWORK_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_SWITCHES))
        yield browser
        browser.close()


@dataclass
class Served:
    """A server that was started for a test."""

    process: subprocess.Popen[str]
    url: str
    answers: Path
    log: Path

    def kernels(self) -> list[int]:
        """Process ids of the kernels below this server."""
        found = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rpartition(")")[2].split()[1])
                command = (status.parent / "cmdline").read_bytes()
            except (OSError, ValueError, IndexError):
                continue
            if parent == self.process.pid and b"ipykernel_launcher" in command:
                found.append(int(status.parent.name))
        return found

    def kill_kernels(self) -> None:
        """As a computer that runs out of memory would."""
        for pid in self.kernels():
            os.kill(pid, signal.SIGKILL)

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
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(command: list[str], answers: Path, ready: str, **environment: str) -> Served:
    log = answers.with_name(f"{answers.name}-{time.monotonic_ns()}.log")
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env={**os.environ, "HEARTWORK_ANSWERS": str(answers), **environment},
        )
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        found = re.search(ready, log.read_text())
        if found:
            return Served(process, found[1], answers, log)
        time.sleep(0.05)
    process.kill()
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


@contextmanager
def served(answers: Path, *options: str) -> Iterator[Served]:
    """`heartwork open`, until the end of the block."""
    command = [sys.executable, "-m", "heartwork", "open", "--no-browser", "--port", str(free_port()), *options]
    server = _start([*command, "--answers", str(answers)], answers, r"heartwork is ready at (\S+)")
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def plain_voila(answers: Path, notebook: Path, *options: str) -> Iterator[Served]:
    """Plain `voila NOTEBOOK`, as anybody would type it."""
    port = free_port()
    command = [sys.executable, "-m", "voila", str(notebook), "--no-browser", f"--port={port}", *options]
    server = _start(command, answers, r"(http://(?:localhost|127\.0\.0\.1):\d+/)")
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def lab(answers: Path) -> Iterator[Served]:
    """`heartwork lab`."""
    port = free_port()
    command = [sys.executable, "-m", "heartwork", "lab", "--no-browser", "--port", str(port)]
    # Tests may run as root, in a container; JupyterLab wants to be told.
    settings = answers.with_name("jupyter-settings")
    settings.mkdir()
    (settings / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')
    environment = {"JUPYTER_TOKEN": "for-a-test", "JUPYTER_CONFIG_DIR": str(settings)}
    server = _start(command, answers, rf"(http://127\.0\.0\.1:{port}/lab\S*)", **environment)
    try:
        yield server
    finally:
        server.stop()


@dataclass
class Visitor:
    """A browser of its own, with what it asked for and what it complained of."""

    context: BrowserContext
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, url: str, place: str = "") -> Page:
        """Go to a place and wait until its page is there."""
        self.page.goto(f"{url}#{place}" if place else url)
        self.page.locator("html[data-ready]").wait_for(timeout=30_000)
        return self.page

    def elsewhere(self) -> list[str]:
        """What was asked of any other computer."""
        own = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|data:|blob:|about:")
        return [url for url in self.requests if not own.match(url)]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; at the end none of them may have asked another computer for anything."""
    visitors: list[Visitor] = []
    with ExitStack() as stack:

        def make(**options: Any) -> Visitor:
            context = chromium.new_context(**{"viewport": PHONE, **options})
            stack.callback(context.close)
            visitor = Visitor(context, context.new_page())
            visitor.page.on("request", lambda request: visitor.requests.append(request.url))
            visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
            visitor.page.on(
                "console",
                lambda message: visitor.complaints.append(message.text) if message.type == "error" and "Failed to load resource" not in message.text
                else None,
            )
            visitors.append(visitor)
            return visitor

        yield make
        assert [url for visitor in visitors for url in visitor.elsewhere()] == []
        assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests that do not end it."""
    with served(tmp_path_factory.mktemp("pages") / "answers") as server:
        yield server


@pytest.fixture
def server(shared_server: Served) -> Served:
    """That server, with nothing written yet; every page opened from here on has a kernel of its own."""
    shared_server.kill_kernels()
    shutil.rmtree(shared_server.answers, ignore_errors=True)
    return shared_server


def saved(page: Page) -> None:
    """Wait until the page says that all is saved."""
    page.get_by_role("status").filter(has_text=re.compile(r"^Saved \d\d:\d\d$")).wait_for(timeout=15_000)
