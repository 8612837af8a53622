"""
How an open page comes back to a heartwork that was started again, though the path and the cookies of it are new.

While nobody answers, somebody else may listen at the port. So a page that waits asks one fixed address, with a random
number and the public name of its key, and no cookie. Both sides then prove that they have the key, each for a number
that the other one made up, and for the port; what one of them said is of no use anywhere else, or a second time:

    page    POST resume {id, nonce}           -> {answer, start, proof of "server"}    only a heartwork with the key
    page    POST resume {id, nonce, answer, proof of "page"} -> {path, proof of "path"}, and the cookies of that path

A page whose key is not known any more is told so (404), and learns nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import cast

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.runtime.page_keys import PageKey, PageKeys
from heartwork.server.auth import ApiHandler, TokenIdentityProvider

__all__ = ["ResumeHandler", "Resuming", "proof"]

#: Seconds that a page has for its second question; and how many pages may be between the two.
_PATIENCE = 30.0
_MOST = 1000
#: Bytes that a question may have.
_LARGEST = 1000

_NONCE = re.compile(r"[\w-]{20,64}")


def proof(key: PageKey, who: str, *said: str) -> str:
    """What only somebody with the key can make: `who` says it, and what it is about."""
    return hmac.new(bytes.fromhex(key.secret), "|".join((who, *said)).encode(), hashlib.sha256).hexdigest()


@dataclass
class Resuming:
    """
    What a server knows of pages that come back.

    Args:
        keys: Of this start and those before.
        port: Where this server listens. It is proven too: somebody at another port cannot pass questions on.
        path: The path of its pages.
    """

    keys: PageKeys
    port: int
    path: str
    #: Says which start this is; a page of it goes on where it was.
    start: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    _asked: OrderedDict[str, tuple[str, str, float]] = field(default_factory=OrderedDict, repr=False)

    @property
    def told(self) -> dict[str, object]:
        """What a page of this start is told, for its script only."""
        own = self.keys.own
        return {"id": own.id, "secret": own.secret, "tab": self.keys.tab, "port": self.port, "start": self.start}

    def hello(self, key: PageKey, nonce: str) -> dict[str, str]:
        """The proof that this is a heartwork that has the key of the page."""
        answer = secrets.token_urlsafe(24)
        self._asked[answer] = key.id, nonce, time.monotonic()
        while len(self._asked) > _MOST:
            self._asked.popitem(last=False)
        said = proof(key, "server", nonce, answer, str(self.port), self.start)
        return {"answer": answer, "start": self.start, "proof": said}

    def enter(self, key: PageKey, nonce: str, answer: str, said: str) -> dict[str, str] | None:
        """The way in, once; None where the page proved nothing."""
        id_, asked, at = self._asked.pop(answer, ("", "", 0.0))
        if (id_, asked) != (key.id, nonce) or time.monotonic() - at > _PATIENCE:
            return None
        if not hmac.compare_digest(said.encode(), proof(key, "page", nonce, answer, str(self.port)).encode()):
            return None
        return {"path": self.path, "proof": proof(key, "path", nonce, answer, self.path)}


class ResumeHandler(ApiHandler):
    """The one address that a waiting page asks."""

    def initialize(self, resuming: Resuming) -> None:
        """What it knows."""
        self._resuming = resuming

    async def prepare(self, **_: object) -> None:
        """Nobody has a cookie here; another host name, and the page of another site, are refused as everywhere."""
        self.current_user = self._jupyter_current_user = None
        if not self.check_host() or not self.check_origin() or len(self.request.body) > _LARGEST:
            raise tornado.web.HTTPError(404)

    def check_xsrf_cookie(self) -> None:
        """There is nothing here that a cookie opens."""

    @allow_unauthenticated  # it is what lets somebody in
    async def post(self) -> None:
        """The answer to the first question, or to the second."""
        self.set_header("Cache-Control", "no-store")
        asked = self._asked()
        key = self._resuming.keys.find(asked.get("id", ""))
        if key is None or not _NONCE.fullmatch(asked.get("nonce", "")):
            raise tornado.web.HTTPError(404)
        if "answer" not in asked:
            self.finish(self._resuming.hello(key, asked["nonce"]))
            return
        way = self._resuming.enter(key, asked["nonce"], asked["answer"], asked.get("proof", ""))
        if way is None:
            raise tornado.web.HTTPError(403)
        cast("TokenIdentityProvider", self.identity_provider).let_in(self)
        self.finish(way)

    def _asked(self) -> dict[str, str]:
        """What is asked, all of it text; empty where it is something else."""
        try:
            said = json.loads(self.request.body)
        except ValueError:
            return {}
        told = said if isinstance(said, dict) else {}
        return {name: text for name, text in told.items() if isinstance(text, str) and text.isascii()}
