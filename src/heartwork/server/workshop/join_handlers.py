"""Joining: the code on the wall, a passphrase of one's own, and coming back with it from any device."""

from __future__ import annotations

import asyncio
from html import escape
from secrets import token_urlsafe

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.crypto.keypair import check_new
from heartwork.errors import KitError
from heartwork.i18n.messages import _
from heartwork.normalization import passphrases
from heartwork.normalization.codes import number_in
from heartwork.server.rate_limit import RateLimit
from heartwork.server.workshop import html_forms
from heartwork.server.workshop.context import RoomHandler
from heartwork.server.workshop.seat_login import come_back
from heartwork.workshop import admission_requests, admissions, attempt_limit, device_transfer, seats, slips
from heartwork.workshop.admission_requests import Wish
from heartwork.workshop.admissions import SeveralSeatsError

__all__ = [
    "WORKBOOK",
    "EnterHandler",
    "JoinHandler",
    "NewPassphraseHandler",
    "ReturnHandler",
    "RoomCodeHandler",
    "SeatNumberHandler",
    "admit",
]

#: Where the pages of a seat are.
WORKBOOK = "voila/render/workbook.ipynb"

#: Shows that this browser knew the code, for half an hour: the time to choose a passphrase.
_KNEW_CODE = "knew-code"
_CHOOSING_DAYS = 30 / (24 * 60)

#: Seconds that somebody who arrives waits at most because of others at their address.
_LONGEST_WAIT = 10.0

#: How long the name of a form is: long enough that nobody guesses that of another.
_FORM = 32


def admit(sheet: RoomHandler, admission: str) -> None:
    """Give a browser what takes a seat, for half an hour."""
    sheet.set_secure_cookie(
        _KNEW_CODE, admission, expires_days=None, httponly=True, samesite="Lax",
        secure=sheet.request.protocol == "https", path=sheet.base_url,
    )  # fmt: skip


class JoinHandler(RoomHandler):
    """The address on the wall: the code of the room, or the way back to a seat."""

    async def prepare(self, *asked: object, **more: object) -> None:
        """
        What comes from one address too fast is answered a little later, so that nobody else waits for it.

        Raises:
            HTTPError: 429, where very much waits already.
        """
        await self._wait_for(self.desk.arrivals.of(self.who))
        await super().prepare(*asked, **more)

    async def _wait_for(self, limit: RateLimit) -> None:
        wait = limit.take()
        if wait > _LONGEST_WAIT:
            limit.take(-1)
            raise tornado.web.HTTPError(429)
        if wait:
            await asyncio.sleep(wait)

    @property
    def _tries(self) -> RateLimit:
        """What this browser tried: noted before it is tried, and given back when it was right."""
        return self.desk.tries.of((self.who, self.browser))

    @allow_unauthenticated
    async def get(self) -> None:
        """The page; who has a seat in this browser goes straight on."""
        if self.door.seat(self) is not None:
            self.go(WORKBOOK)
            return
        self.ask()

    def ask(self, *, code: str = "", number: str = "", said: str = "", back: str = "") -> None:
        """
        The page.

        Args:
            code: What was typed as the code.
            number: What was typed as the number of a seat.
            said: What did not work with the code.
            back: What did not work with coming back.
        """
        facts = self.desk.room.facts()
        if facts.closed:
            joining = f"<p>{_('The workshop is over. Nobody new can come in.')}</p>"
        else:
            about = _("The code is on the wall. No name is asked for, no address and no account.")
            label = _("Code of the room")
            if slips.required(self.desk.room):
                about = _("The code is on your slip of paper. No name is asked for, no address and no account.")
                label = _("Code of your slip")
            joining = f"<p>{about}</p>" + self.form(
                "code",
                html_forms.said_html(said),
                html_forms.field("code", label, value=code, more='autocapitalize="characters"'),
                html_forms.button(_("Go on")),
            )
        again = "<h2>{}</h2><p>{}</p>".format(
            _("You were here before"),
            _("With the number of your seat and your passphrase, your pages open on any device."),
        ) + self.form(
            "back",
            html_forms.said_html(back),
            html_forms.field("number", _("Number of your seat"), value=number, more='inputmode="numeric"'),
            html_forms.field("passphrase", _("Passphrase"), kind="passphrase", more='autocapitalize="none"'),
            html_forms.button(_("Open my pages"), second=True),
        )
        lost = f'<p><a href="{escape(self.base_url)}lost">{_("I no longer know my number")}</a></p>'
        gone = _("This browser has no seat in the room any more. Open the address on the wall once more.")
        self.show(_("Come in"), joining + again + lost, status=400 if said or back else 200, said=gone)


class EnterHandler(JoinHandler):
    """What a square for cameras opens: the join page with the code in it. Opening it uses nothing up."""

    @allow_unauthenticated
    async def get(self) -> None:
        """The page; who has a seat in this browser goes straight on."""
        self.not_ahead()
        if self.door.seat(self) is not None:
            self.go(WORKBOOK)
            return
        self.ask(code=self.get_query_argument("code", "")[:20])


class RoomCodeHandler(JoinHandler):
    """What was typed as a code: of the room, of a slip, or of somebody's own page in another browser."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Nothing was typed: the page that asks."""
        self.go("")

    @allow_unauthenticated
    async def post(self) -> None:
        """On to the passphrase, or to the pages; or the page once more with what did not work."""
        code, room = self.get_body_argument("code", ""), self.desk.room
        await self._wait_for(self._tries)
        try:
            attempt = attempt_limit.code(room, address=self.who, browser=self.browser)
            if attempt.shares:
                await self.desk.codes.turn(attempt.shares)
            seat = device_transfer.take(room, code)
            admission = room.admit_counted(code, attempt) if seat is None else ""
        except KitError as error:
            self.ask(code=code[:20], said=error.sentences)
            return
        self._tries.take(-1)
        if seat is not None:
            attempt.give_back()
            self.door.sit(self, seats.new_cookie(room, seat))
            self.go(WORKBOOK)
            return
        admit(self, admission)
        self.go("passphrase")


