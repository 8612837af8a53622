"""
A page's kernel in a fork, with only what it needs round it: one thread and five sockets.

ipykernel's application is for notebooks: it reads settings, makes a profile, watches what other programs print, and
has a thread for each channel. Each of these makes a part of the fork server's memory the fork's own.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from zmq.eventloop.zmqstream import ZMQStream

from heartwork.server.kernels.page_kernel import PageKernel

__all__ = ["listen", "session_of"]

_LINGER = 1000  # milliseconds that a last message may take to go out
#: So many messages are remembered, to refuse one that comes twice. Jupyter remembers 65536, and a kernel at a seat grew
#: by a megabyte and more for it in an hour of writing.
_REMEMBERED = 1024


def session_of(told: Mapping[str, Any]) -> Session:
    """
    What signs messages and checks their signatures.

    Args:
        told: The content of a connection file: its `key` and `signature_scheme` are used.
    """
    return Session(key=told["key"].encode(), signature_scheme=told["signature_scheme"], digest_history_size=_REMEMBERED)


def listen(connection_file: Path, bound: int) -> None:
    """
    Be a page's kernel until it ends.

    Args:
        connection_file: Where it is to listen (jupyter_client's connection file, of transport `ipc`), and its key.
        bound: An open pipe; one byte goes into it once the kernel listens.
    """
    told = json.loads(connection_file.read_text(encoding="utf-8"))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # but while a cell runs
    context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()

    def socket(kind: int, channel: str) -> zmq.Socket[bytes]:
        made = context.socket(kind)
        made.linger = _LINGER
        if kind == zmq.ROUTER:
            # A page that joins again has the name it had. While its old connection is still being read, the new one
            # would be heard by nobody, and nothing that is typed would be saved (ipykernel does the same).
            made.router_handover = True
        made.bind(f"ipc://{told['ip']}-{told[f'{channel}_port']}")
        return made

    beat = ZMQStream(socket(zmq.ROUTER, "hb"))
    beat.on_recv(beat.send_multipart)
    kernel = PageKernel.instance(
        session=session_of(told),
        shell_stream=ZMQStream(socket(zmq.ROUTER, "shell")),
        control_stream=ZMQStream(socket(zmq.ROUTER, "control")),
        stdin_socket=socket(zmq.ROUTER, "stdin"),
        iopub_socket=socket(zmq.PUB, "iopub"),
        log=logging.getLogger("kernel"),
    )
    sys.stdout, sys.stderr = _Printed(kernel, "stdout"), _Printed(kernel, "stderr")
    kernel.start()  # type: ignore[no-untyped-call]  # ipykernel gives it none
    with contextlib.suppress(BrokenPipeError):  # whoever asked gave up: this kernel is about to be ended
        os.write(bound, b"1")
    os.close(bound)
    IOLoop.current().start()
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    context.destroy()  # what was said last goes out first


class _Printed(io.TextIOBase):
    """What is printed goes to whoever asked for what prints it."""

    def __init__(self, kernel: PageKernel, name: str) -> None:
        self._kernel, self._name = kernel, name

    def write(self, text: str) -> int:
        """Send it."""
        content = {"name": self._name, "text": text}
        if text:
            self._kernel.send_response(self._kernel.iopub_socket, "stream", content)  # type: ignore[no-untyped-call]
        return len(text)
