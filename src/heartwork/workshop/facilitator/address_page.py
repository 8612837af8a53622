"""Which address stands on the wall, chosen with one tap, and whether a phone can open it."""

from __future__ import annotations

import datetime
from functools import partial
from html import escape

from ipywidgets import Widget

from heartwork.i18n.messages import N_, _
from heartwork.pages.markup import link, tag
from heartwork.pages.page import Page, heading
from heartwork.widgets import ActionButton, HtmlBlock
from heartwork.workshop import chosen_address
from heartwork.workshop.facilitator.projector import is_local, qr
from heartwork.workshop.network_addresses import JoinAddress
from heartwork.workshop.room import Room

__all__ = ["OPENS", "AddressChoice", "opens_page"]

#: The page of the server that a phone opens to see whether it can.
OPENS = "opens"

#: So many other addresses are offered at the most.
_OTHERS = 6

_IN_THE_WAY = [
    N_(
        "Is the phone in the same network as this laptop? The name of the Wi-Fi has to be the same on both; "
        "a phone on mobile data can't reach it."
    ),
    N_(
        "Guest networks, in libraries, hotels and church halls, often keep devices apart. "
        "Then open a hotspot on a phone and connect this laptop to it: the address changes by itself, "
        "and the other phones join that hotspot."
    ),
    N_(
        "A firewall on this laptop may be asking whether Python may accept connections. "
        "Allow it for this network, and try again."
    ),
    N_("A VPN on the laptop or on the phone can be in the way. Switch it off for the evening."),
    N_("Some browsers put https before an address. Type it exactly as it's shown here."),
]


class AddressChoice:
    """
    The address on the wall, and a button for each other one that this computer has now.

    Args:
        room: The room.
        pattern: What it is reached by.
    """

    def __init__(self, room: Room, pattern: str) -> None:
        self._room, self._pattern = room, pattern
        self._now = HtmlBlock()
        self._urls = [""] * _OTHERS
        self._acts = [ActionButton("", partial(self._chosen, place), shown=False) for place in range(_OTHERS)]
        self.widgets: list[Widget] = [self._now, *self._acts]
        self.follow()

    def follow(self) -> None:
        """Show what there is now: a hotspot may have been opened meanwhile, or a cable pulled."""
        now = chosen_address.on_the_wall(self._room, self._pattern)
        others = [each for each in chosen_address.choices(self._pattern) if each.url != now.url][:_OTHERS]
        html = _choice_html(now, others=bool(others))
        if self._now.html != html:
            self._now.html = html
        for place, act in enumerate(self._acts):
            other = others[place] if place < len(others) else None
            self._urls[place] = other.url if other else ""
            label = (
                _("Use {address} ({network})").format(address=other.url, network=_leads_over(other)) if other else ""
            )
            if act.label != label:
                act.label = label
            if act.shown != bool(other):
                act.shown = bool(other)

    def _chosen(self, place: int) -> None:
        if self._urls[place]:
            chosen_address.choose(self._room, self._urls[place])
            self.follow()


def opens_page(room: Room, pattern: str) -> Page:
    """Whether a phone can open the address, tried with a phone; and what may be in the way."""
    code, state = HtmlBlock(), HtmlBlock()

    def follow() -> None:
        address = chosen_address.on_the_wall(room, pattern)
        for prose, html in ((code, _code_html(address)), (state, _state_html(room, address))):
            if prose.html != html:
                prose.html = html

    follow()
    above = heading(_("Does it open?")) + tag(
        "p", _("Take your own phone, in the network that the room will use, and point its camera at this code.")
    )
    lines = "".join(tag("li", _(line)) for line in _IN_THE_WAY)
    back = link("before", _("Choose another address"))
    below = tag("h2", _("If nothing comes up on the phone")) + f"<ul>{lines}</ul><p>{back}</p>"
    return Page(place="opens", parts=[HtmlBlock(above), code, state, HtmlBlock(below)], follow=follow)


def _choice_html(now: JoinAddress, *, others: bool) -> str:
    title = tag("h2", _("The address on the wall"))
    if is_local(now.url):
        only = _("Only this laptop can open it. For the phones in the room, start the workshop with --host 0.0.0.0")
        return title + f"<p><strong>{escape(now.url)}</strong></p>" + tag("p", only)
    over = _("It goes through {network}. The phones have to be in that network too.").format(network=_leads_over(now))
    more = _(
        "This laptop has other addresses too. If the phones are in another network, choose that one here; "
        "the wall and its code for cameras follow."
    )
    return (
        title
        + f"<p><strong>{escape(now.url)}</strong></p>"
        + (tag("p", over) if now.network is not None else "")
        + f"<p>{link('opens', _('Does it open? Try it with your own phone'))}</p>"
        + (tag("p", more) if others else "")
    )


def _leads_over(address: JoinAddress) -> str:
    if address.network is None:
        return ""
    return _("{network}: {interface}").format(network=_(address.network.label), interface=address.interface)


def _code_html(address: JoinAddress) -> str:
    url = f"{address.url}{OPENS}"
    typed = _("Or type this into its browser:")
    return f'<div class="hw-wall-door">{qr(url)}</div>' + tag("p", typed) + f"<p><strong>{escape(url)}</strong></p>"


def _state_html(room: Room, address: JoinAddress) -> str:
    at = chosen_address.opened(room, address.url)
    if at is None:
        said = _("No other device has opened it yet. As soon as one does, it says so here.")
    else:
        time = f"{at.replace(tzinfo=datetime.timezone.utc).astimezone():%H:%M}"
        said = _("It opens: another device reached this laptop at {time}. Phones in that network can join.").format(
            time=time
        )
    return tag("p", said, looks="hw-notice")
