"""Two pages on one workbook: what the other one wrote is shown at a touch, and never lost."""

from __future__ import annotations

import datetime
import itertools
from pathlib import Path
from typing import Any

import pytest

from heartwork.answers import stamp
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.pages.app import App
from heartwork.pages.conflicts import offered
from heartwork.pages.session import Session
from heartwork.question import Question
from heartwork.storage.workbook import Workbook
from heartwork.widgets import Field

SHELF = WorksheetLibrary()
#: Of changes: no two have the same.
NUMBERS = itertools.count(1)


class Window:
    """A page of an own kernel, and what its browser does, without one."""

    def __init__(self, workbook: Workbook, place: str = "boundaries") -> None:
        self.workbook = workbook
        self.app = App(Session(workbook, SHELF), place)

    def field(self, name: str = "happens") -> Field:
        return next(one for one in self.app.fields if isinstance(one, Field) and one.address.endswith(f".{name}"))

    def types(
        self, value: Any, *, seen: Any, sent: tuple[Any, ...] = (), name: str = "happens", number: int | None = None
    ) -> None:
        number = next(NUMBERS) if number is None else number
        message = {"type": "change", "number": number, "value": value, "seen": seen, "sent": list(sent)}
        self.field(name)._handle_custom_msg(message, [])

    def comes_back(self) -> None:
        self.app._place._handle_custom_msg({"type": "touch"}, [])

    def chooses(self, choice: str, *, seen: Any, key: str | None = None, name: str = "happens") -> list[str]:
        field, said = self.field(name), []
        field.send = lambda content, buffers=None: said.append(content["type"])
        key = field.others[0]["key"] if key is None else key
        field._handle_custom_msg({"type": "settle", "key": key, "choice": choice, "seen": seen}, [])
        return said

    def answer(self, name: str = "happens") -> tuple[Any, list[Any]]:
        """What is on the disk of it: the value, and those beside it."""
        answer = Workbook.load(self.workbook.folder).written.answer("boundaries", name)
        return (None, []) if answer is None else (answer.value, [one["value"] for one in answer.also])


@pytest.fixture
def windows(folder: Path) -> tuple[Window, Window]:
    return Window(Workbook.load(folder)), Window(Workbook.load(folder))


def test_a_page_shows_at_a_touch_what_the_other_wrote(windows: tuple[Window, Window]) -> None:
    one, other = windows
    one.types("She rings.", seen=None)

    assert other.field().value is None
    other.comes_back()

    assert other.field().value == "She rings."
    assert other.answer() == ("She rings.", [])


def test_what_a_save_of_this_page_found_is_shown_at_the_next_touch_too(windows: tuple[Window, Window]) -> None:
    one, other = windows
    one.types("She rings.", seen=None)
    other.types("Calls at night.", seen=None, name="not-fine-with")

    other.comes_back()

    assert (other.field().value, other.field("not-fine-with").value) == ("She rings.", "Calls at night.")


def test_a_kernel_that_read_anew_meanwhile_keeps_the_words_the_person_never_saw(
    windows: tuple[Window, Window],
) -> None:
    one, other = windows
    one.types("from the one", seen=None)
    other.comes_back()  # and before this reaches the browser, somebody types there

    other.types("from the other", seen=None)

    assert other.answer() == ("from the other", ["from the one"])
    assert [(one["head"][:27], one["words"]) for one in other.field().others] == [
        ("Also written, elsewhere, at", "from the one")
    ]


def test_typing_by_turns_offers_only_what_holds_words_that_are_nowhere_else(windows: tuple[Window, Window]) -> None:
    one, other = windows
    mine = theirs = ""
    for turn in range(1, 4):
        mine, before_mine = f"mine{' on' * turn}", mine
        one.types(mine, seen=before_mine or None)
        theirs, before_theirs = f"theirs{' too' * turn}", theirs
        other.types(theirs, seen=before_theirs or None)

    other.comes_back()

    assert len(other.answer()[1]) > 2  # all of them are in the file
    assert [offer["words"] for offer in other.field().others] == [mine]


