"""ipykernel's application, without what would make the memory of a fork its own again for nothing."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import types
from collections.abc import Iterator

import ipywidgets
from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core import shellapp
from traitlets.config import Config
from traitlets.config.loader import DeferredConfigString

__all__ = ["ForkedKernelApp"]

# A page of memory is shared with the fork server until something in it is written, and to look at a Python object is
# to write its count of references. So what walks through everything that was imported is what a kernel costs: three
# such walks are left out here, each for something that nobody can use in a kernel behind a page.

_FILE, _SETTING = "-f", re.compile(r"--([A-Z]\w*)\.(\w+)=(.*)", re.DOTALL)


class ForkedKernelApp(IPKernelApp):
    """A kernel that says when it listens: whoever connects earlier waits for a second try."""

    bound: int
    """An open pipe; one byte goes into it once the kernel listens."""

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """
        Read what kernels are started with: `-f FILE` and settings by their full names.

        For anything else the ordinary way is taken, which learns the settings of all classes first (3 MB a kernel).
        """
        config = Config()
        rest = iter(argv or ())
        for each in rest:
            setting = _SETTING.fullmatch(each)
            if each == _FILE:
                config.IPKernelApp.connection_file = next(rest, "")
            elif setting:
                config[setting[1]][setting[2]] = DeferredConfigString(setting[3])
            else:
                super().parse_command_line(argv)
                return
        self.cli_config = config
        self.update_config(config)

    def init_kernel(self) -> None:
        """Make the kernel; its debugger, which is not there, is given no list of all files (7 MB a kernel)."""
        with _nothing_imported_for(ipkernel):
            super().init_kernel()  # type: ignore[no-untyped-call]  # ipykernel gives it none

    def init_code(self) -> None:
        """Run what is to be run first; `%reset aggressive` is given no list of all modules (1 MB a kernel)."""
        with _nothing_imported_for(shellapp):
            super().init_code()  # type: ignore[no-untyped-call]  # IPython gives it none
        vars(self.shell).pop("_sys_modules_keys")  # without one, it leaves them alone, and says so

    def log_connection_info(self) -> None:
        """Log it, and say that the kernel listens."""
        super().log_connection_info()  # type: ignore[no-untyped-call]
        with contextlib.suppress(BrokenPipeError):  # whoever asked gave up: this kernel is about to be ended
            os.write(self.bound, b"1")
        os.close(self.bound)

    def initialize(self, argv: list[str] | None = None) -> None:
        """Be a kernel, with widgets: they were imported before there was one, so their targets are in none."""
        super().initialize(argv)  # type: ignore[no-untyped-call]
        ipywidgets.register_comm_target()


@contextlib.contextmanager
def _nothing_imported_for(module: types.ModuleType) -> Iterator[None]:
    """Let this module look at a `sys` that knows of no modules."""
    names = vars(module)
    names["sys"] = types.SimpleNamespace(**{**vars(sys), "modules": {}})
    try:
        yield
    finally:
        names["sys"] = sys
