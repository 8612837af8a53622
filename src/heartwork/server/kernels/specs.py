"""Which kernels there are: one, of this Python, whatever kernels other programs have installed under its name."""

from __future__ import annotations

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpec, KernelSpecManager, NoSuchKernel

from heartwork.server import PAGE_KERNEL
from heartwork.server.isolation import python

__all__ = ["OwnKernelSpecs"]


class OwnKernelSpecs(KernelSpecManager):
    """The kernel of a page, and no other."""

    def find_kernel_specs(self) -> dict[str, str]:
        """Its name, and no folder: it is not read from the disk."""
        return {NATIVE_KERNEL_NAME: ""}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """
        How it is started.

        Raises:
            NoSuchKernel: For any other name.
        """
        if kernel_name != NATIVE_KERNEL_NAME:
            raise NoSuchKernel(kernel_name)
        command = [*python("heartwork.server.kernels.process"), "-f", "{connection_file}", PAGE_KERNEL]
        return KernelSpec(
            argv=command,
            display_name="Python 3",
            language="python",
            interrupt_mode="signal",
            # Says whether it can encrypt what it sends, which is asked for where there is no folder for its sockets.
            metadata=get_kernel_dict().get("metadata", {}),
        )
