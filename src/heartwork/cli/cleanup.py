"""Commands that show what is left on this computer, and delete it: trace and forget."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from heartwork.cli import options
from heartwork.cli.passphrase_prompt import opened
from heartwork.i18n.catalogs import in_every_language
from heartwork.normalization.phrases import is_one_of
from heartwork.paths import answers_folder

if TYPE_CHECKING:
    from heartwork.crypto.keypair import KeyPair
    from heartwork.traces.registry import Trace

__all__ = ["forget", "trace"]


@click.command(short_help="See what heartwork left here, and clear it.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--clear", "clearing", is_flag=True, help="Clear what you name, or everything that can be cleared.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@options.passphrase_file
@options.answers
def trace(
    names: tuple[str, ...],
    clearing: bool,
    yes: bool,
    as_json: bool,
    passphrase_file: BinaryIO | None,
    answers: Path | None,
) -> None:
    """
    See what heartwork has left on this computer, and clear it.

    Without --clear, nothing is changed. What you wrote is only ever listed: `heartwork forget` deletes it. A workshop
    is only listed too, because other people's pages are in it. Where your answers are locked, --passphrase-file opens
    the list of files that heartwork wrote for you.

    Example: heartwork trace --clear copies outputs
    """
    from heartwork.storage import folder_permissions
    from heartwork.traces import registry

    folder, key = answers_folder(answers), _key(answers, passphrase_file)
    found = registry.traces(folder, key)
    if not clearing:
        shown = [one for one in found if not names or one.name in names]
        if as_json:
            click.echo(json.dumps([one.as_dict() for one in shown], indent=2))
            return
        for one in shown:
            _tell_trace(one)
        for sentence in folder_permissions.words_on(folder):
            click.echo(sentence)
        click.echo("To clear one: heartwork trace --clear NAME. Everything but your answers: heartwork trace --clear.")
        click.echo("Everything, including your answers: heartwork forget.")
        return
    chosen = list(names) or [one.name for one in found if one.can_clear]
    there = [one for one in found if one.name in chosen]
    if not as_json:
        for one in there:
            _tell_trace(one)
    if not yes and there and not click.confirm(f"Clear {', '.join(one.name for one in there)}?", err=as_json):
        click.echo("Nothing was changed.", err=as_json)
        return
    registry.clear(folder, _that_can_be_read(folder, chosen, named=bool(names), key=key), key)
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in registry.traces(folder, key)], indent=2))
    else:
        click.echo("Cleared." if there else "There was nothing to clear.")


def _tell_trace(one: Trace) -> None:
    click.echo(f"{one.name}{f' (since {one.since})' if one.since else ''}\n  {one.what}")
    for place in one.where:
        click.echo(f"    {place}")
    click.echo(f"  {'Clearing it: ' if one.can_clear else ''}{one.clearing}\n")


@click.command(short_help="Delete everything you wrote.")
@click.option("--yes", is_flag=True, help="Don't ask. Exported files stay, unless --exports is given.")
@click.option("--exports", is_flag=True, help="Delete exported and printed files too, unless they were changed.")
@options.passphrase_file
@options.answers
def forget(yes: bool, exports: bool, passphrase_file: BinaryIO | None, answers: Path | None) -> None:
    """
    Delete everything you wrote, along with its copies and everything heartwork keeps with it.

    It can't be undone. You type the word forget to confirm. A workshop that you led stays, because other people's
    pages are in it. No passphrase is needed. But where your answers are locked, only --passphrase-file opens the list
    of files that heartwork wrote for you, and without it those files stay.

    Example: heartwork forget
    """
    from heartwork.storage import export_log, workshop_folders
    from heartwork.traces import erase

    folder, key = answers_folder(answers), _key(answers, passphrase_file)
    there, files = erase.anything(folder, key), export_log.noted(folder, key)
    is_locked = export_log.is_locked(folder, key)
    exports = exports and not is_locked
    led = [place for place in workshop_folders.found(folder) if place.is_relative_to(folder)]
    if not there:
        click.echo(f"Nothing that you wrote is in {folder}" if led else f"Nothing from heartwork is in {folder}")
        _tell_workshops(led)
        return
    if not yes:
        click.echo("This deletes everything you wrote, the copies of it, and the notebooks heartwork copied for you:\n")
        for path in there:
            click.echo(f"  {path}")
        click.echo("\nIt can't be undone. To keep something, run heartwork export first.")
        typed = click.prompt("Type forget to delete it, anything else to keep it", default="", show_default=False)
        if not is_one_of(typed, in_every_language("forget")):
            click.echo("Nothing was deleted.")
            return
        if files and not exports:
            click.echo("heartwork wrote these files for you:\n")
            for file in files:
                click.echo(f"  {file.path}")
            exports = click.confirm("\nDelete them too, where they were not changed since?")
    beside = erase.elsewhere(folder, key)
    left = erase.forget(folder, exports=exports, seal=key)
    click.echo("Deleted. Windows that are still open can't write it back.")
    _tell_workshops(led)
    for path in beside:
        click.echo(f"Left alone, because it is next to the folder, and what you wrote is in it: {path}")
    for path in left:
        click.echo(f"Left alone, because it is not heartwork's: {path}")
    if files and not exports:
        click.echo("Left alone, because you asked for them (heartwork trace no longer shows them):")
        for file in files:
            click.echo(f"  {file.path}")
    if is_locked:
        click.echo("Left alone, because the list of them was locked: files that heartwork wrote for you.")
        click.echo("  Unless you renamed them, they are called pages-, a date, and .pdf, .json, .csv or .md.")
    click.echo("What can't be reached from here:")
    for line in erase.not_reached(folder):
        click.echo(f"- {line}")


def _key(answers: Path | None, passphrase_file: BinaryIO | None) -> KeyPair | None:
    """What opens a sealed folder, where a passphrase was given: none is asked for, to look or to delete."""
    return opened(answers, passphrase_file).key if passphrase_file is not None else None


def _that_can_be_read(folder: Path, chosen: list[str], *, named: bool, key: KeyPair | None) -> list[str]:
    """Without the list of them, exports can be cleared only where they were asked for by name: then that is said."""
    from heartwork.storage import export_log

    if named or not export_log.is_locked(folder, key):
        return chosen
    return [name for name in chosen if name != "exports"]


def _tell_workshops(places: list[Path]) -> None:
    for place in places:
        click.echo(f"Left alone, because other people's pages are in it: {place}")
        click.echo(
            "  It is a workshop. To delete it, start heartwork workshop and go to “After”; or see heartwork trace."
        )