def test_a_version_with_a_word_more_or_in_another_order_is_offered(windows: tuple[Window, Window]) -> None:
    one, other = windows
    one.types("She rings at night", seen=None)
    other.types("at night She rings", seen=None)
    other.comes_back()

    assert [offer["words"] for offer in other.field().others] == ["She rings at night"]


def test_going_on_with_a_sentence_whose_saving_was_not_heard_of_is_no_second_answer(
    windows: tuple[Window, Window],
) -> None:
    one, _ = windows
    one.types("She", seen=None)
    one.types("She rings", seen=None, sent=("She",))
    one.types("She rings at night", seen="She rings")

    assert one.answer() == ("She rings at night", [])


def test_a_change_that_comes_after_its_page_was_turned_keeps_both(windows: tuple[Window, Window]) -> None:
    one, other = windows
    one.types("from the one", seen=None)
    other.app.go("home")

    late = {"type": "change", "number": 1, "address": "boundaries.happens", "value": "from the other", "seen": None}
    other.app._place._handle_custom_msg(late, [])

    assert other.answer() == ("from the other", ["from the one"])


def test_a_change_that_comes_twice_counts_once_though_somebody_else_wrote_between(
    windows: tuple[Window, Window],
) -> None:
    one, other = windows
    one.types("from the one", seen=None, number=71)
    other.types("from the other", seen="from the one")

    one.types("from the one", seen=None, number=71)  # its page had heard no answer
    again = {"type": "change", "number": 71, "address": "boundaries.happens", "value": "from the one", "seen": None}
    one.app._place._handle_custom_msg(again, [])  # nor when it was turned

    assert other.answer() == ("from the other", [])


def test_two_pages_in_one_window_know_that_they_are_on_one_workbook(
    windows: tuple[Window, Window], tmp_path: Path
) -> None:
    one, other = (window.app._place.desk for window in windows)
    elsewhere = Window(Workbook.load(tmp_path / "elsewhere")).app._place.desk

    assert one != other
    assert one.split(":")[0] == other.split(":")[0] != elsewhere.split(":")[0]
    assert str(tmp_path) not in one


@pytest.mark.parametrize(
    ("choice", "stands"),
    [("that", "from the one"), ("this", "from the other"), ("both", "from the other\n\nfrom the one")],
)
def test_each_choice_is_saved_and_takes_the_offer_away(
    windows: tuple[Window, Window], choice: str, stands: str
) -> None:
    one, other = windows
    one.types("from the one", seen=None)
    other.types("from the other", seen=None)

    assert other.chooses(choice, seen="from the other") == ["settled"]

    assert other.answer() == (stands, [])
    assert (other.field().value, other.field().others) == (stands, [])


def test_several_are_offered_one_after_the_other(windows: tuple[Window, Window]) -> None:
    one, other = windows
    for words, mine in (("first", "alone"), ("second", "together")):
        one.types(words, seen=one.field().value)
        other.types(mine, seen="what nobody wrote")

    first = other.chooses("both", seen="together")
    second = other.chooses("both", seen=other.field().value)

    assert first == second == ["settled"]
    value, also = other.answer()
    assert {"first", "second"} <= set(str(value).split("\n\n")) | set(also)


def test_a_choice_on_a_page_that_is_behind_changes_nothing_and_shows_what_is_there(
    windows: tuple[Window, Window],
) -> None:
    one, other = windows
    one.types("from the one", seen=None)
    other.types("from the other", seen=None)
    one.comes_back()
    one.types("from the other, and more", seen="from the other")

    other.chooses("that", seen="from the other")

    assert other.answer() == ("from the other, and more", ["from the one"])
    assert other.field().value == "from the other, and more"


