"""The pages on one phone: who gets in at its listener, what is reached there, and when it ends."""

from __future__ import annotations

import http.client
import os
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from tornado.httpclient import HTTPClientError

from heartwork.runtime.instance import found
from heartwork.server.phone import door
from heartwork.server.phone.knock import _asked
from heartwork.server.phone.link import PhoneOptions
from heartwork.server.phone.watch import LastPageWatch
from tests.server.frames import joined
from tests.server.test_app import ask as ask_laptop
from tests.server.test_app import cookie
from tests.servers import ROOT, Served, awaited, self_signed, served

#: Another address of this computer: what a phone reaches it by. No other test that runs now has the same.
HOST = f"127.{os.getpid() // 256 % 256}.{os.getpid() % 256}.2"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a second loopback address")


@dataclass
class Device:
    """A browser on another device: it has what it was given, and nothing else."""

    link: str
    cookies: dict[str, str] = field(default_factory=dict)
    trusting: ssl.SSLContext | None = None
    said: list[str] = field(default_factory=list)
    language: str = "en"

    @property
    def base(self) -> str:
        return urlsplit(self.link).path

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> tuple[int, bytes]:
        """One request; a path without `/` before it is below the pages."""
        there = urlsplit(self.link)
        make = http.client.HTTPSConnection if there.scheme == "https" else http.client.HTTPConnection
        more = {"context": self.trusting} if self.trusting else {}
        connection = make(there.hostname or "", there.port, timeout=20, **more)  # type: ignore[arg-type]
        sent = {"Host": there.netloc, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent["Accept-Language"] = self.language
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path if path.startswith("/") else self.base + path, body, {**sent, **headers})
        answer = connection.getresponse()
        for said in answer.headers.get_all("Set-Cookie") or []:
            self.said.append(said)
            name, _, value = said.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.headers = answer.headers
        return answer.status, answer.read()

    def look(self) -> tuple[int, bytes]:
        return self.ask(f"?{urlsplit(self.link).query}")

    def enter(self) -> tuple[int, bytes]:
        token = parse_qs(urlsplit(self.link).query)["token"][0]
        return self.ask("", "POST", urlencode({"token": token}))

    @property
    def is_in(self) -> bool:
        return self.ask("arriving/nothing", "POST", urlencode({"_xsrf": self.key}))[0] == 204

    @property
    def key(self) -> str:
        return next((value for name, value in self.cookies.items() if name.startswith("page-key-")), "")


def link_in(said: str) -> str:
    found = re.findall(rf"^https?://{re.escape(HOST)}\S+$", said, re.MULTILINE)
    assert found, said
    return str(found[-1])


def new_link(server: Served, *certificate: Path) -> str:
    """A new one, of the heartwork that is open."""
    cert, key = map(str, certificate or ("", ""))
    running = found(server.answers)
    told = running and _asked(running, PhoneOptions(HOST, cert, key))
    assert told
    return str(told["link"]["address"])


def open_phone(server: Served, *options: str) -> subprocess.CompletedProcess[str]:
    """`heartwork open --phone` in another window."""
    command = [sys.executable, "-m", "heartwork", "open", "--phone", "--host", HOST, "--answers", str(server.answers)]
    return subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("phone") / "answers") as running:
        yield running


@pytest.fixture
def phone(server: Served) -> Device:
    return Device(new_link(server))


def test_the_code_lets_one_phone_in_and_a_second_device_learns_no_more_than_from_a_wrong_one(phone: Device) -> None:
    second, stranger = Device(phone.link), Device(re.sub(r"token=.*", "token=" + "x" * 32, phone.link))
    assert phone.look()[0] == 200, "to look uses nothing up"

    assert phone.enter()[0] == 303
    assert phone.is_in

    assert second.look() == stranger.look()
    assert second.enter() == stranger.enter()
    assert not second.is_in
    assert {"pages" in name for name in (*second.cookies, *stranger.cookies)} <= {False}
    status, said = second.ask("")
    assert status == 403
    assert b"This address has already been used" not in said
    assert b"closed on this phone" in said
    assert phone.enter()[0] == 303, "who is in may tap twice"


def test_another_name_of_the_same_address_is_not_answered_to(phone: Device) -> None:
    phone.enter()
    for name in ("evil.example", f"evil.example:{urlsplit(phone.link).port}", "127.0.0.1", "[::1]"):
        assert phone.ask("", Host=name) == (404, b"")


def test_nothing_but_the_pages_is_there(phone: Device) -> None:
    phone.enter()
    paths = [
        *("api/kernels", "api/contents", "api/contents/workbook.ipynb", "api/sessions", "api/terminals"),
        *("api/kernelspecs", "voila/api/contents", "voila/tree", "voila/files/workbook.ipynb", "knock", "phone"),
        *("voila/render/workbook.ipynb", "workbook.json", "files/workbook.json", "lab", "tree", "resume"),
    ]

    assert {path: phone.ask(path)[0] for path in paths} == dict.fromkeys(paths, 404)
    assert {path: phone.ask(f"/{path}") for path in paths} == dict.fromkeys(paths, (404, b""))
    assert {path: phone.ask(f"/{path}", "POST", "x=1") for path in paths} == dict.fromkeys(paths, (404, b""))


