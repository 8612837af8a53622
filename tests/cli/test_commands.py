"""The command line: a thin reading of the library, that talks in sentences."""

from __future__ import annotations

import datetime
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import heartwork.server
from heartwork.authoring.data_files import DATA_FILES
from heartwork.changes import Answered
from heartwork.cli import main, open_pages
from heartwork.paths import worksheets_folder
from heartwork.server import isolation, jupyterlab
from heartwork.storage.export_log import noted
from heartwork.storage.workbook import Workbook
from tests.people import without_scrypt

COMMANDS = sorted(main.commands)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def worksheets(tmp_path: Path) -> Path:
    """A folder of two worksheets, one of them with a mistake."""
    folder = tmp_path / "worksheets"
    folder.mkdir()
    top = "id: {}\ntitle: {}\nabout: One walk.\nminutes: {}\nweight: 1\nsections:\n  - {{id: there, title: There}}\n"
    (folder / "walk.yaml").write_text(top.format("walk", "A walk by the sea", 5))
    (folder / "start.yaml").write_text(top.format("start", "Start here", 100).replace("weight: 1", "weight: 7"))
    return folder


# -- workshop


def test_a_certificate_without_its_key_is_said_before_anything_starts(tmp_path: Path) -> None:
    done = run("workshop", "--cert", "cert.pem", "--answers", tmp_path / "host")

    assert (done.exit_code, done.stderr) == (
        1,
        "A certificate needs its key. Give both --cert and --key, or neither.\n",
    )
    assert not (tmp_path / "host").exists()


def test_what_is_before_a_workshop_is_an_address() -> None:
    assert "begins with http or https" in run("workshop", "--behind", "room.example").stderr


@pytest.mark.parametrize(
    "behind", ["https://room.example/services/heartwork/", "https://room.example/?a=b", "https:///"]
)
def test_what_is_before_a_workshop_has_a_name_of_its_own(behind: str, tmp_path: Path) -> None:
    done = run("workshop", "--behind", behind, "--answers", tmp_path / "host")

    assert (done.exit_code, "needs a name of its own" in done.stderr) == (1, True)
    assert not (tmp_path / "host").exists()


def test_a_workshop_of_a_plan_that_is_not_there_does_not_begin(tmp_path: Path) -> None:
    refused = run("workshop", "--plan", "two-hour", "--no-browser", "--answers", tmp_path / "host")

    assert (refused.exit_code, (tmp_path / "host").exists()) == (1, False)
    assert 'There is no plan "two-hour". Did you mean "two-hours"?' in refused.stderr


# -- list


def test_list_says_id_minutes_and_title_one_a_line(worksheets: Path) -> None:
    listed = run("list", "--worksheets", worksheets)

    assert listed.stdout == "start         100 min  Start here\nwalk            5 min  A walk by the sea\n"
    assert (listed.exit_code, listed.stderr) == (0, "")


def test_list_without_a_folder_lists_the_kits_own() -> None:
    ids = [line.split()[0] for line in run("list").stdout.splitlines()]

    assert ids[0] == "start"
    assert set(ids) == {path.stem for path in worksheets_folder().glob("*.yaml")} - set(DATA_FILES)


