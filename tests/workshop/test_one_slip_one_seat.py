"""The door, attacked in any order: slips are used twice, withdrawn, scanned in two browsers; codes and seats change."""

from __future__ import annotations

import datetime
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError
from heartwork.workshop import device_transfer, seats, shared_answers, slips
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat
from tests.databases import database

CAREFUL = "forgive.question-for-me"


class OneSlipOneSeat(RuleBasedStateMachine):
    """
    Whatever is done at the door, a slip took one seat at most, and none after it was withdrawn.

    While the room uses slips, nobody takes a seat without one; and what hurts more is given only from seats with one.
    """

    codes = Bundle("codes")
    admissions = Bundle("admissions")
    sitting = Bundle("sitting")

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        url = self.opened.enter_context(database(Path(self.opened.enter_context(TemporaryDirectory()))))
        self.room = Room.make(url, seats=8, plan="ninety-minutes")
        self.opened.callback(self.room.engine.dispose)
        self.unused: set[str] = set()
        self.took: Counter[str] = Counter()
        self.by_slip: set[str] = set()
        self.here: set[str] = set()
        self.typed: dict[str, str] = {}
        self.required, self.is_open = False, True

    def teardown(self) -> None:
        self.opened.close()

    @rule(target=codes, many=st.integers(1, 3))
    def print_slips(self, many: int) -> object:
        made = slips.issue(self.room, many)
        self.unused |= set(made)
        return multiple(*made)

    @rule(target=codes)
    def read_the_wall(self) -> str:
        return self.room.facts().code

    @rule()
    def withdraw(self) -> None:
        assert slips.withdraw_unused(self.room) == len(self.unused)
        self.unused.clear()

    @rule(required=st.booleans())
    def require(self, required: bool) -> None:
        slips.set_required(self.room, required)
        self.required = required

    @rule(is_open=st.booleans())
    def door(self, is_open: bool) -> None:
        self.is_open = is_open
        if is_open:
            self.room.open_door(datetime.timedelta(hours=1))
        else:
            self.room.close_door()

    @rule(target=admissions, code=codes)
    def type_a_code(self, code: str) -> object:
        good = code in self.unused or (code == self.room.facts().code and not self.required)
        try:
            admission = self.room.admit(code, who="192.168.0.7", browser=str(len(self.typed)))
        except KitError:
            assert not (good and self.is_open)
            return multiple()
        assert good
        assert self.is_open
        self.typed[admission] = code
        return admission

    @rule(target=sitting, admission=admissions)
    def take_a_seat(self, admission: str) -> object:
        code, before = self.typed[admission], len(self.here)
        good = code in self.unused or (code == self.room.facts().code and not self.required)
        try:
            seat = seats.take(self.room, admission=admission)[0]
        except KitError:
            # One without a slip may have been used, or have met a full room.
            assert not (code in self.unused and self.is_open and before < self.room.facts().seats)
            return multiple()
        assert good
        assert self.is_open
        self.here.add(seat.id)
        if code in self.unused:
            self.unused.remove(code)
            self.took[code] += 1
            self.by_slip.add(seat.id)
        return seat

    @rule(seat=consumes(sitting))
    def erase(self, seat: Seat) -> None:
        seats.give_up(self.room, seat)
        self.here.discard(seat.id)
        self.by_slip.discard(seat.id)

    @rule(seat=sitting)
    def go_on_in_another_browser(self, seat: Seat) -> None:
        assert device_transfer.take(self.room, device_transfer.give(self.room, seat)) == seat

    @rule(seat=sitting)
    def give_what_hurts_more(self, seat: Seat) -> None:
        question = plan_reader.shared_question(WorksheetLibrary(), CAREFUL)
        assert question is not None
        try:
            shared_answers.pass_by(self.room, seat, CAREFUL, question)
        except KitError:
            assert seat.id not in self.by_slip
        else:
            assert seat.id in self.by_slip

    @rule()
    def restart(self) -> None:
        self.room.engine.dispose()
        again = Room.latest(self.room.url)
        assert again is not None
        assert again.id == self.room.id
        self.room = again

    @invariant()
    def the_room_knows_what_happened(self) -> None:
        assert max(self.took.values(), default=0) <= 1
        assert slips.count(self.room) == slips.SlipCount(unused=len(self.unused), used=sum(self.took.values()))
        assert {seat.id for seat in seats.everyone(self.room)} == self.here


OneSlipOneSeat.TestCase.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
TestOneSlipOneSeat = OneSlipOneSeat.TestCase
