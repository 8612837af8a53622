"""Home: where I stopped, what could be done now, and everything there is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from heartwork.answers import Answer
from heartwork.definition import Section, Worksheet
from heartwork.fields import Prose
from heartwork.files.shelf import Card
from heartwork.pages.page import WEIGHTS, Page, heading
from heartwork.pages.reading import link, words
from heartwork.pages.seat_pages import at_a_seat
from heartwork.pages.visit import Visit
from heartwork.problems import KitError
from heartwork.words import _, ngettext

__all__ = ["home_page", "stopped_at"]

_FIRST = "start"


def home_page(visit: Visit) -> Page:
    """What could be done now, and what was done before."""
    cards = visit.shelf.cards
    steps = sorted((card for card in cards if card.step is not None), key=lambda card: card.step or 0)
    again = [card for card in cards if card.repeats]
    others = [card for card in cards if card.step is None and not card.repeats]
    begun = bool(set(visit.written))
    if not begun:
        others = [card for card in others if card.id != _FIRST]
    parts = [
        heading(_("Your pages")),
        _where_i_stopped(visit) if begun else _welcome(visit),
        _group(visit, _("For after a call or a visit"), again) if again else "",
        _group(visit, _("Five steps"), steps, said=_("Any of them, in any order. None is a duty.")) if steps else "",
        _group(visit, _("Around them") if steps else _("Pages"), others) if others else "",
        '<ul class="hw-ways">'
        f"<li>{link('patterns', _('What your answers show together'))}</li>"
        f"<li>{link('paper', _('On paper'))}</li>"
        f"<li>{link('help', _('Help lines'))}</li>"
        f"<li>{link('privacy', _('Where your answers are'))}</li></ul>",
    ]
    return Page(place="home", parts=[Prose("".join(parts))])


def stopped_at(visit: Visit) -> tuple[Worksheet, Section] | None:
    """
    The worksheet and the part in it that was written in last; None when that was read to its end, or is gone.

    Worksheets that repeat do not count: an entry is done when it is left.
    """
    last = max(
        ((answer.at, card.id, id_) for card in visit.shelf.cards for id_, answer in _answers(visit, card)),
        default=None,
    )
    if last is None:
        return None
    worksheet_id, question_id = last[1:]
    if visit.written.finished(worksheet_id):
        return None
    try:
        worksheet = visit.shelf.worksheet(worksheet_id)
    except KitError:
        return None
    question = worksheet.question(question_id)
    section = next((one for one in worksheet.open_sections(visit.value) if question in one.questions), None)
    return None if section is None else (worksheet, section)


def _answers(visit: Visit, card: Card) -> Sequence[tuple[str, Answer]]:
    return [] if card.repeats else list(visit.written.answers(card.id).items())


def _welcome(visit: Visit) -> str:
    about = _(
        "A few quiet pages about you and your mother. Nothing you write leaves this computer. "
        "You can leave out any question, and stop at any time."
    )
    if at_a_seat():
        about = _(
            "A few quiet pages about you and your mother. What you write lies on the laptop of the workshop, "
            "locked with your passphrase. You can leave out any question, and stop at any time."
        )
    said = f"<p>{about}</p>"
    if _FIRST not in visit.shelf.ids:
        return said
    start = link(_FIRST, _("Start here"), looks="hw-button")
    return f"{said}<p>{start}</p><p>{_('Or go straight to any page below.')}</p>"


def _where_i_stopped(visit: Visit) -> str:
    said = f"<p>{_('Leave out what you like. Stopping is always fine.')}</p>"
    stopped = stopped_at(visit)
    if stopped is None:
        return said
    worksheet, section = stopped
    title, part = words(worksheet.title, visit.value), words(section.title, visit.value)
    way = link(f"{worksheet.id}/{section.id}", _("Go on: {part}").format(part=part), looks="hw-button")
    return f"{said}<p>{_('You were in “{title}”.').format(title=escape(title))}</p><p>{way}</p>"


def _group(visit: Visit, title: str, cards: Sequence[Card], *, said: str = "") -> str:
    items = "".join(_card(visit, card) for card in cards)
    said = f"<p>{said}</p>" if said else ""
    return f'<h2>{title}</h2>{said}<ul class="hw-cards">{items}</ul>'


def _card(visit: Visit, card: Card) -> str:
    if card.repeats:
        count = len(visit.written.entries(card.id))
        state = ngettext("{count} written down", "{count} written down", count).format(count=count) if count else ""
    elif visit.written.answers(card.id):
        state = _("read to its end") if visit.written.finished(card.id) else _("begun")
    else:
        state = ""
    minutes = ngettext("{count} minute", "{count} minutes", card.minutes).format(count=card.minutes)
    facts = " · ".join(part for part in (minutes, _(WEIGHTS.get(card.weight, "")), state) if part)
    title = escape(words(card.title, visit.value))
    step = f"{card.step}. " if card.step else ""
    return f'<li><a href="#{escape(card.id, quote=True)}"><strong>{step}{title}</strong><span>{facts}</span></a></li>'
