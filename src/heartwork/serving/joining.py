"""
How a page joins its kernel: Jupyter's socket, for pages that are left at any moment.

A page may be closed while its socket is being made. Jupyter then goes on with a connection that is gone, fails over
it, counts a page less than there are, and says all that at length in the window of the person.

Whether a page is still there is asked by Tornado alone. Jupyter asks beside it, with the same two settings, in
milliseconds instead of seconds; no value of them suits both, and what Tornado takes made Jupyter close every socket
after half a minute.
"""

from __future__ import annotations

from typing import Any

import tornado.web
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

__all__ = ["Joining"]


class Joining(VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """The socket between a page and its kernel."""

    #: Seconds between two questions whether the page is there, and seconds it has for each answer.
    ping_interval = ping_timeout = 30
    connection: Any = None
    _joined = False
    _hung_up = False

    async def pre_get(self) -> None:
        """
        Find the kernel.

        Raises:
            HTTPError: 404, if it is not there (any more), or does not answer.
            Finish: If the page hung up meanwhile.
        """
        if self.kernel_id not in self.kernel_manager:
            raise tornado.web.HTTPError(404)
        try:
            await super().pre_get()
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
        """A message of the page; one that comes after the end has nobody to go to."""
        if self.connection is not None:
            super().on_message(ws_message)

    def on_close(self) -> None:
        """The page is gone. Before it was joined there is nobody to take leave of, and no page to count off."""
        if not self._joined:
            self._hung_up = True
        elif self.connection is not None:
            super().on_close()

    def write_error(self, status_code: int, **details: Any) -> None:
        """Nothing is said: no page reads it."""
        if not self._finished:
            self.finish()

    def _undo(self) -> None:
        """What was prepared for the page that hung up."""
        connection, self.connection = self.connection, None
        if connection is None:
            return
        if connection._open_sessions.get(connection.session_key) is self:
            connection._open_sessions.pop(connection.session_key)
        if connection.kernel_info_channel is not None and not connection.kernel_info_channel.closed():
            connection.kernel_info_channel.close()
