"""When something is shown: `show_if`, as data and as a question with the answer yes or no."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from heartwork.workbook_format import OTHER

__all__ = ["TESTS", "AllOf", "AnswerLookup", "AnyOf", "Comparison", "Condition", "Not", "holds", "tests_in"]

#: How an answer may be tested; the value beside it in YAML is what it is compared with.
TESTS = ("is", "is_not", "includes", "at_least", "at_most", "answered")

#: Looks an answer up by its full name, `worksheet.question`; None when there is none.
AnswerLookup = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    One answer, tested.

    Args:
        question: Full name of the question, `worksheet.question`.
        test: One of `TESTS`.
        value: What the answer is compared with.
    """

    __test__ = False  # not a test case, whatever pytest thinks of the name

    question: str
    test: str
    value: object


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds when every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: Condition


Condition = Comparison | AllOf | AnyOf | Not


def holds(condition: Condition | None, answers: AnswerLookup) -> bool:
    """
    Whether a condition holds for these answers; no condition always holds.

    An answer that is not there fails every test but `is_not` and `answered: false`.
    """
    match condition:
        case None:
            return True
        case AllOf(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)
        case Not(part):
            return not holds(part, answers)
        case Comparison(question, test, value):
            return _passes(answers(question), test, value)


def tests_in(condition: Condition | None) -> Iterator[Comparison]:
    """Every single test inside a condition, in the order they are written."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from tests_in(part)
        case Not(part):
            yield from tests_in(part)
        case Comparison():
            yield condition
        case None:
            pass


def _passes(answer: object, test: str, value: object) -> bool:
    if test == "answered":
        return (answer is not None) == bool(value)
    if test == "is":
        return _key(answer) == value
    if test == "is_not":
        return _key(answer) != value
    if test == "includes":
        return isinstance(answer, list) and value in [_key(item) for item in answer]
    if not isinstance(answer, (int, float)) or not isinstance(value, (int, float)):
        return False
    return answer >= value if test == "at_least" else answer <= value


def _key(answer: object) -> object:
    """The option a choice stands on: a free text of one's own counts as `other`."""
    return OTHER if isinstance(answer, Mapping) and OTHER in answer else answer
