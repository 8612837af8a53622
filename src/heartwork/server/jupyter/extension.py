"""What a Jupyter server loads at its start: an address, and nothing more until somebody opens it."""

from __future__ import annotations

import asyncio
import re
from importlib import import_module
from typing import Any, cast

import tornado.web
from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
from tornado.routing import PathMatches, Router, Rule

import heartwork
from heartwork.server import NAME

__all__ = ["Heartwork"]

#: What answers there, with all that it loads.
_PAGES = "heartwork.server.jupyter.embedded"


class _WhenAsked(Router):
    """Everything under our address; what answers there is made when it is first asked for."""

    def __init__(self, extension: Heartwork, server: tornado.web.Application) -> None:
        self._extension, self._server = extension, server

    def find_handler(self, request: HTTPServerRequest, **_: object) -> HTTPMessageDelegate | None:
        """Whatever answers to it."""
        if self._extension.pages is not None:
            return self._extension.pages.find_handler(request)
        told = {"extension": self._extension}
        return cast("HTTPMessageDelegate", self._server.get_handler_delegate(request, _NotYet, told))


class _NotYet(tornado.web.RequestHandler):
    """The first request: it loads what answers, while the server goes on with its notebooks, and is asked once more."""

    def initialize(self, extension: Heartwork) -> None:
        """What is to be loaded."""
        self._extension = extension

    async def get(self) -> None:
        """Send the browser to the same address again. Nothing of anybody's is here: who may see it is asked there."""
        await asyncio.get_running_loop().run_in_executor(None, import_module, _PAGES)
        self._extension.make_pages()
        self.set_header("Cache-Control", "no-store")
        self.redirect(self.request.uri or "")


class Heartwork(ExtensionApp):
    """Jupyter Server's extension. It takes no settings: variables choose what may be chosen (deploy/README.md)."""

    name = NAME
    version = heartwork.__version__
    load_other_extensions = True

    #: What answers under our address; None before that was asked for.
    pages: tornado.web.Application | None = None
    _made: Any = None

    def initialize_handlers(self) -> None:
        """Add our address to the server."""
        server = cast("ServerApp", self.serverapp).web_app
        base: str = server.settings["base_url"]
        ours = Rule(PathMatches(rf"{re.escape(base)}{NAME}(?:/.*)?"), _WhenAsked(self, server))
        # Not the server's own way: it looks for the methods of one handler, and this is a whole application.
        tornado.web.Application.add_handlers(server, r".*$", [ours])

    def make_pages(self) -> None:
        """Make what answers under our address, once."""
        if self._made is None:
            self._made = import_module(_PAGES).Embedded.beside(self.serverapp)
            self.pages = self._made.app

    def current_activity(self) -> dict[str, object] | None:
        """The pages that are open, for a server that ends when nobody uses it."""
        open_ = 0 if self._made is None else self._made.open_pages()
        return {"pages": open_} if open_ else None

    async def stop_extension(self) -> None:
        """End the kernels of the pages."""
        if self._made is not None:
            await self._made.end()
