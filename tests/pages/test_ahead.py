"""The page that comes next, made ready: it writes nothing, follows what is written, and is what would be built anew."""

from __future__ import annotations

import gc
import uuid
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import ipywidgets
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartwork.authoring import worksheet_template
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered, Change
from heartwork.pages.app import App
from heartwork.pages.author_preview import filled_in
from heartwork.pages.page import Page
from heartwork.pages.session import Session
from heartwork.pages.worksheet_page import entry_page, section_page
from heartwork.storage.workbook import Workbook
from heartwork.traces.erase import forget
from heartwork.widgets import Field, HtmlBlock
from heartwork.worksheet_definition import Section, Worksheet
from tests.people import without_scrypt
from tests.strategies import fitting

SHELF = WorksheetLibrary()
ENTRY = "0b0f6a70-6f0e-4f0e-9a39-0d6a7c0f0e11"
#: Everything that a page is for a person: what of a widget goes to the browser, but for names and numbers of its own.
OWN = {"layout", "arrival"}

WITH_PIPES = """
id: names
title: What {names.her|she} is called
about: About {names.her|her}.
minutes: 5
weight: 1
sections:
  - id: call
    title: A name
    questions:
      - {id: her, kind: line, ask: What do you call her?}
      - {id: how, kind: choice, ask: How is it?, options: {good: Good, hard: Hard}}
  - id: then
    title: With {names.her|her}
    text: A page with {names.her|her}.
    questions:
      - {id: note, kind: info, text: "It is about {names.her|her}."}
      - id: who
        kind: choice
        ask: Who rings, {names.her|she} or you?
        hint: It may be {names.her|her}.
        options: {she: "{names.her|she}", me: I do}
      - {id: hard, kind: text, ask: What is hard?, show_if: {question: names.how, is: hard}}
  - id: only-hard
    title: What helps
    show_if: {question: names.how, is: hard}
    questions:
      - id: helps
        kind: sort
        ask: What helps?
        cards: {walk: "A walk without {names.her|her}", tea: Tea}
        piles: {does: It does, does-not: It doesn't}
  - id: last
    title: The last one
    questions:
      - {id: end, kind: line, ask: Anything else?}
examples:
  - name: Ana
    answers: {her: Maureen, how: hard, who: she, hard: The evenings, helps: {walk: does}}
  - name: Ben
    answers: {her: "<b>&{her}", how: good, who: me}
"""


@pytest.fixture
def names(tmp_path: Path) -> WorksheetLibrary:
    """A worksheet in which an answer stands wherever one can."""
    (tmp_path / "worksheets").mkdir()
    (tmp_path / "worksheets" / "names.yaml").write_text(WITH_PIPES.lstrip())
    return WorksheetLibrary(tmp_path / "worksheets")


def is_at_rest(app: App) -> None:
    """As the browser says when it has nothing to do."""
    app._place._handle_custom_msg({"type": "at-rest"}, [])


def types(app: App, name: str, value: Any) -> None:
    field = next(one for one in app.fields if isinstance(one, Field) and one.address.endswith(f".{name}"))
    field._handle_custom_msg({"type": "change", "number": 1, "value": value, "seen": field.value, "sent": []}, [])


def states(parts: Any) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in part.told().items() if name not in OWN and not name.startswith("_")}
        for box in parts
        for part in (box.children if isinstance(box, ipywidgets.VBox) else (box,))
    ]


def visit(shelf: WorksheetLibrary = SHELF) -> Session:
    return Session(Workbook.in_memory(), shelf)


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def emptied(worksheet: Worksheet, visit: Session) -> Iterator[Change]:
    for question in visit.written.answers(worksheet.id):
        yield Answered(worksheet=worksheet.id, question=question, value=None)


def somebody(worksheet: Worksheet, number: int) -> list[Change]:
    """The answers of an invented person, as one entry where there are many of them."""
    changes = list(filled_in(worksheet, worksheet.examples[number]))
    if not worksheet.repeats:
        return changes
    first = next(change.entry for change in changes if isinstance(change, Answered))
    mine = [change for change in changes if isinstance(change, Answered) and change.entry == first]
    others = [change for change in changes if change not in mine]
    return [*others, *(Answered(**{**parts(change), "entry": ENTRY}) for change in mine)]


def parts(change: Answered) -> dict[str, Any]:
    return {name: getattr(change, name) for name in Answered.__dataclass_fields__}


def build(visit: Session, worksheet: Worksheet, section: Section) -> Page:
    if worksheet.repeats:
        return entry_page(visit, worksheet, ENTRY, section.id)
    return section_page(visit, worksheet, section.id)


