"""Seats that were taken by mistake: nothing was ever saved or tapped at them, and no page of theirs is open."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from heartwork.workshop import seat_workbook, seats, tables
from heartwork.workshop.room import Room
from heartwork.workshop.seat_workbook import folder_of
from heartwork.workshop.seats import AWAY, Seat

__all__ = ["free", "unused"]


def unused(room: Room, host: Path) -> list[Seat]:
    """
    Those that nobody would miss.

    Args:
        room: The room.
        host: The folder of the workshop.
    """
    columns = tables.seats.c
    query = select(columns.id, columns.number).where(
        columns.room == room.id,
        columns.seen < room.clock() - AWAY,
        columns.id.not_in(select(tables.shares.c.seat)),
    )
    with room.engine.connect() as connection:
        quiet = [Seat(row.id, row.number) for row in connection.execute(query)]
    return [seat for seat in quiet if seat_workbook.holds_nothing(folder_of(host, seat))]


def free(room: Room, host: Path) -> int:
    """
    Free them; how many they were. A page that comes back just then finds its seat gone, and begins again.

    Raises:
        KitError: If something could not be erased.
    """
    freed = [seat for seat in unused(room, host) if seat_workbook.erase_unused(folder_of(host, seat))]
    for seat in freed:
        seats.give_up(room, seat)
    return len(freed)
