"""
Back in without the number of one's seat: whoever leads looks at the phone and taps, the person types their passphrase.

Whoever leads learns nothing by it, not even the number. One yes is worth three passphrases; each is tried at every
seat, one after the other, behind whoever joins meanwhile.
"""

from __future__ import annotations

import asyncio
from html import escape
from typing import ClassVar

from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.crypto.keypair import WrongPassphraseError
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.server.workshop import html_forms
from heartwork.server.workshop.context import RoomContext
from heartwork.server.workshop.join_handlers import JoinHandler
from heartwork.workshop import admission_requests, seats
from heartwork.workshop.admission_requests import Wish
from heartwork.workshop.seats import Seat

__all__ = ["SeatRecoveryHandler"]

#: Seconds after which a page that waits looks again, and between two tries where others come back at the moment.
_LOOKS, _AGAIN = 2, 2.0
#: So often a try at one seat is made again, where others come back at the moment.
_TIMES = 30


class SeatRecoveryHandler(JoinHandler):
    """Asking, the sign, the passphrase, and the search for the seat."""

    #: By browser: what is looked for now.
    _searches: ClassVar[dict[str, asyncio.Task[Seat]]] = {}

    @allow_unauthenticated
    async def get(self) -> None:
        """How it works; or what came of the search."""
        self.not_ahead()
        search = self._searches.get(self.browser) if self.browser else None
        if search is None:
            self._explain()
        elif not search.done():
            self._wait()
        else:
            del self._searches[self.browser]
            self._end(search)

    @allow_unauthenticated
    async def post(self) -> None:
        """Ask; or, with a yes, try a passphrase."""
        room, passphrase = self.desk.room, self.get_body_argument("passphrase", "", strip=False)
        try:
            sign = admission_requests.ask(room, Wish.LOST_NUMBER, address=self.who, browser=self.browser)
            if not passphrase:
                self._show_sign(sign)
                return
            if self.browser in self._searches:
                self.go("lost")
                return
            with room.changing() as connection:
                granted = admission_requests.use(room, connection, Wish.LOST_NUMBER, browser=self.browser)
        except KitError as error:
            self._explain(error.sentences)
            return
        if not granted:
            self._show_sign(sign, _("The sign hasn't been tapped yet. Show it to whoever is leading the workshop."))
            return
        self._searches[self.browser] = asyncio.create_task(_searched(self.desk, passphrase, self.who, self.browser))
        self.go("lost")

    def _explain(self, said: str = "") -> None:
        about = "<p>{}</p><p>{}</p>".format(
            _("Go to whoever is leading the workshop with this device. They let you back in with one tap."),
            _(
                "After that your passphrase opens your pages. Nobody but you needs to know it, and nobody learns your "
                "number or what you wrote."
            ),
        )
        ask = self.form("lost", html_forms.button(_("Ask to be let back in")))
        back = f'<p><a href="{escape(self.base_url)}">{_("Back")}</a></p>'
        title = _("I no longer know my number")
        self.show(title, html_forms.said_html(said) + about + ask + back, status=400 if said else 200)

    def _show_sign(self, sign: str, said: str = "") -> None:
        about = f"<p>{_('Show this sign to whoever is leading the workshop:')}</p>"
        shown = f'<p class="hw-wall-code" translate="no">{escape(sign)}</p>'
        passphrase = html_forms.field("passphrase", _("Passphrase"), kind="passphrase", more='autocapitalize="none"')
        on = f"<p>{_('When they have tapped it, type your passphrase.')}</p>"
        form = self.form("lost", passphrase, html_forms.button(_("Find my seat")))
        title = _("I no longer know my number")
        self.show(title, html_forms.said_html(said) + about + shown + on + form, status=400 if said else 200)

    def _wait(self) -> None:
        self.set_header("Refresh", str(_LOOKS))
        self.set_header("Retry-After", str(_LOOKS))
        line = _("Your seat is being looked for. This can take a minute.")
        self.show(_("One moment"), f'<p class="hw-line" role="status"><strong>{line}</strong></p>', status=503)

    def _end(self, search: asyncio.Task[Seat]) -> None:
        try:
            seat = search.result()
        except KitError as error:
            self._explain(error.sentences)
            return
        self.door.sit(self, seats.new_cookie(self.desk.room, seat))
        self.go("seat")


async def _searched(desk: RoomContext, passphrase: str, address: str, browser: str) -> Seat:
    """
    The one seat that a passphrase opens.

    Raises:
        KitError: If it opens none, or more than one: whose is whose, nobody can tell then.
    """
    everyone = seats.everyone(desk.room)
    found = [seat for seat in everyone if await _opens(desk, seat, passphrase, (address, f"{address} {browser}"))]
    if len(found) == 1:
        return found[0]
    if found:
        what = _("your seat can't be found by this passphrase alone.")
        mend = _("You need its number too. A page that is still open somewhere may show it, at the top.")
        raise KitError([Problem(what=what, mend=mend)])
    what = _("this passphrase opens no seat here.")
    mend = _("Capitals and spaces count. You can try three times before you ask once more.")
    raise KitError([Problem(what=what, mend=mend)])


async def _opens(desk: RoomContext, seat: Seat, passphrase: str, whose: tuple[str, ...]) -> bool:
    tries = 0
    while True:
        tries += 1
        try:
            await desk.keys.open_again(seat, passphrase, whose=whose, seated=True)  # by the tap of whoever leads
        except WrongPassphraseError:
            return False
        except KitError:  # others are coming back at this moment
            if tries >= _TIMES:
                raise
            await asyncio.sleep(_AGAIN)
        else:
            return True
