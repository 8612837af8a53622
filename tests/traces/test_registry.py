"""What the kit left on this computer is found, and only what is its own is ever deleted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from heartwork.atomic_files import remove_whole
from heartwork.changes import Answered
from heartwork.errors import KitError
from heartwork.exports import export_file
from heartwork.i18n.catalogs import catalogue
from heartwork.i18n.messages import use_language
from heartwork.notebook_placeholder import closed_page
from heartwork.paths import copy_notebooks, notebooks_folder
from heartwork.runtime import instance, private_folders
from heartwork.storage import export_log
from heartwork.storage.workbook import Workbook
from heartwork.traces import notebook_outputs
from heartwork.traces.registry import Trace, clear, traces
from tests.nasty import MARK

NOON = "2026-11-24T12:00:00Z"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that is nobody's, with what Jupyter and its like keep in it."""
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    (place / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place / "run"))
    monkeypatch.setattr(private_folders, "independent", lambda: iter([]))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *name, **how: str(place / "data"))
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture
def book(folder: Path) -> Workbook:
    """A workbook that was saved twice, so that there is a copy."""
    book = Workbook.load(folder)
    for value in ("one", "two"):
        book.save([Answered(worksheet="boundaries", question="happens", value=value)])
    return book


def found(folder: Path) -> dict[str, Trace]:
    return {one.name: one for one in traces(folder)}


def notebook(path: Path, *outputs: dict[str, Any], **metadata: Any) -> Path:
    """A notebook with one cell of code and its outputs."""
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "id": "a",
        "metadata": {},
        "outputs": list(outputs),
        "source": [],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))
    return path


def printed(text: str) -> dict[str, Any]:
    return {"data": {"text/plain": [text]}, "execution_count": 1, "metadata": {}, "output_type": "execute_result"}


def history(home: Path, *lines: str) -> Path:
    """IPython's history with these lines in it, as IPython makes it."""
    path = home / ".ipython" / "profile_default" / "history.sqlite"
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("CREATE TABLE history (session integer, line integer, source text, source_raw text)")
        made.executemany("INSERT INTO history VALUES (1, ?, ?, ?)", [(n, one, one) for n, one in enumerate(lines)])
    return path


def workshop(host: Path, *, seats: int) -> list[Path]:
    """What a workshop leaves: its room, and so many workbooks that only their owners can open."""
    places = [host / "seats" / f"seat-{number}" for number in range(seats)]
    for place in places:
        place.mkdir(parents=True)
        (place / "workbook.json.age").write_text("sealed")
    host.mkdir(parents=True, exist_ok=True)
    (host / "room.sqlite").write_text("a room")
    return places


def test_where_nothing_was_written_there_is_only_the_browser_to_speak_of(folder: Path) -> None:
    assert [one.name for one in traces(folder)] == ["browser"]
    assert not folder.exists()


def test_answers_are_listed_and_never_cleared_here(book: Workbook) -> None:
    answers = found(book.folder)["answers"]

    assert (answers.where, answers.can_clear) == ((str(book.path),), False)
    with pytest.raises(KitError, match='"answers" cannot be cleared from here') as caught:
        clear(book.folder, ["copies", "answers"])
    assert "heartwork forget" in str(caught.value)
    last_good, last_save = found(book.folder)["copies"].where
    assert last_good == str(book.folder / "backups" / "last-good.json")
    assert last_save.startswith(str(book.folder / "backups" / "last-save-"))


def test_copies_go_and_what_was_written_stays(book: Workbook) -> None:
    before = book.path.read_bytes()

    clear(book.folder, ["copies"])

    assert "copies" not in found(book.folder)
    assert book.path.read_bytes() == before


def test_what_was_set_aside_or_half_written_is_found_and_goes(book: Workbook) -> None:
    for name in ("workbook.damaged-2026-11-24T120000Z.json", ".new-k1ll3d.json"):
        (book.folder / name).write_text("words")

    assert len(found(book.folder)["damaged"].where) == 2
    clear(book.folder, ["damaged"])
    assert "damaged" not in found(book.folder)


