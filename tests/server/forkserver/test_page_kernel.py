"""The kernel behind a page does what a page needs, whether it is forked or started in the ordinary way."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.session import Session

from heartwork.server.forkserver import launcher
from heartwork.server.forkserver.kernel_main import session_of
from tests.nasty import MARK

pytestmark = pytest.mark.skipif(not launcher.possible(), reason="processes cannot be copied here")


@pytest.fixture
def errors(tmp_path: Path) -> Iterator[Path]:
    """Where this process, and what it starts, writes what goes wrong; pytest would take it away from under a kernel."""
    path, before = tmp_path / "errors", os.dup(2)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 2)
    yield path
    os.dup2(before, 2)
    os.close(before)


@pytest.fixture(params=["forked", "ordinary"])
def page(
    request: pytest.FixtureRequest, errors: Path, kernel: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[dict[str, Any]]]:
    """Runs a cell in the kernel of a page; the messages that came of it."""
    if request.param == "forked":
        # The fork server is there for all tests; where it listens is said to each of them anew.
        monkeypatch.setenv(launcher.SOCKET_VARIABLE, str(request.getfixturevalue("forking").path))
    else:
        monkeypatch.delenv(launcher.SOCKET_VARIABLE, raising=False)
    client = kernel().client

    def run(cell: str, **how: Any) -> list[dict[str, Any]]:
        said: list[dict[str, Any]] = []
        said.append(client.execute_interactive(cell, output_hook=said.append, **how))
        return [{"type": message["msg_type"], **message["content"]} for message in said]

    return run


def kinds(said: list[dict[str, Any]]) -> list[str]:
    return [message["type"] for message in said if message["type"] not in ("status", "execute_input")]


def test_the_last_line_of_a_cell_is_shown(page: Callable[..., list[dict[str, Any]]]) -> None:
    said = page("a = 20\na + 1")

    assert kinds(said) == ["execute_result", "execute_reply"]
    assert [message["data"] for message in said if message["type"] == "execute_result"] == [{"text/plain": "21"}]


def test_a_widget_is_shown_as_itself(page: Callable[..., list[dict[str, Any]]]) -> None:
    said = page("import ipywidgets\nipywidgets.IntSlider()")

    shown = next(message["data"] for message in said if message["type"] == "execute_result")
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert kinds(said).count("comm_open") == 3  # it, its layout and its style


@pytest.mark.parametrize("cell", ["", "# nothing", "a = 1", "None", "import os"])
def test_a_cell_that_comes_to_nothing_shows_nothing(page: Callable[..., list[dict[str, Any]]], cell: str) -> None:
    assert kinds(page(cell)) == ["execute_reply"]


def test_what_a_cell_said_and_named_is_there_for_the_next(page: Callable[..., list[dict[str, Any]]]) -> None:
    page("def twice(n):\n    return 2 * n", silent=True)

    said = page("print(twice(4), end='')")

    assert [message["text"] for message in said if message["type"] == "stream"] == ["8"]


@pytest.mark.parametrize(("cell", "name"), [("1 / 0", "ZeroDivisionError"), ("what now", "SyntaxError")])
def test_an_error_is_told_and_the_next_cell_runs(
    page: Callable[..., list[dict[str, Any]]], cell: str, name: str
) -> None:
    said = page(cell, stop_on_error=False)

    assert kinds(said) == ["error", "execute_reply"]
    assert (said[-1]["status"], said[-1]["ename"]) == ("error", name)
    assert page("1")[-1]["status"] == "ok"


def test_there_is_no_shell_that_remembers(page: Callable[..., list[dict[str, Any]]]) -> None:
    assert page("get_ipython()")[-1]["ename"] == "NameError"
    assert page("import IPython; assert IPython.get_ipython() is None")[-1]["status"] == "ok"


def test_it_is_heard_that_it_lives_while_nobody_asks(kernel: Callable[..., Any], forking: object) -> None:
    client = kernel().client
    beats = threading.Event()
    client.hb_channel.call_handlers = lambda since: beats.set()

    client.hb_channel.unpause()

    assert not beats.wait(2.5), "a heart that was not heard for a second"
    assert client.hb_channel.is_beating()


def test_what_goes_wrong_in_a_page_is_logged_by_kind_and_place_and_without_a_word_of_anybodys(
    errors: Path, page: Callable[..., list[dict[str, Any]]]
) -> None:
    page(
        "import ipywidgets\n"
        "slider = ipywidgets.IntSlider()\n"
        f"slider.on_msg(lambda *what: int({MARK!r}))\n"
        "slider._handle_custom_msg({}, [])\n"
        f"import logging; logging.getLogger('some library').error('about {MARK}')"
    )

    logged, end = "", time.monotonic() + 10
    while "line 5" not in logged and time.monotonic() < end:  # an ordinary kernel says it through a pipe
        time.sleep(0.05)
        logged = errors.read_text()
    assert logged.count("ValueError in <cell>, line 3") == 1
    assert logged.count("ERROR in <cell>, line 5") == 1
    assert MARK not in logged


def test_a_kernel_remembers_a_bounded_number_of_messages_and_refuses_one_that_comes_twice() -> None:
    key = b"a key of a kernel"
    page, kernel = Session(key=key), session_of({"key": key.decode(), "signature_scheme": "hmac-sha256"})
    for number in range(3000):
        _, message = page.feed_identities(page.serialize(page.msg("comm_msg", {"data": number})))
        kernel.deserialize(message)
    assert len(kernel.digest_history) <= 1024
    with pytest.raises(ValueError, match="Duplicate"):
        kernel.deserialize(message)