def test_the_environment_may_name_the_folder(worksheets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARTWORK_WORKSHEETS", str(worksheets))

    assert run("list").stdout.split()[0] == "start"
    assert "A walk by the sea" in run("list").stdout


# -- check


def test_check_says_that_all_is_well(worksheets: Path) -> None:
    checked = run("check", worksheets / "walk.yaml", "--worksheets", worksheets)

    assert (checked.stdout, checked.stderr, checked.exit_code) == ("All is well.\n", "", 0)


def test_check_tells_every_problem_with_its_place_and_its_mend(worksheets: Path) -> None:
    checked = run("check", "--worksheets", worksheets)

    assert checked.stdout == (
        f"{worksheets}/start.yaml:5:9:\n"
        "  weight is not a whole number from 1 to 3.\n"
        "  Write digits only, as in weight: 1.\n"
    )
    assert (checked.exit_code, checked.stderr) == (1, "")


def test_check_tells_programs_the_same_as_json(worksheets: Path) -> None:
    checked = run("check", "--json", "--worksheets", worksheets)

    assert json.loads(checked.stdout) == [
        {
            "file": f"{worksheets}/start.yaml",
            "line": 5,
            "column": 9,
            "where": "",
            "what": "weight is not a whole number from 1 to 3.",
            "mend": "Write digits only, as in weight: 1.",
        }
    ]
    assert (checked.exit_code, checked.stderr) == (1, "")


def test_check_tells_programs_of_no_problems_as_an_empty_list(worksheets: Path) -> None:
    checked = run("check", "--json", worksheets / "walk.yaml", "--worksheets", worksheets)

    assert (json.loads(checked.stdout), checked.exit_code) == ([], 0)


def test_check_tells_programs_as_json_that_there_is_no_such_folder(tmp_path: Path) -> None:
    checked = run("check", "--json", "--worksheets", tmp_path / "nowhere")

    (problem,) = json.loads(checked.stdout)
    assert (problem["what"], checked.exit_code, checked.stderr) == ("there is no such folder of worksheets.", 1, "")


def test_check_looks_at_a_workbook_too(worksheets: Path, folder: Path) -> None:
    def checked() -> tuple[str, int]:
        result = run("check", worksheets / "walk.yaml", "--worksheets", worksheets, "--answers", folder)
        return result.stdout, result.exit_code

    nothing_yet = checked()
    Workbook.load(folder).save([Answered(worksheet="walk", question="who", value="a secret")])
    well = checked()
    (folder / "workbook.json").write_text('{"a secret": ')
    damaged = checked()

    assert nothing_yet == (
        f"{folder}/workbook.json:\n  there is no workbook here yet.\n  Look at the folder after --answers.\n",
        1,
    )
    assert well == ("All is well.\n", 0)
    assert damaged == (
        f"{folder}/workbook.json:\n  this is not a workbook that can be read.\n"
        "  Open heartwork: it sets the file aside and goes on with the last good copy in backups/.\n",
        1,
    )


# -- export and import


@pytest.fixture
def written(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with two answers and a check-in in it, on a computer where nothing else of the kit is."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Workbook.load(folder).save(
        [
            Answered(worksheet="boundaries", question="happens", value="a secret"),
            Answered(worksheet="boundaries", question="present", skipped=True),
            Answered(worksheet="check-in", entry="one", question="tension", value=7),
        ]
    )
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that commands run in."""
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def test_export_writes_a_file_with_a_name_that_says_nothing(written: Path, here: Path) -> None:
    result = run("export", "--answers", written)

    (path,) = here.iterdir()
    assert re.fullmatch(r"pages-\d{4}-\d\d-\d\d\.json", path.name)
    assert path.read_bytes() == (written / "workbook.json").read_bytes()
    assert result.stdout.splitlines()[0] == f"Written to {path}"
    assert "a secret" not in result.output
    assert [one.path for one in noted(written)] == [str(path)]


def test_a_second_export_of_a_day_gets_a_name_of_its_own(written: Path, here: Path) -> None:
    for _time in range(3):
        assert run("export", "--answers", written).exit_code == 0

    day = datetime.date.today().isoformat()
    names = [f"pages-{day}-2.json", f"pages-{day}-3.json", f"pages-{day}.json"]
    assert sorted(path.name for path in here.iterdir()) == names


def test_export_never_replaces_a_file_unless_told_to(written: Path, here: Path) -> None:
    (here / "mine.md").write_text("mine")

    refused = run("export", "--format", "md", "-o", "mine.md", "--answers", written)
    kept = (here / "mine.md").read_text()
    replaced = run("export", "--format", "md", "-o", "mine.md", "--force", "--answers", written)

    assert (refused.exit_code, kept) == (1, "mine")
    assert "There is a file of this name already." in refused.stderr
    assert replaced.exit_code == 0
    assert "> a secret" in (here / "mine.md").read_text()


@pytest.mark.parametrize(
    ("format_", "begins"),
    [
        ("json", b'{\n  "format"'),
        ("csv", b"\xef\xbb\xbfworksheet,"),
        ("md", b"# Your pages on "),
        ("xlsx", b"PK\x03\x04"),
    ],
)
def test_export_to_the_screen_writes_no_file_and_nothing_else(
    written: Path, here: Path, format_: str, begins: bytes
) -> None:
    result = run("export", "--format", format_, "-o", "-", "--answers", written)

    assert result.stdout_bytes.startswith(begins)
    assert (list(here.iterdir()), noted(written), result.stderr) == ([], [], "")


def test_export_of_nothing_says_so(folder: Path, here: Path) -> None:
    result = run("export", "--answers", folder)

    assert (result.exit_code, list(here.iterdir()), folder.exists()) == (1, [], False)
    assert "Nothing is written here yet" in result.stderr


def test_import_into_an_empty_folder_gives_the_same_workbook(written: Path, here: Path) -> None:
    run("export", "-o", "out.json", "--answers", written)

    result = run("import", "out.json", "--yes", "--answers", here / "new")

    assert (here / "new" / "workbook.json").read_bytes() == (written / "workbook.json").read_bytes()
    assert "boundaries:\n    2 answers more (happens, present)\n" in result.stdout
    assert "check-in:\n    1 entry more\n" in result.stdout
    assert "a secret" not in result.output


def test_import_asks_and_no_changes_nothing(written: Path, here: Path) -> None:
    run("export", "-o", "out.json", "--answers", written)

    arguments = ["import", "out.json", "--answers", "new"]
    declined = CliRunner().invoke(main, arguments, input="n\n")
    nothing_said = CliRunner().invoke(main, arguments, input="")

    assert (declined.exit_code, nothing_said.exit_code) == (0, 1)
    assert "Nothing was changed." in declined.stdout
    assert not (here / "new").exists()


def test_import_of_what_is_there_already_changes_nothing(written: Path, here: Path) -> None:
    run("export", "-o", "out.json", "--answers", written)
    before = (written / "workbook.json").read_bytes()

    result = run("import", "out.json", "--answers", written)

    assert result.stdout == "All of it is already here. Nothing was changed.\n"
    assert (written / "workbook.json").read_bytes() == before


def test_import_keeps_the_older_answer_beside_the_newer_one(written: Path, here: Path) -> None:
    run("export", "-o", "out.json", "--answers", written)
    later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=2)
    Workbook.load(written).save([Answered(worksheet="boundaries", question="happens", value="newer")], now=later)

    result = run("import", "out.json", "--yes", "--answers", written)

    answer = Workbook.load(written).written.answer("boundaries", "happens")
    assert answer is not None
    assert (answer.value, [one["value"] for one in answer.also]) == ("newer", ["a secret"])
    assert "1 answer older in the file (happens): what you have stays" in result.stdout


def test_a_workbook_of_a_newer_heartwork_is_neither_taken_out_nor_added_to(written: Path, here: Path) -> None:
    run("export", "-o", "out.json", "--answers", written)
    newer = '{"format": "heartwork-workbook", "version": 2}'
    (written / "workbook.json").write_text(newer)

    results = [run("export", "--answers", written), run("import", "out.json", "--yes", "--answers", written)]

    assert [result.exit_code for result in results] == [1, 1]
    assert all("written by a newer heartwork" in result.stderr for result in results)
    assert (written / "workbook.json").read_text() == newer


# -- the passphrase, and copies


def typed(*lines: str, arguments: tuple[object, ...]) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], input="".join(f"{line}\n" for line in lines))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one slow step is left out: a passphrase goes round the key as it is."""
    without_scrypt(monkeypatch)


def test_a_passphrase_is_set_changed_and_taken_away(folder: Path, quick: None) -> None:
    Workbook.load(folder).save([Answered(worksheet="walk", question="who", value="a secret")])

    set_ = typed("one two", "one tow", "one two", "one two", arguments=("seal", "--answers", folder))
    assert set_.exit_code == 0
    said = "nobody can open your answers, neither we nor a technician."
    assert set_.stdout.index(said) < set_.stdout.index("New passphrase")
    assert "Those two were not the same. Nothing is set yet." in set_.stdout
    assert "one two" not in set_.output
    assert Workbook.load(folder, passphrase="one two").written.value("walk.who") == "a secret"

    changed = typed("wrong", "one two", "three", "three", arguments=("seal", "--change", "--answers", folder))
    assert (changed.exit_code, "That one didn't open it. You can try as often as you like" in changed.stderr) == (
        0,
        True,
    )
    assert Workbook.load(folder, passphrase="three").written.value("walk.who") == "a secret"

    gone = typed("three", arguments=("unseal", "--answers", folder))
    assert gone.stdout.splitlines()[-1] == "The passphrase is gone. Your answers are in a plain file again."
    assert Workbook.load(folder).written.value("walk.who") == "a secret"


def test_scripts_hand_the_passphrase_over_in_a_file(folder: Path, quick: None) -> None:
    way = ("--passphrase-file", "-", "--answers", folder)

    sealed = typed("one two", arguments=("seal", *way))
    changed = typed("one two", "three", arguments=("seal", "--change", *way))
    wrong = typed("one two", arguments=("unseal", *way))
    unsealed = typed("three", arguments=("unseal", *way))

    assert [one.exit_code for one in (sealed, changed, wrong, unsealed)] == [0, 0, 1, 0]
    assert wrong.stderr.startswith("That passphrase didn't open it.")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", " \n", ""])
def test_a_passphrase_file_from_any_system_locks_with_what_is_typed_on_a_keyboard(
    encoding: str, end: str, folder: Path, tmp_path: Path, quick: None
) -> None:
    Workbook.load(folder).save([Answered(worksheet="walk", question="who", value="a secret")])
    file = tmp_path / "passphrase.txt"
    file.write_bytes(f"caballo mañana{end}".encode(encoding))

    sealed = run("seal", "--passphrase-file", file, "--answers", folder)
    again = run("export", "-o", "-", "--passphrase-file", file, "--answers", folder)

    assert (sealed.exit_code, again.exit_code) == (0, 0)
    assert Workbook.load(folder, passphrase="caballo mañana").sealed


def test_what_another_passphrase_locks_is_put_together_by_the_command(
    tmp_path: Path, folder: Path, quick: None
) -> None:
    other = tmp_path / "other computer"
    for place, passphrase, words in ((folder, "three", "here"), (other, "four", "there")):
        book = Workbook.load(place)
        book.seal(passphrase)
        book.save([Answered(worksheet="boundaries", question=words, value=words)])
    for name in ("workbook.json.age", "key.age"):
        (folder / name).write_bytes((other / name).read_bytes())

    file = tmp_path / "passphrase.txt"
    file.write_text("three")

    told = run("export", "-o", tmp_path / "out.json", "--passphrase-file", file, "--answers", folder)
    joined = typed("three", "five", "four", arguments=("seal", "--join", "--answers", folder))
    again = typed("three", arguments=("seal", "--join", "--answers", folder))

    assert "is locked with another passphrase" in told.stderr
    assert joined.exit_code == 0
    assert "Nothing in this folder is locked with another passphrase." in again.stderr
    both = Workbook.load(folder, passphrase="three").answers("boundaries")
    assert {name: answer.value for name, answer in both.items()} == {"here": "here", "there": "there"}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("caballo mañana\n".encode("latin-1"), "not in UTF-8"),
        ("don’t".encode("cp1252"), "not in UTF-8"),
        ("caballo".encode("utf-16-le"), "not in UTF-8"),
        (b"", "an empty passphrase would lock nothing"),
        (b"\xef\xbb\xbf\r\n", "an empty passphrase would lock nothing"),
        (b"   \n", "nothing in it but spaces"),
        ("\u200b\u3000".encode(), "nothing in it but spaces"),
        (b"horse\tladder", "no keyboard can type"),
    ],
)
def test_nothing_is_locked_with_what_cannot_be_typed_again(
    raw: bytes, told: str, folder: Path, tmp_path: Path, quick: None
) -> None:
    Workbook.load(folder).save([Answered(worksheet="walk", question="who", value="a secret")])
    file = tmp_path / "passphrase.txt"
    file.write_bytes(raw)

    result = run("seal", "--passphrase-file", file, "--answers", folder)

    said = result.stderr.casefold()
    assert (result.exit_code, told.casefold() in said, "traceback" in said) == (1, True, False)
    assert not Workbook.load(folder).sealed


