"""How `heartwork import` brings a diary of another program along: what is not known is asked, once, and shown first."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heartwork.errors import KitError, Problem, did_you_mean

if TYPE_CHECKING:
    from heartwork.exports.diaries import Plan
    from heartwork.exports.diary_tables import Table
    from heartwork.storage.workbook import Workbook
    from heartwork.workbook_format import EntryDoc

__all__ = ["Chosen", "bring_in", "options_of_a_diary", "take_back"]

_LEAVE = "-"
_WHAT = {
    "date": "the day",
    "time": "the time of day",
    "mood": "the mood, in a word",
    "with": "what was done, and who was there",
    "title": "the headline",
    "text": "what was written",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was said with options."""

    kind: str | None
    columns: tuple[str, ...]
    date_order: str | None
    mood: tuple[str, ...]
    separator: str | None
    encoding: str | None


def options_of_a_diary(command: Callable[..., object]) -> Callable[..., object]:
    """The options of the command for a diary."""
    for option in reversed(
        (
            click.option(
                "--from", "kind", type=click.Choice(["daylio", "csv"]), help="A diary: Daylio's, or any table."
            ),
            click.option(
                "--column", "columns", multiple=True, metavar="WHAT=NAME", help="Such as date=Day, text=Entry."
            ),
            click.option(
                "--date-order",
                type=click.Choice(["year-first", "day-first", "month-first"]),
                help="How days are written, where it could be more than one.",
            ),
            click.option(
                "--mood", multiple=True, metavar="WORD=0..10", help="Where a mood stands; else it stays a word."
            ),
            click.option("--separator", type=click.Choice(["comma", "semicolon", "tab"]), help="What parts the cells."),
            click.option("--encoding", metavar="NAME", help="Of the letters, such as cp1252; UTF-8 without it."),
        )
    ):
        command = option(command)
    return command


def bring_in(file: Path, chosen: Chosen, open_workbook: Callable[[], Workbook], *, yes: bool) -> None:
    """Read the file, ask what it does not say, show what would be added, and add it."""
    from heartwork.answers import stamp
    from heartwork.exports import diaries
    from heartwork.exports.diary_tables import read_table

    table = read_table(file, separator=chosen.separator, encoding=chosen.encoding)
    columns = _columns(table, chosen, file)
    order = _order(table, columns["date"][0], chosen)
    plan = diaries.Plan(columns, order, daylio=chosen.kind == "daylio")
    plan = diaries.Plan(columns, order, _places(table, plan, chosen), plan.daylio)
    workbook = open_workbook()
    made = diaries.entries(table, plan, now=stamp(_now()))
    new = diaries.not_here_yet(workbook.written, made)
    for line in _preview(table, plan, made, new):
        click.echo(line)
    if not new:
        click.echo("All of it is already here. Nothing was changed.")
        return
    if not yes and not click.confirm("Bring it in?"):
        click.echo("Nothing was changed.")
        return
    workbook.change(lambda mine, now: diaries.with_entries(mine, made, now=now))
    click.echo('Done. It is on the page "A few lines about a day" now. `heartwork import --undo` takes it back.')


def take_back(workbook: Workbook, *, yes: bool) -> None:
    """Take back what was brought in last."""
    from heartwork.exports import diaries

    taken = diaries.last_brought(workbook.written)
    if not taken.ids:
        click.echo("There is nothing to take back. Nothing was changed.")
        return
    click.echo(f"{_entries(len(taken.ids))} would go, all of them as they were brought in.")
    if taken.changed_since:
        click.echo(f"{_entries(taken.changed_since)} you changed since would stay.")
    if not yes and not click.confirm("Take them back?"):
        click.echo("Nothing was changed.")
        return
    workbook.change(lambda mine, now: diaries.without_last(mine, now=now))
    click.echo("Done. They are gone from your workbook; earlier copies of it still have them for 14 days.")


# -- what is asked


def _can_ask() -> bool:
    return sys.stdin.isatty()


