"""A page's messages may be anything: no widget of a page stumbles over one of the wrong shape."""

from __future__ import annotations

import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartwork import protocol
from heartwork.authoring.library import WorksheetLibrary
from heartwork.pages.app import App
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import ActionButton, Field

NAMES = sorted(name for message in get_args(protocol.FromPage) for name in get_args(get_type_hints(message)["type"]))
KEYS = sorted({key for message in get_args(protocol.FromPage) for key in get_type_hints(message)} - {"type"})
scalars = st.none() | st.booleans() | st.integers(-5, 10**25) | st.floats() | st.text(max_size=6)
values = scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.text(max_size=3), scalars, max_size=2)
PLACES = ["boundaries", "check-in/new", "find", "privacy", "bring", "paper", "reminder", "home"]


@pytest.mark.parametrize("place", PLACES)
def test_a_message_without_anything_in_it_is_no_error(tmp_path: Path, place: str) -> None:
    library = WorksheetLibrary()
    for name in NAMES:
        app = App(Session(Workbook.load(tmp_path / name), library), place)
        for widget in (*app.children, *app.fields):
            send(widget, {"type": name})


@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    place=st.sampled_from(PLACES),
    name=st.sampled_from(NAMES),
    more=st.dictionaries(st.sampled_from(KEYS), values, max_size=6),
)
def test_no_message_of_any_shape_is_an_error(place: str, name: str, more: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        app = App(Session(Workbook.load(Path(folder) / "answers"), WorksheetLibrary()), place)
        for widget in (*app.children, *app.fields):
            send(widget, {"type": name, **more})


def test_two_quick_taps_take_an_entry_out_once_and_it_can_be_put_back(tmp_path: Path) -> None:
    workbook = Workbook.load(tmp_path / "answers")
    app = App(Session(workbook, WorksheetLibrary()), f"check-in/{uuid.uuid4()}/if-you-like")
    words = next(one for one in app.fields if isinstance(one, Field) and one.address.endswith(".phrase"))
    send(words, {"type": "change", "number": 1, "value": "She rang.", "seen": None, "sent": []})
    out, back = (
        next(one for one in app.fields if isinstance(one, ActionButton) and one.label == label)
        for label in ("Take this one out", "Put it back")
    )

    for _ in range(2):
        send(out, {"type": "act"})
    assert not workbook.written.entries("check-in")

    for _ in range(2):
        send(back, {"type": "act"})
    assert [entry.answers["phrase"].value for entry in workbook.written.entries("check-in")] == ["She rang."]


def send(widget: Any, message: dict[str, Any]) -> None:
    # Called as they are: what sends them otherwise catches every error, and writes it into a log.
    for callback in list(widget._msg_callbacks.callbacks):
        callback(widget, message, [])
