"""Commands that take out what was written, bring it in, and bring an earlier copy back."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from heartwork.answers import stamp
from heartwork.authoring.library import WorksheetLibrary
from heartwork.cli import diaries, options
from heartwork.cli.passphrase_prompt import opened
from heartwork.errors import KitError, Problem
from heartwork.local_time import local_moment

if TYPE_CHECKING:
    from heartwork.storage.workbook import Workbook

__all__ = ["export", "import_", "restore"]


@click.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "csv", "xlsx", "md"]),
    default="json",
    show_default=True,
    help="json: all of it, to import again. xlsx: all, for a spreadsheet. csv: what you noted day by day, as a plain "
    "table. md: all, to read.",
)
@options.output
@options.force
@options.passphrase_file
@options.answers
@options.worksheets
@options.language
def export(
    format_: str,
    output: Path | None,
    force: bool,
    answers: Path | None,
    worksheets: Path | None,
    language: str | None,
    passphrase_file: BinaryIO | None,
) -> None:
    """
    Save what you wrote to a file of your own.

    Example: heartwork export --format md
    """
    from heartwork.exports import export_file
    from heartwork.storage import export_log

    workbook = opened(answers, passphrase_file)
    if not workbook.written.revision:
        what = "nothing is written here yet, so there is nothing to export."
        raise KitError([Problem(what=what, mend="Look at the folder after --answers.", file=str(workbook.folder))])
    moment = datetime.datetime.now(datetime.timezone.utc)
    day = moment.astimezone().date().isoformat()
    raw = export_file.content(workbook.written, WorksheetLibrary(worksheets, language=language), format_, day=day)
    if str(output) == "-":
        click.echo(raw, nl=False)
        return
    path = (output or export_file.free_name(format_, day)).absolute()
    export_file.write(path, raw, force=force)
    click.echo(f"Written to {path}")
    click.echo("Only you can open it here. It is not sealed: anyone who gets the file can read it.")
    export_log.note(workbook.folder, path, raw, at=stamp(moment), seal=workbook.key)


@click.command("import", short_help="Bring in what was exported, or a diary.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@diaries.options_of_a_diary
@click.option("--undo", is_flag=True, help="Take back the diary that was brought in last.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@options.passphrase_file
@options.answers
def import_(
    file: Path | None,
    undo: bool,
    yes: bool,
    passphrase_file: BinaryIO | None,
    answers: Path | None,
    **diary: Any,
) -> None:
    """
    Bring in what was exported, here or on another computer, or another program's diary.

    It says first what would change. Nothing is lost: where an answer differs, the newer one is shown and the other is
    kept with it. The same file twice changes nothing. A diary becomes entries of the page "diary", and --undo takes
    them back.

    Example: heartwork import pages-2026-11-24.json
    """
    chosen = diaries.Chosen(**diary)
    if undo:
        diaries.take_back(opened(answers, passphrase_file), yes=yes)
    elif file is None:
        raise click.UsageError("Name the file to bring in.")
    elif chosen.kind:
        diaries.bring_in(file, chosen, lambda: opened(answers, passphrase_file), yes=yes)
    else:
        _bring_in(file, opened(answers, passphrase_file), yes=yes)


def _bring_in(file: Path, workbook: Workbook, *, yes: bool) -> None:
    from heartwork import merging
    from heartwork.exports import import_file

    theirs = import_file.read(file)
    preview = merging.preview(workbook.written, theirs)
    if not preview.changes:
        click.echo("All of it is already here. Nothing was changed.")
        return
    click.echo("This would be added to your workbook:\n")
    for line in import_file.in_sentences(preview):
        click.echo(f"  {line}")
    click.echo("\nNothing of yours is lost.")
    if not yes and not click.confirm("Bring it in?"):
        click.echo("Nothing was changed.")
        return
    workbook.change(lambda mine, now: merging.merged(mine, theirs, now=now))
    click.echo("Done. It is in your workbook now.")


@click.command(short_help="List earlier copies, or bring one back.")
@click.argument("number", required=False, type=click.IntRange(min=1))
@options.passphrase_file
@options.answers
def restore(number: int | None, passphrase_file: BinaryIO | None, answers: Path | None) -> None:
    """
    List earlier copies of your answers, or bring one of them back.

    What is there now is copied first, so that you can go back to it.

    Example: heartwork restore 2
    """
    workbook = opened(answers, passphrase_file)
    earlier = workbook.earlier()
    if number is None:
        for place, copy in enumerate(earlier, 1):
            answered = "1 answer" if copy.answered == 1 else f"{copy.answered} answers"
            click.echo(f"{place:>3}  {_in_words(copy.updated)}  {answered:>12}  {copy.path}")
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
    click.echo(f"Restored: what was saved on {_in_words(copy.updated)}.")
    click.echo("What was there before is a copy now. Pages that are open show the change when they are opened again.")


def _in_words(moment: str) -> str:
    """A moment of the file where this computer is: `2026-11-23 14:05`."""
    local = local_moment(moment)
    return moment if local is None else f"{local:%Y-%m-%d %H:%M}"
