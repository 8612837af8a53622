"""The command that makes a reminder for one's own calendar."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from heartwork.answers import stamp
from heartwork.cli import options

__all__ = ["reminder"]

_EVERY = {"week": "week", "2-weeks": "two-weeks", "month": "month"}


@click.command(short_help="Make a reminder for your calendar.")
@click.argument("day")
@click.option("--time", help="The time of that day, as 18:30; the whole day without it.")
@click.option("--every", type=click.Choice(list(_EVERY)), help="Twelve times, instead of once.")
@click.option("--words", default="", help="What it says; “Time for me” without it.")
@click.option("--alert", is_flag=True, help="Ask the calendar for an alert. Without it there is none.")
@options.output
@options.force
@options.answers
@options.language
def reminder(
    day: str,
    time: str | None,
    every: str | None,
    words: str,
    alert: bool,
    output: Path | None,
    force: bool,
    answers: Path | None,
    language: str | None,
) -> None:
    """
    Make a file that puts one day, or twelve, into your own calendar.

    Anyone who can see your calendar can see it. Nothing is sent, and nothing is counted.

    Example: heartwork reminder 2027-01-15 --time 18:30 --every month
    """
    from heartwork.exports import export_file, reminders
    from heartwork.paths import answers_folder
    from heartwork.storage import export_log
    from heartwork.storage.workbook import Workbook

    made = reminders.Reminder(
        day=reminders.day_of(day),
        time=reminders.time_of(time or ""),
        rhythm=_EVERY[every] if every else "once",
        words=words,
        alarm=alert,
    )
    now = datetime.datetime.now(datetime.timezone.utc)
    raw = made.as_ics(now=now)
    if str(output) == "-":
        click.echo(raw, nl=False)
        return
    path = (output or export_file.free_name("ics", now.astimezone().date().isoformat())).absolute()
    export_file.write(path, raw, force=force)
    click.echo(f"Written to {path}")
    click.echo(f"{made.in_words()}. Open it with your calendar; anyone who can see that can see this.")
    if answers_folder(answers).is_dir():  # a list of files is begun only where something is written
        book = Workbook.closed(answers)
        export_log.note(book.folder, path, raw, at=stamp(now), seal=book.key)
