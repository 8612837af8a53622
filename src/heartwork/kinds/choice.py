"""`choice`: one of several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from heartwork.i18n.messages import _
from heartwork.kinds._options_base import OptionsKind


@dataclass(frozen=True)
class Choice(OptionsKind):
    """One of several; stored as the option's key."""

    simple: ClassVar[bool] = True
    one: ClassVar[bool] = True
    tests: ClassVar[tuple[str, ...]] = ("is", "is_not")

    def misfit(self, value: object) -> str:
        return "" if self.known(value) else _("Choose one of these, or leave it.")

    def in_words(self, value: object) -> str:
        return self.label(value)

    def testable(self, test: str, value: object) -> str:
        if test in self.tests:
            return self.unknown_option(test, value)
        return super().testable(test, value)
