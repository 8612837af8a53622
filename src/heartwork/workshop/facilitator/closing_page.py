"""After a workshop: the room is closed, what remains is told and can be deleted, and who led it talks about it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sqlalchemy import make_url

from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Leading
from heartwork.i18n.messages import _, ngettext
from heartwork.pages.markup import tag
from heartwork.pages.page import Page, heading
from heartwork.paths import ANSWERS_VARIABLE
from heartwork.storage import workshop_folders
from heartwork.widgets import HtmlBlock
from heartwork.workshop import seat_workbook, seats, shared_answers, shown_results
from heartwork.workshop.facilitator.confirm_button import ConfirmButton
from heartwork.workshop.room import Room

__all__ = ["Remains", "after_page", "delete_what_remains", "remains"]


@dataclass(frozen=True, slots=True)
class Remains:
    """
    What there still is of a workshop.

    Args:
        workbooks: Folders of seats that were neither erased nor deleted, each sealed by its owner's passphrase.
        joined: Seats in the room that were not given up.
        looks: Questions that were looked at.
    """

    workbooks: tuple[Path, ...]
    joined: int
    looks: int


def host_of(room: Room) -> Path | None:
    """The folder of a workshop: its database lies in it, or this process was told of it; None where neither is so."""
    url = make_url(room.url)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).parent
    told = os.environ.get(ANSWERS_VARIABLE)
    return Path(told) if told else None


def remains(room: Room) -> Remains:
    """What there still is."""
    host = host_of(room)
    return Remains(
        workbooks=tuple(workshop_folders.workbooks(host)) if host else (),
        joined=seats.attendance(room).joined,
        looks=len(shared_answers.reveals(room)),
    )


def delete_what_remains(room: Room) -> None:
    """
    Delete every workbook that is still there, and give up its seat; the pages that are open can write nothing back.

    Raises:
        KitError: If something could not be deleted.
    """
    for folder in remains(room).workbooks:
        seat_workbook.erase(folder)
        seats.give_up(room, seats.Seat(folder.name, 0))


def after_page(room: Room, leading: Leading, shelf: WorksheetLibrary) -> Page:
    """Closing, what remains, and the questions for whoever led it."""
    state = HtmlBlock()

    gone = False

    def follow() -> None:
        if gone:
            return
        html = _state_html(room)
        if state.html != html:
            state.html = html
        closed, left = room.facts().closed is not None, bool(remains(room).workbooks)
        follow_record()
        closing.show(not closed)
        deleting.show(left)
        ending.show(closed and not left)

    def done(act: Callable[[], None]) -> Callable[[], None]:
        def act_and_follow() -> None:
            act()
            follow()

        return act_and_follow

    closing = ConfirmButton(
        _("Close the room"),
        sure=_("Nobody can join or share anything after that, and it cannot be opened again."),
        yes=_("Yes, close the room"),
        act=done(room.close),
    )
    deleting = ConfirmButton(
        _("Delete the workbooks that are left"),
        sure=_("Has everyone who wants their pages taken them home? It cannot be undone, not by them and not by you."),
        yes=_("Yes, delete them"),
        act=done(lambda: delete_what_remains(room)),
    )

    def end() -> None:
        nonlocal gone
        room.delete()
        gone = True
        for widget in record_widgets:
            widget.shown = False
        state.html = tag("h2", _("What remains")) + tag("p", _("The room is deleted, with all that was shown in it."))
        ending.show(False)

    ending = ConfirmButton(
        _("Delete the room"),
        sure=_(
            "What was shown is deleted too, and so is the record that people were here. If you want to keep "
            "some of it, take it with you first. Then close heartwork in its window."
        ),
        yes=_("Yes, delete the room"),
        act=end,
    )
    first = HtmlBlock(heading(_("After")) + _listed(leading.after))
    debrief = HtmlBlock(
        tag("h2", _("Questions for the two of you, on paper"))
        + tag("p", _("None of this is typed in anywhere. No names."))
        + _listed(leading.debrief)
    )
    record_widgets, follow_record = shown_results.downloads(room, shelf)
    follow()
    return Page(
        place="after",
        parts=[first, state, *record_widgets, *closing.widgets, *deleting.widgets, *ending.widgets, debrief],
        follow=follow,
    )


def _state_html(room: Room) -> str:
    now, closed = remains(room), room.facts().closed is not None
    count = len(now.workbooks)
    lines = [
        _(
            "The room is closed: nobody can join or share anything now. Anyone who was there can "
            "still take their pages home."
        )
        if closed
        else _("The room is open. Closing it deletes whatever was shared and hasn't been looked at."),
        ngettext(
            "{count} workbook is still on this computer, locked with the passphrase of whoever wrote it.",
            "{count} workbooks are still on this computer, each locked with the passphrase of whoever wrote it.",
            count,
        ).format(count=count)
        if count
        else _("No workbook is on this computer any more."),
        _("No single person's answer is kept in the room. What was looked at was deleted straight away.")
        if closed
        else _(
            "Anything that was shared and hasn't been looked at yet is still in the room. Perhaps there is nothing."
        ),
        _("Not reached from here: copies people took home, paper, backups of this computer, the history of browsers."),
    ]
    where = host_of(room)
    place = f"<p><code>{escape(str(where))}</code></p>" if where and count else ""
    return tag("h2", _("What remains")) + "".join(tag("p", line) for line in lines) + place


def _listed(lines: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
