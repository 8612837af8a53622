"""Serving the notebooks as pages: Voila with our template, a door that is closed to others, and less waiting."""

from __future__ import annotations

__all__ = ["LASTING", "PAGES", "PAGE_KERNEL", "QUIET"]

#: The kernel manager whose kernels keep no history, by its full name, for the settings of a server.
QUIET = "heartwork.server.kernels.manager.NoHistoryKernelManager"
#: The one whose kernels do only what a page needs.
PAGES = "heartwork.server.kernels.manager.PageKernelManager"
#: What makes ipykernel start such a kernel.
PAGE_KERNEL = "--IPKernelApp.kernel_class=heartwork.server.kernels.page_kernel.PageKernel"
#: What looks after all kernels of such a server, in the same way.
LASTING = "heartwork.server.kernels.manager.GracefulKernelManager"