def test_what_cannot_be_typed_again_is_asked_for_once_more_at_the_terminal(folder: Path, quick: None) -> None:
    result = typed("   ", "horse\x7f", "don’t", "don't ", arguments=("seal", "--answers", folder))

    assert result.exit_code == 0
    assert "There is nothing in it but spaces" in result.stdout
    assert "no keyboard can type" in result.stdout
    assert Workbook.load(folder, passphrase="don't").sealed


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["seal", "--change"], "Your workbook has no passphrase. To set one, run: heartwork seal\n"),
        (["unseal"], "Your workbook has no passphrase. To set one, run: heartwork seal\n"),
    ],
)
def test_there_is_nothing_to_change_where_no_passphrase_is(arguments: list[str], told: str, folder: Path) -> None:
    result = run(*arguments, "--answers", folder)

    assert (result.exit_code, result.stderr) == (1, told)


def test_check_asks_for_the_passphrase_or_says_that_it_did_not_look(
    folder: Path, worksheets: Path, quick: None
) -> None:
    Workbook.load(folder).seal("three")
    Workbook.load(folder, passphrase="three").save([Answered(worksheet="walk", question="who", value="a secret")])

    way = ("check", worksheets / "walk.yaml", "--worksheets", worksheets, "--answers", folder)
    without = run(*way)
    given = typed("three", arguments=(*way, "--passphrase-file", "-"))

    assert "the workbook is sealed, and was not looked into." in without.stdout
    assert (without.exit_code, given.stdout, given.exit_code) == (1, "All is well.\n", 0)


