"""
What lets pages that are open come back to a heartwork that was started again: a key of each start.

A page has the key of the start it was opened in, in its script and nowhere else; the keys of the last day lie in the
private folder of things that run, for the person only. They open nothing by themselves: with them a page and a server
prove to each other who they are (`heartwork.server.resume`).
"""

from __future__ import annotations

import contextlib
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heartwork.runtime import instance

__all__ = ["KEPT_SECONDS", "PageKey", "PageKeys"]

#: A page can come back for so long after its heartwork was last seen to run.
KEPT_SECONDS = 24 * 3600
#: So many starts are remembered.
_MOST = 20


@dataclass(frozen=True, slots=True)
class PageKey:
    """
    The key of one start.

    Args:
        id: Which one it is; it may be known to everybody.
        secret: What the pages of that start and the server share, 32 bytes in hexadecimal digits.
    """

    id: str
    secret: str = field(repr=False)

    @classmethod
    def fresh(cls) -> PageKey:
        """A new one."""
        return cls(secrets.token_urlsafe(16), secrets.token_hex(32))


class PageKeys:
    """
    The key of this start, and those of earlier ones whose pages may come back.

    Args:
        answers: Folder of the answers; None where nothing may be noted (a private visit).
        now: Seconds since 1970.
    """

    def __init__(self, answers: Path | None, now: float) -> None:
        self._answers = answers
        kept = self._read() if answers is not None else {}
        earlier = [one for one in kept.get("keys", []) if 0 <= now - one["at"] < KEPT_SECONDS][-_MOST:]
        self.own = PageKey.fresh()
        #: What a page locks with that it leaves in its tab while it is loaded again, in hexadecimal digits.
        self.tab: str = kept["tab"] if earlier else secrets.token_hex(32)
        self._earlier = {one["id"]: PageKey(one["id"], one["secret"]) for one in earlier}
        self._write([*earlier, self._noted(now)])

    def find(self, id_: str) -> PageKey | None:
        """The key of that name; None where there is none, or none any more."""
        return self.own if id_ == self.own.id else self._earlier.get(id_)

    def still_running(self, now: float) -> None:
        """Note that this start is still running; where it was deleted meanwhile, it stays deleted."""
        kept = self._read() if self._answers is not None else {}
        others = [one for one in kept.get("keys", []) if one["id"] != self.own.id]
        if len(others) < len(kept.get("keys", [])):
            self._write([*others, self._noted(now)])

    def _noted(self, now: float) -> dict[str, Any]:
        return {"id": self.own.id, "secret": self.own.secret, "at": now}

    def _write(self, keys: list[dict[str, Any]]) -> None:
        if self._answers is not None:
            instance.put(self._answers, "pages", json.dumps({"tab": self.tab, "keys": keys}).encode())

    def _read(self) -> dict[str, Any]:
        """What is kept; nothing where it cannot be read, or is not ours."""
        for path in instance.there(self._answers, "pages") if self._answers is not None else []:
            with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
                kept: dict[str, Any] = json.loads(path.read_bytes())
                bytes.fromhex(kept["tab"])
                for one in kept["keys"]:
                    bytes.fromhex(one["secret"])
                    float(one["at"]), str(one["id"])
                return kept
        return {}
