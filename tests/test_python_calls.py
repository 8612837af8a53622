"""What a notebook calls: a name that is typed wrongly is an error that says what was meant, not an empty answer."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heartwork import Workbook, chart, patterns
from heartwork.files.shelf import Shelf
from heartwork.files.traces import traces
from heartwork.problems import KitError
from tests.people import write_example


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda book: book.entries("chek-in"), 'Did you mean "check-in"?'),
        (lambda book: book.entries("boundaries"), r"is filled in once.*answers\('boundaries'\)"),
        (lambda book: book.answers("nosuch"), "There are: start,"),
        (lambda book: book.to_pandas("boundaries"), "is filled in once"),
        (lambda book: patterns("forcast", answers=book.folder), 'Did you mean "forecast"?'),
        (lambda book: chart("forcast", answers=book.folder), 'Did you mean "forecast"?'),
        (lambda book: chart("forecast", since="2026-01-01", answers=book.folder), "since is not a day"),
        (lambda book: chart("forecast", until="2026-01-01", answers=book.folder), "until is not a day"),
    ],
)
def test_a_name_that_is_none_is_an_error(folder: Path, call: Callable[[Workbook], Any], told: str) -> None:
    with pytest.raises(KitError, match=told):
        call(Workbook(folder))


def test_what_is_known_may_be_asked_for_though_nothing_was_written(folder: Path) -> None:
    book = Workbook(str(folder))

    assert book.folder == folder
    assert (book.entries("check-in"), book.answers("boundaries"), book.answers("check-in")) == ([], {}, {})


def test_what_was_written_in_a_worksheet_that_is_gone_can_still_be_read(folder: Path) -> None:
    from heartwork.changes import Answered

    Workbook.load(folder).save([Answered(worksheet="of-my-own", question="one", value="kept")])

    assert Workbook.load(folder).answers("of-my-own")["one"].value == "kept"


def test_a_moment_is_the_day_it_is_on(folder: Path) -> None:
    moment = datetime.datetime(2026, 1, 1, 12)

    assert chart("forecast", since=moment, answers=folder) == chart("forecast", since=moment.date(), answers=folder)


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_picture_that_is_saved_is_for_its_owner_only_and_found_by_trace(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for id_ in Shelf().ids:
        write_example(folder, id_)
    path = tmp_path / f"chart.{ending}"
    path.touch(mode=0o644)

    chart("needs", answers=folder).save(path)

    (exports,) = [one for one in traces(folder) if one.name == "exports"]
    assert exports.where == (str(path),)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_notebook_of_patterns_needs_no_pandas(tmp_path: Path) -> None:
    program = """
import json, sys
sys.modules["pandas"] = None
for cell in json.load(open(sys.argv[1]))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), globals())
"""
    from heartwork.files.places import notebooks_folder

    done = subprocess.run(
        [sys.executable, "-c", program, str(notebooks_folder() / "patterns.ipynb")], capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")
