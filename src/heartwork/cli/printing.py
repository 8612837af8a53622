"""The command that prints: worksheets blank or filled, as a PDF."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TextIO

import click

from heartwork.answers import stamp
from heartwork.cli import options
from heartwork.cli.asking import opened
from heartwork.files.shelf import Shelf
from heartwork.words import _

__all__ = ["print_"]


@click.command("print")
@click.argument("worksheets_", metavar="WORKSHEET...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All worksheets, as one booklet.")
@click.option("--filled", is_flag=True, help="With what you wrote; without it, blank.")
@click.option("--large", is_flag=True, help="In large print.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Its size.")
@click.option("--country", metavar="CODE", default="", help="Help lines of one country only: us, uk, ca, ...")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write; - for the screen.")
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@options.passphrase_file
@options.answers
@options.worksheets
@options.language
def print_(
    worksheets_: tuple[str, ...],
    every: bool,
    filled: bool,
    large: bool,
    paper: str,
    country: str,
    output: Path | None,
    force: bool,
    answers: Path | None,
    worksheets: Path | None,
    language: str | None,
    passphrase_file: TextIO | None,
) -> None:
    """
    Print worksheets into a PDF: blank, to be filled in by hand, or with what you wrote.

    Example: heartwork print boundaries check-in --filled
    """
    from heartwork.files import exported
    from heartwork.files.places import answers_folder
    from heartwork.prints import pages
    from heartwork.prints.help_lines import known_country
    from heartwork.prints.setting import Look

    shelf = Shelf(worksheets, language=language)
    ids = shelf.ids if every else worksheets_
    if not ids:
        raise click.UsageError("Name a worksheet (`heartwork list` shows them), or take --all.")
    moment = datetime.datetime.now(datetime.timezone.utc)
    day = moment.astimezone().date().isoformat()
    look = Look(day=day, language=shelf.language or "en", paper=paper, large=large)
    country = known_country(shelf.data("resources"), country)
    if filled:
        workbook = opened(answers, passphrase_file)
        folder = workbook.folder
        made = pages.filled_pages(shelf, ids, look, written=workbook.written, country=country)
    else:
        folder = answers_folder(answers)
        made = pages.blank_pages(shelf, ids, look, country=country)
    if made.letters_missing:
        said = _("Some letters are boxes: no font on this computer has them. A font such as Noto would.")
        click.echo(said, err=True)
    if str(output) == "-":
        click.echo(made.raw, nl=False)
        return
    path = (output or Path(exported.neutral_name("pdf", day))).absolute()
    exported.write(path, made.raw, force=force)
    click.echo(_("Written to {path}").format(path=path))
    if filled:
        click.echo(_("Only you can open it here. It is not sealed: whoever gets the file can read it."))
    exported.note(folder, path, made.raw, at=stamp(moment))
