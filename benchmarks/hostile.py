"""
Somebody who means harm, at one seat of a workshop and without any: what is sent, again and again, to stop the others.

It runs in a process of its own, which gives way to all others: a phone that floods a laptop takes nothing of the
laptop's processors by itself. Where the system has them it comes from an address of its own.

`python -m benchmarks.hostile ADDRESS CODE` goes on until it is ended, and then prints what was sent, as JSON.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import re
import signal
import sys
import uuid
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1

from benchmarks.tasks import end

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["ADDRESS", "ATTACKS", "Hostile"]

#: Where it comes from: an address of this computer that nobody else uses.
ADDRESS = "127.0.99.99"
#: So many things are tried at the same time, and seconds that each may take.
_AT_ONCE, _PATIENCE = 4, 25.0
_PROTOCOL = "v1.kernel.websocket.jupyter.org"
_PAGE = "voila/render/workbook.ipynb"
_KERNEL = re.compile(r'data-kernel-id="([0-9a-f-]+)"')

_Attack = Callable[["Hostile"], Awaitable[None]]
#: Every attack by its name; see `attack`.
ATTACKS: dict[str, _Attack] = {}


def attack(name: str) -> Callable[[_Attack], _Attack]:
    """Name an attack."""

    def named(function: _Attack) -> _Attack:
        ATTACKS[name] = function
        return function

    return named


class Hostile:
    """
    Somebody with a seat.

    Args:
        address: Of the server.
        code: Of the room.
        seed: Of chance.
    """

    def __init__(self, address: str, code: str, seed: int = 1) -> None:
        self.address, self.code, self.dice = address, code, random.Random(seed)
        self.host, self.port = urlsplit(address).hostname or "", urlsplit(address).port or 80
        self.sent: Counter[str] = Counter()
        self.seat, self.kernel = self.browser(), ""

    def browser(self) -> httpx.AsyncClient:
        """A browser that was never here."""
        transport = httpx.AsyncHTTPTransport(local_address=ADDRESS if sys.platform == "linux" else None)
        return httpx.AsyncClient(base_url=self.address, follow_redirects=True, timeout=_PATIENCE, transport=transport)

    async def join(self, browser: httpx.AsyncClient) -> bool:
        """Take a seat; whether there was one."""
        await browser.get("")
        page = await self.form(browser, "code", code=self.code)
        name = re.search(r'name="form" value="([\w-]+)"', page.text)
        said = await self.form(browser, "passphrase", form=name[1] if name else "", new="harm harm", again="harm harm")
        return "hw-seat-number" in said.text

    async def form(self, browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
        """Send a form."""
        return await browser.post(path, data={"_xsrf": self.key(browser), **fields})

    def key(self, browser: httpx.AsyncClient) -> str:
        """What shows that a form is this browser's own."""
        return next((one.value or "" for one in browser.cookies.jar if one.name.startswith("page-key-")), "")

    @property
    def cookies(self) -> str:
        """What the browser at the seat sends along."""
        return "; ".join(f"{one.name}={one.value}" for one in self.seat.cookies.jar)

    async def open_page(self) -> None:
        """Have a kernel; the one there was may have ended."""
        found = _KERNEL.search((await self.seat.get(_PAGE)).text)
        self.kernel = found[1] if found else ""

    @asynccontextmanager
    async def wire(self, *said: bytes) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A bare connection, on which something was said."""
        own = (ADDRESS, 0) if sys.platform == "linux" else None
        reader, writer = await asyncio.open_connection(self.host, self.port, local_addr=own)
        try:
            for part in said:
                writer.write(part)
            await writer.drain()
            yield reader, writer
        finally:
            writer.close()

    @asynccontextmanager
    async def socket(
        self, protocol: str = _PROTOCOL
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A socket to the kernel of the seat, without anything that a browser would see to."""
        if not self.kernel:
            await self.open_page()
        key = base64.b64encode(os.urandom(16)).decode()
        path = f"/api/kernels/{self.kernel}/channels?session_id={uuid.uuid4().hex}"
        offered = f"Sec-WebSocket-Protocol: {protocol}\r\n" if protocol else ""
        upgrade = (
            f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"{offered}Sec-WebSocket-Extensions: permessage-deflate\r\nOrigin: {self.address.rstrip('/')}\r\n"
        )
        async with self.wire(self.request("GET", path, upgrade + f"Cookie: {self.cookies}\r\n")) as (reader, writer):
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 101 " not in head:
                self.kernel = ""  # it ended: another one next time
            yield reader, writer

    def request(self, method: str, path: str, headers: str = "", body: bytes = b"") -> bytes:
        """A request as bytes."""
        return f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{headers}\r\n".encode() + body

    async def go_on(self, seconds: float = 3600.0) -> None:
        """Do harm, in an order that is left to chance, for so many seconds or until this is cancelled."""
        with suppress(httpx.HTTPError, OSError):
            await self.join(self.seat)
        workers = [asyncio.ensure_future(self._work()) for _worker in range(_AT_ONCE)]
        try:
            await asyncio.wait(workers, timeout=seconds)
        finally:
            await end(*workers)

    async def _work(self) -> None:
        while True:
            name = self.dice.choice(list(ATTACKS))
            with suppress(httpx.HTTPError, OSError, EOFError, asyncio.TimeoutError, asyncio.LimitOverrunError):
                await asyncio.wait_for(ATTACKS[name](self), _PATIENCE)
            self.sent[name] += 1
            await asyncio.sleep(self.dice.uniform(0.05, 0.5))


