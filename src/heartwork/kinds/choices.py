"""`choices`: as many of several as apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from heartwork.i18n.messages import _
from heartwork.kinds._options_base import OptionsKind
from heartwork.workbook_format import OTHER


@dataclass(frozen=True)
class Choices(OptionsKind):
    """As many of several as apply; stored as a list of keys, in the order of the options."""

    tests: ClassVar[tuple[str, ...]] = ("includes",)

    def misfit(self, value: object) -> str:
        if isinstance(value, list) and all(self.known(item) for item in value) and not _repeats(value):
            return ""
        return _("Choose from these, as many as apply, or leave it.")

    def in_words(self, value: object) -> str:
        return "; ".join(self.label(item) for item in value) if isinstance(value, list) else str(value)

    def testable(self, test: str, value: object) -> str:
        if test in self.tests:
            return self.unknown_option(test, value)
        return super().testable(test, value)


def _repeats(items: Sequence[object]) -> bool:
    """Whether one of them is there twice; there is one line of one's own at most, too."""
    keys = [item if isinstance(item, str) else OTHER for item in items]
    return len(set(keys)) < len(keys)
