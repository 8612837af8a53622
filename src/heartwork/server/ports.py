"""Which port a server listens at: the one it had last, so that the pages that are still open find it there."""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.runtime.instance import last_port

__all__ = ["HOST", "free_port", "port_again"]

HOST = "127.0.0.1"

DEFAULT_PORT = 8866
#: Seconds that one which was told to end may take, until its port is free.
_ENDING = 3.0


def port_again(folder: Path, host: str = HOST) -> int:
    """
    The port that the pages of a folder had last, a free one where none is known; said where it cannot be had.

    Args:
        folder: Of the answers, or of a workshop.
        host: Where it is to listen.
    """
    last = last_port(folder)
    if last is None:
        return free_port(host)
    end = time.monotonic() + _ENDING
    while not _is_free(host, last):
        if time.monotonic() > end:
            return _another_than(last, host)
        time.sleep(0.1)
    return last


def free_port(host: str = HOST) -> int:
    """
    8866 or the next free port after it; any free one when those are taken.

    Raises:
        KitError: If there is none.
    """
    for port in range(DEFAULT_PORT, DEFAULT_PORT + 20):
        if _is_free(host, port):
            return port
    with socket.socket(_family(host)) as probe:
        try:
            probe.bind((host, 0))
        except OSError as error:
            what, mend = "no port is free on this computer.", "Close some programs, then try again."
            raise KitError([Problem(what=what, mend=mend)]) from error
        return int(probe.getsockname()[1])


def _another_than(last: int, host: str) -> int:
    port = free_port(host)
    said = _("Another program is at port {last} now, where your pages were before. They are at port {port} this time.")
    sys.stdout.write(said.format(last=last, port=port) + "\n")
    sys.stdout.write(_("A page still open from that time can't carry on by itself.") + "\n")
    return port


def _is_free(host: str, port: int) -> bool:
    with socket.socket(_family(host)) as probe:
        if sys.platform != "win32":  # what ended a moment ago is not in the way; on Windows this means another thing
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError:
            return False
        return True


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
