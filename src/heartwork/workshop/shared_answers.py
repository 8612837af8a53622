"""What people give to the room: given, passed, taken back; and the one look at each question."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from heartwork.disclosure import Shown, floor_of, may_be_shared, needs_slip, shown, to_send
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.question import Question
from heartwork.workshop import slips, tables
from heartwork.workshop.room import Room
from heartwork.workshop.seats import AWAY, Seat

__all__ = [
    "Given",
    "ResponseCount",
    "Reveal",
    "give",
    "left_screen",
    "pass_by",
    "reveal",
    "reveals",
    "take_back",
    "tapped",
]


@dataclass(frozen=True, slots=True)
class Given:
    """
    What left the screen of a seat for one question.

    Args:
        question: Its full name, `boundaries.readiness`.
        passed: Whether it was a pass; None once the question was looked at: nobody can tell any more.
        answer: What was given; None for a pass, and once the question was looked at: it is deleted then.
        looked: Whether the room has looked at it; nothing can be taken back any more.
        at: When it was tapped, or looked at by now; UTC.
    """

    question: str
    passed: bool | None
    answer: object
    looked: bool
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Reveal:
    """
    The one look at a question.

    Args:
        shown: What was shown; None when nothing could be.
        at: When; UTC.
    """

    shown: Shown | None
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class ResponseCount:
    """
    How many tapped something for a question, their answer or a pass alike.

    Args:
        count: How many; None while they are fewer than may be counted.
        enough: Whether a look is possible. Whether it will show anything, nobody knows before.
    """

    count: int | None
    enough: bool


def give(room: Room, seat: Seat, name: str, question: Question, answer: object) -> object:
    """
    Give an answer to the room; what was given before for this question is replaced.

    Args:
        name: Full name of the question.
        question: The question itself.
        answer: As it stands in the field.

    Returns:
        What was given: a line of one's own never is.

    Raises:
        KitError: If this question cannot be given, or not from this seat, was looked at already, or the answer does not
            fit.
    """
    sent = to_send(question, answer)
    if sent is None:
        what = _("this cannot be shared with the room.")
        raise KitError(
            [Problem(what=what, mend=_("Only numbers and choices can be shared, where the page offers it."))]
        )
    _put(room, seat, name, passed=False, answer=sent)
    return sent


def slip_says() -> str:
    """What is said where a question takes a slip, and this seat was taken without one."""
    return _("this one goes to the room only from seats that were taken with a slip of paper, one per person.")


def may_give(room: Room, seat: Seat, name: str) -> bool:
    """Whether a question takes nothing that this seat lacks: some take a slip."""
    if not needs_slip(name):
        return True
    with room.engine.connect() as connection:
        return slips.has_slip(connection, seat.id)


def pass_by(room: Room, seat: Seat, name: str, question: Question) -> None:
    """
    Pass. It is as good a tap as any, and is never told of anybody.

    Raises:
        KitError: As for `give`.
    """
    if not may_be_shared(question):
        raise KitError([Problem(what=_("nobody asked for this."), mend=_("Go on."))])
    _put(room, seat, name, passed=True, answer=None)


def take_back(room: Room, seat: Seat, name: str) -> None:
    """
    Take back what was given, or the pass.

    Raises:
        KitError: If the room has looked at it already.
    """
    with room.changing() as connection:
        _not_looked_at(room, connection, name)
        connection.execute(delete(tables.shares).where(_of(seat, name)))
    room.wipe()


def left_screen(room: Room, seat: Seat) -> list[Given]:
    """Exactly what left the screen of a seat, in the order it did, or was looked at."""
    with room.engine.connect() as connection:
        rows = connection.execute(
            select(tables.shares).where(tables.shares.c.seat == seat.id).order_by(tables.shares.c.at)
        ).all()
        looked = _looked_at(room, connection)
    return [Given(row.question, row.passed, row.answer, row.question in looked, row.at) for row in rows]


def tapped(room: Room) -> dict[str, ResponseCount]:
    """For each question that somebody tapped for: how many did."""
    query = (
        select(tables.shares.c.question, func.count())
        .join(tables.seats, tables.seats.c.id == tables.shares.c.seat)
        .where(tables.seats.c.room == room.id)
        .group_by(tables.shares.c.question)
    )
    raised = room.facts().floor
    with room.engine.connect() as connection:
        counts = connection.execute(query).all()
    least = {name: floor_of(name, raised=raised) for name, _count in counts}
    return {
        name: ResponseCount(count if count >= least[name] else None, count >= least[name]) for name, count in counts
    }


def reveal(room: Room, name: str, question: Question, *, people: int) -> Reveal:
    """
    Look at a question: once, for all. What was given for it is deleted with that look, whatever it shows.

    Args:
        name: Full name of the question.
        question: The question itself.
        people: How many people are in the room, as whoever leads it counted them.

    Returns:
        The look; the earlier one where there was one.

    Raises:
        KitError: If fewer have tapped than it takes, or there are more seats than people: somebody may sit at two of
            them, and know what was given at both. Then it was no look, and more can tap.
    """
    with room.changing() as connection:
        earlier = connection.execute(
            select(tables.looks).where(tables.looks.c.room == room.id, tables.looks.c.question == name)
        ).one_or_none()
        if earlier is not None:
            return _look(earlier.shown, earlier.at)
        floor = floor_of(name, raised=room.facts_in(connection).floor)
        taps = connection.execute(
            select(tables.shares.c.passed, tables.shares.c.answer)
            .join(tables.seats, tables.seats.c.id == tables.shares.c.seat)
            .where(tables.seats.c.room == room.id, tables.shares.c.question == name)
        ).all()
        if len(taps) < floor or not may_be_shared(question):
            what = _("fewer than {count} people have tapped so far.").format(count=floor)
            mend = _("Wait a little, or go on without it. Nothing was looked at.")
            raise KitError([Problem(what=what, mend=mend)])
        if _present(room, connection, name) > people:
            what = _("more seats are in use than there are people in the room.")
            mend = _(
                "Somebody may have two seats, and a look could then give others away. Nothing was looked at. "
                "Count once more, ask for the second seat to be erased, or go on without it."
            )
            raise KitError([Problem(what=what, mend=mend)])
        found = shown(question.kind, [tap.answer for tap in taps if not tap.passed], floor)
        kept, at = found.as_json() if found else None, room.clock()
        connection.execute(insert(tables.looks).values(room=room.id, question=name, shown=kept, at=at))
        here = select(tables.seats.c.id).where(tables.seats.c.room == room.id)
        connection.execute(
            update(tables.shares)
            .where(tables.shares.c.question == name, tables.shares.c.seat.in_(here))
            .values(answer=None, passed=None, at=at)
        )
    room.wipe()
    return _look(kept, at)


def _present(room: Room, connection: Connection, name: str) -> int:
    """How many seats are in use: those that tapped for a question, and those that were heard of lately."""
    tapped_ = select(tables.shares.c.seat).where(tables.shares.c.question == name)
    in_use = tables.seats.c.id.in_(tapped_) | (tables.seats.c.seen >= room.clock() - AWAY)
    query = select(func.count()).where(tables.seats.c.room == room.id, tables.seats.c.erased.is_(None), in_use)
    return connection.scalar(query) or 0


def reveals(room: Room) -> dict[str, Reveal]:
    """Every look so far, by question."""
    query = select(tables.looks).where(tables.looks.c.room == room.id).order_by(tables.looks.c.at)
    with room.engine.connect() as connection:
        return {row.question: _look(row.shown, row.at) for row in connection.execute(query)}


def _look(kept: Mapping[str, object] | None, at: datetime.datetime) -> Reveal:
    return Reveal(None if kept is None else Shown.of_json(kept), at)


def _put(room: Room, seat: Seat, name: str, *, passed: bool, answer: Any) -> None:
    with room.changing() as connection:
        if room.facts_in(connection).closed:
            raise KitError([Problem(what=_("the workshop is over."), mend=_("Nothing left your screen."))])
        _not_looked_at(room, connection, name)
        if needs_slip(name) and not slips.has_slip(connection, seat.id):
            raise KitError([Problem(what=slip_says(), mend=_("Nothing left your screen."))])
        connection.execute(delete(tables.shares).where(_of(seat, name)))
        connection.execute(
            insert(tables.shares).values(seat=seat.id, question=name, passed=passed, answer=answer, at=room.clock())
        )


def _of(seat: Seat, name: str) -> Any:
    return (tables.shares.c.seat == seat.id) & (tables.shares.c.question == name)


def _not_looked_at(room: Room, connection: Connection, name: str) -> None:
    if name in _looked_at(room, connection):
        what = _("the room has looked at this question already, and does so only once.")
        raise KitError([Problem(what=what, mend=_("Nothing more can be given to it or taken back."))])


def _looked_at(room: Room, connection: Connection) -> set[str]:
    return set(connection.scalars(select(tables.looks.c.question).where(tables.looks.c.room == room.id)))
