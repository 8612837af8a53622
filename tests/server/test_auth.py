"""Who may come in: an address opens once, a cookie opens the kernel of a page, which takes widget messages only."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import re
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from tornado.httpclient import HTTPClientError

from heartwork.runtime import instance
from heartwork.server.websocket_guard import PROTOCOL
from tests.server.frames import heard, joined, message
from tests.server.test_app import ask, cookie, enter
from tests.servers import ROOT, Served, awaited, free_port, served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("doors") / "answers") as running_:
        yield running_


def kernel_of(server: Served, key: str) -> str:
    """The kernel that was started for a page."""
    found = re.search(rb'data-kernel-id="([0-9a-f-]+)"', ask(server, "", Cookie=key).read())
    assert found is not None
    return found[1].decode()


def talk(server: Served, kernel: str, key: str, kinds: list[str], origin: str = "") -> list[dict[str, Any]]:
    """Send one message of each kind over the kernel's socket; everything that comes back within two seconds."""
    contents: dict[str, dict[str, Any]] = {
        "execute_request": {"code": "open('/tmp/should-not-be', 'w')", "silent": False, "allow_stdin": False},
        "inspect_request": {"code": "print", "cursor_pos": 5},
        "complete_request": {"code": "pri", "cursor_pos": 3},
        "history_request": {"hist_access_type": "tail", "n": 10},
        "is_complete_request": {"code": "1"},
    }

    async def conversation() -> list[dict[str, Any]]:
        heard_: list[dict[str, Any]] = []
        async with joined(server.pages, kernel, key, headers={"Origin": origin or server.origin}) as page:
            for kind in kinds:
                await page.write_message(message(kind, contents.get(kind), id_=kind), binary=True)
            end = time.monotonic() + 2
            while (left := end - time.monotonic()) > 0:
                try:
                    raw = await asyncio.wait_for(page.read_message(), left)
                except asyncio.TimeoutError:
                    break
                if raw is None:
                    break
                heard_.append(heard(raw))
        return heard_

    return awaited(conversation())


def test_an_address_opens_once(server: Served) -> None:
    address = server.url

    first, second = enter(server, address), enter(server, address)

    assert (first.status, first.headers["Location"]) == (303, server.base)
    cookies = first.headers.get_all("Set-Cookie")
    kept = next(value for value in cookies if value.startswith("pages-"))
    assert {part.strip().partition("=")[0] for part in kept.split(";")[1:]} == {"HttpOnly", "Path", "SameSite"}
    assert {part.strip() for value in cookies for part in value.split(";") if "Path" in part} == {f"Path={server.base}"}
    assert second.status == 403
    assert "Set-Cookie" not in second.headers
    body = second.read().decode()
    assert "This address has already been used" in body
    assert body.index("data-leave") < body.index("<h1>")


def test_who_is_in_already_may_follow_the_address_again_and_it_is_not_used_up(server: Served) -> None:
    address, inside = server.url, cookie(server)

    again = ask(server, f"?{address.partition('?')[2]}", Cookie=inside)
    tapped_twice = [enter(server, address, Cookie=inside).status for _ in range(2)]

    assert (again.status, again.headers["Location"]) == (302, server.base)
    assert tapped_twice == [303, 303]


