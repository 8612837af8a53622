"""A workshop: joining and coming back, each reaching their own and nothing else, taking home and erasing."""

from __future__ import annotations

import asyncio
import datetime
import io
import json
import os
import re
import signal
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from heartwork.crypto.keypair import KeyPair
from heartwork.server.websocket_guard import PROTOCOL
from heartwork.workshop import activities, seat_workbook
from tests.server.frames import heard, joined, message
from tests.server.seats import (
    PASSPHRASE,
    Person,
    client,
    come_back,
    join,
    kernel_in,
    key_is_locked,
    opened,
    room_of,
    send,
)
from tests.servers import Held, awaited, free_port, page_key, workshop


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with workshop(tmp_path_factory.mktemp("room") / "host", "--seats", "20") as server:
        yield server


@pytest.fixture(scope="module")
def ada(room: Held) -> Person:
    person = join(room)
    opened(person)
    return person


@pytest.fixture(scope="module")
def bea(room: Held) -> Person:
    """With the same passphrase as Ada, which neither of them knows."""
    return join(room)


@pytest.fixture(scope="module")
def leader(room: Held) -> httpx.Client:
    """Whoever leads the workshop."""
    browser = client(room)
    browser.get(room.own)
    return browser


# -- coming in


def test_a_wrong_code_is_said_kindly_and_what_was_typed_stays(room: Held) -> None:
    browser = client(room)
    browser.get("")

    answer = send(browser, "code", code="AAA-AAA")

    assert answer.status_code == 400
    assert "That code doesn&#x27;t open this room." in answer.text
    assert 'value="AAA-AAA"' in answer.text


def test_the_code_may_be_typed_as_it_comes(room: Held) -> None:
    browser = client(room)
    browser.get("")

    answer = send(browser, "code", code=f" {room.code.lower().replace('-', ' ')} ")

    assert "Choose a passphrase" in answer.text


@pytest.mark.parametrize("around", ["“{}”", "The code is {}.", "\u200b{}\u00a0"])
@pytest.mark.parametrize("dash", ["–", "‑", "−", "."])
def test_the_code_may_be_pasted_with_what_was_around_it(room: Held, around: str, dash: str) -> None:
    browser = client(room)
    browser.get("")

    answer = send(browser, "code", code=around.format(room.code.replace("-", dash)))

    assert "Choose a passphrase" in answer.text


@pytest.mark.parametrize("typed", ["   ", "\u3000", "\u200b", "horse\tladder"])
def test_a_passphrase_that_could_not_be_typed_again_takes_no_seat(room: Held, typed: str) -> None:
    browser = client(room)
    browser.get("")
    send(browser, "code", code=room.code)

    answer = send(browser, "passphrase", new=typed, again=typed)

    assert answer.status_code == 400
    assert "Choose a passphrase" in answer.text


def test_without_the_code_nobody_chooses_a_passphrase(room: Held) -> None:
    browser = client(room)
    browser.get("")

    assert "Code of the room" in browser.get("passphrase").text
    assert "Code of the room" in send(browser, "passphrase", new="mine", again="mine").text


def test_two_passphrases_that_differ_take_no_seat(room: Held) -> None:
    browser = client(room)
    browser.get("")
    send(browser, "code", code=room.code)

    answer = send(browser, "passphrase", new="one", again="other")

    assert answer.status_code == 400
    assert "Those two are not the same." in answer.text
    assert "one" not in re.findall(r'value="([^"]*)"', answer.text)


def test_a_form_of_another_page_is_refused(room: Held) -> None:
    browser = client(room)
    browser.get("")

    without_key = browser.post("code", data={"code": room.code})
    of_another = browser.post(
        "code", data={"code": room.code, "_xsrf": page_key(browser.cookies)}, headers={"Origin": "https://evil.example"}
    )

    assert (without_key.status_code, of_another.status_code) == (403, 404)
    assert "This page has expired" in without_key.text


