"""Where things are."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork import paths
from heartwork.errors import KitError
from heartwork.paths import answers_folder, copy_notebooks, notebooks_folder, worksheets_folder

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment says nothing about places, unless the test does."""
    monkeypatch.delenv("HEARTWORK_ANSWERS", raising=False)
    monkeypatch.delenv("HEARTWORK_WORKSHEETS", raising=False)


def test_the_folder_that_is_given_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTWORK_ANSWERS", "/from/the/environment")

    assert answers_folder("/given") == Path("/given")
    assert answers_folder(Path("/given")) == Path("/given")


def test_then_comes_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTWORK_ANSWERS", "/from/the/environment")

    assert answers_folder() == Path("/from/the/environment")


def test_then_comes_the_data_folder_of_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths.platformdirs, "user_data_dir", lambda name, appauthor: f"/data of {name}, {appauthor}")

    assert answers_folder() == Path("/data of heartwork, False")


@pytest.mark.parametrize("empty", ["", None])
def test_what_is_empty_is_not_given(monkeypatch: pytest.MonkeyPatch, empty: str | None) -> None:
    monkeypatch.setenv("HEARTWORK_ANSWERS", "")
    monkeypatch.setattr(paths.platformdirs, "user_data_dir", lambda *_, **__: "/data")

    assert answers_folder(empty) == Path("/data")


def test_a_home_and_a_place_from_here_are_written_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A kernel that is started elsewhere must find the same folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    assert answers_folder("~/answers") == tmp_path / "home" / "answers"
    assert answers_folder("answers") == tmp_path / "answers"


def test_no_folder_is_made_by_asking(tmp_path: Path) -> None:
    answers_folder(tmp_path / "not-yet")

    assert list(tmp_path.iterdir()) == []


def test_worksheets_are_where_they_are_said_to_be_else_the_kits_own(monkeypatch: pytest.MonkeyPatch) -> None:
    own = worksheets_folder()
    monkeypatch.setenv("HEARTWORK_WORKSHEETS", "/from/the/environment")

    assert worksheets_folder("/given") == Path("/given")
    assert worksheets_folder() == Path("/from/the/environment")
    assert (own / "start.yaml").is_file()


def test_in_a_checkout_its_folders_win() -> None:
    assert (worksheets_folder(), notebooks_folder()) == (CHECKOUT / "worksheets", CHECKOUT / "notebooks")


def test_outside_a_checkout_the_folders_in_the_package_are_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As in site-packages, where a folder called worksheets beside it would be somebody else's."""
    package = tmp_path / "lib" / "site-packages" / "heartwork"
    (tmp_path / "lib" / "worksheets").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)

    assert worksheets_folder() == package / "kit" / "worksheets"
    assert notebooks_folder() == package / "kit" / "notebooks"


def test_notebooks_are_copied_beside_the_answers_once_and_a_change_to_one_stays(folder: Path) -> None:
    notebooks = copy_notebooks(folder)
    (notebooks / "start.ipynb").write_text("mine now")

    again = copy_notebooks(folder)

    assert notebooks == again == folder / "notebooks"
    assert {path.name for path in again.iterdir()} == {path.name for path in notebooks_folder().glob("*.ipynb")}
    assert (again / "start.ipynb").read_text() == "mine now"


def test_notebooks_that_cannot_be_copied_are_a_problem_in_words(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a letter")

    with pytest.raises(KitError, match=r"the notebooks cannot be copied \(.+\)\.\n  Choose another folder"):
        copy_notebooks(tmp_path / "answers")
