"""A workshop on a network: which names it answers to, a lock of its own, and a proxy in front."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from heartwork.errors import KitError
from heartwork.server import listen_address
from heartwork.server.listen_address import ListenAddress
from tests.missing import missing
from tests.server.frames import joined
from tests.server.seats import client, join, opened, send
from tests.servers import ROOT, awaited, free_port, self_signed, workshop


@pytest.mark.parametrize(
    ("place", "address", "only_here", "can_be_read"),
    [
        (ListenAddress("127.0.0.1", 8866), "http://127.0.0.1:8866/", True, False),
        (ListenAddress("localhost", 8866), "http://localhost:8866/", True, False),
        (ListenAddress("192.168.7.7", 8866), "http://192.168.7.7:8866/", False, True),
        (ListenAddress("192.168.7.7", 8866, tls=True), "https://192.168.7.7:8866/", False, False),
        (ListenAddress("fe80::7", 8866), "http://[fe80::7]:8866/", False, True),
        (ListenAddress("127.0.0.1", 8866, behind="https://room.example"), "https://room.example/", False, False),
        (ListenAddress("127.0.0.1", 8866, behind="http://room.example/"), "http://room.example/", False, True),
    ],
)
def test_a_place_knows_its_address_and_whether_what_is_sent_can_be_read(
    place: ListenAddress, address: str, only_here: bool, can_be_read: bool
) -> None:
    assert (place.address, place.only_here, place.can_be_read) == (address, only_here, can_be_read)


@pytest.mark.parametrize(
    ("place", "known", "unknown"),
    [
        (
            ListenAddress("127.0.0.1", 1),
            ["127.0.0.1", "localhost"],
            ["evil.example", "192.168.7.7", "127.0.0.1.evil.example"],
        ),
        (
            ListenAddress("192.168.7.7", 1),
            ["192.168.7.7", socket.gethostname().lower()],
            ["192.168.7.8", "evil.example"],
        ),
        (
            ListenAddress("0.0.0.0", 1),
            ["10.1.2.3", "[fe80::1]", "127.0.0.1"],
            ["evil.example", "10.1.2.3.evil.example"],
        ),
        (
            ListenAddress("127.0.0.1", 1, behind="https://room.example/"),
            ["room.example"],
            ["evil.example", "roomxexample"],
        ),
    ],
)
def test_only_its_own_names_are_answered(place: ListenAddress, known: list[str], unknown: list[str]) -> None:
    assert [name for name in known if not re.match(place.names, name)] == []
    assert [name for name in unknown if re.match(place.names, name)] == []


def test_all_networks_have_an_address_that_a_phone_can_open() -> None:
    assert "0.0.0.0" not in ListenAddress("0.0.0.0", 8866).address


@pytest.fixture(scope="module")
def lock(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that signed itself, and its key."""
    return self_signed(tmp_path_factory.mktemp("lock"), "IP:127.0.0.1,DNS:localhost")


def test_a_certificate_that_is_none_is_said_in_a_sentence(lock: tuple[Path, Path], tmp_path: Path) -> None:
    cert, _key = lock
    other = tmp_path / "other.pem"
    other.write_text("nothing")

    with pytest.raises(KitError, match="don't match"):
        listen_address.certificate(cert, other)
    with pytest.raises(KitError, match="cannot be read"):
        listen_address.certificate(cert, tmp_path / "not-there.pem")


def test_with_a_certificate_everything_travels_locked(lock: tuple[Path, Path], tmp_path: Path) -> None:
    cert, key = lock
    trusting = ssl.create_default_context(cafile=str(cert))

    with workshop(tmp_path / "host", "--cert", str(cert), "--key", str(key)) as server:
        assert server.printed.startswith("https://127.0.0.1:")
        ada = join(server, verify=trusting)
        kernel = opened(ada)
        assert _says_hello(server.printed, kernel, ada.cookies, trusting)
        cookies = {cookie.name: cookie for cookie in ada.browser.cookies.jar}
        assert [name for name, cookie in cookies.items() if not cookie.secure] == []
        assert "without a lock" not in ada.browser.get("seat").text
        with pytest.raises(httpx.HTTPError):
            httpx.get(server.printed.replace("https", "http"))


def _says_hello(address: str, kernel: str, cookies: str, trusting: ssl.SSLContext) -> bool:
    """Whether a kernel answers over a locked socket."""

    async def conversation() -> bool:
        async with joined(address, kernel, cookies, ssl_options=trusting) as page:
            return await asyncio.wait_for(page.read_message(), 20) is not None

    return awaited(conversation())


