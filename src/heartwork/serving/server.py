"""The server of one person's pages: Voila on this computer only, opened by a token, closed to everybody else."""

from __future__ import annotations

import errno
import logging
import os
import secrets
import socket
import sys
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tornado.web
from tornado.httputil import url_concat
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from heartwork.files.places import ANSWERS_VARIABLE, WORKSHEETS_VARIABLE, notebooks_folder
from heartwork.pages.app import BRINGS_KIT
from heartwork.problems import KitError, Problem
from heartwork.serving import QUIET
from heartwork.serving.forking import starting
from heartwork.serving.quick import keep_compiled_templates

__all__ = ["Server", "serve"]

HOST = "127.0.0.1"
DEFAULT_PORT = 8866

#: Our template; it is on Jupyter's paths too once installed, but a checkout's own comes first.
_SHARE = Path(__file__).resolve().parent.parent / "share/jupyter"

#: Only what a page needs, from this server only; blob: is where anywidgets of an author's own come from.
_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self' {socket}",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class _Page(TornadoVoilaHandler):  # type: ignore[misc]
    """The page itself; a token in its address becomes a cookie, and is taken out of the address."""

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        if self.get_argument("token", None) is not None:
            self.redirect(self.request.path)
            return
        if path:  # one notebook is served, and nothing beside it
            raise tornado.web.HTTPError(404)
        self.xsrf_token  # noqa: B018  sets the cookie that lets the page end its kernel
        await super().get(path)


class Server(Voila):  # type: ignore[misc]
    """Voila with one notebook, for one person."""

    #: Called with the address once a request would be answered.
    ready: Callable[[str], None] = staticmethod(print)

    def init_handlers(self) -> list[Any]:
        """Voila's own, without the one that serves files, and with our page in the place of its."""
        handlers: list[Any] = []
        for handler in super().init_handlers():
            pattern = handler[0] if isinstance(handler, tuple) else ""
            if "/voila/files/" in pattern:
                continue
            handlers.append((pattern, _Page, *handler[2:]) if handler[1] is TornadoVoilaHandler else handler)
        return handlers

    def listen(self) -> None:
        """Listen on the port that was asked for, or say what is in the way."""
        import tornado.ioloop

        try:
            self.app.listen(self.port, self.ip, max_buffer_size=100 * 1024 * 1024)
        except OSError as error:
            self.stop()
            raise KitError([_not_listening(error, self.port)]) from error
        url = f"http://{HOST}:{self.port}{self.base_url}"
        self.ready(url_concat(url, {"token": self.token}))
        self.ioloop = tornado.ioloop.IOLoop.current()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            self.stop()


def serve(
    *,
    answers: Path,
    worksheets: Path,
    notebook: str = "workbook.ipynb",
    port: int | None = None,
    place: str = "",
    browser: bool = True,
) -> None:
    """
    Serve the pages until interrupted.

    Args:
        answers: Folder of the answers.
        worksheets: Folder of the worksheets.
        notebook: Which of the kit's notebooks.
        port: The port; a free one near 8866 when None.
        place: The page to open, `boundaries`.
        browser: Whether to open a browser.

    Raises:
        KitError: If the port is taken, or the notebook is not there.
    """
    path = notebooks_folder() / notebook
    if not path.is_file():
        raise KitError(
            [Problem(what="the notebook of the pages is not there.", mend="Install heartwork anew.", file=str(path))]
        )
    os.environ.update({ANSWERS_VARIABLE: str(answers), WORKSHEETS_VARIABLE: str(worksheets), BRINGS_KIT: "1"})
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(_SHARE), os.environ.get("JUPYTER_PATH", "")]))
    keep_compiled_templates()
    chosen = port if port is not None else _free_port()

    def ready(url: str) -> None:
        address = f"{url}#{place}" if place else url
        sys.stdout.write(f"heartwork is ready at {address}\n")
        sys.stdout.flush()
        if browser and not _open_browser(address):
            sys.stdout.write("No browser could be opened from here: open that address yourself.\n")
        sys.stdout.write("Leave this window open while you write. Ctrl+C closes heartwork.\n")
        sys.stdout.flush()

    # A person reads this window: only what they could act on is said in it.
    server = Server(config=_config(chosen), log_level=logging.ERROR)
    server.ready = ready
    server.initialize([str(path)])
    server.token = secrets.token_urlsafe(24)
    server.start()


def _config(port: int) -> Config:
    socket_ = f"ws://{HOST}:{port} ws://localhost:{port}"
    return Config(
        {
            "Voila": {
                "ip": HOST,
                "port": port,
                "open_browser": False,
                "tornado_settings": {
                    "allow_remote_access": False,  # only requests to this computer's own names are answered
                    "compress_response": True,
                    "ws_ping_timeout": 30_000,  # as long as the interval; what Jupyter takes by default is not allowed
                    "headers": {
                        "Content-Security-Policy": _POLICY.format(socket=socket_),
                        "Referrer-Policy": "no-referrer",
                        "X-Content-Type-Options": "nosniff",
                    },
                },
            },
            "VoilaConfiguration": {
                "template": "heartwork",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "show_tracebacks": False,
                "preheat_kernel": False,
                "file_allowlist": [],
            },
            # Where the fork server is not there, its provisioner starts kernels in the ordinary way.
            **(
                {"KernelProvisionerFactory": {"default_provisioner_name": starting.NAME}}
                if starting.SOCKET_VARIABLE in os.environ
                else {}
            ),
            "ServerKernelManager": {
                "client_class": "heartwork.serving.quick.QuickClient",
                # Sockets in a folder of our own where there are such: other users of this computer cannot listen.
                **({"transport": "ipc"} if os.name == "posix" else {}),
            },
            "MappingKernelManager": {
                "kernel_manager_class": QUIET,
                "cull_idle_timeout": 120,
                "cull_interval": 20,
                "cull_connected": False,
            },
        }
    )


def _free_port() -> int:
    """8866 or the next free port after it; any free one when those are taken."""
    for port in [*range(DEFAULT_PORT, DEFAULT_PORT + 20), 0]:
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise KitError([Problem(what="no port is free on this computer.", mend="Close some programs, then try again.")])


def _not_listening(error: OSError, port: int) -> Problem:
    if error.errno == errno.EADDRINUSE:
        return Problem(
            what=f"port {port} is in use by another program, or by a heartwork that is still open.",
            mend="Leave --port out to have a free one chosen, or give another.",
        )
    if error.errno == errno.EACCES:
        return Problem(what=f"port {port} may not be used here.", mend="Give one above 1023, or leave --port out.")
    return Problem(what=f"port {port} cannot be used ({error.strerror}).", mend="Give another with --port.")


def _open_browser(url: str) -> bool:
    """Open a browser with windows; one that would take over the terminal is left alone."""
    try:
        controller = webbrowser.get()
        if type(controller) is webbrowser.GenericBrowser:  # lynx and the like: they hold the terminal until closed
            return False
        return controller.open(url)
    except (webbrowser.Error, OSError):
        return False
