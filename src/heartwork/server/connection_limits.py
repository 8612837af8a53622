"""
Connections that are begun and not gone on with: bounded, so that nobody holds all that a server has.

A connection is *waiting* until a whole request has come by it, and again once that was answered. Where one address, or
all together, have too many that wait, the one that has waited longest is closed: a browser makes another when it needs
one. Connections that are being answered, and the sockets of pages, are never closed for it; so a class behind one
address has room, whoever else is there.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.ioloop import PeriodicCallback
from tornado.iostream import BaseIOStream

__all__ = ["LIMITS", "BoundedHTTPServer"]

#: How a server of ours listens: seconds that a request's head and its body may each take, and bytes they may have.
LIMITS = {
    "idle_connection_timeout": 20,
    "body_timeout": 20,
    "max_header_size": 32 * 1024,
    "max_body_size": 1_000_000,
    "max_buffer_size": 10_000_000,
}

#: Of the files that this process may have open, so many may be connections that wait: of one address, and of all.
_OF_ONE, _OF_ALL = 16, 4
_FEWEST = 16
#: Where a system does not say how many files may be open; and how many sockets Windows waits for at once.
_FILES, _ON_WINDOWS = 1024, 512
#: Seconds within which a browser sends its request over the slowest network.
_A_WHILE = 2.0
#: Seconds that an answer may wait to be taken, and between two looks.
_TAKING, _LOOKS = 120.0, 5.0
#: Answers that wait to be taken by one address.
_UNTAKEN = 200


@dataclass(eq=False)
class _Connection:
    """One connection, from its beginning until it is closed or has become a socket."""

    stream: BaseIOStream
    address: str
    #: Since when it waits for a whole request; None while one is answered.
    waits: float | None = field(default_factory=time.monotonic)
    #: Whether a request was ever answered by it.
    used: bool = False
    #: Since when what was answered waits to be taken; None where nothing does.
    untaken: float | None = None


class BoundedHTTPServer(HTTPServer):
    """Tornado's server, with a bound to what it holds for those who do not go on."""

    def initialize(self, *settings: Any, proxies: Collection[str] = (), **more: Any) -> None:
        """
        As Tornado's.

        Args:
            proxies: Addresses of proxies that are believed who asks; everybody else speaks for themselves.
        """
        super().initialize(*settings, **more)
        self._proxies = frozenset(proxies)
        self._known: dict[int, _Connection] = {}
        files = _files()
        self._most = {"one": max(_FEWEST, files // _OF_ONE), "all": max(2 * _FEWEST, files // _OF_ALL)}
        self._looking = PeriodicCallback(self.look, _LOOKS * 1000)
        self._looking.start()

    def handle_stream(self, stream: Any, address: Any) -> None:
        """A connection begins."""
        where = str(address[0]) if isinstance(address, tuple) and address else ""
        self._close_too_many(where)
        self._known[id(stream)] = _Connection(stream, where)
        super().handle_stream(stream, address)

    def start_request(self, server_conn: Any, request_conn: Any) -> HTTPMessageDelegate:
        """It waits for a request, the first or another."""
        known = self._known.get(id(server_conn.stream))
        self.xheaders = known is not None and known.address in self._proxies
        delegate = super().start_request(server_conn, request_conn)
        if known is None:
            return delegate
        known.waits = time.monotonic()
        return _Noting(delegate, known)

    def on_close(self, server_conn: Any) -> None:
        """It is over, or a socket from now on."""
        self._known.pop(id(server_conn.stream), None)
        super().on_close(server_conn)

    def stop(self) -> None:
        """Listen no more."""
        self._looking.stop()
        super().stop()

    def look(self) -> None:
        """Close what has waited to be taken for long."""
        now, by_address = time.monotonic(), dict[str, list[_Connection]]()
        for one in self._known.values():
            one.untaken = (one.untaken or now) if one.waits is None and one.stream.writing() else None
            if one.untaken is not None:
                by_address.setdefault(one.address, []).append(one)
        for here in by_address.values():
            here.sort(key=lambda one: one.untaken or 0)
            late = [one for one in here if now - (one.untaken or now) > _TAKING]
            for one in {*late, *here[:-_UNTAKEN]}:
                one.stream.close()

    def _close_too_many(self, address: str) -> None:
        for most, of in (("one", address), ("all", None)):
            waiting = list(self._waiting(of))
            if len(waiting) >= self._most[most]:
                # Who has not sent a whole request for a while goes before a browser that did.
                late = time.monotonic() - _A_WHILE
                oldest = min(waiting, key=lambda one: (one.used or (one.waits or 0) > late, one.waits))
                self._known.pop(id(oldest.stream), None)
                oldest.stream.close()

    def _waiting(self, address: str | None) -> Iterator[_Connection]:
        for one in self._known.values():
            if one.waits is not None and address in (None, one.address):
                yield one


class _Noting(HTTPMessageDelegate):
    """Hands a request on, and notes when it is whole."""

    def __init__(self, delegate: HTTPMessageDelegate, known: _Connection) -> None:
        self._delegate, self._known = delegate, known

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        return self._delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._delegate.data_received(chunk)

    def finish(self) -> None:
        self._known.waits, self._known.used = None, True
        self._delegate.finish()

    def on_connection_close(self) -> None:
        self._delegate.on_connection_close()


def _files() -> int:
    """How many files this process may have open."""
    if sys.platform == "win32":
        return _ON_WINDOWS
    import resource

    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _FILES if soft == resource.RLIM_INFINITY else soft
