"""What every part of a page has in common: its code and looks, and that only what a message can hold is sent."""

from __future__ import annotations

import hashlib
import math
import re
import weakref
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import ipywidgets
import traitlets
from comm import create_comm

from heartwork.protocol import FromKernel, Received, There, Told

__all__ = ["AssetBundle", "HeartworkWidget", "kit_source", "sendable", "shared_layout", "told_of"]

_FRONTEND = Path(__file__).parent.parent / "frontend"
_HALF = re.compile("[\ud800-\udfff]")


@cache
def kit_source() -> str:
    """The front ends of all parts, kinds and views as one module, as frontend/build.mjs makes it."""
    return (Path(__file__).parent.parent / "share/anywidget.js").read_text(encoding="utf-8")


@cache
def _digest() -> str:
    return hashlib.sha256(kit_source().encode()).hexdigest()[:12]


def _stub() -> str:
    return (_FRONTEND / "field-stub.js").read_text(encoding="utf-8").replace("DIGEST", _digest())


@cache
def shared_layout() -> ipywidgets.Layout:
    """One layout for all: nothing here is laid out by ipywidgets."""
    return ipywidgets.Layout()


#: All that others may see of a part: what ipywidgets and anywidget need to make a view of it.
_FOR_ALL = frozenset(anywidget.AnyWidget.class_traits(sync=True)) | {"_esm", "_css", "_anywidget_id", "part"}

#: Every part there is.
_parts: weakref.WeakValueDictionary[str, HeartworkWidget] = weakref.WeakValueDictionary()


def told_of(model_id: str) -> dict[str, object]:
    """What a page is told of a widget besides its state; nothing for those of others."""
    part = _parts.get(model_id)
    return {} if part is None else part.told()


class HeartworkWidget(anywidget.AnyWidget):
    """
    One part of a page; the front end knows by `part` what it is, and leaves out what is not `shown`.

    What it shows may be a person's words, or say something of them. The state of a widget is kept by others: by
    JupyterLab in a notebook, by nbconvert and papermill in what they write. So it is no state: a page is told of it by
    messages, which nobody keeps. It comes along where a widget is made, and to a page that asks.
    """

    _esm = traitlets.Unicode(_stub()).tag(sync=True)
    _anywidget_id = traitlets.Unicode("heartwork.widgets.base").tag(sync=True)
    part = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Bool(True).tag(sync=True)

    if TYPE_CHECKING:

        def send(self, content: FromKernel, buffers: Sequence[bytes] | None = None) -> None:
            """Send the page a message."""

    def __init__(self, **traits: object) -> None:
        super().__init__(layout=shared_layout(), **traits)
        self.on_msg(self._answer_page)

    def open(self) -> None:
        """Make it known to the page, with what the page is told of it."""
        if self.comm is None:  # type: ignore[has-type]
            data = {"state": self.get_state(), "buffer_paths": [], "told": self.told()}
            known = {} if self._model_id is None else {"comm_id": self._model_id}
            metadata = {"version": ipywidgets._version.__protocol_version__}
            self.comm = create_comm(target_name="jupyter.widget", data=data, metadata=metadata, **known)
            _parts[self.model_id] = self

    def add_traits(self, **traits: object) -> None:
        """Only those that are not there: for two that anywidget adds to each, each would get a class of its own."""
        new = {name: trait for name, trait in traits.items() if not self.has_trait(name)}
        if new:
            super().add_traits(**new)

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> Any:
        """Its state, which others may keep: no more than what makes a view of it."""
        return super().get_state([name for name in self._named(key) if name in _FOR_ALL], drop_defaults)

    def told(self, key: Any = None) -> dict[str, Any]:
        """What a page is told of it, or of those traits; without what no message can hold."""
        names = [name for name in self._named(key) if name not in _FOR_ALL]
        told: dict[str, Any] = sendable(super().get_state(names)) if names else {}
        return told

    def send_state(self, key: Any = None) -> None:
        """Send what has changed: as state, or as something that is only told."""
        names = list(self._named(key))
        if any(name in _FOR_ALL for name in names):
            super().send_state(names)
        self._tell(self.told(names))

    def _named(self, key: Any) -> Iterable[str]:
        return self.keys if key is None else [key] if isinstance(key, str) else key

    def _answer_page(self, _: object, message: Received, buffers: object) -> None:
        match message.get("type"):
            case "ask":
                self._tell(self.told())
            case "there?":
                self._send({"method": "custom", "content": There(type="there")})

    def _tell(self, told: dict[str, Any]) -> None:
        if told:
            for name in self._property_lock:  # the page said so itself
                if name in told:
                    self._property_lock[name] = told[name]
            self._send({"method": "custom", "content": Told(type="told", state=told)})

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"  # never the words


class AssetBundle(anywidget.AnyWidget):
    """
    Brings the code and the looks of all other parts to a page that does not have them.

    Args:
        language: Of the reader, as `heartwork.i18n.catalogs.for_page` gives it; English when None.
    """

    _esm = kit_source()
    _css = (_FRONTEND / "heartwork.css").read_text(encoding="utf-8")
    digest = traitlets.Unicode().tag(sync=True)
    part = traitlets.Unicode("kit").tag(sync=True)

    language = traitlets.Dict().tag(sync=True)

    def __init__(self, language: Mapping[str, Any] | None = None) -> None:
        super().__init__(layout=shared_layout(), digest=_digest(), language=dict(language or {}))


def sendable(value: Any) -> Any:
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
        return {sendable(key): sendable(inner) for key, inner in value.items()}
    elif isinstance(value, (list, tuple)):
        return [sendable(inner) for inner in value]
    return value
