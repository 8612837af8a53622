"""Files written for a person: for their eyes only, never over another one, and found again."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given

from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError
from heartwork.exports import export_file, import_file
from heartwork.merging import merged
from heartwork.storage import export_log
from heartwork.storage.export_log import ExportRecord
from heartwork.storage.workbook import Workbook
from tests.strategies import documents

NOON = "2026-11-24T12:00:00Z"
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


@posix
def test_a_written_file_is_for_its_owner_only(tmp_path: Path) -> None:
    export_file.write(tmp_path / "new.json", b"words")
    (tmp_path / "old.json").write_bytes(b"others")
    (tmp_path / "old.json").chmod(0o644)
    export_file.write(tmp_path / "old.json", b"words", force=True)

    for name in ("new.json", "old.json"):
        assert (tmp_path / name).read_bytes() == b"words"
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_file_that_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_bytes(b"mine")

    with pytest.raises(KitError, match="there is a file of this name already"):
        export_file.write(tmp_path / "mine.json", b"words")

    assert (tmp_path / "mine.json").read_bytes() == b"mine"


def test_a_link_to_nowhere_is_a_file_that_is_there(tmp_path: Path) -> None:
    """Written through, it would put the words wherever somebody else wants them."""
    (tmp_path / "mine.json").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(KitError, match="there is a file of this name already"):
        export_file.write(tmp_path / "mine.json", b"words")

    assert not (tmp_path / "elsewhere").exists()


def test_a_place_that_takes_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(KitError, match=r"cannot be written \(No such file or directory\)"):
        export_file.write(tmp_path / "nowhere" / "mine.json", b"words")


def test_what_was_written_is_noted_without_a_word_of_it(folder: Path) -> None:
    export_log.note(folder, "/home/ada/pages-2026-11-24.md", b"a secret", at=NOON)
    export_log.note(folder, "pages-2026-11-24.csv", b"again", at=NOON)
    export_log.note(folder, "/home/ada/pages-2026-11-24.md", b"another secret", at=NOON)

    assert export_log.noted(folder) == [
        ExportRecord("pages-2026-11-24.csv", NOON, hashlib.sha256(b"again").hexdigest()),
        ExportRecord("/home/ada/pages-2026-11-24.md", NOON, hashlib.sha256(b"another secret").hexdigest()),
    ]
    assert "secret" not in (folder / export_log.NOTES).read_text()


def test_what_is_taken_off_the_list_leaves_no_empty_list_behind(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes(b"changed since")
    for path in (str(kept), "downloaded.json"):
        export_log.note(folder, path, b"as it was written", at=NOON)

    export_log.remove_unchanged(folder)
    assert [one.path for one in export_log.noted(folder)] == [str(kept)]
    kept.unlink()
    export_log.remove_unchanged(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("damaged", ["", "[]", '{"files": [1]}', '{"files": {"a": 1}}', "[" * 100_000])
def test_a_list_that_cannot_be_read_is_an_empty_one(folder: Path, damaged: str) -> None:
    folder.mkdir()
    (folder / export_log.NOTES).write_text(damaged)

    assert export_log.noted(folder) == []


@given(documents())
def test_out_and_in_again_gives_the_same_workbook(tmp_path: Path, answers: Answers) -> None:
    number = len(list(tmp_path.iterdir()))
    book = Workbook.load(tmp_path / f"{number}-out")
    if answers.revision:
        book.change(lambda mine, now: answers)
    path = tmp_path / f"{number}.json"
    export_file.write(path, export_file.content(book.written, WorksheetLibrary(), "json", day="2026-11-24"), force=True)

    theirs = import_file.read(path)

    assert json.dumps(theirs.document) == json.dumps(book.written.document)
    into = Workbook.load(tmp_path / f"{number}-in")
    into.change(lambda mine, now: merged(mine, theirs, now=now))
    if answers.revision:
        assert json.dumps(Workbook.load(into.folder).written.document) == json.dumps(book.written.document)
        assert into.path.read_bytes() == path.read_bytes()
