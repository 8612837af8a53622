"""Files that are too large, or nested too deep: told in a sentence, and nothing is lost by them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from heartwork.changes import Answered
from heartwork.cli import main
from heartwork.errors import KitError
from heartwork.storage.workbook import Workbook
from heartwork.storage.workbook_json import LARGEST


def nested(depth: int) -> Any:
    value: Any = "words"
    for _ in range(depth):
        value = [value]
    return value


def line(value: Any) -> Answered:
    return Answered(worksheet="boundaries", question="happens", value=value)


def told(*arguments: object) -> str:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)  # no traceback
    return result.output


@pytest.mark.parametrize("depth", [50, 482, 100_000])
def test_a_file_nested_too_deep_is_not_brought_in(tmp_path: Path, depth: int) -> None:
    book = Workbook.load(tmp_path / "a")
    book.save([line("mine")])
    text = book.path.read_text().replace('"mine"', "[" * depth + '"x"' + "]" * depth)
    (tmp_path / "deep.json").write_text(text)

    assert "nested too deep" in told("import", tmp_path / "deep.json", "--yes", "--answers", tmp_path / "a")
    assert Workbook.load(tmp_path / "a").written.value("boundaries.happens") == "mine"


@pytest.mark.parametrize("depth", [50, 482])
def test_a_file_nested_too_deep_in_the_place_of_the_workbook_is_set_aside(folder: Path, depth: int) -> None:
    book = Workbook.load(folder)
    book.save([line("mine")])
    deep = json.loads(book.path.read_text())
    deep["worksheets"]["boundaries"]["answers"]["happens"]["value"] = nested(depth)
    book.path.write_text(json.dumps(deep))

    again = Workbook.load(folder)

    assert again.written.value("boundaries.happens") == "mine"
    assert "It is kept as workbook.damaged-" in again.notices[0]


def test_an_answer_nested_too_deep_is_refused_before_it_is_saved(folder: Path) -> None:
    book = Workbook.load(folder)
    book.save([line(nested(35))])

    with pytest.raises(KitError, match="nested too deeply to be kept"):
        book.save([line(nested(46))])

    assert Workbook.load(folder).written.value("boundaries.happens") == nested(35)


def test_a_file_that_is_far_too_large_is_set_aside_without_being_read(folder: Path) -> None:
    book = Workbook.load(folder)
    book.save([line("mine")])
    with book.path.open("r+b") as file:
        file.truncate(LARGEST * 8)

    assert Workbook.load(folder).written.value("boundaries.happens") == "mine"


def test_an_import_that_is_far_too_large_is_told_in_a_sentence(tmp_path: Path) -> None:
    with (tmp_path / "large.json").open("wb") as file:
        file.truncate(LARGEST + 1)

    assert "too large to be a workbook" in told("import", tmp_path / "large.json", "--answers", tmp_path / "a")


@pytest.mark.parametrize("length", [101, 300, 5000])
def test_a_new_worksheet_with_a_very_long_name_is_told_in_a_sentence(tmp_path: Path, length: int) -> None:
    assert "too long" in told("new", "a" * length, "--worksheets", tmp_path)


@pytest.mark.parametrize("how", ["laughs", "itself", "once"])
def test_a_worksheet_with_aliases_is_refused_at_once(tmp_path: Path, how: str) -> None:
    texts = {
        "laughs": "a0: &a0 [x, x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)),
        "itself": "id: &a [*a]\n",
        "once": "id: &a [x]\ntitle: *a\n",
    }
    path = tmp_path / "walk.yaml"
    path.write_text(texts[how])

    assert "is repeated by its name" in told("check", path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device without an end")
def test_an_import_of_what_has_no_size_and_no_end_is_told_in_a_sentence(tmp_path: Path) -> None:
    assert "too large to be a workbook" in told("import", Path("/dev/zero"), "--answers", tmp_path / "a")
