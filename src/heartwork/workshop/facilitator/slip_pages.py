"""Slips of paper, as whoever leads a workshop prints them, more of them later, and withdraws what was not used."""

from __future__ import annotations

import datetime
from urllib.parse import urljoin

from ipywidgets import Widget

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Plan
from heartwork.disclosure import needs_slip
from heartwork.errors import KitError, Problem
from heartwork.exports import export_file
from heartwork.i18n.messages import _
from heartwork.local_time import zone
from heartwork.pages.markup import link, tag
from heartwork.pages.page import Page, heading
from heartwork.printing.slips import slip_pages
from heartwork.printing.typeset import Print, PrintOptions
from heartwork.widgets import ActionButton, Download, HtmlBlock
from heartwork.workshop import chosen_address, slips
from heartwork.workshop.facilitator.confirm_button import ConfirmButton
from heartwork.workshop.facilitator.count_field import CountField
from heartwork.workshop.facilitator.projector import is_local
from heartwork.workshop.facilitator.reveal_controls import put
from heartwork.workshop.reveal_text import asked
from heartwork.workshop.room import Room

__all__ = ["OPENS_BY_SLIP", "printed", "slips_page"]

#: What the picture of a slip opens, before its code; nothing is used up by opening it.
OPENS_BY_SLIP = "enter?code="


def printed(room: Room, how_many: int, url: str, look: PrintOptions) -> Print:
    """
    Make slips, and the sheets of them.

    Args:
        room: The room.
        how_many: How many.
        url: What phones open; empty where that is not known yet.
        look: How the sheets are to look.

    Raises:
        KitError: As `slips.issue`.
    """
    codes = slips.issue(room, how_many)
    address = "" if is_local(url) else url
    return slip_pages(codes, look, address=address, opens=urljoin(address, OPENS_BY_SLIP))


def slips_page(room: Room, shelf: WorksheetLibrary, plan: Plan, pattern: str) -> Page:
    """Whether a seat takes a slip, how many there are, and the sheets to print."""
    state, address = HtmlBlock(), HtmlBlock()
    free = max(1, room.facts().seats - slips.count(room).used)
    how_many = CountField(
        "room.slips",
        ask=_("How many slips?"),
        hint=_("One for each chair. You can print more at any time, even during the evening."),
        most=slips.MOST,
        value=min(free, slips.MOST),
    )

    def file() -> tuple[str, str, bytes]:
        count = how_many.count
        if count is None:
            what = _("it isn't known yet how many slips there are to be.")
            raise KitError([Problem(what=what, mend=_("Write it in the field above."))])
        day = datetime.datetime.now(zone()).date().isoformat()
        url = chosen_address.on_the_wall(room, pattern).url
        made = printed(room, count, url, PrintOptions(day=day, language=shelf.language or "en"))
        return export_file.neutral_name("pdf", day), "application/pdf", made.raw

    def follow() -> None:
        facts, required = room.facts(), slips.required(room)
        put(state, _state_html(slips.count(room), required=required))
        put(address, _address_html(chosen_address.on_the_wall(room, pattern).url))
        for act, shown in ((begin, not required), (end, required)):
            if act.shown != (shown and facts.closed is None):
                act.shown = shown and facts.closed is None
        withdraw.show(slips.count(room).unused > 0)

    def set_required(is_required: bool) -> None:
        slips.set_required(room, is_required)
        follow()

    def withdrawn() -> None:
        slips.withdraw_unused(room)
        follow()

    begin = ActionButton(_("Use slips in this room"), lambda: set_required(True))
    end = ActionButton(_("Let the code on the wall in again"), lambda: set_required(False))
    withdraw = ConfirmButton(
        _("Withdraw the slips that weren't used"),
        sure=_("They open nothing after that. If somebody still holds one, print a new one for them."),
        yes=_("Yes, withdraw them"),
        act=withdrawn,
    )
    follow()
    widgets: list[Widget] = [HtmlBlock(_about_html(shelf, plan)), state, begin, end]
    widgets += [
        HtmlBlock(tag("h2", _("To print"))),
        *how_many.widgets,
        address,
        Download(_("Slips, to be cut apart"), file),
    ]
    widgets += [*withdraw.widgets, HtmlBlock(f"<p>{link('now', _('Now'))}</p>")]
    return Page(place="slips", parts=widgets, follow=follow)


def _about_html(shelf: WorksheetLibrary, plan: Plan) -> str:
    lines = [
        _("With a code on the wall, one person can take several seats, and learn something about others that way."),
        _("A slip of paper opens one seat, once. Put one on each chair; nobody needs two."),
        _("Mix them and put them face down: then nobody knows who has which. heartwork doesn't keep it either."),
        _("A slip that has been used or withdrawn opens nothing. Once the workshop is over, none of them does."),
    ]
    need = [
        question for name in plan.shared if needs_slip(name) and (question := plan_reader.shared_question(shelf, name))
    ]
    if need:
        said = _("This workshop needs them. Answers to these questions go to the room only from seats with a slip:")
        lines_html = "".join(tag("li", asked(question)) for question in need)
        needs = tag("p", said) + f"<ul>{lines_html}</ul>"
    else:
        needs = tag(
            "p", _("Without them, nobody can give the room an answer about guilt and control, effects, or forgiving.")
        )
    return heading(_("Slips, one for each chair")) + "".join(tag("p", line) for line in lines) + needs


def _state_html(count: slips.SlipCount, *, required: bool) -> str:
    said = (
        _("This room uses slips: the code on the wall lets nobody in.")
        if required
        else _("This room doesn't use slips: the code on the wall lets people in.")
    )
    counted = _("Slips used: {used}. Not used yet: {unused}.").format(used=count.used, unused=count.unused)
    return f'<p class="hw-notice" role="status">{said} {counted}</p>'


def _address_html(url: str) -> str:
    if is_local(url):
        said = _(
            "Phones can't reach this laptop yet, so the slips carry only their code, and send people to the "
            "address on the wall. If you print them once phones can reach it, they carry a square for cameras"
            " too."
        )
    else:
        said = _(
            "The square for cameras leads to {address}. If that changes, by another network or hotspot, the codes "
            "still work: people open the address on the wall and type them."
        ).format(address=url)
    return tag("p", said, looks="hw-hint")
