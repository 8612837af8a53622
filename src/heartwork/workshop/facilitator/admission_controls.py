"""The door, as whoever leads a workshop handles it: who may join, how many seats there are, and what is asked there."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from ipywidgets import Widget

from heartwork.i18n.messages import _
from heartwork.pages.markup import link, tag
from heartwork.widgets import ActionButton, HtmlBlock
from heartwork.workshop import admission_requests, admissions, chosen_address, slips, unused_seats
from heartwork.workshop.admission_requests import AdmissionRequest, Wish
from heartwork.workshop.facilitator.closing_page import host_of
from heartwork.workshop.facilitator.confirm_button import ConfirmButton
from heartwork.workshop.facilitator.projector import door_html
from heartwork.workshop.facilitator.reveal_controls import put
from heartwork.workshop.room import MOST_SEATS, Room

__all__ = ["AdmissionControls", "AdmissionRequestList", "shown_code"]

#: The door is opened for so long: for who comes late.
_LATE = datetime.timedelta(minutes=30)
#: So many seats are added with one tap.
_SEATS_MORE = 5
#: So many requests have a button; others wait until these are answered or have run out.
_REQUESTS = 4


def shown_code(room: Room) -> str:
    """The code as everybody is shown it; empty where a seat takes a slip."""
    return "" if slips.required(room) else room.facts().code


class AdmissionControls:
    """
    The door, its seats, and how many answers may stand together at least.

    Args:
        room: The room.
        pattern: What it is reached by.
    """

    def __init__(self, room: Room, pattern: str) -> None:
        self._room, self._pattern = room, pattern
        self._html = HtmlBlock()
        self._shut = ActionButton(_("Close the door"), self._then(room.close_door))
        self._late = ActionButton("", self._then(lambda: room.open_door(_LATE)))
        self._seats = ActionButton("", self._then(lambda: room.add_seats(_SEATS_MORE)))
        self._more = ActionButton(
            _("Let more people join from one address"), self._then(lambda: admissions.allow_more(room))
        )
        self._raise = ActionButton("", self._then(lambda: room.raise_floor(room.facts().floor + 3)))
        self._free = ConfirmButton(
            _("Free the seats that nobody uses"),
            sure=_(
                "Nothing was ever written or tapped at them, and no page of theirs has been open for two minutes. "
                "Anyone who comes back to one takes a new seat."
            ),
            yes=_("Yes, free them"),
            act=self._then(self._freed),
        )
        acts = [self._shut, self._late, self._seats, *self._free.widgets, self._more, self._raise]
        self.widgets: list[Widget] = [self._html, *acts]

    def follow(self) -> None:
        """Show how it is now."""
        facts = self._room.facts()
        is_open = facts.closed is None
        shut = not is_open or facts.code_ends <= self._room.clock()
        url = chosen_address.on_the_wall(self._room, self._pattern).url
        ways = [link("wall", _("Show it on the wall")), link("slips", _("Slips, one for each chair"))]
        door = door_html(url, shown_code(self._room), closed=shut)
        put(self._html, tag("h2", _("The door")) + door + "".join(f"<p>{way}</p>" for way in ways))
        by_slip = slips.required(self._room)
        _label(self._late, _("Open the door for half an hour") if by_slip else _("A new code, for half an hour"))
        _label(self._seats, _("Five more seats: {seats} now").format(seats=facts.seats))
        _label(self._raise, _("Show nothing from fewer than {count} people").format(count=facts.floor + 3))
        for act, shown in (
            (self._shut, not shut),
            (self._late, is_open),
            (self._seats, is_open and facts.seats < MOST_SEATS),
            (self._more, is_open and not admissions.allows_more(self._room)),
            (self._raise, is_open),
        ):
            _show(act, shown)
        host = host_of(self._room)
        self._free.show(is_open and host is not None and bool(unused_seats.unused(self._room, host)))

    def _freed(self) -> None:
        host = host_of(self._room)
        if host is not None:
            unused_seats.free(self._room, host)

    def _then(self, act: Callable[[], object]) -> Callable[[], None]:
        def act_and_follow() -> None:
            act()
            self.follow()

        return act_and_follow


class AdmissionRequestList:
    """
    What is asked at the door, each with the sign that the phone shows too, and a button.

    A request keeps its place while it stands, so that no other moves under a finger.

    Args:
        room: The room.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        about = _("Somebody asks at the door. Look at the sign on their phone; if it's the same, tap it here.")
        self._about = HtmlBlock(f'<p class="hw-notice" role="status">{about}</p>', shown=False)
        self._places: list[AdmissionRequest | None] = [None] * _REQUESTS
        self._acts = [ActionButton("", partial(self._granted, place), shown=False) for place in range(_REQUESTS)]
        self._none = ActionButton(_("None of these: put them aside"), self._put_aside, shown=False)
        self.widgets: list[Widget] = [self._about, *self._acts, self._none]

    def follow(self) -> None:
        """Show what is asked now."""
        asked = admission_requests.open_requests(self._room)
        self._places = [one if one in asked else None for one in self._places]
        for one in asked:
            if one not in self._places and None in self._places:
                self._places[self._places.index(None)] = one
        for request, act in zip(self._places, self._acts, strict=True):
            if request is not None:
                _label(act, _what_is_asked(request))
            _show(act, request is not None)
        _show(self._none, any(self._places))
        if self._about.shown != any(self._places):
            self._about.shown = any(self._places)

    def _granted(self, place: int) -> None:
        request = self._places[place]
        if request is not None:
            admission_requests.grant(self._room, request)
            self.follow()

    def _put_aside(self) -> None:
        admission_requests.put_aside(self._room, [one for one in self._places if one is not None])
        self.follow()


def _what_is_asked(request: AdmissionRequest) -> str:
    if request.wish is Wish.MORE_SEATS:
        return _("{sign}: let one more join from their device or network").format(sign=request.sign)
    return _("{sign}: let back in somebody who lost their number").format(sign=request.sign)


def _label(act: ActionButton, label: str) -> None:
    if act.label != label:
        act.label = label


def _show(act: ActionButton, shown: bool) -> None:
    if act.shown != shown:
        act.shown = shown
