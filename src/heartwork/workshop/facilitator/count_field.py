"""A field for a whole number on the pages of whoever leads a workshop."""

from __future__ import annotations

from ipywidgets import Widget

from heartwork.kinds.number import Number
from heartwork.widgets import Field, FieldChange

__all__ = ["CountField"]


class CountField:
    """
    Such a field; what stands in it is kept nowhere.

    Args:
        address: Its name on the page, `room.people`.
        ask: What it asks.
        hint: A quieter second line.
        most: The largest number that fits; the smallest is 1.
        value: What stands in it at first.
    """

    def __init__(self, address: str, *, ask: str, hint: str, most: int, value: int | None = None) -> None:
        self._kind = Number(min=1, max=most)
        self._field = Field(
            kind=self._kind.name(), address=address, ask=ask, hint=hint, spec=self._kind.props(str), keep=self._keep
        )
        self._field.value = value
        self.widgets: list[Widget] = [self._field]

    @property
    def count(self) -> int | None:
        """What was said; None before that, and where it is no whole number that fits."""
        said = self._field.value
        fits = isinstance(said, int) and not isinstance(said, bool) and not self._kind.misfit(said)
        return said if fits else None

    def _keep(self, field: Field, said: FieldChange) -> str:
        value = self._kind.tidied(said.value)
        with field.hold_sync():
            field.value, field.word = value, self._kind.misfit(value) if value is not None else ""
        return ""
