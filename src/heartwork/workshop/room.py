"""A room: its code and how long that opens it, what everybody may know of it, and its end."""

from __future__ import annotations

import datetime
import hmac
import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Select, delete, func, insert, make_url, select, update

from heartwork import atomic_files
from heartwork.disclosure import FLOOR
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.normalization.codes import LETTERS, codes_in
from heartwork.workshop import admissions, attempt_limit, slips, tables
from heartwork.workshop.admissions import closed_door

__all__ = ["ADDRESS_VARIABLE", "MOST_SEATS", "ROOM_VARIABLE", "Room", "RoomState", "utc_now"]

#: In the environment of the facilitator's kernel only: the room's id, a space, the address of its database, or the file
#: that has it; see `Room.told`.
ROOM_VARIABLE = "HEARTWORK_ROOM"
#: In the same environment: what people open to join, as a pattern (see `heartwork.workshop.network_addresses`).
ADDRESS_VARIABLE = "HEARTWORK_ADDRESS"

_FILE = "file:"
_CODE = 6
#: No room has more seats than this.
MOST_SEATS = 300

#: How long a code opens its room.
_LASTS = datetime.timedelta(hours=4)


def utc_now() -> datetime.datetime:
    """The time in UTC, without a zone, as the room keeps it."""
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class RoomState:
    """
    What is known of a room.

    Args:
        code: What opens it, in two halves: `K7M-Q4T`.
        code_ends: Until when; UTC.
        seats: How many there are.
        plan: Id of its plan.
        floor: The fewest answers that may stand together.
        closed: Since when it is closed; None while it is open.
        turn: Raised by every change.
    """

    code: str
    code_ends: datetime.datetime
    seats: int
    plan: str
    floor: int
    closed: datetime.datetime | None
    turn: int


