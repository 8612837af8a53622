"""The workbook on a real disk: whole after every failure, private, shared by several writers."""

from __future__ import annotations

import contextlib
import datetime
import errno
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest
from filelock import FileLock
from hypothesis import given

from heartwork import atomic_files
from heartwork.answers import Answer, Answers
from heartwork.changes import Answered, EntryRemoved, Opened
from heartwork.crypto.keypair import KeyPair
from heartwork.errors import KitError, Problem
from heartwork.storage import answers_folder, folder_reader, replaced_file
from heartwork.storage.storage_errors import ANOTHER_FOLDER
from heartwork.storage.unlock import look_at
from heartwork.storage.workbook import Workbook
from heartwork.storage.workbook_json import as_bytes
from tests.storage.failing import Failing
from tests.strategies import AWKWARD, answered, at, documents

MONDAY = datetime.datetime(2026, 11, 23, 14, 5, tzinfo=datetime.timezone.utc)
TUESDAY = MONDAY + datetime.timedelta(days=1)

posix = pytest.mark.skipif(os.name != "posix", reason="permissions and processes of POSIX systems")


def line(words: Any, question: str = "happens") -> Answered:
    return Answered(worksheet="boundaries", question=question, value=words)


#: What is in a folder after the second save of a day.
WRITTEN_TWICE = {
    "workbook.json",
    ".workbook.json.lock",
    "backups",
    "backups/last-good.json",
    "backups/last-save.json",
}


def words_in(folder: Path) -> dict[str, Any]:
    """What a new visit would read from this folder, by question."""
    return {question: answer.value for question, answer in Workbook.load(folder).answers("boundaries").items()}


def every_name(folder: Path) -> set[str]:
    """Every file and folder in a folder, hidden ones too; records and keys without the digest in their names."""
    return {_name(path, folder) for path in folder.rglob("*")}


def _name(path: Path, folder: Path) -> str:
    return re.sub("(last-save|key)-[0-9a-f]{10}", r"\1", str(path.relative_to(folder)))


@pytest.fixture
def book(folder: Path) -> Workbook:
    """A workbook that was saved twice, on one day."""
    book = Workbook.load(folder)
    book.save([line("first")], now=MONDAY)
    book.save([line("second")], now=MONDAY)
    return book


# -- opening and saving


def test_opening_writes_nothing(folder: Path) -> None:
    book = Workbook.load(folder)

    assert not folder.exists()
    assert (book.path, book.written.revision, book.notices, book.read_only) == (folder / "workbook.json", 0, [], "")


def test_what_was_saved_is_there_for_the_next_visit(folder: Path) -> None:
    saved = Workbook.load(folder).save([line("one headline"), Opened("start")], now=MONDAY)

    again = Workbook.load(folder)

    assert again.written.document == saved.document
    assert again.answers("boundaries") == {"happens": Answer(value="one headline", at="2026-11-23T14:05:00Z")}
    assert again.notices == []


def test_the_file_reads_as_the_contract_says_to_the_byte(folder: Path) -> None:
    book = Workbook.load(folder)
    id_ = book.save([line("Über „Mama“ 👩‍👧")], now=MONDAY).document["id"]
    created, descent = (book.written.document[key] for key in ("created", "descent"))
    writer, digest = next(iter(descent["saves"])), descent["digest"]

    assert (folder / "workbook.json").read_bytes().decode("utf-8") == (
        "{\n"
        '  "format": "heartwork-workbook",\n'
        '  "version": 1,\n'
        f'  "id": "{id_}",\n'
        f'  "created": "{created}",\n'
        '  "updated": "2026-11-23T14:05:00Z",\n'
        '  "revision": 1,\n'
        '  "worksheets": {\n'
        '    "boundaries": {\n'
        '      "opened": "2026-11-23T14:05:00Z",\n'
        '      "finished": null,\n'
        '      "definition": "",\n'
        '      "answers": {\n'
        '        "happens": {\n'
        '          "value": "Über „Mama“ 👩‍👧",\n'
        '          "at": "2026-11-23T14:05:00Z"\n'
        "        }\n"
        "      }\n"
        "    }\n"
        "  },\n"
        '  "entries": {},\n'
        '  "descent": {\n'
        '    "saves": {\n'
        f'      "{writer}": 1\n'
        "    },\n"
        '    "answers": {\n'
        f'      "boundaries.happens": "{writer}.1"\n'
        "    },\n"
        '    "older": {},\n'
        '    "whole": true,\n'
        '    "gone": {},\n'
        f'    "digest": "{digest}"\n'
        "  }\n"
        "}\n"
    )


def test_without_a_moment_the_clock_is_read(folder: Path) -> None:
    before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)

    updated = datetime.datetime.strptime(Workbook.load(folder).save([line("now")]).updated, "%Y-%m-%dT%H:%M:%S%z")

    assert before <= updated <= before + datetime.timedelta(minutes=1)


def test_entries_come_in_the_order_of_their_days(folder: Path) -> None:
    book = Workbook.load(folder)
    for entry, day in (("b", "2026-11-20"), ("a", "2026-10-02")):
        book.save([Answered(worksheet="check-in", question="for", value=day, entry=entry)], now=MONDAY)

    assert [entry.day for entry in book.entries("check-in")] == ["2026-10-02", "2026-11-20"]


def test_a_table_without_pandas_says_how_to_get_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(KitError, match=r'^pandas is not installed\. Run: python -m pip install "heartwork\[pandas\]"$'):
        Workbook.load(folder).to_pandas()


def test_a_table_has_a_row_an_entry_and_a_column_a_question(folder: Path) -> None:
    book = Workbook.load(folder)
    for entry, day, question, value in (("e1", "2026-10-02", "tension", 7), ("e2", "2026-11-20", "calm", 0)):
        changes = [
            Answered(worksheet="check-in", question="for", value=day, entry=entry),
            Answered(worksheet="check-in", question=question, value=value, entry=entry),
        ]
        book.save(changes, now=MONDAY)

    table = book.to_pandas()

    assert table["for"].tolist() == ["2026-10-02", "2026-11-20"]
    assert table["tension"].fillna(-1).tolist() == [7, -1]
    assert table["calm"].fillna(-1).tolist() == [-1, 0]
    assert len(book.history_to_pandas()) == 0