def test_the_cookie_of_a_seat_is_for_no_script_and_no_other_site(room: Held) -> None:
    browser = client(room)
    browser.get("")
    send(browser, "code", code=room.code)

    answer = send(browser, "passphrase", new="one", again="one").history[0]

    (cookie,) = [value for value in answer.headers.get_list("set-cookie") if value.startswith("seat-")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "expires" not in cookie.lower()
    assert answer.headers["Location"] == "/seat"


def test_somebody_with_the_same_passphrase_has_a_seat_of_their_own(ada: Person, bea: Person) -> None:
    assert ada.number != bea.number


def test_what_a_proxy_would_say_is_not_believed_without_one(room: Held) -> None:
    answer = client(room, headers={"X-Forwarded-Proto": "https"}).get("")

    assert "Secure" not in answer.headers["set-cookie"]


def test_a_form_that_comes_twice_takes_one_seat(room: Held) -> None:
    browser = client(room)
    browser.get("")
    name = re.search(r'name="form" value="([^"]+)"', send(browser, "code", code=room.code).text)
    assert name is not None
    knew = dict(browser.cookies)

    seats = []
    for _tap in range(2):
        browser.cookies = httpx.Cookies(knew)
        seats.append(re.findall(r"Seat \d+", send(browser, "passphrase", new="one", again="one", form=name[1]).text))

    assert len(seats[0]) == 1
    assert seats[0] == seats[1]


def test_a_seat_that_joins_twice_stays_where_it_is(room: Held, ada: Person) -> None:
    assert f"Seat {ada.number}" in ada.browser.get("seat").text
    assert f"Seat {ada.number}" in ada.browser.get("passphrase").text


def test_coming_back_takes_the_number_and_the_passphrase(room: Held, bea: Person) -> None:
    opened(bea)

    wrong = come_back(room, bea, "not it")
    assert wrong.status_code == 400
    assert "belong together" in wrong.text
    nowhere = send(client_with_key(room), "back", number="7", passphrase=PASSPHRASE)
    assert "belong together" in nowhere.text

    assert kernel_in(come_back(room, bea))


def test_a_phone_and_a_keyboard_come_back_to_the_same_seat(room: Held) -> None:
    eve = join(room, "don’t look…")
    opened(eve)

    browser = client_with_key(room)
    assert kernel_in(send(browser, "back", number=f"Seat {eve.number}.", passphrase="don't look... "))


def test_another_device_may_come_while_the_key_is_still_being_locked(room: Held) -> None:
    eve = join(room)

    answer = come_back(room, eve)

    assert "no pages at this seat" not in answer.text
    assert opened(eve)


def client_with_key(room: Held) -> httpx.Client:
    browser = client(room)
    browser.get("")
    return browser


# -- what each of them reaches


def test_a_seat_reaches_its_own_kernel(room: Held, ada: Person) -> None:
    kernel = opened(ada)

    assert ada.browser.get(f"api/kernels/{kernel}").json()["id"] == kernel


def _everybody_else(room: Held, ada: Person, bea: Person, leader: httpx.Client) -> dict[str, httpx.Client]:
    return {"another seat": bea.browser, "whoever leads": leader, "a stranger": client(room)}


@pytest.mark.parametrize("who", ["another seat", "whoever leads", "a stranger"])
def test_nobody_reaches_the_kernel_of_another_seat(
    room: Held, ada: Person, bea: Person, leader: httpx.Client, who: str
) -> None:
    kernel = opened(ada)
    other = _everybody_else(room, ada, bea, leader)[who]
    other.get("")
    other.follow_redirects = False

    key = {"X-XSRFToken": page_key(other.cookies)}
    statuses = {
        "look": other.get(f"api/kernels/{kernel}").status_code,
        "delete": other.delete(f"api/kernels/{kernel}", headers=key).status_code,
        "goodbye": other.post(f"voila/api/shutdown/{kernel}", headers=key).status_code,
        "interrupt": other.post(f"api/kernels/{kernel}/interrupt", headers=key).status_code,
        "restart": other.post(f"api/kernels/{kernel}/restart", headers=key).status_code,
        "socket": _socket(room, kernel, other),
    }

    other.follow_redirects = True
    assert {what: status for what, status in statuses.items() if status not in (403, 404, 302)} == {}
    assert ada.browser.get(f"api/kernels/{kernel}").status_code == 200


def _socket(room: Held, kernel: str, browser: httpx.Client) -> int:
    """What a socket to a kernel is answered with; 101 where it opens."""

    async def open_() -> int:
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        headers = {"Cookie": cookies, "Origin": room.printed.rstrip("/")}
        url = f"{room.printed.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?session_id=x"
        try:
            page = await websocket_connect(HTTPRequest(url, headers=headers), subprotocols=[PROTOCOL])
        except HTTPClientError as error:
            return error.code
        page.close()
        return 101

    return awaited(open_())


def test_a_page_may_not_run_code(room: Held, ada: Person, tmp_path: Path) -> None:
    kernel, made = opened(ada), tmp_path / "made"
    code = {"code": f"open({str(made)!r}, 'w')", "silent": False, "allow_stdin": False}
    messages = [message("execute_request", code, id_="1"), message("kernel_info_request", id_="2")]

    async def conversation() -> list[str]:
        kinds: list[str] = []
        async with joined(room.printed, kernel, ada.cookies) as page:
            for one in messages:  # what is answered was sent later
                await page.write_message(one, binary=True)
            while "kernel_info_reply" not in kinds:
                said = heard(await asyncio.wait_for(page.read_message(), 20))
                if said["parent_header"].get("msg_id") in ("1", "2"):
                    kinds.append(said["msg_type"])
        return kinds

    assert "execute_reply" not in awaited(conversation())
    assert not made.exists()


@pytest.mark.parametrize(
    "path",
    [
        "api/kernels",
        "api/sessions",
        "api/contents",
        "api/terminals",
        "api/kernelspecs",
        "api/status",
        "voila/tree",
        "voila/files/room.sqlite",
        "voila/render/boundaries.ipynb",
        "voila/render/../workbook.ipynb",
        "voila/api/contents",
        "voila/execution/00000000-0000-0000-0000-000000000000",
        "voila/query/00000000-0000-0000-0000-000000000000",
        "files/room.sqlite",
        "workbook.ipynb",
        "login",
        "lab",
        "knock",
    ],
)
def test_a_seat_finds_nothing_else_of_a_jupyter_server(ada: Person, path: str) -> None:
    assert ada.browser.get(path).status_code == 404


def test_a_kernel_named_in_the_address_of_a_page_is_not_opened(ada: Person, bea: Person) -> None:
    kernel = opened(bea)

    page = ada.browser.get(f"voila/render/workbook.ipynb?kernel_id={kernel}&kernel={kernel}")

    assert kernel_in(page) != kernel


def test_two_forms_can_be_open_at_once_and_another_programs_cookie_is_not_in_the_way(room: Held) -> None:
    browser = client(room)
    first = re.findall(r'name="_xsrf" value="([^"]+)"', browser.get("").text)[0]
    browser.get("", headers={"Sec-Fetch-Site": "cross-site", "Referer": "http://elsewhere.example/"})
    browser.cookies.set("_xsrf", "2|of|another|program", domain="127.0.0.1", path="/")

    answer = browser.post("code", data={"code": room.code, "_xsrf": first})

    assert "Choose a passphrase" in answer.text


def test_cookies_of_a_seat_come_along_with_a_link_from_elsewhere_and_with_no_form(room: Held, ada: Person) -> None:
    said = [value for value in client(room).get("").headers.get_list("set-cookie") if value.startswith("page-key-")]

    assert all("SameSite=Lax" in value and "Path=/" in value for value in said)
    assert len(said) == 1
    stranger = {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}
    key = {"_xsrf": page_key(ada.browser.cookies)}
    assert ada.browser.post("mine/erase", data={"sure": "yes", **key}, headers=stranger).status_code in (403, 404)


def test_a_browser_that_looks_ahead_uses_up_no_address_and_starts_no_kernel(room: Held, ada: Person) -> None:
    ahead = {"Sec-Purpose": "prefetch"}

    for path in ("voila/render/workbook.ipynb", "voila/render/facilitator.ipynb"):
        assert ada.browser.get(path, headers=ahead).status_code == 403


def test_the_page_of_whoever_leads_opens_for_nobody_else(room: Held, ada: Person) -> None:
    answer = ada.browser.get("voila/render/facilitator.ipynb")

    assert answer.status_code == 403
    used = room.own.rpartition("=")[2]
    leader = client(room)
    assert leader.post("host", data={"token": used}).status_code == 200
    assert ada.browser.get(f"host?token={used}").status_code == 403
    assert ada.browser.post("host", data={"token": used}).status_code == 403


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "192.168.7.7", ""])
def test_under_another_name_nothing_is_answered(room: Held, ada: Person, name: str) -> None:
    kernel = opened(ada)

    for path in ("", "mine", f"api/kernels/{kernel}", "voila/templates/heartwork/static/page.css"):
        if name or path:
            assert ada.browser.get(path, headers={"Host": name or "x"}).status_code == 404


