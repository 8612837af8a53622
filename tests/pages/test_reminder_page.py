"""The page of a reminder: asked on one page, kept nowhere, and never put forward."""

from __future__ import annotations

import datetime
from pathlib import Path

from icalendar import Calendar

from heartwork.authoring.library import WorksheetLibrary
from heartwork.pages.app import App
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import Download, Field, HtmlBlock
from heartwork.widgets.field import FieldChange


def opened(folder: Path, place: str = "reminder") -> App:
    app = App(Session(Workbook.load(folder), WorksheetLibrary()))
    app.go(place)
    return app


def answer(app: App, name: str, value: object) -> None:
    (field,) = (one for one in app.fields if isinstance(one, Field) and one.address == f"paper.reminder-{name}")
    field._handle_custom_msg({"type": "change", "number": 1, "value": value}, [])


def button(app: App) -> Download:
    (found,) = (one for one in app.fields if isinstance(one, Download))
    return found


def read(app: App) -> str:
    return "".join(one.html for one in app.fields if isinstance(one, HtmlBlock))


def test_what_is_answered_is_in_the_file_and_nowhere_else(folder: Path) -> None:
    app = opened(folder)
    for name, value in (("day", "2027-01-15"), ("time", "18:30"), ("words", "Kanarienvogel, 1"), ("rhythm", "month")):
        answer(app, name, value)

    name, media, raw = button(app)._make()

    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert event["summary"] == "Kanarienvogel, 1"
    assert event.decoded("dtstart") == datetime.datetime(2027, 1, 15, 18, 30)
    assert (media, name.endswith(".ics")) == ("text/calendar", True)
    assert button(app).said == "In the file: 15 January 2027, 18:30 · Every month · 12 times · no alert"
    assert not any("Kanarienvogel" in path.read_text() for path in folder.rglob("*") if path.is_file())
    assert "Kanarienvogel" not in name


def test_without_a_day_it_says_what_is_missing(folder: Path) -> None:
    app = opened(folder)

    button(app)._asked(None, {"type": "download"}, None)

    assert button(app).said == "A reminder needs a whole day. Give the day, the month and the year."


def test_a_day_that_was_written_down_can_be_taken_over(folder: Path) -> None:
    book = Workbook.load(folder)
    later = (datetime.date.today() + datetime.timedelta(30)).isoformat()
    book.write("boundaries.look-again", later)
    book.write("accept.look-again", "2020-01-01")

    assert f"#reminder/{later}" in read(opened(folder))
    assert "#reminder/2020" not in read(opened(folder))
    assert f"#reminder/{later}" in read(opened(folder, "boundaries/done"))
    assert "#reminder" not in read(opened(folder, "accept/done"))
    day = next(one for one in opened(folder, f"reminder/{later}").fields if isinstance(one, Field))
    assert day.value == later


def test_the_page_says_who_may_see_a_calendar(folder: Path) -> None:
    assert "Anyone who can see your calendar can see this" in read(opened(folder))


def test_a_place_that_is_no_day_is_an_empty_form(folder: Path) -> None:
    day = next(one for one in opened(folder, "reminder/<b>").fields if isinstance(one, Field))

    assert day.value is None


def test_a_change_whose_page_was_left_is_kept_nowhere(folder: Path) -> None:
    app = opened(folder)
    app.go("home")

    assert app._deliver("paper.reminder-words", FieldChange(value="Kanarienvogel")) == ""
    assert not (folder / "workbook.json").exists()
