"""A passphrase round a few bytes: what any age tool can open, with the same work every time, and never half."""

from __future__ import annotations

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartwork.crypto import age_scrypt
from heartwork.crypto.age_scrypt import WORK, lock, unlock

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@pytest.fixture(scope="module", autouse=True)
def little_work() -> object:
    """Two steps of work, not 262,144."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(age_scrypt, "WORK", 1)
        yield


@given(content=st.binary(max_size=300), passphrase=WORDS)
@settings(deadline=None)
def test_another_tool_opens_what_is_locked_here(content: bytes, passphrase: str) -> None:
    locked = lock(content, passphrase)

    assert pyrage.passphrase.decrypt(locked, passphrase) == content
    assert unlock(locked, passphrase) == content


def test_what_another_tool_locked_is_opened_here() -> None:
    assert unlock(pyrage.passphrase.encrypt(b"theirs", "plum ladder"), "plum ladder") == b"theirs"


@given(one=WORDS, other=WORDS)
@settings(deadline=None)
def test_another_passphrase_opens_nothing(one: str, other: str) -> None:
    assert (unlock(lock(b"words", one), other) == b"words") == (one == other)


@given(st.data())
@settings(deadline=None)
def test_what_was_changed_anywhere_is_opened_nowhere(data: st.DataObject) -> None:
    locked = bytearray(lock(b"words that were locked", "plum ladder"))
    at = data.draw(st.integers(0, len(locked) - 1))
    locked[at] ^= data.draw(st.integers(1, 255))

    try:
        found = unlock(bytes(locked), "plum ladder")
    except ValueError as error:
        assert str(error) in {
            "it does not begin as a key does",
            "its beginning was changed",
            "it is not whole",
            "opening it would take too much memory",
        }
    else:
        assert found is None


@pytest.mark.parametrize("line", [1, 2, 3])
def test_what_is_spelt_otherwise_is_no_key(line: int) -> None:
    lines = lock(b"words", "plum ladder").split(b"\n", 4)
    # The last character of each has bits that mean nothing, and are 0.
    at = len(lines[1].rsplit(b" ", 1)[0]) - 1 if line == 1 else len(lines[line]) - 1
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    other = alphabet[alphabet.index(lines[line][at]) + 1]
    lines[line] = lines[line][:at] + bytes([other]) + lines[line][at + 1 :]

    with pytest.raises(ValueError, match="begin as a key"):
        unlock(b"\n".join(lines), "plum ladder")


def test_half_a_character_locks_and_opens() -> None:
    assert unlock(lock(b"words", "plum \ud83c"), "plum \ud83c") == b"words"
    assert unlock(lock(b"words", "plum"), "plum \ud83c") is None


@pytest.mark.parametrize("length", range(0, 200, 7))
def test_a_part_of_it_is_nothing(length: int) -> None:
    with pytest.raises(ValueError, match=r"begin as a key|not whole"):
        unlock(lock(b"words that were locked", "plum ladder")[:length], "plum ladder")


def test_the_work_is_the_same_however_busy_the_computer_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_scrypt, "WORK", WORK)
    kinds = {lock(b"words", "plum ladder").splitlines()[1].rsplit(b" ", 1)[1] for _ in range(2)}

    assert kinds == {b"18"}


def test_what_would_take_all_memory_is_refused() -> None:
    locked = lock(b"words", "plum ladder").replace(b" 1\n", b" 21\n", 1)

    with pytest.raises(ValueError, match="too much memory"):
        unlock(locked, "plum ladder")


def test_more_than_a_key_is_not_for_this() -> None:
    with pytest.raises(ValueError, match="one chunk"):
        lock(bytes(65 * 1024), "plum ladder")