def test_what_opens_a_workbook_stands_in_no_list_of_processes(room: Held, ada: Person) -> None:
    opened(ada)
    secrets_ = [PASSPHRASE.encode(), b"AGE-SECRET-KEY"]
    everywhere = [*room.kernels(), room.process.pid]
    shown = b"".join(
        (Path("/proc") / str(pid) / name).read_bytes() for pid in everywhere for name in ("environ", "cmdline")
    )
    on_disk = b"".join(path.read_bytes() for path in room.answers.rglob("*") if path.is_file())

    assert b"HEARTWORK_WORKSHEETS" in shown  # so it was read
    assert b"age-encryption.org" in on_disk
    assert [secret for secret in secrets_ if secret in shown + on_disk + room.log.read_bytes()] == []


def folder_of(room: Held, person: Person) -> Path:
    """Where the workbook of a seat lies."""
    with sqlite3.connect(room.answers / "room.sqlite") as rows:
        ((id_,),) = rows.execute("select id from seats where number = ?", [person.number])
    return room.answers / "seats" / str(id_)


# -- the room


def test_a_page_talks_to_the_room_with_the_cookie_of_its_seat(room: Held, ada: Person) -> None:
    key = {"X-XSRFToken": page_key(ada.browser.cookies)}

    left = ada.browser.post("room/left", json={}, headers=key)
    wrong = ada.browser.post("room/give", json={"question": "start.call_her", "value": "Mum"}, headers=key)

    assert left.json()["lines"] == []
    assert (wrong.status_code, sorted(wrong.json())) == (409, ["said"])
    assert ada.browser.post("room/left", json={}).status_code == 403
    stranger = client_with_key(room)
    told = stranger.post("room/left", json={}, headers={"X-XSRFToken": page_key(stranger.cookies)})
    assert told.status_code == 403


