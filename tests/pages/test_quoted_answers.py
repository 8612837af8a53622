"""What was written elsewhere, to read again: in words, escaped, with a line where nothing was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered, Finished
from heartwork.pages.question_fields import Questions
from heartwork.pages.quoted_answers import read_and_begun, recalled
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook
from heartwork.widgets import Field, HtmlBlock

WALK = """\
id: walk
title: A walk with {walk.who|her}
about: One walk.
minutes: 5
weight: 1
sections:
  - id: there
    title: There
    questions:
      - {id: who, kind: line, ask: Who walked?}
      - {id: words, kind: text, ask: "What would {walk.who|she} say?"}
      - {id: how, kind: choice, ask: How?, options: {her: "With {walk.who|her}", alone: Alone}}
      - {id: quiet, kind: choice, ask: Afraid?, options: {y: Yes, n: No}, visit_only: true}
      - {id: only-alone, kind: line, ask: Where to?, show_if: {question: walk.how, is: alone}}
      - {id: lines, kind: rows, ask: Which sentences?, columns: [{id: words, kind: text, ask: Words}]}
      - {id: new, kind: line, formerly: [old], ask: What is it called?}
      - {id: again, kind: info, text: Again., recall: [walk.who, walk.how]}
"""
TALK = """\
id: talk
title: A talk & more
about: One talk.
minutes: 5
weight: 1
sections:
  - id: there
    title: There
    questions:
      - {id: when, kind: date, ask: When?}
"""
BLANK = '<dd class="hw-blank"><span>Nothing written here yet.</span></dd>'


@pytest.fixture
def visit(tmp_path: Path) -> Session:
    shelf = tmp_path / "worksheets"
    shelf.mkdir()
    (shelf / "walk.yaml").write_text(WALK)
    (shelf / "talk.yaml").write_text(TALK)
    return Session(Workbook.load(tmp_path / "answers"), WorksheetLibrary(shelf))


def wrote(visit: Session, **answers: object) -> None:
    visit.save([Answered(worksheet="walk", question=id_.replace("_", "-"), value=one) for id_, one in answers.items()])


def test_what_was_written_stands_below_its_question_in_words(visit: Session) -> None:
    wrote(visit, who="Mum", how="her")

    assert recalled(visit, ["walk.who", "walk.how"]) == (
        '<dl class="hw-recalled"><div><dt>Who walked?</dt><dd dir="auto">Mum</dd></div>'
        '<div><dt>How?</dt><dd dir="auto">With Mum</dd></div></dl>'
    )


def test_where_nothing_was_written_there_is_a_line_to_write_on(visit: Session) -> None:
    assert recalled(visit, ["walk.who"]) == f'<dl class="hw-recalled"><div><dt>Who walked?</dt>{BLANK}</div></dl>'


def test_a_persons_words_are_words_and_never_html_nor_a_pipe(visit: Session) -> None:
    wrote(visit, who="<b>Mum</b>", words="<img src=x onerror=alert(1)> {walk.who|x}\nand a line")

    html = recalled(visit, ["walk.words"])

    assert "<dt>What would &lt;b&gt;Mum&lt;/b&gt; say?</dt>" in html
    assert '<dd dir="auto">&lt;img src=x onerror=alert(1)&gt; {walk.who|x}\nand a line</dd>' in html


def test_answers_of_several_worksheets_stand_below_their_titles(visit: Session) -> None:
    wrote(visit, who="Mum")

    html = recalled(visit, ["walk.who", "talk.when"])

    assert [part.partition("</h3>")[0] for part in html.split("<h3>")[1:]] == ["A walk with Mum", "A talk &amp; more"]


def test_of_many_worksheets_only_those_with_something_written_are_there(tmp_path: Path) -> None:
    visit = Session(Workbook.load(tmp_path / "answers"), WorksheetLibrary())
    plans = ["boundaries.next-time", "criticism.plan", "support.one-step", "in-the-middle.next-time"]

    assert recalled(visit, plans).count(BLANK) == 1

    visit.save([Answered(worksheet="criticism", question="plan", value={"if": "she says it", "then": "make tea"})])
    html = recalled(visit, plans)
    assert [part.partition("</h3>")[0] for part in html.split("<h3>")[1:]] == ["When she criticises"]
    assert BLANK not in html


def test_rows_are_a_list_even_with_long_texts_in_them(visit: Session) -> None:
    wrote(visit, lines=[{"words": "One\n- two"}, {}, {"words": "Three"}])

    assert '<dd dir="auto"><ul><li dir="auto">One\n- two</li><li dir="auto">Three</li></ul></dd>' in recalled(
        visit, ["walk.lines"]
    )


def test_a_question_that_is_not_asked_has_no_line_but_what_was_written_there_stays(visit: Session) -> None:
    assert recalled(visit, ["walk.only-alone"]) == ""

    wrote(visit, only_alone="To the sea")

    assert '<dd dir="auto">To the sea</dd>' in recalled(visit, ["walk.only-alone"])


def test_an_answer_of_a_quiet_question_is_never_recalled(visit: Session) -> None:
    visit.unwritten["walk.quiet"] = "y"

    assert recalled(visit, ["walk.quiet"]) == ""


def test_what_was_written_under_an_earlier_id_is_recalled(visit: Session) -> None:
    wrote(visit, old="The lake")

    assert '<dd dir="auto">The lake</dd>' in recalled(visit, ["walk.new"])


def test_names_that_lead_nowhere_are_left_out(visit: Session) -> None:
    assert recalled(visit, ["nowhere.at-all", "walk.nothing"]) == ""


def test_what_is_recalled_follows_what_is_written(visit: Session) -> None:
    walk = visit.shelf.worksheet("walk")
    questions = Questions(visit, walk, walk.sections[0])
    again = questions.widgets[-1]
    assert isinstance(again, HtmlBlock)
    assert again.html.count(BLANK) == 2

    who = questions.widgets[0]
    assert isinstance(who, Field)
    who.value = "Mum"

    assert '<dd dir="auto">Mum</dd>' in again.html
    assert again.html.count(BLANK) == 1


def test_pages_that_were_read_and_pages_that_are_open_are_told_apart_and_not_counted(visit: Session) -> None:
    assert read_and_begun(visit) == ""

    wrote(visit, who="Mum")
    visit.save([Answered(worksheet="talk", question="when", value="2026"), Finished("talk")])

    assert read_and_begun(visit) == (
        '<dl class="hw-recalled"><div><dt>Read to the end</dt><dd><a href="#talk">A talk &amp; more</a></dd></div>'
        '<div><dt>Left open</dt><dd><a href="#walk">A walk with Mum</a></dd></div></dl>'
    )
