"""The process of a page's kernel, where it cannot be forked: without the settings and startup files of IPython."""

from __future__ import annotations

from ipykernel.kernelapp import IPKernelApp
from traitlets import default

__all__ = ["PageKernelApp"]


class PageKernelApp(IPKernelApp):
    """ipykernel's application; it reads its command line only."""

    ignore_cwd = True

    @default("profile_dir")
    def _profile_dir_default(self) -> None:
        """No profile, and none is made."""

    def init_profile_dir(self) -> None:
        """No profile, and none is made."""

    def init_config_files(self) -> None:
        """No settings from anywhere."""

    def load_config_file(self, *_: object, **_more: object) -> None:
        """No settings from anywhere."""


if __name__ == "__main__":
    PageKernelApp.launch_instance()
