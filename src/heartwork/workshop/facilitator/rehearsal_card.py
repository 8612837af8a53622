"""
A rehearsal: the evening once through with invented participants, and a card that leads through its taps.

A tap is ticked when it was really done: nearly all of it is read off the room. What the room cannot tell (which page
was opened, how many people were counted, that a file was taken along) is noted in the rehearsal's own folder, so that
a page that is loaded again knows it still.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ipywidgets import Widget

from heartwork import atomic_files
from heartwork.authoring.plan_reader import Plan
from heartwork.errors import KitError
from heartwork.i18n.messages import N_, _
from heartwork.pages.markup import tag
from heartwork.protocol import Received
from heartwork.widgets import Download, Field, HtmlBlock
from heartwork.workshop import activities, admissions, seats, shared_answers
from heartwork.workshop.facilitator.closing_page import host_of, remains
from heartwork.workshop.room import Room, RoomState

__all__ = ["GUESTS", "LATE", "NOTES", "STEPS", "Notes", "RehearsalCard", "is_rehearsal"]

#: In the folder of a rehearsal: what was done in it. Where it is, it is a rehearsal.
NOTES = "rehearsal.json"
#: So many invented people come when the door opens, and so many more come late.
GUESTS, LATE = 3, 3


@dataclass(frozen=True, slots=True)
class Step:
    """One tap of the evening: its id, and how it is said."""

    id: str
    said: str


#: Every tap, in the order of an evening.
STEPS = (
    Step("wall", N_("Open “The wall”. This is what a projector would show: the address, and the code.")),
    Step(
        "door",
        N_(
            "Go to “Now”. Right at the bottom, open the door: “A new code, for half an hour”. "
            "On the day it is open from the start."
        ),
    ),
    Step("come", N_("Watch three people come in, at the top of “Now”. Give them half a minute; one of them is slow.")),
    Step("part", N_("Open the first part with the “Next” button. Read a little of it aloud.")),
    Step("timer", N_("Start the timer.")),
    Step("if", N_("Open “If something happens” once, so that you know where it is. Then go back to “Now”.")),
    Step(
        "share",
        N_(
            "Go on with “Next” until you are at “{title}”, and wait until somebody has shared something. "
            "You can't see who."
        ),
    ),
    Step("late", N_("Somebody knocks: three people are late. Give them “A new code, for half an hour”.")),
    Step(
        "more",
        N_(
            "Some of them are turned away: only a few people may join from one address. "
            "Tap “Let more people join from one address”."
        ),
    ),
    Step(
        "people",
        N_(
            "Count the room: six invented people, and you if you took a seat. "
            "Write it under “How many people are in the room?”"
        ),
    ),
    Step(
        "look",
        N_("When five have tapped: “Look at it, once”, then “Yes, look now”. Read aloud what it says, and no more."),
    ),
    Step("pause", N_("Have a break: “Close this part”. Nothing is open now, and nobody is hurried.")),
    Step("next", N_("Go on after the break with the “Next” button.")),
    Step("shut", N_("“Close the door”: nobody new comes in any more.")),
    Step("close", N_("Under “After”: “Close the room”. It asks once more before it does.")),
    Step("keep", N_("Take along what the room was shown: “As a PDF”, or “As a table”.")),
    Step(
        "delete",
        N_("“Delete the workbooks that are left”: here they're invented. On the day, keep to what you promised."),
    ),
    Step(
        "end",
        N_("“Delete the room”. Then close heartwork in its window with Ctrl+C; all of the rehearsal goes with it."),
    ),
)


class Notes:
    """
    What was done in a rehearsal, in its folder.

    Args:
        folder: Of the rehearsal.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NOTES

    def begin(self) -> None:
        """Say that this folder is a rehearsal's."""
        atomic_files.replace(self._path, b"{}")

    @property
    def there(self) -> bool:
        """Whether this folder is a rehearsal's."""
        return self._path.is_file()

    def read(self) -> dict[str, str]:
        """Ids of the taps that were done; with `come`, the code that opened the room then."""
        with contextlib.suppress(OSError, ValueError):
            read = json.loads(self._path.read_bytes())
            return read if isinstance(read, dict) else {}
        return {}

    def add(self, done: dict[str, str]) -> None:
        """Note taps; those that were noted stay."""
        noted = self.read()
        if self.there and done.keys() - noted.keys():
            atomic_files.replace(self._path, json.dumps({**done, **noted}).encode())


