"""What can be reached: a condition that no answers meet, a question that waits for its own answer."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence

from heartwork.conditions import Condition, holds, tests_in
from heartwork.kinds._options_base import OptionsKind
from heartwork.kinds._scale_base import HIGHEST, LOWEST, ScaleKind
from heartwork.normalization.numbers import is_number
from heartwork.question import Kind, Question
from heartwork.workbook_format import OTHER
from heartwork.worksheet_definition import Worksheet

__all__ = ["Find", "find_cycle", "is_unsatisfiable"]

#: Finds a question by its full name, and the worksheet it is in; None when there is none.
Find = Callable[[str], tuple[Worksheet, Question] | None]

#: More ways to answer than this are not tried.
_MOST_WAYS = 20_000


def is_unsatisfiable(condition: Condition, find: Find) -> bool:
    """
    Whether no answers at all make a condition hold.

    Every way to answer that the condition could tell apart is tried; where there are too many, or a question is
    not known, it is taken to hold sometime.
    """
    compared: dict[str, list[object]] = {}
    for test in tests_in(condition):
        compared.setdefault(test.question, []).append(test.value)
    ways: list[list[object]] = []
    for name, values in compared.items():
        found = find(name)
        if found is None:
            return False
        ways.append(list(itertools.islice(_ways(found[1].kind, values), _MOST_WAYS)))
    if math.prod(len(answers) for answers in ways) >= _MOST_WAYS:
        return False
    return not any(holds(condition, dict(zip(compared, way, strict=True)).get) for way in itertools.product(*ways))


def find_cycle(name: str, find: Find) -> tuple[str, ...] | None:
    """By way of which questions a question waits for its own answer; None when it does not."""
    ways: list[tuple[str, ...]] = [(name,)]
    met: set[str] = set()
    for way in ways:  # which grows meanwhile
        for next_ in _waits_for(way[-1], find):
            if next_ == name:
                return way[1:]
            if next_ not in met:
                met.add(next_)
                ways.append((*way, next_))
    return None


def _waits_for(name: str, find: Find) -> Iterator[str]:
    """The questions whose answers decide whether this one is shown."""
    found = find(name)
    if found is None:
        return
    worksheet, question = found
    section = next(section for section in worksheet.sections if question in section.questions)
    for condition in (section.show_if, question.show_if):
        for test in tests_in(condition):
            yield test.question


def _ways(kind: Kind, compared: Sequence[object]) -> Iterator[object]:
    """Answers to a question that differ for conditions that compare it with these values."""
    yield None
    if isinstance(kind, ScaleKind):
        yield from range(LOWEST, HIGHEST + 1)
    elif isinstance(kind, OptionsKind):
        keys = [option.key for option in kind.options]
        items: list[object] = [*keys, {OTHER: "a line of one's own"}] if kind.other else [*keys]
        if kind.name() == "choice":
            yield from items
        else:
            asked = [item for item in items if (OTHER if isinstance(item, dict) else item) in compared]
            rest = [item for item in items if item not in asked][:1]
            for size in range(len(asked) + 1):
                for some in itertools.combinations(asked, size):
                    yield [*some, *rest]
    else:
        lowest, highest = getattr(kind, "min", None), getattr(kind, "max", None)
        for value in compared:
            if isinstance(value, str):
                yield value
            elif is_number(value):
                yield from (
                    number
                    for number in (value - 1, value, value + 1)
                    if (lowest is None or number >= lowest) and (highest is None or number <= highest)
                )
        yield "something else"
