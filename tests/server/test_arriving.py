"""A page is begun before it has a kernel, and says meanwhile where it is going to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers import Served, page_key, served

HAPPENS = "What keeps happening?"
#: Of what asks like this, it is expected to say where it is.
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("arriving") / "answers") as running:
        yield running


@pytest.fixture
def person(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.pages, headers=BROWSER, follow_redirects=True, timeout=30) as client:
        token = {"token": server.url.partition("token=")[2]}
        with client.stream("POST", "/", data=token) as answer:  # the cookie is there with the first screen
            assert answer.is_success
        yield client


def open_at(person: httpx.Client, place: str, *, name: str = "") -> tuple[int, str]:
    """Load the page, and say where it is as soon as its first screen is there: what that is answered, and the rest."""
    with person.stream("GET", "/") as answer:
        pieces = answer.iter_text()
        first = next(pieces)
        while "</footer>" not in first:
            first += next(pieces)
        assert "Nothing you write here leaves this computer." in first
        assert "data-kernel-id" not in first
        where = re.search(r'data-to="/[\w-]+/(arriving/[\w-]+)"', first)
        assert where
        to = f"/arriving/{name}" if name else f"/{where[1]}"
        told = person.post(to, data={"_xsrf": page_key(person.cookies), "place": place})
        return told.status_code, "".join(pieces)


def test_the_first_page_that_is_made_is_the_one_that_was_asked_for(person: httpx.Client) -> None:
    # On a busy machine the kernel may not have waited for us; then a page asks it afterwards.
    pages = (open_at(person, "boundaries") for _ in range(10))
    status, rest = next((one for one in pages if HAPPENS in one[1]), (0, ""))

    assert status == 204
    assert '"asked": "boundaries"' in rest


def test_a_page_is_sent_in_a_third_of_its_size(person: httpx.Client) -> None:
    with person.stream("GET", "/") as answer:
        sent = sum(map(len, answer.iter_raw()))
    whole = person.get("/", headers={"Accept-Encoding": "identity"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in whole.headers
    assert sent < len(whole.content) / 3


@pytest.mark.parametrize("place", ["", "'); import os; ('", "boundaries\nhome", "b" * 201, "<b>", "no-such-page"])
def test_what_is_no_place_leads_to_the_beginning_or_to_a_page_that_says_so(person: httpx.Client, place: str) -> None:
    status, rest = open_at(person, place)

    assert status == 204
    assert HAPPENS not in rest
    assert "data-states" in rest
    assert place == "no-such-page" or '"asked": ""' in rest


def test_who_never_says_where_it_is_has_its_page_all_the_same(server: Served, person: httpx.Client) -> None:
    assert "data-states" in person.get("/").text


def test_of_a_page_that_is_not_arriving_nothing_is_noted(person: httpx.Client) -> None:
    status, rest = open_at(person, "boundaries", name="another")

    assert status == 204
    assert HAPPENS not in rest


def test_only_who_was_let_in_is_heard(server: Served, person: httpx.Client) -> None:
    with httpx.Client(base_url=server.pages) as stranger:
        assert stranger.post("/arriving/another", data={"place": "boundaries"}).status_code == 403
    assert person.post("/arriving/another", data={"place": "boundaries"}).status_code == 403  # another site's form


def test_where_somebody_is_stands_in_no_log(tmp_path: Path) -> None:
    with served(tmp_path / "answers") as server, httpx.Client(base_url=server.pages, follow_redirects=True) as person:
        person.post("/", data={"token": server.url.partition("token=")[2]})
        open_at(person, "boundaries/limit")
        log = server.log.read_text(encoding="utf-8")

    assert "limit" not in log
    assert "arriving" not in log
