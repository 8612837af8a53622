"""What `scale` and `circles` share: one place from 0 to 10, and no place is the right one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from heartwork.i18n.messages import _
from heartwork.question import Kind

LOWEST, HIGHEST = 0, 10


def is_place(value: object) -> bool:
    """Whether this is a whole number from 0 to 10."""
    return isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST


@dataclass(frozen=True)
class ScaleKind(Kind):
    """A whole number from 0 to 10; there is none until a person has touched it."""

    tests: ClassVar[tuple[str, ...]] = ("is", "is_not", "at_least", "at_most")

    def misfit(self, value: object) -> str:
        return (
            ""
            if is_place(value)
            else _("Choose a place from {lowest} to {highest}, or leave it.").format(lowest=LOWEST, highest=HIGHEST)
        )

    def testable(self, test: str, value: object) -> str:
        if test in self.tests:
            return "" if is_place(value) else f"{test} takes a number from {LOWEST} to {HIGHEST} here."
        return super().testable(test, value)
