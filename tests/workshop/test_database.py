"""Where a room may lie: a file, or a database of PostgreSQL."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from heartwork.errors import KitError
from heartwork.workshop import seats, shared_answers, tables
from heartwork.workshop.facilitator.app import facilitator
from heartwork.workshop.room import ROOM_VARIABLE, Room
from heartwork.workshop.tables import sqlite_url


def test_a_database_without_what_talks_to_it_says_how_to_install_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(KitError) as missing:
        Room.make("postgresql+psycopg://room@127.0.0.1:1/room", seats=3, plan="ninety-minutes")

    assert [(one.what, one.mend) for one in missing.value.problems] == [
        (
            "what talks to a database of postgresql is not installed (psycopg).",
            'Install it: pip install "heartwork[postgresql]"',
        )
    ]


@pytest.fixture
def unplugged(tmp_path: Path) -> Iterator[tuple[Room, Callable[[bool], None]]]:
    """A room, and what takes its database away and brings it back."""
    there, away = tmp_path / "there", tmp_path / "away"
    there.mkdir()
    room = Room.make(sqlite_url(there / "room.sqlite"), seats=3, plan="ninety-minutes")

    def plug(in_: bool) -> None:
        room.engine.dispose()
        (away if in_ else there).rename(there if in_ else away)

    yield room, plug
    room.engine.dispose()


def test_a_database_that_does_not_answer_is_said_in_words_and_asked_again(
    unplugged: tuple[Room, Callable[[bool], None]],
) -> None:
    room, plug = unplugged
    seat, _ = seats.take(room)

    plug(False)
    for ask in (
        room.facts,
        room.close_door,
        lambda: seats.seen(room, seat, "want"),
        lambda: shared_answers.reveals(room),
    ):
        with pytest.raises(KitError, match="the room isn't answering right now"):
            ask()
    plug(True)

    assert room.facts().seats == 3


def test_the_page_of_whoever_leads_follows_the_room_again_when_that_answers(
    unplugged: tuple[Room, Callable[[bool], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    room, plug = unplugged
    monkeypatch.setenv(ROOM_VARIABLE, room.name)
    leads = facilitator()
    assert leads.room is not None
    leads.go("now")

    plug(False)
    leads.room.engine.dispose()
    leads.follow()
    assert (leads._said.shown, "answering right now" in leads._said.html) == (True, True)

    plug(True)
    leads.follow()
    assert not leads._said.shown


def test_the_password_of_a_database_is_told_to_no_environment_and_to_no_other_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "engine", lambda url: None)  # nobody answers there, and nobody is asked
    room = Room("postgresql+psycopg://hub:four-quiet-words@127.0.0.1/rooms", "a-room")

    told = room.told(tmp_path)

    assert "quiet" not in told
    assert Room.named(told).name == room.name
    (kept,) = tmp_path.iterdir()
    assert kept.stat().st_mode & 0o77 == 0


def test_a_room_goes_on_when_its_connections_were_cut(url: str) -> None:
    room = Room.make(url, seats=3, plan="ninety-minutes")
    code = room.facts().code

    if room.engine.dialect.name == "postgresql":
        with room.engine.connect() as connection:
            mine = connection.exec_driver_sql("select pg_backend_pid()").scalar()
        another = Room.named(room.name)
        with another.engine.connect() as connection:
            connection.exec_driver_sql(f"select pg_terminate_backend({mine}, 5000)")
        another.engine.dispose()

    assert room.facts().code == code
    room.engine.dispose()