def test_an_export_goes_only_as_it_was_written(book: Workbook, tmp_path: Path) -> None:
    same, changed, moved = (tmp_path / name for name in ("same.json", "changed.json", "moved.json"))
    for path in (same, changed, moved):
        export_file.write(path, b"words")
        export_log.note(book.folder, path, b"words", at=NOON)
    export_log.note(book.folder, "downloaded.json", b"words", at=NOON)
    changed.write_text("mine now")
    moved.rename(tmp_path / "elsewhere.json")

    before = found(book.folder)["exports"].where
    clear(book.folder, ["exports"])

    assert before == (
        f"{same}",
        f"{changed} (changed since, so it is left alone)",
        f"{moved} (no longer there: moved, renamed or deleted)",
        "downloaded.json (saved by your browser, so look in its downloads)",
    )
    assert (same.exists(), changed.read_text(), (tmp_path / "elsewhere.json").exists()) == (False, "mine now", True)
    assert found(book.folder)["exports"].where == before[1:2]


@pytest.mark.parametrize(
    "left",
    [
        lambda path: notebook(path, printed(MARK)),
        lambda path: notebook(path, {"output_type": "stream", "name": "stdout", "text": [MARK]}),
        lambda path: notebook(path, {**printed("heartwork: home"), "data": {"text/html": MARK}}),
        lambda path: notebook(path, widgets={"application/vnd.jupyter.widget-state+json": {"state": {"a": MARK}}}),
    ],
    ids=["value", "stream", "html", "widgets"],
)
def test_what_running_a_notebook_left_is_found_and_taken_out(book: Workbook, left: Callable[[Path], Path]) -> None:
    path = left(book.folder / "notebooks" / "mine.ipynb")

    assert found(book.folder)["outputs"].where == (str(path),)
    clear(book.folder, ["outputs"])

    assert "outputs" not in found(book.folder)
    assert MARK not in path.read_text()
    assert len(json.loads(path.read_text())["cells"]) == 1


def test_the_notebooks_of_the_kit_itself_are_no_trace_and_clearing_leaves_them_alone(folder: Path) -> None:
    before = {path: path.read_bytes() for path in notebooks_folder().glob("*.ipynb")}

    assert "outputs" not in found(folder)
    clear(folder, ["outputs"])

    assert {path: path.read_bytes() for path in notebooks_folder().glob("*.ipynb")} == before


def test_words_for_a_closed_page_are_no_trace_in_any_language_but_more_beside_them_is(book: Workbook) -> None:
    path = book.folder / "notebooks" / "mine.ipynb"
    with use_language(catalogue("es")):
        closed = closed_page()
    shown: dict[str, Any] = {"output_type": "display_data", "metadata": {}, "data": closed}

    notebook(path, shown)
    assert "outputs" not in found(book.folder)
    notebook(path, {**shown, "data": {**closed, "text/html": f"{closed['text/html']} {MARK}"}})
    assert found(book.folder)["outputs"].where == (str(path),)


def test_a_fresh_copy_of_the_notebooks_has_nothing_in_it_and_stays_byte_by_byte(folder: Path) -> None:
    copies = copy_notebooks(folder)

    assert "outputs" not in found(folder)
    assert len(found(folder)["notebooks"].where) == len(list(notebooks_folder().glob("*.ipynb")))
    for path in copies.glob("*.ipynb"):
        assert path.read_bytes() == (notebooks_folder() / path.name).read_bytes()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"cells": 1}', '{"cells": [1, {"outputs": 2}], "metadata": 3}', "\x00"]
)
def test_a_file_that_is_no_notebook_is_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "odd.ipynb"
    path.write_text(content)

    if not notebook_outputs.has_left(path):
        notebook_outputs.strip(path)
    assert path.exists()


def test_checkpoints_of_the_copies_go_and_others_beside_them_stay(folder: Path) -> None:
    copies = copy_notebooks(folder)
    own = notebook(copies / ".ipynb_checkpoints" / "boundaries-checkpoint.ipynb", printed(MARK))
    others = notebook(copies / ".ipynb_checkpoints" / "thesis-checkpoint.ipynb", printed("mine"))

    assert found(folder)["checkpoints"].where == (str(own),)
    clear(folder, ["checkpoints"])

    assert (own.exists(), others.exists(), "checkpoints" in found(folder)) == (False, True, False)


