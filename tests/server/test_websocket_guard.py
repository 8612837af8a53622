"""What one page sends over its socket stops nobody else, and does not eat the computer's memory."""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tornado.httpclient import HTTPClientError
from tornado.websocket import WebSocketClientConnection, WebSocketClosedError

from heartwork.server.rate_limit import RateLimit, RateLimits
from heartwork.server.websocket_guard import RefusedMessageError, checked, depth
from tests.server.frames import frame, header, heard, joined, message
from tests.server.seats import join, opened
from tests.server.test_auth import cookie, kernel_of
from tests.servers import Held, Served, awaited, served, workshop

#: Seconds that another's page may wait meanwhile; far less than for ever, far more than a busy test machine takes.
_SOON = 15
#: MiB that the server may grow by.
_LITTLE = 40

ASKED = message("kernel_info_request")
_HEAD = json.dumps(header("comm_msg")).encode()


def _objects(*pieces: bytes, channel: bytes = b"shell", head: bytes = _HEAD) -> bytes:
    return frame([channel, head, *(pieces or (b"{}", b"{}", b"{}"))])


def _numbers(*numbers: int, rest: bytes = b"") -> bytes:
    return b"".join(number.to_bytes(8, "little") for number in numbers) + rest


#: What a page of ours never sends: each ends the socket it comes through.
REFUSED: dict[str, bytes | str] = {
    "2**64-1 offsets": b"\xff" * 8,
    "2**63 offsets": _numbers(2**63, rest=bytes(100)),
    "2**32 offsets": _numbers(2**32, rest=bytes(1000)),
    "a million offsets": _numbers(10**6, rest=bytes(5000)),
    "as many offsets as there are words": _numbers(100, rest=bytes(800)),
    "nothing": b"",
    "seven bytes": b"\x06" * 7,
    "no offsets": bytes(8),
    "one offset": _numbers(1, 16),
    "offsets past the end": _numbers(6, 56, 61, 10**9, 10**9 + 2, 10**9 + 4, 10**9 + 6, rest=b"shell{}{}{}{}"),
    "offsets that go back": _numbers(6, 56, 61, 60, 59, 58, 69, rest=b"shell{}{}{}{}"),
    "offsets into the offsets": _numbers(6, 0, 8, 16, 24, 32, 69, rest=b"shell{}{}{}{}"),
    "bytes after the end": ASKED + b"more",
    "more buffers than a page has": message("comm_msg", buffers=[b""] * 60),
    "a header that is no JSON": _objects(head=b"{" * 50),
    "a header that is a list": _objects(head=b"[]"),
    "a header that is nested deep": _objects(head=b"[" * 4000 + b"]" * 4000),
    "a header of numbers": _objects(head=json.dumps({**header("comm_msg"), "msg_id": 1}).encode()),
    "a header that holds a list": _objects(head=json.dumps({**header("comm_msg"), "date": [[]]}).encode()),
    "a header without a kind": _objects(head=json.dumps({"msg_id": "1", "session": "x"}).encode()),
    "a header that is long": _objects(head=json.dumps({**header("comm_msg"), "x": "y" * 5000}).encode()),
    "a header of half a letter": _objects(head=b'{"msg_type": "\xff\xfe", "msg_id": "1", "session": "x"}'),
    "content that is nested deep": _objects(b"{}", b"{}", b'{"a":' * 5000 + b"1" + b"}" * 5000),
    "metadata that is nested deep": _objects(b"{}", b'{"a":' + b"[" * 900 + b"]" * 900 + b"}", b"{}"),
    "content that is nothing": _objects(b"{}", b"{}", b""),
    "content that is a list": _objects(b"{}", b"{}", b"[]"),
    "the channel of the kernel": message("comm_msg", channel="iopub"),
    "the channel that ends kernels": message("shutdown_request", channel="control"),
    "the channel that is read by nobody": message("input_reply", channel="stdin"),
    "a channel that is none": message("comm_msg", channel="x" * 100),
    "no channel": message("comm_msg", channel=""),
    "a text": json.dumps({"channel": "shell", "header": header("comm_msg"), "content": {}}),
    "an empty text": "",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_page_sends_is_refused_before_it_is_read(name: str) -> None:
    with pytest.raises(RefusedMessageError):
        checked(REFUSED[name])


@given(
    st.binary(max_size=400) | st.builds(lambda n, rest: _numbers(n, rest=rest), st.integers(0, 2**64 - 1), st.binary())
)
def test_whatever_comes_is_taken_or_refused_and_nothing_else(raw: bytes) -> None:
    with contextlib.suppress(RefusedMessageError):
        checked(raw)


@given(
    st.dictionaries(st.text(max_size=20), st.text() | st.integers() | st.lists(st.text())),
    st.lists(st.binary(max_size=50), max_size=40),
)
def test_what_a_page_sends_is_taken(content: dict[str, Any], buffers: list[bytes]) -> None:
    assert checked(message("comm_msg", content, buffers=buffers)).kind == "comm_msg"


_NESTED = st.recursive(st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


@given(_NESTED, st.integers(0, 100), st.booleans())
def test_depth_counts_no_bracket_that_stands_in_a_text(value: Any, more: int, ascii_: bool) -> None:
    for _time in range(more):
        value = [value, '"[[[{{\\']
    text = json.dumps(value, ensure_ascii=ascii_).encode(errors="surrogatepass")
    exact = _depth(value)

    assert depth(text) >= exact if exact <= 64 else depth(text) == exact
    if text.count(b"[") + text.count(b"{") > 64:
        assert depth(text) == exact


def test_who_takes_too_much_waits_and_who_takes_little_never_does() -> None:
    now = [0.0]
    limit = RateLimit(10, 20, clock=lambda: now[0])

    assert [limit.take() for _ in range(20)] == [0] * 20
    assert limit.take(5) == pytest.approx(0.5)
    assert not limit.take_if_there()
    now[0] += 100
    assert (limit.full, limit.take_if_there(20), limit.take_if_there()) == (True, True, False)


def test_of_those_who_took_nothing_for_a_while_nothing_is_kept() -> None:
    now = [0.0]
    limits = RateLimits(1, 1, clock=lambda: now[0])
    for who in range(5000):
        now[0] += 10
        assert limits.of(who).take_if_there()

    assert len(limits._buckets) < 1100


# -- from outside: a server, a seat that means harm, and one that wants to write


@dataclass(frozen=True)
class Seated:
    """A page that is there: of a workshop, or one's own."""

    server: Held | Served
    address: str
    kernel: str
    cookies: str

    def memory(self) -> float:
        """MiB of the server's own process."""
        status = Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.fixture(scope="module", params=["workshop", "one's own"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Seated]]:
    """Opens a page: of somebody new where there are seats, or of somebody who is there and only wants to write."""
    folder = tmp_path_factory.mktemp("pages")
    if request.param == "workshop":
        with workshop(folder / "host", "--seats", "30") as room:
            writes = join(room)

            def at_a_seat(*, new: bool = True) -> Seated:
                person = join(room) if new else writes
                return Seated(room, room.printed, opened(person), person.cookies)

            yield at_a_seat
    else:
        with served(folder / "answers") as server:
            key = cookie(server)
            yield lambda new=True: Seated(server, server.pages, kernel_of(server, key), key)


@pytest.fixture
def other(pages: Callable[..., Seated]) -> Seated:
    """The page of somebody who only wants to write."""
    return pages(new=False)


def _goes_on(page: Seated) -> None:
    """A page hears its kernel, and anybody may come."""

    async def asks() -> None:
        async with joined(page.address, page.kernel, page.cookies) as connection:
            await connection.write_message(message("kernel_info_request", id_="still-there"), binary=True)
            while True:
                said = heard(await connection.read_message())
                if said["msg_type"] == "kernel_info_reply" and said["parent_header"]["msg_id"] == "still-there":
                    return

    awaited(asyncio.wait_for(asks(), _SOON))
    assert httpx.get(page.address, timeout=_SOON).status_code in (200, 403)


def _harm(page: Seated, harm: Callable[[WebSocketClientConnection], Awaitable[None]]) -> bool:
    """Do something on a socket of one's own; whether the socket was closed on it."""

    async def does() -> bool:
        async with joined(page.address, page.kernel, page.cookies) as connection:
            try:
                await harm(connection)
                await asyncio.wait_for(_reads_on(connection), _SOON)
            except WebSocketClosedError:
                return True
            except asyncio.TimeoutError:
                return False
            return True

    return bool(awaited(does()))


def test_a_message_that_no_page_sends_ends_its_socket_and_nothing_else(
    pages: Callable[..., Seated], other: Seated
) -> None:
    memory = other.memory()
    for number, (name, raw) in enumerate(REFUSED.items()):
        if number % 10 == 0:  # to one kernel there are so many sockets in a while
            page = pages()

        async def sends(connection: WebSocketClientConnection, raw: bytes | str = raw) -> None:
            await connection.write_message(raw, binary=isinstance(raw, bytes))

        assert _harm(page, sends), name

    _goes_on(other)
    assert other.memory() < memory + _LITTLE


def test_a_socket_that_speaks_another_protocol_is_not_opened(other: Seated) -> None:
    async def opens(protocols: tuple[str, ...]) -> None:
        async with joined(other.address, other.kernel, other.cookies, protocols=protocols):
            pass

    for protocols in [(), ("",), ("v0",), ("v1.kernel.websocket.jupyter.org.evil", "x")]:
        with pytest.raises(HTTPClientError, match="400"):
            awaited(opens(protocols))
    _goes_on(other)


# Tornado's client sends no frame that a browser would not: these are made by hand.


def _raw(opcode: int, payload: bytes, *, final: bool = True, flags: int = 0) -> bytes:
    length = len(payload)
    if length < 126:
        size = struct.pack("!B", 0x80 | length)
    elif length < 2**16:
        size = struct.pack("!BH", 0x80 | 126, length)
    else:
        size = struct.pack("!BQ", 0x80 | 127, length)
    return struct.pack("!B", (0x80 if final else 0) | flags | opcode) + size + bytes(4) + payload


def _stream(connection: WebSocketClientConnection) -> Any:
    assert connection.protocol is not None
    return connection.protocol.stream


def test_frames_that_are_too_large_in_pieces_compressed_or_broken_end_their_socket(
    pages: Callable[..., Seated], other: Seated
) -> None:
    page, memory = pages(), other.memory()
    bomb = zlib.compress(bytes(50_000_000), 9)[2:-4]
    whole = {
        "one of 9 MB": _raw(2, bytes(9_000_000)),
        "one that says it has 2**62 bytes": b"\x82\xff" + (2**62).to_bytes(8, "big") + bytes(4),
        "pieces of 9 MB": _raw(2, bytes(500_000), final=False) + _raw(0, bytes(500_000), final=False) * 17,
        "a compressed bomb": _raw(2, bomb, flags=0x40),
        "a piece without a beginning": _raw(0, b"x"),
        "a kind that is none": _raw(3, b"x"),
        "a ping in pieces": _raw(9, b"x", final=False),
        "a text that is none": _raw(1, b"\xff\xfe"),
    }
    for name, raw in whole.items():

        async def sends(connection: WebSocketClientConnection, raw: bytes = raw) -> None:
            try:
                await _stream(connection).write(raw)
            except Exception:  # closed on us while we wrote
                raise WebSocketClosedError from None

        assert _harm(page, sends), name
    _goes_on(other)
    assert other.memory() < memory + _LITTLE


@pytest.mark.parametrize(
    "flood",
    [_raw(9, b"p" * 100), _raw(10, b""), _raw(2, ASKED), _raw(2, message("execute_request"))],
    ids=["pings", "pongs", "messages", "messages that are dropped"],
)
def test_a_flood_of_one_leaves_the_others_their_turn(pages: Callable[..., Seated], other: Seated, flood: bytes) -> None:
    page, memory = pages(), other.memory()

    async def floods() -> float:
        async with joined(page.address, page.kernel, page.cookies) as connection:
            stream = _stream(connection)
            sent = asyncio.ensure_future(stream.write(flood * (20_000_000 // len(flood))))
            await asyncio.sleep(1)
            began, slowest = time.monotonic(), 0.0
            async with httpx.AsyncClient() as browser:
                for _time in range(10):
                    asked = time.monotonic()
                    await browser.get(other.address, timeout=_SOON)
                    slowest = max(slowest, time.monotonic() - asked)
            sent.cancel()
            assert time.monotonic() - began < _SOON
            return slowest

    awaited(floods())
    _goes_on(other)
    assert other.memory() < memory + _LITTLE


def test_one_page_has_a_few_sockets_and_the_oldest_goes(pages: Callable[..., Seated], other: Seated) -> None:
    page = pages()

    async def many() -> list[bool]:
        opened_ = [joined(page.address, page.kernel, page.cookies) for _socket in range(6)]
        sockets = [await one.__aenter__() for one in opened_]
        for socket in sockets:
            reading = asyncio.ensure_future(_reads_on(socket))
            reading.add_done_callback(lambda done: done.exception())
        end = time.monotonic() + _SOON
        while sum(_stream(one).closed() for one in sockets) < 3 and time.monotonic() < end:
            await asyncio.sleep(0.05)
        open_ = [not _stream(one).closed() for one in sockets]
        for one in opened_:
            await one.__aexit__(None, None, None)
        return open_

    assert awaited(many()) == [False] * 3 + [True] * 3
    _goes_on(other)


async def _reads_on(socket: WebSocketClientConnection) -> None:
    while await socket.read_message() is not None:
        pass


def test_sockets_that_come_and_go_without_end_are_told_to_wait(pages: Callable[..., Seated], other: Seated) -> None:
    page = pages()

    async def again_and_again() -> int:
        for time_ in range(40):
            try:
                async with joined(page.address, page.kernel, page.cookies):
                    pass
            except HTTPClientError as error:
                assert error.code == 429
                return time_
        return 40

    assert 5 <= awaited(again_and_again()) < 40
    _goes_on(other)
