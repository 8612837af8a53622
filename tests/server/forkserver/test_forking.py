"""
Kernels by fork, with real ones: each is like a fresh process, and none outlives what it belongs to.

What they do for a page is in `tests/browser/`; how fast they are is measured in `benchmarks/`.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from heartwork.server import PAGE_KERNEL
from heartwork.server.forkserver import launcher
from heartwork.server.forkserver import server as fork_server
from heartwork.server.forkserver.provisioner import ForkedProcess, ForkedProvisioner
from tests.server.forkserver.conftest import Forking

pytestmark = pytest.mark.skipif(not launcher.possible(), reason="processes cannot be copied here")


def _is_alive(run: Any) -> bool:
    return bool(run.manager.is_alive())


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it did not come true in a minute"
        time.sleep(0.02)


def test_it_is_registered() -> None:
    assert launcher.is_registered()


def test_a_forked_kernel_has_the_folder_and_the_environment_it_was_given(
    forking: Forking, kernel: Callable[..., Any], tmp_path: Path
) -> None:
    run = kernel(cwd=str(tmp_path), env={**os.environ, "A_WORD": "here"})

    assert run("__import__('os').getcwd()") == str(tmp_path)
    assert run("__import__('os').environ.get('A_WORD')") == "here"
    assert run("__import__('os').getppid()") == forking.process.pid
    assert isinstance(run.manager.provisioner.process, ForkedProcess)


@pytest.mark.parametrize(("settings", "transport"), [([], "ipc"), ([PAGE_KERNEL], "tcp")], ids=["notebook", "tcp"])
def test_a_notebooks_kernel_and_one_that_others_could_reach_are_started_in_the_ordinary_way(
    forking: Forking, kernel: Callable[..., Any], settings: list[str], transport: str
) -> None:
    run = kernel(settings=settings, transport=transport)

    assert not isinstance(run.manager.provisioner.process, ForkedProcess)
    assert run("1 + 1") == 2


def test_a_page_that_joins_again_by_its_name_is_heard_while_its_old_connection_is_still_there(
    forking: Forking, kernel: Callable[..., Any]
) -> None:
    run = kernel()

    for _time in range(2):
        shell = run.manager.connect_shell(identity=b"a page")
        run.manager.session.send(shell, "kernel_info_request")
        assert shell.poll(10_000)


def test_what_is_not_in_its_environment_is_not_in_the_kernel(forking: Forking, kernel: Callable[..., Any]) -> None:
    names = {name: value for name, value in os.environ.items() if name != launcher.SOCKET_VARIABLE}

    assert kernel(env=names)(f"{launcher.SOCKET_VARIABLE!r} in __import__('os').environ") is False


def test_no_two_kernels_draw_the_same_numbers(forking: Forking, kernel: Callable[..., Any]) -> None:
    line = "[__import__('random').random(), __import__('uuid').uuid4().hex, float(__import__('numpy').random.random())]"

    assert not set(kernel()(line)) & set(kernel()(line))


def test_widgets_find_their_kernel(forking: Forking, kernel: Callable[..., Any]) -> None:
    """Without the control target, a page asks for the state of every widget one by one."""
    targets = kernel()("sorted(__import__('comm').get_comm_manager().targets)")

    assert {"jupyter.widget", "jupyter.widget.control"} <= set(targets)


def test_nothing_of_the_fork_server_is_open_in_a_kernel(forking: Forking, kernel: Callable[..., Any]) -> None:
    opened = "[__import__('os').readlink('/proc/self/fd/' + n) for n in __import__('os').listdir('/proc/self/fd') " \
        "if __import__('os').path.islink('/proc/self/fd/' + n)]"  # fmt: skip

    assert [name for name in kernel()(opened) if name.endswith("/fork")] == []


def test_an_interrupt_reaches_it(forking: Forking, kernel: Callable[..., Any]) -> None:
    run = kernel()
    threading.Timer(0.5, run.manager.interrupt_kernel).start()

    assert run("__import__('time').sleep(20)")["ename"] == "KeyboardInterrupt"


@pytest.mark.parametrize(
    ("end", "code"),
    [("__import__('os')._exit(3)", 3), ("__import__('os').kill(__import__('os').getpid(), 9)", -9)],
)
def test_its_exit_code_is_told(forking: Forking, kernel: Callable[..., Any], end: str, code: int) -> None:
    run = kernel()
    process = run.manager.provisioner.process

    run.client.execute(end)

    assert process.wait(10) == code
    assert not run.manager.is_alive()


def test_kernels_leave_nothing_behind(forking: Forking, kernel: Callable[..., Any]) -> None:
    runs = [kernel() for _ in range(4)]
    assert len(forking.children()) == 4

    runs[0].manager.shutdown_kernel()
    runs[1].manager.shutdown_kernel(now=True)
    os.kill(runs[2].manager.provisioner.pid, signal.SIGKILL)
    until(lambda: not _is_alive(runs[2]))
    runs[3].manager.restart_kernel(now=True)
    runs[3].manager.shutdown_kernel(now=True)

    until(lambda: forking.children() == [])


def test_a_kernel_ends_with_the_fork_server_whatever_way_that_ends(
    own_forking: Forking, kernel: Callable[..., Any]
) -> None:
    run = kernel()

    own_forking.process.kill()
    own_forking.process.wait()

    until(lambda: not run.manager.is_alive())
    assert run.manager.provisioner.process is None or run.manager.provisioner.process.returncode == -9


def test_when_whoever_started_it_is_gone_all_ends(own_forking: Forking, kernel: Callable[..., Any]) -> None:
    run = kernel()

    os.close(own_forking.lifeline)

    assert own_forking.process.wait(10) == 0
    until(lambda: not run.manager.is_alive())


def test_a_server_with_more_than_a_thousand_open_files_has_forked_kernels(
    forking: Forking, kernel: Callable[..., Any]
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(1100)]
    try:
        run = kernel()
        process = run.manager.provisioner.process
        assert isinstance(process, ForkedProcess)
        assert process.poll() is None

        run.client.execute("import os; os._exit(7)")

        assert process.wait(10) == 7
    finally:
        for file in opened:
            os.close(file)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_without_a_fork_server_a_kernel_is_started_in_the_ordinary_way_and_that_is_said_once(
    kernel: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv(launcher.SOCKET_VARIABLE, str(tmp_path / "nobody"))
    monkeypatch.setattr(ForkedProvisioner, "_fell_back", False)
    monkeypatch.setattr(launcher, "has_ended", lambda: True)
    monkeypatch.setattr(logging.getLogger("traitlets"), "propagate", True)

    with caplog.at_level(logging.WARNING):
        runs = [kernel(), kernel()]

    assert [run("1 + 1") for run in runs] == [2, 2]
    assert caplog.text.count("Kernels cannot be forked") == 1


def test_what_a_copy_would_not_have_is_noticed(tmp_path: Path) -> None:
    go = threading.Event()
    thread = threading.Thread(target=go.wait)
    thread.start()
    try:
        assert "threads run" in fork_server.what_cannot_be_shared()
    finally:
        go.set()
        thread.join()


def test_a_page_imports_nothing_that_was_not_there_before_the_fork(
    kernel: Callable[..., Any], forking: Forking
) -> None:
    program = (
        "import json, sys; from heartwork.server.forkserver import server, warmup; warmup.load(); [*warmup.warm_up()]; "
        "print(json.dumps([*sys.modules]))"
    )
    loaded = json.loads(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout)

    run = kernel()
    run("bool(__import__('heartwork').workbook())")
    extra = set(run("[*__import__('sys').modules]")) - set(loaded)
    assert extra <= {"runpy"}, "it is how `python -m` runs"


def test_worksheets_are_read_before_anybody_asks(forking: Forking, kernel: Callable[..., Any]) -> None:
    library = "__import__('heartwork.authoring.library').authoring.library"
    line = f"[len({library}.__dict__[name]) for name in ('_known', '_known_data')]"

    def read() -> bool:
        worksheets, others = kernel()(line)
        return bool(worksheets >= 2 and others >= 2)

    until(read)


def test_the_parent_of_all_has_drawn_once_and_has_one_thread_and_nothing_open(
    forking: Forking, kernel: Callable[..., Any]
) -> None:
    until(lambda: bool(kernel()("bool(__import__('matplotlib').font_manager.fontManager.ttflist)")))
    folder = Path(f"/proc/{forking.process.pid}")

    def opened() -> list[str]:
        return [str(path.readlink()) for path in (folder / "fd").iterdir() if int(path.name) > 2]

    assert len(list((folder / "task").iterdir())) == 1
    until(lambda: [name for name in opened() if name.startswith("/") and not name.startswith("/dev/")] == [])


def test_what_is_done_ahead_goes_on_while_kernels_are_asked_for(tmp_path: Path) -> None:
    asked: list[None] = []
    asked_by_then: list[int] = []

    class Counting(fork_server.ForkServer):
        def _accept(self) -> None:
            asked.append(None)
            super()._accept()

    def steps() -> Iterator[None]:
        asked_by_then.append(len(asked))
        os.close(write)  # it may end
        yield

    read, write = os.pipe()
    server = Counting(tmp_path / "fork", read, steps())
    for _ in range(20):
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(tmp_path / "fork"))

    assert server.serve() is None

    os.close(read)
    assert asked_by_then == [1]


def test_what_cannot_be_done_ahead_ends_no_kernel(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def steps() -> Iterator[None]:
        os.close(write)  # it may end
        raise ValueError("words that somebody wrote")
        yield

    read, write = os.pipe()

    assert fork_server.ForkServer(tmp_path / "fork", read, steps()).serve() is None

    os.close(read)
    assert "words" not in capfd.readouterr().err


def test_pages_that_were_made_before_anybody_asked_are_in_no_kernel(
    forking: Forking, kernel: Callable[..., Any]
) -> None:
    until(forking.rests)

    run = kernel()
    widgets = "len(__import__('ipywidgets').Widget.get_manager_state()['state'])"
    assert run(widgets) == 0
    assert run("bool(__import__('heartwork').worksheet('boundaries'))") is True
    assert run(widgets) > 10