def test_restore_lists_the_copies_and_brings_one_back(folder: Path) -> None:
    book = Workbook.load(folder)
    nothing = run("restore", "--answers", folder)
    for day, words in ((21, "first"), (22, "second"), (23, "third")):
        moment = datetime.datetime(2026, 11, day, 9, 30, tzinfo=datetime.timezone.utc)
        book.save([Answered(worksheet="walk", question="who", value=words)], now=moment)

    listed = run("restore", "--answers", folder)
    brought = run("restore", "3", "--answers", folder)
    too_far = run("restore", "9", "--answers", folder)

    assert nothing.stdout == "There are no copies yet. The first is made when you save for the second time.\n"
    assert [line.split()[:5] for line in listed.stdout.splitlines()] == [
        ["1", "2026-11-22", "09:30", "1", "answer"],
        ["2", "2026-11-22", "09:30", "1", "answer"],
        ["3", "2026-11-21", "09:30", "1", "answer"],
    ]
    assert brought.stdout.startswith("Restored: what was saved on 2026-11-21 09:30.\n")
    assert book.reload().value("walk.who") == "first"
    assert (too_far.exit_code, "There is no copy number 9." in too_far.stderr) == (1, True)


# -- trace and forget


def test_trace_names_what_is_there_and_changes_nothing(written: Path, here: Path) -> None:
    run("export", "--answers", written)
    before = sorted(written.rglob("*"))

    result = run("trace", "--answers", written)

    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines() if line and line[0].islower()][:3] == [
        "answers",
        "copies",
        "exports",
    ]
    assert str(written / "workbook.json") in result.stdout
    assert "a secret" not in result.output
    assert sorted(written.rglob("*")) == before


