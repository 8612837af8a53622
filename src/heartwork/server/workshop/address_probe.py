"""A page that a phone opens to see whether it reaches the laptop; whoever leads the workshop sees that it did."""

from __future__ import annotations

import time
from html import escape
from typing import ClassVar

from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.i18n.messages import _
from heartwork.server.workshop.context import RoomHandler
from heartwork.workshop import chosen_address
from heartwork.workshop.network_addresses import interfaces

__all__ = ["AddressProbeHandler"]

#: Seconds within which an opening is noted once, however many there are: anybody can ask for this page.
_AGAIN = 5.0


class AddressProbeHandler(RoomHandler):
    """No code is needed, and nothing of the device is kept."""

    #: When it was noted last, by the address.
    _noted: ClassVar[dict[str, float]] = {}

    @allow_unauthenticated
    async def get(self) -> None:
        """It opens; or this is the laptop itself, which shows nothing."""
        self.not_ahead()
        if self._is_this_computer():
            self.show(_("This is the laptop itself"), f"<p>{escape(_('Open this address on a phone.'))}</p>")
            return
        self._note(f"{self.request.protocol}://{self.request.host}{self.base_url}")
        said = _(
            "This device reaches the laptop of the workshop, and the page of the person leading it says so. "
            "You can close this."
        )
        self.show(_("It opens"), f"<p>{escape(said)}</p>")

    def _is_this_computer(self) -> bool:
        return str(self.request.remote_ip) in {each.number for each in interfaces()}

    def _note(self, url: str) -> None:
        now = time.monotonic()
        known = {address.url for address in chosen_address.choices(self.desk.place.pattern)}
        if url in known and now - self._noted.get(url, -_AGAIN) >= _AGAIN:
            self._noted[url] = now
            chosen_address.note_opened(self.desk.room, url)
