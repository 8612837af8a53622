"""Requests that no browser makes, over bare connections: each is answered or cut off, and nobody else notices."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers import Held, workshop

_SOON = 15
#: Bytes of an answer that are looked at.
_ENOUGH = 3_000_000
_HOST = "Host: 127.0.0.1\r\n"
_FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
_FILE = "/voila/templates/heartwork/static/page.js"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with workshop(tmp_path_factory.mktemp("odd") / "host") as server:
        yield server


def _request(method: str = "GET", path: str = "/", headers: str = _HOST, body: bytes = b"") -> bytes:
    return f"{method} {path} HTTP/1.1\r\n{headers}\r\n".encode() + body


def _chunked(*chunks: bytes, headers: str = "") -> bytes:
    return _request("POST", "/code", f"{_HOST}{_FORM}{headers}Transfer-Encoding: chunked\r\n", b"".join(chunks))


#: What is sent, and the statuses that may answer it; to be cut off is as good.
ODD: dict[str, tuple[bytes, set[int]]] = {
    "a cookie of 100 kB": (_request(headers=f"{_HOST}Cookie: {'x' * 100_000}\r\n"), {400, 431}),
    "five thousand cookies": (
        _request(headers=f"{_HOST}Cookie: {'; '.join(f'c{n}=v' for n in range(5000))}\r\n"),
        {400, 431},
    ),
    "a thousand cookies in a head that is not too long": (
        _request(headers=f"{_HOST}Cookie: {'; '.join(f'c{n}=v' for n in range(1000))}\r\n"),
        {200, 403},
    ),
    "twenty thousand headers": (_request(headers=_HOST + "".join(f"X-{n}: y\r\n" for n in range(20_000))), {400, 431}),
    "an address of 100 kB": (_request(path=f"/{'x' * 100_000}"), {400, 404, 414}),
    "two lengths": (_request("POST", "/code", f"{_HOST}Content-Length: 5\r\nContent-Length: 6\r\n", b"a=b&c="), {400}),
    "a length below zero": (_request("POST", "/code", f"{_HOST}Content-Length: -5\r\n", b"hello"), {400}),
    "a length that is no number": (_request("POST", "/code", f"{_HOST}Content-Length: 0x10\r\n", b"x" * 16), {400}),
    "a body of 40 MB": (_request("POST", "/code", f"{_HOST}Content-Length: 40000000\r\n", b"x" * 100_000), {400, 413}),
    "pieces and a length": (_chunked(b"3\r\na=b\r\n0\r\n\r\n", headers="Content-Length: 3\r\n"), {400}),
    "a piece of 4 GB": (_chunked(b"ffffffff\r\n", b"x" * 100_000), {400, 413}),
    "a piece whose size is no number": (_chunked(b"zz\r\nabc\r\n0\r\n\r\n"), {400}),
    "pieces below zero": (_chunked(b"-1\r\nabc\r\n0\r\n\r\n"), {400}),
    "pieces of one byte, without end": (_chunked(*([b"1\r\nx\r\n"] * 200_000)), {400, 413}),
    "pieces within pieces": (_chunked(headers="Transfer-Encoding: gzip, ") + b"0\r\n\r\n", {400, 403, 404, 501}),
    "no name": (_request(headers=""), {400, 403, 404}),
    "a name of another site": (_request(headers="Host: evil.example\r\n"), {403, 404}),
    "a name with another before it": (_request(headers="Host: evil.example@127.0.0.1\r\n"), {400, 403, 404}),
    "a name that is ours and more": (_request(headers="Host: 127.0.0.1.evil.example\r\n"), {403, 404}),
    "two names": (_request(headers=f"{_HOST}Host: evil.example\r\n"), {400, 403, 404}),
    "an address of another site": (_request(path="http://evil.example/"), {400, 403, 404}),
    # It has no name to go by; every browser says one.
    "HTTP/1.0": (b"GET / HTTP/1.0\r\n\r\n", {200, 400, 403, 404, 505}),
    "HTTP/0.9": (b"GET /\r\n\r\n", {400}),
    "HTTP/2 without asking": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 404, 405, 505}),
    "a greeting of TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500), {400}),
    "zeros": (bytes(100_000), {400}),
    "a line end in a header": (_request(headers=f"{_HOST}X: a\rSet-Cookie: b=c\r\n"), {200, 400, 403}),
    "a line that is folded": (_request(headers=f"{_HOST}X: a\r\n b\r\n"), {200, 400, 403}),
    "a space before the colon": (_request(headers=f"{_HOST}Content-Length : 5\r\n", body=b"hello"), {200, 400, 403}),
    "letters beyond ASCII": (
        b"GET /\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\nX-\xff: \xfe\r\n\r\n",
        {200, 400, 403, 404},
    ),
    "up and out": (_request(path="/../../../../etc/passwd"), {400, 403, 404}),
    "up and out, written otherwise": (_request(path=f"{_FILE[:-7]}..%2f..%2f..%2fconf.json"), {400, 403, 404}),
    "up and out, twice written otherwise": (_request(path=f"{_FILE[:-7]}..%252f..%252fconf.json"), {400, 403, 404}),
    "up and out, with backslashes": (_request(path=f"{_FILE[:-7]}..\\..\\conf.json"), {400, 403, 404}),
    "an end in the middle of a name": (_request(path=f"{_FILE}%00.png"), {400, 403, 404}),
    "a thousand ranges": (
        _request(path=_FILE, headers=f"{_HOST}Range: bytes={','.join(['0-'] * 1000)}\r\n"),
        {200, 400, 403, 404, 416},
    ),
    "a range past the end": (_request(path=_FILE, headers=f"{_HOST}Range: bytes=999999999-\r\n"), {200, 404, 416}),
    **{
        f"the verb {verb}": (_request(verb, "/"), {400, 403, 404, 405, 501})
        for verb in ("TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND", "X" * 1000)
    },
}


def _answer(port: int, said: bytes) -> bytes:
    """What comes back until nothing more does, or the connection is cut."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), timeout=_SOON) as wire:
        try:
            wire.sendall(said)
            wire.settimeout(1.5)
            while not _is_whole(heard) and (more := wire.recv(65536)):
                heard += more
        except OSError:  # cut off, or nothing more comes
            pass
    return heard


