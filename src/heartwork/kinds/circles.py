"""`circles`: how close two people are, as two circles that lie apart or over each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heartwork.i18n.messages import N_, _
from heartwork.kinds._scale_base import HIGHEST, LOWEST, ScaleKind, is_place
from heartwork.print_shapes import Shapes, circles, said
from heartwork.question import Piping, own_key

#: What each place looks like, for people who hear it instead.
_LOOKS = (
    N_("apart, with room between them"),
    N_("apart, nearly touching"),
    N_("touching at the edge"),
    N_("overlapping a little"),
    N_("overlapping by a fifth"),
    N_("overlapping by a third"),
    N_("overlapping by nearly half"),
    N_("overlapping by more than half"),
    N_("overlapping by two thirds"),
    N_("mostly one over the other"),
    N_("as close as can be"),
)


@dataclass(frozen=True)
class Circles(ScaleKind):
    """
    Closeness from 0 (apart) to 10 (as close as can be), drawn as two circles. Empty until touched.

    It can be tested like a scale: at_least, at_most, is, is_not. The drawing is our own: it is not the scale of
    seven pictures that is used in research.
    """

    me: str = own_key("text", default=N_("Me"), means="Label of the first circle.")
    her: str = own_key("text", default=N_("Her"), means="Label of the second circle.")
    low: str = own_key("text", default=N_("Apart"), means="What 0 stands for.")
    high: str = own_key("text", default=N_("As close as can be"), means="What 10 stands for.")

    def in_words(self, value: Any) -> str:
        if not is_place(value):
            return str(value)
        place = _("{place} of {most}").format(place=value, most=HIGHEST)
        return _("{place} ({me} and {her}: {looks})").format(
            place=place, me=self.me, her=self.her, looks=_(_LOOKS[value])
        )

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {
            "me": pipe(self.me),
            "her": pipe(self.her),
            "low": pipe(self.low),
            "high": pipe(self.high),
            "min": LOWEST,
            "max": HIGHEST,
            "looks": [_(looks) for looks in _LOOKS],
        }

    def on_paper(self, value: Any) -> Shapes:
        numbers = range(LOWEST, HIGHEST + 1)
        drawn = circles(numbers, me=self.me, her=self.her, low=self.low, high=self.high, value=value)
        return (drawn,) if value is None else (drawn, said(self.in_words(value)))
