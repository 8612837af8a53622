"""Commands for those who write worksheets: check, new, preview."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import BinaryIO

import click

from heartwork.authoring.library import WorksheetLibrary
from heartwork.cli import options
from heartwork.cli.open_pages import serve
from heartwork.cli.passphrase_prompt import asking
from heartwork.errors import KitError, Problem
from heartwork.paths import DRAFT_VARIABLE, answers_folder, worksheets_folder
from heartwork.runtime import runtime_folder

__all__ = ["check", "new", "preview"]


@click.command(short_help="Check worksheets, their translations, and a workbook.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--answers", type=click.Path(path_type=Path), help="Check the workbook in this folder too.")
@options.worksheets
@options.passphrase_file
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a worksheet, for your editor.")
def check(
    paths: tuple[Path, ...],
    answers: Path | None,
    worksheets: Path | None,
    passphrase_file: BinaryIO | None,
    as_json: bool,
    schema: bool,
) -> None:
    """
    Check worksheets and their translations: all of them, or the files you name.

    With --answers, a workbook is checked too.

    Exit code: 0 if all is well, 1 if there are problems, 2 if the command was not understood.

    Example: heartwork check worksheets/boundaries.yaml
    """
    from heartwork.authoring.folder_check import check as check_worksheets
    from heartwork.authoring.json_schema import schema as worksheet_schema
    from heartwork.server.forkserver import launcher
    from heartwork.storage.unlock import look_at

    if schema:
        click.echo(json.dumps(worksheet_schema(), indent=2))
        return

    try:
        shelf = WorksheetLibrary(worksheets)
        problems = check_worksheets([_as_file(path, shelf) for path in paths], shelf)
    except KitError as error:  # no such folder: with --json, that is told as JSON too
        problems = list(error.problems)
    if not paths and launcher.possible() and not launcher.is_registered():
        what = "pages open slowly, because Jupyter doesn't know how heartwork starts its kernels."
        problems.append(
            Problem(what=what, mend="Reinstall heartwork: python -m pip install --force-reinstall heartwork")
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


def _as_file(path: Path, shelf: WorksheetLibrary) -> Path:
    """The file of a worksheet that was named by its id, as `heartwork list` does."""
    return shelf.path(str(path)) if not path.exists() and str(path) in shelf.ids else path


@click.command(short_help="Write a starter worksheet.")
@click.argument("id")
@click.option(
    "--worksheets", type=click.Path(path_type=Path), help="Folder to write it into (default: the one you are in)."
)
def new(id: str, worksheets: Path | None) -> None:
    """
    Write a starter worksheet into this folder, with a note on each part of it.

    Example: heartwork new sunday-calls
    """
    from heartwork.authoring import worksheet_template

    folder = worksheets_folder(worksheets) if worksheets else Path()
    # In a folder of its own a worksheet can ask nothing of the kit's.
    path = worksheet_template.write(id, folder, alone=worksheets is not None and not (folder / "start.yaml").is_file())
    click.echo(f"{path} is there now. To see it while you change it: heartwork preview {path}")


@click.command(short_help="See a worksheet while you write it.")
@click.argument("file", type=click.Path(path_type=Path))
@options.port
@options.no_browser
@options.worksheets
@options.language
def preview(file: Path, port: int | None, no_browser: bool, worksheets: Path | None, language: str | None) -> None:
    """
    See a worksheet while you write it. The page follows the file, and says what is wrong with it.

    The other worksheets are those that come with heartwork (or those in --worksheets). Nothing you fill in is kept,
    and your own answers are not touched.

    Example: heartwork preview sunday-calls.yaml
    """
    if not file.is_file():
        what, mend = "there is no such file.", f"Write one with: heartwork new {file.stem}"
        raise KitError([Problem(what=what, mend=mend, file=str(file))])
    draft = file.absolute()
    shelf = WorksheetLibrary(worksheets, language=language, draft=draft)
    os.environ[DRAFT_VARIABLE] = str(draft)
    serve(shelf, answers=runtime_folder.session() / "preview", port=port, place=draft.stem, browser=not no_browser)
