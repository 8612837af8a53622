"""The page of somebody who was in is let in again, by the ticket that its script keeps; see `reentry_tickets`."""

from __future__ import annotations

import json

from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.errors import KitError
from heartwork.server.workshop.context import RoomHandler
from heartwork.server.workshop.reentry_tickets import Ticket
from heartwork.workshop.seats import Seat

__all__ = ["ReentryHandler"]

#: More than so many bytes no ticket has: a passphrase of some thousand letters is in it.
_LONGEST = 50_000


class ReentryHandler(RoomHandler):
    """
    `POST stay`, with the header `X-XSRFToken` and JSON, from the script of a page of a seat.

    `{}` asks for a ticket: 200 with `{"ticket": ..., "locked": ...}`, `locked` once no passphrase is in it; `{}` where
    the page has to ask for the passphrase. `{"ticket": ...}` brings one back: the same, or 409 where it is not good.
    403 without a seat; 429 where it is asked too often.
    """

    @allow_unauthenticated
    async def post(self) -> None:
        """Give one, or take one back."""
        self.set_header("Cache-Control", "no-store")
        seat, keys = self.door.seat(self), self.desk.keys
        if seat is None:
            self._refuse(403)
            return
        if not self.desk.talks.of(seat.id).take_if_there():
            self._refuse(429)
            return
        folder, brought = self.desk.folder(seat), _ticket_in(self.request.body)
        if brought:
            ticket = self.desk.tickets.read(seat, folder, brought)
            if ticket is None or not self._takes_back(seat, ticket):
                self._refuse(409)
                return
        known = keys.ticket(seat)
        if known is None:
            self.finish({})
            return
        self.finish({"ticket": self.desk.tickets.make(seat, folder, known), "locked": not known.passphrase})

    def _takes_back(self, seat: Seat, ticket: Ticket) -> bool:
        try:
            return self.desk.keys.take_back(seat, ticket)
        except KitError:  # the disk does not take it now; the page asks again
            return False

    def write_error(self, status_code: int, **details: object) -> None:
        """No page in words: a program reads this."""
        if not self._finished:
            self.finish()

    def _refuse(self, status: int) -> None:
        self.set_status(status)
        self.finish({})


def _ticket_in(body: bytes) -> str:
    try:
        said = json.loads(body) if 0 < len(body) <= _LONGEST else {}
    except (ValueError, RecursionError):
        said = {}
    ticket = said.get("ticket", "") if isinstance(said, dict) else ""
    return ticket if isinstance(ticket, str) else ""