def is_rehearsal(room: Room) -> bool:
    """Whether a room is one of a rehearsal."""
    host = host_of(room)
    return host is not None and Notes(host).there


class RehearsalCard:
    """
    The card on the pages of whoever leads: which tap comes next, and which were done.

    Args:
        room: The room.
        plan: Its plan.
    """

    def __init__(self, room: Room, plan: Plan) -> None:
        self._room, self._plan = room, plan
        host = host_of(room)
        assert host is not None  # a rehearsal has a folder
        self._notes, self._parts = Notes(host), tuple[Widget, ...]()
        self.prose = HtmlBlock()

    def at(self, place: str, parts: Sequence[Widget]) -> None:
        """A page was opened."""
        self._parts = tuple(parts)
        if place in ("wall", "if"):
            self._notes.add({place: "yes"})
        for part in parts:
            if isinstance(part, Download) and place == "after":
                part.on_msg(self._taken)
        self.prose.shown = place != "wall"  # that is for the projector
        self.follow()

    def follow(self) -> None:
        """Tick what was done by now."""
        done = self._notes.read()
        try:
            now = _done(self._room, self._plan, done)
        except KitError:  # the room is no more
            now = {"end": "yes"} if done.keys() >= {"close"} else {}
        if any(_is_counted(part) for part in self._parts):
            now["people"] = "yes"
        self._notes.add(now)
        html = _html(self._plan, {**now, **done}.keys())
        if self.prose.html != html:
            self.prose.html = html

    def _taken(self, _: object, message: Received, buffers: object) -> None:
        if message.get("type") == "download":
            self._notes.add({"keep": "yes"})
            self.follow()


def _is_counted(part: Widget) -> bool:
    return isinstance(part, Field) and part.address == "room.people" and part.value is not None and not part.word


def _done(room: Room, plan: Plan, before: dict[str, str]) -> dict[str, str]:
    """What the room shows to be done; `before` is what was noted earlier."""
    facts, open_, been = room.facts(), activities.now_open(room), activities.done(room)
    joined, looks = seats.attendance(room).joined, shared_answers.reveals(room)
    is_open = facts.closed is None and facts.code_ends > room.clock()
    came = "come" in before
    shown = {
        "door": is_open or joined > 0,
        "come": joined >= GUESTS,
        "part": open_ is not None or bool(been),
        "timer": open_ is not None and open_.timer_ends is not None,
        "share": bool(shared_answers.tapped(room)),
        "late": (came and is_open and facts.code != before["come"]) or joined >= GUESTS + LATE - 1,
        "more": admissions.allows_more(room),
        "look": bool(looks),
        "pause": bool(looks) and open_ is None and bool(been),
        "next": "pause" in before and open_ is not None,
        "shut": came and not is_open,
        "close": facts.closed is not None,
        "delete": _is_empty(room, facts),
    }
    return {name: facts.code if name == "come" else "yes" for name, is_done in shown.items() if is_done}


def _is_empty(room: Room, facts: RoomState) -> bool:
    return facts.closed is not None and not remains(room).workbooks


def _html(plan: Plan, ids: Collection[str]) -> str:
    title = next((one.title for one in plan.activities if one.share), plan.title)
    lines = [(step.id in ids, _(step.said).format(title=title)) for step in STEPS]
    count = sum(is_done for is_done, _said in lines)
    waits = next((said for is_done, said in lines if not is_done), "")
    next_ = waits or _("You have made every tap of the evening once. Close heartwork in its window with Ctrl+C.")
    of = _("{done} of {all} done").format(done=count, all=len(lines))
    ticked, open_ = _("done"), _("still to do")
    items = "".join(
        f'<li><span aria-hidden="true">{"✓" if is_done else "○"}</span> {escape(said)} '
        f'<span class="hw-rehearsal-state">({escape(ticked if is_done else open_)})</span></li>'
        for is_done, said in lines
    )
    too = _(
        "Would you like to see their side too? Take a seat as one more: open the address in a private window, "
        "or on your own phone if you started with --host 0.0.0.0."
    )
    return (
        f'<section class="hw-notice" aria-label="{escape(_("Rehearsal"), quote=True)}">'
        f'<p><strong>{escape(_("Rehearsal, next tap:"))}</strong> <span role="status">{escape(next_)}</span></p>'
        f"<details><summary>{escape(_('All taps, {count}').format(count=of))}</summary>"
        f'{tag("p", too)}<ol class="hw-rehearsal-taps">{items}</ol></details></section>'
    )
