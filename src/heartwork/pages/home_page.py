"""Home: where I stopped, what could be done now, and everything there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from ipywidgets import Widget

from heartwork.answers import Answer
from heartwork.authoring.library import WorksheetSummary
from heartwork.authoring.pathways import Pace, paces
from heartwork.conditions import holds
from heartwork.errors import KitError
from heartwork.i18n.messages import N_, _, ngettext
from heartwork.kinds.choice import Choice
from heartwork.pages.markup import as_html, link, words
from heartwork.pages.page import WEIGHTS, Page, heading
from heartwork.pages.participant_pages import at_a_seat
from heartwork.pages.phone_pages import way_to_laptop
from heartwork.pages.session import Session
from heartwork.paths import on_a_hub, on_a_phone, on_a_server
from heartwork.question import Question
from heartwork.widgets import HtmlBlock
from heartwork.worksheet_definition import Section, Worksheet

__all__ = ["has_begun", "home_page", "stopped_at"]

_FIRST = "start"

#: What a worksheet that repeats is good for, on its card.
_SAID = {"after-a-call": N_("for the first minutes")}
_SAID_OF_OTHERS = N_("for after a call or a visit")

_HEAVY = 3

#: Pages that are there for those who want them, and are never put forward to anybody.
_NEVER_PUT_FORWARD = ("closer", "forgiving", "diary")

#: What the pages outside the five steps are for. A page in none of these groups comes last.
_GROUPS = (
    (N_("Short pages for a hard moment"), ("making-room", "kind")),
    (N_("When a limit is hard to say"), ("criticism", "hard-to-say", "rehearsal", "easiest-first")),
    (N_("Family, and looking after her"), ("in-the-middle", "caring")),
    (N_("What weighs on you"), ("challenges", "effects", "past", "hoped-for")),
    (N_("Only if you want to"), ("letter", "forgive", "closer", "forgiving")),
    (N_("Help, and something to keep"), ("support", "takeaway", "diary")),
)


def home_page(visit: Session, *, offers: Callable[[], Sequence[Widget]] = tuple) -> Page:
    """
    What could be done now, and what was done before.

    Args:
        offers: What is offered, before anything else, to somebody who has not written anything yet.
    """
    begun = has_begun(visit)
    pace = _pace(visit)
    first = [] if begun else offers()
    said = [HtmlBlock(heading(_("Your pages")) + _welcome(visit)), *first] if first else []
    parts = [
        "" if first else heading(_("Your pages")) + ("" if begun else _welcome(visit)),
        _where_i_stopped(visit) + _back_to_it() if begun else _start(visit),
        _for_now(visit, pace, begun=begun),
        _at_a_pace(visit, pace) if pace else _in_any_order(visit, begun=begun),
        '<ul class="hw-ways">'
        f"<li>{link('patterns', _('What your answers show together'))}</li>"
        f"<li>{link('paper', _('On paper'))}</li>"
        f"<li>{link('reminder', _('A reminder in your calendar'))}</li>"
        f"<li>{link('help', _('Help lines'))}</li>"
        f"<li>{link('privacy', _('Where your answers are'))}</li></ul>",
    ]
    return Page(place="home", parts=[*said, HtmlBlock("".join(parts))])


def has_begun(visit: Session) -> bool:
    """Whether anything was written, but for the choice of a pace."""
    return any(_answers(visit, card) or visit.written.entries(card.id) for card in visit.shelf.cards)


def stopped_at(visit: Session) -> tuple[Worksheet, Section, Question] | None:
    """
    The question that was answered last, where it stands; None when its worksheet was read to its end since, or when
    it is gone.

    Worksheets that repeat do not count: an entry is done when it is left.
    """
    last = max(
        ((answer.at, card.id, id_) for card in visit.shelf.cards for id_, answer in _answers(visit, card)),
        default=None,
    )
    if last is None:
        return None
    at, worksheet_id, question_id = last
    if (visit.written.finished(worksheet_id) or "") >= at:
        return None
    try:
        worksheet = visit.shelf.worksheet(worksheet_id)
    except KitError:
        return None
    question = worksheet.question(question_id)
    section = _open_part(visit, worksheet, question) if question else None
    return None if section is None or question is None else (worksheet, section, question)


def _open_part(visit: Session, worksheet: Worksheet, question: Question) -> Section | None:
    """The part of a question; where it is closed now, the last open one before it, which may offer it again."""
    opened = worksheet.open_sections(visit.value)
    place = next((place for place, one in enumerate(worksheet.sections) if question in one.questions), -1)
    return next((one for one in reversed(worksheet.sections[: place + 1]) if one in opened), None)


def _answers(visit: Session, card: WorksheetSummary) -> Sequence[tuple[str, Answer]]:
    """What was written in a worksheet. To choose a pace is to look round, not to begin it."""
    known = paces(visit.shelf)
    chooser = known.question if known else ""
    written = {} if card.repeats else visit.written.answers(card.id)
    return [(id_, answer) for id_, answer in written.items() if f"{card.id}.{id_}" != chooser]


def _welcome(visit: Session) -> str:
    about = _(
        "A few quiet pages about you and your mother. Nothing you write leaves this computer. "
        "You can skip any question, and stop at any time."
    )
    if at_a_seat():
        about = _(
            "A few quiet pages about you and your mother. What you write is kept on the workshop "
            "laptop, locked with your passphrase. You can skip any question, and stop at any time."
        )
    elif on_a_phone():
        about = _(
            "A few quiet pages about you and your mother. What you write is kept on your laptop. You can skip any "
            "question, and stop at any time."
        )
    elif on_a_hub():
        about = _(
            "A few quiet pages about you and your mother. What you write is kept on the computer of this JupyterHub. "
            "Whoever runs it can read that, unless you set a passphrase. You can skip any question, and stop at any "
            "time."
        )
    elif on_a_server():
        about = _(
            "A few quiet pages about you and your mother. What you write is kept on the computer that this Jupyter "
            "server runs on. Whoever runs it can read that, unless you set a passphrase under {where}. "
            "You can skip any question, and stop at any time."
        ).format(where=link("privacy", _("Where your answers are")))
    leave = _(
        "Could somebody walk in? {leave}, at the top, blanks this page at once. On a keyboard, so does Shift, "
        "three times."
    ).format(leave=f"<strong>{_('Leave now')}</strong>")
    way = f"<p>{way_to_laptop()}</p>" if on_a_phone() else ""
    return f"<p>{about}</p>{way}<p>{leave}</p>"


def _start(visit: Session) -> str:
    """The way to the first page."""
    return f"<p>{link(_FIRST, _('Start here'), looks='hw-button')}</p>" if _FIRST in visit.shelf.ids else ""


def _where_i_stopped(visit: Session) -> str:
    said = f"<p>{_('Skip whatever you want to. Stopping is always fine.')}</p>"
    stopped = stopped_at(visit)
    if stopped is None:
        return said
    worksheet, section, question = stopped
    title, part = words(worksheet.title, visit.value), words(section.title, visit.value)
    place = f"{worksheet.id}/{section.id}"
    shown = question in section.questions and holds(question.show_if, visit.value)
    if shown:
        place = f"{place}/{question.id}"
    ask = words(question.ask, visit.value) if shown else part
    way = link(place, _("Go on: {part}").format(part=part), looks="hw-button")
    where = _("You were in “{title}”, at “{question}”.").format(title=escape(title), question=escape(ask))
    return f"{said}<p>{where}</p><p>{way}</p>"


def _back_to_it() -> str:
    """The ways to what was written before."""
    ways = (link("looking-back", _("Looking back")), link("find", _("Find something you wrote")))
    return f'<ul class="hw-ways">{"".join(f"<li>{way}</li>" for way in ways)}</ul>'


def _for_now(visit: Session, pace: Pace | None, *, begun: bool) -> str:
    """What could be done just after a call, in a minute, in ten, and without a word."""
    cards = visit.shelf.cards
    repeating = [card for card in cards if card.repeats and card.id not in _NEVER_PUT_FORWARD]
    items = [_card(visit, card, said=_(_SAID.get(card.id, _SAID_OF_OTHERS))) for card in repeating]
    following = _following(visit, pace) if begun else None
    if following is not None:
        items.append(_card(visit, following, said=_("not started yet")))
    steady = visit.shelf.data("steady")
    if steady:
        items.append(_item("steady", str(steady["title"]), _("a few minutes · nothing to write")))
    return _cards(_("What you could do now"), items)


def _following(visit: Session, pace: Pace | None) -> WorksheetSummary | None:
    """The first worksheet that may be put forward, was not begun and is not heavy, in the order of the pace."""
    by_id = {card.id: card for card in visit.shelf.cards}
    order = [by_id[id_] for part in pace.parts for id_ in part.pages if id_ in by_id] if pace else by_id.values()
    return next(
        (
            card
            for card in order
            if not (card.repeats or card.weight >= _HEAVY or card.id in _NEVER_PUT_FORWARD or _answers(visit, card))
        ),
        None,
    )


def _in_any_order(visit: Session, *, begun: bool) -> str:
    cards = [card for card in visit.shelf.cards if not card.repeats or card.id in _NEVER_PUT_FORWARD]
    steps = sorted((card for card in cards if card.step is not None), key=lambda card: card.step or 0)
    others = [card for card in cards if card.step is None and (begun or card.id != _FIRST)]
    said = _("Any of them, in any order. You don't have to do any.")
    return _cards(
        _("Five steps"), [_card(visit, card) for card in steps], said=f"<p>{said}</p>{_way(visit)}"
    ) + _grouped(visit, others, rest=_("Other pages") if steps else _("Pages"))


def _at_a_pace(visit: Session, pace: Pace) -> str:
    by_id = {card.id: card for card in visit.shelf.cards if not card.repeats or card.id in _NEVER_PUT_FORWARD}
    html = f"<h2>{escape(_named(visit, pace))}</h2>{as_html(pace.about, visit.value)}{_way(visit)}"
    for part in pace.parts:
        items = [_card(visit, by_id.pop(id_)) for id_ in part.pages if id_ in by_id]
        html += _cards(part.title, items, said=as_html(part.text, visit.value), level=3)
    others = _grouped(visit, by_id.values(), rest=_("More pages"), level=3)
    return html + (f"<h2>{_('The other pages')}</h2>{others}" if others else "")


def _grouped(visit: Session, cards: Iterable[WorksheetSummary], *, rest: str, level: int = 2) -> str:
    """Pages under what they are for, each group folded; those in no group come last, under `rest`."""
    by_id = {card.id: card for card in cards}
    html = ""
    for title, ids in _GROUPS:
        html += _folded(visit, _(title), [by_id.pop(id_) for id_ in ids if id_ in by_id], level=level)
    return html + _cards(rest, [_card(visit, card) for card in by_id.values()], level=level)


def _folded(visit: Session, title: str, cards: Sequence[WorksheetSummary], *, level: int) -> str:
    """A group of pages under its title and their names; open where one of them was begun and not read to its end."""
    if not cards:
        return ""
    names = " · ".join(escape(words(card.title, visit.value)) for card in cards)
    going = any(_answers(visit, card) and not visit.written.finished(card.id) for card in cards)
    return (
        f'<details class="hw-fold"{" open" if going else ""}>'
        f"<summary><h{level}>{escape(title)}</h{level}><span>{names}</span></summary>"
        f'<ul class="hw-cards">{"".join(_card(visit, card) for card in cards)}</ul></details>'
    )


def _pace(visit: Session) -> Pace | None:
    """The pace that the person chose; None when they chose none."""
    known = paces(visit.shelf)
    chosen = visit.value(known.question) if known else None
    return next((pace for pace in known.paces if pace.id == chosen), None) if known else None


def _named(visit: Session, pace: Pace) -> str:
    question = _chooser(visit)
    assert question is not None  # there is a pace
    return words(question[1].kind.in_words(pace.id), visit.value)


def _chooser(visit: Session) -> tuple[str, Question] | None:
    """The place of the question that chooses a pace, and the question."""
    known = paces(visit.shelf)
    if known is None:
        return None
    worksheet_id, _point, question_id = known.question.partition(".")
    for section in visit.shelf.worksheet(worksheet_id).sections:
        for question in section.questions:
            if question.id == question_id and isinstance(question.kind, Choice):
                return f"{worksheet_id}/{section.id}/{question_id}", question
    return None


def _way(visit: Session) -> str:
    """The way to choosing a pace, or another one."""
    chooser = _chooser(visit)
    if chooser is None:
        return ""
    said = _("Another way through, or none") if _pace(visit) else _("One evening, five weeks, or a workshop?")
    return f"<p>{link(chooser[0], said)}</p>"


def _cards(title: str, items: Iterable[str], *, said: str = "", level: int = 2) -> str:
    listed = "".join(items)
    return f'<h{level}>{escape(title)}</h{level}>{said}<ul class="hw-cards">{listed}</ul>' if listed else ""


def _card(visit: Session, card: WorksheetSummary, *, said: str = "") -> str:
    if card.repeats:
        count = len(visit.written.entries(card.id))
        state = ngettext("{count} written down", "{count} written down", count).format(count=count) if count else ""
    elif _answers(visit, card):
        state = _("read to its end") if visit.written.finished(card.id) else _("started")
    else:
        state = ""
    minutes = ngettext("{count} minute", "{count} minutes", card.minutes).format(count=card.minutes)
    facts = " · ".join(part for part in (minutes, _(WEIGHTS.get(card.weight, "")), said, state) if part)
    step = f"{card.step}. " if card.step else ""
    ready = _("Good to have: some water, a quiet hour, somebody you could call.") if card.weight >= _HEAVY else ""
    return _item(card.id, step + words(card.title, visit.value), facts, ready)


def _item(place: str, title: str, facts: str, ready: str = "") -> str:
    more = f"<span>{ready}</span>" if ready else ""
    href = escape(place, quote=True)
    return f'<li><a href="#{href}"><strong>{escape(title)}</strong><span>{facts}</span>{more}</a></li>'
