"""Where a person makes questions and choices of their own, words them otherwise, puts them away, brings them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from heartwork import protocol
from heartwork.errors import KitError
from heartwork.protocol import Received
from heartwork.widgets.base import HeartworkWidget

__all__ = ["OwnEditor"]

_TEXTS = ("do", "id", "kind", "ask", "low", "high")


class OwnEditor(HeartworkWidget):
    """
    A form, folded away until it is asked for.

    Args:
        desk: Of which page it is a part, see `Visit.desk`.
        under: The question whose choices are made here; empty where questions are.
        address: Of the field of that question; where questions are made, what comes before their ids in theirs.
        words: What the form says, in the reader's language, by the names it has for them.
        made: What there is: `id`, `kind`, `ask`, `low`, `high`, `hidden` of each.
        act: Called with what the person asks for: a `number`, and the texts `do` (`add`, `change`, `hide`, `show`),
            `id`, `kind`, `ask`, `low`, `high`; returns its id, and a sentence. Raises KitError when it cannot be done.
    """

    desk = traitlets.Unicode().tag(sync=True)
    under = traitlets.Unicode().tag(sync=True)
    address = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    made: traitlets.List[dict[str, str]] = traitlets.List().tag(sync=True)

    def __init__(self, *, act: Callable[[dict[str, Any]], tuple[str, str]], **traits: object) -> None:
        super().__init__(part="own", **traits)
        self._act = act
        self.on_msg(self._asked)

    def _asked(self, _: object, message: Received, buffers: object) -> None:
        if message.get("type") != "own":
            return
        number = message.get("number")
        said: dict[str, object] = {key: str(message.get(key) or "") for key in _TEXTS}
        said["number"] = number if isinstance(number, int) else 0
        try:
            id_, words = self._act(said)
        except KitError as error:
            self.send(protocol.OwnNotKept(type="own-not-kept", number=number, why=error.sentences))
        else:
            self.send(protocol.OwnKept(type="own-kept", number=number, id=id_, said=words))