def follows(shelf: WorksheetLibrary, worksheet: Worksheet, steps: Callable[[Session], Iterable[list[Change]]]) -> int:
    """Hold every page of a worksheet against one that is built anew, after each step; how many were compared."""
    compared = 0
    for section in worksheet.sections:
        here = visit(shelf)
        page = build(here, worksheet, section)
        for changes in steps(here):
            here.workbook.save(changes)
            if not page.stands():
                page = build(here, worksheet, section)
            page.follow()
            assert states(page.parts) == states(build(here, worksheet, section).parts), section.id
            compared += 1
    return compared


def quiet(worksheet: Worksheet, here: Session, number: int) -> None:
    """What somebody says only for this visit."""
    options = [question for question in worksheet.questions if question.visit_only]
    for question in options:
        here.unwritten[f"{worksheet.id}.{question.id}"] = list(question.props(lambda text: text)["options"])[number][0]


@pytest.mark.parametrize("id_", SHELF.ids)
def test_a_page_that_follows_is_what_would_be_built_anew(id_: str) -> None:
    worksheet, start = SHELF.worksheet(id_), SHELF.worksheet("start")

    def steps(here: Session) -> Iterator[list[Change]]:
        for number in (0, 1):
            yield [*somebody(start, number), *somebody(worksheet, number)]
            quiet(worksheet, here, number)
            yield []
        here.unwritten.clear()
        yield [*emptied(worksheet, here), *emptied(start, here)]

    assert follows(SHELF, worksheet, steps) == 5 * len(worksheet.sections)


