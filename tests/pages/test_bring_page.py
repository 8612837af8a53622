"""Bringing a diary along, on the page: what is not known is asked, nothing is written before, all can be taken back."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from heartwork.authoring.library import WorksheetLibrary
from heartwork.pages.app import App
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import ActionButton, Field, HtmlBlock, Upload
from tests.exports.test_diaries import OLDER

TABLE = "Datum;Notiz;Stimmung\n03.04.2026;Kanarienvogel;mittel\n04.04.2026;;gut\n"


def opened(folder: Path) -> App:
    app = App(Session(Workbook.load(folder), WorksheetLibrary()))
    app.go("bring")
    return app


def give(app: App, raw: bytes) -> None:
    (field,) = (one for one in app.fields if isinstance(one, Upload))
    field._handle_custom_msg({"type": "file", "data": base64.b64encode(raw).decode()}, [])


def answer(app: App, name: str, value: Any) -> None:
    field = next(one for one in app.fields if isinstance(one, Field) and one.address == f"paper.bring-{name}")
    field._handle_custom_msg({"type": "change", "number": 1, "value": value}, [])


def press(app: App, label: str) -> None:
    (button,) = (one for one in app.fields if isinstance(one, ActionButton) and one.label.startswith(label))
    assert button.shown
    button.act()


def read(app: App) -> str:
    return "".join(one.html for one in app.fields if isinstance(one, HtmlBlock) and one.shown)


def kept(folder: Path) -> list[dict[str, Any]]:
    entries = Workbook.load(folder).entries("diary")
    return [{"for": one.day, **{id_: answer.value for id_, answer in one.answers.items()}} for one in entries]


def test_daylio_is_told_brought_in_and_taken_back(folder: Path) -> None:
    app = opened(folder)
    give(app, OLDER.encode())
    assert "3 days would come in, from 26 July 2026 to 27 July 2026." in read(app)
    assert not (folder / "workbook.json").exists() and "Beans" not in read(app)

    answer(app, "mood-0", 7)
    press(app, "Bring it in")
    assert "3 days came in." in read(app)
    assert sum("mood-place" in one for one in kept(folder)) == 1

    give(app, OLDER.encode())
    assert "All of it is here already." in read(app)
    press(app, "Take another file")
    press(app, "Take back 3 days")
    assert kept(folder) == []


def test_of_any_table_columns_and_order_are_asked_for(folder: Path) -> None:
    app = opened(folder)
    give(app, TABLE.encode())
    assert "Say which column is the day" in read(app)
    assert not any(one.shown for one in app.fields if isinstance(one, ActionButton) and one.label == "Bring it in")

    answer(app, "column-date", "0")
    answer(app, "column-text", "1")
    assert "Say in which order" in read(app)
    answer(app, "order", "day-first")
    press(app, "Bring it in")

    assert kept(folder) == [{"for": "2026-04-03", "text": "Kanarienvogel"}]


def test_a_file_of_no_use_is_told_beside_the_field_without_its_words(folder: Path) -> None:
    app = opened(folder)

    for raw, told in ((b"", "no table"), ("Day,Té\n".encode("cp1252"), "encoding"), (b"\x00" * 9, "table")):
        give(app, raw)
        (field,) = (one for one in app.fields if isinstance(one, Upload))
        assert told in field.said and "Té" not in field.said


def test_what_was_taken_is_forgotten_with_the_page(folder: Path) -> None:
    app = opened(folder)
    give(app, TABLE.encode())

    app.go("home")
    app.go("bring")

    assert any(isinstance(one, Upload) for one in app.fields)
