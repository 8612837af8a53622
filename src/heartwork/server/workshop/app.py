"""The server of a workshop: Voila for a room, closed to everybody who is not in it."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import ssl
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import tornado.web
from tornado.httputil import url_concat
from tornado.ioloop import PeriodicCallback
from traitlets.config import Config

from heartwork.atomic_files import make_private_folder
from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _, ngettext
from heartwork.runtime.instance import key, note_port
from heartwork.server import suspend_clock
from heartwork.server.app import Server, on_enter, prepare_process
from heartwork.server.auth import NotFoundHandler
from heartwork.server.config import config
from heartwork.server.instance_client import open_browser, say_ready
from heartwork.server.listen_address import ListenAddress
from heartwork.server.page_handler import PageHandler
from heartwork.server.phone.link import say_code
from heartwork.server.rehearsal import runner
from heartwork.server.websocket import LARGEST_MESSAGE
from heartwork.server.workshop import join_handlers, page_handlers, take_home
from heartwork.server.workshop.address_probe import AddressProbeHandler
from heartwork.server.workshop.api import RoomApiHandler
from heartwork.server.workshop.auth import OwnKernelsOnly, RoomIdentityProvider
from heartwork.server.workshop.context import RoomContext
from heartwork.server.workshop.device_transfer import DeviceTransferHandler
from heartwork.server.workshop.kernels import OwnedKernels
from heartwork.server.workshop.key_vault import KeyVault
from heartwork.server.workshop.reentry import ReentryHandler
from heartwork.server.workshop.reentry_tickets import Tickets
from heartwork.server.workshop.seat_recovery import SeatRecoveryHandler
from heartwork.server.workshop.waiting_queue import WaitingQueue
from heartwork.storage import workshop_folders
from heartwork.widgets.message_sizes import SEAT_MESSAGE_BYTES
from heartwork.workshop import admissions, chosen_address, seat_workbook, slips, tables
from heartwork.workshop.facilitator.address_page import OPENS
from heartwork.workshop.room import Room

__all__ = ["WorkshopOptions", "WorkshopServer", "places_for", "serve"]

#: MiB that a seat's kernel may take, with room to spare (29 were measured with thirty of them).
_OF_EACH = 60
#: Bytes that a form may have.
_LARGEST = 100_000


class WorkshopServer(Server):
    """Voila with the pages of a room."""

    #: What all its pages stand on; set before it starts.
    desk: RoomContext
    #: Its certificate; None without one.
    tls: ssl.SSLContext | None = None

    def init_handlers(self) -> list[Any]:
        """The pages of the room; only under the names it is known by."""
        door: RoomIdentityProvider = self.identity_provider
        door.room, self.kernel_manager.line = self.desk.room, self.desk.line
        self.app.settings[LARGEST_MESSAGE] = SEAT_MESSAGE_BYTES
        *shared, (_pattern, _page, of_voila) = self.needed()
        desk = {"desk": self.desk}

        def page(path: str, handler: type[PageHandler]) -> tuple[object, ...]:
            notebook = Path(of_voila["notebook_path"]).with_name(Path(path).name)
            return rf"{base}{path}", handler, {**of_voila, "notebook_path": str(notebook), **desk}

        base = self.base_url
        known = [
            (rf"{base}voila/api/shutdown/([^/]+)", page_handlers.SeatShutdownHandler, desk),
            *shared,
            (base, join_handlers.JoinHandler, desk),
            (rf"{base}code", join_handlers.RoomCodeHandler, desk),
            (rf"{base}enter", join_handlers.EnterHandler, desk),
            (rf"{base}passphrase", join_handlers.NewPassphraseHandler, desk),
            (rf"{base}seat", join_handlers.SeatNumberHandler, desk),
            (rf"{base}back", join_handlers.ReturnHandler, desk),
            (rf"{base}lost", SeatRecoveryHandler, desk),
            (rf"{base}handover", DeviceTransferHandler, desk),
            (rf"{base}mine", take_home.MyDataHandler, desk),
            (rf"{base}mine/take", take_home.DownloadHandler, desk),
            (rf"{base}mine/erase", take_home.EraseHandler, desk),
            (rf"{base}room/(\w+)", RoomApiHandler, desk),
            (rf"{base}stay", ReentryHandler, desk),
            (rf"{base}host", page_handlers.Facilitator, desk),
            (rf"{base}{OPENS}", AddressProbeHandler, desk),
            page(join_handlers.WORKBOOK, page_handlers.SeatPageHandler),
            page(page_handlers.FACILITATOR, page_handlers.FacilitatorPageHandler),
            (r"/.*", NotFoundHandler),
        ]
        # A site that leads here under a name of its own could read with the eyes of whoever opened it.
        self.app.add_handlers(self.desk.place.names, known)
        return [(r"/.*", tornado.web.ErrorHandler, {"status_code": 404})]

    def listening(self) -> dict[str, object]:
        """With its certificate; and, where a proxy stands in front, with what that says of who asks."""
        limits = {"max_body_size": _LARGEST, "max_buffer_size": 4 * SEAT_MESSAGE_BYTES}
        place = self.desk.place
        proxies = place.proxies if place.behind else ()
        return {**super().listening(), **limits, "ssl_options": self.tls, "proxies": proxies}

    def address(self) -> str:
        """A new address for whoever leads the workshop; it opens one browser, once."""
        url = f"{self.desk.place.address}host"
        return url_concat(url, {"token": self.identity_provider.address_token()})

    def stop(self) -> None:
        """End the kernels, then what made keys."""
        super().stop()
        self.desk.keys.close()


#: The plan of a workshop that names none, and its seats.
PLAN, SEATS = "ninety-minutes", 30
#: Seconds after which seats that were added have pages too.
_SEATS_FOLLOW = 5


@dataclass(frozen=True)
class WorkshopOptions:
    """
    A workshop as it was asked for.

    Args:
        seats: How many people may join; None for as many as before, or `SEATS`.
        at_once: How many may have a page open at once; None for as many as there are seats and memory.
        plan: Id of its plan; empty for the one it has, where it goes on, else for `PLAN`.
        place: Where it is.
        tls: Its certificate.
        shared_address: Whether any number of people may come from one address.
        rehearsal: Whether invented people come, and everything of it is deleted at its end.
    """

    seats: int | None
    at_once: int | None
    plan: str
    place: ListenAddress
    tls: ssl.SSLContext | None = None
    shared_address: bool = False
    rehearsal: bool = False


def serve(wanted: WorkshopOptions, *, host: Path, shelf: WorksheetLibrary, browser: bool) -> None:
    """
    Serve a workshop until interrupted, then say what remains.

    Args:
        wanted: How it was asked for.
        host: Its folder, on this computer.
        shelf: The worksheets.
        browser: Whether to open the page of whoever leads it.

    Raises:
        KitError: If there is no such plan, the folder cannot be used, or the port is taken.
    """
    plan_reader.plan(shelf, wanted.plan or PLAN)
    notebook = prepare_process(host, shelf.folder)
    room = _room(wanted, host)
    if wanted.rehearsal:
        runner.begin(room, host)
    if wanted.shared_address:
        admissions.allow_more(room)
    keys = KeyVault(host)
    place = wanted.place
    chosen_address.note_pattern(room, place.pattern)
    server = WorkshopServer(config=_config(place), log_level=logging.ERROR)
    clock = suspend_clock.SuspendAwareClock()

    def places() -> int:
        return wanted.at_once or places_for(room.facts().seats)

    def follow_seats() -> None:
        with contextlib.suppress(KitError):  # the room was deleted, or does not answer now
            server.desk.line.most = places()

    signed_with = secrets.token_bytes(32) if wanted.rehearsal else key(host)
    server.desk = RoomContext(room, host, shelf, place, keys, WaitingQueue(places(), clock=clock), Tickets(signed_with))
    server.tls = wanted.tls

    def ready(address: Callable[[], str]) -> None:
        keys.warm()
        if wanted.rehearsal:
            server.ioloop.add_callback(runner.rehearse, room, shelf, place, host)
        else:
            note_port(host, place.port)
        PeriodicCallback(clock.tick, suspend_clock.EVERY * 1000).start()
        PeriodicCallback(follow_seats, _SEATS_FOLLOW * 1000).start()
        if wanted.rehearsal:
            click.echo(_("This is a rehearsal: the people who come are invented, and all of it is deleted at the end."))
        _say(room, place, address())
        if browser:
            _open(address())
        if sys.stdin is not None and sys.stdin.isatty():
            click.echo(_("For another browser of yours, press Enter: it gives you a new address for your page."))
            on_enter(server.ioloop, lambda _line: click.echo(address()))
        click.echo(_("Leave this window open until the workshop is over. Ctrl+C ends it."))
        sys.stdout.flush()

    server.ready = ready
    server.initialize([str(notebook)])
    server.cookie_secret = signed_with
    try:
        server.start()
    finally:
        keys.close()
        room.engine.dispose()
    if wanted.rehearsal:
        runner.end(host, [seat for seat, _secret in server.desk.taken.values()])
        click.echo(_("The rehearsal is over. Everything from it has been deleted."))
        return
    _say_what_remains(host)


def places_for(seats: int) -> int:
    """How many pages may be open at once: one for each seat, as far as half of the memory of this computer goes."""
    if sys.platform == "win32":  # it does not say
        return seats
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    except (ValueError, OSError):  # nor does every other system
        return seats
    return max(2, min(seats, memory // 2 // _OF_EACH))


def _room(wanted: WorkshopOptions, host: Path) -> Room:
    """The room of a folder; one whose server ended in the middle goes on."""
    try:
        make_private_folder(host)
    except OSError as error:
        what = _("the folder of the workshop cannot be made ({why}).").format(why=error.strerror)
        raise KitError([Problem(what=what, mend=_("Choose another with --answers."), file=str(host))]) from error
    url = tables.sqlite_url(host / workshop_folders.ROOM)
    return Room.opened(url, seats=wanted.seats, plan=wanted.plan, else_seats=SEATS, else_plan=PLAN)


def _config(place: ListenAddress) -> Config:
    settings = config(place.port)
    voila = settings["Voila"]
    # `::` stands for every network: listened on alone, it would be IPv6 only.
    voila.update(
        {
            "ip": "" if place.host == "::" else place.host,
            "identity_provider_class": RoomIdentityProvider,
            "authorizer_class": OwnKernelsOnly,
        }
    )
    voila["tornado_settings"].update(
        {
            "allow_remote_access": True,  # names are looked at before any page is
            "xsrf_cookie_kwargs": {"path": "/", "samesite": "Lax", "secure": place.address.startswith("https:")},
        }
    )
    settings["VoilaConfiguration"].update({"multi_kernel_manager_class": OwnedKernels})
    return settings


def _say(room: Room, place: ListenAddress, address: str) -> None:
    """What stands on the wall, and who can open it."""
    wall = chosen_address.on_the_wall(room, place.pattern).url
    say_ready(wall)
    click.echo(_("Code of the room: {code}").format(code=room.facts().code))
    if slips.required(room):
        click.echo(_("This room uses slips: the code on the wall lets nobody in."))
    if not say_code(wall):
        click.echo(_("This window cannot show a QR code. There is one on your own page, for the wall."))
    others = [url for url in place.addresses if url != wall]
    if others:
        said = _("If phones can't open it, this computer can be reached at another address too: {addresses}")
        click.echo(said.format(addresses=" ".join(others)))
        click.echo(_("Choose one on your own page, under “Before”; the wall and the code for cameras follow."))
    click.echo(_("Your own page, for you only, opens once: {address}").format(address=address))
    if place.only_here:
        click.echo(
            _(
                "Only this computer can open it. For the phones in the room, start it with --host 0.0.0.0: "
                "then everybody on the same network can open the join page."
            )
        )
    elif place.can_be_read:
        click.echo(
            _(
                "Everybody on this network can open the join page. What is typed travels without a lock: somebody on "
                "the same network who knows how could read it, passphrases too. Use a network that is yours alone "
                "(the hotspot of your phone), or give a certificate with --cert and --key."
            )
        )


def _open(address: str) -> None:
    try:
        opened = open_browser(address)
    except webbrowser.Error:
        opened = False
    if not opened:
        click.echo(_("No browser could be opened from here: open your own page yourself."))


def _say_what_remains(host: Path) -> None:
    left = len(workshop_folders.workbooks(host))
    if left:
        said = ngettext(
            "{count} workbook stays in {folder}, locked with the passphrase of whoever wrote it.",
            "{count} workbooks stay in {folder}, each locked with the passphrase of whoever wrote it.",
            left,
        )
        click.echo(said.format(count=left, folder=host))
        click.echo(_("Nobody else can open them. Delete the folder when nobody wants to come back to theirs."))
    else:
        click.echo(_("Nothing that anybody wrote stays on this computer."))
    clear = seat_workbook.clear_files(host)
    if not clear:
        click.echo(_("Nothing there is unlocked."))
        return
    click.echo(_("These files there are not locked. Nobody knows whose they are; delete them:"))
    for path in clear:
        click.echo(f"  {path}")
