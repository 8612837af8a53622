"""`heartwork import --from`: what is not known is asked once and shown before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from heartwork.cli import main
from heartwork.storage.workbook import Workbook
from tests.exports.test_diaries import OLDER

TABLE = "Datum;Notiz;Stimmung\n03.04.2026;Kanarienvogel;mittel\n04.04.2026;;gut\n"


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    (tmp_path / "daylio.csv").write_text(OLDER, encoding="utf-8-sig", newline="")
    (tmp_path / "other.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["import", *map(str, arguments), "--answers", str(folder)], input=typed)


def kept(folder: Path) -> list[dict[str, Any]]:
    entries = Workbook.load(folder).entries("diary")
    return [{"for": one.day, **{id_: answer.value for id_, answer in one.answers.items()}} for one in entries]


def test_daylio_is_shown_asked_for_brought_in_once_and_taken_back(folder: Path, diary: Path) -> None:
    no = run(folder, diary / "daylio.csv", "--from", "daylio", typed="n\n")
    assert "3 entries more, from 2026-07-26 to 2026-07-27" in no.stdout
    assert "not brought in: date, weekday" in no.stdout and "Beans" not in no.stdout
    assert "the mood of 3 entries stays a word" in no.stdout
    assert not (folder / "workbook.json").exists()

    run(folder, diary / "daylio.csv", "--from", "daylio", "--mood", "good=7", "--yes")
    assert [one.get("mood-place") for one in kept(folder)] == [None, 7, None]

    again = run(folder, diary / "daylio.csv", "--from", "daylio", "--yes")
    assert "All of it is already here." in again.stdout and len(kept(folder)) == 3

    back = run(folder, "--undo", "--yes")
    assert "3 entries would go" in back.stdout and kept(folder) == []
    assert "nothing to take back" in run(folder, "--undo", "--yes").stdout


def test_at_a_terminal_columns_order_and_moods_are_asked_for(
    folder: Path, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heartwork.cli.diaries._can_ask", lambda: True)
    # Day, time, mood, with, title, text; the order; a place for each mood; whether to bring it in.
    typed = "\n".join(["1", "-", "3", "-", "-", "2", "day-first", "5", "", "y", ""])

    result = run(folder, diary / "other.csv", "--from", "csv", typed=typed)

    assert result.exit_code == 0, result.output
    assert "  2  Notiz  (1 of 2)" in result.stdout and "Kanarienvogel" not in result.stdout
    assert kept(folder) == [
        {"for": "2026-04-03", "mood": "mittel", "text": "Kanarienvogel", "mood-place": 5},
        {"for": "2026-04-04", "mood": "gut"},
    ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "--column date=NAME"),
        (["--column", "date=Datum"], "something to keep"),
        (["--column", "date=Dtum", "--column", "text=Notiz"], 'Did you mean "Datum"?'),
        (["--column", "when=Datum"], 'there is no "when"'),
        (["--column", "date=Datum", "--column", "text=Notiz"], "--date-order: day-first, month-first"),
        (
            ["--column", "date=Datum", "--column", "text=Notiz", "--date-order", "year-first"],
            "are not written year-first",
        ),
        (
            ["--column", "date=Datum", "--column", "mood=Stimmung", "--date-order", "day-first", "--mood", "gut=11"],
            "a place from 0 to 10",
        ),
    ],
)
def test_without_a_terminal_what_is_missing_is_named(folder: Path, diary: Path, options: list[str], told: str) -> None:
    result = run(folder, diary / "other.csv", "--from", "csv", "--yes", *options)

    assert (result.exit_code, folder.exists()) == (1, False)
    assert told in result.stderr and "Kanarienvogel" not in result.output


def test_a_table_that_is_not_daylios_says_how_to_bring_it_in(folder: Path, diary: Path) -> None:
    assert "--from csv" in run(folder, diary / "other.csv", "--from", "daylio").stderr


def test_it_goes_into_a_locked_workbook_too(folder: Path, diary: Path) -> None:
    Workbook.load(folder).seal("plum ladder four")
    (diary / "passphrase").write_text("plum ladder four\n")

    run(folder, diary / "daylio.csv", "--from", "daylio", "--yes", "--passphrase-file", diary / "passphrase")

    assert len(Workbook.load(folder, passphrase="plum ladder four").entries("diary")) == 3
    assert not any(b"Beans" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
