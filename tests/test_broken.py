"""
What an author is told about a wrong file: the whole of it, for each file in `tests/broken/`.

Beside `NAME.yaml` stands `NAME.txt`, what `heartwork check NAME.yaml` prints. The files are named for their mistake;
the worksheets they speak of are in `tests/broken/beside/`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from heartwork.authoring.folder_check import check
from heartwork.authoring.library import WorksheetLibrary
from heartwork.cli import main

BROKEN = Path(__file__).parent / "broken"


@pytest.mark.parametrize("name", sorted(path.stem for path in BROKEN.glob("*.yaml")))
def test_an_author_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)

    told = CliRunner().invoke(main, ["check", f"{name}.yaml", "--worksheets", "beside"])

    assert told.stdout == (BROKEN / f"{name}.txt").read_text(encoding="utf-8")
    assert (told.exit_code, told.stderr) == (1, "")


def test_every_text_has_its_file() -> None:
    assert {path.stem for path in BROKEN.glob("*.txt")} == {path.stem for path in BROKEN.glob("*.yaml")}


def test_what_the_broken_files_speak_of_is_not_broken() -> None:
    assert check([], WorksheetLibrary(BROKEN / "beside")) == []