@pytest.mark.parametrize(
    "looks",
    [
        {},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Purpose": "preview"},
        {"X-Moz": "prefetch"},
        {"User-Agent": "LinkExpander 1.0", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_to_look_at_an_address_does_not_use_it_up(server: Served, looks: dict[str, str]) -> None:
    address = server.url
    path = f"?{address.partition('?')[2]}"

    seen, also = ask(server, path, **looks), ask(server, path, "HEAD", **looks)

    assert "Set-Cookie" not in seen.headers
    assert seen.headers["Cache-Control"] == "no-store"
    assert also.status == 405
    assert enter(server, address).status == 303


def test_the_page_of_an_address_has_a_button_for_browsers_without_script(server: Served) -> None:
    address = server.url

    page = ask(server, f"?{address.partition('?')[2]}").read().decode()

    (form,) = re.findall(r"<form.*?</form>", page, re.DOTALL)
    assert f'method="post" action="{server.base}"' in form
    assert f'value="{address.partition("token=")[2]}"' in form
    assert "Open my pages" in form


def test_the_form_of_another_site_lets_nobody_in(server: Served) -> None:
    address = server.url

    assert enter(server, address, Origin="http://evil.example").status == 404
    assert enter(server, address, Origin=server.origin).status == 303


@pytest.mark.parametrize("name", ["Purpose", "X-Purpose", "X-Moz", "Sec-Purpose"])
def test_a_browser_that_loads_ahead_starts_no_kernel(server: Served, name: str) -> None:
    inside, before = cookie(server), server.kernels()

    assert ask(server, "", Cookie=inside, **{name: "prefetch"}).status == 403
    assert server.kernels() == before


@pytest.mark.parametrize("which", ["nothing", "the word itself", "guessed", "a number that was used"])
def test_who_knocks_without_a_proof_is_told_nothing(server: Served, which: str) -> None:
    noted = instance.found(server.answers)
    assert noted is not None
    said = {
        "nothing": {},
        "the word itself": {"X-Knock": noted.knock, "X-Number": "1"},
        "guessed": {"X-Knock": instance.knock_proof("guessed", "knock", "1"), "X-Number": "1"},
        "a number that was used": {"X-Knock": instance.knock_proof(noted.knock, "knock", "2"), "X-Number": "2"},
    }[which]
    if which == "a number that was used":
        assert ask(server, "/knock", "POST", **said, **{"Content-Length": "0"}).status == 200

    answer = ask(server, "/knock", "POST", **said, **{"Cookie": cookie(server), "Content-Length": "0"})

    assert (answer.status, answer.read()) == (404, b"")


def test_a_proof_is_of_no_use_under_another_name(server: Served) -> None:
    noted = instance.found(server.answers)
    assert noted is not None
    said = {"X-Knock": instance.knock_proof(noted.knock, "knock", "3"), "X-Number": "3"}

    answer = ask(server, "/knock", "POST", **said, **{"Host": "evil.example", "Content-Length": "0"})

    assert (answer.status, answer.read()) == (404, b"")


class Impostor(BaseHTTPRequestHandler):
    """Somebody else at the port of a heartwork that ended; it notes all that it is sent."""

    heard: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.heard.append(f"{self.path}\n{self.headers}\n{body}")
        answer = json.dumps({"address": "http://127.0.0.1:1/taken", "proof": "0" * 64}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *arguments: object) -> None:
        """It says nothing itself."""


def test_an_impostor_at_the_noted_port_is_not_told_the_word_and_not_believed(tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    impostor = ThreadingHTTPServer(("127.0.0.1", 0), Impostor)
    threading.Thread(target=impostor.serve_forever, daemon=True).start()
    noted = instance.RunningInstance(impostor.server_port, "a-word-of-its-own", str(ROOT / "worksheets"), "")
    instance.note(answers, noted)
    try:
        with served(answers) as server:
            assert f":{impostor.server_port}/" not in server.log.read_text()
    finally:
        impostor.shutdown()
        impostor.server_close()

    assert not [said for said in Impostor.heard if noted.knock in said]


def test_what_is_noted_can_be_read_by_the_person_only(server: Served) -> None:
    (path,) = [path for path in instance.left(server.answers) if path.suffix == ".open"]

    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_kernel_cannot_be_joined_without_the_cookie(server: Served) -> None:
    kernel = kernel_of(server, cookie(server))

    for key in ("", "pages-1=nothing", f"pages-{server.port}=forged"):
        with pytest.raises(HTTPClientError, match="403"):
            talk(server, kernel, key, ["kernel_info_request"])
        assert ask(server, f"api/kernels/{kernel}", Cookie=key).status == 403
        assert (
            ask(server, f"voila/api/shutdown/{kernel}", "POST", **{"Cookie": key, "Content-Length": "0"}).status == 403
        )


def test_a_page_of_another_site_cannot_join_with_the_cookie(server: Served) -> None:
    key = cookie(server)
    kernel = kernel_of(server, key)

    with pytest.raises(HTTPClientError, match="403"):
        talk(server, kernel, key, ["kernel_info_request"], origin="http://evil.example")
    ended = ask(server, f"voila/api/shutdown/{kernel}", "POST", **{"Cookie": key, "Content-Length": "0"})
    assert ended.status == 403  # without the key of the page itself (xsrf)
    assert ask(server, f"api/kernels/{kernel}", "DELETE", Cookie=key).status == 403


def test_a_page_may_say_whose_its_goodbye_is_and_only_ours_ends_a_kernel(server: Served) -> None:
    """Firefox sends the goodbye as "Origin: null" where a page wants no referrer, and leaves the kernel to wait."""
    key = cookie(server)
    page = ask(server, "", Cookie=key)
    own = next(filter(None, (re.match("page-key-[^;]+", said) for said in key.split("; "))))[0]
    body = page.read().decode()
    kernel = re.search('data-kernel-id="([0-9a-f-]+)"', body)
    assert kernel is not None
    goodbye = f"voila/api/shutdown/{kernel[1]}"
    proof = {"Cookie": f"{key}; {own}", "X-XSRFToken": own.partition("=")[2], "Content-Length": "0"}

    assert '<meta name="referrer" content="same-origin">' in body
    for stranger in ("null", "http://evil.example"):
        assert ask(server, goodbye, "POST", **proof, Origin=stranger).status == 404
    assert ask(server, goodbye, "POST", **proof, Origin=server.origin).status == 204


def test_the_socket_takes_what_widgets_need_and_nothing_else(server: Served) -> None:
    key = cookie(server)
    kernel = kernel_of(server, key)
    canary = Path("/tmp/should-not-be")
    canary.unlink(missing_ok=True)
    refused = ["execute_request", "inspect_request", "complete_request", "history_request", "is_complete_request"]
    refused += ["input_reply", "debug_request"]

    heard = talk(server, kernel, key, [*refused, "kernel_info_request", "comm_info_request"])

    answered = {message["parent_header"].get("msg_id") for message in heard}
    assert answered & set(refused) == set()
    assert {"kernel_info_request", "comm_info_request"} <= answered
    assert not canary.exists()


def test_no_kernel_is_listed_started_or_changed_by_request(server: Served) -> None:
    key = cookie(server)

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        length = {} if method in ("GET", "DELETE") else {"Content-Length": "0"}
        assert ask(server, "api/kernels", method, Cookie=key, **length).status in (403, 404, 405)
    unknown = uuid.uuid4()
    assert ask(server, f"api/kernels/{unknown}", Cookie=key).status == 404
    assert ask(server, f"api/kernels/{unknown}/restart", "POST", **{"Cookie": key, "Content-Length": "0"}).status != 200


def test_every_page_of_the_server_has_the_same_rules(server: Served) -> None:
    for path in ("", "?token=guessed", "not-here", "/", "/not-here"):
        headers = ask(server, path).headers
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy, path
        scripts = re.search("script-src ([^;]*);", policy)
        assert scripts is not None, path
        assert re.fullmatch("'self' blob:( 'sha256-[A-Za-z0-9+/=]{44}'){2}", scripts[1]), path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"


def test_a_page_with_words_in_it_is_kept_by_no_browser(server: Served) -> None:
    page = ask(server, "", Cookie=cookie(server))

    assert "no-store" in page.headers["Cache-Control"]
    assert b"data-states" in page.read()


def test_heartwork_started_once_more_opens_what_is_open(server: Served) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "heartwork", "open", "boundaries", "--no-browser", "--answers", str(server.answers)],
        capture_output=True,
        text=True,
        timeout=60,
    )

    said = re.fullmatch(
        rf"heartwork is ready at {server.origin}(/\S+)#boundaries\n"
        r"It was open already, in another window. Leave that one open while you write.\n",
        done.stdout,
    )
    assert said is not None, done.stdout + done.stderr
    assert enter(server, said[1]).status == 303


def test_enter_in_the_window_gives_a_new_address(tmp_path: Path) -> None:
    window, inside = pty.openpty()
    port = free_port()
    command = [sys.executable, "-m", "heartwork", "open", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--answers", str(tmp_path / "answers")], stdin=inside, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert process.stdout.readline() == "For another browser, press Enter: it gives you a new address.\n"
        assert process.stdout.readline() == "Leave this window open while you write. Ctrl+C closes heartwork.\n"
        os.write(window, b"\n")
        second = process.stdout.readline()
    finally:
        process.terminate()
        process.wait(20)
        os.close(window)
        os.close(inside)

    assert re.fullmatch(rf"heartwork is ready at http://127\.0\.0\.1:{port}/[\w-]{{22}}/\?token=\S+\n", second)
    assert first != second


def test_a_cookie_and_a_path_are_worth_nothing_when_heartwork_has_ended(tmp_path: Path) -> None:
    answers, port = tmp_path / "answers", str(free_port())
    with served(answers, "--port", port) as before:
        key = cookie(before)
        before.process.kill()
        before.process.wait()

    with served(answers, "--port", port) as after:
        assert after.base != before.base
        old = ask(after, before.base, Cookie=key)
        assert old.status == 403
        assert "This address is from an earlier start" in old.read().decode()
        stolen = key.replace(before.base[1:9], after.base[1:9])
        assert ask(after, "", Cookie=stolen).status == 403


def test_a_key_that_lay_for_a_day_is_replaced(tmp_path: Path) -> None:
    first = instance.key(tmp_path)
    assert instance.key(tmp_path) == first
    (path,) = [path for path in instance.left(tmp_path) if path.suffix == ".key"]
    os.utime(path, (0, 0))

    assert instance.key(tmp_path) != first
    instance.clear(tmp_path)
    assert not path.exists()


def hang_up(server: Served, kernel: str, key: str, after: float) -> None:
    """Begin to join a kernel as a page does, and be gone `after` seconds."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as wire:
        lines = (
            f"GET {server.base}api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex} HTTP/1.1",
            f"Host: 127.0.0.1:{server.port}",
            f"Origin: http://127.0.0.1:{server.port}",
            f"Cookie: {key}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            f"Sec-WebSocket-Protocol: {PROTOCOL}",
        )
        wire.sendall("\r\n".join((*lines, "", "")).encode())
        time.sleep(after)


def test_a_page_that_hangs_up_while_it_joins_its_kernel_leaves_no_word_in_the_window(tmp_path: Path) -> None:
    with served(tmp_path / "answers") as server:
        key = cookie(server)
        kernels = [kernel_of(server, key) for _ in range(3)]
        said = server.log.read_text()

        for after in (0, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05):
            for kernel in kernels:
                hang_up(server, kernel, key, after)
            hang_up(server, str(uuid.uuid4()), key, after)  # a kernel that was ended long ago

        assert ask(server, "?token=guessed").status == 403

        # Whoever stays is joined as ever.
        assert talk(server, kernels[0], key, ["comm_info_request"])
        assert server.log.read_text() == said


@pytest.mark.parametrize("path", ["voila/api/shutdown/x", "api/kernels/x/channels"])
def test_what_no_person_looks_at_answers_errors_without_a_word(server: Served, path: str) -> None:
    path = path.replace("x", str(uuid.uuid4()))

    answer = ask(server, path, Cookie=cookie(server))

    assert (answer.status, answer.read()) in [(404, b""), (405, b"")]
