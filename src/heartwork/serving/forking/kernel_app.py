"""ipykernel's application in a fork, for a notebook's kernel. A page's needs less: see `page_kernel_app`."""

from __future__ import annotations

import contextlib
import os

import ipywidgets
from ipykernel.kernelapp import IPKernelApp

__all__ = ["ForkedKernelApp"]


class ForkedKernelApp(IPKernelApp):
    """A kernel that says when it listens: whoever connects earlier waits for a second try."""

    bound: int
    """An open pipe; one byte goes into it once the kernel listens."""

    def log_connection_info(self) -> None:
        """Log it, and say that the kernel listens."""
        super().log_connection_info()  # type: ignore[no-untyped-call]  # ipykernel gives it none
        with contextlib.suppress(BrokenPipeError):  # whoever asked gave up: this kernel is about to be ended
            os.write(self.bound, b"1")
        os.close(self.bound)

    def initialize(self, argv: list[str] | None = None) -> None:
        """Be a kernel, with widgets: they were imported before there was one, so their targets are in none."""
        super().initialize(argv)  # type: ignore[no-untyped-call]
        ipywidgets.register_comm_target()
