"""The socket between a page and its kernel: it stays as long as the page is there, and no longer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import tornado.web
from tornado.websocket import WebSocketHandler, websocket_connect

from heartwork.server.websocket import KernelWebSocketHandler
from tests.servers import awaited

ANSWERS = 12
#: Sockets that are open.
OPEN: set[Any] = set()


class Joined(KernelWebSocketHandler):
    """A socket that asks soon whether the page is there; it needs no cookie, and its kernel is none."""

    ping_interval = ping_timeout = 0.05  # type: ignore[assignment]

    async def open(self, kernel_id: str) -> None:
        OPEN.add(self)
        await super().open(kernel_id)

    def on_close(self) -> None:
        OPEN.discard(self)
        super().on_close()

    async def prepare(self) -> None:
        self.answers: asyncio.Queue[Any] = self.settings["answers"]
        kernel = {"connect": lambda: asyncio.sleep(0), "disconnect": lambda: None, "kernel_ws_protocol": ""}
        self.connection = SimpleNamespace(**kernel)

    async def get(self, *asked: str) -> None:
        await WebSocketHandler.get(self, *asked)

    def check_origin(self, origin: str = "") -> bool:
        return True

    def on_message(self, ws_message: str | bytes) -> None:
        for _time in range(50):  # as a kernel that is asked for fifty prints
            self.write_message(bytes(4_000_000), binary=True)

    def on_pong(self, data: bytes) -> None:
        super().on_pong(data)
        self.answers.put_nowait(self.ping_callback)  # by which Jupyter asks too


@asynccontextmanager
async def joinable() -> AsyncIterator[tuple[int, asyncio.Queue[Any]]]:
    """A server of such sockets: its port, and the answers that come to its questions."""
    answers: asyncio.Queue[Any] = asyncio.Queue()
    server = tornado.web.Application([("/(kernel)", Joined)], answers=answers).listen(0, "127.0.0.1")
    (listening,) = server._sockets.values()
    yield listening.getsockname()[1], answers
    server.stop()
    await server.close_all_connections()


def test_a_page_that_answers_stays_joined_and_is_asked_by_one_only() -> None:
    async def stay() -> tuple[Any, set[Any]]:
        async with joinable() as (port, answers):
            page = await websocket_connect(f"ws://127.0.0.1:{port}/kernel")
            others = {await asyncio.wait_for(answers.get(), 10) for _ in range(ANSWERS)}
            ended = page.close_code
            page.close()
            return ended, others

    assert awaited(stay()) == (None, {None})


def test_a_page_that_answers_nothing_any_more_is_taken_leave_of() -> None:
    async def fall_silent() -> bytes:
        async with joinable() as (port, _answers):
            hears, says = await asyncio.open_connection("127.0.0.1", port)
            lines = (
                "GET /kernel HTTP/1.1",
                "Host: 127.0.0.1",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            )
            says.write("\r\n".join((*lines, "", "")).encode())
            await hears.readuntil(b"\r\n\r\n")
            heard = b""
            while b"ping timed out" not in heard:
                more = await asyncio.wait_for(hears.read(1000), 10)
                if not more:
                    break
                heard += more
            says.close()
            return heard

    assert b"ping timed out" in awaited(fall_silent())


def test_a_page_is_given_no_longer_for_an_answer_than_there_is_between_two_questions() -> None:
    """Otherwise Tornado says so, in the window of the person."""
    assert 0 < KernelWebSocketHandler.ping_timeout <= KernelWebSocketHandler.ping_interval


def test_who_asks_for_much_and_reads_nothing_is_let_go() -> None:
    async def asks() -> bool:
        async with joinable() as (port, _answers):
            page = await websocket_connect(f"ws://127.0.0.1:{port}/kernel", on_message_callback=lambda said: None)
            stream = page.protocol.stream  # type: ignore[union-attr]
            stream.io_loop.remove_handler(stream.socket)  # nothing is read from now on
            before = _memory()
            await asyncio.wait_for(page.write_message(b"x", binary=True), 10)
            await asyncio.sleep(0.5)
            grown = _memory() - before
            end = asyncio.get_running_loop().time() + 10
            while OPEN and asyncio.get_running_loop().time() < end:
                await asyncio.sleep(0.05)
            stream.socket.close()
            return grown < 60 and not OPEN

    assert awaited(asks())


def _memory() -> float:
    """MiB of this process."""
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]) / 1024