# -- frames


def framed(payload: bytes, opcode: int = 2, *, final: bool = True, flags: int = 0) -> bytes:
    """A frame of a socket, masked with zeros."""
    length = len(payload)
    if length < 126:
        size = bytes([0x80 | length])
    elif length < 2**16:
        size = bytes([0xFE]) + length.to_bytes(2, "big")
    else:
        size = bytes([0xFF]) + length.to_bytes(8, "big")
    return bytes([(0x80 if final else 0) | flags | opcode]) + size + bytes(4) + payload


def message(kind: str, content: dict[str, Any]) -> bytes:
    """A message as a page sends it."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": "x",
        "username": "",
        "date": "",
        "version": "5.3",
    }
    whole = {"header": header, "parent_header": {}, "metadata": {"version": "1.0.0"}, "content": content}
    return bytes(serialize_msg_to_ws_v1(whole, "shell", lambda part: json.dumps(part).encode()))  # type: ignore[no-untyped-call]


def _words(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(8, "little") for number in numbers)


_MALFORMED = (
    b"\xff" * 8,
    _words(2**63) + bytes(100),
    _words(2**32) + bytes(1000),
    _words(6, 56, 61, 10**9, 10**9 + 2, 10**9 + 4, 10**9 + 6) + b"shell{}{}{}{}",
    _words(6, 56, 61, 60, 59, 58, 69) + b"shell{}{}{}{}",
    bytes(8),
    b"",
    b"[" * 200_000,
)


@attack("malformed messages")
async def _malformed(one: Hostile) -> None:
    for raw in _MALFORMED:
        async with one.socket() as (reader, writer):
            writer.write(framed(raw))
            await writer.drain()
            await reader.read(100_000)


@attack("a socket of the older protocol")
async def _legacy(one: Hostile) -> None:
    async with one.socket(protocol="") as (reader, writer):
        writer.write(framed(b"\xff" * 8) + framed(b"{}", 1))
        await writer.drain()
        await reader.read(100_000)


@attack("frames that are too large, compressed or broken")
async def _frames(one: Hostile) -> None:
    bomb = zlib.compress(bytes(50_000_000), 9)[2:-4]
    for raw in (
        framed(bytes(9_000_000)),
        framed(bomb, flags=0x40),
        framed(b"x", 0),
        framed(b"x", 9, final=False),
        b"\x82\xff" + (2**62).to_bytes(8, "big") + bytes(4),
        framed(bytes(500_000), final=False) + framed(bytes(500_000), 0, final=False) * 10,
    ):
        async with one.socket() as (reader, writer):
            writer.write(raw)
            await writer.drain()
            await reader.read(100_000)


@attack("a flood of frames")
async def _flood(one: Hostile) -> None:
    asked = framed(message("kernel_info_request", {}))
    async with one.socket() as (reader, writer):
        for raw in (framed(b"p" * 100, 9), framed(b"", 10), asked):
            for _batch in range(20):
                writer.write(raw * (200_000 // len(raw)))
                await writer.drain()
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(reader.read(1_000_000), 0.05)


@attack("answers that are never read")
async def _unread(one: Hostile) -> None:
    control = uuid.uuid4().hex
    opens = framed(message("comm_open", {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}))
    asks = framed(message("comm_msg", {"comm_id": control, "data": {"method": "request_states"}}))
    async with one.socket() as (_reader, writer):
        writer.write(opens + asks * 300)
        await writer.drain()
        await asyncio.sleep(8)


@attack("prints and pictures, again and again")
async def _prints(one: Hostile) -> None:
    control = uuid.uuid4().hex
    opens = framed(message("comm_open", {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}))
    asks = framed(message("comm_msg", {"comm_id": control, "data": {"method": "request_states"}}))
    async with one.socket() as (reader, writer):
        writer.write(opens + asks)
        found: set[str] = set()
        with suppress(asyncio.TimeoutError):
            while len(found) < 200:
                heard = (await asyncio.wait_for(reader.read(1_000_000), 2)).decode("latin-1")
                found |= set(re.findall(r'"([0-9a-f]{32})"', heard))
        for place in ("paper", "patterns", "takeaway"):
            for comm in found:
                for content in ({"type": "go", "place": place}, {"type": "download"}, {"type": "act"}):
                    data = {"comm_id": comm, "data": {"method": "custom", "content": content}}
                    writer.write(framed(message("comm_msg", data)))
            await writer.drain()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(reader.read(1_000_000), 2)


@attack("sockets that come and go")
async def _sockets(one: Hostile) -> None:
    for _time in range(40):
        async with one.socket():
            pass


# -- requests of the seat


@attack("answers with repeated options, given again and again")
async def _gives(one: Hostile) -> None:
    headers = {"X-XSRFToken": one.key(one.seat)}
    answers: tuple[Any, ...] = (["calls"] * 4, ["calls"] * 4000, {"calls": 4}, "calls" * 1000, [["calls"]], 1e308)
    for _time in range(30):
        for value in answers:
            said = {"question": "boundaries.medium", "value": value}
            await one.seat.post("room/give", json=said, headers=headers)
        await one.seat.post("room/back", json={"question": "boundaries.medium"}, headers=headers)


@attack("fifty pages of one seat at once")
async def _pages(one: Hostile) -> None:
    await asyncio.gather(*(one.seat.get(_PAGE) for _page in range(50)), return_exceptions=True)
    one.kernel = ""


@attack("copies of one's pages, a hundred times")
async def _takes(one: Hostile) -> None:
    for _batch in range(10):
        await asyncio.gather(*(one.form(one.seat, "mine/take", how="locked") for _copy in range(10)))


@attack("more seats of one device")
async def _joins(one: Hostile) -> None:
    async with one.browser() as browser:
        await one.join(browser)


# -- without a code


@attack("guesses of passphrases, sixty at once")
async def _passphrases(one: Hostile) -> None:
    async with one.browser() as browser:
        await browser.get("")
        guesses = (one.form(browser, "back", number=str(10 + n), passphrase=f"k{n}") for n in range(60))
        await asyncio.gather(*guesses, return_exceptions=True)


@attack("guesses of codes, sixty at once")
async def _codes(one: Hostile) -> None:
    async with one.browser() as browser:
        await browser.get("")
        await asyncio.gather(
            *(one.form(browser, "code", code=f"AAA-{n:03}") for n in range(60)), return_exceptions=True
        )


@attack("half-sent requests, held open")
async def _halves(one: Hostile) -> None:
    head = f"POST /code HTTP/1.1\r\nHost: {one.host}\r\n".encode()
    kinds = (b"", head, head + b"Content-Length: 90000\r\n\r\n" + b"x" * 1000)

    async def half(said: bytes) -> None:
        async with one.wire(said):
            await asyncio.sleep(15)

    await asyncio.gather(*(half(kinds[n % 3]) for n in range(150)), return_exceptions=True)


@attack("a head that comes a byte at a time")
async def _slowly(one: Hostile) -> None:
    async with one.wire() as (_reader, writer):
        for byte in one.request("GET", f"/api/kernels/{one.kernel or uuid.uuid4()}/channels", "Upgrade: websocket\r\n"):
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.3)


@attack("heads and bodies that are too large or odd")
async def _odd(one: Hostile) -> None:
    big = "x" * 100_000
    cookies = "; ".join(f"c{n}=v" for n in range(5000))
    form = "Content-Type: application/x-www-form-urlencoded\r\n"
    for raw in (
        one.request("GET", "/", f"Cookie: {big}\r\n"),
        one.request("GET", "/", f"Cookie: {cookies}\r\n"),
        one.request("GET", "/", "".join(f"X-{n}: y\r\n" for n in range(20_000))),
        one.request("POST", "/code", form + "Content-Length: 40000000\r\n", bytes(2_000_000)),
        one.request("POST", "/code", form + "Transfer-Encoding: chunked\r\n", b"ffffffff\r\n" + bytes(2_000_000)),
        one.request("POST", "/code", form + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", b"0\r\n\r\n"),
        one.request("GET", "/../../../../etc/passwd"),
        one.request("GET", "/voila/templates/heartwork/static/..%2f..%2fconf.json"),
        one.request(
            "GET", "/voila/templates/heartwork/static/page.js", "Range: " + ",".join(["bytes=0-1"] * 1000) + "\r\n"
        ),
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        one.request("GET", "/") * 200,
    ):
        async with one.wire(raw) as (reader, _writer):
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(reader.read(500_000), 2)


async def _main(address: str, code: str) -> None:
    os.nice(10)
    one = Hostile(address, code)
    going = asyncio.ensure_future(one.go_on())
    enough = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, enough.set)
    told = asyncio.ensure_future(enough.wait())
    await asyncio.wait((going, told), return_when=asyncio.FIRST_COMPLETED)
    if going.done():
        going.result()  # what went wrong in it
    await end(*asyncio.all_tasks() - {asyncio.current_task()})
    sys.stdout.write(json.dumps(one.sent))


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:3]))
