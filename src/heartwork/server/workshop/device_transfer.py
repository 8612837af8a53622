"""From this browser to another: a code and a square for cameras, on a page of the seat, good once and for minutes."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.i18n.messages import _, ngettext
from heartwork.server.workshop import html_forms
from heartwork.server.workshop.context import RoomHandler
from heartwork.server.workshop.join_handlers import WORKBOOK
from heartwork.workshop import device_transfer
from heartwork.workshop.facilitator.projector import qr

__all__ = ["DeviceTransferHandler"]


class DeviceTransferHandler(RoomHandler):
    """The page of a seat that hands it over to another browser of the same person."""

    @allow_unauthenticated  # who has no seat is sent to the join page
    async def get(self) -> None:
        """What it does."""
        self.seat_or_go()
        about = "<p>{}</p><p>{}</p>".format(
            _("A chat often opens a link in a small browser of its own. Or you want to go on with another device."),
            _("The number of your seat and your passphrase work anywhere. A code for the next few minutes is quicker."),
        )
        form = self.form("handover", html_forms.button(_("Show me a code")))
        self.show(_("Open it in another browser"), about + form + self._back())

    @allow_unauthenticated
    async def post(self) -> None:
        """
        The code.

        Raises:
            HTTPError: 429, where many are asked for.
        """
        seat = self.seat_or_go()
        if not self.desk.talks.of(seat.id).take_if_there():
            raise tornado.web.HTTPError(429)
        code = device_transfer.give(self.desk.room, seat)
        here = f"{self.request.protocol}://{self.request.host}{self.base_url}"
        url = f"{here}enter?{urlencode({'code': code})}"
        lasts = ngettext(
            "It opens your pages once, within {count} minute. Don't show it to anybody.",
            "It opens your pages once, within {count} minutes. Don't show it to anybody.",
            device_transfer.MINUTES,
        ).format(count=device_transfer.MINUTES)
        body = (
            f"<p>{_('In the other browser, open this address and type this code:')}</p>"
            f'<p translate="no"><strong>{escape(here)}</strong></p>'
            f'<p class="hw-wall-code" translate="no">{escape(code)}</p>'
            f"<p>{lasts}</p>"
            f"<p>{_('Or with the camera of the other device:')}</p>"
            f'<div class="hw-wall-door">{qr(url)}</div>'
            f'<p><a href="{escape(url)}">{_("Or hold this link, and choose to open it in another browser")}</a></p>'
        )
        self.show(_("Open it in another browser"), body + self._back())

    def _back(self) -> str:
        return f'<p><a href="{escape(self.base_url)}{WORKBOOK}">{_("Back to my pages")}</a></p>'