def test_a_phone_does_not_reach_the_kernel_of_a_page_on_the_laptop_nor_the_other_way_round(
    server: Served, phone: Device
) -> None:
    phone.enter()
    here = cookie(server)
    there = "; ".join(f"{name}={value}" for name, value in phone.cookies.items())
    addresses = {"laptop": (server.pages, here), "phone": (phone.link.partition("?")[0], there)}
    pages = {"laptop": ask_laptop(server, "", Cookie=here).read(), "phone": phone.ask("")[1]}
    kernels = {where: re.findall(rb'data-kernel-id="([0-9a-f-]+)"', page)[0].decode() for where, page in pages.items()}

    async def joins(where: str, kernel: str) -> bool:
        address, cookies = addresses[where]
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        try:
            async with joined(address, kernel, cookies, headers={"Origin": origin}):
                return True
        except HTTPClientError:
            return False

    assert [awaited(joins(where, kernels[where])) for where in pages] == [True, True]
    assert awaited(joins("phone", kernels["laptop"])) is False
    assert awaited(joins("laptop", kernels["phone"])) is False
    assert phone.ask(f"api/kernels/{kernels['laptop']}")[0] == 404


def test_the_laptops_own_listener_is_as_closed_as_without_a_phone(server: Served, phone: Device) -> None:
    phone.enter()
    cookies = "; ".join(f"{name}={value}" for name, value in phone.cookies.items())

    assert ask_laptop(server, "", Cookie=cookies).status == 403
    assert ask_laptop(server, "", Host=urlsplit(phone.link).netloc).status == 403
    assert f"ws://{HOST}" not in ask_laptop(server, "", Cookie=cookie(server)).headers["Content-Security-Policy"]


def test_a_new_code_puts_the_phone_out_that_was_in(server: Served) -> None:
    before = Device(new_link(server))
    before.enter()
    assert before.is_in

    now = Device(new_link(server))

    assert before.ask("")[0] in (403, 404)
    assert before.enter()[0] in (403, 404)
    now.enter()
    assert now.is_in


def test_who_tries_many_codes_is_not_looked_at_any_more(phone: Device) -> None:
    for number in range(20):
        Device(re.sub(r"token=.*", f"token={number:032}", phone.link)).enter()

    status, said = phone.enter()

    assert status == 403
    assert b"closed on this phone" in said


def test_a_code_is_good_for_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(door.time, "monotonic", lambda: now[0])
    provider = door.PhoneIdentityProvider()
    token = provider.address_token()
    assert provider.look_at(token) == "in"

    now[0] = 601.0

    assert provider.look_at(token) == "wrong"


def test_it_ends_with_the_last_page_on_the_laptop_and_not_when_a_page_is_loaded_again() -> None:
    now, pages, ended = [0.0], [False], list[float]()
    watch = LastPageWatch(lambda: pages[0], lambda: ended.append(now[0]), clock=lambda: now[0])

    def seconds(count: int, *, page: bool) -> None:
        pages[0] = page
        for _second in range(count):
            now[0] += 1
            watch.look()

    seconds(60, page=False)
    assert ended == [], "none was open yet: a browser may take its time, or nobody wants one"
    seconds(5, page=True)
    seconds(5, page=False)
    seconds(60, page=True)
    assert ended == []
    seconds(60, page=False)
    assert len(ended) == 1


def test_after_the_program_nobody_answers_the_phone(tmp_path: Path) -> None:
    with served(tmp_path / "answers", "--phone", "--host", HOST) as server:
        end = time.monotonic() + 60
        while "Ctrl+C" not in server.log.read_text() and time.monotonic() < end:
            time.sleep(0.05)
        phone = Device(link_in(server.log.read_text()), language="es")
        phone.enter()
        assert phone.is_in
        assert 'lang="es"' in phone.ask("")[1].decode()
        said = server.log.read_text()
        assert "A phone has opened your pages" in said, "the window speaks its own language"
        assert "is not encrypted" in said
        assert "could get in as your phone" in said
        assert "no other device" not in said.lower()

    with pytest.raises(ConnectionRefusedError):
        phone.ask("")
    assert server.kernels() == []


def test_with_a_certificate_it_travels_encrypted_and_says_so(
    server: Served, certificate_for_a_phone: tuple[Path, Path]
) -> None:
    cert, key = certificate_for_a_phone
    shown = open_phone(server, "--cert", str(cert), "--key", str(key))
    phone = Device(link_in(shown.stdout), trusting=ssl.create_default_context(cafile=str(cert)))

    phone.enter()

    assert phone.link.startswith("https:")
    assert "encrypted with your certificate" in shown.stdout
    assert "not encrypted" not in shown.stdout
    assert all("secure" in one.lower() for one in phone.said)
    assert f"wss://{HOST}:" in phone.headers["Content-Security-Policy"]
    page = phone.ask("")[1].decode()
    assert "What you write is kept on your laptop." in page
    assert "is not encrypted" not in page


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--phone", "--host", "203.0.113.77"), "This computer has no address 203.0.113.77"),
        (("--phone", "--host", HOST, "--cert", "nowhere.pem", "--key", "nowhere.key"), "cannot be read"),
        (("--phone", "--cert", "nowhere.pem"), "A certificate needs its key"),
        (("--host", HOST), "are for a phone"),
    ],
)
def test_what_cannot_be_is_said_before_anything_opens(server: Served, options: tuple[str, ...], said: str) -> None:
    where = ("--no-browser", "--answers", str(server.answers))
    command = [sys.executable, "-m", "heartwork", "open", *where, *options]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode != 0
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "ready at" not in ended.stdout


@pytest.fixture(scope="module")
def certificate_for_a_phone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return self_signed(tmp_path_factory.mktemp("certificate"), f"IP:{HOST}")
