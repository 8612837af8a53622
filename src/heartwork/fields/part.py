"""What every part of a page has in common: its code and looks, and that only what a message can hold is sent."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from heartwork.kinds import all_kinds, front_end, view_sources

__all__ = ["Kit", "Part", "kit_source", "sendable", "shared_layout"]

_HERE = Path(__file__).parent
_HALF = re.compile("[\ud800-\udfff]")


@cache
def kit_source() -> str:
    """`kit.js` with the front ends of all kinds and views in it, and the bar of other pages, as one module."""
    # Each kind in a block of its own, so that the constants of one are not seen by another.
    source = (_HERE / "kit.js").read_text(encoding="utf-8")
    for word, sources in (("kinds", {name: front_end(name) for name in all_kinds()}), ("views", view_sources())):
        files = "".join(
            "{\n" + file.replace("export default", f'{word}["{name}"] =', 1) + "}\n" for name, file in sources.items()
        )
        source = source.replace(f'import {word} from "{word}";', f"const {word} = {{}};\n{files}", 1)
    elsewhere = (_HERE / "elsewhere.js").read_text(encoding="utf-8")
    inside = "const elsewhere = {};\n{\n" + elsewhere.replace("export default", "elsewhere.bar =", 1) + "}\n"
    return source.replace('import elsewhere from "elsewhere";', inside, 1)


@cache
def _digest() -> str:
    return hashlib.sha256(kit_source().encode()).hexdigest()[:12]


def _stub() -> str:
    return (_HERE / "stub.js").read_text(encoding="utf-8").replace("DIGEST", _digest())


@cache
def shared_layout() -> ipywidgets.Layout:
    """One layout for all: nothing here is laid out by ipywidgets."""
    return ipywidgets.Layout()


class Part(anywidget.AnyWidget):
    """One part of a page; the front end knows by `part` what it is, and leaves out what is not `shown`."""

    _esm = traitlets.Unicode(_stub()).tag(sync=True)
    _anywidget_id = traitlets.Unicode("heartwork.fields.part").tag(sync=True)
    part = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Bool(True).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(layout=shared_layout(), **traits)

    def add_traits(self, **traits: Any) -> None:
        """Only those that are not there: for two that anywidget adds to each, each would get a class of its own."""
        new = {name: trait for name, trait in traits.items() if not self.has_trait(name)}
        if new:
            super().add_traits(**new)

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> Any:
        """What goes to the page: the state, without what no message can hold."""
        return sendable(super().get_state(key, drop_defaults))


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
