"""While a workshop runs: what is open, the timer, how many are where, and the one look at each question."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from html import escape

from ipywidgets import Widget

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Activity, Plan
from heartwork.i18n.messages import _, ngettext
from heartwork.pages.markup import as_html, tag
from heartwork.pages.page import Page, heading
from heartwork.widgets import ActionButton, HtmlBlock
from heartwork.workshop import activities, chosen_address, seats
from heartwork.workshop.facilitator.admission_controls import AdmissionControls, AdmissionRequestList, shown_code
from heartwork.workshop.facilitator.projector import TOGETHER, door_html, look_html, open_html
from heartwork.workshop.facilitator.reveal_controls import RevealControl, people_count, put
from heartwork.workshop.participant_api import time_left
from heartwork.workshop.reveal_text import all_told
from heartwork.workshop.room import Room

__all__ = ["now_page", "wall_page"]

_MORE = datetime.timedelta(minutes=2)


def now_page(room: Room, shelf: WorksheetLibrary, plan: Plan, pattern: str) -> Page:
    """What is open, and everything that can be done about it."""
    current = _Current(room, shelf, plan, lambda: follow())
    people = people_count()
    looks = [
        RevealControl(room, name, question, people)
        for name in plan.shared
        if (question := plan_reader.shared_question(shelf, name)) is not None
    ]
    steps = [_Step(room, activity, lambda: follow()) for activity in plan.activities]
    door, requests = AdmissionControls(room, pattern), AdmissionRequestList(room)
    look_title = HtmlBlock(
        tag("h2", _("What was shared with the room"))
        + tag(
            "p",
            _(
                "Each question is looked at once, for everyone; after that nobody can share or take back "
                "anything for it."
            ),
        )
    )
    steps_title = HtmlBlock(tag("h2", _("The parts")))

    def follow() -> None:
        current.follow()
        for look in looks:
            look.follow()
        for step in steps:
            step.follow()
        door.follow()
        requests.follow()

    follow()
    widgets: list[Widget] = [
        HtmlBlock(heading(_("Now"))),
        *requests.widgets,
        *current.widgets,
        look_title,
        *people.widgets,
    ]
    for look in looks:
        widgets += look.widgets
    widgets.append(steps_title)
    for step in steps:
        widgets += step.widgets
    return Page(place="now", parts=[*widgets, *door.widgets], follow=follow)


def wall_page(room: Room, shelf: WorksheetLibrary, plan: Plan, pattern: str) -> Page:
    """For the wall: how to join, what is open, what was shown. Nobody is on it."""
    wall = HtmlBlock()

    def follow() -> None:
        facts, open_ = room.facts(), activities.now_open(room)
        activity = plan.activity(open_.activity) if open_ else None
        shown = [look_html(each) for each in all_told(room, shelf)]
        closed = facts.closed is not None or facts.code_ends <= room.clock()
        put(
            wall,
            '<div class="hw-wall">'
            + heading(plan.title)
            + door_html(chosen_address.on_the_wall(room, pattern).url, shown_code(room), closed=closed)
            + tag("p", _("Seats taken: {count}. Each person needs one.").format(count=seats.attendance(room).joined))
            + open_html(activity, _left(room, open_))
            + "".join(reversed(shown))
            + "</div>",
        )

    follow()
    return Page(place="wall", parts=[wall], follow=follow)


class _Current:
    """The activity that is open: its script, its timer, and how many are where."""

    def __init__(self, room: Room, shelf: WorksheetLibrary, plan: Plan, changed: Callable[[], None]) -> None:
        self._room, self._shelf, self._plan, self._changed = room, shelf, plan, changed
        self._counts, self._script = HtmlBlock(), HtmlBlock()
        self._on = ActionButton("", self._next_opened, filled=True)
        self._start = ActionButton("", self._started)
        self._more = ActionButton(_("Two more minutes"), self._longer)
        self._stop = ActionButton(_("Stop the timer"), lambda: self._timed(None))
        self._close = ActionButton(_("Close this part"), self._closed)
        acts = [self._start, self._more, self._stop, self._on, self._close]
        self.widgets: list[Widget] = [self._counts, self._script, *acts]

    def follow(self) -> None:
        open_ = activities.now_open(self._room)
        activity = self._plan.activity(open_.activity) if open_ else None
        put(self._counts, _counts(self._room, self._shelf))
        put(self._script, _script(activity, _left(self._room, open_)))
        minutes = activity.minutes if activity else 0
        label = ngettext("Start the timer: {count} minute", "Start the timer: {count} minutes", minutes).format(
            count=minutes
        )
        if self._start.label != label:
            self._start.label = label
        after = self._next()
        on = _("Next: {title}").format(title=after.title) if after else ""
        if self._on.label != on:
            self._on.label = on
        running = open_ is not None and open_.timer_ends is not None
        for act, shown in (
            (self._start, activity is not None and not running),
            (self._more, running),
            (self._stop, running),
            (self._on, after is not None),
            (self._close, activity is not None),
        ):
            _show(act, shown)

    def _next(self) -> Activity | None:
        """The part that comes after the one that is open, or after the last that was; None at the end."""
        open_, done = activities.now_open(self._room), activities.done(self._room)
        parts = self._plan.activities
        been = [place for place, one in enumerate(parts) if (one.id == open_.activity if open_ else one.id in done)]
        rest = parts[been[-1] + 1 if been else 0 :]
        return next((one for one in rest if one.id not in done), None)

    def _next_opened(self) -> None:
        after = self._next()
        if after is not None:
            activities.open_activity(self._room, after.id)
            self._changed()

    def _started(self) -> None:
        open_ = activities.now_open(self._room)
        activity = self._plan.activity(open_.activity) if open_ else None
        if activity is not None:
            self._timed(datetime.timedelta(minutes=activity.minutes))

    def _longer(self) -> None:
        open_ = activities.now_open(self._room)
        if open_ is not None and open_.timer_ends is not None:
            left = open_.timer_ends - self._room.clock()
            self._timed(max(left, datetime.timedelta()) + _MORE)

    def _timed(self, lasts: datetime.timedelta | None) -> None:
        activities.set_timer(self._room, lasts)
        self.follow()

    def _closed(self) -> None:
        activities.close_activity(self._room)
        self._changed()


class _Step:
    """One part of the plan, and the button that opens it."""

    def __init__(self, room: Room, activity: Activity, changed: Callable[[], None]) -> None:
        self._room, self._activity, self._changed = room, activity, changed
        self._minutes = ngettext("{count} minute", "{count} minutes", activity.minutes).format(count=activity.minutes)
        self._line = HtmlBlock("<p>" + escape(_("Open now: {title}").format(title=activity.title)) + "</p>")
        self._open = ActionButton("", self._pressed)
        self.widgets: list[Widget] = [self._line, self._open]

    def follow(self) -> None:
        open_ = activities.now_open(self._room)
        is_open = open_ is not None and open_.activity == self._activity.id
        label = (
            _("Open again: {title}, {minutes}")
            if self._activity.id in activities.done(self._room)
            else _("Open: {title}, {minutes}")
        ).format(title=self._activity.title, minutes=self._minutes)
        if self._open.label != label:
            self._open.label = label
        _show(self._open, not is_open)
        if self._line.shown != is_open:
            self._line.shown = is_open

    def _pressed(self) -> None:
        activities.open_activity(self._room, self._activity.id)
        self._changed()


def _counts(room: Room, shelf: WorksheetLibrary) -> str:
    how, facts = seats.attendance(room), room.facts()
    joined = _("Seats taken: {joined} of {seats}. Here now: {here}.").format(
        joined=how.joined, seats=facts.seats, here=how.here
    )
    titles = {card.id: card.title for card in shelf.cards}
    round_ = _("around the pages")
    lines = [f"{titles.get(place) or round_}: {count}" for place, count in how.places.items()]
    if how.elsewhere and lines:
        lines.append(_("elsewhere: {count}").format(count=how.elsewhere))
    where = "".join(f"<li>{escape(line)}</li>" for line in lines)
    few = _("Places with fewer than three people are not counted: a number might point to one of them.")
    return tag("p", joined) + (f"<ul>{where}</ul>" if where else "") + tag("p", few, looks="hw-hint")


def _script(activity: Activity | None, time: str) -> str:
    if activity is None:
        return tag("p", _("Nothing is open. Open a part of the plan below; it doesn't move anybody's page."))
    do = as_html(activity.do, lambda name: None)
    return (
        f'<h2>{escape(activity.title)} <span class="hw-workshop-time">{escape(time)}</span></h2>'
        + tag("p", _(TOGETHER[activity.together]))
        + tag("h3", _("To read aloud"))
        + as_html(activity.say, lambda name: None)
        + (tag("h3", _("To look out for")) + do if do else "")
    )


def _left(room: Room, open_: activities.CurrentActivity | None) -> str:
    ends = open_.timer_ends if open_ else None
    return time_left(None if ends is None else (ends - room.clock()).total_seconds())


def _show(act: ActionButton, shown: bool) -> None:
    if act.shown != shown:
        act.shown = shown
