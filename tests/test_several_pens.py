"""A law of the save protocol: whoever writes, however late or often it is heard, no version is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from heartwork.answers import Answers
from heartwork.changes import Answered

NOW = "2026-11-23T14:05:00Z"


@dataclass
class Pen:
    """One view of a question, as `frontend/outbox.js` has it: it knows what was shown in it, and nothing else."""

    name: str
    shown: str | None = None
    seen: str | None = None
    sent: list[str] = field(default_factory=list)
    waits: bool = False
    typed: int = 0

    def types(self) -> None:
        self.typed += 1
        if self.waits:
            self.sent.append(str(self.shown))
        self.shown = f"{self.shown or ''} {self.name}{self.typed}"
        self.waits = True

    def change(self) -> Answered:
        return Answered(worksheet="w", question="q", value=self.shown, seen=self.seen, sent=tuple(self.sent))

    def hears(self, shown: str | None) -> None:
        self.shown = self.seen = shown
        self.sent, self.waits = [], False


MOVES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["type", "send", "send, unheard", "look"])), min_size=1, max_size=25
)


def versions(answers: Answers) -> list[Any]:
    kept = answers.answer("w", "q")
    return [] if kept is None else [kept.value, *(one["value"] for one in kept.also)]


@given(MOVES)
def test_every_word_that_was_kept_stands_in_some_version(moves: list[tuple[int, str]]) -> None:
    answers = Answers.none_yet(now=NOW)
    pens = [Pen("a"), Pen("b"), Pen("c")]
    kept: set[str] = set()

    for number, move in moves:
        pen = pens[number]
        if move == "type":
            pen.types()
        elif move.startswith("send") and pen.waits:
            answers = answers.with_changes([pen.change()], now=NOW)
            kept |= set(str(pen.shown).split())
            if move == "send":
                pen.hears(pen.shown)
        elif move == "look" and not pen.waits:
            pen.hears(answers.value("w.q"))

    words = {word for version in versions(answers) for word in str(version).split()}
    assert kept <= words
