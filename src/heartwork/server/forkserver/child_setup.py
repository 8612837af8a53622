"""What a fork does before it is a page's kernel: everything that a fresh process would not have is put right."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

if sys.platform != "linux":
    raise ImportError("Processes are copied on Linux only.")  # see `launcher.possible`

__all__ = ["run"]


def run(job: dict[str, Any], bound: int) -> None:
    """
    Be the kernel that was asked for, until it ends.

    Args:
        job: `connection_file`, `environment`, `folder`.
        bound: An open pipe; one byte goes into it once the kernel listens.
    """
    _fresh_signals()
    # What the fork server wanted done at its end is not ours to do.
    atexit._clear()
    atexit.register(logging.shutdown)
    _fresh_environment(job["environment"])
    os.chdir(job["folder"])
    random.seed()
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    del sys.argv[1:]
    gc.enable()
    from heartwork.server.forkserver.kernel_main import listen  # by now imported: see `ahead.load`

    listen(Path(job["connection_file"]), bound)


def _fresh_signals() -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # as Python itself begins
    for each in (signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)


def _fresh_environment(environment: dict[str, str]) -> None:
    was = dict(os.environ)
    for name in was.keys() - environment.keys():
        del os.environ[name]
    os.environ.update({name: value for name, value in environment.items() if was.get(name) != value})
    if was.get("TZ") != environment.get("TZ"):
        time.tzset()
    if was.get("PYTHONPATH") != environment.get("PYTHONPATH"):
        others = set(filter(None, was.get("PYTHONPATH", "").split(os.pathsep)))
        wanted = [path for path in environment.get("PYTHONPATH", "").split(os.pathsep) if path]
        sys.path[:] = [*wanted, *(path for path in sys.path if path not in others)]
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None and "MPLBACKEND" in environment:
        matplotlib.rcParams["backend"] = environment["MPLBACKEND"]
