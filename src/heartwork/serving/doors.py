"""Who may come in: an address that opens once, a cookie for the browser it opened in, and a page for everybody else."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from html import escape
from typing import Any, cast

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler

from heartwork.serving.frame import frame, speak_to
from heartwork.words import N_, _

__all__ = ["Door", "Doorstep", "Knock", "NotHere", "Wordless", "doorstep_page"]


class Door(IdentityProvider):
    """
    Lets a browser in by an address that works once; from then on by its cookie.

    The cookie is gone when the browser is closed (no date), no script can read it (HttpOnly), and it is sent to this
    host only. SameSite is Lax: with Strict, who follows the address from a page of another program would stand before
    a closed door; frames, forms, requests and sockets of other pages get no cookie with Lax either.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.token = ""  # nothing but `enter` lets anybody in: no header, no argument of another address
        self.cookie_options = {"expires_days": None, "httponly": True, "samesite": "Lax"}
        #: Digests: what is kept here cannot be typed in.
        self._unused: set[bytes] = set()
        self._used: set[bytes] = set()

    def address_token(self) -> str:
        """A new one; it opens the door once."""
        token = secrets.token_urlsafe(24)
        self._unused.add(_digest(token))
        return token

    def enter(self, handler: JupyterHandler, token: str) -> str:
        """
        Somebody came by the address.

        Returns:
            "in", with the cookie set; "used" when it had been opened with before; "wrong" when it never opened.
        """
        digest = _digest(token)
        if digest not in self._unused:
            return "used" if digest in self._used else "wrong"
        self._unused.remove(digest)
        self._used.add(digest)
        self.set_login_cookie(handler, User(username=secrets.token_urlsafe(12)))
        return "in"

    async def _get_user(self, handler: tornado.web.RequestHandler) -> User | None:
        return cast("User | None", self.get_user_cookie(handler))

    def get_cookie_name(self, handler: tornado.web.RequestHandler) -> str:
        """One for each port: cookies do not tell ports apart, and another heartwork may be open."""
        port: str = handler.request.host.rpartition(":")[2]
        return f"pages-{''.join(filter(str.isalnum, port))}"

    def user_to_cookie(self, user: User) -> str:
        """A random name."""
        return str(user.username)

    def user_from_cookie(self, cookie_value: str) -> User | None:
        """The one with that name."""
        return User(username=cookie_value)

    def get_handlers(self) -> list[tuple[str, object]]:
        """No login page and no logout."""
        return []


class Doorstep(JupyterHandler):
    """Pages of the server itself: refused, not there, something went wrong. Each in words, with the way out on it."""

    async def prepare(self, *asked: Any, **more: Any) -> None:
        """In the language of who asks."""
        speak_to(self)
        await super().prepare(*asked, **more)

    def write_error(self, status_code: int, **details: Any) -> None:
        """A page in words instead of Jupyter's."""
        which = {403: "closed", 404: "missing"}.get(status_code, "broken")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(doorstep_page(which))

    def refuse(self, which: str) -> None:
        """The page of a door that stays closed."""
        self.set_status(403)
        self.set_header("Cache-Control", "no-store")
        self.finish(doorstep_page(which))


class NotHere(Doorstep):
    """Everything that is not here: the same for everybody, with the cookie or without."""

    async def prepare(self, **_: Any) -> None:
        """No question who it is."""
        speak_to(self)
        raise tornado.web.HTTPError(404)


class Wordless(JupyterHandler):
    """What no person looks at: its errors are a number, and no page."""

    def write_error(self, status_code: int, **details: Any) -> None:
        """Nothing is said."""
        if not self._finished:
            self.finish()


class Knock(Wordless):
    """Gives a new address to who can read the note that only the person can read (see `heartwork.files.running`)."""

    def initialize(self, knock: str, address: Callable[[], str]) -> None:
        """What has to be said, and what makes the address."""
        self._knock, self._address = knock, address

    async def prepare(self, **_: Any) -> None:
        """Nobody has a cookie here; another host name is refused as everywhere."""
        said = self.request.headers.get("X-Knock", "")
        if not self.check_host() or not hmac.compare_digest(said.encode(), self._knock.encode()):
            raise tornado.web.HTTPError(404)

    def check_xsrf_cookie(self) -> None:
        """A page of another site cannot know what to say, and could not send this header."""

    @allow_unauthenticated
    async def post(self) -> None:
        """The new address."""
        self.set_header("Cache-Control", "no-store")
        self.finish({"address": self._address()})


_WORDS = {
    "used": (
        N_("This address was used already"),
        N_("It opens one browser, once. That keeps your pages closed to anyone who finds it later."),
    ),
    "wrong": (
        N_("This address doesn't open your pages"),
        N_("Perhaps a part of it is missing, or heartwork was started anew."),
    ),
    "closed": (N_("These pages are closed here"), N_("This browser was not let in yet.")),
}
_OTHERS = {"missing": (N_("This page isn't here"), N_("Nothing of yours is lost."), N_("All pages"))} | {
    "broken": (N_("This did not work"), N_("Nothing that was saved is lost."), N_("Try again"))
}


def doorstep_page(which: str) -> str:
    """
    A whole page of the server itself.

    Args:
        which: "used", "wrong", "closed" (the door stays closed), "missing" (no such page), "broken" (an error).
    """
    if which in _WORDS:
        title, why = map(_, _WORDS[which])
        lines = [
            escape(why),
            _(
                "For a new address, press Enter in the window where heartwork runs. "
                "Or type <code>heartwork</code> in another window."
            ),
            _("If your pages are open in another tab of this browser, go on there, or <a href='/'>try again</a>."),
            escape(_("Nothing that was saved is lost.")),
        ]
    else:
        title, lost, on = map(_, _OTHERS[which])
        lines = [escape(lost), f"<a href='/'>{escape(on)}</a>"]
    return frame(escape(title), "".join(f"<p>{line}</p>" for line in lines))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
