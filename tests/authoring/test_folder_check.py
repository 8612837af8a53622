"""
A folder of worksheets, checked as a whole.

The messages themselves stand in `tests/broken/`; here is what is looked at, and in what order it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from heartwork.authoring.folder_check import check
from heartwork.authoring.library import WorksheetLibrary
from tests.authoring.conftest import HEAD, WHO

Write = Callable[..., Path]


def whats(paths: list[Path], folder: Path) -> list[tuple[str, int, str]]:
    """The problems in short: file, line, what."""
    return [(Path(problem.file).name, problem.line, problem.what) for problem in check(paths, WorksheetLibrary(folder))]


def named(id_: str, text: str = HEAD + WHO) -> str:
    return text.replace("id: walk", f"id: {id_}", 1)


def test_a_folder_in_which_all_is_well_has_no_problems(write: Write) -> None:
    path = write(HEAD + WHO + "        show_if: {question: start.who, is: me}\n")
    write(named("start"), "start.yaml")

    assert check([], WorksheetLibrary(path.parent)) == []
    assert check([path], WorksheetLibrary(path.parent)) == []


def test_without_paths_the_whole_folder_is_checked_in_the_order_people_meet_it(write: Write) -> None:
    wrong = "        show_if: {question: start.nobody, is: me}\n"
    for id_ in ("zebra", "start", "boundaries"):
        path = write(named(id_) + wrong, f"{id_}.yaml")

    assert [file for file, _, _ in whats([], path.parent)] == ["start.yaml", "boundaries.yaml", "zebra.yaml"]


def test_with_paths_only_those_are_checked(write: Write) -> None:
    path = write(HEAD + WHO)
    write("id: [", "start.yaml")

    assert check([path], WorksheetLibrary(path.parent)) == []


def test_a_file_that_is_checked_is_spoken_of_as_it_is_and_not_as_it_lies_on_the_shelf(
    write: Write, tmp_path: Path
) -> None:
    shelf = write(named("start"), "start.yaml").parent
    draft = tmp_path / "start.yaml"
    draft.write_text(named("start").replace("id: who", "id: whom"))
    path = write(HEAD + WHO + "        show_if: {question: start.whom, is: me}\n")

    assert check([draft, path], WorksheetLibrary(shelf)) == []


def test_a_worksheet_that_cannot_be_read_hides_no_problem_of_another(write: Write) -> None:
    write("id: start\ntitle: *x*\n", "start.yaml")
    path = write(HEAD + WHO + "        show_if: {question: start.who, is: me}\n")

    assert whats([], path.parent) == [
        ("start.yaml", 2, "a value cannot begin with *: that means something in YAML."),
        ("walk.yaml", 13, 'the worksheet "start" cannot be read.'),
    ]


def test_problems_come_in_the_order_of_their_lines(write: Write) -> None:
    text = HEAD.replace("about: One walk", "about: With {start.nobody|somebody}. One walk") + WHO
    path = write(
        text.replace("weight: 1", "weight: 1\ndraws_on: [nobody-2026]").replace("Who walked?", "Did {walk.who} walk?")
        + "        show_if: {question: walk.nothing, answered: true}\n"
        + "    show_if: {question: start.nothing, answered: true}\n"
    )

    assert [line for _, line, _ in whats([path], path.parent)] == [3, 6, 13, 14, 15]


def test_a_name_that_stands_in_several_places_is_told_where_it_is_wrong(write: Write) -> None:
    """The first place that holds the same word may be quite right."""
    good = "        show_if: {question: walk.how, is: x}\n"
    bad = "        show_if: {question: walk.how, is: z}\n"
    how = "      - {id: how, kind: choice, ask: How?, options: {x: X, y: Y}}\n"
    path = write(HEAD + how + WHO + good + WHO.replace("who", "whom") + bad)

    assert whats([path], path.parent) == [("walk.yaml", 18, '"walk.how": "z" is not one of its options.')]


@pytest.mark.parametrize("name", ["sources", "resources"])
def test_a_data_file_that_cannot_be_read_is_a_problem_like_any_other(write: Write, name: str) -> None:
    path = write(HEAD + WHO)
    data = write("checked: *today*\n", f"{name}.yaml")

    assert whats([], path.parent) == [(f"{name}.yaml", 1, "a value cannot begin with *: that means something in YAML.")]
    assert whats([data], path.parent) == whats([], path.parent)


def test_sources_that_are_no_mapping_know_no_source(write: Write) -> None:
    path = write(HEAD.replace("weight: 1", "weight: 1\ndraws_on: [chen-2022]") + WHO)
    write("- chen-2022\n", "sources.yaml")

    assert whats([path], path.parent) == [("walk.yaml", 6, 'there is no source "chen-2022" in sources.yaml.')]


@pytest.mark.parametrize(
    ("path", "what", "mend"),
    [
        ("nowhere.yaml", "there is no such file.", "Look at the name; `heartwork list` shows what there is."),
        (".", "this is a folder.", "Name the files in it, or write --worksheets before it."),
    ],
)
def test_a_path_that_is_no_file_is_told(write: Write, path: str, what: str, mend: str) -> None:
    folder = write(HEAD + WHO).parent

    (problem,) = check([folder / path], WorksheetLibrary(folder))

    assert (problem.what, problem.mend) == (what, mend)


def test_texts_are_looked_at_wherever_an_author_writes_for_people(write: Write) -> None:
    """Each holds a pipe to a question of its own that is not there."""
    places = (
        "id: walk\ntitle: '{x.1}'\nabout: '{x.2}'\nminutes: 5\nweight: 1\nsections:\n"
        "  - id: there\n    title: '{x.3}'\n    text: '{x.4}'\n    questions:\n"
        "      - {id: a, kind: line, ask: '{x.5}', hint: '{x.6}'}\n"
        "      - {id: b, kind: choice, ask: B, options: {c: '{x.7}', d: '{x.8}'}}\n"
        "      - {id: e, kind: scale, ask: E, low: '{x.9}', high: '{x.10}'}\n"
        "      - {id: f, kind: number, ask: F, unit: '{x.11}'}\n"
        "      - {id: g, kind: plan, ask: G, if: '{x.12}', then: '{x.13}'}\n"
        "      - {id: h, kind: info, text: '{x.14}'}\n"
        "      - {id: i, kind: rows, ask: I, row: '{x.15}', columns: [{id: j, kind: line, ask: '{x.16}'}]}\n"
    )
    path = write(places)

    problems = check([path], WorksheetLibrary(path.parent))

    lines = places.splitlines()
    told = {lines[problem.line - 1][problem.column - 1 :].partition("}")[0] + "}" for problem in problems}
    assert told == {f"{{x.{number}}}" for number in range(1, 17)}
