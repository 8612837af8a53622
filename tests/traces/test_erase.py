"""Forgotten means gone: nothing of it is left, and nothing that is still open writes it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.changes import Answered
from heartwork.errors import KitError
from heartwork.exports import export_file
from heartwork.paths import copy_notebooks
from heartwork.runtime import private_folders
from heartwork.storage import export_log, tombstone
from heartwork.storage.workbook import Workbook
from heartwork.traces.erase import anything, forget, not_reached
from tests.nasty import MARK

NOON = "2026-11-24T12:00:00Z"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's home, and a temporary folder of this test's own."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *name, **how: str(tmp_path / "data"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(private_folders, "independent", lambda: iter([]))


def happens(value: str) -> Answered:
    return Answered(worksheet="boundaries", question="happens", value=value)


@pytest.fixture
def book(folder: Path, tmp_path: Path) -> Workbook:
    """A workbook with everything beside it that the kit ever puts there."""
    book = Workbook.load(folder)
    for value in (MARK, f"{MARK} again"):
        book.save([happens(value)])
    copy_notebooks(folder)
    (folder / "workbook.damaged-2026.json").write_text(MARK)
    (folder / ".new-x.json").write_text(MARK)
    (folder / "workbook.json.age").write_text("sealed")
    (folder / "jupyter" / "runtime").mkdir(parents=True)
    export_file.write(tmp_path / "pages.md", MARK.encode())
    export_log.note(folder, tmp_path / "pages.md", MARK.encode(), at=NOON)
    (folder / "key.age").write_text("sealed")
    return book


def leaks(place: Path) -> list[str]:
    return [str(path) for path in place.rglob("*") if path.is_file() and MARK.encode() in path.read_bytes()]


def test_everything_is_gone_the_folder_too(book: Workbook, tmp_path: Path) -> None:
    assert forget(book.folder, exports=True) == []

    assert not book.folder.exists()
    assert leaks(tmp_path) == []
    assert anything(book.folder) == []


def test_exported_files_stay_unless_they_are_asked_for(book: Workbook, tmp_path: Path) -> None:
    forget(book.folder, exports=False)

    assert leaks(tmp_path) == [str(tmp_path / "pages.md")]


def test_what_is_not_the_kits_stays_and_is_told(book: Workbook, tmp_path: Path) -> None:
    (book.folder / "my-letter.txt").write_text("mine")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "thesis").write_text("mine")
    copies = book.folder / "backups"
    for path in copies.iterdir():
        path.unlink()
    copies.rmdir()
    copies.symlink_to(elsewhere)

    left = forget(book.folder, exports=True)

    assert left == [book.folder / "my-letter.txt"]
    assert ((elsewhere / "thesis").read_text(), copies.is_symlink()) == ("mine", False)


@pytest.mark.parametrize("inside", ["", "workshop"])
def test_the_pages_of_other_people_stay_and_are_spoken_of(book: Workbook, inside: str) -> None:
    host = book.folder / inside
    theirs = host / "seats" / "a-seat" / "workbook.json.age"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("sealed")
    (host / "room.sqlite").write_text("a room")

    left = forget(book.folder, exports=True)

    assert (left, anything(book.folder), theirs.read_text()) == ([], [], "sealed")
    assert "A workshop led from this computer" in not_reached(book.folder)[0]
    assert "A workshop" not in not_reached(theirs.parent)[0]


def test_a_window_that_is_still_open_does_not_write_it_back(book: Workbook) -> None:
    forget(book.folder, exports=True)

    with pytest.raises(KitError, match=r"deleted, here or in another window\. To start again, open heartwork"):
        book.save([happens("still waiting in the browser")])

    assert not book.folder.exists()
    assert book.reload().value("boundaries.happens") is None
    assert book.forgotten


def test_whoever_opens_it_afterwards_begins_anew_and_the_old_window_stays_out(book: Workbook) -> None:
    forget(book.folder, exports=True)

    fresh = Workbook.load(book.folder)
    assert (fresh.written.revision, fresh.notices, fresh.read_only) == (0, [], "")
    fresh.save([happens("new")])

    with pytest.raises(KitError, match="Everything was deleted"):
        book.save([happens("old")])
    assert Workbook.load(book.folder).written.value("boundaries.happens") == "new"


def test_forgotten_twice_shuts_out_who_began_between(book: Workbook) -> None:
    forget(book.folder, exports=True)
    between = Workbook.load(book.folder)
    between.save([happens("between")])
    forget(book.folder, exports=True)

    with pytest.raises(KitError, match="Everything was deleted"):
        between.save([happens("again")])


def test_a_temporary_folder_that_is_swept_forgets_nothing_of_what_is_new(book: Workbook, tmp_path: Path) -> None:
    forget(book.folder, exports=True)
    fresh = Workbook.load(book.folder)
    fresh.save([happens("new")])
    for path in (tmp_path / "tmp").glob("*/*.forgotten"):
        path.unlink()

    fresh.save([happens("newer")])

    assert Workbook.load(book.folder).written.value("boundaries.happens") == "newer"


def test_the_mark_says_nothing(book: Workbook, tmp_path: Path) -> None:
    forget(book.folder, exports=True)

    (mark,) = (tmp_path / "tmp").rglob("*.forgotten")
    assert mark.read_bytes() == b""
    assert mark.parent.stat().st_mode & 0o777 == 0o700
    assert "answers" not in mark.name
    assert tombstone.marked(book.folder)


def test_what_could_not_be_deleted_is_said_and_the_rest_is_gone(
    book: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stubborn(path: Path, **how: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("shutil.rmtree", stubborn)

    with pytest.raises(KitError, match="this could not be deleted") as caught:
        forget(book.folder, exports=True)

    assert {Path(problem.file).name for problem in caught.value.problems} == {"backups", "notebooks", "jupyter"}
    assert not book.path.exists()
