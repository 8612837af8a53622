"""How long a message of a page may be: the server closes a connection that sends more, so the page sends less."""

from __future__ import annotations

__all__ = ["MESSAGE_BYTES", "SEAT_MESSAGE_BYTES"]

#: Bytes of a message to a kernel; Jupyter's own servers take a little more.
MESSAGE_BYTES = 8_000_000
#: The same at a seat of a workshop: a letter of some hundred pages.
SEAT_MESSAGE_BYTES = 1_000_000
