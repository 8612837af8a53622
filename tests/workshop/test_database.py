"""Where a room may lie: a file, or a database of PostgreSQL."""

from __future__ import annotations

import sys

import pytest

from heartwork.problems import KitError
from heartwork.workshop.room import Room


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