def _columns(table: Table, chosen: Chosen, file: Path) -> dict[str, tuple[str, ...]]:
    from heartwork.exports.diaries import DAYLIO, PARTS, is_daylio

    if chosen.kind == "daylio":
        if not is_daylio(table):
            what = "this table does not have the columns that Daylio writes."
            raise KitError([Problem(what=what, mend="Bring it in with --from csv.", file=str(file))])
        return {part: (head,) for part, head in DAYLIO.items() if head in table.heads}
    found: dict[str, tuple[str, ...]] = {}
    for said in chosen.columns:
        part, _, head = said.partition("=")
        if part not in PARTS or head not in table.heads:
            known, wrong = (PARTS, part) if part not in PARTS else (table.heads, head)
            what = f'--column {part}=...: there is no "{wrong}".{did_you_mean(wrong, known)}'
            raise KitError([Problem(what=what, mend=f"There are: {', '.join(known)}.")])
        found[part] = (*found.get(part, ()), head)
    if not found and _can_ask():
        found = _asked_for_columns(table)
    if "date" not in found or len(found) < 2:
        what = "it has to be said which column is the day, and which holds something to keep."
        mend = f"As in --column date=NAME --column text=NAME. The columns are: {', '.join(table.heads)}."
        raise KitError([Problem(what=what, mend=mend)])
    return found


def _asked_for_columns(table: Table) -> dict[str, tuple[str, ...]]:
    click.echo("The columns of this file, and how many of their cells hold something:\n")
    for number, head in enumerate(table.heads, 1):
        full = sum(1 for cell in table.column(head) if cell.strip())
        click.echo(f"  {number:>3}  {head}  ({full} of {len(table.rows)})")
    click.echo("\nWhich column is what? Type its number, or Enter for none.")
    found: dict[str, tuple[str, ...]] = {}
    numbers = click.Choice([_LEAVE, *(str(number) for number in range(1, len(table.heads) + 1))])
    for part, what in _WHAT.items():
        chosen = click.prompt(f"  {what}", type=numbers, default=_LEAVE, show_choices=False, show_default=False)
        if chosen != _LEAVE:
            found[part] = (table.heads[int(chosen) - 1],)
    return found


def _order(table: Table, head: str, chosen: Chosen) -> str:
    from heartwork.exports.diaries import orders_that_fit

    fitting = orders_that_fit(table, head)
    if chosen.date_order in fitting:
        return str(chosen.date_order)
    if chosen.date_order:
        what = f"the days of this file are not written {chosen.date_order}."
        raise KitError([Problem(what=what, mend=f"They could be: {', '.join(fitting)}.")])
    if len(fitting) == 1:
        return fitting[0]
    if not _can_ask():
        what = "the days of this file could be read in more than one order."
        raise KitError([Problem(what=what, mend=f"Say which with --date-order: {', '.join(fitting)}.")])
    order: str = click.prompt("In a day such as 03/04/2026, what comes first?", type=click.Choice(fitting))
    return order


def _places(table: Table, plan: Plan, chosen: Chosen) -> dict[str, int]:
    from heartwork.exports.diaries import moods

    words = moods(table, plan)
    places: dict[str, int] = {}
    for said in chosen.mood:
        word, _, place = said.rpartition("=")
        if word not in words or not place.isdecimal() or int(place) > 10:
            what = "--mood takes a word for a mood that is in the file, and a place from 0 to 10."
            raise KitError([Problem(what=what, mend="As in --mood good=7.")])
        places[word] = int(place)
    if chosen.mood or not words or not _can_ask() or len(words) > 30:
        return places
    click.echo("\nWhere is each of these between your worst days (0) and your best (10)? Enter leaves it a word.")
    numbers = click.Choice([_LEAVE, *map(str, range(11))])
    for word in words:
        place = click.prompt(f"  {_shown(word)}", type=numbers, default=_LEAVE, show_choices=False, show_default=False)
        if place != _LEAVE:
            places[word] = int(place)
    return places


# -- what is said


def _preview(table: Table, plan: Plan, made: list[EntryDoc], new: list[EntryDoc]) -> list[str]:
    lines = ["", "This would become entries of the page “A few lines about a day”:", ""]
    lines += [f"  {_WHAT[part]}: {', '.join(heads)}" for part, heads in plan.columns.items()]
    left = [head for head in table.heads if not any(head in heads for heads in plan.columns.values())]
    lines += [f"  not brought in: {', '.join(left)}"] if left else []
    if made:
        days = sorted(entry["for"] for entry in made)
        lines.append(f"  {_entries(len(new))} more, from {days[0]} to {days[-1]}")
    here, empty = len(made) - len(new), len(table.rows) - len(made)
    lines += [f"  {_entries(here)} already here"] if here else []
    lines += [f"  {empty} without a day or a word, left out"] if empty else []
    words = sum("mood" in entry["answers"] and "mood-place" not in entry["answers"] for entry in made)
    lines += [f"  the mood of {_entries(words)} stays a word, without a number"] if words else []
    return [*lines, ""]


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _shown(word: str) -> str:
    from heartwork.exports.plain_text import in_one_line

    return in_one_line(word)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.timezone.utc)
