"""Serving the notebooks as pages: Voila with our template, a door that is closed to others, and less waiting."""

from __future__ import annotations

__all__ = ["QUIET"]

#: The kernel manager whose kernels keep no history, by its full name, for the settings of a server.
QUIET = "heartwork.serving.kernels.QuietKernelManager"
