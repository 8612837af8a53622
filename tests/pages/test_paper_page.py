"""On paper: prints of the app are made when they are asked for, and handed to the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.pages.app import App
from heartwork.pages.session import Session
from heartwork.storage.export_log import noted
from heartwork.storage.workbook import Workbook
from heartwork.widgets import Download, Field, HtmlBlock
from tests.people import write_example
from tests.printing.reading import read, sizes, squeezed

SHELF = WorksheetLibrary()


@pytest.fixture
def visit(folder: Path) -> Session:
    write_example(folder, "letter")
    write_example(folder, "want")
    return Session(Workbook.load(folder), SHELF)


def labels(app: App) -> list[str]:
    return [part.label for part in app.fields if isinstance(part, Download) and part.shown]


def pressed(app: App, label: str) -> tuple[str, str, bytes]:
    """What the browser gets when a button is pressed."""
    (button,) = [part for part in app.fields if isinstance(part, Download) and part.label == label]
    sent: list[Any] = []
    button.send = lambda content, buffers=None: sent.append((content, buffers))
    button._handle_custom_msg({"type": "download"}, [])
    ((content, (raw,)),) = sent
    return content["name"], content["media"], raw


def html(app: App) -> str:
    return "".join(part.html for part in app.fields if isinstance(part, HtmlBlock))


def test_a_worksheet_can_be_printed_blank_with_ones_words_and_large(visit: Session) -> None:
    app = App(visit, "paper/want")

    name, media, filled = pressed(app, "Print it with my words")
    blank = pressed(app, "Print it blank, large print")[2]

    assert labels(app) == [
        "Print it blank",
        "Print it blank, large print",
        "Print it with my words",
        "Print it with my words, large print",
    ]
    assert (name, media) == (f"pages-{visit.today()}.pdf", "application/pdf")
    assert squeezed("5 of 10 (Me and Her: overlapping by a third)") in read(filled)
    assert squeezed("overlapping by a third") not in read(blank)
    assert [one.path for one in noted(visit.workbook.folder)] == [name]


def test_the_help_lines_are_those_of_a_country_that_was_asked_for_and_is_not_written_down(visit: Session) -> None:
    app = App(visit, "paper")
    field = next(part for part in app.fields if isinstance(part, Field))
    revision = visit.written.revision

    assert app.fields.index(field) < min(app.fields.index(part) for part in app.fields if isinstance(part, Download))
    before, folded = read(pressed(app, "Print the help lines")[2]), field.folded
    field._handle_custom_msg({"type": "change", "number": 1, "value": "nz"}, [])
    after = read(pressed(app, "Print the help lines")[2])
    app.go("paper/want")

    assert (folded, field.folded) == (
        "Help lines with it: a few from every country · Change",
        "Help lines with it: New Zealand · Change",
    )
    assert field.ask == "Which country's help lines should be on the print?"
    assert "08082000247" in before
    assert "08082000247" not in after
    assert "0800733843" in after
    assert [part.value for part in app.fields if isinstance(part, Field)] == ["nz"]
    assert visit.written.revision == revision


def test_it_is_said_beside_the_button_when_there_can_be_no_print_and_when_letters_are_missing(
    tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "walk.yaml").write_text("id: walk\ntitle: A walk\n")
    broken = App(Session(Workbook.load(folder), WorksheetLibrary(tmp_path / "broken")), "paper")
    book = Workbook.load(folder)
    book.save([Answered(worksheet="start", question="tell", value="\U000f1234")])
    boxes = App(Session(book, SHELF), "paper/start")

    (button,) = [part for part in broken.fields if isinstance(part, Download) and part.label == "Print the booklet"]
    button._handle_custom_msg({"type": "download"}, [])
    pressed(boxes, "Print it with my words")

    assert button.said.startswith('The key "about" is missing.')
    assert [part.said for part in boxes.fields if isinstance(part, Download) and part.said] == [
        "Some letters are boxes: no font on this computer has them. A font such as Noto would."
    ]


def test_where_nothing_is_written_only_a_blank_one_is_offered(folder: Path) -> None:
    app = App(Session(Workbook.load(folder), SHELF), "paper/want")

    assert labels(app) == ["Print it blank", "Print it blank, large print"]
    assert "Nothing is written here yet." in html(app)


def test_the_end_of_a_worksheet_leads_to_its_print(visit: Session) -> None:
    assert 'href="#paper/want"' in html(App(visit, "want/done"))
    assert 'href="#paper"' in html(App(visit, "home"))


def test_a_letter_is_offered_once_there_is_one_and_its_raw_page_by_itself(visit: Session, folder: Path) -> None:
    letter = visit.value("letter.letter")
    app = App(visit, "paper")

    draft = read(pressed(app, "Print the draft")[2])
    without = labels(App(Session(Workbook.load(folder / "other"), SHELF), "paper"))

    assert draft == squeezed(letter["draft"])
    assert ("Print what you wrote for yourself" in labels(app)) == ("raw" in letter)
    assert "Print the draft" not in without
    assert "Print the booklet" in without


def test_nothing_is_chosen_for_a_first_talk_and_only_what_is_ticked_is_printed(visit: Session) -> None:
    app = App(visit, "paper/handover")
    before = labels(app)
    field = next(part for part in app.fields if isinstance(part, Field) and part.ask == "What do I want?")
    revision = visit.written.revision

    field._handle_custom_msg({"type": "change", "number": 1, "value": ["want.peace-costs"]}, [])

    assert before == []
    assert [part.value for part in app.fields if isinstance(part, Field) and part is not field].count(None) > 0
    told = read(pressed(app, "Print these lines")[2])
    assert squeezed("For a first appointment") in told
    assert squeezed("What does keeping the peace cost you?") in told
    assert squeezed("How close are you now?") not in told
    assert visit.written.revision == revision


def test_each_page_of_a_first_talk_is_folded_under_its_title_and_how_much_of_it_is_chosen(visit: Session) -> None:
    app = App(visit, "paper/handover")
    fields = {part.ask: part for part in app.fields if isinstance(part, Field)}
    letter, want = fields["A letter"], fields["What do I want?"]
    before = (letter.folded, want.folded)

    want._handle_custom_msg({"type": "change", "number": 1, "value": ["want.peace-costs", "want.direction"]}, [])
    letter._handle_custom_msg({"type": "change", "number": 2, "value": ["letter.letter"]}, [])
    want._handle_custom_msg({"type": "change", "number": 3, "value": ["want.direction"]}, [])

    many = len(want.spec["options"])
    assert before == (f"A letter: 0 of {len(letter.spec['options'])} lines", f"What do I want? 0 of {many} lines")
    assert want.folded == f"What do I want? 1 of {many} lines"
    assert letter.folded.startswith("A letter: 1 of ")


def test_one_page_alone_is_not_folded_for_a_first_talk(folder: Path) -> None:
    write_example(folder, "want")

    app = App(Session(Workbook.load(folder), SHELF), "paper/handover")

    assert [part.folded for part in app.fields if isinstance(part, Field)] == [""]


def test_where_nothing_is_written_there_is_nothing_to_choose_for_a_first_talk(folder: Path) -> None:
    app = App(Session(Workbook.load(folder), SHELF), "paper/handover")

    assert labels(app) == []
    assert 'href="#paper/support"' in html(app)


def test_prints_of_a_private_visit_leave_no_note(folder: Path) -> None:
    visit = Session(Workbook.load(folder), SHELF)
    visit.begin_private()
    visit.save([Answered(worksheet="start", question="tell", value="Dev")])

    raw = pressed(App(visit, "paper/start"), "Print it with my words")[2]

    assert "Dev" in read(raw)
    assert not folder.exists()


def test_a_picture_can_be_printed_with_its_words(folder: Path) -> None:
    write_example(folder, "check-in", 1)

    raw = pressed(App(Session(Workbook.load(folder), SHELF), "patterns/forecast"), "Print with its numbers")[2]

    assert squeezed("Do I brace too much, or too little?") in read(raw)
    assert sizes(raw) == {(595, 842)}


@pytest.mark.parametrize("place", ["paper", "paper/past"])
def test_the_card_for_when_the_past_comes_back_is_where_one_looks_for_it(visit: Session, place: str) -> None:
    assert "Print this card with my words" not in labels(App(visit, place))

    visit.workbook.save([Answered(worksheet="past", question="card-do", value="Cold tap")])
    app = App(visit, place)

    assert {"Print this card with my words", "Print this card blank"} <= set(labels(app))
    assert squeezed("Cold tap") in read(pressed(app, "Print this card with my words")[2])
    assert squeezed("Cold tap") not in read(pressed(app, "Print this card blank")[2])