def test_a_seat_that_talks_or_loads_without_end_is_told_to_wait_and_nobody_else_is(room: Held, ada: Person) -> None:
    gil = join(room)
    opened(gil)

    told = {_talks(gil) for _time in range(150)}
    assert told == {200, 429}
    assert _talks(ada) == 200

    with ThreadPoolExecutor(12) as tabs:
        loaded = [tabs.submit(gil.browser.get, "voila/render/workbook.ipynb") for _tab in range(12)]
        statuses = [page.result().status_code for page in loaded]
    assert 503 in statuses
    assert opened(ada)


def _talks(person: Person) -> int:
    key = {"X-XSRFToken": page_key(dict(person.browser.cookies))}
    return person.browser.post("room/now", json={"place": "home"}, headers=key).status_code


# -- taking home, erasing


def test_what_was_written_is_taken_home_and_erased(room: Held) -> None:
    cleo = join(room, "a passphrase of Cleo's")
    kernel = opened(cleo)
    folder = folder_of(room, cleo)
    key_is_locked(cleo)
    assert "Nothing was written yet." in cleo.send("mine/take", how="open").text

    from heartwork.changes import Answered
    from heartwork.storage.workbook import Workbook

    Workbook.load(folder, passphrase=cleo.passphrase).save(
        [Answered(worksheet="start", question="call_her", value="Mum")]
    )

    taken = cleo.send("mine/take", how="open")
    locked = cleo.send("mine/take", how="locked")
    assert json.loads(taken.content)["worksheets"]["start"]["answers"]["call_her"]["value"] == "Mum"
    assert re.search(r'filename="pages-[0-9-]+\.json"', taken.headers["content-disposition"])
    packed = zipfile.ZipFile(io.BytesIO(locked.content))
    seal = KeyPair.opened(packed.read("key.age"), cleo.passphrase)
    assert b'"Mum"' in seal.open(packed.read("workbook.json.age"))

    assert "Nothing was erased." in cleo.send("mine/erase").text
    assert "It is erased" in cleo.send("mine/erase", sure="yes").text
    assert not folder.exists()
    assert "Code of the room" in cleo.browser.get("voila/render/workbook.ipynb").text
    assert cleo.browser.get(f"api/kernels/{kernel}", follow_redirects=False).status_code in (302, 403)
    assert "belong together" in come_back(room, cleo).text


