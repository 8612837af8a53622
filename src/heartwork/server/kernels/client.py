"""
Less waiting: two things that every visit pays for in Voila and its libraries, and need not.

Both are used through public settings or one small override, and only make things quicker: without them all works
the same.
"""

from __future__ import annotations

import time
from queue import Empty

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from jupyter_client.asynchronous.client import AsyncKernelClient
from voila.exporter import VoilaExporter

from heartwork.paths import PLACE_VARIABLE, WIDE_VARIABLE
from heartwork.server.kernels.manager import MAKING
from heartwork.server.templates import GLOBALS

__all__ = ["FastReadyKernelClient", "keep_compiled_templates"]


class FastReadyKernelClient(AsyncKernelClient):
    """
    A kernel client that is ready as soon as the kernel has said so.

    jupyter_client waits for 0.2 s of silence after the first answer, to let old messages pass. A kernel that was
    started for this visit has none: the idle status that belongs to our own question shows that everything before
    it has arrived. Then it is told where its page is going to be, where that is known by now.
    """

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """
        Wait until the kernel answers.

        Raises:
            RuntimeError: If it died, or did not answer in time (as in jupyter_client).
        """
        end = time.monotonic() + (timeout or 60)
        while time.monotonic() < end:
            if await self._answered(min(1.0, end - time.monotonic())):
                return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready

    async def _answered(self, patience: float) -> bool:
        """Ask who the kernel is; whether it answered and fell idle within `patience` seconds."""
        question = self.kernel_info()
        end = time.monotonic() + patience
        reply: dict[str, object] | None = None
        try:
            while reply is None:
                message = await self.get_shell_msg(timeout=max(0.01, end - time.monotonic()))
                reply = message if message["msg_type"] == "kernel_info_reply" else None
            while True:
                message = await self.get_iopub_msg(timeout=max(0.01, end - time.monotonic()))
                is_idle = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
                if is_idle and message["parent_header"].get("msg_id") == question:
                    self._handle_kernel_info_reply(reply)
                    await self._say_place()
                    return True
        except Empty:
            return False

    async def _say_place(self) -> None:
        """Tell the kernel where its page is going to be, and for how much room, before it makes one."""
        making = MAKING.get(None)
        if making is None:
            return
        told = {PLACE_VARIABLE: await making.where(), WIDE_VARIABLE: "1" if making.wide else ""}
        told = {name: value for name, value in told.items() if value}
        if told:
            self.execute(f"import os; os.environ.update({told!r})", silent=True)


class _Compiled(BytecodeCache):
    """Compiled templates, for the life of the server."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        compiled = self._kept.get((bucket.key, bucket.checksum))
        if compiled is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def keep_compiled_templates() -> None:
    """
    Let Voila keep its compiled templates: nbconvert makes a new environment, and compiles all anew, at each visit.

    Our words are given to them there too.
    """
    cache = _Compiled()
    make = VoilaExporter._create_environment

    def with_cache(self: VoilaExporter) -> Environment:
        environment: Environment = make(self)
        if MAKING.get(None) is None:  # in a Jupyter server, a page of plain Voila: it is left as it is
            return environment
        environment.bytecode_cache = cache
        environment.globals.update(GLOBALS)
        return environment

    VoilaExporter._create_environment = with_cache
