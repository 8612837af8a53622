"""Kernels of a server that has secrets of its own, such as a Jupyter server's and its keys to a Hub."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from heartwork.pages.display import BRINGS_KIT
from heartwork.paths import BINDER, HUB, SERVER_VARIABLE, SHARE
from heartwork.server.isolation import own_environment
from heartwork.server.kernels.manager import GracefulKernelManager

__all__ = ["KernelsBeside", "is_binder", "kernel_environment"]


class KernelsBeside(GracefulKernelManager):
    """The kernels of our pages; the variables of a Jupyter server, and its keys to a Hub, are not told to them."""

    async def start_kernel(self, **settings: Any) -> str:  # type: ignore[override]  # as the class above has it
        """Start one with an environment of our own."""
        return await super().start_kernel(**{**settings, "env": kernel_environment(settings.get("env") or os.environ)})


def kernel_environment(given: Mapping[str, str]) -> dict[str, str]:
    """For our kernels; where this server's modules are found is left, because it runs with them itself."""
    path = {"PYTHONPATH": given["PYTHONPATH"]} if "PYTHONPATH" in given else {}
    # A server of a Hub has a key to it; Binder's has one too.
    where = BINDER if is_binder(given) else HUB if given.get("JUPYTERHUB_API_TOKEN") else "1"
    return own_environment(given, SHARE) | path | {BRINGS_KIT: "1", SERVER_VARIABLE: where}


def is_binder(given: Mapping[str, str]) -> bool:
    """Whether a server with these variables is lent by Binder; BinderHub names itself to those it starts."""
    return bool(given.get("BINDER_LAUNCH_HOST"))
