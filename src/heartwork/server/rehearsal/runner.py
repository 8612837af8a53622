"""How a rehearsal begins, and what comes to it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.server.listen_address import ListenAddress
from heartwork.server.rehearsal import simulated_participants
from heartwork.storage import tombstone
from heartwork.workshop.facilitator.rehearsal_card import Notes
from heartwork.workshop.room import Room
from heartwork.workshop.seat_workbook import folder_of
from heartwork.workshop.seats import Seat

__all__ = ["begin", "end", "rehearse"]

#: What stands for every address of this computer.
_EVERYWHERE = ("", "0.0.0.0", "::")  # noqa: S104  compared with, not listened on


def begin(room: Room, host: Path) -> None:
    """Say in its folder that this is a rehearsal; its door is still closed, so that whoever leads can open it."""
    Notes(host).begin()
    room.close_door()


def end(host: Path, taken: Iterable[Seat]) -> None:
    """Delete its folder, and the marks that tell open pages of an erased workbook."""
    shutil.rmtree(host, ignore_errors=True)
    for seat in taken:
        for mark in tombstone.left(folder_of(host, seat)):
            with contextlib.suppress(OSError):
                mark.unlink()


async def rehearse(room: Room, shelf: WorksheetLibrary, place: ListenAddress, host: Path) -> None:
    """Have the invented people come, and do what they do until the workshop is over."""
    plan = plan_reader.plan(shelf, room.facts().plan)
    await simulated_participants.rehearse(room, shelf, plan, own_address(place), Notes(host))


def own_address(place: ListenAddress) -> str:
    """Where this server is reached from this computer."""
    name = "127.0.0.1" if place.host in _EVERYWHERE else place.host
    return f"{'https' if place.tls else 'http'}://{f'[{name}]' if ':' in name else name}:{place.port}/"
