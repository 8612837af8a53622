"""The server of one person's pages: Voila on this computer only, opened by a token, closed to everybody else."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import re
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import tornado.ioloop
import tornado.web
from tornado.httputil import HTTPHeaders, url_concat
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.paths import collect_template_paths
from voila.tornado.handler import TornadoVoilaHandler

from heartwork.errors import KitError, Problem
from heartwork.pages.app import BRINGS_KIT
from heartwork.paths import (
    ANSWERS_VARIABLE,
    SHARE,
    TEMPLATE,
    WORKSHEETS_VARIABLE,
    notebooks_folder,
)
from heartwork.server.auth import DisabledHandler, NewTokenHandler, NotFoundHandler
from heartwork.server.config import OURS_ONLY
from heartwork.server.connection_limits import LIMITS, BoundedHTTPServer
from heartwork.server.instance_client import HOST
from heartwork.server.isolation import drop_foreign_settings
from heartwork.server.kernels.client import keep_compiled_templates
from heartwork.server.kernels.manager import PendingPage, transport_trouble
from heartwork.server.page_handler import FrontPageHandler, InitialRouteHandler, KernelShutdownHandler, PageHandler
from heartwork.server.phone.knock import PhoneLinkHandler
from heartwork.server.phone.link import PhoneLink, PhoneOptions
from heartwork.server.resume import ResumeHandler, Resuming
from heartwork.server.static_files import StaticAssetHandler
from heartwork.server.websocket import KernelWebSocketHandler

__all__ = ["Server", "on_enter", "prepare_process", "says_something"]

#: Letters of the path of a start's pages.
_PATH = 22

#: Files that this process may have open: enough for the most seats that a workshop can have.
_FILES = 8192


class OursOnly(tornado.web.OutputTransform):
    """Whatever is answered, by whichever part, is for pages of this server only."""

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Say so."""
        for name, value in OURS_ONLY.items():
            headers.setdefault(name, value)
        return status_code, headers, chunk


class Server(Voila):  # type: ignore[misc]
    """Voila with one notebook, for one person."""

    #: Called with what makes addresses, once a request would be answered.
    ready: Callable[[Callable[[], str]], None]
    #: What has to be known to be given another address.
    knock = ""
    #: Opens the door for a phone.
    open_phone: Callable[[PhoneOptions], PhoneLink]
    #: What lets open pages come back.
    resuming: Resuming
    #: What answers with the page, and what joins it to its kernel.
    front_page: type[PageHandler] = FrontPageHandler
    joining: type[KernelWebSocketHandler] = KernelWebSocketHandler

    def initialize(self, argv: list[str]) -> None:
        """
        Set up for one notebook, with the settings it was made with and no others: no file of settings is read.

        Args:
            argv: The path of the notebook, alone.
        """
        self._init_asyncio_patch()
        (notebook,) = argv
        self.take_notebook(notebook)
        signal.signal(signal.SIGTERM, self._handle_signal_stop)

    def take_notebook(self, notebook: str) -> None:
        """The one that is served, and our templates."""
        self.notebook_path = notebook
        self.voila_configuration = VoilaConfiguration(parent=self)
        self.template_paths = collect_template_paths(["voila"], TEMPLATE.name, prune=True, root_dirs=[str(SHARE)])

    def init_handlers(self) -> list[object]:
        """Of Voila's own only what our page needs: its files, its kernel, and the page itself."""
        self.app.settings["resuming"] = self.resuming
        static = "voila/templates/heartwork/static/([^/]+)"
        return [
            (r"/", DisabledHandler, {"which": "door"}),
            (r"/knock", NewTokenHandler, {"knock": self.knock, "address": self.address}),
            (r"/phone", PhoneLinkHandler, {"knock": self.knock, "open_": self.open_phone}),
            (r"/resume", ResumeHandler, {"resuming": self.resuming}),
            (rf"/{static}", StaticAssetHandler),
            (self.base_url.rstrip("/"), tornado.web.RedirectHandler, {"url": self.base_url, "permanent": False}),
            *self.needed(),
            # A page of an earlier start loads the rest of its scripts from where it began.
            (rf"/[\w-]{{{_PATH}}}/{static}", StaticAssetHandler),
            (rf"/[\w-]{{{_PATH}}}(/.*)?", DisabledHandler, {"which": "old"}),
            (r"/.*", NotFoundHandler),
        ]

    def needed(self) -> list[Any]:
        """The handlers of Voila that a page of ours needs, the page itself last."""
        # So many pages are made at a time as there are processors: more would only make all of them late.
        self.app.settings["turns"] = asyncio.Semaphore(max(2, os.cpu_count() or 1))
        self.app.settings["arriving"] = WeakValueDictionary[str, PendingPage]()
        self.app.add_transform(OursOnly)
        # Thirty phones share a network: a page travels in a quarter of its size, its first screen still at once.
        self.app.add_transform(tornado.web.GZipContentEncoding)
        handlers: list[object] = [
            (rf"{re.escape(self.base_url)}voila/templates/heartwork/static/([^/]+)", StaticAssetHandler),
            (rf"{re.escape(self.base_url)}arriving/([\w-]+)", InitialRouteHandler),
        ]
        for handler in Voila.init_handlers(self):
            pattern: str = handler[0]
            if handler[1] is TornadoVoilaHandler:
                handlers.append((pattern, self.front_page, *handler[2:]))
            elif "/voila/api/shutdown/" in pattern:
                handlers.append((pattern, KernelShutdownHandler))
            elif pattern.endswith("/channels"):
                handlers.append((pattern, self.joining))
            elif "/api/kernels/" in pattern:
                handlers.append(handler)
        return handlers

    def listening(self) -> dict[str, object]:
        """How it listens, besides where."""
        return dict(LIMITS)

    def address(self) -> str:
        """A new address; it opens one browser, once."""
        url = f"http://{HOST}:{self.port}{self.base_url}"
        return url_concat(url, {"token": self.identity_provider.address_token()})

    def listen(self) -> None:
        """Listen on the port that was asked for, or say what is in the way."""
        try:
            BoundedHTTPServer(self.app, **self.listening()).listen(self.port, self.ip)
        except OSError as error:
            self.stop()
            raise KitError([_not_listening(error, self.port)]) from error
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.log.addFilter(says_something)
        if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._handle_signal_stop)  # the terminal was closed: tidy up all the same
        self.ready(self.address)
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()


