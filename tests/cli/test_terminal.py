"""Whatever a command is started from: a window without some letters, none at all, or a name that is typed wrongly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from heartwork.cli import main
from heartwork.storage.workbook import Workbook
from tests.people import without_scrypt
from tests.servers import free_port, served, workshop

WITHOUT_BLOCKS = ["ascii", "latin-1", "cp1252"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("encoding", [*WITHOUT_BLOCKS, "utf-8"])
def test_a_workshop_starts_whatever_its_window_can_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    with workshop(tmp_path / "host") as server:
        said = server.log.read_bytes().decode(encoding)

    assert ("cannot show a QR code" in said) == (encoding in WITHOUT_BLOCKS)
    assert ("\u2588" in said) == (encoding not in WITHOUT_BLOCKS)
    assert "Traceback" not in said


@pytest.mark.parametrize("command", [["list", "--language", "es"], ["--help"], ["trace"], ["restore"], ["check"]])
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_every_command_prints_what_the_window_can_show(command: list[str], encoding: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONIOENCODING": encoding,
        "HEARTWORK_ANSWERS": str(tmp_path / "mam\u00e1 \U0001f49c"),
    }
    done = subprocess.run([sys.executable, "-m", "heartwork", *command], capture_output=True, env=environment)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["list", "trace", "export", "seal", "forget --yes"])
def test_without_a_window_nothing_breaks(closed: str, command: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m heartwork {command} {closed}"],
        capture_output=True,
        text=True,
        env={**os.environ, "HEARTWORK_ANSWERS": str(tmp_path / "answers")},
        start_new_session=True,  # and so without a terminal
    )

    assert "Traceback" not in done.stderr + done.stdout


def test_pages_stay_open_though_nobody_reads_what_is_printed(tmp_path: Path) -> None:
    port = free_port()
    command = f"{sys.executable} -m heartwork --no-browser --port {port} --answers {tmp_path / 'others'}"
    with subprocess.Popen(["sh", "-c", f"exec {command}"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "heartwork is ready at" in process.stdout.readline()
        process.stdout.close()
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
        process.terminate()
        assert process.wait(20) == 0


@pytest.mark.parametrize("browser", ["no-such-browser", '%s %s "', "false"])
def test_no_browser_is_no_reason_not_to_start(tmp_path: Path, browser: str) -> None:
    port = free_port()
    command = [sys.executable, "-m", "heartwork", "--port", str(port), "--answers", str(tmp_path / "answers")]
    environment = {**os.environ, "BROWSER": browser, "PATH": "/nowhere"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _line in range(3)]
        process.terminate()
        said.append(process.stdout.read())

    assert "heartwork is ready at" in said[0]
    assert "Traceback" not in "".join(said)


def test_in_another_language_the_line_that_programs_wait_for_is_there_too(tmp_path: Path) -> None:
    with served(tmp_path / "answers", "--language", "es") as server:
        said = server.log.read_text()

    assert "heartwork est\u00e1 abierto en http" in said
    assert "heartwork is ready at http" in said


# -- names


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["exprot"], 'Did you mean "export"?'),
        (["boundarys"], 'Did you mean "boundaries"?'),
        (["--no-browser", "boundarys"], 'Did you mean "boundaries"?'),
        (["nothing-like-it"], "`heartwork --help` shows the commands."),
        (["--porrt", "3"], "--port"),
        (["list", "--language", "xx"], "there is no language xx here. There are: en, es."),
        (["open", "--language", "../en"], "there is no language ../en here"),
    ],
)
def test_what_is_not_understood_is_said_with_what_was_meant(typed: list[str], told: str) -> None:
    done = run(*typed)

    assert told in done.stderr
    assert (done.exit_code, done.stdout) == (2, "")


@pytest.mark.parametrize("code", ["es", "es-MX", "ES"])
def test_options_may_stand_before_the_command(code: str) -> None:
    before, after = run("--language", code, "list"), run("list", "--language", "es")

    assert (before.exit_code, before.stdout) == (0, after.stdout)
    assert "Buscar apoyo" in before.stdout


def test_no_short_help_is_cut_off() -> None:
    assert "..." not in run("--help").stdout.replace("[ARGS]...", "")


def test_a_worksheet_is_checked_by_the_name_that_list_shows() -> None:
    assert run("check", "boundaries").stdout == "All is well.\n"


def test_a_worksheet_that_is_begun_in_a_folder_of_its_own_is_well_there(tmp_path: Path) -> None:
    assert run("new", "sunday-calls", "--worksheets", tmp_path / "mine").exit_code == 0

    assert run("check", "--worksheets", tmp_path / "mine").stdout == "All is well.\n"


# -- passphrases without a terminal


def without_terminal(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "heartwork", *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_to_seal_without_a_terminal_is_a_sentence(folder: Path) -> None:
    done = without_terminal("seal", "--answers", str(folder))

    assert done.returncode == 1
    assert "no terminal here in which to ask for the passphrase" in done.stderr
    assert "--passphrase-file" in done.stderr
    assert "Warning" not in done.stderr


def test_so_is_to_export_what_is_sealed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_scrypt(monkeypatch)
    book = Workbook.load(folder)
    book.save([])
    book.seal("plum ladder")

    done = without_terminal("export", "--answers", str(folder))

    assert done.returncode == 1
    assert "--passphrase-file" in done.stderr


@pytest.mark.parametrize("card", ["contact-card", "memory-card"])
def test_a_card_is_not_filled_in_with_nothing(card: str, folder: Path, tmp_path: Path) -> None:
    done = run("print", card, "--filled", "--answers", folder, "-o", tmp_path / "card.pdf")

    assert done.exit_code == 1
    assert "Nothing is written there yet" in done.stderr
    assert not (tmp_path / "card.pdf").exists()
