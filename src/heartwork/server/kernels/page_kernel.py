"""
The kernel behind a page: it runs the one cell of a page, and hears what is done in its widgets.

A kernel for a notebook can do much that nobody can ask for from a page: complete and look up names, remember what was
typed, magic commands, a debugger. It takes IPython's shell for that, and 6 MB of memory for each person in a workshop.
"""

from __future__ import annotations

import ast
import logging
import sys
import traceback

import comm
import ipykernel.ipkernel  # noqa: F401  makes comms speak through the kernel of this process
import ipywidgets
import traitlets
from ipykernel import kernel_protocol_version  # type: ignore[attr-defined]
from ipykernel.iostream import OutStream
from ipykernel.kernelbase import Kernel

from heartwork import __version__
from heartwork.server.kernels import memory_limit

__all__ = ["PageKernel"]


class PageKernel(Kernel):
    """Runs Python without a shell round it: no history, no completion, no magic commands."""

    implementation = "heartwork"
    implementation_version = __version__
    banner = ""
    language_info: dict[str, object] = {  # noqa: RUF012  an instance's, as ipykernel has it
        "name": "python",
        "version": sys.version.split()[0],
        "mimetype": "text/x-python",
        "file_extension": ".py",
    }

    # What ipykernel's own application hands to every kernel, and only IPython's uses.
    debugpy_stream = traitlets.Any()
    user_ns = traitlets.Any()

    def __init__(self, **traits: object) -> None:
        super().__init__(**traits)  # type: ignore[no-untyped-call]  # ipykernel gives it none
        memory_limit.bound()
        _log_without_words(self.log)
        self._names: dict[str, object] = {"__name__": "__main__"}
        self.comm_manager = comm.get_comm_manager()
        for heard in ("comm_open", "comm_msg", "comm_close"):
            self.shell_handlers[heard] = getattr(self.comm_manager, heard)
        ipywidgets.register_comm_target()  # where they were imported before there was a kernel, they are in none

    @property
    def kernel_info(self) -> dict[str, object]:
        """What it is; ipykernel would import its debugger to say so."""
        return {
            "protocol_version": kernel_protocol_version,
            "implementation": self.implementation,
            "implementation_version": self.implementation_version,
            "language_info": self.language_info,
            "banner": self.banner,
            "help_links": [],
            "supported_features": [],
        }

    def set_parent(self, ident: object, parent: object, channel: str = "shell") -> None:
        """Note what is answered; what is printed belongs to it too."""
        super().set_parent(ident, parent, channel)  # type: ignore[no-untyped-call]
        for stream in (sys.stdout, sys.stderr):
            if channel == "shell" and isinstance(stream, OutStream):
                stream.set_parent(parent)  # type: ignore[no-untyped-call]

    async def do_execute(
        self,
        code: str,
        silent: bool,
        store_history: bool = True,
        user_expressions: object = None,
        allow_stdin: bool = False,
        *,
        cell_meta: object = None,
        cell_id: object = None,
    ) -> dict[str, object]:
        """Run a cell, and show what its last line is."""
        try:
            last = self._run(code)
            if last is not None and not silent:
                content = {"data": _shown(last), "metadata": {}, "execution_count": self.execution_count}
                self.send_response(self.iopub_socket, "execute_result", content)  # type: ignore[no-untyped-call]
        except (Exception, KeyboardInterrupt) as error:
            failed = {
                "ename": type(error).__name__,
                "evalue": str(error),
                "traceback": traceback.format_exception(error),
            }
            if not silent:
                self.send_response(self.iopub_socket, "error", failed)  # type: ignore[no-untyped-call]
            return {"status": "error", "execution_count": self.execution_count, **failed}
        return {"status": "ok", "execution_count": self.execution_count, "payload": [], "user_expressions": {}}

    def _run(self, code: str) -> object:
        """The value of the last line, where that is an expression."""
        cell = ast.parse(code)
        last = cell.body.pop() if cell.body and isinstance(cell.body[-1], ast.Expr) else None
        exec(compile(cell, "<cell>", "exec"), self._names)  # noqa: S102  what a kernel is for
        if not isinstance(last, ast.Expr):
            return None
        return eval(compile(ast.Expression(last.value), "<cell>", "eval"), self._names)  # noqa: S307


def _shown(thing: object) -> object:
    """As what it can be shown, by media type."""
    bundle = getattr(thing, "_repr_mimebundle_", lambda: None)()
    return bundle or {"text/plain": repr(thing)}


class _WithoutWords(logging.Formatter):
    """What kind of error it was, and where: the rest of a record may hold what a person wrote."""

    def format(self, record: logging.LogRecord) -> str:
        kind, _, at = record.exc_info or (None, None, None)
        file, line = record.pathname, record.lineno
        for frame in traceback.extract_tb(at)[-1:]:
            file, line = frame.filename, frame.lineno or 0
        return f"heartwork: {kind.__name__ if kind else record.levelname} in {file}, line {line}"


def _log_without_words(log: logging.Logger) -> None:
    """Log what goes wrong in this process to where it began to write errors, and no word of anybody's."""
    handler = logging.StreamHandler(sys.__stderr__)
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    for each in {handler, *log.handlers}:  # ipykernel's application brings handlers of its own
        each.setFormatter(_WithoutWords())
