"""On paper: what can be printed, as files that the browser keeps; the program itself writes none of them."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable
from functools import partial
from html import escape
from itertools import groupby

from ipywidgets import Widget

from heartwork.answers import stamp
from heartwork.errors import KitError
from heartwork.exports import export_file
from heartwork.i18n.messages import _, ngettext
from heartwork.kinds.choice import Choice
from heartwork.kinds.choices import Choices
from heartwork.pages.markup import link, words
from heartwork.pages.page import Page, heading
from heartwork.pages.session import Session
from heartwork.printing import booklet, cards, handover, letter, worksheet_pages, worksheets
from heartwork.printing.typeset import Print, PrintOptions, letters_missing
from heartwork.question import Option
from heartwork.storage import export_log
from heartwork.widgets import Download, Field, FieldChange, HtmlBlock
from heartwork.worksheet_definition import Worksheet

__all__ = ["paper_page", "printed_as"]

#: Where the country is kept whose help lines are printed, in this visit.
_COUNTRY = "paper.country"

#: The worksheet whose words are on the card for when the past comes back.
_OF_THE_PAST = "past"

#: Makes a print of the look that is asked for.
Make = Callable[[PrintOptions], Print]


def paper_page(visit: Session, rest: str = "") -> Page:
    """
    What can be printed.

    Args:
        rest: A worksheet, for its page; `handover`, to choose line by line; all there is when empty or unknown.
    """
    if rest == "handover":
        return _handover(visit)
    if rest in visit.shelf.ids:
        with contextlib.suppress(KitError):  # its own page says what is wrong with it
            return _of_worksheet(visit, visit.shelf.worksheet(rest))
    return _all(visit)


def printed_as(visit: Session, label: str, make: Make, *, large: bool = False) -> Download:
    """A button that makes a print at the moment it is pressed, with a name that gives nothing away."""

    def file() -> tuple[str, str, bytes]:
        day = visit.today()
        button.said = ""
        made = make(PrintOptions(day=day, language=visit.shelf.language or "en", large=large))
        name = export_file.neutral_name("pdf", day)
        if not visit.workbook.private:
            with contextlib.suppress(KitError):  # the file is what was asked for; the list of files is only a help
                at = stamp(datetime.datetime.now(datetime.timezone.utc))
                export_log.note(visit.workbook.folder, name, made.raw, at=at, seal=visit.workbook.key)
        if made.letters_missing:
            button.said = letters_missing()
        return name, "application/pdf", made.raw

    button = Download(label, file)
    return button


def _twice(visit: Session, label: str, make: Make) -> list[Download]:
    """A button, and one for the same in large print."""
    large = _("{what}, large print").format(what=label)
    return [printed_as(visit, label, make), printed_as(visit, large, make, large=True)]


def _whose_help_lines(visit: Session) -> Field:
    """Asked, and kept for this visit only: help lines stand at the end of every print. Folded: few choose, and once."""
    countries = visit.shelf.data("resources").get("countries", ())
    options = (Option(str(one["id"]), str(one["name"])) for one in countries)
    kind = Choice(options=tuple(sorted(options, key=lambda option: option.label)))

    def keep(field: Field, said: FieldChange) -> str:
        field.value = visit.unwritten[_COUNTRY] = said.value
        field.folded = folded()
        return ""

    def folded() -> str:
        value = visit.unwritten.get(_COUNTRY)
        whose = kind.in_words(value) if value else _("a few from every country")
        return _("Help lines with it: {whose} · Change").format(whose=whose)

    return Field(
        kind=kind.name(),
        address=_COUNTRY,
        desk=visit.desk,
        ask=_("Which country's help lines should be on the print?"),
        hint=_("If you leave this, a few from every country are printed. Your answer is never written down."),
        folded=folded(),
        spec=kind.props(str),
        grouped=kind.grouped,
        value=visit.unwritten.get(_COUNTRY),
        keep=keep,
    )


def _country(visit: Session) -> str:
    return str(visit.unwritten.get(_COUNTRY) or "")


def _about_files() -> str:
    said = _(
        "You get a PDF in the downloads of your browser, with a name that gives nothing away. Paper can be found, too."
    )
    return f"<p>{said}</p>"


def _of_worksheet(visit: Session, worksheet: Worksheet) -> Page:
    shelf, id_ = visit.shelf, worksheet.id
    title = words(worksheet.title, visit.value)
    parts: list[Widget] = [
        HtmlBlock(heading(_("On paper: {page}").format(page=title)) + _about_files()),
        _whose_help_lines(visit),
        HtmlBlock(f"<h2>{_('Blank')}</h2><p>{_('To fill in by hand, yourself or with someone.')}</p>"),
        *_twice(
            visit,
            _("Print it blank"),
            lambda look: worksheet_pages.blank_pages(shelf, [id_], look, country=_country(visit)),
        ),
        HtmlBlock(f"<h2>{_('With your words')}</h2>{_what_is_in(visit, worksheet)}"),
    ]
    if _something(visit, worksheet):
        filled = partial(_filled, visit, id_)
        parts += _twice(visit, _("Print it with my words"), filled)
    if id_ == _OF_THE_PAST:
        parts += _memory_card(visit)
    parts.append(HtmlBlock(_ways(link(id_, _("Back to this page")), link("paper", _("What else can be printed")))))
    return Page(place=f"paper/{id_}", parts=parts)


def _filled(visit: Session, id_: str, look: PrintOptions) -> Print:
    return worksheet_pages.filled_pages(
        visit.shelf, [id_], look, written=visit.written, value=visit.value, country=_country(visit)
    )


def _something(visit: Session, worksheet: Worksheet) -> bool:
    return bool(worksheets.filled(worksheet, visit.shelf, visit.written, visit.value))


def _what_is_in(visit: Session, worksheet: Worksheet) -> str:
    if not _something(visit, worksheet):
        return f"<p>{_('Nothing is written here yet.')}</p>"
    said = _(
        "What you answered, and nothing else. Quiet questions are never in it, nor is the page of a letter that is for "
        "you alone."
    )
    return f"<p>{said}</p>"


def _all(visit: Session) -> Page:
    shelf, value = visit.shelf, visit.value
    parts: list[Widget] = [
        HtmlBlock(heading(_("On paper")) + _about_files()),
        _whose_help_lines(visit),
        HtmlBlock(_titled(_("All pages, blank"), _("A booklet to fill in by hand."))),
        *_twice(visit, _("Print the booklet"), lambda look: booklet.booklet(shelf, look, country=_country(visit))),
        HtmlBlock(_titled(_("One page"), _("Blank, or with your words.")) + _worksheets(visit)),
        HtmlBlock(_titled(_("Help lines"), _("A sheet for the wall, or for a bag."))),
        *_twice(visit, _("Print the help lines"), lambda look: cards.help_card(shelf, look, country=_country(visit))),
        HtmlBlock(
            _titled(
                _("A card to fold up"),
                _("Who you could call, and what you could say: from your pages, with lines for the rest."),
            )
        ),
        printed_as(
            visit,
            _("Print the card"),
            lambda look: cards.contact_card(shelf, look, value=value, country=_country(visit)),
        ),
        printed_as(visit, _("Print it blank"), lambda look: cards.contact_card(shelf, look, country=_country(visit))),
        *_memory_card(visit),
    ]
    if letter.letter_text(value, "draft"):
        parts.append(HtmlBlock(_titled(_("Your letter"), _("The draft alone, with nothing else on the page."))))
        parts += _twice(visit, _("Print the draft"), lambda look: letter.letter(value, look))
    if letter.letter_text(value, "raw"):
        parts.append(
            HtmlBlock(
                _titled(
                    _("What you wrote for yourself"), _("It was for you alone. A print of it can be found, or burnt.")
                )
            )
        )
        alone = _("Print what you wrote for yourself")
        parts.append(printed_as(visit, alone, lambda look: letter.letter(value, look, part="raw")))
    talk = _("For a doctor or a therapist: you choose each line that is on it.")
    parts.append(
        HtmlBlock(
            _titled(_("A page for a first appointment"), talk)
            + _ways(link("paper/handover", _("Choose what is on it")))
        )
    )
    parts.append(HtmlBlock(_ways(link("home", _("All pages")))))
    return Page(place="paper", parts=parts)


def _memory_card(visit: Session) -> list[Widget]:
    """The card for when the past comes back, where the kit's page about that is on the shelf."""
    if _OF_THE_PAST not in visit.shelf.ids:
        return []
    title, said = _("A card for when the past comes back"), _("Your words for that moment, and who you could call.")
    filled = partial(cards.memory_card, value=visit.value)
    written = (
        [printed_as(visit, _("Print this card with my words"), filled)] if cards.has_memory_words(visit.value) else []
    )
    blank = printed_as(visit, _("Print this card blank"), cards.memory_card)
    return [HtmlBlock(_titled(title, said)), *written, blank]


