"""The pages round the worksheets: home, help, where it all lies, patterns."""

from __future__ import annotations

from html import escape

from heartwork.fields import Prose
from heartwork.files.shelf import Card
from heartwork.pages import help_lines
from heartwork.pages.page import Page, heading
from heartwork.pages.reading import link
from heartwork.pages.visit import Visit

__all__ = ["help_page", "home_page", "not_found_page", "patterns_page", "privacy_page"]

#: The worksheet whose entries the patterns are drawn from.
_CHECK_IN = "check-in"


def home_page(visit: Visit) -> Page:
    """What could be done now, and what was done before."""
    begun = set(visit.written)
    if begun:
        hello = "<p>Any page, in any order. Leave out what you like. Stopping is always fine.</p>"
        listed = visit.shelf.cards
    else:
        hello = (
            "<p>A few quiet pages about you and your mother. Nothing you write leaves this computer. "
            "You can leave out any question, and stop at any time.</p>"
            + (
                f"<p>{link('start', 'Start here', looks='hw-button')}</p><p>Or go straight to one of these:</p>"
                if "start" in visit.shelf.ids
                else ""
            )
        )
        listed = tuple(card for card in visit.shelf.cards if card.id != "start")
    cards = "".join(_card(visit, card) for card in listed)
    more = (
        f'<ul class="hw-ways"><li>{link("patterns", "What your check-ins show together")}</li>'
        f"<li>{link('help', 'Help lines')}</li>"
        f"<li>{link('privacy', 'Where your answers are')}</li></ul>"
    )
    html = heading("Your pages") + hello + f'<ul class="hw-cards">{cards}</ul>' + more
    return Page(place="home", parts=[Prose(html)])


def _card(visit: Visit, card: Card) -> str:
    if card.repeats:
        count = len(visit.written.entries(card.id))
        state = f"{count} written down" if count > 1 else "1 written down" if count else ""
    elif visit.written.answers(card.id):
        state = "read to its end" if visit.written.finished(card.id) else "begun"
    else:
        state = ""
    minutes = "1 minute" if card.minutes == 1 else f"{card.minutes} minutes"
    facts = " · ".join(part for part in (minutes, state) if part)
    title = escape(card.title)
    return f'<li><a href="#{escape(card.id, quote=True)}"><strong>{title}</strong><span>{facts}</span></a></li>'


def help_page(visit: Visit) -> Page:
    """Who answers, in which country."""
    html = (
        heading("Help lines")
        + "<p>If you might be in danger, these people answer. You don't need to know what to say first.</p>"
        + help_lines.as_html(visit.shelf.data("resources"))
        + "<p>These pages are for thinking things through. They are not therapy and not crisis care.</p>"
    )
    return Page(place="help", parts=[Prose(html)])


def privacy_page(visit: Visit) -> Page:
    """Where the answers are, and who could read them."""
    place = escape(str(visit.workbook.path))
    html = (
        heading("Where your answers are")
        + f"<p>In one file on this computer:</p><p><code>{place}</code></p>"
        + "<p>Nothing is sent anywhere. There is no account, and nobody counts what you do here.</p>"
        + "<p>Anyone who can use this computer under your name can open that file. "
        "Copies of the last 14 days lie beside it, in the folder “backups”.</p>"
        + "<p>To take everything away, delete that folder. The browser may still show in its history "
        "that a page on this computer was open.</p>"
    )
    return Page(place="privacy", parts=[Prose(html)])


def patterns_page(visit: Visit) -> Page:
    """What the check-ins show together: one chart, in words first."""
    from heartwork.charts.tension import tension_chart  # only here: a page without a chart needs no drawing
    from heartwork.pattern.tension import tension

    question = next((one for one in visit.shelf.worksheet(_CHECK_IN).questions if one.id == "tension"), None)
    labels = {key: getattr(question.kind, key) for key in ("low", "high")} if question else {}
    chart = tension_chart(tension(visit.written.entries(_CHECK_IN)), **labels)
    html = (
        heading("What your check-ins show together")
        + chart.html()
        + f'<ul class="hw-ways"><li>{link(f"{_CHECK_IN}/new", "Write down a contact")}</li>'
        f"<li>{link('boundaries', 'Think about a limit')}</li>"
        f"<li>{link('home', 'All pages')}</li></ul>"
    )
    return Page(place="patterns", parts=[Prose(html)])


def not_found_page(visit: Visit) -> Page:
    """A place that is not there: an address that was typed, or a worksheet that cannot be read."""
    html = (
        heading("This page isn't here")
        + "<p>Perhaps it has another name now. Nothing of yours is lost.</p>"
        + f"<p>{link('home', 'All pages', looks='hw-button')}</p>"
    )
    return Page(place="home", parts=[Prose(html)])
