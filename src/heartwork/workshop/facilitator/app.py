"""The pages of whoever leads a workshop: before, now, if something happens, after, and the wall."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Leading, Plan
from heartwork.disclosure import needs_slip
from heartwork.errors import KitError
from heartwork.i18n import catalogs
from heartwork.i18n.messages import N_, _, set_language
from heartwork.pages.app import BRINGS_KIT, STATES, page_states
from heartwork.pages.markup import as_html, link, tag
from heartwork.pages.page import Page, heading, number_arrival
from heartwork.paths import PLACE_VARIABLE
from heartwork.widgets import AssetBundle, HtmlBlock, Leave, Location, shared_layout
from heartwork.workshop.facilitator.address_page import AddressChoice, opens_page
from heartwork.workshop.facilitator.closing_page import after_page
from heartwork.workshop.facilitator.live_page import now_page, wall_page
from heartwork.workshop.facilitator.printouts import on_paper
from heartwork.workshop.facilitator.rehearsal_card import RehearsalCard, is_rehearsal
from heartwork.workshop.facilitator.slip_pages import slips_page
from heartwork.workshop.room import ADDRESS_VARIABLE, ROOM_VARIABLE, Room

__all__ = ["FacilitatorApp", "facilitator"]

#: Seconds between two looks at the room.
_EVERY = 2.0

_PLACES = {
    "before": N_("Before"),
    "now": N_("Now"),
    "wall": N_("The wall"),
    "if": N_("If something happens"),
    "after": N_("After"),
}


def facilitator() -> FacilitatorApp:
    """
    The pages of whoever leads a workshop.

    Under `heartwork workshop` they lead the room that it opened; elsewhere they show the plans, to be read before.
    """
    shelf = WorksheetLibrary()
    set_language(catalogs.catalogue(shelf.language))
    named = os.environ.get(ROOM_VARIABLE, "")
    room = Room.named(named) if named else None
    return FacilitatorApp(shelf, room, os.environ.get(ADDRESS_VARIABLE, ""), first=os.environ.pop(PLACE_VARIABLE, ""))


class FacilitatorApp(ipywidgets.VBox):  # type: ignore[misc]
    """
    The pages, one at a time; they follow the room by themselves.

    Args:
        shelf: The worksheets, and the plans beside them.
        room: The room; None to read the plans only.
        pattern: What people open to join; see `heartwork.workshop.network_addresses.join_addresses`.
        first: Where this page is to be at first, if it is known; the beginning when empty.
    """

    def __init__(self, shelf: WorksheetLibrary, room: Room | None, pattern: str = "", *, first: str = "") -> None:
        self.shelf, self.room, self.pattern = shelf, room, pattern
        self._place, self._arrivals, self._going = Location(), 0, False
        self._said = HtmlBlock(shown=False)
        self._body = ipywidgets.VBox(layout=shared_layout())
        self._page = Page(place="before", parts=[])
        self._card = (
            RehearsalCard(room, plan_reader.plan(shelf, room.facts().plan)) if room and is_rehearsal(room) else None
        )
        card = [self._card.prose] if self._card else []
        kit = [] if os.environ.get(BRINGS_KIT) else [AssetBundle(catalogs.for_page(shelf.language))]
        super().__init__(children=[*kit, Leave(), self._place, self._said, *card, self._body], layout=shared_layout())
        self.add_class("hw-page")
        self._place.observe(self._moved, "place")
        self.go(first)
        # In a kernel there is a loop, and the room is followed; where there is none, nobody looks either.
        self._watching: asyncio.Task[None] | None = None
        with contextlib.suppress(RuntimeError):
            self._watching = asyncio.get_running_loop().create_task(self._watch()) if room else None

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            self.follow()

    def follow(self) -> None:
        """Show what is in the room now."""
        try:
            self._page.follow()
            if self._card:
                self._card.follow()
        except KitError as error:
            self._tell(error)
        else:
            self._said.shown = False

    def _moved(self, change: Any) -> None:
        if not self._going:
            self.go(change["new"])

    def go(self, place: str) -> None:
        """Show one of the pages; an unknown place leads to the first one, or to what is open."""
        try:
            page = self._made(place)
        except KitError as error:
            self._tell(error)
            return
        self._arrivals += 1
        number_arrival(page.parts, self._arrivals)
        left, self._body.children, self._page = self._body.children, (self._ways(page.place), *page.parts), page
        for widget in left:
            widget.close()
        if self._card:
            self._card.at(page.place, page.parts)
        self._going = True
        with self._place.hold_sync():
            self._place.asked, self._place.place, self._place.arrived = place, page.place, self._arrivals
        self._going = False

    def _made(self, place: str) -> Page:
        if self.room is None:
            return self._if_page() if place == "if" else self._before_page()
        plan = plan_reader.plan(self.shelf, self.room.facts().plan)
        match place:
            case "now":
                return now_page(self.room, self.shelf, plan, self.pattern)
            case "wall":
                return wall_page(self.room, self.shelf, plan, self.pattern)
            case "opens":
                return opens_page(self.room, self.pattern)
            case "slips":
                return slips_page(self.room, self.shelf, plan, self.pattern)
            case "if":
                return self._if_page()
            case "after":
                return after_page(self.room, plan_reader.leading(self.shelf), self.shelf)
            case _:
                return self._before_page()

    def _ways(self, here: str) -> HtmlBlock:
        places = _PLACES if self.room else {"before": _PLACES["before"], "if": _PLACES["if"]}
        named = [(place, _(name)) for place, name in places.items()]
        items = "".join(
            f'<li><a href="#{place}"{" aria-current=page" if place == here else ""}>{escape(name)}</a></li>'
            for place, name in named
        )
        title = escape(_("This workshop"), quote=True)
        return HtmlBlock(f'<nav aria-label="{title}"><ul class="hw-tabs">{items}</ul></nav>')

    def _before_page(self) -> Page:
        """The plan, what is agreed, and what to do before anybody comes."""
        leading = plan_reader.leading(self.shelf)
        chosen = [plan_reader.plan(self.shelf, self.room.facts().plan)] if self.room else self._all_plans()
        if self.room:
            way = link("now", _("Begin"), looks="hw-button")
            first = f"<p>{way}</p>"
        else:
            first = tag("p", _("To open a room, type this in a terminal:")) + "<p><code>heartwork workshop</code></p>"
        above = (
            heading(_("Leading a workshop"))
            + tag(
                "p",
                _(
                    "You don't have to be a therapist, and you are not one here. If you can, lead your first "
                    "one with somebody who has led groups before. Read all of it aloud once."
                ),
            )
            + first
            + ("" if self._card else _first_time())
            + _listed(_("Before anybody comes"), leading.before)
            + _listed(_("What is agreed, to be read aloud"), leading.agreement)
        )
        choice = AddressChoice(self.room, self.pattern) if self.room and self.pattern else None
        parts: list[ipywidgets.Widget] = [HtmlBlock(above), *(choice.widgets if choice else [])]
        for plan in chosen:
            parts += [HtmlBlock(_plan_html(plan)), *on_paper(self.shelf, plan, leading)]
        if self.room:
            parts.append(HtmlBlock(_slips_html(chosen[0])))
        page = Page(place="before", parts=parts)
        return replace(page, follow=choice.follow) if choice else page

    def _all_plans(self) -> list[Plan]:
        return [plan_reader.plan(self.shelf, path.stem) for path in plan_reader.paths(self.shelf.folder)]

    def _if_page(self) -> Page:
        leading: Leading = plan_reader.leading(self.shelf)
        texts = "".join(
            f'<details class="hw-if">{tag("summary", one.title)}{as_html(one.text, lambda name: None)}</details>'
            for one in leading.if_
        )
        said = tag("p", _("The help numbers are under “Help lines”, at the bottom of every page."))
        return Page(place="if", parts=[HtmlBlock(heading(_("If something happens")) + said + texts)])

    def _tell(self, error: KitError) -> None:
        self._said.html = f'<p class="hw-notice" role="alert">{escape(error.sentences)}</p>'
        self._said.shown = True

    def __repr__(self) -> str:
        return "heartwork: workshop"

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, object] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        # As in a workbook: to our own page the widgets come with it, so that it need not ask for them.
        states = {STATES: page_states()} if os.environ.get(BRINGS_KIT) else {}
        return {**bundle, **states, "text/plain": repr(self)}


def _slips_html(plan: Plan) -> str:
    """The way to the slips, and whether this plan needs them."""
    needs = any(needs_slip(name) for name in plan.shared)
    said = (
        _("This workshop asks for answers that can be given only from seats with a slip. Print one for each chair.")
        if needs
        else _("So that nobody can sit at two seats: a slip of paper on each chair, in place of the code on the wall.")
    )
    return tag("p", said) + f"<p>{link('slips', _('Slips, one for each chair'))}</p>"


def _first_time() -> str:
    """For somebody who has not led one with these pages yet."""
    said = _(
        "Your first time? Try the evening first: a rehearsal with invented people, on this laptop alone, leads you "
        "through every tap once. Nothing of a real workshop is touched. Type this in a terminal:"
    )
    return tag("p", said) + "<p><code>heartwork workshop --rehearsal</code></p>"


def _listed(title: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{escape(title)}</h2><ul>{items}</ul>"


def _plan_html(plan: Plan) -> str:
    """The whole script of a plan, with the minute at which each part begins."""
    begins, parts = 0, []
    for activity in plan.activities:
        minutes = _("Minute {first} to {last}").format(first=begins, last=begins + activity.minutes)
        do = as_html(activity.do, lambda name: None)
        parts.append(
            f'<details class="hw-if"><summary>{escape(activity.title)} <span class="hw-workshop-time">'
            f"{escape(minutes)}</span></summary>"
            + tag("h3", _("To read aloud"))
            + as_html(activity.say, lambda name: None)
            + (tag("h3", _("To look out for")) + do if do else "")
            + "</details>"
        )
        begins += activity.minutes
    about = as_html(plan.about, lambda name: None)
    return f"<h2>{escape(plan.title)}</h2>{about}{''.join(parts)}"
