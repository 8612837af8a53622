"""What is open in the room: an activity of the plan, and its timer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from heartwork.workshop import tables
from heartwork.workshop.room import Room

__all__ = ["CurrentActivity", "close_activity", "done", "now_open", "open_activity", "set_timer"]


@dataclass(frozen=True, slots=True)
class CurrentActivity:
    """
    The activity that is open.

    Args:
        activity: Its id in the plan.
        timer_ends: When its timer ends, UTC; None when none runs.
    """

    activity: str
    timer_ends: datetime.datetime | None


def open_activity(room: Room, activity: str) -> None:
    """Open an activity; the one that was open before closes. Nobody is taken anywhere by that."""
    with room.changing() as connection:
        now = room.clock()
        connection.execute(
            update(tables.activities)
            .where(tables.activities.c.room == room.id, tables.activities.c.closed.is_(None))
            .values(closed=now, timer_ends=None)
        )
        connection.execute(
            delete(tables.activities).where(
                tables.activities.c.room == room.id, tables.activities.c.activity == activity
            )
        )
        connection.execute(insert(tables.activities).values(room=room.id, activity=activity, opened=now))


def close_activity(room: Room) -> None:
    """Nothing is open from now on; everybody may go on with what they are at."""
    with room.changing() as connection:
        connection.execute(
            update(tables.activities)
            .where(tables.activities.c.room == room.id, tables.activities.c.closed.is_(None))
            .values(closed=room.clock(), timer_ends=None)
        )


def set_timer(room: Room, lasts: datetime.timedelta | None) -> None:
    """Start the timer of the open activity anew; stop it with None."""
    with room.changing() as connection:
        connection.execute(
            update(tables.activities)
            .where(tables.activities.c.room == room.id, tables.activities.c.closed.is_(None))
            .values(timer_ends=None if lasts is None else room.clock() + lasts)
        )


def now_open(room: Room) -> CurrentActivity | None:
    """The activity that is open; None when none is."""
    query = select(tables.activities.c.activity, tables.activities.c.timer_ends)
    with room.engine.connect() as connection:
        row = connection.execute(
            query.where(tables.activities.c.room == room.id, tables.activities.c.closed.is_(None))
        ).one_or_none()
    return None if row is None else CurrentActivity(*row)


def done(room: Room) -> set[str]:
    """The activities that were open before."""
    query = select(tables.activities.c.activity)
    with room.engine.connect() as connection:
        return set(
            connection.scalars(
                query.where(tables.activities.c.room == room.id, tables.activities.c.closed.is_not(None))
            )
        )
