"""A page's messages may be anything: no widget of a page stumbles over one of the wrong shape."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartwork import protocol
from heartwork.authoring.library import WorksheetLibrary
from heartwork.pages.app import App
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook

NAMES = sorted(name for message in get_args(protocol.FromPage) for name in get_args(get_type_hints(message)["type"]))
KEYS = sorted({key for message in get_args(protocol.FromPage) for key in get_type_hints(message)} - {"type"})
scalars = st.none() | st.booleans() | st.integers(-5, 10**25) | st.floats() | st.text(max_size=6)
values = scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.text(max_size=3), scalars, max_size=2)
PLACES = ["boundaries", "check-in/new", "find", "privacy", "bring", "paper", "reminder", "home"]


@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    place=st.sampled_from(PLACES),
    name=st.sampled_from(NAMES),
    more=st.dictionaries(st.sampled_from(KEYS), values, max_size=6),
)
def test_no_message_of_any_shape_is_an_error(place: str, name: str, more: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        app = App(Session(Workbook.load(Path(folder) / "answers"), WorksheetLibrary()), place)
        for widget in (*app.children, *app.fields):
            # Called as they are: what sends them otherwise catches every error, and writes it into a log.
            for callback in list(widget._msg_callbacks.callbacks):
                callback(widget, {"type": name, **more}, [])