def test_what_travels_without_a_lock_is_said_at_the_door_and_in_the_window(tmp_path: Path) -> None:
    port = free_port()

    with workshop(tmp_path / "host", "--behind", f"http://127.0.0.1:{port}/", port=port) as server:
        assert "What you type travels over the network of this room without a lock." in client(server).get("").text
        assert "What is typed travels without a lock" in server.log.read_text()


@dataclass(frozen=True)
class Proxy:
    """A proxy that an example of ours is for, set for a test."""

    #: What starts it, given the folder of the test.
    command: Callable[[Path], list[str]]
    #: Our example, with what it says and what is meant here.
    example: str
    #: What stands round it.
    whole: Callable[[Path, str], str]
    #: Debian's package.
    package: str


def _nginx_whole(folder: Path, ours: str) -> str:
    places = "".join(f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}} http {{ {places} {ours} }}"


def _caddy_whole(folder: Path, ours: str) -> str:
    settings = ["admin off", "auto_https disable_redirects", "default_bind 127.0.0.1"]
    return "\n".join(["{", *settings, f"storage file_system {folder}/caddy", "}", ours])


PROXIES = {
    "nginx": Proxy(
        lambda folder: ["-c", f"{folder}/proxy.conf", "-p", str(folder), "-e", f"{folder}/errors"],
        "nginx.conf",
        _nginx_whole,
        "nginx-light",
    ),
    "caddy": Proxy(
        lambda folder: ["run", "--adapter", "caddyfile", "--config", f"{folder}/proxy.conf"],
        "Caddyfile",
        _caddy_whole,
        "caddy",
    ),
}


def _meant(ours: str, port: int, to: int, lock: tuple[Path, Path]) -> str:
    """An example of ours, on a port of this computer, with a certificate that was made for it."""
    cert, key = lock
    meant = {
        "127.0.0.1:8866": f"127.0.0.1:{to}",
        # nginx
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "server_name room.example;": "server_name 127.0.0.1;",
        "/etc/ssl/room.example.crt": str(cert),
        "/etc/ssl/room.example.key": str(key),
        # Caddy, which fetches a certificate by itself where nothing is said of it
        "\nroom.example {": f"\nhttps://127.0.0.1:{port} {{\n\ttls {cert} {key}",
    }
    for said, here in meant.items():
        ours = ours.replace(said, here)
    assert "room.example" not in re.sub(r"(?m)^ *#.*", "", ours)
    return ours


@contextmanager
def behind(name: str, folder: Path, port: int, to: int, lock: tuple[Path, Path]) -> Iterator[str]:
    """A proxy with the example of ours; the address it is at."""
    proxy = PROXIES[name]
    ours = _meant((ROOT / "deploy" / proxy.example).read_text(encoding="utf-8"), port, to, lock)
    (folder / "proxy.conf").write_text(proxy.whole(folder, ours))
    with (folder / "proxy.log").open("w") as log:
        process = subprocess.Popen(
            [shutil.which(name) or name, *proxy.command(folder)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": str(folder)},
        )
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, (folder / "proxy.log").read_text()
        yield f"https://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize("name", PROXIES)
def test_the_example_for_a_proxy_carries_pages_sockets_and_who_asks(
    name: str, lock: tuple[Path, Path], tmp_path: Path
) -> None:
    if shutil.which(name) is None:
        missing(f"no {name} here (Debian: apt install {PROXIES[name].package})")
    port, to = free_port(), free_port()
    trusting = ssl.create_default_context(cafile=str(lock[0]))

    with (
        workshop(tmp_path / "host", "--behind", f"https://127.0.0.1:{port}/", port=to) as server,
        behind(name, tmp_path, port, to, lock) as address,
    ):
        assert server.printed == address
        ada = join(server, verify=trusting)
        kernel = opened(ada)

        assert _says_hello(address, kernel, ada.cookies, trusting)
        assert [cookie.name for cookie in ada.browser.cookies.jar if not cookie.secure] == []

        # Who tries many codes is one device, whatever it says of itself; and nobody else is.
        guesses = client(server, verify=trusting)
        guesses.get("")
        for number in range(31):
            feigned = f"10.0.0.{number}"
            guesses.headers.update({"X-Real-IP": feigned, "X-Forwarded-For": feigned, "Forwarded": f"for={feigned}"})
            answer = send(guesses, "code", code="AAA-AAA")
        assert "There were many tries from this device" in answer.text
        elsewhere = httpx.HTTPTransport(verify=trusting, local_address="127.0.0.2")
        another = client(server, transport=elsewhere)
        another.get("")
        assert "Choose a passphrase" in send(another, "code", code=server.code).text
