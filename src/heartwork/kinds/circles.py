"""`circles`: how close two people are, as two circles that lie apart or over each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heartwork.kinds._place import HIGHEST, LOWEST, Place, is_place
from heartwork.question import Piping, own_key

#: What each place looks like, for people who hear it instead.
_LOOKS = (
    "apart, with room between them",
    "apart, nearly touching",
    "touching at the edge",
    "overlapping a little",
    "overlapping by a fifth",
    "overlapping by a third",
    "overlapping by nearly half",
    "overlapping by more than half",
    "overlapping by two thirds",
    "mostly one over the other",
    "as close as can be",
)


@dataclass(frozen=True)
class Circles(Place):
    """
    Closeness from 0 (apart) to 10 (as close as can be), drawn as two circles. Empty until touched.

    It can be tested like a scale: at_least, at_most, is, is_not. The drawing is our own: it is not the scale of
    seven pictures that is used in research.
    """

    me: str = own_key("text", default="Me", means="Label of the first circle.")
    her: str = own_key("text", default="Her", means="Label of the second circle.")
    low: str = own_key("text", default="Apart", means="What 0 stands for.")
    high: str = own_key("text", default="As close as can be", means="What 10 stands for.")

    def in_words(self, value: Any) -> str:
        if not is_place(value):
            return str(value)
        return f"{value} of {HIGHEST} ({self.me} and {self.her}: {_LOOKS[value]})"

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {
            "me": pipe(self.me),
            "her": pipe(self.her),
            "low": pipe(self.low),
            "high": pipe(self.high),
            "min": LOWEST,
            "max": HIGHEST,
            "looks": list(_LOOKS),
        }
