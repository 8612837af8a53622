"""The server of one user of a JupyterHub: their pages at `<prefix>heartwork/`, and nothing else."""

from __future__ import annotations

import gc
import logging
import os
import re
import secrets
import signal
import ssl
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from traitlets.config import Config

from heartwork.i18n.messages import _
from heartwork.server import NAME
from heartwork.server.app import Server, prepare_process
from heartwork.server.auth import NotFoundHandler
from heartwork.server.config import config
from heartwork.server.forkserver import launcher
from heartwork.server.hub.activity import Activity
from heartwork.server.hub.environment import HubEnvironment
from heartwork.server.hub.identity import HubIdentityProvider
from heartwork.server.jupyter.page import ACTIVE, ENVIRONMENT, Joined, ServerPage
from heartwork.server.kernels.beside import kernel_environment
from heartwork.server.templates import frame

__all__ = ["HubServer", "serve"]


class HubPage(ServerPage):
    """The page of the user whose server this is, and of nobody else."""

    async def open_page(self) -> None:
        """The page; who opens one is at work."""
        self.settings[ACTIVE]()
        await super().open_page()

    def write_error(self, status_code: int, **details: object) -> None:
        """Whoever is logged in as somebody else is told so."""
        if status_code != 403:
            super().write_error(status_code, **details)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        title = _("These pages belong to somebody else")
        why = _("The account you are logged in with doesn't open them. Nothing of them was shown.")
        hub = self.settings["hub_environment"].hub
        body = f"<p>{escape(why)}</p><p><a href='{escape(hub)}'>{escape(_('Your own pages'))}</a></p>"
        self.finish(frame(escape(title), body))


class _Status(tornado.web.RequestHandler):
    """What the Hub asks when it waits for this server."""

    @allow_unauthenticated
    def get(self) -> None:
        """That it is there, and which version of JupyterHub's library it has."""
        from jupyterhub import __version__

        self.set_header("X-JupyterHub-Version", __version__)
        self.finish({"version": __version__})


class HubServer(Server):
    """Our server with the Hub's identity, behind its proxy."""

    front_page, joining = HubPage, Joined
    #: What the Hub has told.
    told: HubEnvironment
    #: What it is told.
    activity: Activity

    def init_settings(self) -> dict[str, object]:
        """As anywhere, with what a page in a Jupyter server needs."""
        settings: dict[str, object] = super().init_settings()
        self.activity = Activity(self.told)
        return settings | {
            ACTIVE: self.activity.note,
            ENVIRONMENT: kernel_environment,
            "hub_environment": self.told,
        }

    def init_handlers(self) -> list[object]:
        """The pages, and what the Hub expects of a server."""
        prefix = re.escape(self.told.prefix)
        here = {"url": self.base_url, "permanent": False}
        return [
            (prefix, tornado.web.RedirectHandler, here),
            (self.base_url.rstrip("/"), tornado.web.RedirectHandler, here),
            *((f"{prefix}{path}", *handler) for path, *handler in self.identity_provider.get_handlers()),
            (f"{prefix}api/?", _Status),
            *self.needed(),
            (r"/.*", NotFoundHandler),
        ]

    def listening(self) -> dict[str, object]:
        """By TLS where Hub and servers talk so (`c.JupyterHub.internal_ssl`), and to those with a certificate only."""
        tls = self.told.tls
        return super().listening() | ({"ssl_options": {**tls, "cert_reqs": ssl.CERT_REQUIRED}} if tls else {})


def serve(*, answers: Path, worksheets: Path, told: HubEnvironment, hub_variables: Mapping[str, str]) -> None:
    """
    Serve the pages of one user of a Hub until the Hub ends this.

    Args:
        answers: Folder of the answers.
        worksheets: Folder of the worksheets.
        told: What the Hub has told.
        hub_variables: The variables it was told by: JupyterHub's library reads some of them late.

    Raises:
        KitError: If the port is taken, or the notebook is not there.
    """
    environment = kernel_environment({**os.environ, **hub_variables})
    if not _divided(environment):
        launcher.start(environment)
    path = prepare_process(answers, worksheets)
    os.environ.update(hub_variables)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a Hub in the background leaves it ignored
    server = HubServer(config=_config(told), log_level=logging.ERROR)
    server.told, server.ready = told, lambda address: server.activity.start()
    server.initialize([str(path)])
    server.cookie_secret = secrets.token_bytes(32)
    server.start()


def _divided(environment: Mapping[str, str]) -> bool:
    """Whether the fork server is a copy of this process by now."""
    if sys.platform != "linux":
        return False
    from heartwork.server.forkserver.server import copied, what_cannot_be_shared

    if what_cannot_be_shared():
        return False
    gc.collect()
    gc.freeze()
    divided = launcher.divide(environment, copied)
    gc.enable()
    return divided


def _config(told: HubEnvironment) -> Config:
    ours = config(told.port, f"{told.prefix}{NAME}/")
    ours.Voila.ip = told.host
    ours.Voila.identity_provider_class = HubIdentityProvider
    ours.Voila.auto_token = True  # Voila hands over one of its own otherwise
    settings = ours.Voila.tornado_settings
    settings["allow_remote_access"] = True  # the proxy passes on whichever name the Hub is known by
    del settings["xsrf_cookie_name"], settings["xsrf_cookie_kwargs"]  # JupyterHub's library has its own
    ours.VoilaConfiguration.multi_kernel_manager_class = "heartwork.server.kernels.beside.KernelsBeside"
    if launcher.socket_path() is not None:
        ours.KernelProvisionerFactory.default_provisioner_name = launcher.NAME
    return ours
