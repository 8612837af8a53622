"""The small parts round the fields: words, buttons, files, days, the language, the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import traitlets

from heartwork import protocol
from heartwork.errors import KitError
from heartwork.protocol import Received
from heartwork.widgets.base import HeartworkWidget

__all__ = [
    "ActionButton",
    "DateRangePicker",
    "Download",
    "HtmlBlock",
    "Languages",
    "Leave",
    "LeaveTargetSetting",
    "Status",
]


class HtmlBlock(HeartworkWidget):
    """
    Something to read, as HTML that was made and cleaned here.

    Args:
        html: What there is to read.
        arrival: The arrival of a person (`Place.arrived`) at which its heading takes the focus; 0 when none.
    """

    html = traitlets.Unicode().tag(sync=True)
    arrival = traitlets.Int(0).tag(sync=True)

    def __init__(self, html: str = "", **traits: object) -> None:
        super().__init__(part="prose", html=html, **traits)


class Status(HeartworkWidget):
    """
    The line that says `Saved 14:05` or `Not saved yet`; it listens to the fields in the browser.

    Args:
        desk: Of which page it speaks, see `Visit.desk`.
    """

    desk = traitlets.Unicode().tag(sync=True)

    def __init__(self, desk: str = "") -> None:
        super().__init__(part="status", desk=desk)


class Languages(HeartworkWidget):
    """
    The languages there are, each by its own name; nothing where there is only one.

    Args:
        choices: Code and name of each.
        now: The code of the one that is spoken.
        change: Called with the code of the one that was chosen; changes before it come first.
    """

    choices: traitlets.List[list[str]] = traitlets.List().tag(sync=True)
    now = traitlets.Unicode().tag(sync=True)

    def __init__(self, choices: Mapping[str, str], now: str, change: Callable[[str], None]) -> None:
        super().__init__(part="languages", choices=[list(choice) for choice in choices.items()], now=now)
        self._change = change
        self._offered = frozenset(choices)  # what the page shows could be changed by the page
        self.on_msg(self._chosen)

    def _chosen(self, _: object, message: Received, buffers: object) -> None:
        code = str(message.get("language", ""))
        if message.get("type") == "language" and code in self._offered:
            self.now = code
            self._change(code)


class ActionButton(HeartworkWidget):
    """
    A button. `act` is called, without arguments, each time it is pressed; changes before it come first.

    Nothing happens where it isn't shown: the second of two quick taps may come after the first has taken it away.

    Args:
        label: What it says.
        filled: Whether it stands out from other buttons: one on a page, the usual way on.
    """

    label = traitlets.Unicode().tag(sync=True)
    filled = traitlets.Bool().tag(sync=True)

    def __init__(self, label: str, act: Callable[[], None], **traits: object) -> None:
        super().__init__(part="act", label=label, **traits)
        self.act = act
        self.on_msg(self._pressed)

    def _pressed(self, _: object, message: Received, buffers: object) -> None:
        if message.get("type") == "act" and self.shown:
            self.act()


class Download(HeartworkWidget):
    """
    A button that hands the person a file, made by the page from what the kernel sends.

    Args:
        label: The button.
        make: Name, media type and content of the file, at the moment it is asked for. Raises KitError when there can be
            none; that is said beside the button.
        said: What is said beside the button.
    """

    label = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)

    def __init__(self, label: str, make: Callable[[], tuple[str, str, bytes]], **traits: object) -> None:
        super().__init__(part="download", label=label, **traits)
        self._make = make
        self.on_msg(self._asked)

    def _asked(self, _: object, message: Received, buffers: object) -> None:
        if message.get("type") == "download":
            try:
                name, media, content = self._make()
            except KitError as error:
                self.said = error.sentences
                return
            self.send(protocol.File(type="file", name=name, media=media), buffers=[content])


class LeaveTargetSetting(HeartworkWidget):
    """Where Leave now leads. The browser alone knows: nothing of it comes to the kernel."""

    def __init__(self) -> None:
        super().__init__(part="leads")


class AutoLockSetting(HeartworkWidget):
    """
    After how many quiet minutes a page locks itself. The browser alone knows: nothing of it comes to the kernel.

    Args:
        label: What is asked.
        choices: Minutes, 0 for never, and what they are called.
        refused: What is said where the browser keeps nothing.
    """

    label = traitlets.Unicode().tag(sync=True)
    choices: traitlets.List[list[int | str]] = traitlets.List().tag(sync=True)
    refused = traitlets.Unicode().tag(sync=True)

    def __init__(self, label: str, choices: Sequence[tuple[int, str]], refused: str) -> None:
        super().__init__(part="autolock", label=label, choices=[list(one) for one in choices], refused=refused)


class DateRangePicker(HeartworkWidget):
    """
    From one day to another, and a link to the place that shows it: `patterns/forecast/2026-01-01..2026-05-31`.

    Args:
        base: The place before the days.
        since: The first day as it is now, `2026-01-01`; empty when there is none.
        until: The last day.
    """

    base = traitlets.Unicode().tag(sync=True)
    since = traitlets.Unicode().tag(sync=True)
    until = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: object) -> None:
        super().__init__(part="span", **traits)


class Leave(HeartworkWidget):
    """*Leave now*, for a page that has no way out of its own."""

    def __init__(self) -> None:
        super().__init__(part="leave")
