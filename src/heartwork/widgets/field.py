"""A question's field: what comes from it is kept first, and acknowledged then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import traitlets

from heartwork import protocol
from heartwork.changes import UNSEEN
from heartwork.errors import KitError
from heartwork.protocol import Received
from heartwork.widgets.base import HeartworkWidget, sendable

__all__ = ["Field", "FieldChange"]


@dataclass(frozen=True, slots=True, repr=False)
class FieldChange:
    """
    One change as it comes from a page.

    Args:
        number: Its own: the same change comes again with the same one, when its page heard no answer.
        value: The new value; None when there is none.
        skipped: Whether the question was left out on purpose.
        seen: What the person saw in the field before they changed it; UNSEEN when the page does not say.
        sent: What the page sent of it since then without hearing whether it was kept.
    """

    number: int = 0
    value: object = None
    skipped: bool = False
    seen: object = UNSEEN
    sent: tuple[object, ...] = ()

    @classmethod
    def in_message(cls, message: Received) -> FieldChange:
        """What a message of a page says."""
        number, sent = message.get("number"), message.get("sent")
        return cls(
            number=number if isinstance(number, int) else 0,
            value=message.get("value"),
            skipped=bool(message.get("skipped")),
            seen=message.get("seen", UNSEEN),
            sent=tuple(sent) if isinstance(sent, list) else (),
        )


class Field(HeartworkWidget):
    """
    One question's field.

    Args:
        kind: Name of its kind.
        address: Where its answer belongs: `boundaries.topics`, `check-in/<entry>.tension`.
        desk: Of which page it is a part, see `Visit.desk`.
        ask: The question; the accessible name.
        hint: A quieter second line.
        folded: The line under which the field is folded away until it is opened; empty where it stands open. It can
            change, as a count does, without closing what is open.
        spec: What the kind's front end needs besides.
        grouped: Whether the question is a group's legend rather than a control's label.
        value: The answer; None when there is none. Set it, or observe it, like any widget's.
        skipped: Whether the question was left out on purpose.
        word: What is off about the value, in words beside it; empty when it fits.
        others: What other pages wrote at the same time, each with `key`, `head` and `words`; offered one at a time.
        joins: Whether both can be kept in one.
        keep: Called with each change from the browser; returns the time of day of the save, or nothing where it is
            never written: then the page does not say that it was. Raises KitError when it could not be saved.
        destroy: Called when the person destroys what stands here; returns the time of day, and names of files that
            may hold it still. Raises KitError when it could not be done.
        settle: Called when the person chose, with the key of what was offered, the choice (`that`, `this`, `both`)
            and the value that was on the screen; returns the time of day. Raises KitError as `keep` does.
    """

    kind = traitlets.Unicode().tag(sync=True)
    address = traitlets.Unicode().tag(sync=True)
    desk = traitlets.Unicode().tag(sync=True)
    ask = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    folded = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    grouped = traitlets.Bool(False).tag(sync=True)
    value = traitlets.Any(None, allow_none=True).tag(sync=True)
    skipped = traitlets.Bool(False).tag(sync=True)
    word = traitlets.Unicode().tag(sync=True)
    others: traitlets.List[dict[str, str]] = traitlets.List().tag(sync=True)
    joins = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        *,
        keep: Callable[[Field, FieldChange], str] | None = None,
        destroy: Callable[[Field], tuple[str, list[str]]] | None = None,
        settle: Callable[[Field, str, str, object], str] | None = None,
        **traits: object,
    ) -> None:
        super().__init__(part="field", **traits)
        self._keep, self._destroy, self._settle = keep, destroy, settle
        #: Whether what is kept now is not to be called saved yet; its page asks again, see `Workbook.awaits_key`.
        self.held: Callable[[], bool] = lambda: False
        self.on_msg(self._receive)

    def _receive(self, _: object, message: Received, buffers: object) -> None:
        match message.get("type"):
            case "change":
                self._keep_change(message)
            case "destroy" if self._destroy:
                self._destroy_answer(self._destroy, message.get("number"))
            case "settle" if self._settle:
                self._settle_conflict(self._settle, message)

    def shows(self, value: object) -> bool:
        """Whether a value is what the page was given of this one: it may have had to stand in for it."""
        return bool(value == sendable(self.value))

    def _settle_conflict(self, settle: Callable[[Field, str, str, object], str], message: Received) -> None:
        try:
            at = settle(self, str(message.get("key")), str(message.get("choice")), message.get("seen"))
            at = "" if self.held() else at
        except KitError as error:
            self.send(protocol.NotSettled(type="not-settled", why=error.sentences))
        else:
            self.send(protocol.Settled(type="settled", at=at))

    def _destroy_answer(self, destroy: Callable[[Field], tuple[str, list[str]]], number: object) -> None:
        """The person destroys it: do so, and only then say so."""
        try:
            at, left = destroy(self)
        except KitError as error:
            self.send(protocol.NotDestroyed(type="not-destroyed", number=number, why=error.sentences))
        else:
            at = "" if self.held() else at
            self.send(protocol.Destroyed(type="destroyed", number=number, at=at, left=left))

    def _keep_change(self, message: Received) -> None:
        """A change from the browser: keep it, and only then say so, with its number."""
        number = message.get("number")
        try:
            at = self._keep(self, FieldChange.in_message(message)) if self._keep else ""
        except KitError as error:
            self.send(protocol.NotSaved(type="not-saved", number=number, why=error.sentences))
        else:
            self.send(protocol.Saved(type="held" if self.held() else "saved", number=number, at=at))
