"""Kernels that keep no history: what is typed into them is nobody's business afterwards."""

from __future__ import annotations

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

__all__ = ["QuietKernelManager"]


class QuietKernelManager(ServerKernelManager):
    """A kernel manager whose Python kernels do not write what they run into IPython's history."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command that starts a kernel, with the history switched off."""
        command: list[str] = super().format_kernel_cmd(extra_arguments)
        if any("ipykernel" in str(part) for part in command):
            command.append("--HistoryManager.enabled=False")
        return command
