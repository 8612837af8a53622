"""Where a page is, in browser and kernel alike; and the way of a change whose field is gone."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Literal

import traitlets
from ipywidgets import Widget, widget_serialization

from heartwork import protocol
from heartwork.errors import KitError
from heartwork.local_time import use_zone
from heartwork.protocol import Received
from heartwork.widgets.base import HeartworkWidget
from heartwork.widgets.field import FieldChange
from heartwork.widgets.message_sizes import MESSAGE_BYTES

__all__ = ["Location"]


class Location(HeartworkWidget):
    """
    Where we are: the part of the address after `#`, in browser and kernel alike.

    Args:
        desk: Of which page it is the place, see `Visit.desk`.
        place: `boundaries/limit`; empty for the first page.
        asked: The place that this page was made for: it may be another name of `place`.
        moved: Whether the person went there (then the heading takes the focus), or the page began there.
        arrived: Raised by one when the page of `place` is there.
        at: The address of the field where the person lands; empty where it is the heading.
        private: Whether nothing of this visit is written. A page whose kernel went asks the next one for it.
        unwritten: Whether what waits to be saved may not lie in the browser's storage either.
        locks: What is said of locking this page, by name (see frontend/lock.js); empty where nothing is there to lock.
        largest: Bytes that a message of this page may have; what is longer is not sent, and said to be too long.
        language: Of the reader, as `heartwork.i18n.catalogs.for_page` gives it; with `help`, the help lines as HTML.
        ahead: The widgets of the page that comes next, so that a browser can make their views out of sight.
    """

    desk = traitlets.Unicode().tag(sync=True)
    place = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Unicode().tag(sync=True)
    moved = traitlets.Bool(False).tag(sync=True)
    arrived = traitlets.Int(0).tag(sync=True)
    at = traitlets.Unicode().tag(sync=True)
    private = traitlets.Bool(False).tag(sync=True)
    unwritten = traitlets.Bool(False).tag(sync=True)
    locks = traitlets.Dict().tag(sync=True)
    largest = traitlets.Int(MESSAGE_BYTES).tag(sync=True)
    language = traitlets.Dict().tag(sync=True)
    ahead = traitlets.List(traitlets.Instance(Widget)).tag(sync=True, **widget_serialization)

    def __init__(self, desk: str = "") -> None:
        super().__init__(part="place", desk=desk)
        #: Keeps a change whose field is gone; called with its address, returns the time of day.
        self.deliver: Callable[[str, FieldChange], str] | None = None
        #: Whether what is kept now is not to be called saved yet, as for a field.
        self.held: Callable[[], bool] = lambda: False
        #: Called when the person comes back to the page, or to a field of it.
        self.touched: Callable[[], None] = lambda: None
        #: Called when the person leaves now, in a page that is not ours.
        self.left: Callable[[], None] = lambda: None
        #: Whether the page has room for wide pictures.
        self.wide = False
        #: Called when it has it now, or no longer, while it stays where it is.
        self.reshaped: Callable[[], None] = lambda: None
        #: Called when the browser has nothing to do: the next page can be made ready. Only our own page says so.
        self.at_rest: Callable[[], None] = lambda: None
        self.on_msg(self._receive)

    def _receive(self, _: object, message: Received, buffers: object) -> None:
        if "zone" in message:
            use_zone(str(message["zone"]))
        reshaped = "wide" in message and self.wide is not bool(message["wide"])
        if reshaped:
            self.wide = not self.wide
        match message.get("type"):
            case "change" if self.deliver:
                self._deliver_change(self.deliver, message)
            case "go":
                with self.hold_trait_notifications():
                    self.moved, self.place = bool(message.get("moved")), str(message.get("place", ""))
            case "touch":
                self.touched()
            case "zone" | "room" if reshaped:
                self.reshaped()
            case "left":
                self.left()
            case "at-rest":
                self.at_rest()
                _give_back()

    def _deliver_change(self, deliver: Callable[[str, FieldChange], str], message: Received) -> None:
        address, number = str(message.get("address")), message.get("number")
        try:
            at = deliver(address, FieldChange.in_message(message))
        except KitError as error:
            why = error.sentences
            self.send(protocol.NotSaved(type="not-saved", address=address, number=number, why=why))
        else:
            kept: Literal["held", "saved"] = "held" if self.held() else "saved"
            self.send(protocol.Saved(type=kept, address=address, number=number, at=at))


def _give_back() -> None:
    """
    Give back the memory of pages that were left: their widgets refer to each other, so they wait for the collector,
    and meanwhile a kernel takes new memory for each page.

    Only in a kernel that was forked: there, all that was loaded before is frozen, and little is left to look at.
    """
    if gc.get_freeze_count():
        gc.collect()
