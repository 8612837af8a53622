"""Our server inside a Jupyter server: its own kernels and settings, the other's port, address and door."""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Mapping
from typing import Any

import tornado.web
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from traitlets.config import Config

from heartwork.paths import notebooks_folder
from heartwork.server import NAME
from heartwork.server.app import Server, says_something
from heartwork.server.auth import NotFoundHandler
from heartwork.server.config import config
from heartwork.server.forkserver import launcher
from heartwork.server.jupyter.page import ACTIVE, ENVIRONMENT, Joined, ServerPage
from heartwork.server.kernels.beside import KernelsBeside, kernel_environment
from heartwork.server.kernels.client import keep_compiled_templates
from heartwork.server.kernels.specs import OwnKernelSpecs

__all__ = ["Embedded"]

_NOTEBOOK = "workbook.ipynb"

#: What is ours among the settings of the application; all others, the door first, are the Jupyter server's.
_OURS = (
    "base_url",
    "config_manager",
    "contents_manager",
    "jinja2_env",
    "kernel_manager",
    "kernel_spec_manager",
    "kernel_websocket_connection_class",
    "server_root_dir",
    "server_url",
    "voila_jinja2_env",
)


class ForkedKernelSpecs(OwnKernelSpecs):
    """The kernel of a page, and that it is forked: the default of the Jupyter server is for its own kernels."""

    def get_kernel_spec(self, kernel_name: str) -> Any:
        """As there."""
        spec = super().get_kernel_spec(kernel_name)
        if launcher.socket_path() is not None:
            spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": launcher.NAME}}
        return spec


class Embedded(Server):
    """The pages, without a port of their own."""

    front_page, joining = ServerPage, Joined

    @classmethod
    def beside(cls, serverapp: Any) -> Embedded:
        """
        The pages of a Jupyter server.

        Args:
            serverapp: The Jupyter server (`jupyter_server.serverapp.ServerApp`).
        """
        # jupyter_client keeps one factory, with the settings of whoever asked first.
        KernelProvisionerFactory.instance(parent=serverapp.kernel_manager)
        outer: dict[str, Any] = serverapp.web_app.settings
        pages = cls(config=_config(outer["base_url"]), log_level=logging.ERROR)
        pages.log.addFilter(says_something)
        pages.take_notebook(str(notebooks_folder() / _NOTEBOOK))
        keep_compiled_templates()
        pages.app = tornado.web.Application(**pages._settings(outer))
        pages.app.add_handlers(r".*$", pages.init_handlers())
        return pages

    def _settings(self, outer: Mapping[str, Any]) -> dict[str, Any]:
        self.connection_dir = self.connection_dir_root
        own = self.init_settings()
        return {
            **outer,
            **{name: own[name] for name in _OURS if name in own},
            "headers": self.tornado_settings["headers"],
            ACTIVE: lambda: _note_activity(outer),
            ENVIRONMENT: kernel_environment,
        }

    def init_handlers(self) -> list[Any]:
        """Of our server's what a page needs; the door is not here."""
        base = re.escape(self.base_url)
        self.server_url = base
        return [
            (base.rstrip("/"), tornado.web.RedirectHandler, {"url": self.base_url, "permanent": False}),
            *self.needed(),
            (r".*", NotFoundHandler),
        ]

    def open_pages(self) -> int:
        """How many kernels run."""
        return len(self.kernel_manager.list_kernel_ids())

    async def end(self) -> None:
        """End all kernels."""
        await self.kernel_manager.shutdown_all(now=True)


def _note_activity(outer: Mapping[str, Any]) -> None:
    outer["last_activity_times"][NAME] = datetime.datetime.now(datetime.timezone.utc)


def _config(base_url: str) -> Config:
    ours = config(0, f"{base_url}{NAME}/")
    ours.pop("KernelProvisionerFactory", None)
    ours.Voila.root_dir = str(notebooks_folder())
    ours.VoilaConfiguration.multi_kernel_manager_class = KernelsBeside
    ours.VoilaConfiguration.kernel_spec_manager_class = ForkedKernelSpecs
    return ours
