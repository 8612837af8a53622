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
from tornado.httputil import HTTPServerRequest

from heartwork.i18n.messages import N_, _
from heartwork.runtime.instance import knock_proof
from heartwork.server.templates import frame, use_language_of

__all__ = [
    "ApiHandler",
    "DisabledHandler",
    "ErrorPageHandler",
    "KnockHandler",
    "NewTokenHandler",
    "NotFoundHandler",
    "TokenIdentityProvider",
    "error_page",
    "looks_ahead",
]


class TokenIdentityProvider(IdentityProvider):
    """
    Lets a browser in by an address that works once; from then on by its cookie.

    The cookie is gone when the browser is closed (no date), no script can read it (HttpOnly), and it is sent to the
    path of this server only: cookies do not tell ports apart, and at another port somebody else may listen. SameSite is
    Lax: with Strict, who follows a link from a page of another program would stand before a closed door; frames, forms,
    requests and sockets of other pages get no cookie with Lax either.
    """

    def __init__(self, **settings: object) -> None:
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

    def look_at(self, token: str) -> str:
        """What would come of it, as `enter` says; nothing is used up."""
        digest = _digest(token)
        return "in" if digest in self._unused else "used" if digest in self._used else "wrong"

    def enter(self, handler: JupyterHandler, token: str) -> str:
        """
        Somebody came by the address.

        Returns:
            "in", with the cookie set; "used" when it had been opened with before; "wrong" when it never opened.
        """
        seen, digest = self.look_at(token), _digest(token)
        if seen != "in":
            return seen
        self._unused.remove(digest)
        self._used.add(digest)
        self.let_in(handler)
        return "in"

    def let_in(self, handler: JupyterHandler) -> None:
        """Give a browser the cookies of this server."""
        self.set_login_cookie(handler, User(username=secrets.token_urlsafe(12)))
        handler.xsrf_token  # noqa: B018  sets the cookie that goes with the key of a page

    async def _get_user(self, handler: tornado.web.RequestHandler) -> User | None:
        return cast("User | None", self.get_user_cookie(handler))

    def get_cookie_name(self, handler: tornado.web.RequestHandler) -> str:
        """One for each server: cookies do not tell ports apart, and another heartwork may be open."""
        path: str = handler.settings.get("base_url", "/").strip("/")
        port: str = handler.request.host.rpartition(":")[2]
        return f"pages-{path[:8] or ''.join(filter(str.isalnum, port))}"

    def user_to_cookie(self, user: User) -> str:
        """A random name."""
        return str(user.username)

    def user_from_cookie(self, cookie_value: str) -> User | None:
        """The one with that name."""
        return User(username=cookie_value)

    def get_handlers(self) -> list[tuple[str, object]]:
        """No login page and no logout."""
        return []


class ErrorPageHandler(JupyterHandler):
    """Pages of the server itself: refused, not there, something went wrong. Each in words, with the way out on it."""

    async def prepare(self, *asked: Any, **more: Any) -> None:
        """In the language of who asks."""
        use_language_of(self)
        await super().prepare(*asked, **more)

    def write_error(self, status_code: int, **details: object) -> None:
        """A page in words instead of Jupyter's."""
        which = {403: "closed", 404: "missing"}.get(status_code, "broken")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(error_page(which, self.base_url))

    def refuse(self, which: str) -> None:
        """The page of a door that stays closed."""
        self.set_status(403)
        self.set_header("Cache-Control", "no-store")
        self.finish(error_page(which, self.base_url))


class DisabledHandler(ErrorPageHandler):
    """An address that opens nothing: that of the server alone, or one of an earlier start. It says what does."""

    def initialize(self, which: str) -> None:
        """Which of the two; see `error_page`."""
        self._which = which

    async def prepare(self, **_: Any) -> None:
        """No question who it is."""
        use_language_of(self)
        if not self.check_host():
            raise tornado.web.HTTPError(403)

    @allow_unauthenticated
    async def get(self, *_: str) -> None:
        """The page; whatever the address was, it has no way on but those in words."""
        self.set_status(403)
        self.set_header("Cache-Control", "no-store")
        self.finish(error_page(self._which, ""))


class NotFoundHandler(ErrorPageHandler):
    """Everything that is not here: the same for everybody, with the cookie or without."""

    async def prepare(self, **_: Any) -> None:
        """No question who it is."""
        use_language_of(self)
        raise tornado.web.HTTPError(404)


