"""What the Hub is told of this server: when somebody was last at work, so that it ends what rests and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import json
import ssl
import time
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.ioloop import PeriodicCallback

from heartwork.server.hub.environment import HubEnvironment

__all__ = ["Activity"]

#: Seconds between two looks whether there is something to tell.
_LOOKS = 15.0


class Activity:
    """
    Tells it, as often as the Hub wants to hear; after a rest, at once: the Hub may be about to end this server.

    Args:
        told: What the Hub has told.
    """

    def __init__(self, told: HubEnvironment) -> None:
        self._told = told
        self._last: datetime.datetime | None = None
        self._untold = self._telling = False
        self._next = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._looking = PeriodicCallback(self._look, _LOOKS * 1000)

    def start(self) -> None:
        """Begin to tell; the start of a server is activity itself."""
        if self._told.activity:
            self._looking.start()

    def note(self) -> None:
        """Somebody is at work."""
        self._last = datetime.datetime.now(datetime.timezone.utc)
        self._untold = True
        self._look()

    def _look(self) -> None:
        if self._untold and not self._telling and self._told.activity and time.monotonic() >= self._next:
            self._telling = True
            task = asyncio.ensure_future(self._tell())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _tell(self) -> None:
        last = self._last
        assert last is not None
        at = last.isoformat().replace("+00:00", "Z")
        self._next = time.monotonic() + min(self._told.interval, _LOOKS)  # where it cannot be told, soon once more
        try:
            with contextlib.suppress(OSError, HTTPClientError, ssl.SSLError):
                await AsyncHTTPClient().fetch(
                    self._told.activity,
                    method="POST",
                    headers={"Authorization": f"token {self._told.token}", "Content-Type": "application/json"},
                    body=json.dumps({"servers": {self._told.server: {"last_activity": at}}, "last_activity": at}),
                    **self._tls(),
                )
                self._next = time.monotonic() + self._told.interval
                self._untold = self._last != last
        finally:
            self._telling = False

    def _tls(self) -> dict[str, Any]:
        tls = self._told.tls
        if not tls:
            return {}
        return {"client_cert": tls["certfile"], "client_key": tls["keyfile"], "ca_certs": tls["ca_certs"]}
