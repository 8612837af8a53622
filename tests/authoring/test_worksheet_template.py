"""`heartwork new`: a worksheet to begin with, in which all is well."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.authoring import worksheet_template
from heartwork.authoring.folder_check import check
from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError
from heartwork.kinds import all_kinds


def test_a_starter_passes_the_check(tmp_path: Path) -> None:
    path = worksheet_template.write("sunday-calls", tmp_path / "of-mine")

    assert check([path], WorksheetLibrary()) == []
    assert WorksheetLibrary(draft=path).worksheet("sunday-calls").title == "Sunday calls"


def test_a_starter_names_every_kind_of_question(tmp_path: Path) -> None:
    written = worksheet_template.write("walk", tmp_path).read_text(encoding="utf-8")
    words = written.replace("\n      #", "").replace(",", " ").split()

    assert [kind for kind in all_kinds() if kind not in words] == []


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "walk.yaml").write_text("mine")

    with pytest.raises(KitError, match="there is such a file already"):
        worksheet_template.write("walk", tmp_path)
    assert (tmp_path / "walk.yaml").read_text() == "mine"


@pytest.mark.parametrize("id_", ["Walk", "2walks", "a walk", "../walk", "", "sources", "resources"])
def test_what_cannot_be_a_name_is_said(id_: str, tmp_path: Path) -> None:
    with pytest.raises(KitError, match="cannot be the name of a worksheet"):
        worksheet_template.write(id_, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(KitError, match="the worksheet cannot be written"):
        worksheet_template.write("walk", tmp_path / "file")
