"""Starting the fork server: early, so that it imports while the server of the pages does."""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path

from heartwork.runtime import runtime_folder
from heartwork.server.isolation import python

__all__ = ["NAME", "SOCKET_VARIABLE", "has_ended", "is_registered", "possible", "socket_path", "start"]

#: Under this name jupyter_client finds the provisioner (an entry point of this package).
NAME = "heartwork-forked"

#: Where the fork server of this process listens.
SOCKET_VARIABLE = "HEARTWORK_FORK_SERVER"

#: The fork server of this process.
_started: list[subprocess.Popen[bytes]] = []
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

    def end() -> None:
        os.close(held)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)

    atexit.register(end)
    return True


def has_ended() -> bool:
    """Whether the fork server of this process has ended."""
    return bool(_started) and _started[0].poll() is not None