@settings(max_examples=15)
@given(st.data())
def test_it_is_so_whatever_is_answered(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("names")
    (folder / "names.yaml").write_text(WITH_PIPES.lstrip())
    shelf = WorksheetLibrary(folder)
    worksheet = shelf.worksheet("names")
    answers = st.sampled_from([question for question in worksheet.questions if question.kind.answers]).flatmap(
        lambda question: (st.none() | fitting(question.kind)).map(
            lambda value: Answered(worksheet=worksheet.id, question=question.id, value=value)
        )
    )
    saves = data.draw(st.lists(st.lists(answers, max_size=3), min_size=1, max_size=4))

    assert follows(shelf, worksheet, lambda here: saves) > 0


@pytest.mark.parametrize("id_", SHELF.ids)
def test_making_a_page_ready_writes_nothing(id_: str, folder: Path) -> None:
    worksheet = SHELF.worksheet(id_)
    app = App(Session(Workbook.load(folder), SHELF), id_)
    ready = []
    for section in worksheet.sections:
        app.go(f"{id_}/{ENTRY}/{section.id}" if worksheet.repeats else f"{id_}/{section.id}")
        before, known = written(folder), app._visit.written

        is_at_rest(app)

        assert (written(folder), app._visit.written) == (before, known)
        ready.append(bool(app._place.ahead))
    assert any(ready)
    assert not ready[-1]  # the end of a worksheet is noted when it is built
    assert app._visit.written.finished(id_) is None


def test_nothing_is_written_where_not_even_the_first_page_could_be_noted(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    workbook = Workbook.load(folder)
    folder.write_text("in the way")
    app = App(Session(workbook, SHELF), "boundaries")
    folder.unlink()

    is_at_rest(app)

    assert app._place.ahead
    assert not folder.exists()


def test_the_page_that_was_made_ready_is_the_one_that_is_shown(names: WorksheetLibrary) -> None:
    app = App(visit(names), "names")
    is_at_rest(app)
    ready = list(app._place.ahead)

    app._place.place = "names/then"

    assert list(app._body.children) == ready
    assert app._place.place == "names/then"


def test_it_shows_what_was_written_after_it_was_made_ready(names: WorksheetLibrary) -> None:
    app = App(visit(names), "names")
    is_at_rest(app)
    types(app, "her", "Maureen")
    types(app, "how", "hard")

    app.go("names/then")

    read = " ".join(one.html for one in app.fields if isinstance(one, HtmlBlock))
    who, hard = (one for one in app.fields if isinstance(one, Field))
    assert "With Maureen</h1>" in read
    assert "A page with Maureen." in read
    assert "It is about Maureen." in read
    assert "Part 2 of 4" in read
    assert "Next: What helps" in read
    assert (who.ask, who.spec["options"][0][1]) == ("Who rings, Maureen or you?", "Maureen")
    assert hard.shown


def test_its_heading_takes_the_focus_once_and_as_the_next_one(names: WorksheetLibrary) -> None:
    app = App(visit(names), "names")
    is_at_rest(app)
    app.go("names/then")
    heading = next(one for one in app.fields if isinstance(one, HtmlBlock) and "<h1" in one.html)

    arrived = app._place.arrived
    app._visit.save([Answered(worksheet="names", question="her", value="Mimi")])
    app._page.follow()

    assert "With Mimi</h1>" in heading.html
    assert heading.arrival == app._place.arrived == arrived


def test_at_rest_it_follows_and_stays_the_same_widgets(names: WorksheetLibrary) -> None:
    app = App(visit(names), "names")
    is_at_rest(app)
    ready = list(app._place.ahead)
    types(app, "her", "Maureen")

    is_at_rest(app)

    assert app._place.ahead == ready
    assert "With Maureen" in " ".join(one.html for one in ready if isinstance(one, HtmlBlock))


def test_another_page_is_made_ready_when_another_one_comes_next_by_now(names: WorksheetLibrary) -> None:
    here = visit(names)
    app = App(here, "names/then")
    is_at_rest(app)
    assert "The last one" in " ".join(one.html for one in app._place.ahead if isinstance(one, HtmlBlock))

    here.save([Answered(worksheet="names", question="how", value="hard")])
    is_at_rest(app)

    assert "What helps</h1>" in " ".join(one.html for one in app._place.ahead if isinstance(one, HtmlBlock))


def test_a_part_that_is_not_open_any_more_is_not_shown_though_it_was_ready(names: WorksheetLibrary) -> None:
    here = visit(names)
    here.save([Answered(worksheet="names", question="how", value="hard")])
    app = App(here, "names/then")
    is_at_rest(app)
    ready = list(app._place.ahead)

    here.save([Answered(worksheet="names", question="how", value="good")])
    app.go("names/only-hard")

    assert app._place.place == "names"
    assert not set(ready) & set(app.fields)


def test_who_goes_elsewhere_leaves_nothing_ready_behind(names: WorksheetLibrary) -> None:
    app = App(visit(names), "names")
    is_at_rest(app)
    ready = list(app._place.ahead)

    app.go("home")
    assert app._place.ahead == []
    is_at_rest(app)

    assert app._place.ahead == []
    assert all(one.comm is None for one in ready)


def test_widgets_of_pages_that_were_left_are_closed(names: WorksheetLibrary) -> None:
    app = App(visit(names), "names")
    seen = [*app.fields]
    for place in ("names/then", "names/last", "names/then"):
        is_at_rest(app)
        app.go(place)
        seen += app.fields
    is_at_rest(app)

    still = {one for one in seen if one.comm is not None}
    assert still == {*app.fields}


def _speaks_another_language(app: App, folder: Path) -> None:
    app._speak("es")


def _becomes_private(app: App, folder: Path) -> None:
    app._place.private = True
    app._place.place = "boundaries/sets-off"


def _is_locked(app: App, folder: Path) -> None:
    Workbook.load(folder).seal("a passphrase")
    app._place._handle_custom_msg({"type": "touch"}, [])


def _is_forgotten(app: App, folder: Path) -> None:
    forget(folder, exports=False)
    app._visit.workbook.reload()
    app.go("boundaries/sets-off")


@pytest.mark.parametrize("what", [_speaks_another_language, _becomes_private, _is_locked, _is_forgotten])
def test_nothing_that_was_ready_is_shown_once_it(
    what: Callable[[App, Path], None], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_scrypt(monkeypatch)
    app = App(Session(Workbook.load(folder), WorksheetLibrary()), "boundaries")
    is_at_rest(app)
    ready = set(app._place.ahead)
    assert ready

    what(app, folder)

    assert app._place.ahead == []
    assert not ready & set(app.fields)


def test_a_draft_that_changed_is_not_shown_as_it_was(tmp_path: Path) -> None:
    draft = worksheet_template.write("walk", tmp_path / "of-mine")
    app = App(Session(Workbook.load(tmp_path / "answers"), WorksheetLibrary(draft=draft)), "walk")
    is_at_rest(app)
    ready = set(app._place.ahead)

    assert app.preview is not None
    app.preview.reread()

    assert app._place.ahead == []
    assert not ready & set(app.fields)


def test_the_next_part_of_an_entry_is_made_ready_too(folder: Path) -> None:
    app = App(Session(Workbook.load(folder), SHELF), f"check-in/{uuid.uuid4()}")
    is_at_rest(app)
    ready = list(app._place.ahead)
    types(app, "calm", 4)

    app.go(f"{app._place.place}/if-you-like")

    assert list(app._body.children) == ready
    assert [one.label for one in app.fields if getattr(one, "label", "") and one.shown] == ["Take this one out"]


@pytest.fixture
def frozen() -> Iterator[None]:
    """As in a forked kernel; and the collector does nothing by itself."""
    gc.disable()
    gc.freeze()
    yield
    gc.unfreeze()
    gc.enable()


def test_at_rest_a_kernel_gives_back_the_pages_that_were_left(frozen: None) -> None:
    app = App(visit(), "boundaries")
    left = weakref.ref(app.fields[-1])

    for place in ("want", "accept"):
        app.go(place)
        is_at_rest(app)

    assert left() is None
