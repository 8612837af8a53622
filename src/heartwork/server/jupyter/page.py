"""The page in a Jupyter server: who may open it is asked by that server, and it notices when somebody writes."""

from __future__ import annotations

import os

import tornado.web
from jupyter_server.auth.decorator import authorized
from tornado.httputil import url_concat

from heartwork.server.config import POLICY
from heartwork.server.forkserver import launcher
from heartwork.server.kernels.beside import is_binder
from heartwork.server.page_handler import PageHandler
from heartwork.server.websocket import KernelWebSocketHandler

__all__ = ["ACTIVE", "ENVIRONMENT", "Joined", "ServerPage"]

#: In our settings: what makes the environment of our kernels of another, and what is called when somebody is at work.
ENVIRONMENT, ACTIVE = "heartwork_environment", "heartwork_active"


class ServerPage(PageHandler):
    """The page of whoever the Jupyter server lets in."""

    on_a_server = True
    on_binder = is_binder(os.environ)
    auth_resource = "kernels"

    async def prepare(self, *asked: object, **more: object) -> None:
        """
        Before that server is asked who this is.

        A token in the address is taken to its page for logging in, which leaves the cookie for all of that server, and
        comes back here without it: no address with a token stays in the history of the browser.
        """
        token = self.get_query_argument("token", "")
        if token and self.request.method == "GET" and self._has_login():
            self.redirect(url_concat(self.settings["login_url"], {"token": token, "next": self.base_url}))
            return
        await super().prepare(*asked, **more)

    @tornado.web.authenticated
    @authorized
    async def get(self, path: str | None = None) -> None:  # type: ignore[override]  # as its decorators say
        """The page."""
        launcher.start(self.settings[ENVIRONMENT](os.environ))  # not before somebody is let in
        # Which of the two it is, a proxy knows that may not say so.
        sockets = f"ws://{self.request.host} wss://{self.request.host}"
        self.set_header("Content-Security-Policy", POLICY.format(socket=sockets))
        await super().get(path)

    def _has_login(self) -> bool:
        return any(str(path).endswith("/login") for path, *_ in self.identity_provider.get_handlers())


class Joined(KernelWebSocketHandler):
    """The socket between a page and its kernel."""

    def on_message(self, ws_message: str | bytes) -> None:
        """Something is written: a server, or a hub, that ends what rests is not to end this."""
        self.settings[ACTIVE]()
        super().on_message(ws_message)
