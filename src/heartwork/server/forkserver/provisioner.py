"""Asks the fork server for a kernel; where there is none, starts one in the ordinary way."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from heartwork.paths import SEAT_KEY_VARIABLE
from heartwork.server import PAGE_KERNEL
from heartwork.server.forkserver import launcher, wire

if sys.platform != "linux":
    raise ImportError("Processes are copied on Linux only.")  # see `launcher.possible`

__all__ = ["ForkedProvisioner"]

_PATIENCE = 10.0  # seconds until a kernel is started in the ordinary way after all


class ForkedProvisioner(LocalProvisioner):
    """
    Kernels by fork, for jupyter_client.

    Everything but the start is that of an ordinary local kernel. Selected by `kernel_provisioner` in a kernel spec, or
    as the default provisioner. Only the kernels of pages are forked (`heartwork.server.kernels.page_kernel`), and only
    where they listen at sockets of this user; others are started in the ordinary way.
    """

    _fell_back = False

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Ask the fork server; start an ordinary kernel where it cannot be had."""
        path = launcher.socket_path()
        if path is None or not _is_a_pages(cmd) or self.connection_info.get("transport") != "ipc":
            return await super().launch_kernel(cmd, **_without_key(kwargs))
        try:
            process = await asyncio.get_running_loop().run_in_executor(None, _forked, Path(path), cmd, kwargs)
        except (OSError, EOFError) as error:
            if not ForkedProvisioner._fell_back:  # said once, not for each visit
                ForkedProvisioner._fell_back = True
                self.log.warning("Kernels cannot be forked (%s): they are started in the ordinary way.", error)
            return await super().launch_kernel(cmd, **_without_key(kwargs))
        self.process = cast(Any, process)  # it does all that is asked of it there
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info


class ForkedProcess:
    """What `subprocess.Popen` is to an ordinary kernel, for one that is a child of the fork server."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """Its exit code (minus the signal that ended it); None while it runs."""
        if self.returncode is None and _has_news(self._connection.fileno(), 0):
            try:
                self.returncode = int(wire.receive(self._connection)[0]["exit"])
            except (OSError, EOFError):
                self.returncode = -signal.SIGKILL  # the fork server is gone, and took it along
            self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for its end."""
        if self.returncode is None and not _has_news(self._connection.fileno(), timeout):
            raise subprocess.TimeoutExpired("a kernel", timeout or 0)
        return self.poll()

    def send_signal(self, signal_: int) -> None:
        """Send it a signal; nobody else is hit, even when its number is taken again."""
        if self.poll() is None:
            with contextlib.suppress(OSError):  # the fork server is gone, and took it along
                wire.send(self._connection, {"signal": int(signal_)})

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def __del__(self) -> None:
        if self.returncode is None:
            self._connection.close()


def _without_key(kwargs: dict[str, Any]) -> dict[str, Any]:
    """
    For a kernel that is not forked: what opens a workbook is left out, and its page asks for the passphrase.

    What a new program is told by its environment can be read in /proc as long as it runs. What a fork is told comes
    through the socket, and is in its own memory only.
    """
    told = {name: value for name, value in (kwargs.get("env") or {}).items() if name != SEAT_KEY_VARIABLE}
    return {**kwargs, **({"env": told} if told else {})}


def _is_a_pages(command: list[str]) -> bool:
    """Whether this is the kernel of a page, and of this Python, not that of another environment."""
    return PAGE_KERNEL in command and Path(command[0]).resolve() == Path(sys.executable).resolve()


def _forked(path: Path, command: list[str], kwargs: dict[str, Any]) -> ForkedProcess:
    connection = _connected(path)
    listening, bound = os.pipe()
    try:
        connection.settimeout(_PATIENCE)
        job = {
            "connection_file": command[command.index("-f") + 1],
            "environment": dict(kwargs.get("env") or os.environ),
            "folder": str(kwargs.get("cwd") or Path.cwd()),
        }
        wire.send(connection, job, [1, 2, bound])
        os.close(bound)
        bound = -1
        told, _files = wire.receive(connection)
        connection.settimeout(None)
        # Once it listens, the first try to connect is the one that succeeds.
        _has_news(listening, _PATIENCE)
    except BaseException:
        connection.close()
        raise
    finally:
        os.close(listening)
        if bound >= 0:
            os.close(bound)
    return ForkedProcess(connection, int(told["pid"]))


def _has_news(file: int, patience: float | None) -> bool:
    """Whether there is something to read, or its end, within so many seconds; None waits for ever."""
    poll = select.poll()  # `select.select` knows no number above 1023, which a server of sixty pages has
    poll.register(file, select.POLLIN)
    return bool(poll.poll(None if patience is None else patience * 1000))


def _connected(path: Path) -> socket.socket:
    """A connection to the fork server; it may still be importing."""
    end = time.monotonic() + _PATIENCE
    while True:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(path))
        except OSError:
            connection.close()
            if launcher.has_ended() or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return connection
