"""The command line: a thin reading of the library."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from heartwork import __version__
from heartwork.answers import stamp
from heartwork.files.places import (
    ANSWERS_VARIABLE,
    DRAFT_VARIABLE,
    JUPYTER,
    LANGUAGE_VARIABLE,
    PRIVATE_VARIABLE,
    WORKSHEETS_VARIABLE,
    answers_folder,
    copy_notebooks,
    worksheets_folder,
)
from heartwork.files.shelf import Shelf
from heartwork.problems import KitError, Problem
from heartwork.serving import QUIET

if TYPE_CHECKING:
    from heartwork.files.opening import Ask
    from heartwork.files.traces import Trace
    from heartwork.files.workbook import Workbook

__all__ = ["main"]

_answers = click.option(
    "--answers",
    type=click.Path(path_type=Path),
    help=f"Folder of the answers (else ${ANSWERS_VARIABLE}, else your platform's data folder).",
)
_worksheets = click.option(
    "--worksheets",
    type=click.Path(path_type=Path),
    help=f"Folder of the worksheets (else ${WORKSHEETS_VARIABLE}, else the kit's own).",
)
_passphrase_file = click.option(
    "--passphrase-file",
    type=click.File("r", encoding="utf-8"),
    help="Read the passphrase from the first line of this file, or of - (what is piped in), instead of asking.",
)


def asking(passphrase_file: TextIO | None) -> Ask | None:
    """
    How a command asks for the passphrase of a sealed workbook (see `heartwork.files.opening`).

    Returns:
        From a file: its first line, once. At a terminal: a question that hides what is typed. Else None.
    """
    if passphrase_file is not None:
        lines = iter([_first_line(passphrase_file)])
        return lambda again: next(lines, None)
    return _asked_at_the_terminal if sys.stdin.isatty() else None


def _asked_at_the_terminal(again: bool) -> str | None:
    if again:
        click.echo("That one didn't open it. You can try as often as you like; Ctrl+C stops.", err=True)
    passphrase: str = click.prompt("Passphrase", hide_input=True, err=True)
    return passphrase


def _first_line(file: TextIO) -> str:
    return file.readline().rstrip("\r\n")


class _Commands(click.Group):
    """`heartwork` alone, or with options only, is `heartwork open`; problems are told as sentences."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        own = {"--help", "-h", "--version"}
        if not arguments or (arguments[0] not in self.commands and arguments[0] not in own):
            arguments = ["open", *arguments]
        return super().parse_args(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except KitError as error:
            for problem in error.problems:
                click.echo(problem, err=True)
            context.exit(1)


_language = click.option(
    "--language",
    metavar="CODE",
    help=f"Language of the worksheets, as in es (else ${LANGUAGE_VARIABLE}); what is not translated stays as it is.",
)


@click.group(cls=_Commands, context_settings={"help_option_names": ["--help", "-h"]})
@click.version_option(__version__)
def main() -> None:
    """Worksheets for the relationship with your mother. Alone, this opens them in your browser."""


@main.command()
@click.argument("worksheet", required=False)
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on, on this computer only.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--private", is_flag=True, help="Read and write nothing: what you type is gone when you close it.")
@_answers
@_worksheets
@_language
def open(
    worksheet: str | None,
    port: int | None,
    no_browser: bool,
    private: bool,
    answers: Path | None,
    worksheets: Path | None,
    language: str | None,
) -> None:
    """
    Open your pages in the browser.

    Example: heartwork open boundaries
    """
    shelf = Shelf(worksheets, language=language)
    if worksheet is not None:
        shelf.worksheet(worksheet)
    os.environ[PRIVATE_VARIABLE] = "1" if private else ""
    folder, place, browser = answers_folder(answers), worksheet or "", not no_browser
    from heartwork.serving.knocking import open_again

    # A private visit is never somebody else's: it is not joined, and nothing is noted of it.
    if private or not open_again(folder, shelf, port=port, place=place, browser=browser):
        _serve(shelf, answers=folder, port=port, place=place, browser=browser)


def _serve(shelf: Shelf, *, answers: Path, port: int | None, place: str, browser: bool) -> None:
    """Serve the pages; what takes long to import is imported only here, and side by side."""
    os.environ |= {WORKSHEETS_VARIABLE: str(shelf.folder), LANGUAGE_VARIABLE: shelf.language}
    from heartwork.serving.forking import starting

    starting.start()
    _import_quickly()
    from heartwork.serving.server import serve

    serve(answers=answers, worksheets=shelf.folder, port=port, place=place, browser=browser)


def _import_quickly() -> None:
    """
    Leave out an import of two seconds that nothing here uses.

    jsonschema (by way of jupyter_events) looks for rfc3987_syntax, whose grammar is compiled at each import, to
    check the format "iri"; no schema of Jupyter's has one. It does without where the package is missing.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is Python's "not there"


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on, on this computer only.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@_answers
@_worksheets
def lab(port: int | None, no_browser: bool, answers: Path | None, worksheets: Path | None) -> None:
    """
    Open the same pages as notebooks in JupyterLab.

    They are copied once, into a folder beside your answers, so that you can change them as you like.

    Example: heartwork lab
    """
    folder = answers_folder(answers)
    notebooks = copy_notebooks(folder)
    environment = {
        **os.environ,
        ANSWERS_VARIABLE: str(folder),
        "JUPYTER_RUNTIME_DIR": str(folder / JUPYTER / "runtime"),
        WORKSHEETS_VARIABLE: str(worksheets_folder(worksheets)),
    }
    command = [
        *(sys.executable, "-m", "jupyter", "lab", "--ip=127.0.0.1", f"--ServerApp.root_dir={notebooks}"),
        # Nothing is asked of another computer: no news, no look for updates, no list of extensions.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        # What it remembers lies beside the answers, not among the person's own; and its kernels keep no history.
        f"--LabApp.workspaces_dir={folder / JUPYTER / 'workspaces'}",
        f"--MappingKernelManager.kernel_manager_class={QUIET}",
    ]
    command += ["--no-browser"] if no_browser else []
    command += [f"--port={port}", "--ServerApp.port_retries=0"] if port else []
    raise SystemExit(subprocess.call(command, env=environment))  # noqa: S603  our own command


@main.command("list")
@_worksheets
@_language
def list_(worksheets: Path | None, language: str | None) -> None:
    """
    List the worksheets: id, minutes, title.

    Example: heartwork list
    """
    for card in Shelf(worksheets, language=language).cards:
        click.echo(f"{card.id:<14}{card.minutes:>3} min  {card.title}")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--answers", type=click.Path(path_type=Path), help="Check the workbook in this folder too.")
@_worksheets
@_passphrase_file
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a worksheet, for your editor.")
def check(
    paths: tuple[Path, ...],
    answers: Path | None,
    worksheets: Path | None,
    passphrase_file: TextIO | None,
    as_json: bool,
    schema: bool,
) -> None:
    """
    Check worksheets and their translations (all, or the files given), and with --answers a workbook.

    Exit code 0: all is well. 1: there are problems. 2: the command was not understood.

    Example: heartwork check worksheets/boundaries.yaml
    """
    from heartwork.files.checks import check as check_worksheets
    from heartwork.files.opening import look_at
    from heartwork.files.schema import schema as worksheet_schema
    from heartwork.serving.forking import starting

    if schema:
        click.echo(json.dumps(worksheet_schema(), indent=2))
        return

    try:
        problems = check_worksheets(list(paths), Shelf(worksheets))
    except KitError as error:  # no such folder: with --json, that is told as JSON too
        problems = list(error.problems)
    if not paths and starting.possible() and not starting.is_registered():
        what = "pages open slowly: Jupyter does not know how heartwork starts its kernels."
        problems.append(
            Problem(what=what, mend="Install heartwork anew: python -m pip install --force-reinstall heartwork")
        )
    if answers is not None:
        problems += look_at(answers_folder(answers), ask=asking(passphrase_file))
    if as_json:
        click.echo(json.dumps([problem.as_dict() for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(problem)
        if not problems:
            click.echo("All is well.")
    raise SystemExit(1 if problems else 0)


@main.command()
@click.argument("id")
@_worksheets
def new(id: str, worksheets: Path | None) -> None:
    """
    Write a starter worksheet, with a word on each part of it, into this folder (or that of --worksheets).

    Example: heartwork new sunday-calls
    """
    from heartwork.files import starter

    path = starter.write(id, worksheets_folder(worksheets) if worksheets else Path())
    click.echo(f"{path} is written. See it while you change it: heartwork preview {path}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on, on this computer only.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@_worksheets
@_language
def preview(file: Path, port: int | None, no_browser: bool, worksheets: Path | None, language: str | None) -> None:
    """
    See a worksheet while you write it: the page follows the file, and says what is wrong in it.

    The other worksheets are those of the kit (or of --worksheets). Nothing that is filled in is kept, and your own
    answers are not touched.

    Example: heartwork preview sunday-calls.yaml
    """
    if not file.is_file():
        what, mend = "there is no such file.", f"Write one with: heartwork new {file.stem}"
        raise KitError([Problem(what=what, mend=mend, file=str(file))])
    draft = file.absolute()
    shelf = Shelf(worksheets, language=language, draft=draft)
    os.environ[DRAFT_VARIABLE] = str(draft)
    with tempfile.TemporaryDirectory(prefix="heartwork-preview-") as folder:
        _serve(shelf, answers=Path(folder), port=port, place=draft.stem, browser=not no_browser)


@main.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "csv", "md"]),
    default="json",
    show_default=True,
    help="json: all of it, to bring in again. csv: the check-ins, for a spreadsheet. md: all of it, to read.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; - for the screen.")
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@_passphrase_file
@_answers
@_worksheets
@_language
def export(
    format_: str,
    output: Path | None,
    force: bool,
    answers: Path | None,
    worksheets: Path | None,
    language: str | None,
    passphrase_file: TextIO | None,
) -> None:
    """
    Write what you wrote into a file of your own.

    Example: heartwork export --format md
    """
    from heartwork.files import exported

    workbook = _workbook(answers, passphrase_file)
    if not workbook.written.revision:
        what = "nothing is written down here yet, so there is nothing to take out."
        raise KitError([Problem(what=what, mend="Look at the folder after --answers.", file=str(workbook.folder))])
    moment = datetime.datetime.now(datetime.timezone.utc)
    day = moment.astimezone().date().isoformat()
    raw = exported.content(workbook.written, Shelf(worksheets, language=language), format_, day=day)
    if str(output) == "-":
        click.echo(raw, nl=False)
        return
    path = (output or Path(exported.neutral_name(format_, day))).absolute()
    exported.write(path, raw, force=force)
    click.echo(f"Written to {path}")
    click.echo("Only you can open it here. It is not sealed: whoever gets the file can read it.")
    exported.note(workbook.folder, path, raw, at=stamp(moment))


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@_passphrase_file
@_answers
def import_(file: Path, yes: bool, passphrase_file: TextIO | None, answers: Path | None) -> None:
    """
    Bring in what was exported, here or on another computer, and say first what would change.

    Nothing is thrown away by it: where an answer differs, the newer one is shown and the other is kept beside it.

    Example: heartwork import pages-2026-11-24.json
    """
    from heartwork import merging
    from heartwork.files import incoming

    theirs = incoming.read(file)
    workbook = _workbook(answers, passphrase_file)
    preview = merging.preview(workbook.written, theirs)
    if not preview.changes:
        click.echo("All of it is here already. Nothing was changed.")
        return
    click.echo("This would come into your workbook:\n")
    for line in incoming.in_sentences(preview):
        click.echo(f"  {line}")
    click.echo("\nNothing of yours is thrown away.")
    if not yes and not click.confirm("Bring it in?"):
        click.echo("Nothing was changed.")
        return
    workbook.change(lambda mine, now: merging.merged(mine, theirs, now=now))
    click.echo("It is in your workbook now.")


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--clear", "clearing", is_flag=True, help="Clear what is named, or all that can be cleared.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@_answers
def trace(names: tuple[str, ...], clearing: bool, yes: bool, as_json: bool, answers: Path | None) -> None:
    """
    See what is on this computer because of heartwork, and clear it.

    Without --clear nothing is changed. What you wrote is only listed: `heartwork forget` deletes that.

    Example: heartwork trace --clear copies outputs
    """
    from heartwork.files import traces

    folder = answers_folder(answers)
    found = traces.traces(folder)
    if not clearing:
        shown = [one for one in found if not names or one.name in names]
        if as_json:
            click.echo(json.dumps([one.as_dict() for one in shown], indent=2))
            return
        for one in shown:
            _tell_trace(one)
        click.echo("Clear one: heartwork trace --clear NAME. Everything but your answers: heartwork trace --clear.")
        click.echo("Everything, your answers too: heartwork forget.")
        return
    chosen = list(names) or [one.name for one in found if one.can_clear]
    there = [one for one in found if one.name in chosen]
    if not as_json:
        for one in there:
            _tell_trace(one)
    if not yes and there and not click.confirm(f"Clear {', '.join(one.name for one in there)}?", err=as_json):
        click.echo("Nothing was changed.", err=as_json)
        return
    traces.clear(folder, chosen)
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in traces.traces(folder)], indent=2))
    else:
        click.echo("Cleared." if there else "There was nothing to clear.")


def _tell_trace(one: Trace) -> None:
    click.echo(f"{one.name}{f' (since {one.since})' if one.since else ''}\n  {one.what}")
    for place in one.where:
        click.echo(f"    {place}")
    click.echo(f"  {'Clearing it: ' if one.can_clear else ''}{one.clearing}\n")


@main.command()
@click.option("--yes", is_flag=True, help="Do not ask; exported files stay unless --exports says otherwise.")
@click.option("--exports", is_flag=True, help="Delete exported and printed files too, where they were not changed.")
@_answers
def forget(yes: bool, exports: bool, answers: Path | None) -> None:
    """
    Delete everything you wrote, with its copies and everything heartwork keeps beside it.

    It cannot be undone. You type the word forget to confirm.

    Example: heartwork forget
    """
    from heartwork.files import exported, forgetting

    folder = answers_folder(answers)
    there, files = forgetting.anything(folder), exported.noted(folder)
    if not there:
        click.echo(f"Nothing of heartwork is in {folder}")
        return
    if not yes:
        click.echo("This deletes everything you wrote, the copies of it, and the notebooks heartwork copied for you:\n")
        for path in there:
            click.echo(f"  {path}")
        click.echo("\nIt cannot be undone. To keep something, run heartwork export first.")
        if (
            click.prompt("Type forget to delete it, anything else to keep it", default="", show_default=False)
            != "forget"
        ):
            click.echo("Nothing was deleted.")
            return
        if files and not exports:
            click.echo("heartwork wrote these files for you:\n")
            for file in files:
                click.echo(f"  {file.path}")
            exports = click.confirm("\nDelete them too, where they were not changed since?")
    left = forgetting.forget(folder, exports=exports)
    click.echo("It is deleted. Windows that are still open cannot write it back.")
    for path in left:
        click.echo(f"Left alone, because it is not heartwork's: {path}")
    if files and not exports:
        click.echo("Left alone, because you asked for them:")
        for file in files:
            click.echo(f"  {file.path}")
    click.echo("What cannot be reached from here:")
    for line in forgetting.NOT_REACHED:
        click.echo(f"- {line}")


def _workbook(answers: Path | None, passphrase_file: TextIO | None) -> Workbook:
    """The workbook of a folder, opened with its passphrase; what its owner should know of it is told first."""
    from heartwork.files.opening import open_workbook

    workbook = open_workbook(answers, asking(passphrase_file))
    if workbook.read_only:
        mend = "Look at the folder after --answers, or update heartwork."
        raise KitError([Problem(what=workbook.read_only, mend=mend, file=str(workbook.folder))])
    for notice in workbook.notices:
        click.echo(notice, err=True)
    return workbook


@main.command()
@click.option("--change", is_flag=True, help="Change the passphrase that there is.")
@_passphrase_file
@_answers
def seal(change: bool, passphrase_file: TextIO | None, answers: Path | None) -> None:
    """
    Set a passphrase: without it nobody can read what you wrote, you included.

    With --passphrase-file, the first line is the passphrase; with --change, the old one, and the second the new one.

    Example: heartwork seal
    """
    from heartwork.files.workbook import Workbook

    workbook = Workbook.closed(answers)
    if change:
        _reseal(workbook, passphrase_file)
    elif workbook.sealed:
        workbook.seal("")  # says that it is sealed already, and what to do
    else:
        workbook.reload()
        workbook.seal(_first_line(passphrase_file) if passphrase_file else _chosen())
    click.echo("Sealed. heartwork asks for the passphrase when you open your pages.")
    click.echo("Traces of what was written before can stay on a disk; only a specialist would find them.")


def _reseal(workbook: Workbook, passphrase_file: TextIO | None) -> None:
    from heartwork.files.opening import with_passphrase

    if passphrase_file is not None:
        old, new = _first_line(passphrase_file), _first_line(passphrase_file)
        workbook.change_passphrase(old, new)
    elif not workbook.sealed:
        workbook.change_passphrase("", "")  # says that there is none
    else:
        old = with_passphrase(_asked_at_the_terminal, workbook.unlock)
        workbook.change_passphrase(old, _chosen())


def _chosen() -> str:
    """A new passphrase, typed twice, after what has to be known before."""
    from heartwork.files.sealing import hint

    click.echo("If you forget it, nobody can open your answers: not us, and no technician.")
    click.echo("Four or five words that don't belong together are easy to keep and hard to guess.")
    while True:
        first: str = click.prompt("New passphrase", hide_input=True)
        click.echo(hint(first))
        if click.prompt("Once more", hide_input=True) == first:
            return first
        click.echo("Those two were not the same. Nothing is set yet.")


@main.command()
@_passphrase_file
@_answers
def unseal(passphrase_file: TextIO | None, answers: Path | None) -> None:
    """
    Take the passphrase away: anyone who can use this account can read the file again.

    Example: heartwork unseal
    """
    from heartwork.files.opening import with_passphrase
    from heartwork.files.workbook import Workbook

    workbook = Workbook.closed(answers)
    if not workbook.sealed:
        workbook.unseal("")  # says that there is none
    with_passphrase(asking(passphrase_file) or _asked_at_the_terminal, workbook.unseal)
    click.echo("The passphrase is gone. Your answers lie in a plain file again.")


@main.command()
@click.argument("number", required=False, type=click.IntRange(min=1))
@_passphrase_file
@_answers
def restore(number: int | None, passphrase_file: TextIO | None, answers: Path | None) -> None:
    """
    List earlier copies of your answers, or bring one of them back.

    What is there now becomes a copy first, so that you can go back again.

    Example: heartwork restore 2
    """
    workbook = _workbook(answers, passphrase_file)
    earlier = workbook.earlier()
    if number is None:
        for place, copy in enumerate(earlier, 1):
            answered = "1 answer" if copy.answered == 1 else f"{copy.answered} answers"
            click.echo(
                f"{place:>3}  {copy.updated.replace('T', ' ').replace('Z', ' UTC')}  {answered:>12}  {copy.path}"
            )
        if not earlier:
            click.echo("There are no copies yet. The first is made when you save for the second time.")
        return
    if number > len(earlier):
        there = f"There are {len(earlier)}." if earlier else "There are none yet."
        raise KitError(
            [Problem(what=f"there is no copy number {number}.", mend=f"{there} `heartwork restore` lists them.")]
        )
    copy = earlier[number - 1]
    workbook.restore(copy)
    click.echo(f"Brought back: what was saved on {copy.updated.replace('T', ' ').replace('Z', ' UTC')}.")
    click.echo("What was there before is a copy now. Pages that are open show the change when they are opened again.")


if __name__ == "__main__":
    main()
