"""A room lives, at a real server: another browser, a lost number, one more seat, a clumsy guest at the same address."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from heartwork.workshop import admission_requests
from tests.server.seats import PASSPHRASE, Person, client, join, kernel_in, opened, room_of, send
from tests.servers import Held, workshop


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with workshop(tmp_path_factory.mktemp("living") / "host", "--seats", "20") as server:
        yield server


@pytest.fixture(scope="module")
def ada(room: Held) -> Person:
    person = join(room, "plum ladder lantern")
    opened(person)
    return person


def _sign(page: str) -> str:
    found = re.search(r'hw-wall-code" translate="no">([A-Z0-9]{3})<', page) or re.search(r"sign: ([A-Z0-9]{3})\b", page)
    assert found is not None, page
    return found[1]


def _tap(server: Held, sign: str) -> None:
    """Whoever leads taps a sign."""
    room = room_of(server)
    (request,) = [one for one in admission_requests.open_requests(room) if one.sign == sign]
    admission_requests.grant(room, request)


def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_another_browser_is_handed_the_seat_by_a_code_once(room: Held, ada: Person) -> None:
    page = ada.send("handover").text
    code = re.search(r">([A-Z0-9]{4}-[A-Z0-9]{4})<", page)
    assert code is not None
    safari, another = client(room), client(room)

    assert f'value="{code[1]}"' in safari.get("enter", params={"code": code[1]}).text
    assert kernel_in(send(safari, "code", code=code[1]))
    assert f"Seat {ada.number}" in safari.get("seat").text

    another.get("")
    assert "That code doesn&#x27;t open this room" in send(another, "code", code=code[1]).text
    assert f"Seat {ada.number}" in ada.browser.get("seat").text


def test_nobody_without_a_seat_gets_a_code(room: Held) -> None:
    stranger = client(room)
    stranger.get("")

    assert "Code of the room" in send(stranger, "handover").text
    assert "Code of the room" in stranger.get("handover").text


def test_who_lost_the_number_is_let_back_in_by_a_tap_and_the_passphrase(room: Held, ada: Person) -> None:
    join(room, "somebody else entirely")
    lost = client(room)
    assert "I no longer know my number" in lost.get("").text
    lost.get("lost")
    sign = _sign(send(lost, "lost").text)

    early = send(lost, "lost", passphrase=ada.passphrase)
    assert "The sign hasn&#x27;t been tapped yet." in early.text
    assert _sign(early.text) == sign
    _tap(room, sign)
    wrong = _found(lost, "no such words")
    assert "This passphrase opens no seat here." in wrong

    assert f"Seat {ada.number}" in _found(lost, ada.passphrase)
    assert kernel_in(lost.get("voila/render/workbook.ipynb"))


def _found(browser: httpx.Client, passphrase: str) -> str:
    page = send(browser, "lost", passphrase=passphrase)
    end = time.monotonic() + 90
    while page.status_code == 503 and time.monotonic() < end:
        time.sleep(0.5)
        page = browser.get("lost")
    return page.text


def test_two_who_chose_the_same_passphrase_are_not_mixed_up(room: Held) -> None:
    for _person in range(2):
        join(room, "the same three words")
    lost = client(room)
    lost.get("lost")
    _tap(room, _sign(send(lost, "lost").text))

    assert "Your seat can&#x27;t be found by this passphrase alone." in _found(lost, "the same three words")
    assert "Code of the room" in lost.get("seat").text


def test_one_tap_lets_one_more_in_who_shows_the_sign(tmp_path_factory: pytest.TempPathFactory) -> None:
    with workshop(tmp_path_factory.mktemp("one-more") / "host", "--seats", "20", shared_address=False) as server:
        for _person in range(5):
            join(server)
        sixth, seventh = client(server), client(server)
        for browser in (sixth, seventh):
            browser.get("")
            send(browser, "code", code=server.code)
        refused = send(sixth, "passphrase", new=PASSPHRASE, again=PASSPHRASE)
        assert refused.status_code == 400
        assert "Several seats were just taken" in refused.text
        _tap(server, _sign(refused.text))

        assert "Several seats" in send(seventh, "passphrase", new=PASSPHRASE, again=PASSPHRASE).text
        assert "You have a seat" in send(sixth, "passphrase", new=PASSPHRASE, again=PASSPHRASE).text


def test_a_guest_with_wrong_codes_shuts_out_nobody_who_shares_the_network(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with workshop(tmp_path_factory.mktemp("clumsy") / "host", "--seats", "20") as server:

        def guesses(number: int) -> int:
            browser = client(server)
            browser.get("")
            return send(browser, "code", code=f"AAA-A{'ACDEFGHJKM'[number % 10]}A").status_code

        clumsy = client(server)
        clumsy.get("")
        answers = [send(clumsy, "code", code="AAA-AAA").text for _try in range(17)]
        assert "many tries from this device" in answers[-1]
        with ThreadPoolExecutor(8) as others:
            assert {400} == set(others.map(guesses, range(60)))

        assert join(server).number


def test_seats_are_added_while_the_room_is_open_and_pages_with_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    with workshop(tmp_path_factory.mktemp("seats") / "host", "--seats", "1") as server:
        opened(join(server))
        late = client(server)
        late.get("")
        send(late, "code", code=server.code)
        assert "Every seat is taken" in send(late, "passphrase", new=PASSPHRASE, again=PASSPHRASE).text

        room_of(server).add_seats(5)

        assert "You have a seat" in send(late, "passphrase", new=PASSPHRASE, again=PASSPHRASE).text
        _until(lambda: late.get("voila/render/workbook.ipynb").status_code == 200)
