"""Servers side by side: each on a free port of 127.0.0.1, in a temporary folder, stopped by its own process id."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it has no types of its own

import heartwork
from benchmarks.stock import ANSWERS_FILE, stock_notebook
from heartwork.paths import ANSWERS_VARIABLE, notebooks_folder
from heartwork.storage.workbook import FILE

__all__ = ["WORKSHEET", "Held", "Server", "heartwork_notebook", "heartwork_open", "heartwork_workshop", "stock_voila"]

#: The worksheet whose first page is compared.
WORKSHEET = "boundaries"

_HOST = "127.0.0.1"
_SHARE = Path(heartwork.__file__).parent / "share/jupyter"
_PATIENCE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """
    A server that answers.

    Args:
        name: What it is called in the tables.
        page: The address of the page.
        door: The address with a token in it, where one is asked for; empty where none is.
        answers: The file that it saves to, in a folder for nothing else.
    """

    name: str
    page: str
    door: str
    answers: Path

    def forget(self) -> None:
        """As if nobody had been here yet."""
        shutil.rmtree(self.answers.parent, ignore_errors=True)


@contextmanager
def stock_voila(folder: Path) -> Iterator[Server]:
    """
    Plain Voila with its own template, on a notebook that has the same fields as stock ipywidgets.

    Args:
        folder: An empty folder for everything it writes.
    """
    folder.mkdir()
    notebook = folder / "stock.ipynb"
    notebook.write_text(stock_notebook(WORKSHEET), encoding="utf-8")
    port = _free_port()
    command = ["-m", "voila", "--no-browser", "--template=lab", f"--port={port}", f"--Voila.ip={_HOST}", notebook.name]
    with _running(command, folder, is_ready=lambda log: _listens(port)):
        yield Server("stock", f"http://{_HOST}:{port}/", "", folder / ANSWERS_FILE)


@contextmanager
def heartwork_open(folder: Path) -> Iterator[Server]:
    """`heartwork open --no-browser`, as a person starts it."""
    folder.mkdir()
    answers = folder / "answers"
    port = _free_port()
    command = ["-m", "heartwork", "open", "--no-browser", "--port", str(port), "--answers", str(answers)]
    with _running(command, folder, is_ready=lambda log: " is ready at " in log) as log:
        found = re.search(r" is ready at (\S+)", log.read_text(encoding="utf-8"))
        assert found
        page = f"{found[1].partition('?')[0]}#{WORKSHEET}"
        yield Server("heartwork", page, found[1], answers / FILE)


@dataclass(frozen=True, slots=True)
class Held:
    """
    A workshop that answers.

    Args:
        address: Where it is.
        code: Of its room.
        process: Id of the process of its server.
    """

    address: str
    code: str
    process: int


@contextmanager
def heartwork_workshop(folder: Path, *, seats: int, port: int = 0, shared: bool = True) -> Iterator[Held]:
    """
    `heartwork workshop`, as whoever leads one starts it.

    Args:
        folder: For everything it writes; a workshop that was there goes on.
        seats: How many people may join.
        port: Where it listens; a free one when 0.
        shared: Whether any number of people may join from one address.
    """
    folder.mkdir(exist_ok=True)
    port = port or _free_port()
    command = ["-m", "heartwork", "workshop", "--no-browser", "--seats", str(seats), "--port", str(port)]
    command += ["--at-once", str(seats), "--answers", str(folder / "host")]
    command += ["--shared-address"] if shared else []
    with _running(command, folder, is_ready=lambda log: "Ctrl+C" in log) as log:
        said = log.read_text(encoding="utf-8")
        code = re.search(r"Code of the room: (\S+)", said)
        assert code
        ours = [one for one in psutil.Process().children() if str(port) in one.cmdline()]
        yield Held(f"http://{_HOST}:{port}/", code[1], ours[-1].pid)


@contextmanager
def heartwork_notebook(folder: Path) -> Iterator[Server]:
    """`voila notebooks/boundaries.ipynb`: our notebook and template, served by plain Voila as it comes."""
    folder.mkdir()
    answers = folder / "answers"
    port = _free_port()
    notebook = notebooks_folder() / f"{WORKSHEET}.ipynb"
    command = ["-m", "voila", "--no-browser", f"--port={port}", f"--Voila.ip={_HOST}", str(notebook)]
    ours = {ANSWERS_VARIABLE: str(answers), "JUPYTER_PATH": str(_SHARE)}
    with _running(command, folder, is_ready=lambda log: _listens(port), variables=ours):
        yield Server("notebook", f"http://{_HOST}:{port}/", "", answers / FILE)


@contextmanager
def _running(
    arguments: Sequence[str], folder: Path, *, is_ready: Callable[[str], bool], variables: dict[str, str] | None = None
) -> Iterator[Path]:
    """
    A program of this Python's, from when it is ready; its log.

    Nobody's own Jupyter settings count here: all read an empty folder instead. Python keeps compiled modules, as it
    does wherever it is not told otherwise.
    """
    empty = {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            env={**inherited, **empty, "PYTHONUNBUFFERED": "1", **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + _PATIENCE
        while not is_ready(log.read_text(encoding="utf-8", errors="replace")):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{' '.join(arguments)} does not answer. It wrote:\n{log.read_text('utf-8')}")
            time.sleep(0.1)
        yield log
    finally:
        process.terminate()  # both end their kernels then
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    # Only a knock: asking for the page would start a kernel.
    with socket.socket() as probe:
        return probe.connect_ex((_HOST, port)) == 0
