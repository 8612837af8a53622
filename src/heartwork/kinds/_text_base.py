"""What `line` and `text` share: an answer that is written in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from heartwork.i18n.messages import _
from heartwork.question import Kind


@dataclass(frozen=True)
class TextKind(Kind):
    """An answer in words; whatever is typed is kept as typed."""

    simple: ClassVar[bool] = True
    tests: ClassVar[tuple[str, ...]] = ("is", "is_not")

    def misfit(self, value: object) -> str:
        return "" if isinstance(value, str) else _("This needs words.")

    def in_words(self, value: object) -> str:
        return str(value)

    def testable(self, test: str, value: object) -> str:
        if test in self.tests:
            return "" if isinstance(value, str) else f"{test} takes a text here; put it in quotes."
        return super().testable(test, value)