def test_a_page_that_is_on_its_way_makes_nothing_again_of_what_is_erased(room: Held) -> None:
    for pages in (1, 3):
        person = join(room, "a passphrase of hers")
        opened(person)
        folder = folder_of(room, person)
        with ThreadPoolExecutor(pages + 1) as tabs:
            loading = [tabs.submit(person.browser.get, "voila/render/workbook.ipynb") for _tab in range(pages)]
            erased = tabs.submit(person.send, "mine/erase", sure="yes")
            assert "It is erased" in erased.result().text
            for page in loading:
                page.result()
        time.sleep(2)

        assert not folder.exists()
    assert not list((room.answers / "seats").rglob("workbook.json"))


def test_at_a_seat_nothing_lies_in_clear_whatever_is_taken_or_printed(room: Held) -> None:
    from heartwork.storage import export_log

    person = join(room)
    opened(person)
    folder = folder_of(room, person)

    export_log.note(folder, "pages.pdf", b"%PDF", at="2026-11-30T18:00:00Z")

    assert seat_workbook.clear_files(room.answers) == []
    (folder / "workbook.json").write_text("{}")
    assert seat_workbook.clear_files(room.answers) == [folder / "workbook.json"]
    (folder / "workbook.json").unlink()


def test_a_workshop_that_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    with workshop(tmp_path / "host") as server:
        opened(join(server))
        below = _below(server.process.pid)
        assert len(below) >= 3  # the fork server, a kernel, and what makes keys

        server.process.kill()
        server.process.wait()

        until(lambda: not [pid for pid in below if _runs(pid)])


def _below(pid: int) -> set[int]:
    """Every process below one."""
    below = set()
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, children.read_text().split()):
            below |= {child, *_below(child)}
    return below


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# -- who comes late, and a small room


def _hears(person: Person) -> dict[str, Any]:
    """What a page of theirs is told of the room."""
    key = {"X-XSRFToken": page_key(person.browser.cookies)}
    told: dict[str, Any] = person.browser.post("room/now", json={"place": "home"}, headers=key).json()
    return told


def _knows_the_code(server: Held) -> httpx.Client:
    browser = client_with_key(server)
    assert "Choose a passphrase" in send(browser, "code", code=server.code).text
    return browser


def test_who_comes_late_is_let_in_by_a_new_code_and_finds_what_is_open(tmp_path: Path) -> None:
    with workshop(tmp_path / "host", "--seats", "2") as server:
        inside, early, earlier = room_of(server), _knows_the_code(server), _knows_the_code(server)
        activities.open_activity(inside, "limit")
        activities.set_timer(inside, datetime.timedelta(minutes=9, seconds=20))
        inside.close_door()
        shut = send(early, "passphrase", new="mine", again="mine")
        assert (shut.status_code, "The door of this room is closed now." in shut.text) == (400, True)

        late = client_with_key(server)
        assert "The door of this room is closed now." in send(late, "code", code=server.code).text
        inside.open_door(datetime.timedelta(minutes=30))
        assert "doesn&#x27;t open this room" in send(late, "code", code=server.code).text
        server.code = inside.facts().code
        ada = join(server)

        told = _hears(ada)
        assert (told["open"]["title"], told["open"]["time"]) == ("What you will do", "about 9 minutes left")
        assert told["questions"]["boundaries.readiness"]["state"] == "open"
        # Who was choosing a passphrase when the door was closed, or had another code, types the new one.
        for one in (early, earlier):
            assert "The door of this room is closed now." in one.get("passphrase").text
            assert "The door of this room is closed now." in send(one, "passphrase", new="a", again="a").text
        assert "Choose a passphrase" in send(early, "code", code=server.code).text
        assert "You have a seat" in send(early, "passphrase", new="mine", again="mine").text