def _is_whole(heard: bytes) -> bool:
    """Whether one answer of a known length has come, or more than is looked at."""
    head, _end, body = heard.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
    return len(heard) > _ENOUGH or (length is not None and len(body) >= int(length[1]))


@pytest.mark.parametrize("name", ODD)
def test_an_odd_request_is_refused_or_cut_off_and_nobody_else_notices(name: str, server: Held) -> None:
    said, may_be = ODD[name]

    heard = _answer(server.port, said)

    status = re.match(rb"HTTP/1\.[01] (\d+)", heard)
    assert (int(status[1]) in may_be) if status else heard == b"", heard[:200]
    for never in (b"root:x:", b"Traceback", b"evil.example", b"\r\nSet-Cookie: b=c", b'"preprocessors"'):
        assert never not in heard
    assert httpx.get(server.pages, timeout=_SOON).status_code in (200, 403)


def test_two_hundred_requests_in_one_go_are_answered_one_after_the_other(server: Held) -> None:
    began = time.monotonic()

    with socket.create_connection(("127.0.0.1", server.port), timeout=_SOON) as wire:
        wire.sendall(_request(path="/nothing/here") * 200)
        heard = b""
        while heard.count(b"HTTP/1.1 404") < 200 and (more := wire.recv(65536)):
            heard += more

    assert heard.count(b"HTTP/1.1 404") == 200
    assert time.monotonic() - began < 4 * _SOON
    assert httpx.get(server.pages, timeout=_SOON).status_code in (200, 403)


def test_nothing_that_a_request_says_is_written_down(server: Held, tmp_path: Path) -> None:
    canary = "canary-4711"

    for said in (
        _request(path=f"/{canary}?{canary}={canary}"),
        _request("POST", "/code", f"{_HOST}{_FORM}Content-Length: 20\r\n", f"code={canary:<15}".encode()),
        _request(headers=f"Host: {canary}\r\nX-{canary}: {canary}\r\n"),
    ):
        assert canary.encode() not in _answer(server.port, said).replace(b"/" + canary.encode(), b"")

    assert canary not in server.log.read_text()
