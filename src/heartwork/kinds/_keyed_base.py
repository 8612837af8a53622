"""What `grid` and `sort` share: things by key, each with an answer of its own; those without one are absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from heartwork.question import Kind, Option


def label(of: tuple[Option, ...], key: object) -> str:
    """A label by its key; a key that is not there any more is shown as it is."""
    return next((option.label for option in of if option.key == key), str(key))


def keys(of: tuple[Option, ...]) -> list[str]:
    return [option.key for option in of]


@dataclass(frozen=True)
class KeyedKind(Kind):
    """An answer for each of several things. `show_if` can only ask whether there is any: answered."""

    grouped: ClassVar[bool] = True

    def tidied(self, value: object) -> object:
        """Without what was left open."""
        if not isinstance(value, Mapping):
            return super().tidied(value)
        return {key: one for key, one in value.items() if one not in (None, "", [], {})} or None
