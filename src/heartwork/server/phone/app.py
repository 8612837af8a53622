"""The listener of a phone's pages: opened at an address of this computer, and ended with its last page here."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import ssl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import tornado.web
from tornado.httputil import url_concat
from tornado.ioloop import PeriodicCallback
from traitlets.config import Config

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import N_, _, use_usual_language
from heartwork.paths import PHONE_ENCRYPTED, PHONE_PLAIN
from heartwork.server import listen_address
from heartwork.server.app import Server, says_something
from heartwork.server.config import POLICY, config
from heartwork.server.connection_limits import BoundedHTTPServer
from heartwork.server.listen_address import ListenAddress
from heartwork.server.page_handler import OPENING
from heartwork.server.phone.door import PhoneIdentityProvider, PhonePageHandler
from heartwork.server.phone.kernels import PhoneKernels
from heartwork.server.phone.link import MINUTES, PhoneLink, PhoneOptions
from heartwork.server.phone.watch import LastPageWatch
from heartwork.server.ports import free_port
from heartwork.server.websocket import OPEN_SOCKETS
from heartwork.workshop.network_addresses import ANY_IPV4, join_addresses

__all__ = ["Phone", "PhoneServer", "place_for"]

#: Milliseconds between two looks whether a page is open on this computer.
_LOOKS = 1000


class PhoneServer(Server):
    """
    Our server once more, for one phone: on another address, with another path, other cookies and its own kernels.

    Of this computer's own listener it has nothing: no way to another address, no way back after a new start.
    """

    front_page = PhonePageHandler
    #: Where it listens.
    place: ListenAddress
    #: Its certificate; None without one.
    tls: ssl.SSLContext | None = None

    def init_handlers(self) -> list[Any]:
        """What a page needs, below a path that nobody can guess; only under the name that the link has."""
        self.kernel_manager.travels = PHONE_ENCRYPTED if self.place.tls else PHONE_PLAIN
        # A site that leads here under a name of its own could read with the eyes of the phone.
        name = urlsplit(self.place.address).netloc.rpartition(":")[0]
        self.app.add_handlers(f"^{re.escape(name)}$", self.needed())
        return [(r"/.*", _NothingHandler)]

    def listening(self) -> dict[str, Any]:
        """With its certificate."""
        return {**super().listening(), "ssl_options": self.tls}

    def listen(self) -> None:
        """Listen; the loop is the one of this computer's own pages."""
        self._http = BoundedHTTPServer(self.app, **self.listening())
        try:
            self._http.listen(self.port, self.ip)
        except OSError as error:
            what = _("the address {host} can't be used ({why}).").format(host=self.ip, why=error.strerror)
            raise KitError([Problem(what=what, mend=_("Give another with --host."))]) from error
        self.log.addFilter(says_something)

    def address(self) -> str:
        """A new link; it lets one phone in, once."""
        url = f"{self.place.address}{self.base_url.lstrip('/')}"
        return url_concat(url, {"token": self.identity_provider.address_token()})

    def close(self) -> None:
        """Nobody is let in any more, and the phone that was is out, with its sockets; what it asks is refused."""
        self.identity_provider.close()
        sockets = self.app.settings.get(OPEN_SOCKETS)
        if sockets is not None:
            sockets.close_all()

    async def end_kernels(self) -> None:
        """End the kernels of the phone, and with them what they know."""
        await self.kernel_manager.shutdown_all()
        if self.kernel_manager._culler_callback is not None:
            self.kernel_manager._culler_callback.stop()

    def stop_listening(self) -> None:
        """Nobody new is answered."""
        self._http.stop()

    async def end(self) -> None:
        """Nothing of it is left."""
        await self.end_kernels()
        await self._http.close_all_connections()


class _NothingHandler(tornado.web.RequestHandler):
    """All that is not below the path of the pages: whoever looks round a network learns nothing of what is here."""

    def prepare(self) -> None:
        raise tornado.web.HTTPError(404)

    def write_error(self, status_code: int, **details: Any) -> None:
        """Nothing is said."""
        self.clear()
        self.set_status(404)
        self.finish()


