"""What lets a page in again: worth nothing without the key of this computer, for another seat, or for another key."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.crypto.keypair import KEY
from heartwork.server.workshop.reentry_tickets import Ticket, Tickets
from heartwork.workshop.seats import Seat

ADA, BEA = Seat("ada", 41), Seat("bea", 42)
KEPT = Ticket("AGE-SECRET-KEY-1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / KEY).write_bytes(b"wrapped")
    return tmp_path


def test_a_ticket_opens_for_its_seat_after_another_start(folder: Path) -> None:
    made = Tickets(b"k" * 32).make(ADA, folder, KEPT)

    assert Tickets(b"k" * 32).read(ADA, folder, made) == KEPT
    assert Tickets(b"k" * 32).read(BEA, folder, made) is None
    assert Tickets(b"other" * 8).read(ADA, folder, made) is None
    assert "AGE" not in made
    assert "AGE" not in repr(KEPT)


def test_a_ticket_is_worth_nothing_once_the_passphrase_was_changed_or_the_key_is_gone(folder: Path) -> None:
    tickets = Tickets(b"k" * 32)
    made = tickets.make(ADA, folder, KEPT)

    (folder / KEY).write_bytes(b"wrapped by another")
    assert tickets.read(ADA, folder, made) is None
    (folder / KEY).unlink()
    assert tickets.read(ADA, folder, made) is None


@pytest.mark.parametrize("typed", ["four words", "half \ud83d", "ñ" * 5_000])
def test_a_ticket_brings_the_passphrase_as_long_as_nothing_is_locked_with_it(typed: str, tmp_path: Path) -> None:
    tickets = Tickets(b"k" * 32)
    begun = Ticket("AGE-SECRET-KEY-1", typed)
    made = tickets.make(ADA, tmp_path, begun)

    assert tickets.read(ADA, tmp_path, made) == begun
    (tmp_path / KEY).write_bytes(b"it was locked at the last moment")
    assert tickets.read(ADA, tmp_path, made) == begun


@pytest.mark.parametrize("text", ["", "x", "é", "AAAA", "A" * 400])
def test_what_is_no_ticket_opens_nothing(text: str, folder: Path) -> None:
    assert Tickets(b"k" * 32).read(ADA, folder, text) is None
