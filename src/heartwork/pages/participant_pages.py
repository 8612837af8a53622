"""Pages that only a seat in a workshop has: what left my screen, the quiet corner, where it all lies."""

from __future__ import annotations

import os

from heartwork.i18n.messages import _
from heartwork.pages.browser_helpers import helpers_html
from heartwork.pages.data_controls import taking_parts
from heartwork.pages.markup import link, tag
from heartwork.pages.page import Page, heading
from heartwork.pages.session import Session
from heartwork.paths import SEAT_VARIABLE
from heartwork.widgets import HtmlBlock

__all__ = ["at_a_seat", "quiet_page", "room_line", "seat_page", "seat_privacy_page"]


def at_a_seat() -> bool:
    """Whether this kernel belongs to a seat in a workshop."""
    return bool(os.environ.get(SEAT_VARIABLE))


def room_line() -> HtmlBlock:
    """Where the page puts what is open in the room: the page asks for that itself, the kernel never sees the room."""
    return HtmlBlock("<div data-workshop></div>")


def seat_page() -> Page:
    """What left my screen; the page fills it in."""
    html = (
        heading(_("What left my screen"))
        + tag("p", _("Only what you shared with a tap of your own, and your passes. Nothing that you wrote."))
        + tag("p", _("Until the room looks at a question you can take it back."))
        + "<div data-left></div>"
        + _ways(link("home", _("All pages")))
    )
    return Page(place="room", parts=[HtmlBlock(html)])


def quiet_page() -> Page:
    """A page on which nothing has to be done."""
    lines = (
        _("You don't have to do anything here. Nobody sees that you are on this page."),
        _("Feel what holds you up: the chair, the floor, the wall behind you."),
        _("Name three things you can see. Then two that you can hear."),
        _("Let one breath out, slowly. And another, if that felt good."),
        _("You can get up and go out. You don't need to say why. Cold water on your hands helps some people."),
    )
    html = (
        heading(_("Quiet corner"))
        + "".join(tag("p", line) for line in lines)
        + _ways(link("help", _("Help lines")), link("home", _("All pages")))
    )
    return Page(place="quiet", parts=[HtmlBlock(html)])


def seat_privacy_page(visit: Session) -> Page:
    """Where the answers of a seat are, and who could read them."""
    lines = (
        _(
            "On the laptop of whoever leads the workshop, locked with your passphrase. "
            "They cannot open it, and neither can we."
        ),
        _(
            "They see how many people are here, and how many are on each page, as long as that doesn't "
            "point to anybody."
        ),
        _("A number or a choice leaves this page only when you share it with the room."),
        _(
            "Behind the line at the top, under “Take home or erase”, you can take it with you, "
            "or delete it from that laptop."
        ),
        _(
            "The person who runs a computer could watch it with other software. So write only what you could bear "
            "someone else to see."
        ),
    )
    html = heading(_("Where your answers are")) + "".join(tag("p", line) for line in lines)
    left = _ways(link("room", _("What left my screen")))
    return Page(
        place="privacy", parts=[HtmlBlock(html + left), *taking_parts(visit), HtmlBlock(helpers_html(passphrase=False))]
    )


def _ways(*links: str) -> str:
    return '<ul class="hw-ways">' + "".join(f"<li>{one}</li>" for one in links) + "</ul>"
