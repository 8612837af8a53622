"""`heartwork print`: a file with a name that says nothing, noted so as to be found."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from heartwork.changes import Answered
from heartwork.cli import main
from heartwork.storage.export_log import noted
from heartwork.storage.workbook import Workbook
from tests.people import without_scrypt
from tests.printing.reading import read, sizes, squeezed


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["print", *map(str, arguments)], input=typed)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that one is in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def book(folder: Path) -> Workbook:
    workbook = Workbook.load(folder)
    workbook.save([Answered(worksheet="start", question="tell", value="Dev from football")])
    return workbook


def test_a_blank_worksheet_goes_into_a_file_of_a_neutral_name_and_is_noted(here: Path, folder: Path) -> None:
    printed = run("boundaries", "--answers", folder)

    (file,) = here.iterdir()
    assert printed.stdout == f"Written to {file}\n"
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert file.name.startswith("pages-")
    assert file.suffix == ".pdf"
    assert file.stat().st_mode & 0o077 == 0
    assert [one.path for one in noted(folder)] == [str(file)]
    assert squeezed("What will you do") in read(file.read_bytes())


def test_in_spanish_its_own_words_are_spanish_too_and_so_is_the_window(here: Path, folder: Path) -> None:
    printed = run("boundaries", "--language", "es", "--answers", folder, "-o", "en-blanco.pdf")

    text = read((here / "en-blanco.pdf").read_bytes())
    assert squeezed("Límites") in text
    assert squeezed("Not therapy") not in text
    assert squeezed("can stir things up") not in text
    assert "Written to" not in printed.stdout


def test_a_filled_one_says_who_can_read_it(here: Path, folder: Path, book: Workbook) -> None:
    printed = run("start", "--filled", "--answers", folder, "-o", "mine.pdf")

    assert printed.stdout == (
        f"Written to {here}/mine.pdf\n"
        "Only you can open it here. It is not sealed: anyone who gets the file can read it.\n"
    )
    assert squeezed("Dev from football") in read((here / "mine.pdf").read_bytes())


def test_several_prints_of_a_day_lie_beside_each_other(here: Path, folder: Path) -> None:
    for worksheet in ("check-in", "takeaway"):
        assert run(worksheet, "--answers", folder).exit_code == 0

    assert len(list(here.glob("pages-*.pdf"))) == 2
    assert len(noted(folder)) == 2


def test_a_file_that_is_there_is_not_replaced_unless_it_is_said(here: Path, folder: Path) -> None:
    first = run("check-in", "-o", "a.pdf", "--answers", folder)
    again = run("check-in", "-o", "a.pdf", "--answers", folder)
    forced = run("check-in", "-o", "a.pdf", "--answers", folder, "--force")

    assert [one.exit_code for one in (first, again, forced)] == [0, 1, 0]
    assert "There is a file of this name already" in again.stderr


def test_it_can_go_to_another_program_and_leaves_nothing(here: Path, folder: Path) -> None:
    printed = run("check-in", "-o", "-", "--answers", folder)

    assert printed.stdout_bytes.startswith(b"%PDF")
    assert list(here.iterdir()) == []
    assert noted(folder) == []


def test_paper_country_and_large_print_can_be_chosen(here: Path, folder: Path) -> None:
    printed = run(
        *("check-in", "--paper", "letter", "--large", "--country", "UK", "-o", "-", "--answers", folder),
    )

    assert sizes(printed.stdout_bytes) == {(612, 792)}
    assert "08082000247" in read(printed.stdout_bytes)
    assert "741741" not in read(printed.stdout_bytes)


def test_a_sealed_workbook_is_opened_with_its_passphrase(
    here: Path, folder: Path, book: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_scrypt(monkeypatch)
    book.seal("one two")

    blank = run("start", "-o", "-", "--answers", folder)
    locked = run("start", "--filled", "-o", "-", "--answers", folder)
    opened = run("start", "--filled", "-o", "-", "--answers", folder, "--passphrase-file", "-", typed="one two\n")

    assert [one.exit_code for one in (blank, locked, opened)] == [0, 1, 0]
    assert locked.stdout_bytes == b""
    assert squeezed("Dev from football") in read(opened.stdout_bytes)


def test_cards_and_the_letter_are_printed_by_name(here: Path, folder: Path, book: Workbook) -> None:
    draft = {"raw": "not this", "draft": "Dear Mum, the trout was good."}
    book.save([Answered(worksheet="letter", question="letter", value=draft)])

    def told(*arguments: str) -> str:
        return read(run(*arguments, "-o", "-", "--answers", folder).stdout_bytes)

    assert squeezed("Dev from football") in told("contact-card", "--filled")
    assert squeezed("Dev from football") not in told("contact-card")
    assert squeezed("Women's Refuge") in told("help-card", "--country", "nz")
    assert told("letter-page") == squeezed("Dear Mum, the trout was good.")


def test_all_of_them_are_a_booklet(here: Path, folder: Path) -> None:
    printed = run("--all", "-o", "-", "--answers", folder)

    assert squeezed("Pages to think things through") in read(printed.stdout_bytes)


@pytest.mark.parametrize(
    ("arguments", "told", "code"),
    [
        ([], "Name worksheets", 2),
        (["help-card", "start"], "Name worksheets", 2),
        (["strat"], 'There is no worksheet "strat". Did you mean "start"?', 1),
        (["start", "--filled"], "Nothing is written there yet, so there is nothing to print.\n  Print it blank.", 1),
        (["start", "--country", "xx"], "There are no help lines for this country here.", 1),
    ],
)
def test_it_refuses_in_a_sentence(here: Path, folder: Path, arguments: list[str], told: str, code: int) -> None:
    printed = run(*arguments, "--answers", folder)

    assert " ".join(told.split()) in " ".join(printed.stderr.split())
    assert (printed.exit_code, printed.stdout, list(here.iterdir())) == (code, "", [])
