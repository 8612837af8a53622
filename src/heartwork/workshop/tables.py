"""The tables of a room, and how the database of them is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
    make_url,
)
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _

__all__ = [
    "activities",
    "admissions",
    "alone",
    "arrivals",
    "attempts",
    "cookies",
    "crowds",
    "door_requests",
    "engine",
    "handovers",
    "looks",
    "metadata",
    "room_patterns",
    "rooms",
    "seats",
    "shares",
    "slip_rooms",
    "slip_seats",
    "slips",
    "sqlite_url",
]

metadata = MetaData()

rooms = Table(
    "rooms",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("code", String(12), nullable=False, index=True),
    Column("code_ends", DateTime, nullable=False),
    Column("seats", Integer, nullable=False),
    Column("plan", String(64), nullable=False),
    Column("floor", Integer, nullable=False),
    Column("made", DateTime, nullable=False),
    Column("closed", DateTime),
    # Raised by every change: a page that waits for news reads this one number. It is also the first thing that a
    # change writes, so that changes come one after the other.
    Column("turn", Integer, nullable=False, default=0),
    # Mixed into the addresses of those who typed a wrong code, so that none can be read off or looked up.
    Column("salt", String(32), nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("who", String(64), nullable=False),
    Column("at", DateTime, nullable=False),
)

# What somebody has who typed the code, until they take a seat.
admissions = Table(
    "admissions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
    # A digest of the code that was typed, of the room or of a slip: another one, or a used slip, makes it worthless.
    Column("code", String(64), nullable=False),
    Column("at", DateTime, nullable=False),
)

# One for each seat that was taken lately, by a digest of the address it was taken from.
arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("who", String(64), nullable=False),
    Column("at", DateTime, nullable=False),
)

# Rooms in which any number of people may come from one address.
crowds = Table(
    "crowds",
    metadata,
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
)

seats = Table(
    "seats",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("joined", DateTime, nullable=False),
    Column("seen", DateTime, nullable=False),
    Column("place", String(128), nullable=False, default=""),
    Column("erased", DateTime),
    UniqueConstraint("room", "number"),
)

# One for each browser that a person came with.
cookies = Table(
    "cookies",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("seat", ForeignKey("seats.id", ondelete="CASCADE"), nullable=False, index=True),
)

# Rooms that are joined with slips of paper: the code on the wall admits nobody.
slip_rooms = Table(
    "slip_rooms",
    metadata,
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
)

# One for each slip that was printed and not withdrawn: a digest of its code, and whether it took a seat; which, and
# when, is kept nowhere.
slips = Table(
    "slips",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("used", Boolean, nullable=False, default=False),
)

# Seats that were taken with a slip, whichever it was.
slip_seats = Table(
    "slip_seats",
    metadata,
    Column("seat", ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True),
)

# A code that takes a seat from one browser to another, for some minutes.
handovers = Table(
    "handovers",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("seat", ForeignKey("seats.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", DateTime, nullable=False),
)

# What somebody asks at the door, by digests of their browser and address.
door_requests = Table(
    "door_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("wish", String(8), nullable=False),
    Column("sign", String(3), nullable=False),
    Column("who", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", DateTime, nullable=False),
    # How often it may still be used; None until it is granted.
    Column("left", Integer),
)

activities = Table(
    "activities",
    metadata,
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("activity", String(64), primary_key=True),
    Column("opened", DateTime),
    Column("closed", DateTime),
    Column("timer_ends", DateTime),
)

shares = Table(
    "shares",
    metadata,
    Column("seat", ForeignKey("seats.id", ondelete="CASCADE"), primary_key=True),
    Column("question", String(128), primary_key=True),
    # None once the question was looked at: nobody can say afterwards who passed, or when.
    Column("passed", Boolean),
    # None for a pass, and for everybody once the question was looked at.
    Column("answer", JSON(none_as_null=True)),
    Column("at", DateTime, nullable=False),
)

looks = Table(
    "looks",
    metadata,
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("question", String(128), primary_key=True),
    # What was shown; None when nothing could be.
    Column("shown", JSON(none_as_null=True)),
    Column("at", DateTime, nullable=False),
)

# Which of the host's addresses is on the wall; none as long as nobody chose one.
wall_addresses = Table(
    "wall_addresses",
    metadata,
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("url", String(300), nullable=False),
)

# What a room was reached by when it was served last: what is printed then leads there.
room_patterns = Table(
    "room_patterns",
    metadata,
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("pattern", String(300), nullable=False),
)

# When another device opened the room last under each address; nothing of the device.
openings = Table(
    "openings",
    metadata,
    Column("room", ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    Column("url", String(300), primary_key=True),
    Column("at", DateTime, nullable=False),
)


#: The first word of whoever makes the tables, or a room: others who want to wait until they are there.
_ALONE = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(7236)"}

_INSTALL = {"postgresql": 'pip install "heartwork[postgresql]"'}


def engine(url: str) -> Engine:
    """
    Open a database, and make the tables that are not there yet.

    Args:
        url: As SQLAlchemy takes it: `sqlite:////path/room.sqlite`, `postgresql+psycopg://...`.

    Returns:
        The database. Where it does not answer, now or later, what is asked of it raises a KitError in words.

    Raises:
        KitError: If what talks to such a database is not installed.
    """
    kind = make_url(url).get_backend_name()
    try:
        # A server may have been started anew, or a network have gone, since a connection was used last.
        opened = create_engine(url, pool_pre_ping=kind != "sqlite")
    except ModuleNotFoundError as error:
        what = f"what talks to a database of {kind} is not installed ({error.name})."
        mend = f"Install it: {_INSTALL.get(kind, f'pip install {error.name}')}"
        raise KitError([Problem(what=what, mend=mend)]) from error
    event.listen(opened, "handle_error", _say_in_words)
    if kind == "sqlite":
        event.listen(opened, "connect", _set_sqlite_up)
    if not set(metadata.tables) <= set(inspect(opened).get_table_names()):
        with alone(opened) as connection:
            metadata.create_all(connection)
    return opened


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A change of a whole database: whoever else begins one waits until it is done."""
    with engine.begin() as connection:
        if (kind := engine.dialect.name) in _ALONE:
            connection.exec_driver_sql(_ALONE[kind])
        yield connection


def sqlite_url(path: Path) -> str:
    """The address of a database in a file."""
    return f"sqlite:///{path.absolute()}"


def _say_in_words(context: ExceptionContext) -> BaseException | None:
    # A connection that is only looked at is made anew by itself.
    if context.is_pre_ping or not isinstance(context.sqlalchemy_exception, OperationalError):
        return None
    return KitError([Problem(what=_("the room isn't answering right now."), mend=_("Try again in a moment."))])


def _set_sqlite_up(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # WAL: the facilitator's page reads while the server writes.
    # What is deleted is overwritten.
    for setting in ("busy_timeout=5000", "journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
