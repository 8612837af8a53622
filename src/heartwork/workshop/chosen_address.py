"""Which address is on the wall, and whether another device has opened it; kept with the room."""

from __future__ import annotations

import datetime

from sqlalchemy import delete, insert, select

from heartwork.workshop import tables
from heartwork.workshop.network_addresses import JoinAddress, join_addresses
from heartwork.workshop.room import Room

__all__ = ["choices", "choose", "known_pattern", "note_opened", "note_pattern", "on_the_wall", "opened"]


def choices(pattern: str) -> list[JoinAddress]:
    """What can be chosen now, the likely one first; see `join_addresses`."""
    return join_addresses(pattern)


def choose(room: Room, url: str) -> None:
    """Put this address on the wall from now on."""
    with room.changing() as connection:
        connection.execute(delete(tables.wall_addresses).where(tables.wall_addresses.c.room == room.id))
        connection.execute(insert(tables.wall_addresses).values(room=room.id, url=url))


def on_the_wall(room: Room, pattern: str) -> JoinAddress:
    """
    The address that people are shown: the one that was chosen, as long as this computer has it.

    Args:
        room: The room.
        pattern: What it is reached by; see `join_addresses`.
    """
    found = choices(pattern)
    with room.engine.connect() as connection:
        chosen = connection.scalar(select(tables.wall_addresses.c.url).where(tables.wall_addresses.c.room == room.id))
    return next((address for address in found if address.url == chosen), found[0])


def note_pattern(room: Room, pattern: str) -> None:
    """From now on the room is reached by this; see `join_addresses`."""
    with room.changing() as connection:
        connection.execute(delete(tables.room_patterns).where(tables.room_patterns.c.room == room.id))
        connection.execute(insert(tables.room_patterns).values(room=room.id, pattern=pattern))


def known_pattern(room: Room) -> str:
    """What the room was reached by when it was served last; empty where it never was."""
    query = select(tables.room_patterns.c.pattern).where(tables.room_patterns.c.room == room.id)
    with room.engine.connect() as connection:
        return connection.scalar(query) or ""


def note_opened(room: Room, url: str) -> None:
    """Another device has opened the room under this address just now; which device is kept nowhere."""
    openings = tables.openings
    with room.engine.begin() as connection:
        connection.execute(delete(openings).where(openings.c.room == room.id, openings.c.url == url))
        connection.execute(insert(openings).values(room=room.id, url=url, at=room.clock()))


def opened(room: Room, url: str) -> datetime.datetime | None:
    """When another device opened the room under this address last, in UTC; None when none has."""
    query = select(tables.openings.c.at).where(tables.openings.c.room == room.id, tables.openings.c.url == url)
    with room.engine.connect() as connection:
        return connection.scalar(query)
