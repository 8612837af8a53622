"""What the two ends of the socket say to each other: JSON with its length before it, and open files beside it."""

from __future__ import annotations

import json
import socket
import struct
import sys
from collections.abc import Mapping, Sequence
from typing import Any

if sys.platform != "linux":
    raise ImportError("Processes are copied on Linux only.")  # see `launcher.possible`

__all__ = ["receive", "send"]

_LENGTH = struct.Struct("!I")
_MOST_FILES = 4


def send(connection: socket.socket, message: Mapping[str, object], files: Sequence[int] = ()) -> None:
    """
    Send one message.

    Args:
        files: Open files (descriptors) that the other end gets a copy of.

    Raises:
        OSError: If the other end is gone.
    """
    raw = json.dumps(message).encode()
    # The files travel with the first bytes; four of them are never split.
    socket.send_fds(connection, [_LENGTH.pack(len(raw))], files)
    connection.sendall(raw)


def receive(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """
    Wait for one message; it and the files that came with it, which are the caller's to close.

    Raises:
        EOFError: If the other end is gone.
        OSError: If it does not go on in time (where the socket has a time-out).
    """
    head, files, _, _ = socket.recv_fds(connection, _LENGTH.size, _MOST_FILES)
    head += _exactly(connection, _LENGTH.size - len(head)) if head else b""
    if not head:
        raise EOFError("the other end is gone")
    (length,) = _LENGTH.unpack(head)
    message: dict[str, object] = json.loads(_exactly(connection, length))
    return message, list(files)


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(65536, length - len(parts)))
        if not part:
            raise EOFError("the other end is gone")
        parts += part
    return bytes(parts)
