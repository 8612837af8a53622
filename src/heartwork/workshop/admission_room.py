"""What the code, the tries and the admissions of a room need to know of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Engine

__all__ = ["AdmissionRoom", "AdmissionState"]


class AdmissionState(Protocol):
    """The code of a room, until when it opens it, and since when the room is closed."""

    @property
    def code(self) -> str: ...
    @property
    def code_ends(self) -> datetime.datetime: ...
    @property
    def closed(self) -> datetime.datetime | None: ...


class AdmissionRoom(Protocol):
    """A room, as far as its door is concerned; see `heartwork.workshop.room.Room`."""

    id: str
    engine: Engine
    clock: Callable[[], datetime.datetime]

    def facts_in(self, connection: Connection) -> AdmissionState: ...
    def seat_at_least(self, connection: Connection, more: int) -> None: ...
    def changing(self) -> AbstractContextManager[Connection]: ...
