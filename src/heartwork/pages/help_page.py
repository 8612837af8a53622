"""
Help: who answers, by country, and small things that steady.

Our own template holds all of it, in the page itself: it is there while a page opens, when no kernel is, and without
script. In other places (JupyterLab) it is a page like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from heartwork.authoring.library import WorksheetLibrary
from heartwork.i18n.messages import _
from heartwork.pages import help_lines
from heartwork.pages.markup import as_html, link
from heartwork.pages.page import Page, heading
from heartwork.pages.session import Session
from heartwork.printing.help_lines import FOR_EVERYBODY
from heartwork.widgets import HtmlBlock

__all__ = ["PLACES", "help_page", "help_section"]

#: The places that lead here: to its beginning, and to what steadies.
PLACES = ("help", "steady")


def help_page(visit: Session, place: str = "help") -> Page:
    """
    Help as a page of its own.

    Args:
        place: One of `PLACES`: where the person lands.
    """
    steady = visit.shelf.data("steady")
    above = heading(_("Help lines"), focus=place == "help") + _lines(visit.shelf)
    landing = ' tabindex="-1" data-arrival=""' if place == "steady" else ""
    below = f"<h2{landing}>{_title(steady)}</h2>{_exercises(steady)}" if steady else ""
    last = _("These pages are for thinking things through. They are not therapy and not crisis care.")
    return Page(place=place, parts=[HtmlBlock(f"{above}{below}<p>{last}</p>")])


def help_section(shelf: WorksheetLibrary) -> str:
    """Help as the template includes it: shown when the address says so, by the style sheet alone."""
    steady = shelf.data("steady")
    below = f'<h2 id="steady" tabindex="-1">{_title(steady)}</h2>{_exercises(steady)}' if steady else ""
    return (
        '<section id="help" class="hw hw-help" tabindex="-1" aria-labelledby="help-name">'
        f'<p class="hw-over" data-back hidden><a href="#home">{_("Back to where you were")}</a></p>'
        f'<h1 id="help-name">{_("Help lines")}</h1>{_lines(shelf)}{below}</section>\n'
    )


def _lines(shelf: WorksheetLibrary) -> str:
    first = _("If you might be in danger, these people answer. You don't need to know what to say first.")
    steady = link("steady", _("Something to steady you first"), looks="hw-steady") if shelf.data("steady") else ""
    more = _("Who else answers there, and more about each number.")
    everybody = _(FOR_EVERYBODY)
    resources = shelf.data("resources")
    # Unhidden by frontend/help.js, once this browser keeps a country.
    kept = _("This browser remembers the country you opened last, on this device only.")
    return (
        f"<p>{first}</p>{help_lines.emergency_as_html(resources)}{f'<p>{steady}</p>' if steady else ''}"
        f"<h2>{_('Which country are you in?')}</h2><p>{more} {everybody}</p>{help_lines.as_html(resources)}"
        f'<p class="hw-about" data-kept hidden>{kept}</p>'
    )


def _title(steady: Mapping[str, Any]) -> str:
    return escape(str(steady["title"]))


def _exercises(steady: Mapping[str, Any]) -> str:
    each = "".join(
        f"<details><summary>{escape(str(one['title']))}</summary>{_read(one['text'])}</details>"
        for one in steady["exercises"]
    )
    return f'{_read(steady["text"])}<div class="hw-countries">{each}</div>{_read(steady["after"])}'


def _read(markdown: object) -> str:
    return as_html(str(markdown), lambda name: None)
