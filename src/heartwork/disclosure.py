"""
The sharing rule: what a room may be shown of the answers that people gave away for it.

Only numbers and choices of questions marked `share` can be given, each by an own tap; "pass" is as good a tap, and
nobody is told who passed. A question is looked at once. After that nothing more is given to it and nothing taken back,
so that no two pictures of it can be compared. What that look shows, if anything, is one of two things:

- *groups* of answers, each of at least `floor` people, and at least two of them. A group that is too small is put
  together with another, so that nothing can be found by subtraction either.
- where no two such groups are there, the *centre*: the part of a scale in which the middle answer lies, or what was
  chosen most, without a count; and not even that where all, or all but one, gave the same answer.

What is counted are people: an option that one of them names twice counts once, and whoever leads says how many people
are in the room before a look. Where there are more seats than people, somebody sits at two, and nothing is looked at.

What this promises. For everybody who tapped, at least two different answers (or an answer and a pass) fit all that
was ever shown and all refusals, as seen by somebody who watches when people tap and leave, and who knows the answers
of others: of one other person beside a centre, of up to `floor - 1` others beside groups. The reason: what is shown
depends on how many gave which answer, never on who; so two people whose answers differ could have given each other's.
A refusal never says whether too few answered or too many answered alike, for that alone could give somebody away.

What it cannot promise. If all but one of those who answered put their answers together, they can learn something of
the last one's. No rule that shows anything prevents that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heartwork.kinds._scale_base import HIGHEST, LOWEST
from heartwork.kinds.choice import Choice
from heartwork.kinds.choices import Choices
from heartwork.kinds.number import Number
from heartwork.kinds.scale import Scale
from heartwork.question import Kind, Question

__all__ = ["CAREFUL", "FLOOR", "Group", "Shown", "floor_of", "may_be_shared", "needs_slip", "shown", "to_send"]

#: The fewest answers that may stand together; a facilitator may raise it, and never lower it.
FLOOR = 5
#: The same for what could hurt more if it were guessed.
CAREFUL = 11
_CAREFUL_ABOUT = {"challenges", "effects", "forgive"}

#: Counts are told in these steps only.
_STEPS = (5, 11, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Group:
    """
    People whose answers are shown as one.

    Args:
        answers: What they answered, one of these: option keys, or the lowest and the highest number.
        least: At least so many people, in coarse steps.
        below: And fewer than so many; None for the last step.
    """

    answers: tuple[object, ...]
    least: int
    below: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """
    What a room is shown of one question.

    Args:
        groups: Two or more, or none. For `choices` they overlap: one for each option that may be shown.
        centre: Where there are no groups: the lowest and highest number of the part of the scale that holds the
            middle answer, or the one key that was chosen most.
    """

    groups: tuple[Group, ...] = ()
    centre: tuple[Any, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        groups = [{"answers": list(one.answers), "least": one.least, "below": one.below} for one in self.groups]
        return {"groups": groups, "centre": list(self.centre)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Shown:
        """What was kept."""
        groups = [Group(tuple(one["answers"]), one["least"], one["below"]) for one in kept["groups"]]
        return cls(tuple(groups), tuple(kept["centre"]))


def floor_of(name: str, *, raised: int = FLOOR) -> int:
    """The fewest answers that may stand together for a question, by its full name, `boundaries.readiness`."""
    own = CAREFUL if name.partition(".")[0] in _CAREFUL_ABOUT else FLOOR
    return max(own, raised, FLOOR)


def needs_slip(name: str) -> bool:
    """Whether a question is given only from seats that were taken with a slip: what could hurt more if guessed."""
    return floor_of(name) >= CAREFUL


def may_be_shared(question: Question) -> bool:
    """Whether its answers may be given to a room at all: numbers between two bounds and choices, where marked."""
    kind = question.kind
    if not question.share or question.visit_only:
        return False
    if isinstance(kind, Number):
        return kind.min is not None and kind.max is not None
    return isinstance(kind, (Scale, Choice, Choices))


def to_send(question: Question, value: Any) -> Any:
    """
    What would leave the screen of an answer; None when nothing may.

    A line of one's own never does: of a choice it is nothing, of several choices the others go, each once.
    """
    if value is None or not may_be_shared(question) or question.kind.misfit(value):
        return None
    if isinstance(question.kind, Choices):
        return list(dict.fromkeys(item for item in value if isinstance(item, str))) or None
    return value if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None


def shown(kind: Kind, answers: Sequence[object], floor: int) -> Shown | None:
    """
    What may be shown of the answers to a question.

    Args:
        kind: Its kind.
        answers: As they were given; who passed is not among them.
        floor: The fewest that may stand together.

    Returns:
        None when nothing may be shown.
    """
    if len(answers) < floor or _nearly_unanimous(answers):
        return None
    if isinstance(kind, Choices):
        return _each_option([option.key for option in kind.options], answers, floor)
    if isinstance(kind, Choice):
        return _options([option.key for option in kind.options], answers, floor)
    return _parts(_thirds(kind), answers, floor)


def _nearly_unanimous(answers: Sequence[object]) -> bool:
    """Whether all gave one answer, or all but one: that one would know what everybody else said."""
    alike = Counter(frozenset(one) if isinstance(one, list) else one for one in answers)
    return len(answers) - max(alike.values()) < 2


def _thirds(kind: Kind) -> list[tuple[int, int]]:
    """The low, the middle and the high part of a scale or a number, each with its lowest and highest."""
    lowest, highest = (kind.min, kind.max) if isinstance(kind, Number) else (LOWEST, HIGHEST)
    assert lowest is not None and highest is not None  # else it may not be shared
    span = highest - lowest
    if span < 2:
        return [(lowest, lowest), (highest, highest)]
    first, second = lowest + span // 3, lowest + 2 * span // 3
    return [(lowest, first), (first + 1, second), (second + 1, highest)]


def _parts(parts: list[tuple[int, int]], answers: Sequence[Any], floor: int) -> Shown:
    def part(answer: Any) -> int:
        return next(number for number, (_, highest) in enumerate(parts) if answer <= highest)

    counts = Counter(map(part, answers))
    # Every way to part the scale that keeps neighbours together.
    ways = [[[0], [1], [2]], [[0], [1, 2]], [[0, 1], [2]]] if len(parts) == 3 else [[[0], [1]]]
    sizes = [[sum(counts[number] for number in group) for group in way] for way in ways]
    fitting = [(way, size) for way, size in zip(ways, sizes, strict=True) if min(size) >= floor]
    if fitting:
        # Three groups before two, even ones before others.
        way, size = max(fitting, key=lambda one: (len(one[1]), min(one[1])))
        bounds = [(parts[group[0]][0], parts[group[-1]][1]) for group in way]
        return Shown(groups=tuple(_group(*both) for both in zip(bounds, size, strict=True)))
    return Shown(centre=parts[part(sorted(answers)[(len(answers) - 1) // 2])])


def _options(keys: list[str], answers: Sequence[object], floor: int) -> Shown | None:
    counts = Counter(answers)
    large = [key for key in keys if counts[key] >= floor]
    small = [key for key in keys if key not in large]
    # The small ones together; where that is still too few, the smallest of the large ones goes with them.
    if 0 < sum(counts[key] for key in small) < floor and large:
        least = min(large, key=lambda key: counts[key])
        large.remove(least)
        small = [key for key in keys if key not in large]
    groups = [_group((key,), counts[key]) for key in large]
    together = sum(counts[key] for key in small)
    if together:
        groups.append(_group(tuple(small), together))
    return Shown(groups=tuple(groups)) if len(groups) > 1 else _most(counts)


def _each_option(keys: list[str], answers: Sequence[Any], floor: int) -> Shown | None:
    # People are counted: one who names an option more than once is one.
    counts = Counter(key for answer in answers for key in set(answer))
    # Those who did not choose it are a group too.
    large = [key for key in keys if floor <= counts[key] <= len(answers) - floor]
    if large:
        return Shown(groups=tuple(_group((key,), counts[key]) for key in large))
    return _most(counts)


def _most(counts: Counter[object]) -> Shown | None:
    """What was chosen most, if one thing was."""
    (key, most), *others = counts.most_common()
    return None if others and others[0][1] == most else Shown(centre=(key,))


def _group(answers: tuple[object, ...], count: int) -> Group:
    least = max((step for step in _STEPS if step <= count), default=1)
    below = next((step for step in _STEPS if step > count), None)
    return Group(answers, least, below)