def test_no_repr_shows_a_word(book: Workbook) -> None:
    assert repr(book) == "Workbook(revision=2)"


@given(answered())
def test_every_answer_of_every_kind_comes_back_as_it_was(tmp_path: Path, pair: Any) -> None:
    _, value = pair
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        Workbook.load(folder).save([line(value)], now=MONDAY)

        assert Workbook.load(folder).written.value("boundaries.happens") == value


@given(documents())
def test_every_document_reads_as_it_was_written(answers: Answers) -> None:
    assert json.loads(as_bytes(answers.document)) == answers.document


@pytest.mark.parametrize("words", [*AWKWARD, "x" * 100_000], ids=lambda words: ascii(words)[:20])
def test_any_text_survives(folder: Path, words: str) -> None:
    Workbook.load(folder).save([line(words), line("beside it", "fine-with")], now=MONDAY)

    assert words_in(folder) == {"happens": words, "fine-with": "beside it"}


def test_half_a_character_is_kept_in_the_escapes_of_json(folder: Path) -> None:
    Workbook.load(folder).save([line("a\ud83d")], now=MONDAY)

    assert b'"a\\ud83d"' in (folder / "workbook.json").read_bytes()


# -- private


@posix
def test_only_the_owner_can_read_or_enter(folder: Path) -> None:
    """Whatever the umask says."""
    old = os.umask(0o000)
    try:
        book = Workbook.load(folder)
        for days in range(3):
            book.save([line(f"day {days}")], now=MONDAY + datetime.timedelta(days=days))
    finally:
        os.umask(old)

    modes = {_name(path, folder): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert modes == {
        "workbook.json": 0o600,
        ".workbook.json.lock": 0o600,
        "backups": 0o700,
        "backups/last-good.json": 0o600,
        "backups/last-save.json": 0o600,
        "backups/workbook-2026-11-23.json": 0o600,
        "backups/workbook-2026-11-24.json": 0o600,
    }


@posix
def test_a_folder_that_is_open_to_others_keeps_its_rights_and_what_is_put_into_it_is_closed(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)

    Workbook.load(folder).save([line("private")])
    Workbook.load(folder).save([line("more")])

    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert [path for path in folder.iterdir() if path.stat().st_mode & 0o077] == []


@posix
def test_a_file_that_was_open_to_others_is_closed_by_the_next_save(book: Workbook) -> None:
    book.path.chmod(0o644)

    book.save([line("third")])

    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600


# -- a write that fails


@posix
def test_content_is_on_the_disk_before_the_rename_and_the_rename_before_the_word_saved(
    book: Workbook, failing: Failing
) -> None:
    with failing.inside(book.folder) as calls:
        book.save([line("third")], now=MONDAY)

    calls = calls[: calls.index("fsync of the folder") + 1]  # what follows is only a record
    written = [call.replace(call.split(".new-")[-1], "*") if ".new-" in call else call for call in calls[-5:]]
    assert written == [
        "open .new-*",
        "fsync of the file",
        "os.rename .new-*",
        "open answers",
        "fsync of the folder",
    ]


@posix
def test_whatever_call_fails_the_old_file_is_whole_and_nothing_is_left_lying_about(
    tmp_path: Path, failing: Failing
) -> None:
    """Every call of a save fails once, the first to the last but the folder's fsync, which comes after the rename."""
    number = 0
    while True:
        number += 1
        book = Workbook.load(tmp_path / str(number))
        book.save([line("first")], now=MONDAY)
        book.save([line("second")], now=MONDAY)
        before, names = book.path.read_bytes(), every_name(book.folder)
        tomorrow = MONDAY + datetime.timedelta(days=1)

        with failing.inside(book.folder, fails_at=number) as calls:
            try:
                book.save([line("third")], now=tomorrow)
            except KitError as error:
                told = error
            else:
                if len(calls) < number:
                    break  # it was the last one
                continue  # a call that a save can do without

        assert told.problems == (
            Problem(what="there is no room left on this disk.", mend="Make some room; it is tried again by itself."),
        )
        if not any(call.startswith("os.rename .new-") for call in calls[:-1]):
            assert (number, book.path.read_bytes()) == (number, before)
        assert every_name(book.folder) - {"backups/workbook-2026-11-23.json"} == names, calls

        book.save([line("third")], now=tomorrow)

        assert words_in(book.folder) == {"happens": "third"}
        assert every_name(book.folder) == names | {"backups/workbook-2026-11-23.json"}, calls
    assert number > 10


@posix
def test_a_rename_that_may_not_be_on_the_disk_is_not_called_saved(book: Workbook, failing: Failing) -> None:
    """The new file is in its place by then, whole; the next try finds its own words there, and no conflict."""
    with failing.inside(book.folder) as calls:
        book.save([line("third")], now=MONDAY)
    last = calls.index("fsync of the folder") + 1

    with failing.inside(book.folder, fails_at=last), pytest.raises(KitError, match="no room left"):
        book.save([Answered(worksheet="boundaries", question="happens", value="fourth", seen="third")], now=MONDAY)
    book.save([Answered(worksheet="boundaries", question="happens", value="fourth", seen="third")], now=MONDAY)

    assert book.answers("boundaries")["happens"] == Answer(value="fourth", at="2026-11-23T14:05:00Z")


@posix
@pytest.mark.parametrize("code", [errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_that_cannot_fsync_a_folder_can_be_saved_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, os.strerror(code))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)

    Workbook.load(folder).save([line("on a network")])

    assert words_in(folder) == {"happens": "on a network"}


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (errno.ENOSPC, "there is no room left on this disk. Make some room; it is tried again by itself."),
        (errno.EDQUOT, "there is no room left for you on this disk. Make some room; it is tried again by itself."),
        (
            errno.EROFS,
            f"the folder of your workbook can only be read. {ANOTHER_FOLDER}",
        ),
        (
            errno.EACCES,
            f"heartwork isn't allowed to write to the folder of your workbook. {ANOTHER_FOLDER}",
        ),
        (
            errno.EPERM,
            f"heartwork isn't allowed to write to the folder of your workbook. {ANOTHER_FOLDER}",
        ),
        (errno.EIO, "it could not be saved to the disk (Input/output error). It will try again by itself."),
        (0, "it could not be saved to the disk (None). It will try again by itself."),
    ],
)
def test_why_it_could_not_be_saved_is_told_in_words(
    book: Workbook, monkeypatch: pytest.MonkeyPatch, code: int, problem: str
) -> None:
    def replace(path: Path, content: bytes) -> None:
        raise OSError(code, os.strerror(code)) if code else OSError()

    monkeypatch.setattr(atomic_files, "replace", replace)

    with pytest.raises(KitError, match=f"^{re.escape(problem)}$"):
        book.save([line("third")])


