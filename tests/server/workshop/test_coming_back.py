"""Guesses at seats: few at a time, alike whichever part is wrong, and nobody who joins waits for them."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from heartwork.errors import KitError
from heartwork.server.workshop import kdf_process
from heartwork.server.workshop.kdf_queue import KeyQueue
from tests.server.seats import Person, client, come_back, join, opened, send
from tests.servers import Held, page_key, workshop


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with workshop(tmp_path_factory.mktemp("room") / "host") as server:
        yield server


def _guess(room: Held, number: int, passphrase: str) -> tuple[httpx.Response, float]:
    """From a browser of its own; the answer, and how long it took."""
    browser = client(room)
    browser.get("")
    began = time.monotonic()
    return send(browser, "back", number=str(number), passphrase=passphrase), time.monotonic() - began


def _word(answer: httpx.Response) -> str:
    (said,) = re.findall(r'role="alert">([^<]*)<', answer.text)
    return str(said)


def test_a_wrong_number_and_a_wrong_passphrase_are_answered_alike(room: Held) -> None:
    ada = join(room)
    opened(ada)
    free = next(number for number in range(10, 99) if number != ada.number)

    wrong = [_guess(room, ada.number, "not hers"), _guess(room, free, "not hers"), _guess(room, 100_000, "not hers")]

    assert len({_word(answer) for answer, _seconds in wrong}) == 1
    assert {answer.status_code for answer, _seconds in wrong} == {400}
    # Without the work that a passphrase costs, it took a thousandth.
    quickest, *_others, slowest = sorted(seconds for _answer, seconds in wrong)
    assert quickest > slowest / 10
    assert come_back(room, ada).status_code == 200


def test_sixty_guesses_at_once_find_nothing_and_keep_nobody_from_joining(room: Held) -> None:
    victim = join(room, "k7")
    opened(victim)
    letters = "abcdefghijklmnopqrstuvwxyz"
    guesses = [f"k{n}" for n in range(7)] + [f"{letter}7" for letter in letters if letter != "k"] + ["k7"] * 28
    with ThreadPoolExecutor(60) as crowd:
        tried = [crowd.submit(_guess, room, victim.number, guess) for guess in guesses]
        time.sleep(0.5)
        began = time.monotonic()
        opened(join(room))
        joined = time.monotonic() - began
        answers = [one.result()[0] for one in tried]

    refused = [answer for answer in answers if answer.status_code == 400]
    made = [answer for answer in refused if "belong together" in answer.text]
    assert len(made) <= 12, "no more than a browser at this seat may try"
    alone = time.monotonic()
    opened(join(room))
    assert joined < 3 * (time.monotonic() - alone) + 5


def test_few_seats_are_taken_from_one_address_until_whoever_leads_lets_more_in(tmp_path: Path) -> None:
    with workshop(tmp_path / "host", shared_address=False) as server:
        for _seat in range(5):
            join(server)
        sixth = client(server)
        sixth.get("")
        send(sixth, "code", code=server.code)
        refused = send(sixth, "passphrase", new="mine", again="mine")
        assert "Several seats were just taken from this device" in refused.text

        from heartwork.workshop import admissions
        from tests.server.seats import room_of

        admissions.allow_more(room_of(server))
        assert "You have a seat" in send(sixth, "passphrase", new="mine", again="mine").text


def test_one_code_in_two_tabs_of_one_browser_is_one_seat(room: Held) -> None:
    browser = client(room)
    browser.get("")
    send(browser, "code", code=room.code)
    known = {cookie.name: cookie.value or "" for cookie in browser.cookies.jar}
    seats = set()
    for _tab in range(4):
        tab = client(room, cookies=dict(known))
        answer = tab.post("passphrase", data={"_xsrf": page_key(known), "new": "mine", "again": "mine"})
        seats |= set(re.findall(r"Seat (\d+)<", answer.text))

    assert len(seats) == 1


# -- the queue


class _Work:
    """Work that is done when a test says so."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.niceness: dict[str, int] = {}
        self._go = threading.Semaphore(0)

    def __call__(self, work: object, folder: Path, passphrase: str, niceness: int) -> str:
        self.begun.append(passphrase)
        self.niceness[passphrase] = niceness
        assert self._go.acquire(timeout=20)
        return passphrase

    def finish(self, count: int = 1) -> None:
        for _one in range(count):
            self._go.release()


def _nothing(folder: Path, passphrase: str) -> str:
    return passphrase


def _wait(true: object) -> None:
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:  # type: ignore[operator]
        time.sleep(0.01)
    assert true()  # type: ignore[operator]


