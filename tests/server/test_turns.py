"""Pages are made a few at a time; one that is never whole gives its turn to the next."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from voila.tornado.handler import TornadoVoilaHandler

from heartwork.server import page_handler
from heartwork.server.kernels.manager import MAKING, GracefulKernelManager, PendingPage
from heartwork.server.page_handler import PageHandler
from tests.servers import awaited


class Some(GracefulKernelManager):
    """Kernels of which it is noted which end."""

    def __init__(self) -> None:
        super().__init__()
        self.ended: list[str] = []

    def end_soon(self, kernel_id: str) -> None:
        """It is noted."""
        self.ended.append(kernel_id)


class Opening(PageHandler):
    """A page that is asked for, without a browser."""

    xsrf_token = b""

    def __init__(self, turns: asyncio.Semaphore, kernels: Some | None = None, name: str = "") -> None:
        self.application: Any = SimpleNamespace(settings={"turns": turns, "kernel_manager": kernels})
        self.said, self.name = "", name

    def _send_first_screen(self, making: PendingPage) -> None:
        self.write("the first screen, ")

    def write(self, words: str) -> None:
        self.said += words


def open_at_once(*pages: Opening) -> None:
    """All of them, and wait for each."""

    async def all_of_them() -> None:
        await asyncio.gather(*(page.open_page() for page in pages))

    awaited(all_of_them())


def test_the_first_screen_does_not_wait_for_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    async def make(page: Opening) -> None:
        page.write("the whole page")

    async def while_all_turns_are_taken() -> None:
        opening = asyncio.ensure_future(page.open_page())
        await asyncio.sleep(0)
        assert page.said == "the first screen, "
        turns.release()
        await opening

    turns = asyncio.Semaphore(0)
    page = Opening(turns)
    monkeypatch.setattr(TornadoVoilaHandler, "get", make)

    awaited(while_all_turns_are_taken())

    assert page.said == "the first screen, the whole page"


def test_a_page_that_is_never_whole_is_loaded_once_more_and_the_next_has_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def make(page: Opening) -> None:
        if page is first:
            await asyncio.Event().wait()  # its kernel was killed, and nobody says so
        page.write("the whole page")

    turns = asyncio.Semaphore(1)
    first, second = Opening(turns), Opening(turns)
    monkeypatch.setattr(page_handler, "_OPENING", 0.05)
    monkeypatch.setattr(TornadoVoilaHandler, "get", make)

    open_at_once(first, second)

    assert first.said == 'the first screen, <meta http-equiv="refresh" content="1">'
    assert second.said == "the first screen, the whole page"


def test_a_page_whose_kernel_dies_gives_its_turn_to_the_next_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kernels = Some()

    async def make(page: Opening) -> None:
        if page is first:
            MAKING.get().kernel = "first"
            kernels._making["first"] = MAKING.get()
            kernels._handle_kernel_died("first")
            await asyncio.Event().wait()  # Voila hears nothing of it
        page.write("the whole page")

    turns = asyncio.Semaphore(1)
    first, second = Opening(turns, kernels), Opening(turns, kernels)
    monkeypatch.setattr(page_handler, "_OPENING", 600)
    monkeypatch.setattr(TornadoVoilaHandler, "get", make)

    open_at_once(first, second)

    assert first.said == 'the first screen, <meta http-equiv="refresh" content="1">'
    assert second.said == "the first screen, the whole page"


def test_a_page_of_which_nothing_can_be_made_is_loaded_once_more_in_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    async def make(page: Opening) -> None:
        raise OSError("no kernel could be started")

    page = Opening(asyncio.Semaphore(1))
    monkeypatch.setattr(TornadoVoilaHandler, "get", make)

    with pytest.raises(OSError, match="no kernel"):
        open_at_once(page)

    assert page.said == 'the first screen, <meta http-equiv="refresh" content="20">'


def test_a_page_that_nobody_is_going_to_see_ends_its_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    kernels = Some()

    async def make(page: Opening) -> None:
        MAKING.get().kernel = page.name
        if page is left:
            page.on_connection_close()

    turns = asyncio.Semaphore(2)
    left, seen = Opening(turns, kernels, "left"), Opening(turns, kernels, "seen")
    monkeypatch.setattr(TornadoVoilaHandler, "get", make)
    monkeypatch.setattr(TornadoVoilaHandler, "on_connection_close", lambda page: None)

    open_at_once(left, seen)

    assert kernels.ended == ["left"]