def test_a_failed_save_is_forgotten_and_the_next_one_holds_only_its_own(
    book: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page still has the words, and sends them again; the kernel must not think that they are saved."""
    with monkeypatch.context() as patched:
        patched.setattr(atomic_files, "replace", _disk_full)
        with pytest.raises(KitError, match="no room left"):
            book.save([line("third"), line("beside it", "fine-with")])

    book.save([line("fourth")])

    assert words_in(book.folder) == {"happens": "fourth"}
    assert book.written.revision == 3


def _disk_full(path: Path, content: bytes) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """A small disk of its own, where this machine lets us make one."""
    disk = tmp_path / "small-disk"
    disk.mkdir()
    made = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k,mode=0777", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if not made or made.returncode != 0:
        pytest.skip("a disk can only be mounted as root; see the limited file size below, which needs no rights")
    try:
        book = Workbook.load(disk / "answers")
        book.save([line("first")], now=MONDAY)
        book.save([line("second")], now=MONDAY)
        before, names = book.path.read_bytes(), every_name(book.folder)

        with pytest.raises(KitError, match=r"^there is no room left on this disk\. Make some room"):
            book.save([line("x" * 100_000)], now=MONDAY)
        assert (book.path.read_bytes(), every_name(book.folder)) == (before, names)
        book.save([line("third")], now=MONDAY)

        assert words_in(book.folder) == {"happens": "third"}
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@posix
def test_a_file_that_may_not_grow(folder: Path) -> None:
    """A real write that stops half way, by the limit that every process may set for itself."""
    script = f"""
import resource, signal
from heartwork.changes import Answered
from heartwork.storage.workbook import Workbook
from heartwork.errors import KitError

def line(words):
    return Answered(worksheet="boundaries", question="happens", value=words)

book = Workbook.load({str(folder)!r})
book.save([line("first")])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    book.save([line("x" * 100_000)])
except KitError as error:
    print(error)
book.save([line("second")])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == "it could not be saved to the disk (File too large). It will try again by itself.\n"
    assert words_in(folder) == {"happens": "second"}
    assert every_name(folder) == WRITTEN_TWICE


# -- places that cannot be written to, or are none


@contextlib.contextmanager
def _closed(folder: Path) -> Iterator[None]:
    """The folder may be read and not written, for whoever is inside the block; root becomes nobody meanwhile."""
    if os.geteuid() != 0:
        folder.chmod(0o500)
        try:
            yield
        finally:
            folder.chmod(0o700)
        return
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder for answers that others could reach: pytest's own is closed to them."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place / "answers"
    shutil.rmtree(place)


@posix
def test_a_folder_that_may_only_be_read_shows_what_is_there_and_refuses_to_save(shared_folder: Path) -> None:
    Workbook.load(shared_folder).save([line("first")], now=MONDAY)

    with _closed(shared_folder):
        book = Workbook.load(shared_folder)
        assert book.answers("boundaries")["happens"].value == "first"
        with pytest.raises(KitError, match=r"^heartwork isn't allowed to write to the folder of your workbook\."):
            book.save([line("second")])

    assert words_in(shared_folder) == {"happens": "first"}


@posix
@pytest.mark.parametrize(
    ("saves", "shown", "notice"),
    [
        (2, "second", "This is the copy saved at 23 November 2026, 14:05."),
        (1, "first", "This is the copy saved at 23 November 2026, 14:05."),
    ],
)
def test_a_damaged_file_in_a_folder_that_may_only_be_read_stays_and_the_person_is_told(
    shared_folder: Path, saves: int, shown: str | None, notice: str
) -> None:
    book = Workbook.load(shared_folder)
    for words in ["first", "second"][:saves]:
        book.save([line(words)], now=MONDAY)
    book.path.write_bytes(b"{")

    with _closed(shared_folder):
        book = Workbook.load(shared_folder)
        book.reload()
        with pytest.raises(KitError, match=r"cannot be written to\. Choose another folder: "):
            book.save([line("third")])

    assert book.written.value("boundaries.happens") == shown
    assert book.notices == [f"Your workbook could not be read, and this folder cannot be written to. {notice}"]
    assert (shared_folder / "workbook.json").read_bytes() == b"{"


@posix
def test_a_file_that_may_not_be_read_is_a_problem_and_not_an_empty_workbook(shared_folder: Path) -> None:
    Workbook.load(shared_folder).save([line("first")])

    with _closed(shared_folder):
        as_root = os.getuid() == 0 and os.geteuid() != 0
        if as_root:
            os.seteuid(0)
        (shared_folder / "workbook.json").chmod(0o000)
        if as_root:
            os.seteuid(65534)
        with pytest.raises(KitError, match=r"cannot be read \(Permission denied\)\.\n  Check who is allowed"):
            Workbook.load(shared_folder)


@pytest.mark.parametrize("inside", ["", "deeper/still"])
def test_a_place_that_is_a_file_is_told_in_words(tmp_path: Path, inside: str) -> None:
    (tmp_path / "answers").write_text("a letter")
    place = tmp_path / "answers" / inside

    with pytest.raises(KitError, match=r"is a file, not a folder\. Choose another folder: "):
        Workbook.load(place)
    with pytest.raises(KitError, match=r"is a file, not a folder\. Choose another folder: "):
        Workbook(place).save([line("words")])

    assert (tmp_path / "answers").read_text() == "a letter"


def test_a_folder_of_the_name_of_the_file_is_a_problem(folder: Path) -> None:
    (folder / "workbook.json").mkdir(parents=True)

    with pytest.raises(KitError, match="your workbook is there but cannot be read"):
        Workbook.load(folder)


def test_the_folder_is_made_again_when_it_goes_in_mid_visit(book: Workbook) -> None:
    shutil.rmtree(book.folder)

    book.save([line("beside it", "fine-with")])

    assert words_in(book.folder) == {"happens": "second", "fine-with": "beside it"}
    assert book.notices == [
        "The file of your workbook had gone. What is open here is complete, and is written again with your next change."
    ]


def test_a_file_that_goes_in_mid_visit_takes_no_saved_word_with_it(book: Workbook) -> None:
    """The last good copy is one save behind; what is open here is not."""
    book.path.unlink()

    assert book.reload().value("boundaries.happens") == "second"
    assert book.reload().value("boundaries.happens") == "second"
    book.save([line("beside it", "fine-with")])

    assert words_in(book.folder) == {"happens": "second", "fine-with": "beside it"}
    assert len(book.notices) == 1


def test_a_file_that_went_before_the_visit_is_opened_from_its_copy(book: Workbook) -> None:
    book.path.unlink()

    again = Workbook.load(book.folder)

    assert again.written.value("boundaries.happens") == "second"
    assert again.notices == ["The file of your workbook had gone. This is the copy saved at 23 November 2026, 14:05."]


@pytest.mark.parametrize("open_", [True, False], ids=["open", "closed"])
def test_a_file_that_goes_is_not_followed_by_the_copy_of_another_workbook(tmp_path: Path, open_: bool) -> None:
    """The other one was saved more often; that says nothing."""
    other, book = Workbook(tmp_path / "other"), Workbook(tmp_path / "answers")
    other.save([line("somebody else's")], now=MONDAY)
    for words in ("one", "two", "three", "four", "five"):
        book.save([line(words)], now=MONDAY)
    shutil.copy(other.path, book.path)
    book = Workbook.load(book.folder)
    book.save([line("saved just now", "fine-with")], now=MONDAY)
    book.path.unlink()

    after = book.reload() if open_ else Workbook.load(book.folder).written

    assert after.value("boundaries.fine-with") == "saved just now"


@pytest.mark.parametrize("sealed", [False, True], ids=["clear", "sealed"])
@pytest.mark.parametrize("how", ["reload", "save"])
def test_an_older_file_put_in_its_place_takes_no_saved_word_with_it(folder: Path, sealed: bool, how: str) -> None:
    """As a program does that keeps folders alike on two computers."""
    seal = KeyPair((pyrage.x25519.Identity.generate(),), b"a key") if sealed else None
    book = Workbook(folder, seal=seal)
    book.save([line("first")], now=MONDAY)
    older = book.path.read_bytes()
    book.save([line("second")], now=MONDAY)
    book.save([line("third")], now=MONDAY)
    book.path.unlink()
    book.path.write_bytes(older)

    if how == "reload":
        book.reload()
    else:
        book.save([line("beside it", "fine-with")], now=MONDAY)

    assert book.written.value("boundaries.happens") == "third"
    assert Workbook(folder, seal=seal).reload().value("boundaries.happens") == "third"
    assert book.notices == [replaced_file.OLDER]


def test_somebody_elses_file_put_in_its_place_takes_no_saved_word_with_it(book: Workbook) -> None:
    other = Answers.none_yet(now=at(0)).with_changes([line("theirs")], now=at(1)).document
    book.path.unlink()
    book.path.write_bytes(as_bytes({**other, "revision": 90}))

    assert book.reload().value("boundaries.happens") == "theirs"

    assert "second" in (book.folder / "backups" / "workbook-2026-11-23.json").read_text()


def test_a_stamp_that_is_none_names_no_file_when_another_file_comes_in_its_place(folder: Path) -> None:
    folder.mkdir()
    (folder / "workbook.json").write_bytes(_with(updated="../../../elsewhere"))
    book = Workbook.load(folder)
    (folder / "workbook.json").write_bytes(_with(id="another"))

    book.reload()

    assert every_name(folder) - WRITTEN_TWICE == {"backups/workbook-earlier.json"}


# -- a file that is damaged

_DEEP = b"[" * 100_000


def _small() -> bytes:
    answers = Answers.none_yet(now=at(0), id_="x").with_changes([line("ä")], now=at(1))
    return as_bytes(answers.document)


def _with(**changed: Any) -> bytes:
    return json.dumps({**json.loads(_small()), **changed}).encode()


def _with_answer(**changed: Any) -> bytes:
    return _with(worksheets={"boundaries": {"answers": {"happens": {"value": "x", "at": at(0), **changed}}}})


DAMAGED = {
    "empty": b"",
    "only zeros, as after a power cut": b"\x00" * 400,
    "zeros at the end": _small()[:-40] + b"\x00" * 40,
    "zeros after it": _small() + b"\x00" * 40,
    "two files in one": _small() + _small(),
    "another encoding": _small().decode().encode("latin-1"),
    "UTF-16": _small().decode().encode("utf-16"),
    "not an object": b"[]",
    "null": b"null",
    "a number": b"1",
    "a text": b'"heartwork-workbook"',
    "no format": b"{}",
    "another format": _with(format="diary"),
    "no version": b'{"format": "heartwork-workbook"}',
    "a version in words": _with(version="1"),
    "a version that is true": _with(version=True),
    "no revision": _with(revision=None),
    "worksheets as a list": _with(worksheets=[]),
    "a worksheet as a text": _with(worksheets={"boundaries": "x"}),
    "answers as a list": _with(worksheets={"boundaries": {"answers": []}}),
    "an answer as a text": _with(worksheets={"boundaries": {"answers": {"happens": "x"}}}),
    "earlier values as a number": _with_answer(before=5),
    "an earlier value as a text": _with_answer(before=["x"]),
    "offers as an object": _with_answer(also={"value": "x"}),
    "entries as a list": _with(entries=[]),
    "an entry as a text": _with(entries={"check-in": ["x"]}),
    "an entry without an id": _with(entries={"check-in": [{"answers": {}}]}),
    "answers of an entry as a text": _with(entries={"check-in": [{"id": "e1", "answers": "x"}]}),
    "deep nesting": _DEEP,
    "deep nesting inside": _small()[:-3] + b', "more": ' + _DEEP + b"}",
}


@pytest.fixture(params=DAMAGED.values(), ids=DAMAGED)
def damaged(request: pytest.FixtureRequest) -> bytes:
    content: bytes = request.param
    return content


def test_a_damaged_file_is_set_aside_byte_for_byte_and_the_last_good_copy_opened(
    book: Workbook, damaged: bytes
) -> None:
    book.path.write_bytes(damaged)

    again = Workbook.load(book.folder)

    (aside,) = book.folder.glob("workbook.damaged-*.json")
    assert aside.read_bytes() == damaged
    assert again.written.value("boundaries.happens") == "second"
    assert again.notices == [
        f"Your workbook could not be read. It is kept as {aside.name}, and nothing was thrown away. "
        "This is the copy saved at 23 November 2026, 14:05."
    ]


def test_a_damaged_file_without_a_copy_starts_an_empty_one(folder: Path, damaged: bytes) -> None:
    folder.mkdir()
    (folder / "workbook.json").write_bytes(damaged)

    book = Workbook.load(folder)

    (aside,) = folder.glob("workbook.damaged-*.json")
    assert aside.read_bytes() == damaged
    assert (book.written.revision, book.answers("boundaries")) == (0, {})
    assert book.notices == [
        f"Your workbook could not be read. It is kept as {aside.name}, and nothing was thrown away. "
        "There was no earlier copy, so this one starts empty."
    ]


def test_looking_at_a_damaged_file_changes_nothing(folder: Path, damaged: bytes) -> None:
    folder.mkdir()
    (folder / "workbook.json").write_bytes(damaged)

    problems = look_at(folder)

    assert problems == [
        Problem(
            what="this is not a workbook that can be read.",
            mend="Open heartwork: it sets the file aside and goes on with the last good copy in backups/.",
            file=str(folder / "workbook.json"),
        )
    ]
    assert every_name(folder) == {"workbook.json"}
    assert (folder / "workbook.json").read_bytes() == damaged


def test_a_file_cut_off_at_any_byte_is_never_taken_for_a_workbook(folder: Path) -> None:
    whole = _small()
    folder.mkdir()
    path = folder / "workbook.json"

    for length in range(len(whole) - 1):  # the last byte is a newline: without it, nothing is lost
        path.write_bytes(whole[:length])
        book = Workbook.load(folder)

        (aside,) = folder.glob("workbook.damaged-*.json")
        assert (length, aside.read_bytes()) == (length, whole[:length])
        assert book.written.revision == 0
        aside.unlink()
    path.write_bytes(whole[:-1])
    assert words_in(folder) == {"happens": "ä"}


def test_what_follows_a_damaged_file_is_saved_on_top_of_the_copy(book: Workbook) -> None:
    book.path.write_bytes(b"{")
    again = Workbook.load(book.folder)

    again.save([line("beside it", "fine-with")])

    assert words_in(book.folder) == {"happens": "second", "fine-with": "beside it"}


def test_a_copy_that_was_opened_and_only_read_is_opened_the_next_time_too(book: Workbook) -> None:
    """Otherwise the next visit would begin empty, and its second save would overwrite the last good copy."""
    book.path.write_bytes(b"{")
    Workbook.load(book.folder)

    assert words_in(book.folder) == {"happens": "second"}


def test_a_file_damaged_in_mid_visit_takes_no_saved_word_with_it(book: Workbook) -> None:
    book.path.write_bytes(b"{")

    book.save([line("beside it", "fine-with")])

    (aside,) = book.folder.glob("workbook.damaged-*.json")
    assert words_in(book.folder) == {"happens": "second", "fine-with": "beside it"}
    assert book.notices == [
        f"Your workbook could not be read. It is kept as {aside.name}, and nothing was thrown away. "
        "What is open here is complete, and is written again with your next change."
    ]


def test_a_second_damaged_file_gets_a_name_of_its_own(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_reader, "clock", lambda: "2026-11-23T14:05:00Z")
    for content in (b"1", b"2", b"3"):
        book.path.write_bytes(content)
        Workbook.load(book.folder)

    assert {path.name: path.read_bytes() for path in book.folder.glob("workbook.damaged*")} == {
        "workbook.damaged-2026-11-23T140500Z.json": b"1",
        "workbook.damaged-2026-11-23T140500Z-2.json": b"2",
        "workbook.damaged-2026-11-23T140500Z-3.json": b"3",
    }


def test_a_damaged_copy_is_passed_over_for_an_older_one(folder: Path) -> None:
    book = Workbook.load(folder)
    for days, words in enumerate(["Monday", "Tuesday", "Wednesday"]):
        book.save([line(words)], now=MONDAY + datetime.timedelta(days=days))
    book.path.write_bytes(b"")
    for name in ("last-good.json", "workbook-2026-11-24.json"):
        copy = folder / "backups" / name
        copy.unlink()
        copy.write_bytes(_DEEP)
    (record,) = (folder / "backups").glob("last-save-*")
    record.unlink()

    assert words_in(folder) == {"happens": "Monday"}


def test_what_was_saved_last_is_there_though_the_state_before_it_is_lost(folder: Path) -> None:
    book = Workbook.load(folder)
    for days, question in enumerate(["happens", "limit", "fine-with"]):
        book.save([line(question, question)], now=MONDAY + datetime.timedelta(days=days))
    for path in (book.path, folder / "backups" / "last-good.json", folder / "backups" / "workbook-2026-11-24.json"):
        path.unlink()

    again = Workbook.load(folder)
    kept = {"happens": "happens", "limit": "limit", "fine-with": "fine-with"}
    assert words_in(folder) == kept
    again.save([line("more", "medium")])

    assert words_in(folder) == {**kept, "medium": "more"}


@pytest.mark.parametrize("updated", [None, 5, "", "yesterday", "../../../elsewhere"])
def test_a_stamp_that_is_none_stops_no_save_and_names_no_file(folder: Path, updated: object) -> None:
    folder.mkdir()
    document = json.loads(_small())
    del document["updated"]
    if updated is not None:
        document["updated"] = updated
    (folder / "workbook.json").write_text(json.dumps(document))

    Workbook.load(folder).save([line("beside it", "fine-with")])

    assert words_in(folder) == {"happens": "ä", "fine-with": "beside it"}
    assert every_name(folder) == WRITTEN_TWICE


def test_keys_that_a_later_kit_or_a_person_added_are_kept(folder: Path) -> None:
    folder.mkdir()
    (folder / "workbook.json").write_bytes(_with(note="mine", worksheets={"x": {"answers": {}, "colour": "blue"}}))

    Workbook.load(folder).save([Answered(worksheet="x", question="q", value=1)])

    document = Workbook.load(folder).written.document
    assert (document["note"], document["worksheets"]["x"]["colour"]) == ("mine", "blue")


# -- a newer version

NEWER = "This workbook was written by a newer heartwork. Nothing in it is changed here."


@pytest.mark.parametrize(
    "content", [_with(version=2), b'{"format": "heartwork-workbook", "version": 99, "chapters": []}']
)
def test_a_newer_file_opens_read_only_and_stays_as_it_is_to_the_byte(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "workbook.json").write_bytes(content)

    book = Workbook.load(folder)
    book.reload()
    with pytest.raises(KitError, match=f"^{NEWER} Update heartwork, then open it again.$"):
        book.save([line("words")])

    assert (book.read_only, book.notices, book.written.revision) == (NEWER, [NEWER], 0)
    assert (folder / "workbook.json").read_bytes() == content
    assert every_name(folder) == {"workbook.json"}


def test_a_file_that_becomes_newer_in_mid_visit_is_not_overwritten(book: Workbook) -> None:
    content = _with(version=2)
    book.path.write_bytes(content)

    with pytest.raises(KitError, match=NEWER):
        book.save([line("words")])

    assert book.path.read_bytes() == content
    assert book.written.value("boundaries.happens") == "second"


def test_a_newer_copy_is_not_taken_for_an_old_one(book: Workbook) -> None:
    """A newer kit was here, and its file was damaged: what it copied must not be overwritten by an older kit."""
    book.path.write_bytes(b"{")
    copy = book.folder / "backups" / "last-good.json"
    copy.write_bytes(_with(version=2))

    again = Workbook.load(book.folder)
    with pytest.raises(KitError, match=NEWER):
        again.save([line("words")])

    assert copy.read_bytes() == _with(version=2)


def test_looking_at_a_newer_file_says_so(folder: Path) -> None:
    folder.mkdir()
    (folder / "workbook.json").write_bytes(_with(version=2))

    assert look_at(folder) == [
        Problem(
            what="this workbook was written by a newer heartwork.",
            mend="Update heartwork.",
            file=str(folder / "workbook.json"),
        )
    ]


# -- looking


def test_a_good_workbook_has_no_problems(book: Workbook) -> None:
    assert look_at(book.folder) == []


def test_no_workbook_yet_is_said(folder: Path) -> None:
    assert look_at(folder) == [
        Problem(
            what="there is no workbook here yet.",
            mend="Look at the folder after --answers.",
            file=str(folder / "workbook.json"),
        )
    ]


def test_a_workbook_that_cannot_be_opened_is_said(folder: Path) -> None:
    (folder / "workbook.json").mkdir(parents=True)

    (problem,) = look_at(folder)

    assert (problem.what, problem.mend) == (
        "the workbook cannot be read (Is a directory).",
        "Check who is allowed to read it.",
    )


# -- copies


def test_the_last_good_copy_is_what_stood_there_before_the_last_save(folder: Path) -> None:
    book = Workbook.load(folder)
    book.save([line("first")], now=MONDAY)
    assert book.copies() == []

    was = book.path.read_bytes()
    book.save([line("second")], now=MONDAY)

    assert (folder / "backups" / "last-good.json").read_bytes() == was
    assert book.copies() == [folder / "backups" / "last-good.json"]


def test_each_day_leaves_a_copy_as_it_ended_and_fourteen_are_kept(folder: Path) -> None:
    book = Workbook.load(folder)
    for days in range(20):
        for part in ("morning", "evening"):
            book.save([line(f"{part} of day {days}")], now=MONDAY + datetime.timedelta(days=days))

    copies = book.copies()
    contents = [
        json.loads(copy.read_text())["worksheets"]["boundaries"]["answers"]["happens"]["value"] for copy in copies
    ]

    assert [copy.name for copy in copies[:2] + copies[-1:]] == [
        "last-good.json",
        "workbook-2026-12-11.json",
        "workbook-2026-11-28.json",
    ]
    assert contents == ["morning of day 19", *(f"evening of day {days}" for days in range(18, 4, -1))]


def test_a_file_system_without_links_gets_copies_too(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(source: object, target: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", link)

    book.save([line("third")], now=MONDAY)

    copy = book.folder / "backups" / "last-good.json"
    assert json.loads(copy.read_text())["revision"] == 2
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert every_name(book.folder) == WRITTEN_TWICE


def test_a_copy_is_never_the_file_itself(book: Workbook) -> None:
    """An editor that writes into the file must not write into its copy."""
    assert book.path.stat().st_ino != (book.folder / "backups" / "last-good.json").stat().st_ino


# -- several writers


def test_a_page_sees_what_another_wrote_once_it_looks(book: Workbook) -> None:
    other = Workbook.load(book.folder)

    other.save([line("from the phone")], now=MONDAY)

    assert book.written.value("boundaries.happens") == "second"
    assert book.reload().value("boundaries.happens") == "from the phone"


def test_a_file_that_did_not_change_is_not_read_again(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "loads", _never)

    assert book.reload().value("boundaries.happens") == "second"


def _never(*_: object) -> None:
    raise AssertionError("read again")


def test_two_pages_that_change_different_answers_keep_both(book: Workbook) -> None:
    other = Workbook.load(book.folder)

    other.save([line("from the phone", "fine-with")])
    book.save([line("from the table", "not-fine-with")])

    assert words_in(book.folder) == {
        "happens": "second",
        "fine-with": "from the phone",
        "not-fine-with": "from the table",
    }
    assert book.written.revision == 4


def test_when_two_pages_change_the_same_answer_the_later_is_shown_and_the_other_kept(book: Workbook) -> None:
    other = Workbook.load(book.folder)

    def written(words: str) -> Answered:
        return Answered(worksheet="boundaries", question="happens", value=words, seen="second")

    other.save([written("from the phone")], now=MONDAY)
    book.save([written("from the table")], now=MONDAY)

    assert Workbook.load(book.folder).answers("boundaries") == {
        "happens": Answer(
            value="from the table",
            at="2026-11-23T14:05:00Z",
            also=({"value": "from the phone", "at": "2026-11-23T14:05:00Z"},),
        )
    }


def test_an_entry_removed_by_one_page_stays_removed_for_the_other(book: Workbook) -> None:
    book.save([Answered(worksheet="check-in", question="tension", value=5, entry="e1")])
    other = Workbook.load(book.folder)

    book.save([EntryRemoved("check-in", "e1")])
    other.save([line("something else", "fine-with")])

    assert other.entries("check-in") == []


_WRITER = """
import sys
from heartwork.changes import Answered
from heartwork.storage.workbook import Workbook

folder, name = sys.argv[1:]
book = Workbook.load(folder)
print("ready", flush=True)
sys.stdin.readline()
for number in range(100):
    book.save([
        Answered(worksheet="boundaries", question=f"{name}-{number}", value=number),
        Answered(worksheet="boundaries", question="both", value=f"{name}-{number}"),
    ])
"""


def _start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_two_processes_of_a_hundred_changes_each_lose_none(folder: Path) -> None:
    writers = [_start(_WRITER, folder, name) for name in ("phone", "table")]

    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.wait(60) for writer in writers] == [0, 0]
    for writer in writers:
        writer.communicate()

    book = Workbook.load(folder)
    both = book.written.value("boundaries.both")
    assert words_in(folder) == {
        "both": both,
        **{f"{name}-{number}": number for name in ("phone", "table") for number in range(100)},
    }
    assert both in ("phone-99", "table-99")
    assert (book.written.revision, look_at(folder)) == (200, [])


_KILLED = """
import sys
from heartwork.changes import Answered
from heartwork.storage.workbook import Workbook

book = Workbook.load(sys.argv[1])
print("ready", flush=True)
number = 0
while True:
    number += 1
    book.save([Answered(worksheet="boundaries", question="number", value=number)])
    print(number, flush=True)
"""


@posix
def test_what_was_called_saved_outlives_a_kill(folder: Path) -> None:
    for _ in range(3):
        writer = _start(_KILLED, folder)
        assert writer.stdout is not None
        for _ in range(7):
            said = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        said = max([said, *map(int, writer.stdout.read().split())])  # what it said until the signal came
        writer.communicate()

        assert said <= Workbook.load(folder).written.value("boundaries.number") <= said + 1
        assert look_at(folder) == []


def test_what_a_killed_write_left_behind_goes_with_the_next_one(book: Workbook) -> None:
    """It holds every word, and nothing else would ever find it."""
    (book.folder / ".new-k1ll3d.json").write_text('{"format": "heartwork-workbook", ')

    book.save([line("third")], now=MONDAY)

    assert every_name(book.folder) == WRITTEN_TWICE


_HOLDER = """
import sys, time
from filelock import FileLock

with FileLock(sys.argv[1]):
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_a_lock_that_is_not_let_go_is_told_in_words(book: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers_folder, "_LOCK_SECONDS", 0.1)
    holder = _start(_HOLDER, book.folder / ".workbook.json.lock")

    with pytest.raises(KitError, match=r"another program has held your workbook open .* what you typed is still here"):
        book.save([line("third")])
    holder.communicate("done\n")
    book.save([line("third")])

    assert words_in(book.folder) == {"happens": "third"}


def test_a_save_waits_for_its_turn(book: Workbook) -> None:
    with FileLock(book.folder / ".workbook.json.lock"):
        other = _start("print('ready', flush=True)\n" + _WRITER.split("print")[0] + _ONE_SAVE, book.folder, "x")
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.5)
        assert words_in(book.folder) == {"happens": "second"}

    assert other.wait(10) == 0
    other.communicate()
    assert words_in(book.folder) == {"happens": "after the other"}


_ONE_SAVE = 'book.save([Answered(worksheet="boundaries", question="happens", value="after the other")])\n'


# -- a clock that is wrong, and copies brought back


def _states(book: Workbook) -> list[tuple[int, str]]:
    """Revision and name of each copy."""
    return [(json.loads(path.read_text())["revision"], path.name) for path in book.copies()]


def test_a_clock_that_was_set_back_loses_no_newer_copy(folder: Path) -> None:
    """A year back: the names of its copies sort before all others, and what is in them is newer."""
    book = Workbook.load(folder)
    for days in range(20):
        book.save([line(f"day {days}")], now=MONDAY + datetime.timedelta(days=days))
    for days in range(3):
        book.save([line(f"day {days} again")], now=MONDAY + datetime.timedelta(days=days - 365))

    revisions = sorted(revision for revision, name in _states(book) if name != "last-good.json")

    assert revisions == list(range(9, 23))
    assert book.written.value("boundaries.happens") == "day 2 again"


def test_a_day_that_comes_twice_keeps_both_of_its_copies(folder: Path) -> None:
    book = Workbook.load(folder)
    for days, words in ((0, "Monday"), (1, "Tuesday"), (0, "Monday again"), (2, "Wednesday")):
        book.save([line(words)], now=MONDAY + datetime.timedelta(days=days))

    assert _states(book) == [
        (3, "last-good.json"),
        (2, "workbook-2026-11-24.json"),
        (1, "workbook-2026-11-23.json"),
        (3, "workbook-2026-11-23-2.json"),
    ]


def test_without_its_file_the_newest_copy_is_opened_whatever_the_clock_said(folder: Path) -> None:
    book = Workbook.load(folder)
    for days, words in ((400, "by a clock that ran ahead"), (0, "Monday"), (1, "Tuesday"), (2, "Wednesday")):
        book.save([line(words)], now=MONDAY + datetime.timedelta(days=days))
    book.path.unlink()
    for path in (folder / "backups").glob("last-*"):
        path.unlink()

    assert words_in(folder) == {"happens": "Tuesday"}


def test_an_earlier_state_is_brought_back_and_what_was_there_becomes_a_copy(folder: Path) -> None:
    book = Workbook.load(folder)
    for days, words in enumerate(["Monday", "Tuesday", "Wednesday"]):
        book.save([line(words)], now=MONDAY + datetime.timedelta(days=days))
    other = Workbook.load(folder)

    listed = book.earlier()
    (monday,) = (copy for copy in listed if copy.updated.startswith("2026-11-23"))
    book.restore(monday, now=MONDAY + datetime.timedelta(days=2))

    assert [(copy.updated[:10], copy.answered) for copy in listed] == [
        ("2026-11-24", 1),
        ("2026-11-24", 1),
        ("2026-11-23", 1),
    ]
    assert words_in(folder) == {"happens": "Monday"}
    assert (book.written.revision, book.written.updated) == (4, "2026-11-25T14:05:00Z")
    assert other.reload().value("boundaries.happens") == "Monday"
    # And back again.
    (wednesday,) = (copy for copy in book.earlier() if copy.path.name == "workbook-2026-11-25.json")
    book.restore(wednesday, now=MONDAY + datetime.timedelta(days=2))
    assert words_in(folder) == {"happens": "Wednesday"}


def test_bringing_back_makes_room_for_nothing_that_was_asked_for(folder: Path) -> None:
    """The oldest of fourteen copies is the one asked for, and the copy of what is there would push it out."""
    book = Workbook.load(folder)
    for days in range(15):
        book.save([line(f"day {days}")], now=MONDAY + datetime.timedelta(days=days))
    oldest = book.earlier()[-1]

    book.restore(oldest, now=MONDAY + datetime.timedelta(days=15))

    assert words_in(folder) == {"happens": "day 0"}


def test_a_copy_that_went_meanwhile_changes_nothing(book: Workbook) -> None:
    (copy,) = book.earlier()
    copy.path.unlink()

    with pytest.raises(KitError, match=r"^that copy cannot be read any more\. Choose another\.$"):
        book.restore(copy)

    assert words_in(book.folder) == {"happens": "second"}


@posix
@pytest.mark.parametrize("sealed", [False, True], ids=["clear", "sealed"])
def test_after_a_power_cut_at_any_call_the_old_or_the_new_state_opens(
    tmp_path: Path, failing: Failing, sealed: bool
) -> None:
    """From one call on, nothing reaches the disk any more, no mending either."""
    number = 0
    while True:
        number += 1
        seal = KeyPair((pyrage.x25519.Identity.generate(),), b"a key") if sealed else None
        book = Workbook(tmp_path / str(number), seal=seal)
        book.save([line("first")], now=MONDAY)
        book.save([line("second")], now=MONDAY)
        with failing.inside(book.folder, fails_at=number, all_later=True) as calls:
            try:
                book.save([line("third")], now=TUESDAY)
                saved = True
            except KitError as error:
                assert error.problems[0].what == "there is no room left on this disk."
                saved = False
        if saved and len(calls) < number:
            break

        again = Workbook(book.folder, seal=seal)
        assert again.reload().value("boundaries.happens") in (["third"] if saved else ["second", "third"]), calls
        assert again.notices == []
        again.save([line("after it", "fine-with")], now=TUESDAY)
        assert Workbook(book.folder, seal=seal).reload().value("boundaries.fine-with") == "after it"
        assert [name for name in every_name(book.folder) if ".new" in name] == [], calls
    assert number > 10


def test_copies_of_our_own_are_not_let_go_of_for_files_that_say_a_higher_revision(folder: Path) -> None:
    book = Workbook.load(folder)
    book.save([line("day 0")], now=MONDAY)
    for number in range(14):
        foreign = json.loads(book.path.read_bytes())
        foreign["revision"] = 900_000 + number
        foreign["id" if number % 2 else "descent"] = "somebody-else"
        path = folder / "backups" / f"workbook-2027-01-{number + 1:02}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(foreign))

    for days in range(1, 20):
        book.save([line(f"day {days}")], now=MONDAY + datetime.timedelta(days=days))

    days = [kept["worksheets"]["boundaries"]["answers"]["happens"]["value"] for kept in _in_backups(folder)]
    assert [f"day {day}" in days for day in range(5, 19)] == [True] * 14
    assert "day 3" not in days


def test_a_foreign_copy_of_the_same_number_and_day_does_not_stand_in_for_ours(folder: Path) -> None:
    book = Workbook.load(folder)
    book.save([line("of ours")], now=MONDAY)
    foreign = json.loads(book.path.read_bytes())
    foreign["worksheets"]["boundaries"]["answers"]["happens"]["value"] = "of somebody else"
    (folder / "backups").mkdir(exist_ok=True)
    (folder / "backups" / "workbook-2026-11-23.json").write_text(json.dumps(foreign))

    book.save([line("next")], now=TUESDAY)

    days = [kept["worksheets"]["boundaries"]["answers"]["happens"]["value"] for kept in _in_backups(folder)]
    assert "of ours" in days


def _in_backups(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_bytes()) for path in (folder / "backups").glob("workbook-*.json")]
