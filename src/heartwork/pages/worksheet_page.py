"""One worksheet as a page: what it is about, one part of it at a time, and the way on."""

from __future__ import annotations

import contextlib
import datetime
import uuid
from collections.abc import Iterator
from html import escape
from typing import Any

from heartwork.answers import Entry
from heartwork.changes import Change, EntryPutBack, EntryRemoved, Finished, Opened, Renamed
from heartwork.conditions import holds
from heartwork.errors import KitError
from heartwork.i18n.formatting import day_in_words
from heartwork.i18n.messages import _, ngettext
from heartwork.kinds.date import Date
from heartwork.own_questions import takes_own, with_own
from heartwork.pages import sources
from heartwork.pages.markup import as_html, link, words
from heartwork.pages.page import WEIGHTS, LiveText, Page, heading, misfits
from heartwork.pages.participant_pages import at_a_seat
from heartwork.pages.question_fields import Questions
from heartwork.pages.reminder_page import days_ahead
from heartwork.pages.session import Session
from heartwork.paths import on_a_phone, on_a_server
from heartwork.question import Question
from heartwork.widgets import ActionButton, HtmlBlock
from heartwork.worksheet_definition import Section, Worksheet

__all__ = ["closing_page", "entry_page", "note_opened", "section_page"]

#: So many earlier entries are listed at once.
_LISTED = 20

#: The worksheet that the charts are drawn from.
_DRAWN = "check-in"


def section_page(visit: Session, worksheet: Worksheet, section_id: str, question_id: str = "") -> Page:
    """
    One part of a worksheet.

    Args:
        section_id: The part; the first that is open when empty or unknown.
        question_id: The question to land at; at the heading when it is empty, or not shown in this part.
    """

    def here() -> tuple[Section, bool, Question | None]:
        """What this place leads to: the part, whether it is the first, and the question to land at."""
        sections = worksheet.open_sections(visit.value) or worksheet.sections[:1]
        section = next((one for one in sections if one.id == section_id), sections[0])
        asked = next((one for one in section.questions if one.id == question_id and _is_asked(visit, one)), None)
        return section, section is sections[0], asked

    made = section, first, asked = here()

    def title() -> str:
        whole = words(worksheet.title, visit.value)
        if first:
            return heading(whole) + _about(visit, worksheet)
        return f'<p class="hw-over">{link(worksheet.id, whole)}</p>'

    def part() -> str:
        name = words(section.title, visit.value)
        return (f"<h2>{escape(name)}</h2>" if first else heading(name)) + as_html(section.text, visit.value)

    texts = LiveText(
        title, lambda: _parts(visit, worksheet, section), part, lambda: _end_of_part(visit, worksheet, section)
    )
    questions = Questions(visit, worksheet, section, changed=texts.follow)
    *above, end = texts.widgets
    place = worksheet.id if first and asked is None else _address(worksheet, section)
    return Page(
        place=place if asked is None else f"{place}/{asked.id}",
        parts=[*above, *questions.widgets, end],
        follow=questions.refresh,
        at="" if asked is None else f"{worksheet.id}.{asked.id}",
        next=lambda: _address(worksheet, after) if (after := _after(visit, worksheet, section)) else "",
        stands=lambda: here() == made,
    )


def _is_asked(visit: Session, question: Question) -> bool:
    return question.kind.answers and holds(question.show_if, visit.value)


def closing_page(visit: Session, worksheet: Worksheet) -> Page:
    """The end of a worksheet: it is noted as read to its end, and left alone."""
    with contextlib.suppress(KitError):  # only a mark; a field says it when something cannot be saved
        visit.save([Finished(worksheet.id)])
    title = words(worksheet.title, visit.value)
    html = (
        heading(_("That's this page."))
        + f"<p>{_kept(visit, escape(title))} {_('You can stop here.')}</p>"
        + '<ul class="hw-ways">'
        + f"<li>{link('home', _('All pages'))}</li>"
        + f"<li>{link(worksheet.id, _('Back to the beginning of this one'))}</li>"
        + f"<li>{link(f'paper/{worksheet.id}', _('This page on paper'))}</li>"
        + "".join(_reminder(day) for day in days_ahead(visit, worksheet)[:1])
        + "</ul>"
    )
    return Page(place=f"{worksheet.id}/done", parts=[HtmlBlock(html)])


def _reminder(day: datetime.date) -> str:
    return f"<li>{link(f'reminder/{day}', _('Put {day} in your calendar').format(day=day_in_words(day)))}</li>"


