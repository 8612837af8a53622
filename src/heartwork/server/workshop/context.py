"""What every page of a room's own server stands on: the room, its keys, and a frame without kernel or script."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import tornado.web

from heartwork.authoring.library import WorksheetLibrary
from heartwork.i18n.messages import _
from heartwork.server.auth import ErrorPageHandler, looks_ahead
from heartwork.server.listen_address import ListenAddress
from heartwork.server.rate_limit import RateLimits
from heartwork.server.workshop import html_forms
from heartwork.server.workshop.auth import RoomIdentityProvider
from heartwork.server.workshop.key_vault import KeyVault
from heartwork.server.workshop.reentry_tickets import Tickets
from heartwork.server.workshop.shared_address_queue import SharedQueue
from heartwork.server.workshop.waiting_queue import WaitingQueue
from heartwork.workshop import seats
from heartwork.workshop.network_addresses import shared_part
from heartwork.workshop.room import Room
from heartwork.workshop.seat_workbook import folder_of
from heartwork.workshop.seats import Seat

__all__ = ["RoomContext", "RoomHandler"]

#: So many forms are remembered.
_TAKEN = 50


@dataclass(frozen=True)
class RoomContext:
    """
    What the pages of a room have in common.

    Args:
        room: The room.
        host: The folder of the workshop.
        shelf: The worksheets.
        place: Where it is.
        keys: What opens the seats' workbooks.
        line: Who waits.
        tickets: What lets the pages of those who were in come back.
    """

    room: Room
    host: Path
    shelf: WorksheetLibrary
    place: ListenAddress
    keys: KeyVault
    line: WaitingQueue
    tickets: Tickets
    #: How often those who arrive from one address are answered; a whole room may share one.
    arrivals: RateLimits = field(default_factory=lambda: RateLimits(60, 300))
    #: How often one browser tries a code, or comes back; a right one does not count.
    tries: RateLimits = field(default_factory=lambda: RateLimits(3, 8))
    #: How often the pages of one seat are opened: each takes a kernel.
    openings: RateLimits = field(default_factory=lambda: RateLimits(0.5, 8))
    #: How often one seat says something to the room; a page asks every few seconds.
    talks: RateLimits = field(default_factory=lambda: RateLimits(5, 60))
    #: Where many tries came from an address: codes, and passphrases. About as many in a minute as were let through.
    codes: SharedQueue = field(default_factory=lambda: SharedQueue(1))
    passphrases: SharedQueue = field(default_factory=lambda: SharedQueue(6, most=12))
    #: Seats that were taken a moment ago, with their secrets, by the form that took them.
    taken: dict[str, tuple[Seat, str]] = field(default_factory=dict, repr=False)

    def take(self, form: str, *, admission: str, address: str, browser: str) -> tuple[Seat, str, bool]:
        """
        Take a seat for a form; the same again, where the form comes twice: a button was tapped twice.

        Args:
            form: The name of the form.
            admission: What the code gave.
            address: Of the device.
            browser: What tells its browser from others at that address.

        Returns:
            The seat, the secret for its cookie, and whether it is a new one.

        Raises:
            KitError: If there is none.
        """
        if form in self.taken:
            return *self.taken[form], False
        seat, secret = seats.take(self.room, admission=admission, address=address, browser=browser)
        self.taken[form] = seat, secret
        while len(self.taken) > _TAKEN:
            del self.taken[next(iter(self.taken))]
        return seat, secret, True

    def take_back(self, form: str, seat: Seat) -> None:
        """A seat whose pages could not be made is free again, and its form may be sent once more."""
        self.taken.pop(form, None)
        seats.give_up(self.room, seat)

    def folder(self, seat: Seat) -> Path:
        """Where the workbook of a seat lies."""
        return folder_of(self.host, seat)


class RoomHandler(ErrorPageHandler):
    """A page without kernel and script."""

    def initialize(self, desk: RoomContext) -> None:
        """What it stands on."""
        self.desk = desk

    @property
    def door(self) -> RoomIdentityProvider:
        """Who is who."""
        return cast("RoomIdentityProvider", self.identity_provider)

    @property
    def who(self) -> str:
        """The address of the device that asks, as far as it is one device's; see `shared_part`."""
        return shared_part(str(self.request.remote_ip))

    @property
    def browser(self) -> str:
        """What tells the browser that asks from others at its address; every form brings it along."""
        return str(self.get_cookie(self.settings.get("xsrf_cookie_name", "_xsrf"), ""))

    def show(self, title: str, body: str, *, status: int = 200, said: str = "") -> None:
        """Send a page; see `sheet`."""
        if self.desk.place.can_be_read:
            body += html_forms.can_be_read_html()
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(html_forms.sheet(title, body, said=said))

    def go(self, where: str) -> None:
        """On to another page; what was sent is not sent again by going back."""
        self.redirect(f"{self.base_url}{where}", status=303)

    def form(self, action: str, *inside: str) -> str:
        """A form of this server."""
        return html_forms.form(f"{self.base_url}{action}", "".join(inside), self.xsrf_form_html())

    def write_error(self, status_code: int, **details: object) -> None:
        """What did not work, in words."""
        if status_code != 403:
            super().write_error(status_code, **details)
            return
        body = "<p>{}</p><p><a href='{}'>{}</a></p>".format(
            _("It was open for a long time, or this browser refuses cookies. Nothing that was saved is lost."),
            html.escape(self.base_url),
            _("Begin again"),
        )
        self.show(_("This page has expired"), body, status=403)

    def not_ahead(self) -> None:
        """
        A browser that looks ahead starts no kernel, and uses up no address.

        Raises:
            HTTPError: 403.
        """
        if looks_ahead(self.request):
            raise tornado.web.HTTPError(403)

    def seat_or_go(self) -> Seat:
        """
        The seat of this browser.

        Raises:
            Finish: If it has none; it was sent to the join page then.
        """
        seat = self.door.seat(self)
        if seat is None:
            self.go("")
            raise tornado.web.Finish
        return seat