def test_trace_tells_programs_the_same_as_json(written: Path) -> None:
    (first, *_) = json.loads(run("trace", "--json", "--answers", written).stdout)

    assert first == {
        "name": "answers",
        "what": "What you wrote.",
        "where": [str(written / "workbook.json")],
        "since": datetime.date.today().isoformat(),
        "clearing": "To delete it, with everything else: heartwork forget.",
        "can_clear": False,
    }


def test_trace_clears_what_is_named_after_asking(written: Path, here: Path) -> None:
    Workbook.load(written).save([Answered(worksheet="boundaries", question="happens", value="newer")])
    run("export", "--answers", written)

    declined = CliRunner().invoke(main, ["trace", "--clear", "copies", "--answers", str(written)], input="n\n")
    there = (written / "backups" / "last-good.json").exists()
    cleared = run("trace", "--clear", "copies", "--yes", "--answers", written)

    assert ("Nothing was changed." in declined.stdout, there) == (True, True)
    assert (cleared.exit_code, list((written / "backups").iterdir())) == (0, [])
    assert len(list(here.iterdir())) == 1


def test_trace_clears_all_but_the_answers(written: Path, here: Path) -> None:
    Workbook.load(written).save([Answered(worksheet="boundaries", question="happens", value="newer")])
    run("export", "--answers", written)

    run("trace", "--clear", "--yes", "--answers", written)

    assert (list(here.iterdir()), noted(written)) == ([], [])
    assert Workbook.load(written).written.value("boundaries.happens") == "newer"


