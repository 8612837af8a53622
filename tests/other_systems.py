"""
This system as if it were Windows or macOS, as far as that can be had on Linux.

`sys.platform` says so, and what there is not there is taken away. Libraries have chosen their parts while they were
imported, and keep those of this system; what is shown is that heartwork asks for nothing that is missing there.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

__all__ = ["MISSING", "NO_MODULES", "become"]

#: What each has not, of what Linux has.
MISSING: dict[str, dict[ModuleType, str]] = {
    "win32": {
        os: "fork getuid geteuid getgid getegid O_DIRECTORY sysconf nice setsid killpg getpgid set_blocking",
        signal: "SIGHUP SIGCHLD SIGTTIN SIGPIPE",
        socket: "send_fds recv_fds SO_PEERCRED",
        select: "poll",
        time: "tzset",
    },
    "darwin": {os: "waitid pidfd_open sched_getaffinity", socket: "SO_PEERCRED"},
}
#: Modules that it has not.
NO_MODULES = {"win32": ("fcntl", "resource"), "darwin": ()}


def missing(system: str) -> Iterator[tuple[ModuleType, str]]:
    for module, names in MISSING[system].items():
        yield from ((module, name) for name in names.split() if hasattr(module, name))


def become(system: str) -> None:
    """Be such a system from here on, in this process: for one that was started for it."""
    import sysconfig
    import urllib.request

    sysconfig.get_config_vars()
    import ipykernel.kernelapp  # noqa: F401
    import IPython  # noqa: F401  chooses for itself, as do these
    import jupyter_client.launcher
    import jupyter_client.provisioning.local_provisioner as provisioner
    import voila.app  # noqa: F401

    # How a process is started and interrupted there is jupyter_client's affair, and cannot be tried here.
    provisioner.launch_kernel = _as_here(jupyter_client.launcher.launch_kernel)
    send, here = provisioner.LocalProvisioner.send_signal, sys.platform

    async def send_signal(self: Any, number: int) -> None:
        there, sys.platform = sys.platform, here
        try:
            await send(self, number)
        finally:
            sys.platform = there

    provisioner.LocalProvisioner.send_signal = send_signal
    assert urllib.request
    for module, name in missing(system):
        delattr(module, name)
    for name in NO_MODULES[system]:
        sys.modules[name] = None  # type: ignore[assignment]
    sys.platform = system


def _as_here(call: Callable[..., Any]) -> Callable[..., Any]:
    here = sys.platform

    def called(*arguments: Any, **named: Any) -> Any:
        there, sys.platform = sys.platform, here
        try:
            return call(*arguments, **named)
        finally:
            sys.platform = there

    return called
