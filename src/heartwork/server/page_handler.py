"""How a page with a kernel is opened, one after the other, and left again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import cast

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated, authorized
from voila.tornado.handler import TornadoVoilaHandler

from heartwork.server.auth import ApiHandler, ErrorPageHandler, looks_ahead
from heartwork.server.kernels.manager import MAKING, GracefulKernelManager, PendingPage
from heartwork.server.one_time_link import OneTimeLinkHandler
from heartwork.server.templates import first_screen

__all__ = ["OPENING", "FrontPageHandler", "InitialRouteHandler", "KernelShutdownHandler", "PageHandler"]

#: The setting of a server where the pages are named that are being opened, until they are whole, or given up.
OPENING = "opening"

#: Seconds from the page's goodbye until its kernel is ended: what was sent before it is kept first.
_LAST_WORDS = 2.0

#: Seconds that a page may take from its turn until it is whole; then it is loaded once more, and the next has its turn.
_OPENING = 40.0

#: Seconds until a page of which nothing but the first screen could be made is loaded once more.
_AGAIN = 20

#: What may be the place of a page: `boundaries/limit`.
_PLACE = re.compile(r"[\w/.-]{1,200}")


class PageHandler(ErrorPageHandler, TornadoVoilaHandler):  # type: ignore[misc]
    """The page itself."""

    #: Whether what is written on it lies on another's computer.
    at_a_seat = False
    #: Whether it lies where a Jupyter server runs, which may be anywhere.
    on_a_server = False
    #: Whether that is lent by Binder to anybody who opens a link.
    on_binder = False

    @allow_unauthenticated  # it says who is let in, in words
    async def get(self, path: str | None = None) -> None:
        if path:  # one notebook is served, and nothing beside it
            raise tornado.web.HTTPError(404)
        if looks_ahead(self.request):
            raise tornado.web.HTTPError(403)  # it would start a kernel that nobody waits for
        if self.current_user is None:
            self.refuse("closed")
            return
        await self.open_page()

    @allow_unauthenticated  # the same for everybody
    async def head(self, path: str | None = None) -> None:
        """Whoever only looks starts no kernel, and uses nothing up."""
        raise tornado.web.HTTPError(405)

    async def open_page(self) -> None:
        """
        Send the first screen; start a kernel and send the rest when it is this one's turn.

        Whoever came first has a page first.
        """
        making = PendingPage()
        MAKING.set(making)
        opening: set[str] = self.settings.setdefault(OPENING, set())
        opening.add(making.name)
        try:
            await self._open(making)
        finally:
            opening.discard(making.name)

    async def _open(self, making: PendingPage) -> None:
        self._send_first_screen(making)
        async with self.settings["turns"]:
            if self._hung_up:  # nobody would look at it
                return
            whole = False
            try:
                whole = await self._make(making)
            except Exception:
                # The first screen says in a while that it takes long, and offers to try again; then that is done.
                self.write(f'<meta http-equiv="refresh" content="{_AGAIN}">')
                raise
            finally:
                if making.kernel and (self._hung_up or not whole):  # nobody is going to join it
                    cast("GracefulKernelManager", self.kernel_manager).end_soon(making.kernel)
            if not whole:
                # A page that is opened again in place sees by itself that this is none.
                self.write('<meta http-equiv="refresh" content="1">')

    def _send_first_screen(self, making: PendingPage) -> None:
        """What needs no kernel; and from now on the page may say where it is going to be."""
        self.settings["arriving"][making.name] = making
        if "text/html" not in self.request.headers.get("Accept", ""):  # a script asks: it says its place afterwards
            making.said.set()
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        resuming = self.settings.get("resuming")
        key = self.xsrf_token.decode()  # sets the cookie that goes with it; the page ends its kernel with both
        told = None if resuming is None or self.at_a_seat else resuming.told
        where = {"at_a_seat": self.at_a_seat, "on_a_server": self.on_a_server, "on_binder": self.on_binder}
        self.write(first_screen(self.base_url, making.name, key=key, told=told, phone=self.phone_words(), **where))
        self.flush()

    def phone_words(self) -> Mapping[str, str] | None:
        """What the page says where it is read on a phone; None anywhere else."""
        return None

    async def _make(self, making: PendingPage) -> bool:
        """Whether the page is whole; it is not when its kernel died meanwhile, or it took too long."""
        page = asyncio.ensure_future(TornadoVoilaHandler.get(self))
        died = asyncio.ensure_future(making.died.wait())
        try:
            await asyncio.wait([page, died], timeout=_OPENING, return_when=asyncio.FIRST_COMPLETED)
            if not page.done() or making.died.is_set():
                return False
            page.result()  # what went wrong in it
            return True
        finally:
            page.cancel()
            died.cancel()

    _hung_up = False

    def on_connection_close(self) -> None:
        """The browser has gone elsewhere meanwhile."""
        self._hung_up = True
        super().on_connection_close()


class FrontPageHandler(OneTimeLinkHandler, PageHandler):
    """The page of one person; a token in its address becomes a cookie, and is taken out of the address."""

    @allow_unauthenticated  # it says who is let in, in words
    async def get(self, path: str | None = None) -> None:
        """The page, or the way in."""
        token = self.get_query_argument("token", None)
        if path or token is None:
            await super().get(path)
        else:
            self.ask(token, inside=self.current_user is not None, action=self.base_url, to=self.base_url)

    @allow_unauthenticated  # it is what lets somebody in
    async def post(self, path: str | None = None) -> None:
        """In with the cookie, or why not."""
        if path:
            raise tornado.web.HTTPError(404)
        self.enter(inside=self.current_user is not None, to=self.base_url)


class InitialRouteHandler(ApiHandler):
    """A page that is being made says where it is going to be."""

    @tornado.web.authenticated
    async def post(self, name: str) -> None:
        making = self.settings["arriving"].get(name)
        place = self.get_body_argument("place", "")
        if making is not None:
            making.wide = self.get_body_argument("wide", "") == "1"
            making.place = place if _PLACE.fullmatch(place) else ""
            making.said.set()
        self.set_status(204)


class KernelShutdownHandler(ApiHandler):
    """
    `POST voila/api/shutdown/KERNEL`: a page that was left ends its kernel.

    What it sent at the last moment is kept first. With `lock=1` the page stays, and was told that all is saved: its
    kernel ends at once, with the key and the words in its memory; 204 says that it did, 409 that the key is needed for
    a moment longer.
    """

    auth_resource = "kernels"

    async def forget_key(self, kernel_id: str) -> bool:
        """Have the key forgotten outside of the kernel too; whether that can be now."""
        return True

    @tornado.web.authenticated
    @authorized
    async def post(self, kernel_id: str) -> None:
        manager = cast("GracefulKernelManager", self.kernel_manager)
        if kernel_id not in manager:
            raise tornado.web.HTTPError(404)
        if self.get_body_argument("lock", ""):
            if await self.forget_key(kernel_id):
                await manager.lock(kernel_id)
                self.set_status(204)
            else:
                self.set_status(409)
            return
        asyncio.get_running_loop().call_later(_LAST_WORDS, manager.end_if_left, kernel_id)
        self.set_status(204)
