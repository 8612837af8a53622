"""A real JupyterHub with the settings of deploy/jupyterhub, its real proxy, and PostgreSQL, all on free ports."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from tests.missing import missing
from tests.servers import ROOT, free_port

__all__ = ["Hub", "a_hub", "postgresql"]

SETTINGS = ROOT / "deploy/jupyterhub"
_PATIENCE = 60.0


@cache
def proxy_folder() -> Path:
    """Where the commands of the proxy are, in the version that deploy/jupyterhub/package.json names."""
    if shutil.which("npm") is None:
        missing(f"no {'npm (Debian: apt install npm)'} here")
    folder = Path(tempfile.mkdtemp(prefix="heartwork-proxy-"))
    shutil.copy(SETTINGS / "package.json", folder)
    quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
    subprocess.run(["npm", "install", *quiet], cwd=folder, check=True, timeout=300)
    return folder / "node_modules/.bin"


@dataclass
class Database:
    """A PostgreSQL of this test's own."""

    folder: Path
    port: int
    programs: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """As the Hub is told."""
        return f"postgresql+psycopg://hub@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Until it answers."""
        command = [self.programs / "postgres", "-D", self.folder, "-p", str(self.port), "-h", "127.0.0.1", "-k", ""]
        log = (self.folder.parent / "database.log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, **_as_another())
        _wait(
            lambda: (
                subprocess.run(
                    [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False
                ).returncode
                == 0
            )
        )

    def kill(self) -> None:
        """As a computer that loses power would: no word, and everything of it at once."""
        assert self.process is not None
        for one in [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]:
            one.kill()
        self.process.wait()


def _as_another() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


@contextmanager
def postgresql() -> Iterator[Database]:
    """A PostgreSQL server of its own, with nothing in it, until the end of the block."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = found[-1] if found else Path(shutil.which("initdb") or "")
    if not initdb.is_file():
        missing(f"no {'PostgreSQL (Debian: apt install postgresql)'} here")
    around = Path(tempfile.mkdtemp(prefix="heartwork-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(around, "postgres")
    database = Database(around / "data", free_port(), initdb.parent)
    settings = ["-D", database.folder, "-U", "hub", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    subprocess.run([initdb, *settings], check=True, stdout=subprocess.DEVNULL, cwd=around, **_as_another())
    database.start()
    try:
        yield database
    finally:
        database.kill()
        shutil.rmtree(around, ignore_errors=True)


@dataclass
class Hub:
    """A Hub that was started for a test; anybody may log in with any name."""

    folder: Path
    options: tuple[str, ...]
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    hub_port: int = field(default_factory=free_port)
    api_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where people find it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What Hub, proxy and servers have said."""
        return self.folder / "hub.log"

    def home(self, name: str) -> Path:
        """The home of somebody."""
        return self.folder / "homes" / name

    def answers(self, name: str) -> Path:
        """The folder of their answers."""
        return self.home(name) / ".local/share/heartwork"

    def pages(self, name: str) -> str:
        """The address of their pages."""
        return f"{self.url}/user/{name}/heartwork/"

    def value(self, name: str, question: str) -> Any:
        """One answer on the disk; None when there is none."""
        worksheet, _, id_ = question.partition(".")
        try:
            document = json.loads((self.answers(name) / "workbook.json").read_text(encoding="utf-8"))
            return document["worksheets"][worksheet]["answers"][id_]["value"]
        except (FileNotFoundError, KeyError):
            return None

    def start(self) -> None:
        """Until it says that it runs."""
        seen = self.log.stat().st_size if self.log.exists() else 0
        out = self.log.open("ab")
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterhub", "-f", str(SETTINGS / "jupyterhub_config.py")),
                # No accounts of this computer: a name is enough, and each has a folder for a home.
                *("--JupyterHub.authenticator_class=dummy", "--Authenticator.allow_all=True"),
                *(
                    "--JupyterHub.spawner_class=simple",
                    f"--SimpleLocalProcessSpawner.home_dir_template={self.home('{username}')}",
                ),
                *(
                    f"--JupyterHub.hub_port={self.hub_port}",
                    f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{self.api_port}",
                ),
                *self.options,
            ],
            cwd=self.folder,
            stdout=out,
            stderr=out,
            start_new_session=True,
            env={**os.environ, **self.environment, "HEARTWORK_HUB_ADDRESS": self.url},
        )
        _wait(lambda: b"JupyterHub is now running at" in self.log.read_bytes()[seen:], self.process)

    def kill(self) -> None:
        """The Hub itself, without a word; the proxy and the servers go on."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def kill_proxy(self) -> None:
        """The proxy alone; the Hub sees that, and starts another."""
        psutil.Process(int((self.folder / "jupyterhub-proxy.pid").read_text())).kill()

    def server(self, name: str) -> psutil.Process | None:
        """The process of somebody's server; None where it does not run."""
        for one in psutil.process_iter():
            try:
                environment = one.environ()
                first = not psutil.Process(one.ppid()).environ().get("JUPYTERHUB_SERVICE_PREFIX")
            except psutil.Error:
                continue
            if (
                environment.get("JUPYTERHUB_SERVICE_PREFIX") == f"/user/{name}/"
                and first
                and str(self.folder) in environment.get("HOME", "")
            ):
                return one
        return None

    def ask(self, path: str, token: str, method: str = "GET", **body: Any) -> Any:
        """The Hub's own interface."""
        data = json.dumps(body).encode() if body else None
        headers = {"Authorization": f"token {token}"}
        request = urllib.request.Request(f"{self.url}/hub/api/{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            said = answer.read()
        return json.loads(said) if said else None

    def stop(self) -> None:
        """End it, its proxy and all servers, each by its own process id."""
        mine = [self.process.pid] if self.process and self.process.poll() is None else []
        proxy = self.folder / "jupyterhub-proxy.pid"
        mine += [int(proxy.read_text())] if proxy.exists() else []
        processes = []
        for pid in mine:
            try:
                one = psutil.Process(pid)
                processes += [*one.children(recursive=True), one]
            except psutil.NoSuchProcess:
                continue
        for name in [path.name for path in (self.folder / "homes").glob("*")]:
            server = self.server(name)  # those of a Hub that was killed are nobody's children any more
            processes += [*server.children(recursive=True), server] if server else []
        for one in processes:
            try:
                one.terminate()
            except psutil.NoSuchProcess:
                continue
        for one in psutil.wait_procs(processes, timeout=15)[1]:
            one.kill()


@contextmanager
def a_hub(folder: Path, *options: str, **environment: str) -> Iterator[Hub]:
    """
    A Hub with the settings of deploy/jupyterhub as they stand, until the end of the block.

    Args:
        folder: For all that it keeps.
        options: More for the command line of JupyterHub.
        environment: More variables.
    """
    programs = f"{proxy_folder()}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    (folder / "homes").mkdir(parents=True)
    unset = dict.fromkeys(("HEARTWORK_ANSWERS",), "")
    hub = Hub(folder, options, {"PATH": programs, **unset, **environment})
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()


def _wait(true: Any, process: subprocess.Popen[bytes] | None = None) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if true():
            return
        if process is not None and process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError("it did not start")