def test_a_key_of_nothing_changes_nothing(windows: tuple[Window, Window]) -> None:
    one, other = windows
    one.types("from the one", seen=None)
    other.types("from the other", seen=None)

    assert other.chooses("that", seen="from the other", key="0") == ["settled"]
    assert other.answer() == ("from the other", ["from the one"])


def test_a_choice_that_cannot_be_saved_says_so_and_changes_nothing(windows: tuple[Window, Window]) -> None:
    one, other = windows
    one.types("from the one", seen=None)
    other.types("from the other", seen=None)
    path, content = other.workbook.path, other.workbook.path.read_bytes()
    path.write_bytes(content.replace(b'"version": 1', b'"version": 2'))  # it is read-only from here on

    assert other.chooses("that", seen="from the other") == ["not-settled"]
    path.write_bytes(content)
    assert other.answer() == ("from the other", ["from the one"])


def test_a_choice_is_offered_by_the_label_that_the_person_read(folder: Path) -> None:
    workbook = Workbook.load(folder)
    not_now = Answered(worksheet="forgive", question="question-for-me", value="not-now")
    one, other = Window(workbook, "forgive"), Window(Workbook.load(folder), "forgive")
    workbook.save([not_now])
    other.types("yes", seen=None, name="question-for-me")

    field = other.field("question-for-me")
    labels = dict(field.spec["options"])
    assert [one["words"] for one in field.others] == [labels["not-now"]]
    assert field.joins is False
    one.comes_back()
    assert one.field("question-for-me").value == "yes"


def test_what_python_sets_in_a_notebook_is_shown_in_the_other_page_and_never_lost(
    windows: tuple[Window, Window],
) -> None:
    notebook, page = windows
    page.types("from the page", seen=None)

    notebook.field().value = "from the notebook"
    page.comes_back()

    assert page.field().value == "from the notebook"
    assert page.answer() == ("from the notebook", ["from the page"])


def test_a_sealed_workbook_is_read_anew_and_offers_both(folder: Path) -> None:
    Workbook.load(folder).seal("a long passphrase")
    one, other = (Window(Workbook.load(folder, passphrase="a long passphrase")) for _ in range(2))
    one.types("from the one", seen=None)
    other.types("from the other", seen=None)
    one.comes_back()

    assert (one.field().value, one.field().others[0]["words"]) == ("from the other", "from the one")
    assert one.chooses("that", seen="from the other") == ["settled"]
    other.comes_back()
    assert (other.field().value, other.field().others) == ("from the one", [])


def test_a_page_whose_workbook_was_sealed_elsewhere_asks_for_the_passphrase_at_a_touch(
    windows: tuple[Window, Window],
) -> None:
    one, other = windows
    one.types("from the one", seen=None)
    one.workbook.seal("a long passphrase")

    other.comes_back()

    assert not any(isinstance(part, Field) for part in other.app.fields)


def test_a_touch_in_a_private_visit_leaves_everything_as_it_is() -> None:
    alone = Window(Workbook.in_memory())
    alone.types("only here", seen=None)

    alone.comes_back()

    assert alone.field().value == "only here"


def test_half_an_emoji_that_the_page_cannot_be_shown_is_still_what_the_person_saw(folder: Path) -> None:
    Workbook.load(folder).save([Answered(worksheet="boundaries", question="happens", value="cut \ud83d")])
    page = Window(Workbook.load(folder))

    page.types("cut and mended", seen="cut \ufffd")

    assert page.answer() == ("cut and mended", [])


def test_an_offer_says_when_it_was_written() -> None:
    question = SHELF.worksheet("boundaries").question("happens")
    assert isinstance(question, Question)
    now = datetime.datetime.now(datetime.timezone.utc)

    def head(at: str) -> str:
        return offered(question, {"value": "x", "at": at}, str)["head"]

    assert head(stamp(now)) == f"Also written, elsewhere, at {now.astimezone():%H:%M}:"
    assert head("2026-11-20T12:00:00Z").startswith("Also written, on 20 November 2026 at ")
    assert head("") == head("some day") == "Also written, elsewhere:"
