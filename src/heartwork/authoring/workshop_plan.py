"""What a plan of a workshop is made of: the activities and their texts, and what holds for every plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["TOGETHER", "Activity", "Leading", "Plan", "PlanText"]

#: How people sit together in an activity.
TOGETHER = ("alone", "pairs", "threes", "all", "break")


@dataclass(frozen=True, slots=True)
class PlanText:
    """A titled text, in Markdown."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Activity:
    """
    One part of a workshop.

    Args:
        id: Unique in its plan.
        title: What it is called, on the wall too.
        minutes: How long it takes.
        say: What the facilitator reads aloud, in Markdown.
        do: What they do, and look out for.
        show: One or two sentences for everybody's screen and the wall.
        place: The page that belongs to it, `boundaries/limit`; empty when none does.
        together: One of `TOGETHER`.
        share: Full names of questions that can be given to the room in it.
    """

    id: str
    title: str
    minutes: int
    say: str
    do: str = ""
    show: str = ""
    place: str = ""
    together: str = "all"
    share: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leading:
    """
    What holds for every plan.

    Args:
        agreement: What is read aloud, and agreed to by staying; one sentence or two each.
        before: What to do before anybody comes.
        if_: What to do when something happens: somebody cries, somebody tells of danger.
        after: What to do when all have gone.
        debrief: Questions for whoever led it, answered on paper.
    """

    agreement: tuple[str, ...]
    before: tuple[str, ...]
    if_: tuple[PlanText, ...]
    after: tuple[str, ...]
    debrief: tuple[str, ...]

    def texts(self) -> Iterator[str]:
        """Everything that is read in it."""
        yield from (*self.agreement, *self.before, *self.after, *self.debrief)
        for one in self.if_:
            yield from (one.title, one.text)


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A workshop as it can be led.

    Args:
        id: The name of its file.
        title: What it is called.
        minutes: How long all of it takes: what its activities take together.
        about: For whom it is, in Markdown.
        activities: In order.
    """

    id: str
    title: str
    minutes: int
    about: str
    activities: tuple[Activity, ...]

    def activity(self, id_: str) -> Activity | None:
        """The activity of this id; None when there is none."""
        return next((one for one in self.activities if one.id == id_), None)

    def texts(self) -> Iterator[str]:
        """Everything that is read in it."""
        yield from (self.title, self.about)
        for one in self.activities:
            yield from (one.title, one.say, one.do, one.show)

    @property
    def shared(self) -> tuple[str, ...]:
        """The full names of all questions that can be given to the room, in order."""
        return tuple(dict.fromkeys(name for activity in self.activities for name in activity.share))
