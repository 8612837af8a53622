"""The server of one person's pages: what it says, and which doors are closed."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.servers import Served, free_port, served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("doors") / "answers") as running:
        yield running


def ask(server: Served, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    """One request, as anybody on this computer could make it; a path without `/` before it is below the pages."""
    connection = http.client.HTTPConnection(urlsplit(server.printed).netloc, timeout=20)
    connection.putrequest(method, path if path.startswith("/") else server.base + path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


def enter(server: Served, address: str, **headers: str) -> http.client.HTTPResponse:
    """Open an address that opens once, as its page does by itself."""
    connection = http.client.HTTPConnection(urlsplit(server.printed).netloc, timeout=20)
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    connection.request("POST", server.base, urlencode({"token": address.partition("token=")[2]}), sent)
    return connection.getresponse()


def cookie(server: Served) -> str:
    """The cookie of somebody who opened the address that heartwork printed."""
    answer = enter(server, server.url)
    assert (answer.status, answer.headers["Location"]) == (303, server.base)
    return "; ".join(value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie"))


def test_it_prints_one_address_and_nothing_that_only_an_engineer_could_use(server: Served) -> None:
    lines = server.log.read_text().splitlines()

    assert lines[0] == f"heartwork is ready at {server.printed}"
    assert lines[1:] == ["Leave this window open while you write. Ctrl+C closes heartwork."]


@pytest.mark.parametrize(
    "path",
    [
        "/voila/files/workbook.ipynb",
        "/voila/files/../pyproject.toml",
        "/voila/files/%2e%2e/pyproject.toml",
        "/voila/tree",
        "/voila/render/workbook.ipynb",
        "/voila/api/contents",
        "/voila/query/00000000-0000-0000-0000-000000000000",
        "/api/kernels",
        "/api/sessions",
        "/api/contents",
        "/api/kernelspecs",
        "/api/terminals",
        "/files/workbook.ipynb",
        "/workbook.ipynb",
        "/workbook.json",
        "/tree",
        "/lab",
        "/login",
        "/logout",
        "/nbextensions/x.js",
        "/voila/labextensions/x.js",
        "/voila/api/themes/x",
        "/voila/execution/00000000-0000-0000-0000-000000000000",
        "/api/status",
        "/api/me",
        "/knock",
        "/voila/templates/heartwork/static/../../../../../../../../pyproject.toml",
        "/voila/templates/heartwork/static/%2e%2e/error.html",
        "/voila/templates/heartwork/static/../index.html.j2",
        "/voila/static/../../../../etc/passwd",
    ],
)
@pytest.mark.parametrize("below", [False, True], ids=["at the top", "below the pages"])
@pytest.mark.parametrize("inside", [False, True], ids=["stranger", "with the cookie"])
def test_no_other_path_gives_anything(server: Served, path: str, inside: bool, below: bool) -> None:
    answer = ask(server, path.removeprefix("/") if below else path, **({"Cookie": cookie(server)} if inside else {}))

    assert answer.status in (403, 404)
    body = answer.read()
    assert b"root:" not in body
    assert b"hatchling" not in body
    assert b"from heartwork" not in body


def test_without_the_token_there_is_no_page(server: Served) -> None:
    answer = ask(server, "")

    assert answer.status == 403
    body = answer.read().decode()
    assert "press Enter in the window where heartwork runs" in body
    assert "hw-kernel" not in body


def test_a_wrong_token_opens_nothing(server: Served) -> None:
    answer = ask(server, "?token=guessed")

    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers
    assert "This address doesn't open your pages" in unescape(answer.read().decode())


def test_a_page_of_another_name_is_refused(server: Served) -> None:
    answer = ask(server, "", Host="evil.example", Cookie=cookie(server))

    assert answer.status == 403


def test_a_page_may_load_only_what_is_its_own_and_nobody_may_frame_it(server: Served) -> None:
    answer = ask(server, "", Cookie=cookie(server))

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "http:" not in policy.replace("ws://", "")
    assert answer.headers["Referrer-Policy"] == "same-origin"  # other sites are told nothing
    # Nor can they see by a script or a style of ours that heartwork is open, or keep a hold of its window.
    for path in ("", "voila/templates/heartwork/static/page.js", "voila/templates/heartwork/static/nothing.js"):
        headers = ask(server, path, Cookie=cookie(server)).headers
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
    assert b"</html>" in answer.read()


def test_a_page_that_asks_for_a_kernel_which_is_gone_is_nothing_to_tell_a_person(server: Served) -> None:
    before = server.log.read_text()

    answer = ask(server, f"api/kernels/{uuid.uuid4()}", Cookie=cookie(server))

    assert answer.status == 404
    assert server.log.read_text() == before


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "heartwork", "--no-browser", "--port", str(port), "--answers", str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is in use by another program, or by a heartwork that is still open. "
        "Leave --port out to have a free one chosen, or give another.\n"
    )


def test_a_worksheet_that_is_not_there_is_said_before_anything_starts(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "heartwork", "open", "bounderies", "--answers", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert 'There is no worksheet "bounderies". Did you mean "boundaries"?' in done.stderr
    assert "Traceback" not in done.stderr


def test_it_says_so_when_no_browser_can_be_opened(tmp_path: Path) -> None:
    with served(tmp_path / "answers") as server:  # only to know that a port is free and all is well
        server.stop()
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "heartwork", "open", "--port", str(port), "--answers", str(tmp_path / "answers")],
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": "/nowhere", "HOME": str(tmp_path)},
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    process.terminate()
    process.wait(20)

    assert lines[0].startswith(f"heartwork is ready at http://127.0.0.1:{port}/")
    assert lines[1] == "No browser could be opened from here: open that address yourself.\n"


def test_closing_it_leaves_no_process_behind(tmp_path: Path) -> None:
    with served(tmp_path / "answers") as server:
        answer = ask(server, "", Cookie=cookie(server))
        assert b"</html>" in answer.read()
        kernels = server.kernels()
        assert len(kernels) == 1

    assert server.process.returncode == 0
    # The system clears away what ended after its parent, in its own time.
    until = time.monotonic() + 10
    while (left := [pid for pid in kernels if Path(f"/proc/{pid}").exists()]) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []


def test_scripts_and_styles_go_out_packed_and_a_browser_keeps_them_for_good(server: Served) -> None:
    page = ask(server, "", Cookie=cookie(server)).read().decode()
    scripts = re.findall(r'(?:src|href)="([^"]+\.(?:js|css)[^"]*)"', page)
    assert len(scripts) >= 3
    plain = packed = 0
    for script in scripts:
        answer = ask(server, script, **{"Accept-Encoding": "gzip, br;q=0"})
        body = answer.read()
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        unpacked = ask(server, script)
        assert unpacked.headers["Content-Encoding"] is None
        assert unpacked.read() == gzip.decompress(body)
        plain, packed = plain + len(gzip.decompress(body)), packed + len(body)

    # The whole of a first visit. What is loaded for an author's own plain ipywidgets comes on top, where there are any.
    assert plain <= 500_000
    assert packed <= 200_000


def test_a_browser_that_can_unpack_brotli_is_sent_less(server: Served) -> None:
    address = "/voila/templates/heartwork/static/page.js?v=1"
    smallest = ask(server, address, **{"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert smallest.headers["Content-Encoding"] == "br"
    packed, plain = smallest.read(), ask(server, address).read()
    assert len(packed) < 0.95 * len(ask(server, address, **{"Accept-Encoding": "gzip"}).read())

    if shutil.which("node") is None:
        pytest.skip("Node.js is not here, and Python alone cannot unpack it")
    unpack = "process.stdin.pipe(require('node:zlib').createBrotliDecompress()).pipe(process.stdout)"
    unpacked = subprocess.run(["node", "-e", unpack], input=packed, capture_output=True, check=True, timeout=60)
    assert unpacked.stdout == plain


def test_what_may_change_under_its_name_is_asked_for_each_time(server: Served) -> None:
    assert ask(server, "/voila/templates/heartwork/static/first.js").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.js", "%2e%2e%2findex.html.j2", "%2Fetc%2Fpasswd", ""])
def test_only_files_of_the_front_end_can_be_asked_for(server: Served, name: str) -> None:
    answer = ask(server, f"/voila/templates/heartwork/static/{name}")

    assert answer.status == 404
    assert b"{%" not in answer.read()
