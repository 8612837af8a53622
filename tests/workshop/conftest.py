"""A database for the room of a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import database


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    with database(tmp_path) as address:
        yield address
