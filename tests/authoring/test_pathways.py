"""Paces: ways through the same worksheets, and what an author is told of a file that is not one."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.authoring.folder_check import check
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.pathways import paces
from heartwork.kinds.choice import Choice

WALK = """\
id: walk
title: A walk
about: It is outside.
minutes: 5
weight: 1
draws_on: []
sections:
  - id: one
    title: One
    questions:
      - {id: how, kind: choice, ask: How far?, options: {far: Far, near: Near}}
      - {id: who, kind: line, ask: Who?}
"""
PACES = """\
question: walk.how
paces:
  - id: far
    about: To the sea.
    sections:
      - {id: go, title: Go, pages: [walk]}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "walk.yaml").write_text(WALK)
    return tmp_path


def told(own: Path, text: str) -> list[str]:
    (own / "paces.yaml").write_text(text)
    return [f"{problem.line}: {problem.what}" for problem in check([], WorksheetLibrary(own))]


def test_one_that_fits_is_read(own: Path) -> None:
    assert told(own, PACES) == []
    known = paces(WorksheetLibrary(own))
    assert known is not None
    assert [(pace.id, [part.pages for part in pace.parts]) for pace in known.paces] == [("far", [("walk",)])]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("walk.how", "walk.hw", '1: "walk.hw" is not a question that chooses one of several.'),
        ("walk.how", "walk.who", '1: "walk.who" is not a question that chooses one of several.'),
        ("id: far", "id: farr", '3: nothing chooses "farr". Did you mean "far"?'),
        ("pages: [walk]", "pages: [wlk]", '6: there is no worksheet "wlk". Did you mean "walk"?'),
        ("pages: [walk]", "pages: [walk, walk]", '6: "walk" is in this pace twice.'),
        ("about: To", "abuot: To", '4: the key "abuot" is not known here. Did you mean "about"?'),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_home_goes_without(own: Path, old: str, new: str, what: str) -> None:
    assert what in told(own, PACES.replace(old, new))
    assert paces(WorksheetLibrary(own)) is None


def test_a_folder_without_paces_has_none(own: Path) -> None:
    assert paces(WorksheetLibrary(own)) is None


def test_each_of_the_kits_own_can_be_chosen_and_none_is_the_only_other_choice() -> None:
    known = paces(WorksheetLibrary())
    assert known is not None
    question = WorksheetLibrary().worksheet("start").question("pace")
    assert question is not None
    assert isinstance(question.kind, Choice)

    assert [*(pace.id for pace in known.paces), "own"] == [option.key for option in question.kind.options]