def says_something(record: logging.LogRecord) -> bool:
    """Whether a person can do something about it; of a kernel that died, its page tells them, and opens again."""
    return record.msg != "kernel %s restarted failed!"


def on_enter(loop: Any, say: Callable[[str], None]) -> None:
    """Whenever Enter is pressed in the window, `say` is called by the server's own loop, with what was typed before."""

    def listen() -> None:
        with contextlib.suppress(OSError, ValueError):  # the window was closed, or sent to the background
            for line in sys.stdin:
                loop.add_callback(say, line.strip())

    if sys.platform != "win32":  # in the background, to read from the window would stop the whole program
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)
    threading.Thread(target=listen, name="enter", daemon=True).start()


def prepare_process(answers: Path, worksheets: Path, notebook: str = "workbook.ipynb") -> Path:
    """
    Set this process up for kernels and pages of ours.

    Returns:
        Where the notebook is.

    Raises:
        KitError: If it is not there.
    """
    path = notebooks_folder() / notebook
    if not path.is_file():
        raise KitError(
            [Problem(what="the notebook of the pages is not there.", mend="Reinstall heartwork.", file=str(path))]
        )
    trouble = transport_trouble()
    if trouble is not None:
        raise KitError([trouble])
    os.environ.update({ANSWERS_VARIABLE: str(answers), WORKSHEETS_VARIABLE: str(worksheets), BRINGS_KIT: "1"})
    drop_foreign_settings(SHARE)
    os.chdir(path.parent)  # no library looks for settings, and no process that it starts for modules, anywhere else
    keep_compiled_templates()
    _allow_many_files()
    # A person reads this window: only what they could act on is said in it.
    for name in ("tornado.general", "tornado.application"):  # what is refused to a page is told there
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # a page that hung up in mid-word is nothing to act on
    return path


def _allow_many_files() -> None:
    """Let this process open many files: a page with its kernel takes sixteen, and systems begin with 256 or 1024."""
    if sys.platform == "win32":  # there is no such limit
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        with contextlib.suppress(ValueError, OSError):  # some systems have another limit besides
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _not_listening(error: OSError, port: int) -> Problem:
    if error.errno == errno.EADDRINUSE:
        return Problem(
            what=f"port {port} is in use by another program, or by a heartwork that is still open.",
            mend="Leave --port out to have a free one chosen, or give another.",
        )
    if error.errno == errno.EACCES:
        return Problem(what=f"port {port} may not be used here.", mend="Give one above 1023, or leave --port out.")
    return Problem(what=f"port {port} cannot be used ({error.strerror}).", mend="Give another with --port.")
