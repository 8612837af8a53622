"""`sort`: cards that are put on piles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heartwork.i18n.messages import _
from heartwork.kinds._keyed_base import KeyedKind, keys, label
from heartwork.print_shapes import Shapes, dot, table
from heartwork.question import Option, Piping, own_key


@dataclass(frozen=True)
class Sort(KeyedKind):
    """
    Cards, each put on one of a few piles.

    An answer maps cards to piles; cards that lie on no pile are absent. `show_if` can only ask whether any card
    lies on a pile.
    """

    cards: tuple[Option, ...] = own_key("options", means="What is sorted: key: label.")
    piles: tuple[Option, ...] = own_key("options", means="Where it can go: key: label.")

    def misfit(self, value: Any) -> str:
        if not isinstance(value, Mapping):
            return _("Choose a pile for each card, or only for some.")
        if not set(value) <= set(keys(self.cards)):
            return _("Something here belongs to a card that is not there. It is kept; Clear takes it out.")
        fits = all(pile in keys(self.piles) for pile in value.values())
        return "" if fits else _("Choose one of the piles for each card, or leave it.")

    def in_words(self, value: object) -> str:
        """One pile a line, with its cards, in the order of piles and cards."""
        if not isinstance(value, Mapping):
            return str(value)
        cards = [card for card in keys(self.cards) if card in value]
        cards += [card for card in value if card not in cards]
        piles = [*keys(self.piles), *(value[card] for card in cards if value[card] not in keys(self.piles))]
        lines = []
        for number, pile in enumerate(piles):
            here = [label(self.cards, card) for card in cards if value[card] == pile]
            if here and pile not in piles[:number]:
                lines.append(f"{label(self.piles, pile)}: {', '.join(here)}")
        return "\n".join(lines)

    def searchable(self, value: object) -> tuple[str, ...]:
        """Each pile with its cards, as it is read."""
        return tuple(self.in_words(value).splitlines()) if isinstance(value, Mapping) else super().searchable(value)

    def props(self, pipe: Piping) -> dict[str, Any]:
        return {
            "cards": [[card.key, pipe(card.label)] for card in self.cards],
            "piles": [[pile.key, pipe(pile.label)] for pile in self.piles],
        }

    def on_paper(self, value: Any) -> Shapes:
        on = value or {}
        rows = [
            (card.label, [dot(on=on.get(card.key) == pile.key) for pile in self.piles])
            for card in self.cards
            if value is None or card.key in value
        ]
        return (table([pile.label for pile in self.piles], rows),)

    def problems(self) -> list[str]:
        found = []
        if not self.cards:
            found.append("there are no cards. Give at least one: key: label.")
        if len(self.piles) < 2:
            found.append("there is nowhere to sort to. Give at least two piles.")
        return found
