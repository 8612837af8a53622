"""A connection that can be broken: what stands between browser and server in tests of bad luck."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Iterator

__all__ = ["Proxy", "proxied"]


class Proxy:
    """
    Passes bytes between a port of its own and a server's, as long as it is not told otherwise.

    Args:
        port: The server's.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._pairs: set[socket.socket] = set()
        self._flows = threading.Event()
        self._flows.set()
        self._refuses = self._closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection that is open now ends."""
        for one in list(self._pairs):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def refuse(self) -> None:
        """Nothing comes through any more."""
        self._refuses = True
        self.cut()

    def stall(self) -> None:
        """Connections stay, and nothing moves in them: a laptop between two networks."""
        self._flows.clear()

    def heal(self) -> None:
        """All is well again; what was held back moves on."""
        self._refuses = False
        self._flows.set()

    def close(self) -> None:
        """The end of it."""
        self._closed = True
        self.heal()
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        while not self._closed:
            try:
                one, _ = self._listening.accept()
                if self._refuses:
                    one.close()
                    continue
                other = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                continue
            self._pairs |= {one, other}
            for source, sink in ((one, other), (other, one)):
                threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                select.select([source], [], [])
                self._flows.wait()
                content = source.recv(65536)
                if not content:
                    break
                sink.sendall(content)
        for one in (source, sink):
            self._pairs.discard(one)
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def proxied(port: int) -> Iterator[Proxy]:
    """A proxy before a server, until the end of the block."""
    proxy = Proxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
