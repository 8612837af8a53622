"""
How a page joins its kernel: Jupyter's socket, for pages that are left at any moment, and for pages that mean harm.

A page may be closed while its socket is being made. Jupyter then goes on with a connection that is gone, fails over
it, counts a page less than there are, and says all that at length in the window of the person.

Whether a page is still there is asked by Tornado alone. Jupyter asks beside it, with the same two settings, in
milliseconds instead of seconds; no value of them suits both, and what Tornado takes made Jupyter close every socket
after half a minute.

What a page sends is looked at before Jupyter reads it (`websocket_guard`). Voila's own handler is left out: it reads
what is sent to a page as if it came in the protocol of today, whichever was spoken.
"""

from __future__ import annotations

import re
from typing import Any

import tornado.web
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from heartwork.server.rate_limit import RateLimits
from heartwork.server.websocket_guard import (
    KINDS,
    MOST_UNSENT,
    PROTOCOL,
    PacedProtocol,
    RefusedMessageError,
    checked,
    is_echo,
    paced,
)
from heartwork.widgets.message_sizes import MESSAGE_BYTES

__all__ = ["LARGEST_MESSAGE", "OPEN_SOCKETS", "KernelWebSocketHandler", "OpenSockets"]

#: Bytes that a message of a page may have, where the server says nothing else (`LARGEST_MESSAGE`).
_LARGEST = MESSAGE_BYTES
#: The setting of a server by which it says so.
LARGEST_MESSAGE = "largest_message"

#: The setting of a server where its open sockets are.
OPEN_SOCKETS = "open_sockets"

#: Sockets to one kernel: one of its page, and those that a phone left behind without a word.
_TO_ONE_KERNEL = 3
#: New sockets to one kernel in a second, and at once. Each takes six of ZeroMQ's.
_JOINS, _JOINS_AT_ONCE = 0.5, 12.0

_SESSION = re.compile(r"[\w.-]{1,64}")


class OpenSockets:
    """The sockets that are open or being opened, by kernel; where there are too many to one, the oldest goes."""

    def __init__(self) -> None:
        self._open: dict[str, list[KernelWebSocketHandler]] = {}
        self._joins = RateLimits(_JOINS, _JOINS_AT_ONCE)

    def add(self, socket: KernelWebSocketHandler) -> None:
        """
        One more.

        Raises:
            HTTPError: 429, if there were too many in a short time.
        """
        if not self._joins.of(socket.kernel_id).take_if_there():
            raise tornado.web.HTTPError(429)
        here = self._open.setdefault(socket.kernel_id, [])
        here.append(socket)
        for oldest in here[:-_TO_ONE_KERNEL]:
            self.remove(oldest)
            oldest.hang_up()

    def close_all(self) -> None:
        """None is open any more; what waits to be sent is sent first."""
        for socket in [socket for here in self._open.values() for socket in here]:
            socket.close()

    def remove(self, socket: KernelWebSocketHandler) -> None:
        """One less."""
        here = self._open.get(socket.kernel_id, [])
        if socket in here:
            here.remove(socket)
        if not here:
            self._open.pop(socket.kernel_id, None)


