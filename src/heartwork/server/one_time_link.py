"""
The address that opens once: to look at it uses nothing up.

Programs look at addresses before a person does: a browser that loads ahead, the small picture of a page in a chat, a
scanner of mail. So looking shows a page that sends what opens by itself as soon as somebody sees it
(`frontend/one-time-link.js`), or by its button; and whoever is in already, or taps twice, simply goes on.
"""

from __future__ import annotations

from typing import cast

import tornado.web

from heartwork.server.auth import ErrorPageHandler, TokenIdentityProvider
from heartwork.server.templates import entrance, forget_language

__all__ = ["OneTimeLinkHandler"]


class OneTimeLinkHandler(ErrorPageHandler):
    """A page that lets a browser in."""

    def check_xsrf_cookie(self) -> None:
        """Nothing is done here in the name of somebody who is in: what is sent opens by itself, or does not."""

    def ask(self, token: str, *, inside: bool, action: str, to: str) -> None:
        """
        Send the page that sends the token.

        Args:
            token: What stands in the address.
            inside: Whether this browser is in already.
            action: The address that it is sent to.
            to: The address of the pages.
        """
        came = self._door.look_at(token)
        self.set_header("Cache-Control", "no-store")
        if inside:
            self.redirect(to)
        elif came != "in":
            self.refuse(came)
        else:
            self.finish(entrance(self.base_url, action, token))

    def enter(self, *, inside: bool, to: str) -> None:
        """
        Let a browser in by what it sent, and send it on; or say why not.

        Raises:
            HTTPError: 404, where the page of another site sent it.
        """
        if not self.check_origin():
            raise tornado.web.HTTPError(404)
        came = self._door.enter(self, self.get_body_argument("token", ""))
        if came == "in":
            forget_language(self)
        if came == "in" or inside:
            self.redirect(to, status=303)
        else:
            self.refuse(came)

    @property
    def _door(self) -> TokenIdentityProvider:
        return cast("TokenIdentityProvider", self.identity_provider)