def _kept(visit: Session, title: str) -> str:
    if visit.workbook.private:
        said = _(
            "What you wrote under “{title}” is kept until you close this page. Nothing of it is written to the disk."
        )
    elif visit.held():
        said = _("What you wrote under “{title}” is kept, and still being locked with your passphrase.")
    elif at_a_seat():  # the computer is somebody else's
        said = _(
            "What you wrote under “{title}” is saved, locked with your passphrase. "
            "It will be here when you come back to your seat."
        )
    elif on_a_phone():
        said = _(
            "What you wrote under “{title}” is saved on your laptop. It will be here if you want to come back to it."
        )
    elif on_a_server():
        said = _("What you wrote under “{title}” is saved. It will be here if you want to come back to it.")
    else:
        said = _(
            "What you wrote under “{title}” is saved on this computer. It will be here if you want to come back to it."
        )
    return said.format(title=title)


def entry_page(
    visit: Session, worksheet: Worksheet, entry_id: str, section_id: str = "", question_id: str = ""
) -> Page:
    """
    One entry of a worksheet that repeats, a part at a time, the earlier entries below it, and what it draws on.

    Args:
        entry_id: The entry; a new one when it is not an id.
        section_id: The part; the first that is open when empty or unknown.
        question_id: The question to land at; at the heading when it is empty, or not shown in this part.
    """
    entry_id = entry_id if _is_id(entry_id) else str(uuid.uuid4())

    def here() -> tuple[Section, bool]:
        """What this place leads to: the part, and whether it is the first."""
        sections = worksheet.open_sections(visit.value) or worksheet.sections[:1]
        section = next((one for one in sections if one.id == section_id), sections[0])
        return section, section is sections[0]

    def all_of(section: Section) -> tuple[Question, ...]:
        """What is asked in a part, with what the person added."""
        return (with_own(worksheet, visit.written, entry=entry_id).section(section.id) or section).questions

    made = section, first = here()
    place = f"{worksheet.id}/{entry_id}"
    asked = next((one.id for one in all_of(section) if one.id == question_id and one.kind.answers), "")

    def title() -> str:
        whole, part = words(worksheet.title, visit.value), words(section.title, visit.value)
        if first:
            top = heading(whole) + _about(visit, worksheet) + f"<h2>{escape(part)}</h2>"
        else:
            top = f'<p class="hw-over">{link(place, whole)}</p>' + heading(part)
        return top + as_html(section.text, visit.value)

    texts = LiveText(
        title,
        lambda: _after_entry(visit, worksheet, place, section),
        lambda: _earlier(visit, worksheet, entry_id) + sources.as_html(visit, worksheet),
    )
    undo = _Undo(visit, worksheet, entry_id)

    def follow() -> None:
        texts.follow()
        undo.follow()

    questions = Questions(visit, worksheet, section, entry=entry_id, own=takes_own(worksheet), changed=follow)
    undo.follow()
    above, ways, earlier = texts.widgets
    shown = f"{place}/{section.id}/{asked}" if asked else place if first else f"{place}/{section.id}"
    return Page(
        place=shown,
        parts=[above, *questions.widgets, ways, *undo.widgets, earlier],
        follow=questions.refresh,
        at=f"{place}.{asked}" if asked else "",
        next=lambda: f"{place}/{after.id}" if (after := _after(visit, worksheet, section)) else "",
        stands=lambda: here() == made,
    )


def _after(visit: Session, worksheet: Worksheet, section: Section) -> Section | None:
    """The part that comes after one; None after the last."""
    sections = list(worksheet.open_sections(visit.value))
    place = sections.index(section) if section in sections else 0
    return sections[place + 1] if place + 1 < len(sections) else None


def _after_entry(visit: Session, worksheet: Worksheet, place: str, section: Section) -> str:
    ways = []
    if after := _after(visit, worksheet, section):
        ways.append(link(f"{place}/{after.id}", words(after.title, visit.value)))
    ways += [
        link(f"{worksheet.id}/new", _("Write down another one")),
        *([link("patterns", _("See what they show together"))] if worksheet.id == _DRAWN else []),
        link("home", _("All pages")),
    ]
    items = "".join(f"<li>{way}</li>" for way in ways)
    kept = (
        _("What you write is kept until you close this page. You can stop here.")
        if visit.workbook.private
        else _("What you write is saved as you go. You can stop here.")
    )
    return f'{misfits()}<p class="hw-enough">{kept}</p><ul class="hw-ways">{items}</ul>'


class _Undo:
    """Taking an entry out, and putting it back."""

    def __init__(self, visit: Session, worksheet: Worksheet, entry: str) -> None:
        self._visit, self._worksheet, self._entry = visit, worksheet, entry
        self._out: Any = None
        self._remove = ActionButton(_("Take this one out"), self._taken)
        self._back = ActionButton(_("Put it back"), self._put)
        self._said = HtmlBlock(shown=False)
        self.widgets = [self._remove, self._said, self._back]

    def follow(self) -> None:
        there = self._visit.written.raw_entry(self._worksheet.id, self._entry) is not None
        self._remove.shown = there
        self._back.shown = self._said.shown = self._out is not None and not there

    def _taken(self) -> None:
        self._out = self._visit.written.raw_entry(self._worksheet.id, self._entry)
        self._said.html = f'<p aria-live="polite">{_("It is taken out.")}</p>'
        self._visit.save([EntryRemoved(self._worksheet.id, self._entry)])
        self.follow()

    def _put(self) -> None:
        self._visit.save([EntryPutBack(self._worksheet.id, self._out)])
        self.follow()


