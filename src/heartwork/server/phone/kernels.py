"""The kernels of a phone's pages: they are told that they are read elsewhere, and by which way."""

from __future__ import annotations

import os
from typing import Any

from heartwork.paths import PHONE_VARIABLE
from heartwork.server.kernels.manager import GracefulKernelManager

__all__ = ["PhoneKernels"]


class PhoneKernels(GracefulKernelManager):
    """Kernels of nobody else: another listener's are not known here."""

    #: How what is written travels, as `heartwork.paths.PHONE_VARIABLE` has it; set by the server.
    travels = ""

    async def start_kernel(self, **settings: Any) -> str:  # type: ignore[override]  # as the class above has it
        """Start one that knows it."""
        environment = {**(settings.get("env") or os.environ), PHONE_VARIABLE: self.travels}
        return await super().start_kernel(**{**settings, "env": environment})
