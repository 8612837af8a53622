"""
What may come through the WebSocket of a page, and how much: looked at before Jupyter reads any of it.

A page speaks Jupyter's protocol `v1.kernel.websocket.jupyter.org`. A message is: how many offsets there are, the
offsets, and between them the channel, four JSON objects and any buffers. Jupyter believes every number in it, so one
of 2**64 in a message of eight bytes would have it read offsets for ever. Here all of them are held against the length
of the message first.

What is sent too fast is not refused: the next frame is read a little later. So nothing that a page has to say is lost,
and nobody keeps the server busy for the others.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from tornado.websocket import WebSocketHandler, WebSocketProtocol, WebSocketProtocol13

from heartwork.server.rate_limit import RateLimit

__all__ = ["KINDS", "MOST_UNSENT", "PROTOCOL", "PacedProtocol", "RefusedMessageError", "checked", "is_echo", "paced"]

#: The protocol that every socket has to speak.
PROTOCOL = "v1.kernel.websocket.jupyter.org"

#: What a page may send; all else that is well-formed is dropped without a word.
KINDS = frozenset({"comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"})

#: Bytes that may wait to be sent to a page before another message is added; a page that reads nothing is let go.
MOST_UNSENT = 8_000_000

#: Offsets that a message may have: the channel, four objects, and buffers.
_FEWEST_OFFSETS, _MOST_OFFSETS = 6, 64
#: Bytes of a number in a message.
_WORD = 8
#: Bytes that the header, and each of its texts, may have.
_LONGEST_HEADER, _LONGEST_TEXT = 4096, 256
#: How deep lists and objects may lie in each other. Our own pages need seven.
_DEEPEST = 64
#: The one channel on which a page has anything to say.
_CHANNEL = b"shell"
_HEADER_TEXTS = ("msg_id", "msg_type", "session")

#: Frames in a second, and at once; bytes in a second, and at once. A page that opens sends some hundred.
_FRAMES, _FRAMES_AT_ONCE = 60.0, 600.0
_BYTES, _BYTES_AT_ONCE = 1_000_000.0, 6_000_000.0

_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


class RefusedMessageError(ValueError):
    """A message that no page of ours sends; the socket that it came through is closed."""


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a message: of what kind it is."""

    kind: str


def checked(message: object) -> Header:
    """
    Look at a message of a page.

    Args:
        message: As it came.

    Returns:
        What it is; its kind need not be one of `KINDS`.

    Raises:
        RefusedMessageError: If it is a text, or not of the protocol, or not for the shell channel.
    """
    if not isinstance(message, bytes):
        raise RefusedMessageError("a text")
    channel, header, *objects = _parts(message)
    if channel != _CHANNEL:
        raise RefusedMessageError("not for the shell channel")
    for one in objects[:3]:
        if not (one.startswith(b"{") and one.endswith(b"}")):
            raise RefusedMessageError("not an object")
        if depth(one) > _DEEPEST:
            raise RefusedMessageError("too deep")
    return Header(_kind(header))


def is_echo(message: object) -> bool:
    """Whether a message of the protocol, made by this server, tells a page which code its kernel runs."""
    if not isinstance(message, bytes):
        return False
    header = message[_number(message, 2) : _number(message, 3)]
    return b'"execute_input"' in header and json.loads(header).get("msg_type") == "execute_input"


def depth(text: bytes) -> int:
    """How deep lists and objects lie in each other in a JSON text; takes time in proportion to its length only."""
    if text.count(b"[") + text.count(b"{") <= _DEEPEST:
        return min(_DEEPEST, text.count(b"[") + text.count(b"{"))
    brackets = _STRINGS.sub(b"", text).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _parts(message: bytes) -> list[bytes]:
    """The channel, the four objects and the buffers of a message."""
    count = _number(message, 0)
    if not _FEWEST_OFFSETS <= count <= min(_MOST_OFFSETS, len(message) // _WORD - 1):
        raise RefusedMessageError("another number of offsets")
    offsets = [_number(message, place) for place in range(1, count + 1)]
    if offsets[0] != _WORD * (count + 1) or offsets[-1] != len(message) or not _ascends(offsets):
        raise RefusedMessageError("offsets that lead elsewhere")
    return [message[start:end] for start, end in pairwise(offsets)]


def _number(message: bytes, place: int) -> int:
    return int.from_bytes(message[_WORD * place : _WORD * (place + 1)], "little")


def _ascends(offsets: Sequence[int]) -> bool:
    return all(before <= after for before, after in pairwise(offsets))


def _kind(header: bytes) -> str:
    if len(header) > _LONGEST_HEADER:
        raise RefusedMessageError("a long header")
    try:
        said = json.loads(header)
    except (ValueError, RecursionError):
        raise RefusedMessageError("a header that is no JSON") from None
    if not isinstance(said, dict) or not all(_is_short(said.get(name)) for name in _HEADER_TEXTS):
        raise RefusedMessageError("a header that says too little")
    if not all(_is_short(value) or value is None for value in said.values()):
        raise RefusedMessageError("a header that says something else")
    return str(said["msg_type"])


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_TEXT


class PacedProtocol(WebSocketProtocol13):
    """
    Reads no more frames and bytes of a page in a second than it has any use for.

    Every frame counts: pings, and pieces of a message, are read by Tornado without asking a handler.
    """

    def __init__(self, *settings: Any) -> None:
        super().__init__(*settings)
        self._frames = RateLimit(_FRAMES, _FRAMES_AT_ONCE)
        self._bytes = RateLimit(_BYTES, _BYTES_AT_ONCE)

    async def _receive_frame(self) -> None:
        # What was read at once lies in memory: without a pause, nobody else would have their turn until it is done.
        await asyncio.sleep(self._frames.take())
        before = self._wire_bytes_in
        await super()._receive_frame()
        owed = self._bytes.take(self._wire_bytes_in - before)
        if owed:
            await asyncio.sleep(owed)

    def hang_up(self) -> None:
        """Close it at once: what waits to be sent is dropped."""
        self._abort()


def paced(handler: WebSocketHandler, made: WebSocketProtocol | None) -> PacedProtocol | None:
    """What reads the frames of a handler, in the place of Tornado's own; None for a protocol that is none."""
    return PacedProtocol(handler, False, made.params) if isinstance(made, WebSocketProtocol13) else None
