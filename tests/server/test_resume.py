"""How a page and a server that was started again prove to each other who they are."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from heartwork.runtime.page_keys import PageKey, PageKeys
from heartwork.server import resume
from heartwork.server.resume import Resuming, proof
from tests.servers import Served, free_port, served

NOW = 1_800_000_000.0
PORT, PATH = 8866, "/new/"


@pytest.fixture
def before(tmp_path: Path) -> PageKey:
    """The key of a page that was opened in an earlier start."""
    return PageKeys(tmp_path, NOW).own


@pytest.fixture
def server(tmp_path: Path, before: PageKey) -> Resuming:
    return Resuming(PageKeys(tmp_path, NOW), PORT, PATH)


def test_a_page_and_a_server_that_know_each_other_agree_on_the_new_path(server: Resuming, before: PageKey) -> None:
    key = server.keys.find(before.id)
    assert key is not None

    said = server.hello(key, "a nonce")
    assert said["proof"] == proof(before, "server", "a nonce", said["answer"], str(PORT), server.start)
    way = server.enter(key, "a nonce", said["answer"], proof(before, "page", "a nonce", said["answer"], str(PORT)))

    assert way == {"path": PATH, "proof": proof(before, "path", "a nonce", said["answer"], PATH)}


def test_what_a_page_proved_opens_once(server: Resuming, before: PageKey) -> None:
    said = server.hello(before, "a nonce")
    proven = proof(before, "page", "a nonce", said["answer"], str(PORT))

    assert server.enter(before, "a nonce", said["answer"], proven) is not None
    assert server.enter(before, "a nonce", said["answer"], proven) is None


@pytest.mark.parametrize(
    "wrong",
    [
        lambda key, answer: proof(key, "server", "a nonce", answer, str(PORT)),  # what the server itself says
        lambda key, answer: proof(key, "page", "another", answer, str(PORT)),
        lambda key, answer: proof(key, "page", "a nonce", "another", str(PORT)),
        lambda key, answer: proof(key, "page", "a nonce", answer, "8867"),  # passed on by somebody at another port
        lambda key, answer: proof(PageKey.fresh(), "page", "a nonce", answer, str(PORT)),
        lambda key, answer: "",
        lambda key, answer: "é",
    ],
)
def test_what_is_said_of_something_else_opens_nothing(
    server: Resuming, before: PageKey, wrong: Callable[[PageKey, str], str]
) -> None:
    answer = server.hello(before, "a nonce")["answer"]

    assert server.enter(before, "a nonce", answer, wrong(before, answer)) is None


def test_a_page_that_takes_too_long_asks_again(
    server: Resuming, before: PageKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = server.hello(before, "a nonce")["answer"]
    later = resume.time.monotonic() + 31
    monkeypatch.setattr(resume.time, "monotonic", lambda: later)

    assert server.enter(before, "a nonce", answer, proof(before, "page", "a nonce", answer, str(PORT))) is None


def test_who_asks_and_asks_fills_no_memory(server: Resuming, before: PageKey) -> None:
    for number in range(3000):
        server.hello(before, str(number))

    assert len(server._asked) == 1000


# -- over the wire


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("resuming") / "answers") as one:
        yield one


def ask(server: Served, content: object, **headers: str) -> httpx.Response:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return httpx.post(f"{server.origin}/resume", content=raw, headers=headers, timeout=20)


def key_of(server: Served) -> PageKey:
    """What a page of this start is told."""
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        page = browser.post(server.pages, data={"token": server.url.partition("token=")[2]}).text
    told = json.loads(page.partition('id="hw-told">')[2].partition("</script>")[0])
    assert (told["port"], len(told["secret"])) == (server.port, 64)
    return PageKey(told["id"], told["secret"])


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b'"x"', b"\xff", b"x" * 2000, b'{"id": "\\ud800"}'),
        *({}, {"id": 1, "nonce": 2}, {"id": "x", "nonce": "y" * 24}, {"id": []}),
    ],
)
def test_whoever_does_not_know_a_page_learns_nothing(running: Served, content: object) -> None:
    answer = ask(running, content)

    assert (answer.status_code, answer.content) == (404, b"")
    assert "Set-Cookie" not in answer.headers


def test_the_key_alone_without_its_proof_opens_nothing(running: Served) -> None:
    key, nonce = key_of(running), secrets.token_urlsafe(24)
    said = ask(running, {"id": key.id, "nonce": nonce}).json()

    answer = ask(running, {"id": key.id, "nonce": nonce, "answer": said["answer"], "proof": said["proof"]})

    assert (answer.status_code, answer.content) == (403, b"")
    assert "Set-Cookie" not in answer.headers
    assert running.base[1:-1] not in json.dumps(said)


def test_with_its_proof_it_opens_the_pages(running: Served) -> None:
    key, nonce = key_of(running), secrets.token_urlsafe(24)
    said = ask(running, {"id": key.id, "nonce": nonce}).json()
    assert said["proof"] == proof(key, "server", nonce, said["answer"], str(running.port), said["start"])
    proven = proof(key, "page", nonce, said["answer"], str(running.port))

    answer = ask(running, {"id": key.id, "nonce": nonce, "answer": said["answer"], "proof": proven})

    assert answer.json()["path"] == running.base
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all(f"Path={running.base}" in one for one in cookies)


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}])
def test_another_site_asks_in_vain(running: Served, headers: dict[str, str]) -> None:
    key = key_of(running)

    assert ask(running, {"id": key.id, "nonce": secrets.token_urlsafe(24)}, **headers).status_code == 404


def test_a_private_visit_knows_nothing_of_the_pages_before_it(tmp_path: Path) -> None:
    answers, port = tmp_path / "answers", str(free_port())
    with served(answers, "--port", port) as first:
        key = key_of(first)
    with served(answers, "--port", port, "--private") as private:
        assert ask(private, {"id": key.id, "nonce": secrets.token_urlsafe(24)}).status_code == 404
    with served(answers, "--port", port) as again:
        assert ask(again, {"id": key.id, "nonce": secrets.token_urlsafe(24)}).status_code == 200
