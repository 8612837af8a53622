"""A folder of worksheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary, WorksheetSummary
from heartwork.errors import KitError
from tests.authoring.conftest import HEAD, WHO

Write = Callable[..., Path]


def worksheet(id_: str, **keys: object) -> str:
    top = {"title": id_.title(), "about": "x", "minutes": 5, "weight": 1, **keys}
    return (
        f"id: {id_}\n"
        + "".join(f"{key}: {value}\n" for key, value in top.items())
        + "sections:\n"
        + HEAD.split("sections:\n")[1]
        + WHO
    )


def test_worksheets_come_in_the_order_people_meet_them_then_by_name(write: Write) -> None:
    for id_ in ("zebra", "check-in", "start", "apple", "boundaries"):
        path = write(worksheet(id_), f"{id_}.yaml")

    assert WorksheetLibrary(path.parent).ids == ("start", "boundaries", "check-in", "apple", "zebra")


def test_data_files_and_what_other_programs_leave_behind_are_no_worksheets(write: Write) -> None:
    path = write(worksheet("walk"))
    for name in ("resources.yaml", "sources.yaml", "._walk.yaml", "walk.yaml~", "notes.txt", "walk.yml"):
        write("x", name)
    (path.parent / ".#walk.yaml").symlink_to("somebody@elsewhere")

    assert WorksheetLibrary(path.parent).ids == ("walk",)


def test_a_worksheet_is_read_once(write: Write) -> None:
    path = write(worksheet("walk"))
    shelf = WorksheetLibrary(path.parent)

    first = shelf.worksheet("walk")
    path.unlink()

    assert shelf.worksheet("walk") is first


def test_a_worksheet_that_is_not_there_is_answered_with_the_nearest(write: Write) -> None:
    shelf = WorksheetLibrary(write(worksheet("walk")).parent)

    with pytest.raises(KitError, match=r'^there is no worksheet "wlak"\. Did you mean "walk"\? `heartwork list` shows'):
        shelf.worksheet("wlak")


@pytest.mark.parametrize("id_", ["../walk", "walk.yaml", "", "resources", "/etc/passwd"])
def test_nothing_but_a_worksheet_of_the_folder_is_opened(write: Write, id_: str) -> None:
    """The id comes from the address of a page, which anybody can write."""
    write("x", "resources.yaml")
    shelf = WorksheetLibrary(write(worksheet("walk")).parent)

    with pytest.raises(KitError, match="there is no worksheet"):
        shelf.worksheet(id_)


def test_a_worksheet_with_mistakes_raises_all_of_them(write: Write) -> None:
    shelf = WorksheetLibrary(write(worksheet("walk", minutes="soon", step=9)).parent)

    with pytest.raises(KitError, match="minutes is not a whole number") as caught:
        shelf.worksheet("walk")

    assert [problem.what for problem in caught.value.problems] == [
        "minutes is not a whole number from 1 to 600.",
        "step is not a whole number from 1 to 5.",
    ]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(KitError, match=r"nowhere:\n  there is no such folder of worksheets\.\n  Look at the path"):
        WorksheetLibrary(tmp_path / "nowhere")


def test_a_card_says_what_can_be_said_without_reading_all(write: Write) -> None:
    write(worksheet("check-in", repeats="true", minutes=1), "check-in.yaml")
    path = write(worksheet("boundaries", step=4, weight=2, minutes=15), "boundaries.yaml")

    assert WorksheetLibrary(path.parent).cards == (
        WorksheetSummary(id="boundaries", title="Boundaries", minutes=15, weight=2, step=4, repeats=False),
        WorksheetSummary(id="check-in", title="Check-In", minutes=1, weight=1, step=None, repeats=True),
    )


@pytest.mark.parametrize(
    "text",
    [
        "id: walk\nsections:\n  - id: there\n    title: There\ntitle: A walk\nweight: 2\nminutes: 7\n",
        "examples:\n- name: x\n\n# a note\n- name: y\ntitle: A walk\nweight: 2\nsections: []\nminutes: 7\n",
        "title: A walk\nminutes: 7\nweight: 2\nsections:\n  - id: there\n    text: |\n      weight: 9\n\n      - x",
    ],
)
def test_a_card_is_the_same_in_whatever_order_the_keys_stand(write: Write, text: str) -> None:
    assert WorksheetLibrary(write(text).parent).cards == (
        WorksheetSummary(id="walk", title="A walk", minutes=7, weight=2, step=None, repeats=False),
    )


@pytest.mark.parametrize("text", ["title: *x*\n", "[" * 800, b"\xff\xfe", "title: a\x00b\n"])
def test_a_file_that_cannot_be_read_has_no_card_and_hides_no_other(write: Write, text: str | bytes) -> None:
    write(worksheet("start"), "start.yaml")
    path = write(text)

    assert [card.id for card in WorksheetLibrary(path.parent).cards] == ["start"]


@pytest.mark.parametrize("text", ["", "- a list\n", "title: [A, list]\nminutes: soon\n"])
def test_a_file_with_odd_values_has_a_card_all_the_same(write: Write, text: str) -> None:
    (card,) = WorksheetLibrary(write(text).parent).cards

    assert (card.id, card.minutes) == ("walk", 0)


def test_a_data_file_is_plain_values_with_dates_as_text(write: Write) -> None:
    path = write('checked: 2026-11-23\ncountries:\n  - {id: uk, lines: [{phone: "999"}]}\n', "resources.yaml")

    assert WorksheetLibrary(path.parent).data("resources") == {
        "checked": "2026-11-23",
        "countries": [{"id": "uk", "lines": [{"phone": "999"}]}],
    }
    assert WorksheetLibrary(path.parent).data("sources") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("checked: *x*\n", r"resources.yaml:1:10:\n  a value cannot begin with \*"),
        ("a: 1\na: 2\n", r'resources.yaml:2:1:\n  the key "a" is here a second time'),
        ("", "the file is empty"),
        (b"\xff", r"resources.yaml:\n  the file is not UTF-8 text\.\n  Save it as UTF-8 in your editor\."),
    ],
)
def test_a_data_file_that_is_wrong_is_a_problem_in_words(write: Write, text: str | bytes, message: str) -> None:
    path = write(text, "resources.yaml")

    with pytest.raises(KitError, match=message):
        WorksheetLibrary(path.parent).data("resources")
