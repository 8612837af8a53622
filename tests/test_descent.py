"""Which of two files follows the other, and both as one where neither does."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from heartwork import descent
from heartwork.answers import Answers
from heartwork.changes import Answered, EntryRemoved
from heartwork.crypto.keypair import KeyPair
from heartwork.storage import replaced_file
from heartwork.storage.workbook import Workbook
from heartwork.storage.workbook_json import as_bytes

FIXTURE = Path(__file__).parent / "storage" / "workbook-without-descent.json"


def line(words: Any, question: str = "happens", entry: str | None = None) -> Answered:
    worksheet = "boundaries" if entry is None else "check-in"
    return Answered(worksheet=worksheet, question=question, value=words, entry=entry)


def everything_in(answers: Answers) -> set[str]:
    """Every value that is shown or offered."""
    found = set()
    for kept in descent.named(answers.document).values():
        found |= {str(kept.get("value"))} | {str(other["value"]) for other in kept.get("also", ())}
    return found


class Computers:
    """Two folders of one workbook, and a program that copies the file from one to the other."""

    def __init__(self, place: Path, *, sealed: bool = False) -> None:
        self.seal = KeyPair((pyrage.x25519.Identity.generate(),), b"a key") if sealed else None
        self.here, self.there = place / "here", place / "there"

    def open(self, folder: Path) -> Workbook:
        book = Workbook(folder, seal=self.seal)
        book.reload()
        return book

    def copied(self, source: Path, target: Path, how: str = "rename") -> None:
        name = "workbook.json.age" if self.seal else "workbook.json"
        target.mkdir(exist_ok=True)
        put(target / name, (source / name).read_bytes(), how)


def put(path: Path, content: bytes, how: str) -> None:
    """As programs do: by a rename, or into the file that is there."""
    if how == "rename":
        fresh = path.with_name(".incoming.tmp")
        fresh.write_bytes(content)
        fresh.replace(path)
    else:
        path.write_bytes(content)


@pytest.fixture(params=[False, True], ids=["clear", "sealed"])
def computers(request: pytest.FixtureRequest, tmp_path: Path) -> Computers:
    """Both have the same workbook, with one answer."""
    both = Computers(tmp_path, sealed=request.param)
    both.open(both.here).save([line("common")])
    both.copied(both.here, both.there)
    return both


@pytest.mark.parametrize("how", ["rename", "in place"])
@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
@pytest.mark.parametrize(("mine", "theirs"), [(1, 1), (1, 2), (2, 1), (10, 10)])
@pytest.mark.parametrize("question", ["happens", "elsewhere"])
def test_no_saved_word_is_lost_when_another_version_is_put_over_it(
    computers: Computers, how: str, is_open: bool, mine: int, theirs: int, question: str
) -> None:
    here, there = computers.open(computers.here), computers.open(computers.there)
    for number in range(mine):
        here.save([line(f"mine {number}")])
    for number in range(theirs):
        there.save([line(f"theirs {number}", question)])
    computers.copied(computers.there, computers.here, how)

    book = here if is_open else computers.open(computers.here)
    book.reload()

    found = everything_in(computers.open(computers.here).written)
    assert {f"mine {mine - 1}", f"theirs {theirs - 1}"} <= found
    assert found <= {f"mine {mine - 1}", f"theirs {theirs - 1}", "common"}  # nothing that was written over comes back
    assert book.notices == [replaced_file.MERGED]


def test_a_later_state_of_ours_is_simply_taken(computers: Computers) -> None:
    here, there = computers.open(computers.here), computers.open(computers.there)
    there.save([line("theirs")])
    computers.copied(computers.there, computers.here)

    assert here.reload().document == there.written.document
    assert (here.notices, computers.open(computers.here).notices) == ([], [])


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_an_older_state_that_comes_back_undoes_nothing(computers: Computers, is_open: bool) -> None:
    here = computers.open(computers.here)
    here.save([line("in a letter", "letter"), line("an entry", "good", "e1"), line("cleared later", "cleared")])
    computers.copied(computers.here, computers.there)
    here.destroy("boundaries", "letter")
    here.save([EntryRemoved("check-in", "e1"), line(None, "cleared"), line("the last")])
    computers.copied(computers.there, computers.here)

    book = here if is_open else computers.open(computers.here)
    book.reload()

    assert everything_in(computers.open(computers.here).written) == {"the last"}
    assert book.notices == [replaced_file.OLDER]


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_what_was_destroyed_or_cleared_here_is_not_brought_back_by_news_from_there(
    computers: Computers, is_open: bool
) -> None:
    here = computers.open(computers.here)
    here.save([line("in a letter", "letter"), line("an entry", "good", "e1"), line("cleared later", "cleared")])
    computers.copied(computers.here, computers.there)
    computers.open(computers.there).save([line("news", "news")])
    here.destroy("boundaries", "letter")
    here.save([EntryRemoved("check-in", "e1"), line(None, "cleared")])
    computers.copied(computers.there, computers.here)

    book = here if is_open else computers.open(computers.here)
    book.reload()

    assert everything_in(computers.open(computers.here).written) == {"common", "news"}


def test_what_was_written_anew_there_after_it_was_destroyed_here_is_kept(computers: Computers) -> None:
    here = computers.open(computers.here)
    here.save([line("a letter", "letter")])
    computers.copied(computers.here, computers.there)
    computers.open(computers.there).save([line("another letter", "letter")])
    here.destroy("boundaries", "letter")
    computers.copied(computers.there, computers.here)

    assert everything_in(here.reload()) == {"common", "another letter"}


def test_two_computers_that_keep_in_step_come_to_rest(computers: Computers) -> None:
    here, there = computers.open(computers.here), computers.open(computers.there)
    for day in range(12):
        here.save([line(f"here {day}", "here"), line(f"both here {day}", "both")])
        there.save([line(f"there {day}", "there"), line(f"both there {day}", "both")])
        for _ in range(3):
            computers.copied(computers.here, computers.there)
            there.reload()
            computers.copied(computers.there, computers.here)
            here.reload()
        assert here.written.document == there.written.document
    told = [list(here.notices), list(there.notices)]
    revision = here.written.revision

    for _ in range(5):
        computers.copied(computers.here, computers.there)
        there.reload()
        computers.copied(computers.there, computers.here)
        here.reload()

    assert here.written.revision == revision
    assert [here.notices, there.notices] == told
    assert all(len(notices) <= 2 for notices in told)
    assert computers.open(computers.here).notices == []


@pytest.mark.parametrize("revision", [-5, 0, 1, 5])
@pytest.mark.parametrize("state", ["before", "now"])
def test_a_file_that_was_changed_by_hand_shows_no_descent(tmp_path: Path, revision: int, state: str) -> None:
    """Whatever it says of itself: it was one of ours, and somebody put other words into it."""
    book = Workbook.load(tmp_path / "a")
    book.save([line("common")])
    book.save([line("mine")])
    source = book.path if state == "now" else tmp_path / "a" / "backups" / "last-good.json"
    edited = json.loads(source.read_bytes())
    edited["worksheets"]["boundaries"]["answers"]["happens"]["value"] = "by hand"
    edited["revision"] += revision
    put(book.path, json.dumps(edited).encode(), "rename")

    book.reload()

    assert {"mine", "by hand"} <= everything_in(Workbook.load(tmp_path / "a").written)
    assert book.notices == [replaced_file.MERGED]


def test_a_file_without_the_key_is_read_for_ever_and_has_it_after_the_next_save(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    shutil.copyfile(FIXTURE, tmp_path / "a" / "workbook.json")

    book = Workbook.load(tmp_path / "a")
    before = everything_in(book.written)
    book.save([line("new", "new")])

    assert before == {"one headline", "7", "2026-11-20"}
    assert everything_in(Workbook.load(tmp_path / "a").written) == {*before, "new"}
    assert descent.KEY in book.written.document
    assert book.notices == []


def test_a_file_without_the_key_that_replaced_one_with_it_is_merged(tmp_path: Path) -> None:
    book = Workbook.load(tmp_path / "a")
    book.save([line("mine")])
    other = {key: value for key, value in book.written.document.items() if key != descent.KEY}
    other = dict(Answers(other).with_changes([line("theirs", "theirs")], now="2036-01-01T00:00:00Z").document)
    put(book.path, as_bytes(other), "rename")

    assert everything_in(book.reload()) == {"mine", "theirs"}


@pytest.mark.parametrize("content", [b"", b"\0" * 500, b'{"format": "heartwork-workbook", "ver'])
@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_half_a_file_an_empty_one_and_zeros_lose_nothing_and_the_whole_one_may_follow(
    computers: Computers, content: bytes, is_open: bool
) -> None:
    here, there = computers.open(computers.here), computers.open(computers.there)
    here.save([line("mine")])
    there.save([line("theirs", "theirs")])
    put(here.path, content, "in place")

    book = here if is_open else computers.open(computers.here)
    assert everything_in(book.reload()) == {"mine"}
    computers.copied(computers.there, computers.here)
    book.reload()

    assert everything_in(computers.open(computers.here).written) == {"mine", "theirs"}


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_a_file_that_goes_and_comes_back_loses_nothing(computers: Computers, is_open: bool) -> None:
    here = computers.open(computers.here)
    here.save([line("mine")])
    away = here.path.read_bytes()
    here.path.unlink()

    book = here if is_open else computers.open(computers.here)
    book.reload()
    book.save([line("meanwhile", "meanwhile")])
    put(here.path, away, "rename")
    book.reload()

    assert everything_in(computers.open(computers.here).written) == {"mine", "meanwhile"}


def test_somebody_elses_workbook_is_never_merged(computers: Computers, tmp_path: Path) -> None:
    other = Computers(tmp_path / "other")
    other.seal = computers.seal
    other.open(tmp_path / "other").save([line("somebody else's")])
    here = computers.open(computers.here)
    here.save([line("mine")])
    computers.copied(tmp_path / "other", computers.here)

    for book in (computers.open(computers.here), here):
        assert everything_in(book.reload()) == {"somebody else's"}
    assert "is kept as workbook-" in here.notices[0]
    kept = [copy for copy in here.earlier() if "last-good" not in copy.path.name]
    raw = [copy.path.read_bytes() if here.key is None else here.key.open(copy.path.read_bytes()) for copy in kept]
    assert [everything_in(Answers(json.loads(copy))) for copy in raw] == [{"mine"}]


def test_a_tab_that_was_behind_does_not_hide_what_another_saved(computers: Computers) -> None:
    behind, ahead = computers.open(computers.here), computers.open(computers.here)
    there = computers.open(computers.there)
    ahead.save([line("of the other tab", "other")])
    there.save([line("theirs", "theirs")])
    computers.copied(computers.there, computers.here)

    assert everything_in(behind.reload()) == {"common", "of the other tab", "theirs"}


def test_an_earlier_state_that_is_brought_back_on_purpose_is_what_counts_on_both(computers: Computers) -> None:
    here, there = computers.open(computers.here), computers.open(computers.there)
    here.save([line("later", "later")])
    computers.copied(computers.here, computers.there)
    there.reload()
    here.restore(here.earlier()[0])
    computers.copied(computers.here, computers.there)

    assert everything_in(there.reload()) == {"common"}
    assert there.notices == []


def test_a_writer_and_an_answer_are_remembered_within_bounds(tmp_path: Path) -> None:
    for number in range(300):
        book = Workbook.load(tmp_path / "a")
        book.save([line("words", f"q{number}")])

    told = book.written.document[descent.KEY]

    assert (len(told["saves"]), len(told["answers"]), told["whole"]) == (128, 128, False)
    assert len(told["older"]) <= 128


def test_what_is_no_longer_remembered_counts_as_new(tmp_path: Path) -> None:
    computers = Computers(tmp_path)
    here = computers.open(computers.here)
    here.save([line("common")])
    computers.copied(computers.here, computers.there)
    there = computers.open(computers.there)
    for number in range(300):
        there._name = f"w{number}"
        there.save([line(f"words {number}", f"q{number}")])
    here.save([line("mine", "mine")])
    computers.copied(computers.there, computers.here)

    assert everything_in(here.reload()) == {"common", "mine", *(f"words {number}" for number in range(300))}


def kept_apart(book: Workbook, id_: str) -> list[Answers]:
    """The copies of a folder that are of another workbook than this one."""
    copies = [Answers(json.loads(copy.path.read_text())) for copy in book.earlier()]
    return [kept for kept in copies if kept.document["id"] != id_]


#: What happens on one of two computers, or between them.
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.sampled_from(["here", "there"]), st.sampled_from(["a", "b", "e"])),
        st.tuples(st.just("clear"), st.sampled_from(["here", "there"]), st.sampled_from(["a", "b", "e"])),
        st.tuples(st.sampled_from(["copy", "copy in place", "close", "look"]), st.sampled_from(["here", "there"])),
        st.tuples(st.sampled_from(["remember", "bring back", "damage", "remove"]), st.sampled_from(["here", "there"])),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=150)
@given(_STEPS)
@example([("damage", "there"), ("close", "there"), ("save", "there", "a")])
@example([("remove", "there"), ("close", "there"), ("save", "there", "a"), ("copy", "here")])
def test_no_order_of_saves_and_exchanges_loses_a_saved_answer(tmp_path_factory: Any, steps: Any) -> None:
    """
    Every saved answer that was not written over, or cleared, by somebody who had seen it is shown or offered.

    "Seen" is told here by the test itself: each side keeps which values were ever shown to it.
    """
    with tempfile.TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as place:
        _play(Path(place), steps)


def _play(place: Path, steps: Any) -> None:
    computers = Computers(place)
    computers.open(computers.here).save([line("common", "start")])
    computers.copied(computers.here, computers.there)
    folders = {"here": computers.here, "there": computers.there}
    books: dict[str, Workbook] = {name: computers.open(folder) for name, folder in folders.items()}
    saved: dict[str, str] = {"common": "start"}
    replaced: set[str] = set()
    away: dict[str, bytes] = {}
    for number, step in enumerate(steps):
        what, side, *rest = step
        book, folder = books[side], folders[side]
        path = folder / "workbook.json"
        match what:
            case "save" | "clear":
                entry = "e1" if rest[0] == "e" else None
                book.reload()
                name = ("check-in/e1." if entry else "boundaries.") + rest[0]
                shown = descent.named(book.written.document).get(name, {})
                if shown.get("value") is not None:
                    replaced.add(str(shown["value"]))
                words = None if what == "clear" else f"{side} {number}"
                book.save([line(words, rest[0], entry)])
                if words:
                    saved[words] = name
            case "copy" | "copy in place":
                other = folders["there" if side == "here" else "here"]
                if (other / "workbook.json").is_file():
                    computers.copied(other, folder, "rename" if what == "copy" else "in place")
            case "close":
                books[side] = computers.open(folder)
            case "look":
                book.reload()
            case "remember" if path.is_file():
                away[side] = path.read_bytes()
            case "bring back" if side in away:
                put(path, away[side], "rename")
            case "damage":
                put(path, b'{"format": "heart', "in place")
            case "remove":
                path.unlink(missing_ok=True)
    for _ in range(3):  # they end in step
        for side, folder in folders.items():
            books[side].reload()
            books[side].save([line(f"at rest {side}", f"rest-{side}")])
            other = folders["there" if side == "here" else "here"]
            computers.copied(folder, other)
    opened = [computers.open(folder) for folder in folders.values()]
    for book in opened:
        # Where a file was gone before anything was saved beside it, a workbook of its own was begun there. When the
        # other one comes back, that one is kept as an earlier copy, as a stranger's would be.
        apart = [copy for other in opened for copy in kept_apart(other, book.written.document["id"])]
        found = everything_in(book.written).union(*map(everything_in, apart))
        assert {words for words in saved if words not in replaced} <= found


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_clear_text_put_beside_a_sealed_workbook_is_merged_and_clear_no_more(tmp_path: Path, is_open: bool) -> None:
    computers = Computers(tmp_path)
    computers.open(computers.here).save([line("common")])
    computers.copied(computers.here, computers.there)
    computers.open(computers.there).save([line("theirs", "theirs")])
    book = computers.open(computers.here)
    book.seal("four words or so")
    book.save([line("mine", "mine")])
    computers.copied(computers.there, computers.here)

    if is_open:
        book.save([line("after", "after")])
    again = Workbook.load(computers.here, passphrase="four words or so")

    assert {"common", "mine", "theirs"} <= everything_in(again.written)
    assert replaced_file.MERGED in (book if is_open else again).notices
    assert not (computers.here / "workbook.json").exists()
