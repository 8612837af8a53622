"""Who comes in on a phone: the first one with the link. Everybody else gets one and the same answer."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, cast

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler

from heartwork.i18n.messages import _
from heartwork.pages.phone_pages import way_to_laptop
from heartwork.server.auth import TokenIdentityProvider
from heartwork.server.page_handler import FrontPageHandler
from heartwork.server.phone.link import MINUTES
from heartwork.server.rate_limit import RateLimits
from heartwork.server.templates import frame
from heartwork.workshop.network_addresses import shared_part

__all__ = ["PhoneIdentityProvider", "PhonePageHandler"]

#: Links that one address may try: in a second, and at once. A phone takes two, to look and to open.
_TRIES, _TRIES_AT_ONCE = 0.1, 10.0


class PhoneIdentityProvider(TokenIdentityProvider):
    """
    Lets in the first phone that opens the link while it is good, and nobody else after it.

    A link that was used, one that is too old and one that never was are answered alike: on a network, whoever tries
    them is to learn nothing.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        #: Called when a phone has come in.
        self.came_in: Callable[[], None] = lambda: None
        #: How often an address that is not in may try a link.
        self.tries = RateLimits(_TRIES, _TRIES_AT_ONCE)
        self._phone = ""
        self._good_until = 0.0

    @property
    def has_phone(self) -> bool:
        """Whether one is in."""
        return bool(self._phone)

    def address_token(self) -> str:
        """A new one; it opens the door once, and not for long."""
        self._good_until = time.monotonic() + MINUTES * 60
        return super().address_token()

    def look_at(self, token: str) -> str:
        """What would come of it: "in", or "wrong" for whatever reason."""
        good = super().look_at(token) == "in" and time.monotonic() < self._good_until
        return "in" if good else "wrong"

    def let_in(self, handler: JupyterHandler) -> None:
        """Give the phone its cookies; from now on it is the one."""
        self._phone = secrets.token_urlsafe(24)
        self.set_login_cookie(handler, User(username=self._phone))
        handler.xsrf_token  # noqa: B018  sets the cookie that goes with the key of a page
        self.came_in()

    def close(self) -> None:
        """Nobody is in any more, and no link leads in."""
        self._phone = ""
        self._unused.clear()

    async def _get_user(self, handler: tornado.web.RequestHandler) -> User | None:
        user = cast("User | None", self.get_user_cookie(handler))
        own = user is not None and self._phone and hmac.compare_digest(user.username, self._phone)
        return user if own else None


class PhonePageHandler(FrontPageHandler):
    """The page, on the one phone that is in."""

    def ask(self, token: str, *, inside: bool, action: str, to: str) -> None:
        """As anywhere; who tries many links is not even looked at."""
        super().ask(token if inside or self._may_try() else "", inside=inside, action=action, to=to)

    @allow_unauthenticated  # it is what lets a phone in
    async def post(self, path: str | None = None) -> None:
        """As anywhere; who tries many links is not even looked at."""
        if self.current_user is None and not self._may_try():
            self.refuse("wrong")
            return
        await super().post(path)

    def refuse(self, which: str) -> None:
        """One answer, whatever the reason was."""
        self.set_status(403)
        self.set_header("Cache-Control", "no-store")
        self.finish(_closed_page(self.base_url))

    def write_error(self, status_code: int, **details: Any) -> None:
        """What did not work, in words."""
        if status_code != 403:
            super().write_error(status_code, **details)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(_closed_page(self.base_url))

    def phone_words(self) -> Mapping[str, str]:
        """Where it is kept, who could read along, and what it says when it hears nothing more (frontend/main.js)."""
        encrypted = self.request.protocol == "https"
        return {
            "kept": _("What you write is kept on your laptop."),
            "way": "" if encrypted else way_to_laptop(encrypted=False),
            "lost": _(
                "We lost touch with your laptop. If heartwork was closed there, your pages have ended on this phone. "
                "What you typed is still here. Trying again."
            ),
            "closed": _ended(),
        }

    def _may_try(self) -> bool:
        door = cast("PhoneIdentityProvider", self.identity_provider)
        return door.tries.of(shared_part(str(self.request.remote_ip))).take_if_there()


def _ended() -> str:
    return _(
        "Your pages on this phone have ended: they were closed on your laptop, or a new code was made there. "
        "What you typed and isn't saved is still here: copy what you need."
    )


def _closed_page(base_url: str) -> str:
    """For whoever is not in, and for an open page whose time is over (`data-say`, frontend/main.js)."""
    lines = [
        _("The code on your laptop lets one phone in, once, within {minutes} minutes.").format(minutes=MINUTES),
        _("For a new code, type heartwork open --phone on your laptop."),
        _("Nothing that was saved is lost. It is on your laptop."),
    ]
    body = "".join(f"<p>{escape(line)}</p>" for line in lines) + f'<p hidden data-say="{escape(_ended())}"></p>'
    return frame(escape(_("Your pages are closed on this phone")), body, base_url=base_url)
