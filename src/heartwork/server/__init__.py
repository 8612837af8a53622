"""
From a request to a page: Voila with our template, closed to others, a kernel for each page.

    browser                     server                                            kernel
    ───────                     ──────                                            ──────
    GET one-time link ────────▶ one_time_link ─▶ auth (token once, then a cookie)
    GET page ─────────────────▶ auth ─▶ page_handler (PageHandler, PendingPage)
      first screen ◀─────────── templates (in the reader's language)
      static files ◀─────────── static_files
    POST where it will be ────▶ page_handler (InitialRouteHandler)
                                page_handler ─▶ kernels/manager ─▶ forkserver/provisioner
                                                                  ─▶ forkserver/server ─ fork ─▶ kernel_main
                                kernels/client (ready?) ◀──────────────────────── kernels/page_kernel
                                                                                  ─▶ notebook_api ─▶ pages/app
      widgets ◀──────────────── Voila renders the one cell
    WebSocket ────────────────▶ websocket (websocket_guard) ◀────────────────────▶ widgets
    POST goodbye ─────────────▶ page_handler (KernelShutdownHandler) ─▶ kernels/manager

`app` puts it together and `serve` runs it; `config` holds what Voila and Jupyter are told. Another browser asks by
`instance_client`; a page that is still open after a restart comes back by `resume`; a phone has a listener of its own
(`phone/`). A workshop's server (`workshop/`) does the same for many seats, each with kernels of its own, and
`rehearsal/` fills one with simulated participants.
"""

from __future__ import annotations

__all__ = ["LASTING", "NAME", "PAGES", "PAGE_KERNEL", "QUIET"]

#: Of the extension of Jupyter Server, and of the part of an address that the pages are under there and on a JupyterHub.
NAME = "heartwork"
#: The kernel manager whose kernels keep no history, by its full name, for the settings of a server.
QUIET = "heartwork.server.kernels.manager.NoHistoryKernelManager"
#: The one whose kernels do only what a page needs.
PAGES = "heartwork.server.kernels.manager.PageKernelManager"
#: What makes ipykernel start such a kernel.
PAGE_KERNEL = "--IPKernelApp.kernel_class=heartwork.server.kernels.page_kernel.PageKernel"
#: What looks after all kernels of such a server, in the same way.
LASTING = "heartwork.server.kernels.manager.GracefulKernelManager"
