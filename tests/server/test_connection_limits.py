"""Connections that are begun and not gone on with: however many there are, whoever wants to come in does."""

from __future__ import annotations

import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from heartwork.server.connection_limits import LIMITS
from tests.server.seats import client, join
from tests.servers import ROOT, Held, Served, free_port, served, workshop

#: Seconds that somebody else's page may take meanwhile.
_SOON = 15
#: Files that the server of this test may have open.
_FILES = 256


@contextmanager
def _few_files(folder: Path) -> Iterator[str]:
    """A workshop that may open few files; its address."""
    port, log = free_port(), folder / "log"
    options = ["--no-browser", "--port", str(port), "--answers", str(folder / "host")]
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "heartwork", "workshop", *options],
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES)),
        )
    try:
        end = time.monotonic() + 60
        while not re.search(r"ready at \S+[\s\S]*Ctrl", log.read_text()) and time.monotonic() < end:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(20)


def _connected(port: int, said: bytes) -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", port), timeout=_SOON)
    wire.sendall(said)
    return wire


_HEAD = b"POST /code HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    "said",
    [b"", _HEAD, _HEAD + b"Content-Length: 90000\r\n\r\n" + b"x" * 1000, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"],
    ids=["nothing", "half a head", "half a body", "a request, and then nothing"],
)
def test_whoever_holds_many_connections_keeps_nobody_out(tmp_path: Path, said: bytes) -> None:
    with _few_files(tmp_path) as address, ExitStack() as held:
        port = int(address.rstrip("/").rpartition(":")[2])
        for _connection in range(2 * _FILES):
            held.enter_context(_connected(port, said))

        for _time in range(5):
            assert httpx.get(address, timeout=_SOON).status_code == 200


@pytest.fixture(scope="module", params=["workshop", "one's own"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held | Served]:
    folder = tmp_path_factory.mktemp("limits")
    started = workshop(folder / "host") if request.param == "workshop" else served(folder / "answers")
    with started as server:
        yield server


def test_half_a_request_is_waited_for_a_while_and_a_large_one_is_not_taken(server: Held | Served) -> None:
    halves = [_connected(server.port, said) for said in (_HEAD, _HEAD + b"Content-Length: 900\r\n\r\nx")]
    large = _connected(server.port, _HEAD + b"Content-Length: 40000000\r\n\r\n")
    long_head = _connected(server.port, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 200_000)
    before = time.monotonic()

    for refused in (large, long_head):
        refused.settimeout(_SOON)
        said = b"" if refused is long_head else refused.recv(100)
        assert said == b"" or said.startswith(b"HTTP/1.1 4")
    for half in halves:
        half.settimeout(LIMITS["idle_connection_timeout"] + _SOON)
        assert half.recv(100) == b""
    assert time.monotonic() - before < LIMITS["idle_connection_timeout"] + _SOON
    for one in (*halves, large, long_head):
        one.close()


def test_thirty_phones_behind_one_address_all_have_their_connections(tmp_path: Path) -> None:
    with workshop(tmp_path / "host") as room, ExitStack() as phones:
        browsers = [phones.enter_context(client(room)) for _phone in range(30)]
        for _time in range(3):
            for browser in browsers:
                for path in ("", "voila/templates/heartwork/static/page.js"):
                    assert browser.get(path).status_code == 200
        assert join(room).number
