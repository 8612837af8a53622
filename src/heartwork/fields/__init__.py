"""
What stands on a page, as widgets: fields that take an answer, and the little that goes with them.

Every part is an own anywidget with native HTML inside. It works in Voila (where our front end brings `kit.js`
along), in JupyterLab (where one `Kit` widget a page brings it), and without any browser.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from heartwork.changes import UNSEEN
from heartwork.kinds import all_kinds, front_end, view_sources
from heartwork.problems import KitError

__all__ = [
    "Act",
    "Download",
    "Field",
    "Kit",
    "Languages",
    "Leads",
    "Leave",
    "Passphrase",
    "Place",
    "Prose",
    "Said",
    "Span",
    "Status",
    "Typed",
    "kit_source",
    "shared_layout",
]

_HERE = Path(__file__).parent
_HALF = re.compile("[\ud800-\udfff]")


@cache
def kit_source() -> str:
    """`kit.js` with the front ends of all kinds and views in it, as one module."""
    # Each kind in a block of its own, so that the constants of one are not seen by another.
    source = (_HERE / "kit.js").read_text(encoding="utf-8")
    for word, sources in (("kinds", {name: front_end(name) for name in all_kinds()}), ("views", view_sources())):
        files = "".join(
            "{\n" + file.replace("export default", f'{word}["{name}"] =', 1) + "}\n" for name, file in sources.items()
        )
        source = source.replace(f'import {word} from "{word}";', f"const {word} = {{}};\n{files}", 1)
    return source


@cache
def _digest() -> str:
    return hashlib.sha256(kit_source().encode()).hexdigest()[:12]


@cache
def shared_layout() -> ipywidgets.Layout:
    """One layout for all: nothing here is laid out by ipywidgets."""
    return ipywidgets.Layout()


class _Part(anywidget.AnyWidget):
    _esm = (_HERE / "stub.js").read_text(encoding="utf-8").replace("DIGEST", _digest())
    part = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Bool(True).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(layout=shared_layout(), **traits)

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> Any:
        """What goes to the page: the state, without what no message can hold."""
        return _sendable(super().get_state(key, drop_defaults))


class Kit(anywidget.AnyWidget):
    """
    Brings the code and the looks of all other parts to a page that does not have them.

    Args:
        language: Of the reader, as `heartwork.files.catalogues.for_page` gives it; English when None.
    """

    _esm = kit_source()
    _css = (_HERE / "looks.css").read_text(encoding="utf-8")
    digest = traitlets.Unicode().tag(sync=True)
    part = traitlets.Unicode("kit").tag(sync=True)

    language: Any = traitlets.Dict().tag(sync=True)

    def __init__(self, language: Mapping[str, Any] | None = None) -> None:
        super().__init__(layout=shared_layout(), digest=_digest(), language=dict(language or {}))


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """
    One change as it comes from a page.

    Args:
        value: The new value; None when there is none.
        skipped: Whether the question was left out on purpose.
        seen: What the person saw in the field before they changed it; UNSEEN when the page does not say.
        sent: What the page sent of it since then without hearing whether it was kept.
    """

    value: Any = None
    skipped: bool = False
    seen: Any = UNSEEN
    sent: tuple[Any, ...] = ()

    @classmethod
    def in_message(cls, message: Mapping[str, Any]) -> Said:
        """What a message of a page says."""
        return cls(
            value=message.get("value"),
            skipped=bool(message.get("skipped")),
            seen=message.get("seen", UNSEEN),
            sent=tuple(message.get("sent") or ()),
        )


class Field(_Part):
    """
    One question's field.

    Args:
        kind: Name of its kind.
        address: Where its answer belongs: `boundaries.topics`, `check-in/<entry>.tension`.
        ask: The question; the accessible name.
        hint: A quieter second line.
        spec: What the kind's front end needs besides.
        grouped: Whether the question is a group's legend rather than a control's label.
        value: The answer; None when there is none. Set it, or observe it, like any widget's.
        skipped: Whether the question was left out on purpose.
        word: What is off about the value, in words beside it; empty when it fits.
        others: What other pages wrote at the same time, each with `key`, `head` and `words`; offered one at a time.
        joins: Whether both can be kept in one.
        keep: Called with each change from the browser; returns the time of day of the save. Raises KitError when it
            could not be saved.
        destroy: Called when the person destroys what stands here; returns the time of day, and names of files that
            may hold it still. Raises KitError when it could not be done.
        settle: Called when the person chose, with the key of what was offered, the choice (`that`, `this`, `both`)
            and the value that was on the screen; returns the time of day. Raises KitError as `keep` does.
    """

    kind = traitlets.Unicode().tag(sync=True)
    address = traitlets.Unicode().tag(sync=True)
    ask = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    grouped = traitlets.Bool(False).tag(sync=True)
    value = traitlets.Any(None, allow_none=True).tag(sync=True)
    skipped = traitlets.Bool(False).tag(sync=True)
    word = traitlets.Unicode().tag(sync=True)
    others: Any = traitlets.List().tag(sync=True)
    joins = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        *,
        keep: Callable[[Field, Said], str] | None = None,
        destroy: Callable[[Field], tuple[str, list[str]]] | None = None,
        settle: Callable[[Field, str, str, Any], str] | None = None,
        **traits: Any,
    ) -> None:
        super().__init__(part="field", **traits)
        self._keep, self._destroy, self._settle = keep, destroy, settle
        self.on_msg(self._heard)

    def _heard(self, _: object, message: dict[str, Any], buffers: object) -> None:
        match message.get("type"):
            case "change":
                self._changed(message)
            case "destroy" if self._destroy:
                self._destroyed(self._destroy, message.get("number"))
            case "settle" if self._settle:
                self._settled(self._settle, message)

    def shows(self, value: Any) -> bool:
        """Whether a value is what the page was given of this one: it may have had to stand in for it."""
        return bool(value == _sendable(self.value))

    def _settled(self, settle: Callable[[Field, str, str, Any], str], message: dict[str, Any]) -> None:
        try:
            at = settle(self, str(message.get("key")), str(message.get("choice")), message.get("seen"))
        except KitError as error:
            self.send({"type": "not-settled", "why": error.sentences})
        else:
            self.send({"type": "settled", "at": at})

    def _destroyed(self, destroy: Callable[[Field], tuple[str, list[str]]], number: Any) -> None:
        """The person destroys it: do so, and only then say so."""
        try:
            at, left = destroy(self)
        except KitError as error:
            self.send({"type": "not-destroyed", "number": number, "why": error.sentences})
        else:
            self.send({"type": "destroyed", "number": number, "at": at, "left": left})

    def _changed(self, message: dict[str, Any]) -> None:
        """A change from the browser: keep it, and only then say so, with its number."""
        number = message.get("number")
        try:
            at = self._keep(self, Said.in_message(message)) if self._keep else ""
        except KitError as error:
            self.send({"type": "not-saved", "number": number, "why": error.sentences})
        else:
            self.send({"type": "saved", "number": number, "at": at})


class Prose(_Part):
    """Something to read, as HTML that was made and cleaned here."""

    html = traitlets.Unicode().tag(sync=True)

    def __init__(self, html: str = "", **traits: Any) -> None:
        super().__init__(part="prose", html=html, **traits)


class Status(_Part):
    """The line that says `Saved 14:05` or `Not saved yet`; it listens to the fields in the browser."""

    def __init__(self) -> None:
        super().__init__(part="status")


class Place(_Part):
    """
    Where we are: the part of the address after `#`, in browser and kernel alike.

    Args:
        place: `boundaries/limit`; empty for the first page.
        moved: Whether the person went there (then the heading takes the focus), or the page began there.
        arrived: Raised by one when the page of `place` is there.
        at: The address of the field where the person lands; empty where it is the heading.
        private: Whether nothing of this visit is written. A page whose kernel went asks the next one for it.
        unwritten: Whether what waits to be saved may not lie in the browser's storage either.
        language: Of the reader, as `heartwork.files.catalogues.for_page` gives it; with `help`, the help lines as HTML.
    """

    place = traitlets.Unicode().tag(sync=True)
    moved = traitlets.Bool(False).tag(sync=True)
    arrived = traitlets.Int(0).tag(sync=True)
    at = traitlets.Unicode().tag(sync=True)
    private = traitlets.Bool(False).tag(sync=True)
    unwritten = traitlets.Bool(False).tag(sync=True)
    language: Any = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(part="place")
        #: Keeps a change whose field is gone; called with its address, returns the time of day.
        self.deliver: Callable[[str, Said], str] | None = None
        #: Called when the person comes back to the page, or to a field of it.
        self.touched: Callable[[], None] = lambda: None
        self.on_msg(self._heard)

    def _heard(self, _: object, message: dict[str, Any], buffers: object) -> None:
        match message.get("type"):
            case "change" if self.deliver:
                self._changed(self.deliver, message)
            case "touch":
                self.touched()

    def _changed(self, deliver: Callable[[str, Said], str], message: dict[str, Any]) -> None:
        address, number = str(message.get("address")), message.get("number")
        try:
            at = deliver(address, Said.in_message(message))
        except KitError as error:
            why = error.sentences
            self.send({"type": "not-saved", "address": address, "number": number, "why": why})
        else:
            self.send({"type": "saved", "address": address, "number": number, "at": at})


class Languages(_Part):
    """
    The languages there are, each by its own name; nothing where there is only one.

    Args:
        choices: Code and name of each.
        now: The code of the one that is spoken.
        change: Called with the code of the one that was chosen; changes before it come first.
    """

    choices: Any = traitlets.List().tag(sync=True)
    now = traitlets.Unicode().tag(sync=True)

    def __init__(self, choices: Mapping[str, str], now: str, change: Callable[[str], None]) -> None:
        super().__init__(part="languages", choices=[list(choice) for choice in choices.items()], now=now)
        self._change = change
        self.on_msg(self._chosen)

    def _chosen(self, _: object, message: dict[str, Any], buffers: object) -> None:
        code = str(message.get("language", ""))
        if message.get("type") == "language" and code in dict(self.choices):
            self.now = code
            self._change(code)


class Act(_Part):
    """A button. `act` is called, without arguments, each time it is pressed; changes before it come first."""

    label = traitlets.Unicode().tag(sync=True)

    def __init__(self, label: str, act: Callable[[], None], **traits: Any) -> None:
        super().__init__(part="act", label=label, **traits)
        self.act = act
        self.on_msg(lambda _, message, buffers: self.act() if message.get("type") == "act" else None)


class Passphrase(_Part):
    """
    Fields for a passphrase, and the button that uses it.

    What is typed comes as one message and is handed on; it is no state of a widget, which a notebook might keep.

    Args:
        asks: Name and label of each field.
        label: The button.
        use: Called with what was typed, by name. Raises KitError when it does not do; that is said beside the fields.
        hints: What to say of the field `new`, from so many characters on.
    """

    asks: Any = traitlets.List().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    hints: Any = traitlets.List().tag(sync=True)

    def __init__(
        self,
        asks: Sequence[tuple[str, str]],
        label: str,
        use: Callable[[dict[str, str]], None],
        *,
        hints: Sequence[tuple[int, str]] = (),
        **traits: Any,
    ) -> None:
        super().__init__(part="passphrase", asks=list(asks), label=label, hints=list(hints), **traits)
        self._use = use
        self.on_msg(self._given)

    def _given(self, _: object, message: dict[str, Any], buffers: object) -> None:
        if message.get("type") != "passphrase":
            return
        try:
            self._use({str(name): str(words) for name, words in message.get("words", {}).items()})
        except KitError as error:
            self.send({"type": "answered", "why": error.sentences})
        else:
            self.send({"type": "answered", "why": ""})


class Download(_Part):
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

    def __init__(self, label: str, make: Callable[[], tuple[str, str, bytes]], **traits: Any) -> None:
        super().__init__(part="download", label=label, **traits)
        self._make = make
        self.on_msg(self._asked)

    def _asked(self, _: object, message: dict[str, Any], buffers: object) -> None:
        if message.get("type") == "download":
            try:
                name, media, content = self._make()
            except KitError as error:
                self.said = error.sentences
                return
            self.send({"type": "file", "name": name, "media": media}, buffers=[content])


class Leads(_Part):
    """Where Leave now leads. The browser alone knows: nothing of it comes to the kernel."""

    def __init__(self) -> None:
        super().__init__(part="leads")


class Typed(_Part):
    """
    A button for what cannot be undone: it acts only when a word was typed beside it.

    Args:
        ask: What is asked for; the accessible name of the field.
        label: The button.
        use: Called once the word was typed. Raises KitError when it did not work; that is said beside the field.
        word: The word.
        otherwise: What is said when it was another one.
        then: Called once the browser was told that it worked: what it keeps goes before its page does.
    """

    ask = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, ask: str, label: str, use: Callable[[], None], *, word: str, otherwise: str, then: Callable[[], None]
    ) -> None:
        super().__init__(part="typed", ask=ask, label=label)
        self._use, self._word, self._otherwise, self._then = use, word, otherwise, then
        self.on_msg(self._given)

    def _given(self, _: object, message: dict[str, Any], buffers: object) -> None:
        if message.get("type") != "typed":
            return
        if str(message.get("word", "")).strip().lower() != self._word:
            self.send({"type": "answered", "why": self._otherwise})
            return
        try:
            self._use()
        except KitError as error:
            self.send({"type": "answered", "why": error.sentences})
        else:
            self.send({"type": "answered", "why": ""})
            self._then()


class Span(_Part):
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

    def __init__(self, **traits: Any) -> None:
        super().__init__(part="span", **traits)


class Leave(_Part):
    """*Leave now*, for a page that has no way out of its own."""

    def __init__(self) -> None:
        super().__init__(part="leave")


def _sendable(value: Any) -> Any:
    """
    A value that a message can hold; one that cannot would leave a page without the whole of it.

    Half of a surrogate pair, and a number that is none, may stand in a workbook: a browser cuts an emoji in two, a
    file comes from elsewhere. In the file they stay; the page shows a replacement character, or the number's name.
    """
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return _HALF.sub("\ufffd", value)
    elif isinstance(value, float) and not math.isfinite(value):
        return str(value)
    elif isinstance(value, dict):
        return {_sendable(key): _sendable(inner) for key, inner in value.items()}
    elif isinstance(value, (list, tuple)):
        return [_sendable(inner) for inner in value]
    return value