def test_only_lines_that_name_heartwork_leave_the_history(home: Path, folder: Path) -> None:
    path = history(home, "import numpy", f"from heartwork import Workbook  # {MARK}", "1 + 1")

    assert found(folder)["history"].where == (str(path),)
    clear(folder, ["history"])

    with closing(sqlite3.connect(path)) as read:
        assert [line for (line,) in read.execute("SELECT source FROM history")] == ["import numpy", "1 + 1"]
    assert MARK.encode() not in path.read_bytes()
    assert "history" not in found(folder)


def test_a_history_without_heartwork_or_that_is_none_is_not_spoken_of(home: Path, folder: Path) -> None:
    history(home, "import numpy")
    other = home / ".ipython" / "profile_other" / "history.sqlite"
    other.parent.mkdir()
    other.write_text("not a database")

    assert "history" not in found(folder)


def test_what_belongs_to_others_is_shown_and_left_alone(home: Path, folder: Path) -> None:
    workspace = home / ".jupyter" / "lab" / "workspaces" / "default-37a8.jupyterlab-workspace"
    fonts = home / ".cache" / "matplotlib" / "fontlist-v390.json"
    for path in (workspace, fonts):
        path.parent.mkdir(parents=True)
        path.write_text('{"path": "notebooks/boundaries.ipynb"}')

    for name, path in (("workspaces", workspace), ("fonts", fonts)):
        assert (found(folder)[name].where, found(folder)[name].can_clear) == ((str(path),), False)
        with pytest.raises(KitError, match="cannot be cleared from here"):
            clear(folder, [name])
        assert path.exists()


def test_what_jupyterlab_remembers_goes_and_a_link_in_it_is_not_followed(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis").write_text("mine")
    (folder / "jupyter" / "workspaces").mkdir(parents=True)
    (folder / "jupyter" / "linked").symlink_to(mine)

    clear(folder, ["lab"])

    assert list((folder / "jupyter").iterdir()) == []
    assert (mine / "thesis").read_text() == "mine"


def test_a_workshop_is_shown_wherever_it_is_found_and_left_to_those_whose_pages_are_in_it(
    home: Path, book: Workbook
) -> None:
    here, usual = book.folder / "workshop", home / "data" / "workshop"
    theirs = [*workshop(here, seats=2), *workshop(usual, seats=1)]

    shown = found(book.folder)["workshop"]

    assert shown.where == (f"{here} (2 workbooks, locked)", f"{usual} (1 workbook, locked)")
    assert not shown.can_clear
    assert "heartwork workshop" in shown.clearing
    with pytest.raises(KitError, match='"workshop" cannot be cleared from here'):
        clear(book.folder, ["workshop"])
    clear(book.folder, [one.name for one in traces(book.folder) if one.can_clear])
    assert all((place / "workbook.json.age").exists() for place in theirs)


def test_a_workshop_with_nothing_left_in_it_says_so(folder: Path) -> None:
    workshop(folder, seats=0)

    assert found(folder)["workshop"].where == (f"{folder} (no workbook is left in it)",)


def test_a_name_that_is_none_is_told_with_the_one_that_is_near(folder: Path) -> None:
    with pytest.raises(KitError, match=r'no trace of the name "copy"\. Did you mean "copies"'):
        clear(folder, ["copy"])


def test_what_is_not_there_any_more_is_no_trouble(folder: Path) -> None:
    clear(folder, ["copies", "exports", "history"])
    remove_whole(folder / "nothing")

    assert not folder.exists()


def test_the_key_of_the_door_and_the_note_where_to_knock_are_found_and_go(book: Workbook, tmp_path: Path) -> None:
    instance.key(book.folder)
    instance.note(book.folder, instance.RunningInstance(port=8866, knock="a word", worksheets="w", language=""))
    others = tmp_path / "others"
    instance.key(others)

    assert len(found(book.folder)["running"].where) == 2
    clear(book.folder, ["running"])

    assert "running" not in found(book.folder)
    assert instance.found(book.folder) is None
    assert "running" in found(others)  # the answers of another folder keep their own


def test_looking_makes_no_folder_for_things_that_run(folder: Path, home: Path) -> None:
    traces(folder)

    assert list((home / "run").iterdir()) == []
