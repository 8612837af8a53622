"""Whatever a person writes stays words: on every page, in charts, in messages and in every repr."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.session import json_packer

from heartwork.analysis.table import Column, MinimumData, Table
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered, Change
from heartwork.charts.chart import Chart
from heartwork.charts.chart import Choice as Offer
from heartwork.errors import KitError
from heartwork.i18n.text_direction import set_apart
from heartwork.kinds.choice import Choice
from heartwork.kinds.choices import Choices
from heartwork.kinds.date import Date
from heartwork.kinds.letter import Letter
from heartwork.kinds.line import Line
from heartwork.kinds.number import Number
from heartwork.kinds.plan import Plan
from heartwork.kinds.rows import Rows
from heartwork.kinds.text import Text
from heartwork.pages.app import App
from heartwork.pages.markup import as_html, words
from heartwork.pages.session import Session
from heartwork.question import Question
from heartwork.storage.workbook import Workbook
from heartwork.widgets import Field, HtmlBlock
from heartwork.worksheet_definition import DAY
from tests.nasty import MARK, NASTY

HARMLESS = "plain words"
SHELF = WorksheetLibrary()
ENTRY = "0b0c7a52-8f3e-4d5e-9a55-5f1a3c8a7f10"

#: The id of a new entry, which is another each time.
_NEW = re.compile(f"(?!{ENTRY})[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")


def answer(question: Question, text: str) -> Any:
    """The text as an answer to this question, wherever it may stand in one; None where it may not."""
    match question.kind:
        case Line() | Text() | Number() | Date():  # what is no number and no day is kept as it was typed
            return text
        case Plan():
            return {"if": text, "then": text}
        case Letter():
            replies = {"none": text, "angry": text, "kind": text}
            return {"raw": text, "draft": text, "replies": replies, "ending": "keep", "note": text}
        case Choice(other=True):
            return {"other": text}
        case Choices(other=True):
            return [{"other": text}]
        case Rows(columns=columns):
            row = {column.id: answer(column, text) for column in columns}
            return [{key: cell for key, cell in row.items() if cell is not None}]
    return None


def filled(folder: Path, text: str) -> Workbook:
    """A workbook with the text in every place that takes words, and in one that is of no worksheet."""
    changes: list[Change] = [Answered(worksheet="no-more", question="gone", value=text)]
    for id_ in SHELF.ids:
        worksheet = SHELF.worksheet(id_)
        for question in worksheet.questions:
            value = answer(question, text)
            if value is not None and question.id != DAY:
                entry = ENTRY if worksheet.repeats else None
                changes.append(Answered(worksheet=id_, question=question.id, value=value, entry=entry))
        if worksheet.repeats:  # a day that is none: a file that was brought in may say so
            changes.append(Answered(worksheet=id_, entry="of no day", question=DAY, value=text))
            changes.append(Answered(worksheet=id_, entry="of no day", question="tension", value=3))
    book = Workbook.load(folder)
    book.save(changes)
    return book


def places() -> Iterator[str]:
    """Every page of the app."""
    yield from ("home", "help", "privacy", "patterns", "nowhere")
    for id_ in SHELF.ids:
        worksheet = SHELF.worksheet(id_)
        if worksheet.repeats:
            entry = f"{id_}/{ENTRY}"
            yield from (f"{id_}/new", entry, *(f"{entry}/{section.id}" for section in worksheet.sections))
        else:
            yield from (id_, f"{id_}/done", *(f"{id_}/{section.id}" for section in worksheet.sections))


class _Shape(HTMLParser):
    """The elements of a page, with their attributes; `said` is its text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Any] = []
        self.said = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, sorted(name for name, _ in attributes)))
        values = [value or "" for name, value in attributes if name in ("href", "src", "style", "class")]
        self.elements += [_NEW.sub("", value) for value in values]

    def handle_endtag(self, tag: str) -> None:
        self.elements.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.elements.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.elements.append("declaration")

    def unknown_decl(self, data: str) -> None:
        self.elements.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.elements.append("instruction")

    def handle_data(self, data: str) -> None:
        self.said += data


def shape(html: str) -> _Shape:
    read = _Shape()
    read.feed(html)
    read.close()
    return read


def counted(html: str) -> Counter[str]:
    return Counter(map(str, shape(html).elements))