def test_a_room_of_two_is_full_with_two_and_says_so_until_it_is_over(tmp_path: Path) -> None:
    with workshop(tmp_path / "host", "--seats", "2") as server:
        bea, dora = _knows_the_code(server), _knows_the_code(server)
        ada = join(server)
        opened(ada)
        assert "You have a seat" in send(bea, "passphrase", new=PASSPHRASE, again=PASSPHRASE).text

        full = send(dora, "passphrase", new="mine", again="mine")
        assert (full.status_code, "Every seat is taken." in full.text) == (400, True)
        room_of(server).close()
        over = send(dora, "passphrase", new="mine", again="mine")
        assert (over.status_code, "The workshop is over." in over.text) == (400, True)
        assert "Nobody new can come in." in client(server).get("").text

        # Who was in it goes on, in another browser too.
        assert _hears(ada)["closed"]
        assert "Your seat" not in come_back(server, ada, "not mine").text
        assert kernel_in(come_back(server, ada))


# -- as many as there is room for


def test_who_comes_when_all_places_are_taken_waits_and_moves_up_by_themselves(tmp_path: Path) -> None:
    with workshop(tmp_path / "host", "--seats", "4", "--at-once", "1") as server:
        ada, bea, cleo = (join(server) for _person in range(3))
        kernel = opened(ada)
        until(lambda: "All places" in _page(bea))

        assert "You are next." in _page(bea)
        until(lambda: "1 person is ahead of you." in _page(cleo))
        answer = bea.browser.get("voila/render/workbook.ipynb")
        assert (answer.status_code, answer.headers["Refresh"]) == (503, "2")
        assert 'data-say="' in answer.text

        ada.browser.post(f"voila/api/shutdown/{kernel}", data={"_xsrf": page_key(ada.browser.cookies)})
        assert opened(bea)
        assert "You are next." in _page(cleo)


def _page(person: Person) -> str:
    return person.browser.get("voila/render/workbook.ipynb").text


def until(true: Callable[[], bool]) -> None:
    """Wait for something."""
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_pages_that_are_loaded_again_and_again_leave_few_kernels(room: Held) -> None:
    dora = join(room)
    others = len(room.kernels())

    for _time in range(6):  # and no page takes leave
        opened(dora)

    until(lambda: len(room.kernels()) <= others + 2)


def test_a_kernel_that_dies_is_not_started_anew_without_a_page(room: Held) -> None:
    fred = join(room)
    before = set(room.kernels())
    kernel = opened(fred)
    assert fred.browser.get(f"api/kernels/{kernel}").status_code == 200
    others = set(room.kernels()) - before

    for pid in others:
        os.kill(pid, signal.SIGKILL)

    until(lambda: fred.browser.get(f"api/kernels/{kernel}", follow_redirects=False).status_code != 200)
    assert len(room.kernels()) <= len(before)


def test_a_seat_whose_key_was_not_locked_before_the_end_is_begun_again_where_no_page_brings_it(tmp_path: Path) -> None:
    host, port = tmp_path / "host", free_port()
    with workshop(host, port=port) as server:
        person = join(server)  # a second before its key is locked
        server.process.kill()
        server.process.wait()
    (folder,) = (host / "seats").iterdir()
    assert [path.name for path in folder.iterdir()] == ["key.pub"]

    with workshop(host, port=port):
        waits = person.browser.get("voila/render/workbook.ipynb")
        assert waits.status_code == 503, "an open page may bring it"
        end = time.monotonic() + 60
        while (answer := person.browser.get("voila/render/workbook.ipynb")).status_code == 503:
            assert time.monotonic() < end
            time.sleep(1)

    assert answer.status_code == 500
    assert "Choose a passphrase once more." in answer.text
    assert not list((host / "seats").iterdir())