class Phone:
    """
    The phone of this visit: at most one, let in by the last code that was made.

    Args:
        laptop: The server of this computer's own pages.
        said: Called with a sentence for the window, when something happens of which somebody should know.
    """

    def __init__(self, laptop: Server, said: Callable[[str], None] = click.echo) -> None:
        self._laptop, self._said = laptop, said
        self._server: PhoneServer | None = None
        self._watch = LastPageWatch(self._has_pages, self._last_page_closed)
        self._looking: PeriodicCallback | None = None
        self._ending: set[asyncio.Task[None]] = set()  # referred to, so that none is dropped half way

    def open(self, wanted: PhoneOptions) -> PhoneLink:
        """
        Open the door for one phone; one that was in before is out.

        Raises:
            KitError: If the certificate cannot be used, this computer has no such address, or is in no network.
        """
        place, tls = place_for(wanted)
        self._end()
        # The one that just ended has left its port: an open page of it finds somebody there who says so.
        place = replace(place, port=free_port(place.host))
        path = f"/{secrets.token_urlsafe(16)}/"
        server = PhoneServer(config=_config(place, path), log_level=logging.ERROR)
        server.place, server.tls = place, tls
        server.take_notebook(self._laptop.notebook_path)
        server.cookie_secret = secrets.token_bytes(32)
        server.start()
        server.identity_provider.came_in = self._came_in
        self._server = server
        self._watch = LastPageWatch(self._has_pages, self._last_page_closed)
        self._looking = PeriodicCallback(lambda: self._watch.look(), _LOOKS)
        self._looking.start()
        asyncio.get_event_loop().call_later(MINUTES * 60, self._end_if_unused, server)
        address = server.address() + (f"#{wanted.place}" if wanted.place else "")
        here = urlsplit(address).hostname
        return PhoneLink(address, tls is not None, tuple(number for number in _numbers() if number != here))

    def stop(self) -> None:
        """This program ends, and its loop with it."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            server.stop_listening()
            server.stop()

    def _has_pages(self) -> bool:
        return bool(self._laptop.app.settings.get(OPENING)) or self._laptop.kernel_manager.has_pages

    def _came_in(self) -> None:
        self._tell(N_("A phone has opened your pages. If it isn't yours, make a new code: then that phone is out."))

    def _tell(self, words: str) -> None:
        """In the language of this window, which need not be that of the phone."""
        with use_usual_language():
            self._said(_(words))

    def _last_page_closed(self) -> None:
        """The phone's page is refused from now on, and says why; so something still answers there."""
        server = self._server
        if server is None:
            return
        if self._looking is not None:
            self._looking.stop()
        server.close()
        self._run(server.end_kernels())
        self._tell(N_("The last page on this computer was closed, so your pages have ended on the phone too."))

    def _end_if_unused(self, server: PhoneServer) -> None:
        if server is self._server and not server.identity_provider.has_phone:
            self._end()

    def _end(self) -> None:
        server, self._server = self._server, None
        if self._looking is not None:
            self._looking.stop()
        if server is not None:
            server.close()
            server.stop_listening()
            self._run(server.end())

    def _run(self, task: Any) -> None:
        running = asyncio.ensure_future(task)
        self._ending.add(running)
        running.add_done_callback(self._ending.discard)


def place_for(wanted: PhoneOptions) -> tuple[ListenAddress, ssl.SSLContext | None]:
    """
    Where a phone's pages would be, and by which certificate.

    Raises:
        KitError: As for `Phone.open`.
    """
    listen_address.expect_pair(wanted.cert, wanted.key)
    tls = listen_address.certificate(Path(wanted.cert), Path(wanted.key)) if wanted.cert else None
    host = wanted.host or next(iter(_numbers()), "")
    if not host:
        what = _("this computer is in no network that a phone could reach it by.")
        raise KitError([Problem(what=what, mend=_("Connect it to the Wi-Fi that your phone is in, then try again."))])
    listen_address.expect_own(host)
    return ListenAddress(host, free_port(host), tls=tls is not None), tls


def _numbers() -> list[str]:
    """The addresses by which a phone may reach this computer, the likely one first."""
    found = join_addresses(f"http://{ANY_IPV4}:0/")
    return [urlsplit(one.url).hostname or "" for one in found if one.network is not None]


def _config(place: ListenAddress, path: str) -> Config:
    ours = config(place.port, path)
    ours.Voila.ip = place.host
    ours.Voila.identity_provider_class = PhoneIdentityProvider
    settings = ours.Voila.tornado_settings
    settings["allow_remote_access"] = True  # names are looked at before any page is
    settings["xsrf_cookie_kwargs"]["secure"] = place.tls
    socket = re.sub("^http", "ws", place.address).rstrip("/")
    settings["headers"]["Content-Security-Policy"] = POLICY.format(socket=socket)
    ours.VoilaConfiguration.multi_kernel_manager_class = PhoneKernels
    return ours