def test_trace_refuses_to_clear_the_answers(written: Path) -> None:
    result = run("trace", "--clear", "answers", "--yes", "--answers", written)

    assert result.exit_code == 1
    assert "heartwork forget" in result.stderr
    assert (written / "workbook.json").exists()


def test_forget_wants_the_word_and_anything_else_keeps_it(written: Path) -> None:
    for typed in ("y\n", "\n", "Forget it\n"):
        result = CliRunner().invoke(main, ["forget", "--answers", str(written)], input=typed)
        assert (result.exit_code, "Nothing was deleted." in result.stdout) == (0, True)

    assert (written / "workbook.json").exists()


def test_forget_asks_about_exported_files_and_says_what_it_cannot_reach(written: Path, here: Path) -> None:
    run("export", "-o", "out.json", "--answers", written)

    result = CliRunner().invoke(main, ["forget", "--answers", str(written)], input="forget\ny\n")

    assert (result.exit_code, written.exists(), list(here.iterdir())) == (0, False, [])
    assert "The history of your browser" in result.stdout
    assert "a secret" not in result.output


def test_forget_for_scripts_asks_nothing_and_leaves_exported_files_unless_told(written: Path, here: Path) -> None:
    run("export", "-o", "out.json", "--answers", written)

    result = run("forget", "--yes", "--answers", written)

    assert (result.exit_code, written.exists(), [path.name for path in here.iterdir()]) == (0, False, ["out.json"])
    assert "Left alone, because you asked for them (heartwork trace no longer shows them):" in result.stdout


def test_forget_where_there_is_nothing_says_so(folder: Path) -> None:
    assert run("forget", "--answers", folder).stdout == f"Nothing from heartwork is in {folder}\n"


def test_forget_leaves_a_workshop_and_says_whose_it_is(written: Path) -> None:
    theirs = written / "workshop" / "seats" / "a-seat" / "workbook.json.age"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("sealed")
    said = f"Left alone, because other people's pages are in it: {written / 'workshop'}\n"

    forgotten = run("forget", "--yes", "--answers", written)
    again = run("forget", "--yes", "--answers", written)

    assert (theirs.read_text(), list(written.iterdir())) == ("sealed", [written / "workshop"])
    assert said in forgotten.stdout
    assert "not heartwork's" not in forgotten.stdout
    assert again.stdout.startswith(f"Nothing that you wrote is in {written}\n{said}")


# -- misuse and mistakes


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--no-such-option"],
        ["list", "too", "much"],
        ["list", "--worksheets"],
        ["open", "--port", "0"],
        ["--port", "many"],
        ["start", "boundaries"],
    ],
)
def test_what_is_not_understood_ends_in_two(arguments: list[str]) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert re.search(r"^Error: .+$", result.stderr, re.MULTILINE)
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["open", "boundarys"], 'There is no worksheet "boundarys". Did you mean "boundaries"? `heartwork list` shows'),
        (["open", "nothing-like-it"], 'There is no worksheet "nothing-like-it". `heartwork list` shows what there is.'),
        (["list", "--worksheets", "/nowhere"], "/nowhere:\n  There is no such folder of worksheets.\n  Look at the"),
        (["lab", "--answers", os.devnull], "notebooks:\n  The notebooks cannot be copied ("),
    ],
)
def test_a_mistake_is_told_in_a_sentence_and_its_mend_and_ends_in_one(arguments: list[str], told: str) -> None:
    result = run(*arguments)

    assert told in result.stderr
    assert (result.exit_code, result.stdout, "Traceback" in result.output) == (1, "", False)


# -- help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_one_line_and_an_example_that_runs(name: str) -> None:
    command = main.commands[name]
    first, *rest = inspect.cleandoc(command.help or "").split("\n\n")
    examples = [line.removeprefix("Example: ").split() for line in rest if line.startswith("Example: ")]

    assert re.fullmatch(r"[A-Z].{10,100}\.", first)
    assert examples
    for words in examples:
        assert words[:2] == ["heartwork", name]
        assert command.make_context(name, words[2:], resilient_parsing=True).command is command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    options = [parameter for parameter in main.commands[name].params if isinstance(parameter, click.Option)]

    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_lists_the_commands(flag: str) -> None:
    shown = run(flag)

    assert shown.exit_code == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in shown.stdout] == []


def test_the_version_is_the_packages() -> None:
    shown = run("--version")

    assert (shown.exit_code, shown.stdout.split()[-1]) == (0, heartwork.__version__)


