"""heartwork ends and is started again: an open page comes back by itself, and who listens meanwhile learns nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from heartwork.changes import Answered
from heartwork.crypto.keypair import KeyPair
from heartwork.runtime import instance
from heartwork.storage import encryption
from heartwork.storage.workbook import Workbook
from tests.browser.conftest import Visitor, listen, said, saved
from tests.servers import Served, free_port, served, started

HAPPENS = "What keeps happening?"
WORDS = "typed while nobody was there"


def start(answers: Path, *options: str) -> Served:
    """`heartwork`, without saying at which port."""
    command = [sys.executable, "-m", "heartwork", "--no-browser", "--answers", str(answers), *options]
    return started(command, answers, r"ready at (\S+)")


class Impostor(ThreadingHTTPServer):
    """Somebody else on this computer, at a port that a heartwork had: notes what it hears, and answers as it likes."""

    daemon_threads = True

    def __init__(self, port: int, answer: Callable[[str, bytes], tuple[int, str, bytes]]) -> None:
        self.heard: list[str] = []
        self.answer = answer
        super().__init__(("127.0.0.1", port), _Ears)


class _Ears(BaseHTTPRequestHandler):
    server: Impostor

    def _hear(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.heard.append(f"{self.command} {self.path}\n{self.headers}\n{body!r}")
        status, kind, said = self.server.answer(self.path, body)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(said)))
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_PUT = do_HEAD = do_OPTIONS = _hear  # noqa: N815  as http.server calls them

    def log_message(self, format: str, *arguments: object) -> None:
        """It says nothing itself."""


@contextmanager
def impostor(port: int, answer: Callable[[str, bytes], tuple[int, str, bytes]]) -> Iterator[Impostor]:
    other = Impostor(port, answer)
    threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield other
    finally:
        other.shutdown()
        other.server_close()


def believe_me(path: str, body: bytes) -> tuple[int, str, bytes]:
    """All that could be taken for a heartwork."""
    said = {"answer": "a" * 32, "start": "b" * 22, "path": "/" + "c" * 22 + "/", "proof": "0" * 64}
    return 200, "application/json", json.dumps(said).encode()


def wait(page: Page, seconds: float) -> None:
    page.wait_for_timeout(seconds * 1000)


@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda one: one.name)
def test_an_open_page_comes_back_by_itself_at_the_same_port(
    tmp_path: Path, visit: Callable[..., Visitor], ends: signal.Signals
) -> None:
    before = start(tmp_path / "answers")
    page = visit().open(before.url, "boundaries")
    field = page.get_by_label(HAPPENS, exact=True)
    field.fill("before")
    saved(page)

    listen(page)
    before.process.send_signal(ends)
    before.process.wait(20)
    field.fill(WORDS)
    expect(page.get_by_role("alert").filter(has_text="We lost touch")).to_be_visible()
    again = start(tmp_path / "answers")
    try:
        said(page, "Back in touch")
        saved(page)

        assert again.port == before.port
        assert again.value("boundaries.happens") == WORDS
        assert page.url == f"{again.pages}#boundaries"
        page.reload()
        page.locator("html[data-ready]").wait_for()
        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(WORDS)
    finally:
        again.stop()


@pytest.mark.parametrize(
    "answer",
    [
        believe_me,
        lambda path, body: (404, "text/plain", b""),
        lambda path, body: (403, "text/plain", b""),
        lambda path, body: (302, "text/plain", b""),
        lambda path, body: (200, "text/html", b"<script>alert(1)</script>"),
    ],
    ids=["as one of ours", "not found", "refused", "elsewhere", "a page"],
)
def test_who_listens_at_the_port_meanwhile_learns_nothing_and_gets_no_words(
    tmp_path: Path, visit: Callable[..., Visitor], answer: Callable[[str, bytes], tuple[int, str, bytes]]
) -> None:
    answers, port = tmp_path / "answers", free_port()
    with served(answers, "--port", str(port)) as before:
        visitor = visit()
        page = visitor.open(before.url, "boundaries")
        field = page.get_by_label(HAPPENS, exact=True)
        field.fill("before")
        saved(page)
        known = [cookie.get("value", "?") for cookie in visitor.context.cookies()]
        known += [before.base.strip("/"), json.loads(_noted(answers, "pages"))["keys"][-1]["secret"], WORDS]
        before.process.kill()
        before.process.wait()

    with impostor(port, answer) as other:
        field.fill(WORDS)
        wait(page, 9)
        heard = list(other.heard)
    listen(page)
    with served(answers, "--port", str(port)) as after:
        said(page, "Back in touch")
        saved(page)

        assert after.value("boundaries.happens") == WORDS
    assert {one.partition("\n")[0] for one in heard} == {"POST /resume"}
    assert [what for what in known for one in heard if what in one] == []
    assert not [one for one in heard if "cookie:" in one.lower()]


def _noted(answers: Path, kind: str) -> str:
    (path,) = instance.there(answers, kind)
    return path.read_text()


def test_who_passes_the_questions_on_to_a_heartwork_at_another_port_is_not_believed(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    answers, port = tmp_path / "answers", free_port()
    with served(answers, "--port", str(port)) as before:
        page = visit().open(before.url, "boundaries")
        field = page.get_by_label(HAPPENS, exact=True)
        field.fill("before")
        saved(page)
        before.process.kill()
        before.process.wait()

    with served(answers) as elsewhere:
        passed_on: list[httpx.Response] = []

        def pass_on(path: str, body: bytes) -> tuple[int, str, bytes]:
            answer = httpx.post(f"{elsewhere.origin}{path}", content=body, timeout=20)
            passed_on.append(answer)
            return answer.status_code, "application/json", answer.content

        with impostor(port, pass_on):
            field.fill(WORDS)
            wait(page, 9)

        assert passed_on
        assert [answer for answer in passed_on if "set-cookie" in answer.headers or b"path" in answer.content] == []
        assert elsewhere.value("boundaries.happens") == "before"
    expect(field).to_have_value(WORDS)


def test_other_ports_of_this_computer_are_sent_no_cookie(server: Served, visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.open(server.url, "boundaries")
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert len(visitor.context.cookies()) == 3
    shown = b"<!doctype html><title>elsewhere</title><script>document.title = document.cookie || 'none'</script>"

    with impostor(free_port(), lambda path, body: (200, "text/html", shown)) as other:
        elsewhere = visitor.context.new_page()
        elsewhere.goto(f"http://127.0.0.1:{other.server_port}/")
        elsewhere.goto(f"http://127.0.0.1:{other.server_port}{server.base}")

        # A browser sends them to no other place on this computer; of its path nobody there can know.
        assert not [one for one in other.heard if "cookie:" in one.lower() and server.base not in one]
        elsewhere.goto(f"http://127.0.0.1:{other.server_port}/")
        assert elsewhere.title() == "none"
    elsewhere.close()


def test_what_waits_while_the_page_is_loaded_again_cannot_be_read_by_who_listens_then(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    answers, port = tmp_path / "answers", free_port()
    with served(answers, "--port", str(port)) as before:
        page = visit().open(before.url, "boundaries")
        field = page.get_by_label(HAPPENS, exact=True)
        field.fill("before")
        saved(page)
        before.process.kill()
        before.process.wait()

    field.fill(WORDS)
    wait(page, 0.5)
    with impostor(port, lambda path, body: (200, "text/html", b"<!doctype html><title>taken</title>")):
        page.reload()
        assert page.title() == "taken"
        kept = page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
    assert WORDS not in kept
    assert "boundaries" not in kept

    with served(answers, "--port", str(port)) as after:
        page.goto(f"{after.url}#boundaries")
        page.locator("html[data-ready]").wait_for()
        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(WORDS)
        saved(page)
        assert after.value("boundaries.happens") == WORDS


def test_a_sealed_workbook_asks_for_its_passphrase_again_and_what_waited_is_saved(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    answers, port, passphrase = tmp_path / "answers", str(free_port()), "plum ladder seven quiet"
    answers.mkdir()
    seal = KeyPair.new(passphrase)
    encryption.seal(answers, seal)
    Workbook(answers, seal=seal).save([Answered(worksheet="boundaries", question="happens", value="before")])

    def unlock(page: Page) -> None:
        page.get_by_label("Passphrase", exact=True).fill(passphrase)
        page.get_by_role("button", name="Open", exact=True).click()

    with served(answers, "--port", port) as before:
        page = visit().open(before.url, "boundaries")
        unlock(page)
        field = page.get_by_label(HAPPENS, exact=True)
        expect(field).to_have_value("before")
        before.process.kill()
        before.process.wait()
        field.fill(WORDS)
    with served(answers, "--port", port) as after:
        expect(page.get_by_role("heading", name="Your pages are locked")).to_be_visible()
        unlock(page)

        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(WORDS)
        saved(page)
        assert Workbook(after.answers, seal=seal).reload().value("boundaries.happens") == WORDS
        assert page.evaluate("sessionStorage.length") == 0


def test_a_page_that_is_not_known_any_more_says_so_and_keeps_its_words(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    port = str(free_port())
    with served(tmp_path / "answers", "--port", port) as before:
        page = visit().open(before.url, "boundaries")
        field = page.get_by_label(HAPPENS, exact=True)
        field.fill("before")
        saved(page)

    field.fill(WORDS)
    with served(tmp_path / "others", "--port", port) as other:
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("does not know this page any more")
        expect(field).to_have_value(WORDS)
        assert other.value("boundaries.happens") is None

        page.goto(before.pages)
        expect(page.get_by_role("heading", name="This address is from an earlier start")).to_be_visible()
        page.goto(other.origin)
        expect(page.get_by_role("heading", name="Your pages have an address of their own")).to_be_visible()
        assert other.base not in page.content()


def test_back_and_a_reload_lead_to_where_the_page_is_now(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    answers, port = tmp_path / "answers", str(free_port())
    with served(answers, "--port", port) as before:
        page = visit().open(before.url, "boundaries")
        page.evaluate("location.hash = 'want'")
        page.get_by_role("heading", name=re.compile("want", re.IGNORECASE)).first.wait_for()
        listen(page)
    with served(answers, "--port", port) as after:
        said(page, "Back in touch")

        page.go_back()
        page.wait_for_function("location.hash === '#boundaries'")
        page.wait_for_function("path => location.pathname === path", arg=after.base)
        page.reload()
        page.locator("html[data-ready]").wait_for()
        expect(page.get_by_label(HAPPENS, exact=True)).to_be_visible()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows lets two programs be at one port")
def test_it_is_said_when_another_program_is_at_the_port(tmp_path: Path) -> None:
    before = start(tmp_path / "answers")
    before.stop()
    with impostor(before.port, believe_me):
        after = start(tmp_path / "answers")
        after.stop()

    told = after.log.read_text()
    assert after.port != before.port
    assert f"Another program is at port {before.port} now" in told
    assert "A page still open from that time can't carry on by itself." in told


def test_a_workshop_is_at_the_same_port_again(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "heartwork", "workshop", "--no-browser", "--answers", str(tmp_path / "host")]
    ports: list[Any] = []
    for _ in range(2):
        server = started(command, tmp_path / "host", r"ready at (\S+)[\s\S]*Ctrl")
        ports.append(server.port)
        server.stop()

    assert ports[0] == ports[1]