class Room:
    """
    One room in a database.

    Args:
        url: Of the database.
        id_: Of the room.
        clock: Says what time it is, in UTC.
    """

    def __init__(self, url: str, id_: str, *, clock: Callable[[], datetime.datetime] = utc_now) -> None:
        self.url, self.id, self.clock = url, id_, clock
        self.engine = tables.engine(url)

    @classmethod
    def make(
        cls,
        url: str,
        *,
        seats: int,
        plan: str,
        lasts: datetime.timedelta = _LASTS,
        floor: int = FLOOR,
        clock: Callable[[], datetime.datetime] = utc_now,
    ) -> Room:
        """
        Make a room.

        Args:
            url: Of the database.
            seats: How many people may join.
            plan: Id of the plan, `ninety-minutes`.
            lasts: How long its code opens it.
            floor: The fewest answers that may stand together; never below the rule's own.
        """
        room = cls(url, str(uuid.uuid4()), clock=clock)
        with room.engine.begin() as connection:
            room._insert(connection, seats=seats, plan=plan, lasts=lasts, floor=floor)
        return room

    @classmethod
    def opened(
        cls,
        url: str,
        *,
        seats: int | None = None,
        plan: str = "",
        else_seats: int,
        else_plan: str,
        clock: Callable[[], datetime.datetime] = utc_now,
    ) -> Room:
        """
        The room that goes on, as `still_open` has it, or else a new one: the same for servers that begin together.

        Args:
            url: Of the database.
            seats: As for `still_open`.
            plan: As for `still_open`.
            else_seats: How many seats a new room has where `seats` names none.
            else_plan: The plan of a new room where `plan` names none.
        """
        room = cls(url, str(uuid.uuid4()), clock=clock)
        with tables.alone(room.engine) as connection:
            found = connection.scalar(_latest())
            if found is None:
                room._insert(connection, seats=seats or else_seats, plan=plan or else_plan)
            else:
                room.id = found
                room._go_on(connection, seats, plan)
        return room

    @classmethod
    def still_open(
        cls, url: str, *, seats: int | None = None, plan: str = "", clock: Callable[[], datetime.datetime] = utc_now
    ) -> Room | None:
        """
        The room that was not closed before its server ended; its code is renewed where it opens nothing any more.

        Args:
            url: Of the database.
            seats: How many people may join from now on; None for as many as before.
            plan: Id of its plan from now on; empty to go on with the one it has.

        Returns:
            The room; None where there is none.
        """
        room = cls.latest(url, clock=clock)
        if room is None:
            return None
        with room.changing() as connection:
            room._go_on(connection, seats, plan)
        return room

    @classmethod
    def latest(cls, url: str, *, clock: Callable[[], datetime.datetime] = utc_now) -> Room | None:
        """The room that is not over, as it is; None where there is none."""
        engine = tables.engine(url)
        with engine.connect() as connection:
            id_ = connection.scalar(_latest())
        engine.dispose()
        return None if id_ is None else cls(url, id_, clock=clock)

    @classmethod
    def named(cls, name: str) -> Room:
        """The room that `name` or `told` leads to; see `ROOM_VARIABLE`."""
        id_, _space, url = name.partition(" ")
        if url.startswith(_FILE):
            url = Path(url.removeprefix(_FILE)).read_text(encoding="utf-8")
        return cls(url, id_)

    @property
    def name(self) -> str:
        """What leads to this room; for this process only, where the database has a password."""
        return f"{self.id} {self.url}"

    def told(self, folder: Path) -> str:
        """
        What leads another process of the host to this room, for its environment: no password is in it.

        Args:
            folder: Only the person's; where the database has a password, its address is put into a file there.
        """
        if make_url(self.url).password is None:
            return self.name
        path = folder / "database"
        atomic_files.replace(path, self.url.encode())
        return f"{self.id} {_FILE}{path}"

    def facts(self) -> RoomState:
        """
        What is known of it now.

        Raises:
            KitError: If it is no more.
        """
        with self.engine.connect() as connection:
            return self.facts_in(connection)

    def facts_in(self, connection: Connection) -> RoomState:
        """The same, in the middle of a change."""
        columns = tables.rooms.c
        query = select(
            columns.code, columns.code_ends, columns.seats, columns.plan, columns.floor, columns.closed, columns.turn
        )
        row = connection.execute(query.where(columns.id == self.id)).one_or_none()
        if row is None:
            raise KitError([Problem(what=_("this room no longer exists."), mend=_("Start a new one."))])
        half = _CODE // 2
        return RoomState(f"{row.code[:half]}-{row.code[half:]}", *row[1:])

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """
        Change the room: all of it or nothing, one after the other, whoever else does.

        Raises:
            KitError: If the room is no more.
        """
        with self.engine.begin() as connection:
            # The first word of every change; whoever else wants to change something waits here.
            turned = connection.execute(
                update(tables.rooms).where(tables.rooms.c.id == self.id).values(turn=tables.rooms.c.turn + 1)
            )
            if not turned.rowcount:
                raise KitError(
                    [Problem(what=_("this room no longer exists."), mend=_("Ask whoever is leading the workshop."))]
                )
            yield connection

    # -- the door

    def admit(self, code: str, *, who: str, browser: str = "") -> str:
        """
        Somebody typed a code: that of the room, or of a slip.

        Args:
            code: As it was typed or pasted; see `codes_in`.
            who: The address of their device; only a digest of it is kept, and only if the code is wrong.
            browser: What tells their browser from others at that address.

        Returns:
            An admission: what takes one seat, once, within half an hour, and as long as this code opens the room.
            A slip is used up only by the seat: one that was read in the wrong app is read again in another.

        Raises:
            KitError: If it does not open the room; says what to do.
        """
        return self.admit_counted(code, attempt_limit.code(self, address=who, browser=browser))

    def admit_counted(self, code: str, attempt: attempt_limit.Attempt) -> str:
        """
        The same for a try that was counted; it is given back where it was right.

        Raises:
            KitError: As `admit`.
        """
        facts = self.facts()
        with self.engine.connect() as connection:
            slip = slips.matching(self, connection, code)
            used = slip is not None and slips.is_used(self, connection, slip)
            takes_slips = slips.required_in(self, connection)
        if slip is None and not _names(code, facts.code):
            what = _("that code doesn't open this room.")
            mend = _("Look at the wall once more, or ask whoever is leading the workshop.")
            if takes_slips:
                mend = _("Look at your slip once more, or ask whoever is leading the workshop for another.")
            raise KitError([Problem(what=what, mend=mend)])
        if used:
            raise admissions.used_slip()
        attempt.give_back()
        if slip is None and takes_slips:
            raise admissions.slip_needed()
        if facts.closed or facts.code_ends <= self.clock():
            raise closed_door()
        return admissions.give(self, facts.code, slip=slip)

    def close_door(self) -> None:
        """Nobody new comes in from now on; who is in stays, and comes back."""
        with self.changing() as connection:
            self._set(connection, code_ends=self.clock())

    def open_door(self, lasts: datetime.timedelta) -> None:
        """Open the door again, with a new code."""
        with self.changing() as connection:
            self._open_door(connection, lasts)

    def _open_door(self, connection: Connection, lasts: datetime.timedelta) -> None:
        self._set(connection, code=_new_code(), code_ends=self.clock() + lasts)
        connection.execute(delete(tables.attempts).where(tables.attempts.c.room == self.id))

    # -- its seats

    def add_seats(self, more: int) -> int:
        """
        Let more people join.

        Returns:
            How many seats there are now, taken or not; `MOST_SEATS` at the most.
        """
        with self.changing() as connection:
            now = min(MOST_SEATS, self.facts_in(connection).seats + more)
            self._set(connection, seats=now)
        return now

    def seat_at_least(self, connection: Connection, more: int) -> None:
        """Have seats for so many more people than have one, in the middle of a change."""
        taken = connection.scalar(select(func.count()).where(tables.seats.c.room == self.id)) or 0
        self._set(connection, seats=max(self.facts_in(connection).seats, taken + more))

    # -- what it allows

    def raise_floor(self, floor: int) -> int:
        """
        Ask for more answers before anything is shown; it is never lowered.

        Returns:
            What it is now.
        """
        with self.changing() as connection:
            now = max(floor, self._get(connection))
            self._set(connection, floor=now)
        return now

    def _get(self, connection: Connection) -> int:
        found = connection.scalar(select(tables.rooms.c.floor).where(tables.rooms.c.id == self.id))
        return int(found or FLOOR)

    # -- its end

    def close(self) -> None:
        """The workshop is over: nobody joins, nothing is given any more, and what was given and not shown is gone."""
        with self.changing() as connection:
            now = self.clock()
            self._set(connection, closed=now, code_ends=now)
            connection.execute(
                update(tables.activities)
                .where(tables.activities.c.room == self.id, tables.activities.c.closed.is_(None))
                .values(closed=now, timer_ends=None)
            )
            mine = select(tables.seats.c.id).where(tables.seats.c.room == self.id)
            connection.execute(delete(tables.shares).where(tables.shares.c.seat.in_(mine)))
            connection.execute(delete(tables.attempts).where(tables.attempts.c.room == self.id))
            connection.execute(delete(tables.slips).where(tables.slips.c.room == self.id))
        self.wipe()

    def delete(self) -> None:
        """Take all of the room out of the database; the seats' workbooks are not touched."""
        with self.engine.begin() as connection:
            connection.execute(delete(tables.rooms).where(tables.rooms.c.id == self.id))
        self.wipe()

    def wipe(self) -> None:
        """
        What was deleted leaves the disk as far as the database can see to it.

        PostgreSQL does so by itself, later; its logs keep it for as long as they are kept.
        """
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _insert(
        self,
        connection: Connection,
        *,
        seats: int,
        plan: str,
        lasts: datetime.timedelta = _LASTS,
        floor: int = FLOOR,
    ) -> None:
        now = self.clock()
        connection.execute(
            insert(tables.rooms).values(
                id=self.id,
                code=_new_code(),
                code_ends=now + lasts,
                seats=seats,
                plan=plan,
                floor=max(floor, FLOOR),
                made=now,
                turn=0,
                salt=secrets.token_hex(16),
            )
        )

    def _go_on(self, connection: Connection, seats: int | None, plan: str) -> None:
        """The room is served again: with what is asked for, and a code that opens it."""
        asked = {**({"seats": seats} if seats else {}), **({"plan": plan} if plan else {})}
        if asked:
            self._set(connection, **asked)
        if self.facts_in(connection).code_ends <= self.clock():
            self._open_door(connection, _LASTS)

    def _set(self, connection: Connection, **values: object) -> None:
        connection.execute(update(tables.rooms).where(tables.rooms.c.id == self.id).values(**values))


def _latest() -> Select[str]:
    """The id of the room that is not over; of several, the one that was made last."""
    columns = tables.rooms.c
    return select(columns.id).where(columns.closed.is_(None)).order_by(columns.made.desc()).limit(1)


def _names(typed: str, code: str) -> bool:
    """Whether a text names the code of the room."""
    right = code.replace("-", "").encode()
    found = codes_in(typed, letters=LETTERS, length=_CODE)
    return any(hmac.compare_digest(one.encode(), right) for one in found)


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(_CODE))
