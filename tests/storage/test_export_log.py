"""The list of files that were written for the person: sealed where the folder is, and of use all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from heartwork.cli import main
from heartwork.errors import KitError
from heartwork.exports import export_file
from heartwork.storage import export_log, nearby_workbooks
from heartwork.storage.workbook import Workbook
from heartwork.traces import erase, registry
from tests.people import without_scrypt
from tests.storage.test_workbook import line

NOON = "2026-11-24T12:00:00Z"

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    without_scrypt(monkeypatch)


@pytest.fixture
def book(folder: Path, tmp_path: Path) -> Workbook:
    """A workbook with an export that was written before it was sealed, and one after."""
    book = Workbook.load(folder)
    book.save([line("words")])
    _export(book, tmp_path / "before.md")
    book.seal("three")
    _export(book, tmp_path / "after.md")
    return book


def _export(book: Workbook, path: Path) -> None:
    export_file.write(path, b"what was written")
    export_log.note(book.folder, path, b"what was written", at=NOON, seal=book.key)


def names(book: Workbook) -> list[str]:
    return [Path(one.path).name for one in export_log.noted(book.folder, book.key)]


def test_nothing_in_a_sealed_folder_tells_what_was_taken_out(book: Workbook, tmp_path: Path) -> None:
    assert names(book) == ["before.md", "after.md"]
    raw = [path.read_bytes() for path in book.folder.rglob("*") if path.is_file()]
    assert not [one for one in raw if b".md" in one or NOON[:10].encode() in one]
    assert export_log.noted(book.folder) == []


def test_a_clear_list_of_an_earlier_version_is_sealed_at_the_next_opening(book: Workbook, tmp_path: Path) -> None:
    (book.folder / export_log.SEALED_NOTES).unlink()
    files = [{"path": "/old/pages-2026-11-24.md", "at": NOON, "digest": "0"}]
    (book.folder / export_log.NOTES).write_text(json.dumps({"files": files}))

    again = Workbook.load(book.folder, passphrase="three")

    assert names(again) == ["pages-2026-11-24.md"]
    assert not (book.folder / export_log.NOTES).exists()


def test_the_list_goes_with_the_passphrase_that_is_changed_or_taken_away(book: Workbook) -> None:
    book.change_passphrase("three", "four")
    assert names(Workbook.load(book.folder, passphrase="four")) == ["before.md", "after.md"]

    book.unseal("four")

    assert [Path(one.path).name for one in export_log.noted(book.folder)] == ["before.md", "after.md"]
    assert not (book.folder / export_log.SEALED_NOTES).exists()


def test_a_blank_page_that_is_printed_without_the_passphrase_leaves_no_note(book: Workbook, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["print", "start", "-o", str(tmp_path / "blank.pdf"), "--answers", str(book.folder)]
    )

    assert result.exit_code == 0
    assert names(book) == ["before.md", "after.md"]
    assert not (book.folder / export_log.NOTES).exists()


def test_traces_say_that_the_list_is_locked_and_with_the_passphrase_what_is_in_it(book: Workbook) -> None:
    (locked,) = (one for one in registry.traces(book.folder) if one.name == "exports")
    (open_,) = (one for one in registry.traces(book.folder, book.key) if one.name == "exports")

    assert locked.where == (f"{book.folder / export_log.SEALED_NOTES} (the list of them, locked with your passphrase)",)
    assert [Path(place).name for place in open_.where] == ["before.md", "after.md"]


def test_clearing_them_takes_the_passphrase_and_clearing_the_rest_does_not(book: Workbook, tmp_path: Path) -> None:
    way = ["--answers", str(book.folder)]
    with pytest.raises(KitError, match="is locked with your passphrase"):
        registry.clear(book.folder, ["exports"])

    rest = CliRunner().invoke(main, ["trace", "--clear", "--yes", *way])
    assert (rest.exit_code, names(book)) == (0, ["before.md", "after.md"])
    (tmp_path / "passphrase").write_text("three")
    named = ["trace", "--clear", "exports", "--yes", "--passphrase-file", str(tmp_path / "passphrase"), *way]
    cleared = CliRunner().invoke(main, named)

    assert cleared.exit_code == 0, cleared.output
    assert not [name for name in ("before.md", "after.md") if (tmp_path / name).exists()]
    assert names(book) == []
    assert not (book.folder / export_log.SEALED_NOTES).exists()


def test_forgetting_needs_no_passphrase_and_says_what_it_could_not_know(book: Workbook, tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["forget", "--yes", "--exports", "--answers", str(book.folder)])

    assert told.exit_code == 0, told.output
    assert not book.folder.exists()
    assert "Left alone, because the list of them was locked: files that heartwork wrote for you." in told.stdout
    assert (tmp_path / "after.md").exists()


def test_forgetting_with_the_passphrase_deletes_what_was_written_too(book: Workbook, tmp_path: Path) -> None:
    erase.forget(book.folder, exports=True, seal=book.key)

    assert not book.folder.exists()
    assert not [name for name in ("before.md", "after.md") if (tmp_path / name).exists()]


def test_an_export_in_the_folder_itself_is_not_taken_for_a_copy_without_the_passphrase(book: Workbook) -> None:
    path = book.folder / "pages-2026-11-24.json"
    raw = export_file.content(book.written, None, "json", day="2026-11-24")  # type: ignore[arg-type]
    export_file.write(path, raw)
    export_log.note(book.folder, path, raw, at=NOON, seal=book.key)

    Workbook.load(book.folder, passphrase="three")
    assert path.read_bytes() == raw
    assert nearby_workbooks.found(book.folder) == []
    assert erase.forget(book.folder, exports=False) == [path]
