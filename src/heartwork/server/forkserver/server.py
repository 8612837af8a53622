"""The fork server: imports everything once, then divides itself for each kernel that is asked for."""

from __future__ import annotations

import argparse
import atexit
import contextlib
import ctypes
import gc
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heartwork.server.forkserver import warmup, wire
from heartwork.server.forkserver.child_setup import run

if sys.platform != "linux":
    raise ImportError("Processes are copied on Linux only.")  # see `launcher.possible`

__all__ = ["ForkServer", "copied", "main", "what_cannot_be_shared"]

#: Threads that a library of numbers keeps for itself would not be in the copies.
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

_PR_SET_PDEATHSIG = 1
_CREDENTIALS = struct.Struct("3i")  # process, user, group
_PATIENCE = 5.0  # seconds that somebody who connects may take to say what they want


@dataclass
class _Kernel:
    """A kernel that runs, or ran, and the connection of whoever asked for it."""

    pid: int
    connection: socket.socket
    ended: bool = False


class ForkServer:
    """
    Waits for requests at a socket, one connection a kernel.

    A connection that is closed ends its kernel, and a signal that is sent over it reaches it. A kernel that ends is
    told to its connection, with its exit code. It is a child that is not waited for until then, so its number is
    nobody else's, without the pidfd that some containers forbid.

    Args:
        path: The socket; only this user may connect.
        lifeline: An open pipe; when its other end is closed, everything here ends.
        steps: What is worth doing ahead, a step at a time; so that kernels which are asked for at once, as when
            the server of a workshop was started anew, do not all do it themselves.
    """

    def __init__(self, path: Path, lifeline: int, steps: Iterator[object]) -> None:
        self._path, self._lifeline, self._steps = path, lifeline, steps
        self._poll = select.poll()
        self._kernels: dict[int, _Kernel] = {}  # by its connection
        self._child_ended, self._wakes = os.pipe()  # a byte for each child that ends
        for end in (self._child_ended, self._wakes):
            os.set_blocking(end, False)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            self._socket.bind(str(path))
        finally:
            os.umask(before)
        self._socket.listen(128)
        self._poll.register(self._socket, select.POLLIN)
        self._poll.register(lifeline, select.POLLIN | select.POLLHUP)
        self._poll.register(self._child_ended, select.POLLIN)

    def serve(self) -> tuple[dict[str, Any], int] | None:
        """
        Serve until the lifeline is cut; then None.

        In a fork it returns too: what kernel to be, and the pipe to say in that it listens.
        """
        resting = False
        signal.signal(signal.SIGCHLD, lambda *_: None)  # the byte is all that it is for
        signal.set_wakeup_fd(self._wakes, warn_on_full_buffer=False)
        while True:
            for descriptor, _ in self._poll.poll(None if resting else 0):
                if descriptor == self._lifeline:
                    self._end()
                    return None
                if descriptor == self._socket.fileno():
                    job = self._accept()
                    if job is not None:
                        return job
                elif descriptor == self._child_ended:
                    self._tell_of_the_ended()
                elif descriptor in self._kernels:
                    self._hear(self._kernels[descriptor])
            if not resting:
                resting = self._rests()
                if resting:
                    warmup.settle()

    def _rests(self) -> bool:
        """Do one step more ahead; whether there is none left."""
        try:
            return next(self._steps, self) is self
        except Exception as error:  # the kernels that run end with this process; each says itself what is wrong
            sys.stderr.write(f"Not all of a page could be made ready ahead ({type(error).__name__}).\n")
            return True

    def _accept(self) -> tuple[dict[str, object], int] | None:
        connection, _ = self._socket.accept()
        files: list[int] = []
        try:
            credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
            if _CREDENTIALS.unpack(credentials)[1] != os.getuid():
                raise PermissionError("another user")
            connection.settimeout(_PATIENCE)
            job, files = wire.receive(connection)
            go, let_go = os.pipe()  # a kernel that ends at once must be known here first
            pid = os.fork()
        except (OSError, EOFError, ValueError, struct.error):
            connection.close()
            for file in files:
                os.close(file)
            return None
        if pid == 0:
            return self._be_a_kernel(job, files, go, connection)
        for descriptor in (*files, go):
            os.close(descriptor)
        self._kernels[connection.fileno()] = _Kernel(pid, connection)
        self._poll.register(connection, select.POLLIN | select.POLLHUP)
        with contextlib.suppress(OSError):  # whoever asked is gone: the next look at the connection ends the kernel
            wire.send(connection, {"pid": pid})
        os.close(let_go)
        return None

    def _be_a_kernel(
        self, job: dict[str, object], files: list[int], go: int, connection: socket.socket
    ) -> tuple[dict[str, Any], int]:
        """In the fork: keep the outputs and the pipe, and nothing else of the fork server."""
        signal.set_wakeup_fd(-1)
        parent = os.getppid()
        os.setsid()
        # Ends with the fork server, whatever way that ends.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)
        out, error, bound = files
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (out, 1), (error, 2)):
            os.dup2(source, target)
        # By number, below; the objects must not close a number that is somebody else's by then.
        for each in (self._socket, connection, *(kernel.connection for kernel in self._kernels.values())):
            if each.fileno() >= 0:
                each.detach()
        self._kernels.clear()
        for descriptor in _numbers("/proc/self/fd"):
            if descriptor not in (0, 1, 2, go, bound):
                with contextlib.suppress(OSError):
                    os.close(descriptor)
        os.read(go, 1)  # the end of the pipe is the sign
        os.close(go)
        return job, bound

    def _hear(self, kernel: _Kernel) -> None:
        """A signal for a kernel, or that whoever asked for it is gone."""
        try:
            number = int(wire.receive(kernel.connection)[0]["signal"])
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            self._forget(kernel)
            return
        if not kernel.ended:
            with contextlib.suppress(OSError):
                os.kill(kernel.pid, number)

    def _tell_of_the_ended(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._child_ended, 4096)
        for kernel in list(self._kernels.values()):
            if kernel.ended:
                continue
            # Not waited for yet: as long as it is not, its number is nobody else's.
            status = os.waitid(os.P_PID, kernel.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if status is None:
                continue
            kernel.ended = True
            code = status.si_status if status.si_code == os.CLD_EXITED else -status.si_status
            try:
                wire.send(kernel.connection, {"exit": code})
            except OSError:
                self._forget(kernel)

    def _forget(self, kernel: _Kernel) -> None:
        """End a kernel and all that it started, and let its number go."""
        self._poll.unregister(kernel.connection)
        if not kernel.ended:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(kernel.pid, signal.SIGKILL)
        os.waitpid(kernel.pid, 0)
        del self._kernels[kernel.connection.fileno()]
        kernel.connection.close()

    def _end(self) -> None:
        signal.set_wakeup_fd(-1)
        for end in (self._child_ended, self._wakes):
            os.close(end)
        for kernel in list(self._kernels.values()):
            self._forget(kernel)
        with contextlib.suppress(OSError):
            self._path.unlink()


def what_cannot_be_shared() -> str:
    """Why a copy of this process would not be whole, or nobody can know; empty when it would."""
    if not Path("/proc/self/task").is_dir():
        return "no /proc shows what runs"
    threads = len(_numbers("/proc/self/task"))
    if threads > 1:
        return f"{threads} threads run"
    # A file that is open has one place in it for all copies.
    opened = [
        path
        for number in _numbers("/proc/self/fd")
        if number > 2 and (path := _opened(number)).startswith("/") and not path.startswith(("/dev/", "/proc/"))
    ]
    return f"{len(opened)} files are open" if opened else ""


def _numbers(folder: str) -> list[int]:
    return [int(path.name) for path in Path(folder).iterdir()]


def _opened(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""


def main(arguments: list[str] | None = None, *, prepare: Callable[[], Iterator[object]] = warmup.warm_up) -> int:
    """Import, listen, serve; in a fork, be a kernel."""
    parser = argparse.ArgumentParser()
    parser.add_argument("socket", type=Path)
    parser.add_argument("lifeline", type=int)
    given = parser.parse_args(arguments)
    os.set_inheritable(given.lifeline, False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server: it ends us when it ends
    os.environ |= _ONE_THREAD
    gc.disable()
    warmup.load()
    why = what_cannot_be_shared()
    if why:
        sys.stderr.write(f"Kernels are started in the ordinary way: {why} in the process they would be copied from.\n")
        return 1
    gc.freeze()
    job = ForkServer(given.socket, given.lifeline, prepare()).serve()
    if job is not None:
        run(*job)
    return 0


def copied(told: int) -> int:
    """
    Be the fork server in a copy of another process (see `launcher.divide`).

    Args:
        told: A pipe through which the path of its socket comes; when its other end is closed, everything here ends.

    Returns:
        The exit code.
    """
    os.setsid()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # it ends with the process that it is a copy of
    atexit._clear()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.chdir(Path(__file__).parent)  # there is nothing in it that a library would take for its settings
    os.environ |= _ONE_THREAD
    with open(told, "rb", buffering=0, closefd=False) as pipe:
        path = pipe.readline().rstrip(b"\n")
    job = ForkServer(Path(os.fsdecode(path)), told, iter(())).serve() if path else None
    if job is not None:
        run(*job)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
