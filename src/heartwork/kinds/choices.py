"""`choices`: as many of several as apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.kinds._options import Options
from heartwork.words import _


@dataclass(frozen=True)
class Choices(Options):
    """As many of several as apply; stored as a list of keys, in the order of the options."""

    tests: ClassVar[tuple[str, ...]] = ("includes",)

    def misfit(self, value: Any) -> str:
        if isinstance(value, list) and all(self.known(item) for item in value):
            return ""
        return _("Choose from these, as many as apply, or leave it.")

    def in_words(self, value: Any) -> str:
        return "; ".join(self.label(item) for item in value) if isinstance(value, list) else str(value)

    def testable(self, test: str, value: object) -> str:
        if test in self.tests:
            return self.unknown_option(test, value)
        return super().testable(test, value)
