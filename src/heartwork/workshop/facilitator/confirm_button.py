"""A button for what cannot be undone: pressed, it asks once more, with what it means beside it."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import Widget

from heartwork.i18n.messages import _
from heartwork.pages.markup import tag
from heartwork.widgets import ActionButton, HtmlBlock

__all__ = ["ConfirmButton"]


class ConfirmButton:
    """
    Such a button.

    Args:
        label: What it does.
        sure: What it means, said before it is done.
        yes: The button that does it.
        act: Called then.
    """

    def __init__(self, label: str, *, sure: str, yes: str, act: Callable[[], None]) -> None:
        self._act, self._asked, self._possible = act, False, False
        self._ask = ActionButton(label, lambda: self._asks(True), shown=False)
        self._sure = HtmlBlock(tag("p", sure), shown=False)
        self._yes = ActionButton(yes, self._acts, shown=False)
        self._no = ActionButton(_("Not yet"), lambda: self._asks(False), shown=False)
        self.widgets: list[Widget] = [self._ask, self._sure, self._yes, self._no]

    def show(self, possible: bool) -> None:
        """Show it where it can be done, and hide it where not."""
        self._possible = possible
        for widget, shown in (
            (self._ask, possible and not self._asked),
            (self._sure, possible and self._asked),
            (self._yes, possible and self._asked),
            (self._no, possible and self._asked),
        ):
            if widget.shown != shown:
                widget.shown = shown

    def _asks(self, asked: bool) -> None:
        self._asked = asked
        self.show(self._possible)

    def _acts(self) -> None:
        self._asked = False
        self._act()
