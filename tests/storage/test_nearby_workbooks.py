"""Copies of a workbook under names that the kit did not give: sealed, destroyed, traced, forgotten as its own are."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
import zlib
from pathlib import Path

import pytest

from heartwork.changes import Answered
from heartwork.crypto import age_scrypt
from heartwork.storage import nearby_workbooks
from heartwork.storage.workbook import Workbook
from heartwork.traces import erase
from heartwork.traces.registry import traces

CANARY = "The canary sings at noon"
PASSPHRASE = "four words or so"

#: Names that other programs give, and where they put them.
NAMES = (
    "workbook.sync-conflict-20261123-140500-ABCDEFG.json",
    "workbook (Ada's conflicted copy 2026-11-23).json",
    "workbook_conflict-20261123-140500.json",
    "workbook (conflicted copy 2026-11-23 140500).json",
    "workbook-LAPTOP.json",
    "workbook 2.json",
    "workbook.json~",
    "workbook.json.bak",
    ".workbook.json.swp",
    ".syncthing.workbook.json.tmp",
    ".~workbook.json",
    ".stversions/workbook~20261123-140500.json",
    "backups/workbook-2026-11-20.sync-conflict-20261123-140500-ABCDEFG.json",
    "backups/last-good.json~",
    "old/of mine",
)


def line(words: str, question: str = "happens") -> Answered:
    return Answered(worksheet="boundaries", question=question, value=words)


def holding(place: Path, words: str = CANARY) -> list[str]:
    """Every file below a place in which these words stand."""
    paths = [path for path in place.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(place)) for path in paths if words.encode() in path.read_bytes())


@pytest.fixture
def book(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Workbook:
    """A workbook with a letter, and with a copy of it under each of these names."""
    monkeypatch.setattr(age_scrypt, "_WORK", 10, raising=False)
    book = Workbook.load(folder)
    book.save([line("calls")])
    book.save([line(CANARY, "letter")])
    for name in NAMES:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(book.path.read_bytes())
    return book


def test_after_sealing_no_copy_is_clear_text(book: Workbook) -> None:
    book.seal(PASSPHRASE)

    assert holding(book.folder) == []
    assert book.notices == []


def test_unsealing_opens_them_again(book: Workbook) -> None:
    before = holding(book.folder)
    book.seal(PASSPHRASE)

    book.unseal(PASSPHRASE)

    assert holding(book.folder) == before


@pytest.mark.parametrize("sealed", [False, True], ids=["clear", "sealed"])
def test_a_destroyed_letter_is_taken_out_of_every_copy(book: Workbook, sealed: bool) -> None:
    if sealed:
        book.seal(PASSPHRASE)

    left = book.destroy("boundaries", "letter")
    if sealed:
        book.unseal(PASSPHRASE)

    assert (left, holding(book.folder)) == ([], [])
    assert holding(book.folder, "calls") != []


def test_a_copy_that_cannot_be_read_is_named(book: Workbook) -> None:
    half = book.folder / "workbook.json.part"
    half.write_bytes(book.path.read_bytes()[:-40])

    assert book.destroy("boundaries", "letter") == [half]


def test_the_list_names_them_all(book: Workbook) -> None:
    (found,) = (one for one in traces(book.folder) if one.name == "other-copies")
    copies = next(one for one in traces(book.folder) if one.name == "copies")

    assert {str(book.folder / name) for name in NAMES} <= {*found.where, *copies.where}


@pytest.mark.parametrize("sealed", [False, True], ids=["clear", "sealed"])
def test_forgetting_deletes_them(book: Workbook, sealed: bool) -> None:
    if sealed:
        book.seal(PASSPHRASE)

    left = erase.forget(book.folder, exports=False)

    assert (left, book.folder.exists()) == ([], False)


def test_what_is_not_ours_to_change_is_named_with_its_place(book: Workbook) -> None:
    content = book.path.read_bytes()
    packed = book.folder / "mine.json.gz"
    packed.write_bytes(gzip.compress(content))
    beside = book.folder.parent / f"{book.folder.name} (copy)" / "workbook.json"
    beside.parent.mkdir()
    beside.write_bytes(content)
    other = book.folder / "hers.json"
    other.write_bytes(content.replace(book.written.document["id"].encode(), b"somebody-else"))

    assert set(nearby_workbooks.outside(book.folder)) == {packed, beside, other}
    assert set(book.destroy("boundaries", "letter")) == {packed, beside, other}
    book.seal(PASSPHRASE)
    assert all(path.read_bytes() for path in (packed, beside, other))
    assert str(beside) in book.notices[0]
    erase.forget(book.folder, exports=False)
    assert all(path.is_file() for path in (packed, beside, other))


def test_a_conflict_copy_is_not_the_copy_of_a_day(book: Workbook) -> None:
    assert [copy.path.name for copy in book.earlier()] == ["last-good.json"]


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_in_the_place_of_the_file_is_written_through_and_sealed_and_forgotten(tmp_path: Path) -> None:
    target, folder = tmp_path / "synced" / "mine.json", tmp_path / "answers"
    target.parent.mkdir()
    book = Workbook.load(folder)
    book.save([line("first")])
    book.path.rename(target)
    book.path.symlink_to(target)

    book.save([line(CANARY)])
    assert (book.path.is_symlink(), holding(target.parent)) == (True, ["mine.json"])
    assert Workbook.load(folder).written.value("boundaries.happens") == CANARY

    book.seal(PASSPHRASE)
    assert holding(tmp_path) == []

    book.unseal(PASSPHRASE)
    book.path.rename(target)
    book.path.symlink_to(target)
    erase.forget(folder, exports=False)
    assert holding(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_to_a_file_that_is_not_there_yet_is_written_through(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "workbook.json").symlink_to(tmp_path / "mine.json")

    Workbook.load(folder).save([line("first")])

    assert (tmp_path / "mine.json").is_file()
    assert Workbook.load(folder).written.value("boundaries.happens") == "first"


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_second_name_of_the_file_elsewhere_is_told_of_when_it_is_sealed(tmp_path: Path) -> None:
    book = Workbook.load(tmp_path / "answers")
    book.save([line(CANARY)])
    os.link(book.path, tmp_path / "another-name.json")

    book.seal(PASSPHRASE)

    assert any("second name elsewhere" in notice for notice in book.notices)


@pytest.mark.parametrize(
    "name",
    ["Copy of answers/workbook.json", "workbook.json", "answers.tar.gz", "Old Answers.zip", "workbook (1).json"],
)
def test_copies_right_beside_the_folder_are_named(book: Workbook, name: str) -> None:
    path = book.folder.parent / name
    path.parent.mkdir(exist_ok=True)
    raw = book.path.read_bytes()
    path.write_bytes(gzip.compress(raw) if name.endswith("gz") else zipped(raw) if name.endswith("zip") else raw)
    (book.folder.parent / "notes.txt").write_bytes(raw)  # anybody's folder: not every file in it is looked into

    assert nearby_workbooks.outside(book.folder) == [path]
    assert erase.elsewhere(book.folder) == [path]


def test_what_a_link_in_the_folder_leads_to_is_named(book: Workbook, tmp_path: Path) -> None:
    target = tmp_path / "drawer" / "saved"
    target.parent.mkdir()
    target.write_bytes(book.path.read_bytes())
    (book.folder / "link").symlink_to(target)
    (book.folder / "to itself").symlink_to(book.path)
    (book.folder / "to nothing").symlink_to(tmp_path / "nowhere")

    assert nearby_workbooks.outside(book.folder) == [target]


@pytest.mark.parametrize("place", ["notebooks/workbook.json", "jupyter/workbook.json", ".new-words"])
def test_copies_among_notebooks_and_under_names_like_ours_are_sealed_and_destroyed(book: Workbook, place: str) -> None:
    path = book.folder / place
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(book.path.read_bytes())

    book.destroy("boundaries", "letter")
    assert holding(book.folder) == []

    path.write_bytes(book.path.read_bytes())
    book.seal(PASSPHRASE)
    assert b"calls" not in b"".join(one.read_bytes() for one in book.folder.rglob("*") if one.is_file())


@pytest.mark.parametrize("how", ["UTF-16 without its mark", "an object of git"])
def test_copies_in_other_bytes_are_named(book: Workbook, how: str) -> None:
    raw = book.path.read_bytes()
    path = book.folder / ".git" / "objects" / "aa" / "bb"
    path.parent.mkdir(parents=True)
    path.write_bytes(zlib.compress(b"blob 9\0" + raw) if "git" in how else raw.decode().encode("utf-16-le"))

    assert path in (*nearby_workbooks.ours(book.folder), *nearby_workbooks.outside(book.folder))


def zipped(raw: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("workbook.json", raw)
    return file.getvalue()
