"""A workbook in memory only: it answers as any other, and no file is ever made or read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from heartwork.errors import KitError
from heartwork.notebook_api import workbook
from heartwork.storage.workbook import Workbook
from tests.storage.failing import Failing
from tests.storage.test_workbook import MONDAY, line, posix


@posix
def test_nothing_on_the_whole_disk_is_opened_made_or_renamed(failing: Failing) -> None:
    book = Workbook.in_memory()

    with failing.inside(Path("/")) as calls:
        book.save([line("a secret")], now=MONDAY)
        book.save([line("beside it", "fine-with")], now=MONDAY)
        book.reload()

    assert calls == []
    assert book.written.value("boundaries.happens") == "a secret"
    assert (book.written.revision, book.copies(), book.earlier()) == (2, [], [])
    assert (book.private, book.sealed, book.locked) == (True, False, False)


def test_it_begins_empty_whatever_lies_on_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Workbook.load(folder).save([line("for keeps")])
    monkeypatch.setenv("HEARTWORK_ANSWERS", str(folder))

    assert Workbook.in_memory().written.value("boundaries.happens") is None


def test_its_place_is_one_where_no_file_can_be() -> None:
    with pytest.raises(NotADirectoryError):
        Workbook.in_memory().path.write_text("a secret")


def test_there_is_nothing_to_lock() -> None:
    with pytest.raises(KitError, match="nothing of this visit is written, so there is nothing to lock"):
        Workbook.in_memory().seal("a passphrase")


def test_pages_of_a_private_visit_say_so_wherever_they_are(folder: Path) -> None:
    app = workbook(answers=folder, private=True)

    for place in ("home", "boundaries", "check-in", "patterns", "privacy", "help", "nowhere"):
        app.go(place)
        shown = "".join(getattr(part, "html", "") for part in app.children)
        assert "Nothing is written to the disk." in shown, place

    assert not folder.exists()
    assert os.path.devnull not in "".join(part.html for part in app.fields if hasattr(part, "html"))
