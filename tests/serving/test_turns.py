"""Pages are made a few at a time; one that is never whole gives its turn to the next."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from voila.tornado.handler import TornadoVoilaHandler

from heartwork.serving import server
from heartwork.serving.server import Page
from tests.servers import awaited


class Opening(Page):
    """A page that is asked for, without a browser."""

    xsrf_token = b""

    def __init__(self, turns: asyncio.Semaphore) -> None:
        self.application: Any = SimpleNamespace(settings={"turns": turns})
        self.said = ""

    def write(self, words: str) -> None:
        self.said += words


def test_a_page_that_is_never_whole_is_loaded_once_more_and_the_next_has_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def make(page: Opening) -> None:
        if page is first:
            await asyncio.Event().wait()  # its kernel was killed, and nobody says so
        page.write("the whole page")

    async def both() -> None:
        await asyncio.gather(first.open_page(), second.open_page())

    turns = asyncio.Semaphore(1)
    first, second = Opening(turns), Opening(turns)
    monkeypatch.setattr(server, "_OPENING", 0.05)
    monkeypatch.setattr(TornadoVoilaHandler, "get", make)

    awaited(both())

    assert (first.said, second.said) == ('<meta http-equiv="refresh" content="1">', "the whole page")