class KernelWebSocketHandler(KernelWebsocketHandler):
    """The socket between a page and its kernel."""

    #: Seconds between two questions whether the page is there, and seconds it has for each answer.
    ping_interval = ping_timeout = 30
    connection: Any = None
    kernel_id = ""
    _joined = False
    _hung_up = False
    _protocol: PacedProtocol | None = None
    #: Bytes that the page has not taken yet.
    _unsent = 0

    @property
    def max_message_size(self) -> int:
        """Bytes that a message of the page may have."""
        return int(self.settings.get(LARGEST_MESSAGE, _LARGEST))

    async def pre_get(self) -> None:
        """
        Find the kernel.

        Raises:
            HTTPError: 400, if the page speaks another protocol; 404, if the kernel is not there (any more), or does not
                answer; 429, if there were too many sockets to it.
            Finish: If the page hung up meanwhile.
        """
        if self.kernel_id not in self.kernel_manager:
            raise tornado.web.HTTPError(404)
        if PROTOCOL not in self._spoken() or not _SESSION.fullmatch(self.get_query_argument("session_id", "")):
            raise tornado.web.HTTPError(400)
        self._sockets.add(self)
        try:
            await super().pre_get()  # type: ignore[no-untyped-call]
        except TimeoutError:
            raise tornado.web.HTTPError(404) from None
        if self._hung_up:
            self._undo()
            raise tornado.web.Finish
        if self.kernel_id not in self.kernel_manager:  # it was ended while we asked it
            self._undo()
            raise tornado.web.HTTPError(404)

    async def open(self, kernel_id: str) -> None:
        """The page is joined to it; closed at once where the kernel ended this moment."""
        self._joined = True
        connected = self.connection.connect()
        if connected is None:
            self.close()
        else:
            await connected

    def on_message(self, ws_message: str | bytes) -> None:
        """A message of the page; one that no page of ours sends ends the socket, and Jupyter never sees it."""
        if self.connection is None:  # it comes after the end, and has nobody to go to
            return
        try:
            kind = checked(ws_message).kind
        except RefusedMessageError:
            self.hang_up()
            return
        if kind in KINDS:
            super().on_message(ws_message)  # type: ignore[no-untyped-call]

    def write_message(self, message: bytes | str | dict[str, Any], binary: bool = False) -> Any:
        """Send the page a message; one that takes nothing any more is let go of."""
        if self._unsent > MOST_UNSENT:
            self.hang_up()
        if self.ws_connection is None or is_echo(message):
            return None
        size = len(message)
        try:
            # Not Voila's, and not Jupyter's: both have ideas of their own about what is in it.
            sent = WebSocketHandler.write_message(self, message, binary)
        except WebSocketClosedError:
            return None
        self._unsent += size
        sent.add_done_callback(lambda done: self._sent(size, done))
        return sent

    def _sent(self, size: int, done: Any) -> None:
        self._unsent -= size
        if not done.cancelled():
            done.exception()  # the page has gone, and is told nothing

    def get_websocket_protocol(self) -> PacedProtocol | None:
        """What reads the frames of the page."""
        self._protocol = paced(self, super().get_websocket_protocol())
        return self._protocol

    def get_compression_options(self) -> None:
        """None: a message of a few bytes could hold one of a thousand times as many."""

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """The one that is spoken here."""
        return PROTOCOL if PROTOCOL in subprotocols else None

    def hang_up(self) -> None:
        """Close the socket at once, whatever waits to be sent."""
        self._hung_up = True
        if self._protocol is not None:
            self._protocol.hang_up()

    def on_connection_close(self) -> None:
        """It is gone, whether it was ever open or not."""
        self._sockets.remove(self)
        super().on_connection_close()

    def on_finish(self) -> None:
        """It was answered, and refused."""
        if self.ws_connection is None:
            self._sockets.remove(self)
        super().on_finish()

    def on_close(self) -> None:
        """The page is gone. Before it was joined there is nobody to take leave of, and no page to count off."""
        if not self._joined:
            self._hung_up = True
        elif self.connection is not None:
            super().on_close()  # type: ignore[no-untyped-call]

    def write_error(self, status_code: int, **details: Any) -> None:
        """Nothing is said: no page reads it."""
        if not self._finished:
            self.finish()

    @property
    def _sockets(self) -> OpenSockets:
        found: OpenSockets = self.settings.setdefault(OPEN_SOCKETS, OpenSockets())
        return found

    def _spoken(self) -> list[str]:
        said = self.request.headers.get("Sec-WebSocket-Protocol", "")
        return [one.strip() for one in said.split(",")]

    def _undo(self) -> None:
        """What was prepared for the page that hung up."""
        connection, self.connection = self.connection, None
        if connection is None:
            return
        if connection._open_sessions.get(connection.session_key) is self:
            connection._open_sessions.pop(connection.session_key)
        if connection.kernel_info_channel is not None and not connection.kernel_info_channel.closed():
            connection.kernel_info_channel.close()
