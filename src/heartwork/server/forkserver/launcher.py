"""Starting the fork server: early, so that it imports while the server of the pages does; or as a copy of that one."""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from pathlib import Path

from heartwork.runtime import runtime_folder
from heartwork.server.isolation import python

__all__ = ["NAME", "SOCKET_VARIABLE", "divide", "has_ended", "is_registered", "possible", "socket_path", "start"]

#: Under this name jupyter_client finds the provisioner (an entry point of this package).
NAME = "heartwork-forked"

#: Where the fork server of this process listens.
SOCKET_VARIABLE = "HEARTWORK_FORK_SERVER"


class _Copy:
    """What `subprocess.Popen` is to a program, for a copy of this process."""

    def __init__(self, pid: int) -> None:
        self._pid, self._ended = pid, False

    def poll(self) -> int | None:
        """0 once it has ended."""
        if sys.platform != "win32" and not self._ended:
            with contextlib.suppress(ChildProcessError):
                self._ended = os.waitpid(self._pid, os.WNOHANG)[0] != 0
        return 0 if self._ended else None

    def wait(self, timeout: float) -> None:
        """Wait for its end, for so many seconds."""
        end = time.monotonic() + timeout
        while self.poll() is None and time.monotonic() < end:
            time.sleep(0.02)


#: The fork server of this process.
_started: list[subprocess.Popen[bytes] | _Copy] = []
#: Where it listens, when the environment of this process does not say so.
_untold: list[str] = []


def possible() -> bool:
    """Whether processes can be copied here: on Linux, where they can be made to end with the one they come from."""
    return sys.platform == "linux"


def is_registered() -> bool:
    """Whether jupyter_client would find the provisioner."""
    return any(point.name == NAME for point in entry_points(group="jupyter_client.kernel_provisioners"))


def socket_path() -> str | None:
    """Where the fork server of this process listens; None where there is none."""
    return os.environ.get(SOCKET_VARIABLE) or next(iter(_untold), None)


def start(environment: Mapping[str, str] | None = None) -> bool:
    """
    Start the fork server of this process, once; it ends with this process.

    Its kernels find their worksheets as this process does, by its environment: it reads them beforehand.

    Args:
        environment: That of the fork server, where this process also runs programs of others: their environment then
            says nothing of it. The one of this process when None.

    Returns:
        Whether there is one; False where processes cannot be copied.
    """
    if not possible() or not is_registered():
        return False
    if _started:
        return True
    if not runtime_folder.has_sockets():
        return False
    path = runtime_folder.session() / "fork"
    lifeline, held = os.pipe()
    process = subprocess.Popen(  # noqa: S603  our own command
        [*python("heartwork.server.forkserver.server"), str(path), str(lifeline)],
        cwd=Path(__file__).parent,  # there is nothing in it that a library would take for its settings
        pass_fds=[lifeline],
        stdin=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    os.close(lifeline)
    _started.append(process)
    if environment is None:
        os.environ[SOCKET_VARIABLE] = str(path)
    else:
        _untold.append(str(path))

    _end_with_this(process, held)
    return True


def divide(environment: Mapping[str, str], be_fork_server: Callable[[int], int]) -> bool:
    """
    Copy this process, which has imported all that kernels need too: both then share the memory of that.

    It takes a little longer than `start`, which imports in two processes at once, and half the memory. So it is for one
    server of many on a computer, each with a page or two.

    Args:
        environment: That of the fork server.
        be_fork_server: Does what the copy does, given the pipe that its path comes through (see `server.copied`).

    Returns:
        Whether there is one, in this process; the copy never returns. False where processes cannot be copied.
    """
    if sys.platform != "linux" or not is_registered() or _started:
        return bool(_started)
    told, held = os.pipe()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    pid = os.fork()
    if pid == 0:
        os.close(held)
        os.environ.clear()
        os.environ.update(environment)
        raise SystemExit(be_fork_server(told))
    os.close(told)
    path = runtime_folder.session() / "fork"  # made by this process alone
    os.write(held, os.fsencode(path) + b"\n")
    _started.append(copy := _Copy(pid))
    _untold.append(str(path))
    _end_with_this(copy, held)
    return True


def _end_with_this(process: subprocess.Popen[bytes] | _Copy, held: int) -> None:
    """The fork server ends when this process does."""

    def end() -> None:
        os.close(held)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)

    atexit.register(end)


def has_ended() -> bool:
    """Whether the fork server of this process has ended."""
    return bool(_started) and _started[0].poll() is not None
