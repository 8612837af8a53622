"""The pages that have a kernel: those of a seat, when it is its turn, and those of whoever leads the workshop."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from html import escape
from typing import cast

from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.errors import KitError
from heartwork.i18n.messages import _, ngettext
from heartwork.paths import ANSWERS_VARIABLE, SEAT_VARIABLE
from heartwork.runtime import runtime_folder
from heartwork.server.config import POLICY
from heartwork.server.forkserver import launcher
from heartwork.server.kernels.memory_limit import MEMORY_VARIABLE
from heartwork.server.listen_address import ListenAddress
from heartwork.server.one_time_link import OneTimeLinkHandler
from heartwork.server.page_handler import KernelShutdownHandler, PageHandler
from heartwork.server.workshop.auth import HOST_OWNER, RoomIdentityProvider
from heartwork.server.workshop.context import RoomContext, RoomHandler
from heartwork.server.workshop.join_handlers import admit
from heartwork.server.workshop.kernels import VISITOR, OwnedKernels, Visitor
from heartwork.workshop import admissions, seat_workbook, seats
from heartwork.workshop.room import ADDRESS_VARIABLE, ROOM_VARIABLE
from heartwork.workshop.seats import Seat

__all__ = ["FACILITATOR", "Facilitator", "FacilitatorPageHandler", "SeatPageHandler", "SeatShutdownHandler"]

#: Where the pages of whoever leads the workshop are.
FACILITATOR = "voila/render/facilitator.ipynb"

#: So many pages of one seat are made at the same time: whoever loads hundreds keeps nobody else waiting.
_AT_ONCE = 2
#: MiB that a seat's kernel may take beyond what it begins with. A passphrase takes 256, a picture as PNG some 200.
_MEMORY = 640

#: Seconds after which a page that waits looks whether it is its turn.
_LOOKS = 2


class _KernelPage(RoomHandler, PageHandler):
    """A page with a kernel that belongs to somebody."""

    def initialize(self, desk: RoomContext, **of_voila: object) -> None:
        RoomHandler.initialize(self, desk)
        PageHandler.initialize(self, **of_voila)

    async def serve_as(self, visitor: Visitor) -> None:
        """Send the page; its kernel is theirs."""
        scheme = "wss" if self.request.protocol == "https" else "ws"
        self.set_header("Content-Security-Policy", POLICY.format(socket=f"{scheme}://{self.request.host}"))
        VISITOR.set(visitor)
        await self.open_page()


class SeatShutdownHandler(KernelShutdownHandler):
    """Locking a page of a seat: this server forgets what opens its workbook, unless it is still locking that."""

    def initialize(self, desk: RoomContext) -> None:
        """What it stands on."""
        self.desk = desk

    async def forget_key(self, kernel_id: str) -> bool:
        """Not before the passphrase locks it on the disk: until then, nothing else opens what was written."""
        seat, keys = cast("RoomIdentityProvider", self.identity_provider).seat(self), self.desk.keys
        if seat is not None and cast("OwnedKernels", self.kernel_manager).owner(kernel_id) == seat.id:
            if keys.is_locking(seat):
                return False
            await keys.forget(seat)
        return True


class SeatPageHandler(_KernelPage):
    """The workbook of a seat."""

    at_a_seat = True

    @allow_unauthenticated  # who has no seat is sent to the join page
    async def get(self, path: str | None = None) -> None:
        """The page, or the one that waits in its place."""
        self.not_ahead()
        seat, desk = self.seat_or_go(), self.desk
        if desk.keys.is_locking(seat):
            # Only a kernel that is forked can be given the key; any other has to ask for the passphrase.
            if launcher.SOCKET_VARIABLE not in os.environ:
                self._wait(_("Your pages are being locked with your passphrase."), desk.keys.before(seat))
                return
        elif not seat_workbook.was_made(desk.folder(seat)):
            # The server ended before its key was locked: nothing of it was called saved. An open page brings it again.
            if desk.keys.may_come_back(seat):
                self._wait(_("Your pages are being opened."), 0)
                return
            self._begin_again(seat, _("Your pages could not be made. Choose a passphrase once more."))
            return
        opening: Counter[str] = self.settings.setdefault("opening_of_seats", Counter())
        if opening[seat.id] >= _AT_ONCE or not desk.openings.of(seat.id).take_if_there():
            self._wait(_("Your pages are being opened."), 0)
            return
        kernels = cast("OwnedKernels", self.kernel_manager)
        place = desk.line.ask(seat.id, kernels.owners() - {HOST_OWNER})
        if place:
            self._wait(_("All places are taken for the moment."), place - 1)
            return
        environment = {
            ANSWERS_VARIABLE: str(desk.folder(seat)),
            SEAT_VARIABLE: str(seat.number),
            MEMORY_VARIABLE: str(_MEMORY),
        }
        opening[seat.id] += 1
        try:
            await self.serve_as(Visitor(seat.id, environment, desk.keys.of(seat)))
        finally:
            opening[seat.id] -= 1
            desk.line.gave_up(seat.id)  # who has a kernel is inside by that

    def _begin_again(self, seat: Seat, why: str) -> None:
        """The seat is given up: its pages could not be made. A slip that took it is as good as new."""
        admission = admissions.instead_of(self.desk.room, seat.id)
        seats.give_up(self.desk.room, seat)
        with suppress(KitError):  # what cannot be opened; what is left of it is said at the end
            seat_workbook.erase(self.desk.folder(seat))
        self.door.stand_up(self)
        if admission:
            admit(self, admission)
        on = "passphrase" if admission else ""
        again = f'<p><a href="{escape(self.base_url)}{on}">{_("Begin again")}</a></p>'
        self.show(_("This did not work"), f"<p>{escape(why)}</p>{again}", status=500, said=why)

    def _wait(self, why: str, before: int) -> None:
        """A page that moves up by itself, with no script."""
        if before:
            line = ngettext("{count} person is ahead of you.", "{count} people are ahead of you.", before).format(
                count=before
            )
        else:
            line = _("You are next.")
        on = _("This page will open by itself. Your place is kept as long as it is open. You can also begin on paper.")
        self.set_header("Refresh", str(_LOOKS))
        self.set_header("Retry-After", str(_LOOKS))
        body = f'<p>{why}</p><p class="hw-line" role="status"><strong>{line}</strong></p><p>{on}</p>'
        self.show(_("One moment"), body, status=503, said=f"{why} {line} {_('What you typed is still here.')}")


class FacilitatorPageHandler(_KernelPage):
    """The pages of whoever leads the workshop."""

    @allow_unauthenticated  # it says who is let in, in words
    async def get(self, path: str | None = None) -> None:
        """The page; its kernel is told where the room is."""
        self.not_ahead()
        if not self.door.leads(self):
            self.refuse("closed")
            return
        await self.serve_as(Visitor(HOST_OWNER, self._environment(self.desk.place)))

    def _environment(self, place: ListenAddress) -> Mapping[str, str]:
        return {ROOM_VARIABLE: self.desk.room.told(runtime_folder.session()), ADDRESS_VARIABLE: place.pattern}


class Facilitator(OneTimeLinkHandler, RoomHandler):
    """The address that lets whoever leads the workshop in, once."""

    @allow_unauthenticated
    async def get(self) -> None:
        """The page that lets them in."""
        token, action = self.get_query_argument("token", ""), f"{self.base_url}host"
        self.ask(token, inside=self.door.leads(self), action=action, to=f"{self.base_url}{FACILITATOR}")

    @allow_unauthenticated
    async def post(self) -> None:
        """In with the cookie, and out of the address with what it opened with."""
        self.enter(inside=self.door.leads(self), to=f"{self.base_url}{FACILITATOR}")