class ApiHandler(JupyterHandler):
    """What no person looks at: its errors are a number, and no page."""

    def write_error(self, status_code: int, **details: Any) -> None:
        """Nothing is said."""
        if not self._finished:
            self.finish()


def looks_ahead(request: HTTPServerRequest) -> bool:
    """Whether a program asks before anybody did: a browser that loads ahead, or shows a small picture of a page."""
    said = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return any(one.strip().lower().startswith(("prefetch", "preview", "prerender")) for one in said)


class KnockHandler(ApiHandler):
    """
    Does something for who can read the note that only the person can read (see `heartwork.runtime.instance`).

    What is noted there is not sent: somebody else may listen at a port that a heartwork had. Both sides show that they
    know it (`knock_proof`), for a number that is good once, and for what is sent along.
    """

    #: What is asked for; a proof is good for that only.
    what = "knock"
    #: What has to be known.
    _knock: str

    async def prepare(self, **_: Any) -> None:
        """Nobody has a cookie here; another host name is refused as everywhere."""
        said, number = self.request.headers.get("X-Knock", ""), self.request.headers.get("X-Number", "")
        used: set[str] = self.settings.setdefault("knocked", set())
        body = self.request.body.decode("utf-8", "replace")
        asked = (self.what, number, body) if body else (self.what, number)
        known = hmac.compare_digest(said.encode(), knock_proof(self._knock, *asked).encode())
        if not self.check_host() or not known or not number or number in used:
            raise tornado.web.HTTPError(404)
        used.add(number)
        self._number = number

    def check_xsrf_cookie(self) -> None:
        """A page of another site cannot know what to say, and could not send this header."""

    def proof(self, said: str, what: str = "said") -> str:
        """That the answer comes from here."""
        return knock_proof(self._knock, what, self._number, said)


class NewTokenHandler(KnockHandler):
    """Gives a new address of the pages."""

    def initialize(self, knock: str, address: Callable[[], str]) -> None:
        """What has to be known, and what makes the address."""
        self._knock, self._address = knock, address

    @allow_unauthenticated
    async def post(self) -> None:
        """The new address."""
        self.set_header("Cache-Control", "no-store")
        address = self._address()
        self.finish({"address": address, "proof": self.proof(address, "address")})


_WORDS = {
    "used": (
        N_("This address has already been used"),
        N_("It opens one browser, once. That keeps your pages closed to anyone who finds it later."),
    ),
    "wrong": (
        N_("This address doesn't open your pages"),
        N_("Perhaps a part of it is missing, or heartwork was started again."),
    ),
    "closed": (N_("These pages are closed here"), N_("This browser was not let in yet.")),
    "door": (
        N_("Your pages have an address of their own"),
        N_("heartwork is open here. Only the address that it gives you opens your pages, and nobody can guess it."),
    ),
    "old": (
        N_("This address is from an earlier start"),
        N_("heartwork has been started again since then, and its pages have a new address each time."),
    ),
}
_OTHERS = {"missing": (N_("This page isn't here"), N_("Nothing of yours is lost."), N_("All pages"))} | {
    "broken": (N_("This did not work"), N_("Nothing that was saved is lost."), N_("Try again"))
}


def error_page(which: str, home: str = "/") -> str:
    """
    A whole page of the server itself.

    Args:
        which: "used", "wrong", "closed" (the door stays closed), "door" (no more than the server was named), "old" (an
            address of an earlier start), "missing" (no such page), "broken" (an error).
        home: The address of all pages; empty where it is not to be told.
    """
    if which in _WORDS:
        title, why = map(_, _WORDS[which])
        lines = [
            escape(why),
            _(
                "For a new address, press Enter in the window where heartwork runs. "
                "Or type <code>heartwork</code> in another window."
            ),
            _(
                "If your pages are open in another tab of this browser, go on there, or <a href='{home}'>try again</a>."
            ).format(home=escape(home))
            if home
            else escape(_("If your pages are open in another tab of this browser, go on there.")),
            escape(_("Nothing that was saved is lost.")),
        ]
    else:
        title, lost, on = map(_, _OTHERS[which])
        lines = [escape(lost), f"<a href='{escape(home)}'>{escape(on)}</a>"]
    return frame(escape(title), "".join(f"<p>{line}</p>" for line in lines), base_url=home or "/")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
