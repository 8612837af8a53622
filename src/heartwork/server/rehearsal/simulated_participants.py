"""
What the invented participants of a rehearsal do: when they come, what they write and share, who leaves and comes back.

They are seats like any other, and everything goes over the server's own address. That they watch the room itself is
the one thing that people do with their eyes: they read the code off the wall, and hear that somebody is let in.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from dataclasses import dataclass

from tornado.httpclient import HTTPError

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Activity, Plan
from heartwork.errors import KitError
from heartwork.i18n.messages import N_, _
from heartwork.kinds._scale_base import HIGHEST, LOWEST
from heartwork.kinds.choice import Choice
from heartwork.kinds.choices import Choices
from heartwork.kinds.number import Number
from heartwork.question import Question
from heartwork.server.rehearsal.simulated_phone import Phone
from heartwork.workshop.facilitator.rehearsal_card import GUESTS, Notes
from heartwork.workshop.room import Room

__all__ = ["PEOPLE", "Person", "invented_answer", "rehearse"]

#: Seconds between two looks at the room, as a page has it; and what a phone waits before it tries to join once more.
_EVERY, _AGAIN = 4.0, 6.0
#: Seconds that somebody who leaves is away.
_AWAY = 150.0
#: What can go wrong between a phone and a server that is about to end.
_LOST = (OSError, HTTPError, KitError, asyncio.TimeoutError)


@dataclass(frozen=True, slots=True)
class Person:
    """
    One invented person.

    Args:
        comes: Seconds after the door is open for them.
        taps: Seconds from when something can be shared until they share it, or pass.
        lies: Where their answer lies between the lowest and the highest, from 0 to 1.
        passes: Whether they pass.
        leaves: Seconds after the first part is opened; None for somebody who stays.
        erases: Whether they erase their pages when the workshop is over.
    """

    comes: float
    taps: float
    lies: float
    passes: bool = False
    leaves: float | None = None
    erases: bool = False


#: The first three come when the door opens, the second of them slowly; the third goes out and comes back.
PEOPLE = (
    Person(comes=3, taps=6, lies=0.2, erases=True),
    Person(comes=20, taps=25, lies=0.7),
    Person(comes=7, taps=10, lies=0.3, leaves=40),
    Person(comes=2, taps=8, lies=0.6),
    Person(comes=5, taps=12, lies=0.9),
    Person(comes=9, taps=15, lies=0.5, passes=True),
)

#: What they write, one each, wherever a part has a page; nobody can read it, and it says of itself what it is.
_WRITTEN = (
    N_("Invented for the rehearsal: she rings again just after we said goodnight."),
    N_("Invented for the rehearsal: I need a while for this one."),
    N_("Invented for the rehearsal: I'd rather write about the garden today."),
    N_("Invented for the rehearsal: a short call on Sundays would be enough for me."),
    N_("Invented for the rehearsal: she asks about work before I have sat down."),
    N_("Invented for the rehearsal: I'm only looking round today, and that's fine."),
)


async def rehearse(room: Room, shelf: WorksheetLibrary, plan: Plan, address: str, notes: Notes) -> None:
    """
    Have all of them come, and do what they do until the workshop is over.

    Args:
        room: The room.
        shelf: The worksheets, in the language of the room.
        plan: The plan of the workshop.
        address: Where this server is reached from this computer.
        notes: What was done in this rehearsal.
    """
    evening = _Evening(room, shelf, plan, notes)
    guests = [_Guest(evening, address, number, person) for number, person in enumerate(PEOPLE)]
    await asyncio.gather(*(guest.live() for guest in guests))


class _Evening:
    """What people see and hear in the room."""

    def __init__(self, room: Room, shelf: WorksheetLibrary, plan: Plan, notes: Notes) -> None:
        self._room, self.shelf, self._plan, self._notes = room, shelf, plan, notes

    def code(self, *, late: bool) -> str:
        """What stands on the wall; empty while the door is closed, and for who comes late while nobody is awaited."""
        facts = self._room.facts()
        if facts.closed is not None or facts.code_ends <= self._room.clock():
            return ""
        noted = self._notes.read()
        awaited = noted.get("come", facts.code) != facts.code or "people" in noted
        return facts.code if awaited or not late else ""

    def activity(self, title: str) -> Activity | None:
        """The part that is open, by the title that a page is told."""
        return next((one for one in self._plan.activities if one.title == title), None)

    def question(self, name: str) -> Question | None:
        """A question that can be shared."""
        return plan_reader.shared_question(self.shelf, name)


class _Guest:
    """One of them, with a phone."""

    def __init__(self, evening: _Evening, address: str, number: int, person: Person) -> None:
        self._evening, self._address, self._which, self._person = evening, address, number, person
        self._phone, self._passphrase, self._seat = Phone(address), secrets.token_urlsafe(12), 0
        self._shares: set[str] = set()  # what was asked for in the parts that were open so far
        self._since: dict[str, float] = {}
        self._written: set[str] = set()
        self._place, self._began = "", 0.0

    async def live(self) -> None:
        """Come, take part, and go."""
        while True:
            try:
                await self._come()
                await self._take_part()
                return
            except _LOST:  # the server is busy, or ends
                await asyncio.sleep(_AGAIN)
            except Exception:
                logging.getLogger(__name__).exception("an invented participant stopped")
                return

    async def _come(self) -> None:
        while not self._seat:
            late = self._which >= GUESTS
            while not self._evening.code(late=late):
                await asyncio.sleep(1)
            await asyncio.sleep(self._person.comes)
            if code := self._evening.code(late=late):
                self._seat = await self._phone.join(code, self._passphrase)
            if not self._seat:
                await asyncio.sleep(_AGAIN)
        await self._phone.open()

    async def _take_part(self) -> None:
        leaves = self._person.leaves
        while True:
            now = await self._phone.say("now", place=self._place)
            if now.get("closed"):
                break
            if now.get("open"):
                self._began = self._began or _now()
                await self._follow(now["open"]["title"])
            await self._share(now.get("questions", {}))
            if leaves is not None and self._began and _now() - self._began > leaves:
                leaves = None
                await self._go_out()
            await asyncio.sleep(_EVERY)
        if self._person.erases:
            await self._phone.erase()
        self._phone.close()

    async def _follow(self, title: str) -> None:
        """Go to where a part leads, and write something there."""
        activity = self._evening.activity(title)
        if activity is None:
            return
        self._shares.update(activity.share)
        if not activity.place or activity.id in self._written:
            return
        self._written.add(activity.id)
        self._place = activity.place
        address = self._field(activity.place)
        if address:
            await self._phone.write(activity.place, address, _(_WRITTEN[self._which % len(_WRITTEN)]))

    def _field(self, place: str) -> str:
        """The first field of a place that takes a text; empty where there is none."""
        worksheet_id, _slash, part = place.partition("/")
        worksheet = self._evening.shelf.worksheet(worksheet_id)
        sections = [one for one in worksheet.sections if not part or one.id == part]
        fields = [each.id for one in sections for each in one.questions if each.kind.name() in ("text", "line")]
        return f"{worksheet_id}.{fields[0]}" if fields else ""

    async def _share(self, questions: dict[str, dict[str, object]]) -> None:
        """Share what was asked for, or pass, when they have thought for a while."""
        for name in sorted(self._shares):
            question = self._evening.question(name)
            if question is None or questions.get(name, {}).get("state") != "open":
                continue
            since = self._since.setdefault(name, _now())
            if _now() - since < self._person.taps:
                continue
            answer = invented_answer(question, self._person.lies)
            if self._person.passes:
                await self._phone.say("pass", question=name)
            else:
                await self._phone.say("give", question=name, value=answer)

    async def _go_out(self) -> None:
        """Close the page, and come back after a while, on another phone, with the number of the seat."""
        self._phone.close()
        await asyncio.sleep(_AWAY)
        self._phone = Phone(self._address)
        with contextlib.suppress(*_LOST):
            await self._phone.come_back(self._seat, self._passphrase)
            await self._phone.open()


def invented_answer(question: Question, lies: float) -> object:
    """
    An answer that fits a question.

    Args:
        question: One that can be shared.
        lies: Where it lies among those that fit, from 0 to 1.
    """
    kind = question.kind
    if isinstance(kind, (Choice, Choices)):
        keys = [option.key for option in kind.options]
        key = keys[min(int(lies * len(keys)), len(keys) - 1)]
        return list(dict.fromkeys([keys[0], key])) if isinstance(kind, Choices) else key
    lowest, highest = (kind.min or 0, kind.max or 0) if isinstance(kind, Number) else (LOWEST, HIGHEST)
    return round(lowest + lies * (highest - lowest))


def _now() -> float:
    return asyncio.get_running_loop().time()