# -- open and lab: what is handed on


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What `serve` was asked to do, instead of it: it takes a second to import, and a browser to look at."""
    asked: list[dict[str, Any]] = []
    server = type(sys)("heartwork.server.serve")
    server.serve = lambda **how: asked.append(how)  # type: ignore[attr-defined]  # a stand-in with the one call
    monkeypatch.setitem(sys.modules, "heartwork.server.serve", server)
    # Where another test has imported it already, its package knows it by this name.
    monkeypatch.setattr(heartwork.server, "serve", server, raising=False)
    monkeypatch.setattr(open_pages, "_import_quickly", lambda: None)
    return asked


@pytest.mark.parametrize(
    ("arguments", "place", "port", "browser"),
    [
        ([], "", None, True),
        (["open"], "", None, True),
        (["boundaries"], "boundaries", None, True),
        (["open", "boundaries", "--no-browser"], "boundaries", None, False),
        (["--port", "8899", "--no-browser"], "", 8899, False),
    ],
)
def test_alone_or_with_options_only_heartwork_opens(
    served: list[dict[str, Any]], arguments: list[str], place: str, port: int | None, browser: bool, tmp_path: Path
) -> None:
    result = run(*arguments, *(["--answers", tmp_path] if arguments else []))

    assert (result.exit_code, result.output) == (0, "")
    (how,) = served
    if arguments:
        assert how["answers"] == tmp_path
    assert (how["worksheets"], how["place"], how["port"], how["browser"]) == (
        worksheets_folder(),
        place,
        port,
        browser,
    )


@pytest.mark.parametrize(("arguments", "private"), [(["open", "--private"], "1"), (["open"], "")])
def test_a_private_visit_is_handed_on_to_the_kernels(
    served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, arguments: list[str], private: str
) -> None:
    monkeypatch.setenv("HEARTWORK_PRIVATE", "")

    assert run(*arguments).exit_code == 0

    assert os.environ["HEARTWORK_PRIVATE"] == private


@pytest.fixture
def labs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str], dict[str, Any]]]:
    """What JupyterLab was started with, instead of it."""
    called: list[tuple[list[str], dict[str, str], dict[str, Any]]] = []
    monkeypatch.setattr(
        jupyterlab, "run", lambda command, environment, **how: called.append((command, environment, how)) or 7
    )
    return called


def test_lab_hands_on_where_everything_is_and_asks_nothing_of_another_computer(
    labs: list[tuple[list[str], dict[str, str], dict[str, Any]]], folder: Path, worksheets: Path
) -> None:
    result = run("lab", "--no-browser", "--port", 8899, "--answers", folder, "--worksheets", worksheets)

    ((command, environment, how),) = labs
    assert result.exit_code == 7
    assert command[:5] == [*isolation.python("jupyter"), "lab"]
    assert {"--port=8899", "--ip=127.0.0.1", "--LabApp.news_url=None"} <= set(command)
    assert f"--ServerApp.root_dir={folder / 'notebooks'}" in command
    assert f"--LabApp.workspaces_dir={folder / 'jupyter' / 'workspaces'}" in command
    assert environment["JUPYTER_RUNTIME_DIR"] == str(folder / "jupyter" / "runtime")
    assert (environment["HEARTWORK_ANSWERS"], environment["HEARTWORK_WORKSHEETS"]) == (str(folder), str(worksheets))
    assert how == {"runtime": folder / "jupyter" / "runtime", "browser": False, "notebook": "workbook.ipynb"}


@pytest.mark.parametrize(
    ("arguments", "notebook", "handed_on"),
    [
        (["boundaries"], "boundaries.ipynb", []),
        (["boundaries", "--", "--debug"], "boundaries.ipynb", ["--debug"]),
        (["--", "--debug", "--LabApp.x=1"], "workbook.ipynb", ["--debug", "--LabApp.x=1"]),
    ],
)
def test_lab_opens_a_notebook_and_hands_on_what_is_jupyterlabs(
    labs: list[tuple[list[str], dict[str, str], dict[str, Any]]],
    folder: Path,
    arguments: list[str],
    notebook: str,
    handed_on: list[str],
) -> None:
    run("lab", "--answers", folder, "--language", "es", "--private", *arguments)

    ((command, environment, how),) = labs
    assert (how["notebook"], how["browser"]) == (notebook, True)
    assert command[len(command) - len(handed_on) :] == handed_on
    assert (environment["HEARTWORK_LANGUAGE"], environment["HEARTWORK_PRIVATE"]) == ("es", "1")


def test_lab_says_which_notebooks_there_are(folder: Path) -> None:
    result = run("lab", "boundries", "--answers", folder)

    assert result.exit_code == 1
    assert 'There is no notebook "boundries".' in result.output
    assert "boundaries" in result.output


# -- as a program


def _python(*arguments: str) -> str:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True).stdout


def test_python_m_heartwork_is_heartwork() -> None:
    assert _python("-m", "heartwork", "list") == run("list").stdout


@pytest.mark.parametrize("code", ["import heartwork", "import heartwork.cli"])
def test_importing_the_package_imports_nothing_heavy(code: str) -> None:
    heavy = {
        *("matplotlib", "numpy", "pandas", "voila", "nbclient", "nbconvert", "jupyter_server", "tornado"),
        *("ipywidgets", "anywidget", "traitlets", "IPython", "zmq", "jsonschema"),
    }
    if code == "import heartwork":
        heavy |= {"ruamel", "filelock", "platformdirs", "click", "nh3", "markdown_it"}

    loaded = _python("-c", f"{code}, sys; print(*sys.modules)").split()

    assert heavy & {name.partition(".")[0] for name in loaded} == set()


# -- for authors


def test_new_writes_a_worksheet_that_passes_the_check_and_says_how_to_see_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    made = run("new", "sunday-calls")

    said = "sunday-calls.yaml is there now. To see it while you change it: heartwork preview sunday-calls.yaml\n"
    assert (made.stdout, made.exit_code) == (said, 0)
    assert run("check", "sunday-calls.yaml").stdout == "All is well.\n"


def test_new_writes_into_the_folder_that_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "of-mine"

    assert run("new", "walk", "--worksheets", folder).exit_code == 0
    assert run("list", "--worksheets", folder).stdout.split()[0] == "walk"


def test_a_preview_of_nothing_says_how_to_begin(tmp_path: Path) -> None:
    tried = run("preview", tmp_path / "walk.yaml")

    assert tried.exit_code == 1
    assert "Write one with: heartwork new walk" in tried.stderr


def test_check_prints_the_schema_for_an_editor() -> None:
    assert json.loads(run("check", "--schema").stdout)["title"] == "A worksheet of heartwork"


def test_list_speaks_the_language_that_is_asked_for(worksheets: Path) -> None:
    (worksheets / "es").mkdir()
    (worksheets / "es" / "walk.yaml").write_text("id: walk\ntitle: Un paseo\n")

    assert "Un paseo" in run("list", "--worksheets", worksheets, "--language", "es").stdout
    assert "A walk by the sea" in run("list", "--worksheets", worksheets).stdout


@pytest.mark.parametrize("command", [["open", "--no-browser"], ["lab", "--no-browser"], ["workshop", "--no-browser"]])
def test_a_python_without_descriptions_is_told_in_a_sentence(tmp_path: Path, command: list[str]) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("heartwork")), *command, "--answers", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONOPTIMIZE": "2"},
    )

    assert done.returncode == 1
    assert "PYTHONOPTIMIZE" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reminder_is_a_file_for_a_calendar_that_trace_finds(written: Path, here: Path) -> None:
    made = run("reminder", "2027-01-15", "--time", "18:30", "--every", "month", "--answers", written)

    (path,) = here.glob("pages-*.ics")
    assert b"DTSTART:20270115T183000" in path.read_bytes() and b"SUMMARY:Time for me" in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert "15 January 2027, 18:30 · Every month · 12 times · no alert. Open it with your calendar" in made.stdout
    assert str(path.absolute()) in [one.path for one in noted(written)]


def test_a_reminder_without_a_workbook_makes_no_folder(folder: Path, here: Path) -> None:
    assert run("reminder", "2027-01-15", "--answers", folder).exit_code == 0
    assert not folder.exists()


def test_a_reminder_of_no_day_says_so_in_words(here: Path) -> None:
    refused = run("reminder", "tomorrow")

    assert (refused.exit_code, list(here.iterdir())) == (1, [])
    assert "A reminder needs a whole day." in refused.stderr
