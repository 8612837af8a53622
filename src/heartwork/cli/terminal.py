"""The window that a command prints into: whatever it can show, and whether it is still there or not."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import IO, Any

__all__ = ["accept_any_window", "go_on_without_window"]


def accept_any_window() -> None:
    """
    Print what the window can show, and a ? for the rest; where there is no window, nowhere.

    A sentence with a letter that Latin-1 lacks is no reason to stop.
    """
    for name in ("stdin", "stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None or stream.closed:  # started without one, as by >&- or a service
            nowhere = open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8")  # noqa: SIM115, PTH123
            setattr(sys, name, nowhere)
        elif name != "stdin" and isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def go_on_without_window() -> None:
    """For a server: a window that was closed, or a program that reads no further, does not end it."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper) and not isinstance(stream.buffer, _Lasting):
            encoding, errors = stream.encoding, stream.errors
            lasting = _Lasting(stream.detach())
            setattr(sys, name, io.TextIOWrapper(lasting, encoding=encoding, errors=errors, line_buffering=True))


class _Lasting(io.BufferedIOBase):
    """Writes as long as somebody reads."""

    def __init__(self, under: IO[bytes]) -> None:
        self._under = under

    def write(self, raw: Any) -> int:
        with contextlib.suppress(OSError, ValueError):
            self._under.write(raw)
        return len(raw)

    def flush(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._under.flush()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._under.isatty()

    def fileno(self) -> int:
        return self._under.fileno()