def note_opened(visit: Session, worksheet: Worksheet) -> None:
    """Somebody opens a worksheet: what is to be written of that. Not when a page of it is only made ready."""
    changes: list[Change] = []
    if visit.written.opened(worksheet.id) is None and not worksheet.repeats:
        changes.append(Opened(worksheet.id))
    changes += _carried_over(visit, worksheet)
    if changes:
        with contextlib.suppress(KitError):  # only marks; a field says it when something cannot be saved
            visit.save(changes)


def _carried_over(visit: Session, worksheet: Worksheet) -> Iterator[Change]:
    """What takes answers under former ids to the questions they belong to now."""
    renamed = [question for question in worksheet.questions if question.formerly]
    if not renamed:
        return
    kept = [visit.written.answers(worksheet.id), *(entry.answers for entry in visit.written.entries(worksheet.id))]
    for question in renamed:
        for id_ in question.formerly:
            if any(id_ in answers and question.id not in answers for answers in kept):
                yield Renamed(worksheet.id, question.id, id_)


def _about(visit: Session, worksheet: Worksheet) -> str:
    minutes = ngettext("About a minute", "About {count} minutes", worksheet.minutes).format(count=worksheet.minutes)
    facts = f'<p class="hw-facts">{minutes} · {_(WEIGHTS[worksheet.weight])}</p>'
    return facts + as_html(worksheet.about, visit.value)


def _parts(visit: Session, worksheet: Worksheet, here: Section) -> str:
    """The parts of a worksheet, so that any of them can be gone to."""
    sections = worksheet.open_sections(visit.value)
    if len(sections) < 2:
        return ""
    number = next((place for place, one in enumerate(sections, 1) if one is here), 1)
    items = "".join(
        f'<li aria-current="step">{escape(words(one.title, visit.value))}</li>'
        if one is here
        else f"<li>{link(_address(worksheet, one), words(one.title, visit.value))}</li>"
        for one in sections
    )
    part = _("Part {number} of {count}").format(number=number, count=len(sections))
    steps = "".join(
        '<i class="hw-step-done"></i>' if place <= number else "<i></i>" for place in range(1, len(sections) + 1)
    )
    return (
        f'<nav aria-label="{_("Parts of this page")}"><div class="hw-steps" aria-hidden="true">{steps}</div>'
        f'<details class="hw-parts-list"><summary>{part}</summary>'
        f"<ol>{items}</ol></details></nav>"
    )


def _end_of_part(visit: Session, worksheet: Worksheet, here: Section) -> str:
    sections = list(worksheet.open_sections(visit.value))
    place = sections.index(here) if here in sections else 0
    if after := _after(visit, worksheet, here):
        on = link(
            _address(worksheet, after),
            _("Next: {part}").format(part=words(after.title, visit.value)),
            looks="hw-button",
        )
    else:
        on = link(f"{worksheet.id}/done", _("That's enough for now"), looks="hw-button")
    back = link(_address(worksheet, sections[place - 1]), _("Back"), looks="hw-button hw-second") if place else ""
    stop = link("home", _("Stop here"), looks="hw-stop")
    return f'{misfits()}<div class="hw-on">{on}{back}{stop}</div>{sources.as_html(visit, worksheet)}'


def _address(worksheet: Worksheet, section: Section) -> str:
    return f"{worksheet.id}/{section.id}"


def _earlier(visit: Session, worksheet: Worksheet, but: str) -> str:
    entries = [entry for entry in visit.written.entries(worksheet.id) if entry.id != but][::-1]
    if not entries:
        return ""
    items = "".join(
        f"<li>{link(f'{worksheet.id}/{entry.id}', _in_short(worksheet, entry))}</li>" for entry in entries[:_LISTED]
    )
    before = _("And {count} before that.").format(count=len(entries) - _LISTED)
    more = f"<p>{before}</p>" if len(entries) > _LISTED else ""
    return f"<h2>{_('Earlier ones')}</h2><ul class='hw-ways'>{items}</ul>{more}"


def _in_short(worksheet: Worksheet, entry: Entry) -> str:
    """An entry in one line: its day, and the first choice in it."""
    day = Date().in_words(entry.day) if entry.day else _("No date")
    for question in worksheet.questions:
        value = entry.value(question.id)
        if question.kind.name() == "choice" and value is not None and not question.kind.misfit(value):
            return _("{day}: {what}").format(day=day, what=question.kind.in_words(value))
    return day


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