def _worksheets(visit: Session) -> str:
    return _ways(*(link(f"paper/{card.id}", words(card.title, visit.value)) for card in visit.shelf.cards))


def _handover(visit: Session) -> Page:
    """Nothing is chosen at first, and what is chosen is kept for as long as the page is open."""
    lines = handover.lines_to_choose_from(visit.shelf, visit.written, visit.value)
    chosen: dict[str, list[str]] = {}

    def keep(field: Field, change: FieldChange) -> str:
        chosen[field.address] = [str(key) for key in change.value] if isinstance(change.value, list) else []
        field.value = change.value
        if field.folded:
            field.folded = folded(field)
        for button in buttons:
            button.shown = bool(taken())
        return ""

    def taken() -> list[str]:
        return [key for keys in chosen.values() for key in keys]

    def make(look: PrintOptions) -> Print:
        return handover.handover(lines, taken(), look)

    buttons = _twice(visit, _("Print these lines"), make)
    for button in buttons:
        button.shown = False

    def folded(field: Field) -> str:
        all_ = len(field.spec["options"])
        said = ngettext("{count} of {all} line", "{count} of {all} lines", all_)
        return _beside(field.ask, said.format(count=len(chosen.get(field.address, ())), all=all_))

    fields: list[Field] = []
    for number, (page, some) in enumerate(groupby(lines, key=lambda line: line.page)):
        kind = Choices(options=tuple(Option(line.name, _beside(line.ask, line.answer)) for line in some))
        fields.append(
            Field(
                kind=kind.name(),
                address=f"paper.handover-{number}",
                desk=visit.desk,
                ask=words(page, visit.value),
                spec=kind.props(str),
                grouped=kind.grouped,
                keep=keep,
            )
        )
    if len(fields) > 1:  # one alone is short enough
        for field in fields:
            field.folded = folded(field)
    about = _("For a doctor or a therapist. Only the lines you tick are on it.")
    quiet = _("What you tick is forgotten when you leave this page. Nobody sees it unless you show it.")
    top = heading(_("A page for a first appointment")) + f"<p>{about} {quiet}</p>"
    if not lines:
        nothing = _("Nothing is written on your pages yet. There is also a blank one to take with you:")
        blank = link("paper/support", _("On paper: Finding support")) if "support" in visit.shelf.ids else ""
        return Page(place="paper/handover", parts=[HtmlBlock(f"{top}<p>{nothing}</p>{_ways(blank)}")])
    ways = HtmlBlock(_ways(link("paper", _("What else can be printed")), link("support", _("Finding support"))))
    return Page(place="paper/handover", parts=[HtmlBlock(top), *fields, *buttons, ways])


def _beside(ask: str, answer: str) -> str:
    """The two in one line, with a colon where the first has no mark of its own at its end."""
    return f"{ask} {answer}".strip() if ask[-1:] in "?:…." else f"{ask}: {answer}".rstrip(": ")


def _titled(title: str, text: str) -> str:
    return f"<h2>{escape(title)}</h2><p>{escape(text)}</p>"


def _ways(*links: str) -> str:
    return '<ul class="hw-ways">' + "".join(f"<li>{one}</li>" for one in links if one) + "</ul>"
