"""Commands that set, change and take away the passphrase: seal and unseal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from heartwork.cli import options
from heartwork.cli.passphrase_prompt import asked_at_the_terminal, asking, hidden
from heartwork.crypto.passphrase_file import passphrase_lines
from heartwork.normalization.passphrases import canonical, flaw

if TYPE_CHECKING:
    from heartwork.storage.workbook import Workbook

__all__ = ["seal", "unseal"]


@click.command(short_help="Set a passphrase, or change it.")
@click.option("--change", is_flag=True, help="Change the passphrase.")
@click.option("--join", is_flag=True, help="Bring in what is locked with another passphrase in this folder.")
@options.passphrase_file
@options.answers
def seal(change: bool, join: bool, passphrase_file: BinaryIO | None, answers: Path | None) -> None:
    """
    Set a passphrase. Without it nobody can read what you wrote, and that includes you.

    With --passphrase-file, the first line is the passphrase. With --change, the first line is the old one and the
    second the new one. With --join, the first line is the one that will open everything, and the second the other.

    Example: heartwork seal
    """
    from heartwork.storage.workbook import Workbook

    workbook = Workbook.closed(answers)
    if change and join:
        raise click.UsageError("--change and --join are two steps. Do one after the other.")
    if join:
        _join(workbook, passphrase_file)
    elif change:
        _reseal(workbook, passphrase_file)
    elif workbook.sealed:
        workbook.seal("")  # says that it is sealed already, and what to do
    else:
        workbook.reload()
        workbook.seal(next(passphrase_lines(passphrase_file), "") if passphrase_file else _chosen())
    for notice in workbook.notices:
        click.echo(notice, err=True)
    click.echo("Sealed. heartwork asks for the passphrase when you open your pages.")
    click.echo("Traces of what was written before can stay on the disk. Only a specialist would find them.")


def _join(workbook: Workbook, passphrase_file: BinaryIO | None) -> None:
    from heartwork.storage.unlock import with_passphrase

    if not workbook.sealed:
        workbook.change_passphrase("", "")  # says that there is none
    elif passphrase_file is not None:
        lines = passphrase_lines(passphrase_file)
        one, other = next(lines, ""), next(lines, "")
        workbook.unlock(one)
        workbook.join(other)
    else:
        with_passphrase(asked_at_the_terminal, workbook.unlock)
        if not workbook.can_join:
            workbook.join("")  # says that there is nothing to do
        click.echo("Now the other passphrase.")
        with_passphrase(asked_at_the_terminal, workbook.join)


def _reseal(workbook: Workbook, passphrase_file: BinaryIO | None) -> None:
    from heartwork.storage.unlock import with_passphrase

    if passphrase_file is not None:
        lines = passphrase_lines(passphrase_file)
        old, new = next(lines, ""), next(lines, "")
        workbook.change_passphrase(old, new)
    elif not workbook.sealed:
        workbook.change_passphrase("", "")  # says that there is none
    else:
        old = with_passphrase(asked_at_the_terminal, workbook.unlock)
        workbook.change_passphrase(old, _chosen())


def _chosen() -> str:
    """A new passphrase, typed twice, after what has to be known before."""
    from heartwork.crypto.keypair import hint

    click.echo("If you forget it, nobody can open your answers, neither we nor a technician.")
    click.echo("Four or five words that don't belong together are easy to keep and hard to guess.")
    while True:
        first = hidden("New passphrase")
        if why := flaw(first):
            click.echo(f"{why[:1].upper()}{why[1:]} Nothing is set yet.")
            continue
        click.echo(hint(first))
        if canonical(hidden("Once more")) == canonical(first):
            return first
        click.echo("Those two were not the same. Nothing is set yet.")


@click.command(short_help="Take the passphrase away.")
@options.passphrase_file
@options.answers
def unseal(passphrase_file: BinaryIO | None, answers: Path | None) -> None:
    """
    Take the passphrase away. Anyone who can use this account can then read the file.

    Example: heartwork unseal
    """
    from heartwork.storage.unlock import with_passphrase
    from heartwork.storage.workbook import Workbook

    workbook = Workbook.closed(answers)
    if not workbook.sealed:
        workbook.unseal("")  # says that there is none
    with_passphrase(asking(passphrase_file) or asked_at_the_terminal, workbook.unseal)
    click.echo("The passphrase is gone. Your answers are in a plain file again.")
