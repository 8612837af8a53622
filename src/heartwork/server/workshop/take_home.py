"""What is mine on this laptop: taken home as a file, locked or open, and erased from here."""

from __future__ import annotations

import asyncio
import datetime
import io
import zipfile
from html import escape
from pathlib import Path
from typing import cast

from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.crypto.keypair import KEY, KeyPair
from heartwork.errors import KitError, Problem
from heartwork.exports.export_file import neutral_name
from heartwork.i18n.messages import _
from heartwork.server.workshop import html_forms
from heartwork.server.workshop.context import RoomHandler
from heartwork.server.workshop.join_handlers import WORKBOOK
from heartwork.server.workshop.kernels import OwnedKernels
from heartwork.server.workshop.seat_login import open_own
from heartwork.storage import workbook_json
from heartwork.storage.encryption import SEALED_FILE
from heartwork.workshop import seat_workbook, seats
from heartwork.workshop.seats import Seat

__all__ = ["DownloadHandler", "EraseHandler", "MyDataHandler"]


class MyDataHandler(RoomHandler):
    """What there is of a seat, and the two ways out with it."""

    @allow_unauthenticated  # who has no seat is sent to the join page
    async def get(self) -> None:
        """The page."""
        self.ask(self.seat_or_go())

    def ask(self, seat: Seat, said: str = "") -> None:
        """The page; with what did not work."""
        asks = not self.desk.keys.of(seat)
        passphrase = html_forms.field("passphrase", _("Passphrase"), kind="passphrase", more='autocapitalize="none"')
        taking = "<h2>{}</h2><p>{}</p>{}{}".format(
            _("Take it home"),
            _(
                "You get a file in the downloads of this browser, with a name that gives nothing away. "
                "At home, heartwork opens it."
            ),
            self.form(
                "mine/take",
                f"<p>{_('Locked: it opens with your passphrase, and with nothing else.')}</p>",
                html_forms.button(_("Take it home, locked"), name="how", value="locked"),
            ),
            self.form(
                "mine/take",
                f"<p>{_('Open: anyone who gets the file can read it.')}</p>",
                passphrase if asks else "",
                html_forms.button(_("Take it home, open"), second=True, name="how", value="open"),
            ),
        )
        erasing = "<h2>{}</h2><p>{}</p>{}".format(
            _("Erase it from this laptop"),
            _(
                "Everything you wrote here, and every copy. Anything you shared with the room that "
                "hasn't been shown yet goes too. It cannot be brought back. Your seat is then free."
            ),
            self.form(
                "mine/erase",
                html_forms.box("sure", _("I have what I want to keep, or want to keep nothing.")),
                html_forms.button(_("Erase it"), second=True),
            ),
        )
        other = f'<p><a href="{escape(self.base_url)}handover">{_("Open it in another browser")}</a></p>'
        back = other + f'<p><a href="{escape(self.base_url)}{WORKBOOK}">{_("Back to my pages")}</a></p>'
        where = _("Seat {number}. What you wrote is kept on the workshop laptop, locked with your passphrase.")
        about = f"<p>{where.format(number=seat.number)}</p>"
        title = _("What is mine here")
        self.show(title, html_forms.said_html(said) + about + taking + erasing + back, status=400 if said else 200)


class DownloadHandler(MyDataHandler):
    """A copy as a file."""

    @allow_unauthenticated
    async def post(self) -> None:
        """The file; or the page with what did not work."""
        seat = self.seat_or_go()
        folder, how = self.desk.folder(seat), self.get_body_argument("how", "locked")
        if how != "open" and self.desk.keys.is_locking(seat):
            self.ask(seat, _("Your pages are still being locked with your passphrase. Try again in a moment."))
            return
        try:
            if how == "open":
                passphrase = self.get_body_argument("passphrase", "", strip=False)
                if not self.desk.keys.of(seat):
                    await open_own(self, seat, passphrase)
                name, raw = "json", _opened(folder, self.desk.keys.of(seat))
            else:
                name, raw = "zip", _locked(folder)
        except KitError as error:
            self.ask(seat, error.sentences)
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Cache-Control", "no-store")
        day = datetime.date.today().isoformat()
        self.set_header("Content-Disposition", f'attachment; filename="{neutral_name(name, day)}"')
        self.finish(raw)


class EraseHandler(MyDataHandler):
    """Everything of a seat goes from the host."""

    @allow_unauthenticated
    async def post(self) -> None:
        """Erase, and say so."""
        seat = self.seat_or_go()
        if self.get_body_argument("sure", "") != "yes":
            self.ask(seat, _("Nothing was erased. To erase it, say first that you have what you want to keep."))
            return
        await self.desk.keys.forget(seat)
        await cast("OwnedKernels", self.kernel_manager).end_all_of(seat.id)
        try:
            await asyncio.get_running_loop().run_in_executor(None, seat_workbook.erase, self.desk.folder(seat))
        except KitError as error:
            self.ask(seat, error.sentences)
            return
        seats.give_up(self.desk.room, seat)
        # A page that was on its way meanwhile has a kernel by now; from here on there is no seat that could open one.
        await cast("OwnedKernels", self.kernel_manager).end_all_of(seat.id)
        await asyncio.get_running_loop().run_in_executor(None, seat_workbook.sweep, self.desk.folder(seat))
        self.door.stand_up(self)
        # Where the way to here is locked, or is this computer; elsewhere browsers pass it over, and a script does it.
        self.set_header("Clear-Site-Data", '"storage"')
        self.show(
            _("It is erased"),
            "<p data-erased>{}</p><p>{}</p>".format(
                _(
                    "There is nothing of yours on the disk of this laptop any more. Its memory may hold traces until "
                    "the workshop is closed. You can close this page."
                ),
                _(
                    "What cannot be reached from here: files you took, paper, the history of this browser, and what a "
                    "specialist could find on a disk."
                ),
            ),
        )


def _locked(folder: Path) -> bytes:
    """
    The sealed files of a folder, as one.

    Raises:
        KitError: If nothing was written yet.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in (KEY, SEALED_FILE):
            file.writestr(name, _read(folder / name))
    return packed.getvalue()


def _opened(folder: Path, secret: str) -> bytes:
    """
    What was written, open: to bring in at home with `heartwork import`.

    Raises:
        KitError: If nothing was written yet, or this does not open it.
    """
    content = KeyPair.of_secret(secret, b"").open(_read(folder / SEALED_FILE))
    try:
        return workbook_json.as_bytes(workbook_json.read(content))
    except ValueError:
        what, mend = (
            _("what you wrote cannot be read."),
            _("Take it home locked, and tell whoever is leading the workshop."),
        )
        raise KitError([Problem(what=what, mend=mend)]) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        what, mend = _("nothing was written yet."), _("There is nothing to take home.")
        raise KitError([Problem(what=what, mend=mend)]) from None
    except OSError as error:
        what = _("it cannot be read ({why}).").format(why=error.strerror)
        raise KitError([Problem(what=what, mend=_("Tell whoever is leading the workshop."))]) from error