def told(app: App) -> list[str]:
    """The HTML of every part of the page in view."""
    return [part.html for part in app.fields if isinstance(part, HtmlBlock)]


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The shape of every page where only plain words were written."""
    app = App(Session(filled(tmp_path_factory.mktemp("harmless") / "answers", HARMLESS), SHELF))
    shapes = {}
    for place in places():
        app.go(place)
        shapes[place] = [counted(html) for html in told(app)]
    return shapes


def test_there_are_enough_of_them() -> None:
    assert len(set(NASTY.values())) == len(NASTY) >= 60


@pytest.mark.parametrize("name", NASTY)
def test_on_every_page_it_is_words_and_every_page_can_be_sent(
    folder: Path, harmless: dict[str, list[Any]], name: str
) -> None:
    app = App(Session(filled(folder, NASTY[name]), SHELF))

    for place, shapes in harmless.items():
        app.go(place)
        # Entries stand in the order of their days, so only how many there are of each element is the same.
        assert [counted(html) for html in told(app)] == shapes, place
        for part in app.fields:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                json_packer([part.get_state(), part.told()])


@pytest.mark.parametrize("name", NASTY)
def test_piped_into_an_authors_text_it_is_words(name: str) -> None:
    text = NASTY[name]

    html = as_html("*You* call {start.call_her|her} **so**.\n\n- {start.call_her}", lambda _: text)
    read = shape(html)

    assert [one if isinstance(one, str) else one[0] for one in read.elements] == [
        *("p", "em", "/em", "strong", "/strong", "/p", "ul", "li", "/li", "/ul")
    ]
    assert words("{start.call_her|her}", lambda _: text) == set_apart(" ".join(text.split())) or not text.strip()


@pytest.mark.parametrize("name", NASTY)
def test_in_a_chart_it_is_words(name: str) -> None:
    def drawn(text: str) -> str:
        columns = (Column(id="a", name=text, unit=text), Column(id="b", name=text, unit=""))
        gate = MinimumData(needed=1, have=1, of=text)
        table = Table(title=text, question=text, columns=columns, rows=((text, text),), entries=1, gate=gate)
        return Chart(
            title=text,
            shows=text,
            table=table,
            cannot_tell=text,
            choice=Offer(text, "#home", text),
            alternative=text,
            svg="<svg></svg>",
        ).html()

    read, plain = shape(drawn(NASTY[name])), shape(drawn(HARMLESS))

    assert read.elements == plain.elements
    drawn(NASTY[name]).encode("utf-8")


@pytest.mark.parametrize("name", NASTY)
def test_no_message_and_no_repr_repeats_it(folder: Path, name: str) -> None:
    book = filled(folder, NASTY[name])
    app = App(Session(book, SHELF))
    book.path.write_text(
        book.path.read_text(encoding="utf-8").replace('"version": 1', '"version": 2'), encoding="utf-8"
    )

    with pytest.raises(KitError) as caught:
        book.save([Answered(worksheet=NASTY[name], question=NASTY[name], value=NASTY[name])])

    entries = book.entries("check-in")
    said = [str(caught.value), repr(book), repr(book.written), repr(app), repr(entries), repr(book.answers("start"))]
    said += [app.summary(), repr(Answered(worksheet="a", question="b", value=NASTY[name]))]
    assert [one for one in said if MARK in one or (name in ("proto", "constructor") and NASTY[name] in one)] == []


@pytest.mark.parametrize("name", NASTY)
def test_what_is_typed_in_a_field_is_kept_and_confirmed_as_it_was_typed(folder: Path, name: str) -> None:
    app = App(Session(Workbook.load(folder), SHELF), "boundaries")
    field = next(part for part in app.fields if isinstance(part, Field) and part.address == "boundaries.happens")
    sent: list[Any] = []
    field.send = lambda content, buffers=None: sent.append(content)

    field._handle_custom_msg({"type": "change", "number": 1, "value": NASTY[name]}, [])

    assert [message["type"] for message in sent] == ["saved"]
    assert Workbook.load(folder).written.value("boundaries.happens") == NASTY[name]
    assert json.loads((folder / "workbook.json").read_bytes())["revision"] >= 1
    json_packer([field.get_state(), field.told()])
