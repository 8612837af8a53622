"""The command that prints: worksheets blank or filled, cards and the letter, as a PDF."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from heartwork.answers import stamp
from heartwork.authoring.library import WorksheetLibrary
from heartwork.cli import options
from heartwork.cli.passphrase_prompt import opened
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _

if TYPE_CHECKING:
    from heartwork.printing.typeset import Print, PrintOptions

__all__ = ["print_"]

#: What can be printed besides worksheets, by name.
_OTHERS = ("contact-card", "memory-card", "help-card", "letter-page", "slips")


@click.command("print", short_help="Print worksheets, blank or filled in, as a PDF.")
@click.argument("names", metavar="WORKSHEET...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All worksheets, as one booklet.")
@click.option("--filled", is_flag=True, help="With what you wrote. Without this, blank.")
@click.option("--large", is_flag=True, help="In large print.")
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="Size of the paper."
)
@click.option("--country", metavar="CODE", default="", help="Help lines for one country only: us, uk, ca, ...")
@click.option("--count", type=click.IntRange(1, 300), default=12, show_default=True, help="How many slips.")
@options.output
@options.force
@options.passphrase_file
@options.answers
@options.worksheets
@options.language
def print_(
    names: tuple[str, ...],
    every: bool,
    filled: bool,
    large: bool,
    paper: str,
    country: str,
    count: int,
    output: Path | None,
    force: bool,
    answers: Path | None,
    worksheets: Path | None,
    language: str | None,
    passphrase_file: BinaryIO | None,
) -> None:
    """
    Print worksheets as a PDF: blank, to fill in by hand, or with what you wrote.

    You can also print: contact-card, to fold up (--filled with who helps); memory-card, for when the past comes back;
    help-card; letter-page, your draft alone; slips for a workshop, one for
    each chair (--answers names its folder).

    Example: heartwork print boundaries check-in --filled
    """
    from heartwork.exports import export_file
    from heartwork.paths import answers_folder
    from heartwork.printing import booklet, cards, letter, worksheet_pages
    from heartwork.printing.help_lines import known_country
    from heartwork.printing.typeset import PrintOptions, letters_missing
    from heartwork.runtime import runtime_folder
    from heartwork.storage import export_log

    with contextlib.suppress(KitError):  # then matplotlib says something
        runtime_folder.lend_a_home()
    shelf = WorksheetLibrary(worksheets, language=language)
    if not (every or names) or (set(names) & set(_OTHERS) and len(names) > 1):
        alone = " or ".join(_OTHERS)
        raise click.UsageError(f"Name worksheets (`heartwork list` shows them), or take --all, or {alone} by itself.")
    moment = datetime.datetime.now(datetime.timezone.utc)
    day = moment.astimezone().date().isoformat()
    look = PrintOptions(day=day, language=shelf.language or "en", paper=paper, large=large)
    country = known_country(shelf.data("resources"), country)
    # Asked for the passphrase only where something that was written is printed.
    private = filled or names == ("letter-page",)
    workbook = opened(answers, passphrase_file) if private else None
    written = workbook.written if workbook else None
    ids = shelf.ids if every else names
    holds_any = {"contact-card": cards.has_contacts, "memory-card": cards.has_memory_words}.get(
        names[0] if names else ""
    )
    if holds_any and written and not holds_any(written.value):
        what = _("nothing is written there yet, so there is nothing to print.")
        mend = _("Leave --filled out to print it with lines to write on.")
        raise KitError([Problem(what=what, mend=mend)])
    if names == ("contact-card",):
        made = cards.contact_card(shelf, look, value=written.value if written else None, country=country)
    elif names == ("memory-card",):
        made = cards.memory_card(look, value=written.value if written else None)
    elif names == ("help-card",):
        made = cards.help_card(shelf, look, country=country)
    elif names == ("slips",):
        made = _slips(answers, count, look)
    elif names == ("letter-page",) and written:
        made = letter.letter(written.value, look)
    elif written:
        made = worksheet_pages.filled_pages(shelf, ids, look, written=written, country=country)
    elif every:
        made = booklet.booklet(shelf, look, country=country)
    else:
        made = worksheet_pages.blank_pages(shelf, ids, look, country=country)
    if made.letters_missing:
        click.echo(letters_missing(), err=True)
    if str(output) == "-":
        click.echo(made.raw, nl=False)
        return
    path = (output or export_file.free_name("pdf", day)).absolute()
    export_file.write(path, made.raw, force=force)
    click.echo(_("Written to {path}").format(path=path))
    if private:
        click.echo(_("Only you can open it here. It is not sealed: anyone who gets the file can read it."))
    folder, key = answers_folder(None if names == ("slips",) else answers), workbook.key if workbook else None
    export_log.note(folder, path, made.raw, at=stamp(moment), seal=key)


def _slips(answers: Path | None, count: int, look: PrintOptions) -> Print:
    """Slips for the room of the workshop that is open in a folder, or where workshops are when none is named."""
    from heartwork.paths import workshop_folder
    from heartwork.storage import workshop_folders
    from heartwork.workshop import chosen_address, tables
    from heartwork.workshop.facilitator.slip_pages import printed
    from heartwork.workshop.room import Room

    path = workshop_folder(answers) / workshop_folders.ROOM
    room = Room.latest(tables.sqlite_url(path)) if path.is_file() else None
    if room is None:
        what = _("there is no workshop here that slips could open.")
        mend = _("Start it once with `heartwork workshop`; its slips go on when you start it again.")
        raise KitError([Problem(what=what, mend=mend, file=str(path.parent))])
    try:
        pattern = chosen_address.known_pattern(room)
        return printed(room, count, chosen_address.on_the_wall(room, pattern).url if pattern else "", look)
    finally:
        room.engine.dispose()
