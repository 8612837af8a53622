"""
Kernels that keep no history, and do not end too soon.

What is typed into them is nobody's business afterwards. And a kernel that nobody is joined to is given some time: a
page may come back, from a phone that was locked or a laptop that was closed.
"""

from __future__ import annotations

import datetime
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager

__all__ = ["LastingKernels", "QuietKernelManager"]


class QuietKernelManager(ServerKernelManager):
    """A kernel manager whose Python kernels do not write what they run into IPython's history."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command that starts a kernel, with the history switched off."""
        command: list[str] = super().format_kernel_cmd(extra_arguments)
        if any("ipykernel" in str(part) for part in command):
            command.append("--HistoryManager.enabled=False")
        return command


class LastingKernels(AsyncMappingKernelManager):
    """
    Kernels that end some time after their page has gone, and that time is time in which the page could come back.

    Jupyter counts from the last word between a page and its kernel, by the clock on the wall. So a kernel whose page
    was only read for a while would end as soon as the connection drops; and every kernel, when a laptop wakes up.
    """

    _looked: datetime.datetime | None = None

    def notify_disconnect(self, kernel_id: str) -> None:
        """A page is gone: from now on, nobody is joined to its kernel."""
        super().notify_disconnect(kernel_id)  # type: ignore[no-untyped-call]
        if kernel_id in self:
            self._kernel(kernel_id).last_activity = _now()

    async def cull_kernels(self) -> None:
        """End what rests; what this computer slept through, or its clock was put forward, counts for nobody."""
        now = _now()
        late = now - (self._looked or now) - datetime.timedelta(seconds=self.cull_interval)
        self._looked = now
        if abs(late) > datetime.timedelta(seconds=self.cull_interval):
            for kernel in [self._kernel(kernel_id) for kernel_id in self.list_kernel_ids()]:
                if hasattr(kernel, "last_activity"):
                    kernel.last_activity = min(kernel.last_activity + late, now)
        await super().cull_kernels()  # type: ignore[no-untyped-call]

    def _kernel(self, kernel_id: str) -> Any:
        return self.get_kernel(kernel_id)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)