class NewPassphraseHandler(JoinHandler):
    """A new seat begins with a passphrase."""

    @allow_unauthenticated
    async def get(self) -> None:
        """The page that asks for one."""
        if self._may_choose():
            self._ask()

    @allow_unauthenticated
    async def post(self) -> None:
        """A seat is taken; it opens at once, and its key is locked with the passphrase as soon as it is its turn."""
        form = self.get_body_argument("form", "")
        if form not in self.desk.taken and not self._may_choose():
            return
        new = self.get_body_argument("new", "", strip=False)
        again = self.get_body_argument("again", "", strip=False)
        if passphrases.canonical(new) != passphrases.canonical(again):
            self._ask(_("Those two are not the same. Type both once more."))
            return
        try:
            check_new(new)
        except KitError as error:
            self._ask(error.sentences)
            return
        try:
            form = form if len(form) == _FORM else token_urlsafe()
            seat, secret, is_new = self.desk.take(
                form, admission=self._admission(), address=self.who, browser=self.browser
            )
        except SeveralSeatsError as error:
            self._ask(self._asked_for_more(error))
            return
        except KitError as error:
            self._ask(error.sentences)
            return
        if is_new:
            try:
                self.desk.keys.make(seat, new)
            except KitError as error:
                self.desk.take_back(form, seat)
                self.ask(said=error.sentences)
                return
        self.clear_cookie(_KNEW_CODE, path=self.base_url)
        self.door.sit(self, secret)
        self.go("seat")

    def _asked_for_more(self, error: KitError) -> str:
        """Ask whoever leads for one more seat from here; what is said."""
        try:
            sign = admission_requests.ask(self.desk.room, Wish.MORE_SEATS, address=self.who, browser=self.browser)
        except KitError as busy:
            return f"{error.sentences} {busy.sentences}"
        show = _("Show them this sign: {sign}. When they have tapped it, choose your passphrase here once more.")
        return f"{error.sentences} {show.format(sign=sign)}"

    def _may_choose(self) -> bool:
        """Whether this browser knew the code a while ago; it is sent elsewhere if not."""
        if self.door.seat(self) is not None:
            self.go("seat")
            return False
        admission = self._admission()
        if not admission:
            self.go("")
            return False
        refusal = admissions.refusal(self.desk.room, admission)
        if refusal is not None:  # the door was closed, or has another code by now, or the slip was used elsewhere
            self.ask(said=refusal.sentences)
            return False
        return True

    def _admission(self) -> str:
        """What the code gave to this browser; empty where it typed none lately."""
        return (self.get_secure_cookie(_KNEW_CODE, max_age_days=_CHOOSING_DAYS) or b"").decode()

    def _ask(self, said: str = "") -> None:
        why = "<p>{}</p><p><strong>{}</strong></p>".format(
            _(
                "Your pages are kept on the workshop laptop, locked with a passphrase that only you "
                "know. Whoever leads the workshop cannot read them. They see how many are here, and what "
                "you share with the room yourself."
            ),
            _("If you forget it, nobody can open your pages: neither can we, nor can whoever is leading the workshop."),
        )
        hint = _(
            "Three or four words that don't belong together are easy to keep and hard to guess. "
            "Any length will do. One that you use elsewhere is better left out."
        )
        more = 'autocapitalize="none"'
        fields = self.form(
            "passphrase",
            f'<input type="hidden" name="form" value="{token_urlsafe(24)}">',
            html_forms.said_html(said),
            html_forms.field("new", _("A passphrase of your own"), hint=hint, kind="passphrase", more=more),
            html_forms.field("again", _("The same once more"), kind="passphrase", more=more),
            html_forms.button(_("Take a seat")),
        )
        self.show(_("Choose a passphrase"), why + fields, status=400 if said else 200)


class SeatNumberHandler(RoomHandler):
    """Where somebody sits: the number that brings them back from any device."""

    @allow_unauthenticated
    async def get(self) -> None:
        """The page."""
        seat = self.seat_or_go()
        said = _("Seat {number}").format(number=seat.number)
        number = f'<p class="hw-seat-number" translate="no"><strong>{said}</strong></p>'
        about = "<p>{}</p><p>{}</p>".format(
            _(
                "With this number and your passphrase you come back, on this device or another. You "
                "could write the number down; but not the passphrase next to it."
            ),
            _("Nobody is told who sits where."),
        )
        on = f'<p><a class="hw-button" href="{escape(self.base_url)}{WORKBOOK}">{_("Open my pages")}</a></p>'
        other = f'<p><a href="{escape(self.base_url)}handover">{_("Open it in another browser")}</a></p>'
        self.show(_("You have a seat"), number + about + on + other)


class ReturnHandler(JoinHandler):
    """Somebody comes back to their seat."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Nothing was typed: the page that asks."""
        self.go("")

    @allow_unauthenticated
    async def post(self) -> None:
        """Their pages, or the page once more with what did not work."""
        number = self.get_body_argument("number", "")[:40]
        passphrase = self.get_body_argument("passphrase", "", strip=False)
        await self._wait_for(self._tries)
        try:
            seat = await come_back(self, number_in(number), passphrase)
        except KitError as error:
            self.ask(number=number, back=error.sentences)
        else:
            self._tries.take(-1)
            self.door.sit(self, seats.new_cookie(self.desk.room, seat))
            self.go(WORKBOOK)
