"""A database, a clock and a room for a test."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from heartwork.workshop.room import Room
from tests.databases import database


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    with database(tmp_path) as address:
        yield address


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 11, 24, 18, 0)

    def __call__(self) -> datetime.datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += datetime.timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(url: str, clock: Clock) -> Iterator[Room]:
    room = Room.make(url, seats=12, plan="ninety-minutes", clock=clock)
    yield room
    room.engine.dispose()
