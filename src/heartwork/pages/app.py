"""The app: one kernel, one visit, one page at a time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from typing import Any

import ipywidgets

from heartwork.authoring.library import WorksheetLibrary
from heartwork.crypto.keypair import SealedError
from heartwork.errors import KitError, Problem
from heartwork.i18n import catalogs
from heartwork.i18n.messages import _, set_language
from heartwork.pages import help_page, participant_pages, privacy_page, worksheet_page
from heartwork.pages.author_preview import Preview
from heartwork.pages.data_controls import forget_parts, gone_page, taking_parts, trace_parts
from heartwork.pages.display import BRINGS_KIT, STATES, AppDisplay, page_states
from heartwork.pages.home_page import has_begun, home_page
from heartwork.pages.notices import Notices
from heartwork.pages.page import Page, heading, number_arrival
from heartwork.pages.passphrase_settings import (
    first_parts,
    keeping_parts,
    private_parts,
    readers_line,
    required_page,
)
from heartwork.pages.phone_pages import left_to_laptop_html
from heartwork.pages.question_fields import record_answer
from heartwork.pages.session import Session
from heartwork.pages.unlock_page import locked_page, locking_words
from heartwork.paths import on_a_hub, on_a_phone, requires_passphrase
from heartwork.widgets import (
    AssetBundle,
    FieldChange,
    HtmlBlock,
    Languages,
    Leave,
    LeaveTargetSetting,
    Location,
    Status,
    shared_layout,
)
from heartwork.widgets.message_sizes import SEAT_MESSAGE_BYTES
from heartwork.worksheet_definition import Worksheet

__all__ = ["BRINGS_KIT", "STATES", "App", "page_states"]


class App(AppDisplay):
    """
    The pages of heartwork, one at a time, in any place that shows ipywidgets.

    Args:
        visit: The workbook and the worksheets.
        place: Where it begins: `boundaries`, `boundaries/limit`, `home`.
        first: Where this page is to be at first, if it is known; the beginning when empty.
        wide: Whether there is room for wide pictures, as far as that is known.
    """

    def __init__(self, visit: Session, place: str = "home", *, first: str = "", wide: bool = False) -> None:
        self._visit, self._start = visit, place
        self._place = Location(visit.desk)
        if participant_pages.at_a_seat():
            self._place.largest = SEAT_MESSAGE_BYTES
        self._place.wide, visit.wide = wide, lambda: self._place.wide
        self._body = ipywidgets.VBox(layout=shared_layout())
        self._notices = Notices(lambda: visit.workbook, read=lambda: self._arrive(self._place.place))
        language = catalogs.for_page(visit.shelf.language)
        kit = [] if os.environ.get(BRINGS_KIT) else [AssetBundle(language)]
        if kit:  # a page that is not ours has no help of its own, and help needs no kernel
            language = {**language, "help": help_page.help_section(visit.shelf)}
        self._place.language = language
        languages = Languages(catalogs.offered(), language["code"], self._speak)
        draft = visit.shelf.draft
        #: What an author sees round the page; None for everybody else.
        self.preview = None if draft is None else Preview(visit, draft, self._again)
        above, below = ([self.preview.said], [self.preview.people]) if self.preview else ([], [])
        room = [participant_pages.room_line()] if participant_pages.at_a_seat() else []
        #: Who can read what is written, above a page on a JupyterHub.
        self._readers = [readers_line()] if on_a_hub() else []
        super().__init__(
            children=[
                *kit,
                Leave(),
                Status(visit.desk),
                self._place,
                *room,
                *self._notices.parts,
                *self._readers,
                *above,
                self._body,
                *below,
                languages,
            ],
            layout=shared_layout(),
        )
        self.add_class("hw-page")
        self._arrivals, self._going, self._asking = 0, False, False
        self._left: tuple[ipywidgets.Widget, ...] = ()
        #: What was said of a diary that is being brought along, as long as its page is open.
        self._bringing: Any = None
        self._page = Page(place="", parts=[])
        #: The page that is likely to be asked for next, and is ready.
        self._ahead: Page | None = None
        self._shown = visit.written
        self._place.observe(self._moved, "place")
        self._place.observe(lambda change: self._follow_private(), "private")
        visit.ask = self._ask
        self._place.deliver, self._place.touched, self._place.held = self._deliver, self._touched, visit.held
        self._place.at_rest, self._place.left = self._make_ahead, self._close
        self._place.reshaped = self._reshaped
        self.go(first)

    def _follow_private(self) -> None:
        """The page before this one was a private visit, and its kernel went: this one is private too."""
        if self._place.private and not self._visit.workbook.private:
            self._visit.begin_private()
            self._visit.workbook.notices.append(
                _("This private visit starts again. What was kept in memory before is gone; nothing of it was written.")
            )
            self._again()

    def _make_private(self) -> None:
        self._visit.begin_private()
        self._arrive("home")

    def _let_go(self) -> None:
        self._visit.begin_private()
        self._visit.workbook.notices.append(_("It is gone. Nothing was written. You can close this page."))
        self._arrive("home")

    def _arrive(self, place: str) -> None:
        """Show a page as if the person had gone there: its heading takes the focus."""
        self._place.moved = True
        self.go(place)

    def _ask(self) -> None:
        """Ask for the passphrase, unless that is what the page does: what is typed into it stays."""
        if not self._asking:
            self._arrive(self._place.place)

    def _again(self) -> None:
        """The page in view, built anew without taking the person anywhere."""
        self._place.moved = False
        self.go(self._place.place)

    def _reshaped(self) -> None:
        """There is more room now, or less: only pictures are drawn for one or the other."""
        if self._page.has_picture:
            self._again()

    def _speak(self, code: str) -> None:
        """The page in view, and all that follow, in another language."""
        set_language(catalogs.catalogue(code))
        old = self._visit.shelf
        self._visit.shelf = WorksheetLibrary(old.folder, language=code, draft=old.draft)
        self._place.language = {
            **catalogs.for_page(code),
            "help": help_page.help_section(self._visit.shelf),
        }
        self._again()

    def _moved(self, change: Any) -> None:
        self._follow_private()
        if not self._going:
            self.go(change["new"])

    def _touched(self) -> None:
        """The person is back at this page: show what another one wrote meanwhile."""
        workbook = self._visit.workbook
        if workbook.forgotten or self._place.place in help_page.PLACES:
            return
        try:
            if not workbook.locked:
                workbook.reload()
        except SealedError:
            pass  # by another page, with another passphrase
        except KitError:
            return  # a field says it, when something cannot be saved
        if workbook.locked:
            self._ask()
        elif workbook.written is not self._shown:
            # What a save of this page found there may not be on the screen yet either.
            self._shown = workbook.written
            self._tell()
            self._page.follow()

    def _deliver(self, address: str, change: FieldChange) -> str:
        """Keep a change whose field is no longer on the page: it was typed while the page was turning."""
        name, question_id = address.rpartition(".")[::2]
        worksheet_id, entry = name.partition("/")[::2]
        if worksheet_id == "paper":  # what was chosen for a print is not kept
            return ""
        worksheet = self._visit.worksheet(worksheet_id, hidden=True)
        question = worksheet.question(question_id)
        if question is None:
            raise KitError([Problem(what=_("there is no such question any more."), mend=_("Open its page again."))])
        return self._visit.once(
            change.number,
            address,
            (change.value, change.skipped),
            lambda: record_answer(self._visit, worksheet, question, change, entry=entry or None),
        )

    @property
    def fields(self) -> list[object]:
        """The widgets of the page in view, in reading order."""
        boxes = (part.children if isinstance(part, ipywidgets.VBox) else (part,) for part in self._body.children)
        return [widget for box in boxes for widget in box]

    def go(self, place: str) -> None:
        """Show the page of a place; an unknown one leads to a page that says so."""
        page = self._made(place or self._start)
        self._arrivals += 1
        number_arrival(page.parts, self._arrivals)
        ahead, self._ahead = self._ahead, None
        unused = () if ahead is None or ahead is page else ahead.parts
        left, self._left = self._left, (*self._body.children, *unused)
        self._body.children = tuple(page.parts)
        self._page, self._shown = page, self._visit.written
        self._tell()
        self._going = True
        with self._place.hold_sync():
            self._place.asked, self._place.place, self._place.at = place, page.place, page.at
            self._place.arrived = self._arrivals
            if page is not ahead:
                self._place.ahead = []
        self._going = False
        # A page later: a browser may still be busy showing what it is told to take away.
        for widget in left:
            widget.close()

    def _close(self) -> None:
        """The person leaves now, in a notebook: who comes back to it finds nothing until the cell is run again."""
        ahead = self._ahead.parts if self._ahead else ()
        for widget in {*self._left, *ahead, *self._body.children, *self.children, self}:
            widget.close()

    def _make_ahead(self) -> None:
        """Make the page ready that comes next, while nobody waits for it. Nothing is written by that."""
        for widget in self._left:
            widget.close()
        self._left = ()
        visit, place = self._visit, self._page.next()
        if place and (visit.workbook.locked or visit.workbook.forgotten):
            return
        if place and self._made_ahead(place):
            return
        if self._ahead is not None:
            self._left, self._ahead = tuple(self._ahead.parts), None
        if place:
            name, _, rest = place.partition("/")
            self._ahead = self._worksheet(visit.shelf.worksheet(name), rest)
            number_arrival(self._ahead.parts, self._arrivals + 1)  # it is the next one that is shown, or none
        self._place.ahead = list(self._ahead.parts) if self._ahead else []

    def _made_ahead(self, place: str) -> Page | None:
        """The page that was made ready for a place, as it would be if it were built now."""
        page = self._ahead
        if page is None or page.place != place or not page.stands():
            return None
        page.follow()
        return page

    def _made(self, place: str) -> Page:
        visit = self._visit
        name, _, rest = place.partition("/")
        self._bringing = self._bringing if name == "bring" else None
        self._asking = visit.workbook.locked and name not in help_page.PLACES
        if self._asking:
            here = place
            return locked_page(visit, here, opened=lambda: self._arrive(here), private=self._make_private)
        if visit.workbook.forgotten and name not in help_page.PLACES:
            return gone_page(visit.workbook.folder)
        if self._requires_passphrase() and name not in help_page.PLACES:
            here = place
            return required_page(visit, here, done=lambda: self._arrive(here), private=self._make_private)
        match name:
            case "home":
                return home_page(visit, offers=lambda: first_parts(visit, again=lambda: self._arrive("home")))
            case "help" | "steady":
                return help_page.help_page(visit, name)
            case "privacy":
                return self._privacy()
            case "room" if participant_pages.at_a_seat():
                return participant_pages.seat_page()
            case "quiet" if participant_pages.at_a_seat():
                return participant_pages.quiet_page()
            case "find":
                # Imported where it is asked for, as below: most visits look for nothing.
                from heartwork.pages.find_page import find_page

                return find_page(visit)
            case "looking-back":
                from heartwork.pages.looking_back_page import looking_back_page

                return looking_back_page(visit, rest)
            case "paper":
                from heartwork.pages.paper_page import paper_page

                return paper_page(visit, rest)
            case "bring" if not participant_pages.at_a_seat():
                from heartwork.pages.bring_page import Bringing

                bringing: Bringing = self._bringing or Bringing(visit, again=self._again)
                self._bringing = bringing
                return bringing.page()
            case "reminder":
                from heartwork.pages.reminder_page import reminder_page

                return reminder_page(visit, rest)
            case "patterns":
                from heartwork.pages.patterns_page import patterns_page

                return patterns_page(visit, rest)
        if name not in visit.shelf.ids:
            return privacy_page.not_found_page(visit)
        try:
            worksheet = visit.shelf.worksheet(name)
        except KitError as error:
            return _unreadable(place, [] if visit.shelf.draft else error.problems)
        if worksheet.repeats or rest != "done":
            worksheet_page.note_opened(visit, worksheet)
        return self._made_ahead(place) or self._worksheet(worksheet, rest)

    def _privacy(self) -> Page:
        if self._visit.workbook.private:
            return privacy_page.privacy_page(self._visit, private_parts(self._visit, ended=self._let_go))
        if participant_pages.at_a_seat():  # the computer and its traces are not theirs
            return participant_pages.seat_privacy_page(self._visit)
        parts = [
            *taking_parts(self._visit),
            HtmlBlock(f'<p><a href="#bring">{_("Bring a diary along from another program")}</a></p>'),
            *keeping_parts(self._visit, again=lambda: self._arrive("privacy"), private=self._make_private),
            *(() if on_a_phone() else trace_parts(self._visit)),
            LeaveTargetSetting(),
            *(
                [HtmlBlock(left_to_laptop_html())]
                if on_a_phone()
                else forget_parts(self._visit, forgotten=lambda: self._arrive("home"))
            ),
        ]
        return privacy_page.privacy_page(self._visit, parts)

    def _worksheet(self, worksheet: Worksheet, rest: str) -> Page:
        if worksheet.repeats:
            entry, section, question = [*rest.split("/"), "", ""][:3]
            return worksheet_page.entry_page(self._visit, worksheet, entry, section, question)
        if rest == "done":
            return worksheet_page.closing_page(self._visit, worksheet)
        section, _, question = rest.partition("/")
        return worksheet_page.section_page(self._visit, worksheet, section, question)

    def _requires_passphrase(self) -> bool:
        """Whether nothing is to be written here before there is a passphrase, and there is none."""
        workbook = self._visit.workbook
        return requires_passphrase() and not (workbook.sealed or workbook.private or self._visit.shelf.draft)

    def _tell(self) -> None:
        """What the person should know about their file, once it is known."""
        workbook = self._visit.workbook
        self._notices.tell()
        for line in self._readers:
            said = self._page.place in (*help_page.PLACES, "home", "privacy") or self._requires_passphrase()
            closed = workbook.private or workbook.sealed or workbook.forgotten
            line.shown = not (said or closed or has_begun(self._visit))
        with self._place.hold_sync():
            self._place.private = workbook.private
            self._place.unwritten = workbook.private or workbook.sealed
            self._place.locks = locking_words() if workbook.sealed and not workbook.locked else {}

    def __repr__(self) -> str:
        return f"heartwork: {self._start}"


def _unreadable(place: str, problems: Sequence[Problem]) -> Page:
    """For an author, mostly: the page is there but its file is wrong. A preview lists the problems itself."""
    items = "".join(f"<li><pre>{escape(str(problem))}</pre></li>" for problem in problems)
    return Page(place=place, parts=[HtmlBlock(heading(_("This page cannot be shown yet")) + f"<ul>{items}</ul>")])
