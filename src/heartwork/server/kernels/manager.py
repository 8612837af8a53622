"""
Kernels that keep no history, and end neither too soon nor too late.

What is typed into them is nobody's business afterwards. And a kernel that nobody is joined to is given some time: a
page may come back, from a phone that was locked or a laptop that was closed. One that died is not started anew: its
page opens again, and that starts another.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import secrets
import sys
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

import zmq
import zmq.asyncio
from jupyter_client.localinterfaces import localhost
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from traitlets import Type, default

from heartwork.errors import Problem
from heartwork.i18n.messages import _
from heartwork.runtime import runtime_folder
from heartwork.server import PAGE_KERNEL

__all__ = [
    "MAKING",
    "GracefulKernelManager",
    "NoHistoryKernelManager",
    "PageKernelManager",
    "PendingPage",
    "transport_trouble",
]


def transport_trouble() -> Problem | None:
    """What keeps kernels of this computer from being heard by its person only; None where nothing does."""
    if sys.platform == "win32" or runtime_folder.has_sockets() or _can_encrypt():
        return None
    what = _("the folder for temporary files has a name too long for heartwork, or can hold no sockets ({folder}).")
    mend = _("Name another in the variable TMPDIR, such as /tmp.")
    return Problem(what=what.format(folder=runtime_folder.session().parent), mend=mend)


def _can_encrypt() -> bool:
    """Whether jupyter_client, ipykernel and ZeroMQ can all keep what they say over TCP from others."""
    from ipykernel.kernelapp import IPKernelApp  # loads much, and is asked only where there are no sockets

    parts = ((ServerKernelManager, "transport_encryption"), (IPKernelApp, "curve_secretkey"))
    return all(part.class_traits().get(name) for part, name in parts) and bool(zmq.has("curve"))


class NoHistoryKernelManager(ServerKernelManager):
    """A kernel manager whose Python kernels do not write what they run into IPython's history."""

    _setting = "--HistoryManager.enabled=False"

    @default("transport")
    def _transport_default(self) -> str:
        """At sockets in a folder of the person's own, where there are such: other users cannot listen."""
        return "ipc" if runtime_folder.has_sockets() else "tcp"

    @default("ip")
    def _ip_default(self) -> str:
        """Where they begin: jupyter_client's own names, with the id of the kernel, are too long for macOS."""
        return str(runtime_folder.session() / secrets.token_hex(4)) if self.transport == "ipc" else localhost()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if self.transport == "tcp" and _can_encrypt():
            self.transport_encryption = "required"

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command that starts a kernel, with what makes it ours."""
        command: list[str] = super().format_kernel_cmd(extra_arguments)
        if any("ipykernel" in str(part) for part in command):
            command.append(self._setting)
        return command


class PageKernelManager(NoHistoryKernelManager):
    """A kernel manager whose Python kernels do only what a page needs; they have no history to write into."""

    _setting = PAGE_KERNEL

    #: What asks a kernel whether it is ready. Older versions of jupyter_client take no setting for it.
    client_factory = Type(
        "heartwork.server.kernels.client.FastReadyKernelClient", klass="jupyter_client.asynchronous.AsyncKernelClient"
    )


#: Bytes that are kept for a page that is away.
_MOST_KEPT = 8_000_000

#: Of one process to all its kernels.
_SOCKETS = 4096

#: Seconds that a kernel which is ready waits for its page to say where it is going to be. A browser that takes longer
#: is not ready for what the kernel makes either.
_SAYS_WITHIN = 0.1


@dataclass(eq=False)
class PendingPage:
    """A page that is being made."""

    #: What it is called until it is there; nobody else can know that.
    name: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    #: Where it is going to be; empty where it begins at the beginning, or has not said so.
    place: str = ""
    #: Whether it has room for wide pictures, as far as it has said so.
    wide: bool = False
    #: Set when it has said so, or is not going to.
    said: asyncio.Event = field(default_factory=asyncio.Event)
    #: Its kernel; empty before that is started.
    kernel: str = ""
    #: Set when the kernel ended by itself. Voila hears nothing of that, and would wait for ever.
    died: asyncio.Event = field(default_factory=asyncio.Event)

    async def where(self) -> str:
        """Where it is going to be, as far as it says so in time."""
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.said.wait(), _SAYS_WITHIN)
        return self.place


#: The page that is being made, in the task that makes it.
MAKING: ContextVar[PendingPage] = ContextVar("heartwork_making")


class GracefulKernelManager(AsyncMappingKernelManager):
    """
    Kernels that end some time after their page has gone, and that time is time in which the page could come back.

    Jupyter counts from the last word between a page and its kernel, by the clock on the wall. So a kernel whose page
    was only read for a while would end as soon as the connection drops; and every kernel, when a laptop wakes up.
    """

    _looked: datetime.datetime | None = None
    #: Whether a page was locked after the last one was opened: it has no kernel, and is there.
    _locked = False

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        """ZeroMQ's context, for as many sockets as the pages of a large workshop need: five each, of 1023."""
        context = zmq.asyncio.Context()
        context.set(zmq.MAX_SOCKETS, _SOCKETS)
        self._created_context = True
        return context

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        self._making: WeakValueDictionary[str, PendingPage] = WeakValueDictionary()
        self._ending: set[asyncio.Task[None]] = set()  # referred to, so that none is dropped half way

    async def start_kernel(self, **settings: Any) -> str:  # type: ignore[override]  # as the class above has it
        """Start a kernel for the page that is being made."""
        kernel_id: str = await super().start_kernel(**settings)
        self._locked = False
        making = MAKING.get(None)
        if making is not None:
            making.kernel = kernel_id
            self._making[kernel_id] = making
        return kernel_id

    @property
    def has_pages(self) -> bool:
        """Whether a page is open, as far as can be known here."""
        return self._locked or bool(self.list_kernel_ids())

    async def lock(self, kernel_id: str) -> None:
        """End the kernel of a page that stays, and asks for the passphrase."""
        await self.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]
        self._locked = True

    async def end(self, kernel_id: str) -> None:
        """End a kernel, if it is still there."""
        if kernel_id in self:
            await self.shutdown_kernel(kernel_id)  # type: ignore[no-untyped-call]

    def end_soon(self, kernel_id: str) -> None:
        """End a kernel, and wait for nothing."""
        ending = asyncio.ensure_future(self.end(kernel_id))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    def end_if_left(self, kernel_id: str) -> None:
        """End a kernel that nobody is joined to, and wait for nothing; one whose page came back is left alone."""
        if kernel_id in self and not self._kernel_connections.get(kernel_id, 0):
            self.end_soon(kernel_id)

    def start_buffering(self, kernel_id: str, session_key: str, channels: Any) -> None:
        """
        Keep what a kernel says for a page that may come back, as far as there is room for it.

        Where there is more, the kernel ends: a page that comes back opens anew, and sends what was not saved again.
        """
        super().start_buffering(kernel_id, session_key, channels)  # type: ignore[no-untyped-call]
        kept = self._kernel_buffers[kernel_id]["buffer"]
        size = 0

        def keep(channel: str, parts: list[bytes]) -> None:
            nonlocal size
            size += sum(map(len, parts))
            if size <= _MOST_KEPT:
                kept.append((channel, parts))
            else:
                kept.clear()
                self.end_soon(kernel_id)

        for channel, stream in channels.items():
            stream.on_recv(partial(keep, channel))

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

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """A kernel ended by itself: whoever waits for its page is told, and what is kept of it here goes too."""
        making = self._making.get(kernel_id)
        if making is not None:
            making.died.set()
        self.end_soon(kernel_id)

    def _kernel(self, kernel_id: str) -> Any:
        return self.get_kernel(kernel_id)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)
