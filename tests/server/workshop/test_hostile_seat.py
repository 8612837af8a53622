"""One seat and somebody without a code do all they can: whoever else is there writes, is saved, and others come in."""

from __future__ import annotations

import asyncio
import random
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from benchmarks.hostile import ATTACKS, Hostile
from benchmarks.seated import Person
from benchmarks.tasks import end
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartwork.authoring.library import WorksheetLibrary
from heartwork.disclosure import to_send
from tests.server.seats import Person as Seat
from tests.server.seats import client, join, send
from tests.servers import Held, awaited, page_key, workshop

#: Seconds until this gives up waiting for what others did. What goes first is tested where it is decided
#: (`test_coming_back`); here two processors are shared with the rest of the tests, and time says nothing.
_PATIENCE = 180
#: MiB that the server may grow by during one attack.
_LITTLE = 60


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with workshop(tmp_path_factory.mktemp("harm") / "host", "--seats", "300") as room:
        yield room


def _memory(server: Held) -> float:
    """MiB of the server's own process."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.mark.parametrize("name", ATTACKS)
def test_while_somebody_does_harm_others_come_in_write_and_are_saved(name: str, room: Held) -> None:
    async def evening() -> tuple[int, int]:
        harmful = Hostile(room.printed, room.code)
        writes = Person(room.printed, room.code, "four words without rhyme", random.Random(1), "mark")
        late = Person(room.printed, room.code, "another four of these", random.Random(2), "late")
        await writes.join()
        await writes.open("boundaries")
        assert await harmful.join(harmful.seat)

        async def again_and_again() -> None:
            while True:
                with suppress(httpx.HTTPError, OSError, EOFError, asyncio.LimitOverrunError):
                    await ATTACKS[name](harmful)

        harm = asyncio.ensure_future(again_and_again())
        await asyncio.sleep(1)
        for _change in range(3):
            writes.type()
            await asyncio.sleep(0.3)
        await asyncio.wait_for(late.join(), _PATIENCE)
        await writes.settle(patience=_PATIENCE)
        await end(harm)
        await writes.leave()
        return late.number, writes.waits

    before = _memory(room)
    number, waits = awaited(evening())

    assert number, "a newcomer has a seat"
    assert waits == 0, "everything that was written is saved"
    assert _memory(room) < before + _LITTLE


def test_harm_ends_though_it_lost_the_first_call_to_end() -> None:
    async def ended() -> bool:
        async def stubborn() -> None:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(3600)
            await asyncio.sleep(3600)

        task = asyncio.ensure_future(stubborn())
        await asyncio.sleep(0)
        await asyncio.wait_for(end(task), 30)
        return task.cancelled()

    assert awaited(ended())


# -- what a seat can send in place of an answer


@pytest.fixture(scope="module")
def gives(room: Held) -> Seat:
    return join(room)


_ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_OPTIONS = st.lists(st.sampled_from(["calls", "messages", "visits", "none of these", ""]), max_size=8)


@given(answer=_ANSWERS | _OPTIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_page_gives_counts_once_as_one_of_the_answers_or_not_at_all(
    room: Held, gives: Seat, answer: Any
) -> None:
    question = WorksheetLibrary().worksheet("boundaries").question("medium")
    assert question is not None
    headers = {"X-XSRFToken": page_key(dict(gives.browser.cookies))}
    said = {"question": "boundaries.medium", "value": answer}

    told = gives.browser.post("room/give", json=said, headers=headers)

    if told.status_code == 200:
        stands = told.json()["questions"]["boundaries.medium"]["answer"]
        assert stands == to_send(question, answer)
        assert len(stands) == len(set(stands))
    else:
        assert told.status_code in (409, 429)


def test_an_option_that_is_named_four_times_leaves_the_screen_once(room: Held) -> None:
    seat = join(room)
    headers = {"X-XSRFToken": page_key(dict(seat.browser.cookies))}

    told = seat.browser.post(
        "room/give", json={"question": "boundaries.medium", "value": ["calls"] * 4}, headers=headers
    )

    assert told.status_code == 409 or told.json()["questions"]["boundaries.medium"]["answer"] == ["calls"]


# -- the door


def test_nobody_who_knew_an_earlier_code_or_uses_one_twice_has_a_seat(tmp_path: Path) -> None:
    with workshop(tmp_path / "host") as room:
        knew = client(room)
        knew.get("")
        page = send(knew, "code", code=room.code).text
        assert "Choose a passphrase" in page
        kept = dict(knew.cookies)
        first = send(knew, "passphrase", new="four words here now", again="four words here now", form=uuid.uuid4().hex)
        assert re.search(r"Seat \d+", first.text)

        again = client(room, cookies={name: value for name, value in kept.items() if "seat" not in name})
        second = send(again, "passphrase", new="four words here now", again="four words here now", form="x" * 32)

        assert not re.search(r"hw-seat-number", second.text)


def test_guesses_of_one_browser_are_taken_one_by_one_and_those_of_others_are_not_held_up(room: Held) -> None:
    guesses, other = client(room), client(room)
    for browser in (guesses, other):
        browser.get("")

    with ThreadPoolExecutor(60) as at_once:
        made = [at_once.submit(send, guesses, "code", code="AAA-AAA") for _guess in range(60)]
        assert "Choose a passphrase" in send(other, "code", code=room.code).text
        told = {one.result().status_code for one in made}

    assert told == {400, 429}


# -- what others could be told by headers


@pytest.mark.parametrize("path", ["", "voila/templates/heartwork/static/page.js", "code", "nothing/here"])
def test_no_other_site_can_load_or_open_anything_of_a_workshop(path: str, room: Held) -> None:
    answer = httpx.get(f"{room.printed}{path}")

    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
