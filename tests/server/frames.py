"""Messages to a kernel as a page sends them over its socket, and sockets that send what no page would."""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from heartwork.server.websocket_guard import PROTOCOL

__all__ = ["frame", "header", "heard", "joined", "message", "parts"]


def header(kind: str, **other: Any) -> dict[str, Any]:
    """The header of a message."""
    return {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": "x",
        "username": "",
        "date": "",
        "version": "5.3",
        **other,
    }


def message(
    kind: str,
    content: Mapping[str, Any] | None = None,
    *,
    channel: str = "shell",
    metadata: Mapping[str, Any] | None = None,
    buffers: Sequence[bytes] = (),
    id_: str = "",
) -> bytes:
    """A whole message."""
    head = header(kind, **({"msg_id": id_} if id_ else {}))
    objects = [json.dumps(one).encode() for one in (head, {}, metadata or {}, content or {})]
    return frame([channel.encode(), *objects, *buffers])


def frame(pieces: Sequence[bytes]) -> bytes:
    """Pieces in a row, with their offsets before them."""
    offsets = [8 * (len(pieces) + 2)]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    return b"".join([*(number.to_bytes(8, "little") for number in (len(offsets), *offsets)), *pieces])


def parts(raw: bytes) -> list[bytes]:
    """The pieces of a message that this server sent."""
    numbers = [int.from_bytes(raw[8 * place : 8 * place + 8], "little") for place in range(raw[0] + 1)]
    return [raw[start:end] for start, end in itertools.pairwise(numbers[1:])]


def heard(raw: str | bytes | None) -> dict[str, Any]:
    """A message of the server, as a dictionary."""
    assert isinstance(raw, bytes), raw
    channel, head, parent, metadata, content, *_buffers = parts(raw)
    names = ("header", "parent_header", "metadata", "content")
    known = dict(zip(names, map(json.loads, (head, parent, metadata, content)), strict=True))
    return {**known, "channel": channel.decode(), "msg_type": known["header"]["msg_type"]}


@asynccontextmanager
async def joined(
    address: str, kernel: str, cookies: str, *, protocols: Sequence[str] = (PROTOCOL,), **settings: Any
) -> AsyncIterator[WebSocketClientConnection]:
    """
    A socket to a kernel.

    Args:
        address: Of the server, `http://127.0.0.1:8866/`.
        kernel: Its id.
        cookies: What the browser sends along.
        protocols: What it offers to speak.
        settings: Others of the request.
    """
    url = f"{address.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
    headers = {"Cookie": cookies, "Origin": address.rstrip("/"), **settings.pop("headers", {})}
    request = HTTPRequest(url, headers=headers, connect_timeout=20, **settings)
    connection: WebSocketClientConnection = await websocket_connect(request, subprotocols=list(protocols) or None)
    try:
        yield connection
    finally:
        connection.close()
