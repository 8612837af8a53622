"""Databases for rooms: a file each, or on a server where HEARTWORK_TEST_DATABASE says one (`postgresql+psycopg://...`)."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from heartwork.workshop.tables import sqlite_url

__all__ = ["SERVER", "database"]

SERVER = os.environ.get("HEARTWORK_TEST_DATABASE", "")


@contextmanager
def database(folder: Path, on: str = SERVER) -> Iterator[str]:
    """
    A database with nothing in it, until the end of the block.

    Args:
        folder: Where it lies, if it is a file.
        on: The address of the server that it is on; empty for a file.
    """
    if not on:
        yield sqlite_url(folder / "room.sqlite")
        return
    # Each has names of its own on the server, and is gone with them.
    schema, server = f"test_{uuid.uuid4().hex}", create_engine(on)
    with server.begin() as connection:
        connection.execute(text(f"create schema {schema}"))
    url = make_url(on).update_query_dict({"options": f"-csearch_path={schema}"})
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        with server.begin() as connection:
            connection.execute(text(f"drop schema {schema} cascade"))
        server.dispose()