def test_whoever_joins_is_served_before_whoever_guesses() -> None:
    work = _Work()
    queue = KeyQueue(work, 2)
    guesses = [queue.open_again(_nothing, Path(), f"guess {n}", [f"address {n}"]) for n in range(6)]
    _wait(lambda: work.begun == ["guess 0"])  # one place stays free

    new = [queue.make(_nothing, Path(), f"new {n}") for n in range(3)]
    _wait(lambda: len(work.begun) == 2)
    assert [queue.before(one) for one in new] == [0, 0, 1]
    for place in range(3, 6):
        work.finish()
        _wait(lambda place=place: len(work.begun) >= place or place > 4)

    work.finish(20)
    assert [one.result(20) for one in (*new, *guesses)] == [
        *(f"new {n}" for n in range(3)),
        *(f"guess {n}" for n in range(6)),
    ]
    assert set(work.begun[1:4]) >= {"new 0", "new 1"}


def test_however_many_strangers_guess_a_lock_and_a_browser_with_a_seat_are_served_before_them() -> None:
    work = _Work()
    queue = KeyQueue(work, 1)
    first = queue.open_again(_nothing, Path(), "guess 0", ["address 0"])
    _wait(lambda: work.begun == ["guess 0"])
    guesses = [queue.open_again(_nothing, Path(), f"guess {n}", [f"address {n}"]) for n in range(1, 12)]
    with pytest.raises(KitError):  # no more of them wait
        queue.open_again(_nothing, Path(), "guess 12", ["address 12"])

    back = [queue.open_again(_nothing, Path(), f"back {n}", [f"seat {n}"], seated=True) for n in range(15)]
    locks = [queue.make(_nothing, Path(), f"lock {n}") for n in range(15)]
    work.finish(42)
    for one in (first, *locks, *back, *guesses):
        one.result(20)

    assert work.begun == [
        "guess 0",
        *(f"lock {n}" for n in range(15)),
        *(f"back {n}" for n in range(15)),
        *(f"guess {n}" for n in range(1, 12)),
    ]
    assert min(work.niceness[f"guess {n}"] for n in range(12)) > max(
        work.niceness[f"{who} {n}"] for who in ("lock", "back") for n in range(15)
    )


def test_guesses_at_a_seat_do_not_turn_away_the_browser_that_has_it() -> None:
    work = _Work()
    queue = KeyQueue(work, 2)
    for _guess in range(2):
        queue.open_again(_nothing, Path(), "guess", ["seat 7"])

    mine = queue.open_again(_nothing, Path(), "mine", ["seat 7"], seated=True)

    work.finish(20)
    assert mine.result(20) == "mine"


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no niceness")
def test_work_in_a_process_of_its_own_gives_way_as_far_as_it_is_told(tmp_path: Path) -> None:
    assert int(kdf_process.apart(_niceness, tmp_path, "", 7)) == min(
        19, int(kdf_process.apart(_niceness, tmp_path, "")) + 7
    )


def _niceness(folder: Path, passphrase: str) -> str:
    return str(os.nice(0))


def test_of_one_address_seat_or_browser_two_wait_and_of_all_a_few() -> None:
    work = _Work()
    queue = KeyQueue(work, 2)
    waiting: list[Future[str]] = []

    def refused(*whose: str) -> bool:
        try:
            waiting.append(queue.open_again(_nothing, Path(), "guess", whose))
        except KitError:
            return True
        return False

    assert [refused("one", str(n)) for n in range(4)] == [False, False, True, True]
    assert not refused("another")
    assert sum(not refused(f"address {n}") for n in range(30)) <= 12
    queue.close()
    work.finish(20)


def test_what_makes_a_key_ends_with_it_and_says_in_words_what_was_wrong(tmp_path: Path) -> None:
    assert kdf_process.apart(_nothing, tmp_path, "words") == "words"
    with pytest.raises(KitError) as raised:
        kdf_process.apart(_refuses, tmp_path, "words")
    assert raised.value.sentences == "It was refused. Try again."
    with pytest.raises(kdf_process.EndedError):
        kdf_process.apart(_breaks, tmp_path, "words")


def _refuses(folder: Path, passphrase: str) -> str:
    from heartwork.errors import Problem

    raise KitError([Problem(what="it was refused.", mend="Try again.")])


def _breaks(folder: Path, passphrase: str) -> str:
    raise ValueError(passphrase)


def test_after_erasing_only_the_server_may_still_hold_a_passphrase(room: Held) -> None:
    person: Person = join(room, "heron umbrella 41 quietly")
    opened(person)
    assert "is closed" in person.send("mine/erase", sure="yes").text

    holders = [pid for pid in _below(room.process.pid) if _holds(pid, b"heron umbrella 41 quietly")]
    assert holders == []


def _below(pid: int) -> set[int]:
    below = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            below |= {child, *_below(child)}
    return below


def _holds(pid: int, word: bytes) -> bool:
    """Whether a word is anywhere in the memory of a process."""
    try:
        with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
            for line in maps:
                span, rights, *_rest = line.split()
                if not rights.startswith("rw"):
                    continue
                begin, end = (int(one, 16) for one in span.split("-"))
                try:
                    memory.seek(begin)
                    if word in memory.read(end - begin):
                        return True
                except (OSError, ValueError):
                    continue
    except OSError:
        return False
    return False
