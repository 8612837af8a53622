"""A folder of answers in an odd place: what is unusual is said, and nothing is changed unasked."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from heartwork import atomic_files
from heartwork.storage.folder_permissions import words_on
from heartwork.storage.workbook import Workbook
from heartwork.traces.erase import forget

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")

ROOT = os.getuid() == 0 if hasattr(os, "getuid") else False


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """Below it, others may do nothing, whatever the folders of this test run are like."""
    tmp_path.chmod(0o700)
    return tmp_path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_of_a_folder_that_is_made_here_there_is_nothing_to_say(folder: Path) -> None:
    assert words_on(folder) == []
    atomic_files.make_private_folder(folder)
    assert words_on(folder) == []


@pytest.mark.parametrize(
    ("rights", "said"), [(0o755, "see the names"), (0o711, ""), (0o777, "can change"), (0o703, "can change")]
)
def test_who_else_can_look_or_write_there_is_said_and_its_rights_stay(folder: Path, rights: int, said: str) -> None:
    folder.mkdir()
    folder.chmod(rights)
    book = Workbook.load(folder)
    book.save([])

    sentences = " ".join(words_on(folder))

    assert said in sentences
    assert bool(said) == bool(sentences)
    assert mode(folder) == rights


@pytest.mark.parametrize(("rights", "said"), [(0o777, True), (0o1777, False), (0o755, False)])
def test_so_is_a_home_in_which_everybody_can_put_another_in_its_place(tmp_path: Path, rights: int, said: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(rights)

    sentences = words_on(home / "answers")

    assert [str(home) in sentence for sentence in sentences] == [True] * said
    assert mode(home) == rights


@pytest.mark.skipif(not ROOT, reason="only the superuser can give a folder away")
def test_so_is_somebody_elses_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    os.chown(folder, 65534, 65534)

    assert "can change" in " ".join(words_on(folder))


def test_a_file_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert "Nothing can be saved" in " ".join(words_on(tmp_path / "file"))
    assert "Nothing can be saved" in " ".join(words_on(tmp_path / "file" / "answers"))


def test_a_name_that_no_system_takes_is_said() -> None:
    assert "File name too long" in " ".join(words_on(Path("/tmp") / ("x" * 300)))


def test_what_was_made_read_only_is_deleted_all_the_same(folder: Path) -> None:
    book = Workbook.load(folder)
    (folder / "backups" / "deep").mkdir(parents=True)
    (folder / "backups" / "deep" / "copy").touch()
    (folder / "workbook.json").write_text("{}")
    for place in (folder / "backups" / "deep", folder / "backups", folder):
        place.chmod(0o500)

    assert forget(book.folder, exports=True) == []

    assert not folder.exists()
