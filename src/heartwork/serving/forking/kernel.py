"""What a fork does before it is an ordinary kernel: everything that a fresh process would not have is put right."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import random
import signal
import sys
import time
from typing import Any

__all__ = ["run"]


def run(job: dict[str, Any], bound: int) -> None:
    """
    Be the kernel that was asked for, until it ends.

    Args:
        job: `argv` (what follows the launcher), `environment`, `folder`.
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
    sys.argv = ["ipykernel_launcher", *job["argv"]]
    gc.enable()
    from heartwork.serving.forking import page_kernel_app  # by now imported: see `ahead.load`

    told = page_kernel_app.connection(job["argv"])
    if told is not None:
        page_kernel_app.serve(told, bound)
        return
    from heartwork.serving.forking.kernel_app import ForkedKernelApp

    # 1 is "nobody to watch": the system itself ends this process with its parent (see `server`).
    application = ForkedKernelApp.instance(parent_handle=1)
    application.bound = bound
    application.initialize(job["argv"])
    application.start()  # type: ignore[no-untyped-call]  # ipykernel gives it none


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
