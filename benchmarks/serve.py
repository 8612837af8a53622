"""
How long it takes from opening a page until the first words in it are saved; against plain Voila, side by side.

And how long a turn to the next page takes, which plain Voila does not have.

Both pages hold the same fields and save every change to the disk. Each visit is a person with an empty cache
(cold), and then the same person's second visit (warm). A person is let in before the visit begins, where there is
a token, because plain Voila asks for none; the redirect that a token costs once is left out of the times.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click
from playwright.sync_api import Browser, StorageState

from benchmarks import machine
from benchmarks.browser import NeverSavedError, Visit, chromium, let_in, new_person, visit
from benchmarks.figures import range_of, ratio, ratio_of_pairs, table
from benchmarks.servers import Server, heartwork_notebook, heartwork_open, stock_voila

__all__ = ["serve"]

#: Above this share of all processors, a visit was disturbed by others.
_DISTURBED = 0.10
#: So many undisturbed rounds are enough to leave the others out.
_ENOUGH = 3

_STATES = ("cold", "warm")
_TIMES = {
    "first_byte": "first byte",
    "first_paint": "first content painted",
    "html_complete": "HTML complete",
    "field_visible": "first field visible",
    "opened_and_saved": "opening the page -> saved edit",
    "left_to_saved": "edit, field left -> saved",
    "rested_to_saved": "edit, then a pause -> saved",
    "turned": "tap on Next -> the next page, once that was made ready",
}
_COUNTS: dict[str, tuple[str, float]] = {
    "requests": ("requests", 1),
    "script_bytes": ("JavaScript, decoded, KiB", 1024),
    "wire_bytes": ("HTTP on the wire, KiB", 1024),
    "other_hosts": ("requests to other hosts", 1),
}


@click.command()
@click.option("--visits", default=7, show_default=True, type=click.IntRange(1), help="Rounds that count.")
@click.option("--warmup", default=1, show_default=True, type=click.IntRange(0), help="Rounds before them.")
@click.option("--throttle", default=1.0, show_default=True, help="How many times slower the browser's processor is.")
@click.option("--notebook", is_flag=True, help="Also our notebook, served by plain Voila.")
@click.option("--patience", default=20.0, show_default=True, help="Seconds to wait for a quiet machine, each visit.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write every single visit to this file.")
def serve(visits: int, warmup: int, throttle: float, notebook: bool, patience: float, json_file: Path | None) -> None:
    """
    Opening a page until the first words are saved, against plain Voila.

    Example: python -m benchmarks serve --visits 9
    """
    load_before = machine.load()
    starts = [stock_voila, heartwork_open, *([heartwork_notebook] if notebook else [])]
    with TemporaryDirectory(prefix="heartwork-benchmark-") as folder, ExitStack() as running:
        servers = [running.enter_context(start(Path(folder) / start.__name__)) for start in starts]
        browser = running.enter_context(chromium())
        about = machine.about(Chromium=browser.version)
        click.echo(f"{about}\nLoad before: {load_before}")
        states = {server.name: let_in(browser, server.door) for server in servers}
        seen: list[Visit] = []
        for number in range(-warmup, visits):
            # Every other round the other way round, so that nobody always comes second.
            order = servers if number % 2 == 0 else servers[::-1]
            done = _round(browser, order, states, number=number, throttle=throttle, patience=patience)
            seen += done if number >= 0 else []
            click.echo(f"round {number + 1} of {visits}: {_in_short(done)}", err=True)
    if json_file is not None:
        settings = {"visits": visits, "warmup": warmup, "throttle": throttle}
        document = {"machine": about, "load_before": load_before, **settings, "seen": seen}
        json_file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    click.echo(report(seen, [server.name for server in servers]))
    click.echo(f"Load after: {machine.load()}")


def _round(
    browser: Browser,
    servers: Sequence[Server],
    states: Mapping[str, StorageState],
    *,
    number: int,
    throttle: float,
    patience: float,
) -> list[Visit]:
    """One cold and one warm visit of each server, one at a time, each once all is at rest."""
    people = {server.name: new_person(browser, states[server.name]) for server in servers}
    done: list[Visit] = []
    for state in _STATES:
        for server in servers:
            if state == "cold":
                server.forget()
            machine.wait_for_rest(patience=patience)
            words = f"{state} {number}"
            try:
                figures = visit(people[server.name], server.page, words=words, throttle=throttle)
            except NeverSavedError as error:
                raise click.ClickException(f"{server.name}: {error}") from error
            if words not in server.answers.read_text(encoding="utf-8"):
                raise click.ClickException(f"{server.name} said Saved, but the words are not in {server.answers.name}.")
            done.append({"server": server.name, "state": state, "round": number, **figures})
    for person in people.values():
        person.close()
    return done


def report(seen: Sequence[Visit], names: Sequence[str]) -> str:
    """
    The tables.

    Args:
        seen: Visits, as `serve` has measured them.
        names: Of the servers; all are compared with the first.
    """
    parts = []
    for state in _STATES:
        rounds = _rounds([one for one in seen if one["state"] == state])
        quiet = [one for one in rounds if max(made["others"] for made in one.values()) <= _DISTURBED]
        used = quiet if len(quiet) >= _ENOUGH else rounds
        parts += [f"\n{state} cache: {_noise(rounds, quiet, used)}\n", _figures(used, names)]
        parts += [f"\n{name}, marks, ms: {marks}" for name in names if (marks := _marks(used, name))]
    return "\n".join([*parts, "\nmedian [least-most]; ms since the navigation began, taken inside the page"])


def _rounds(seen: Sequence[Visit]) -> list[dict[str, Visit]]:
    """Visits by round, and in each by the server's name."""
    numbers = sorted({one["round"] for one in seen})
    return [{one["server"]: one for one in seen if one["round"] == number} for number in numbers]


def _figures(rounds: Sequence[dict[str, Visit]], names: Sequence[str]) -> str:
    first, *others = names
    heads = ["", *names, *(f"{name} / {first}" for name in others), *(f"{name} / {first}, pairs" for name in others)]

    def row(label: str, key: str, unit: float = 1) -> list[str]:
        # A page that has no next one has no figure for going there, and nothing to be compared with.
        given = {name: [one[name][key] for one in rounds if one[name][key] is not None] for name in names}
        values = {name: [value / unit for value in given[name]] for name in names}
        pairs = all(len(given[name]) == len(rounds) for name in names)
        return [
            label,
            *(range_of(values[name]) for name in names),
            *(ratio(values[name], values[first]) for name in others),
            *(ratio_of_pairs(values[name], values[first]) if pairs else "-" for name in others),
        ]

    times = [row(label, key) for key, label in _TIMES.items()]
    return table(heads, times + [row(label, key, unit) for key, (label, unit) in _COUNTS.items()])


def _marks(rounds: Sequence[dict[str, Visit]], name: str) -> str:
    """The marks that a page sets itself on its way, in the order of time."""
    visits = [one[name]["marks"] for one in rounds]
    medians = {
        mark: median(marks[mark] for marks in visits) for mark in visits[0] if all(mark in marks for marks in visits)
    }
    return ", ".join(f"{mark} {at:.0f}" for mark, at in sorted(medians.items(), key=lambda item: item[1]))


def _noise(rounds: Sequence[Any], quiet: Sequence[Any], used: Sequence[Any]) -> str:
    if len(quiet) == len(rounds):
        return f"{len(rounds)} rounds, none disturbed by other work on this machine."
    disturbed = f"{len(rounds)} rounds, {len(rounds) - len(quiet)} of them disturbed by other work on this machine"
    return f"{disturbed}, and left out." if used is quiet else f"{disturbed}: read the ratios of pairs."


def _in_short(done: Sequence[Visit]) -> str:
    parts = [f"{one['server']} {one['state']} {one['opened_and_saved']:.0f} ms" for one in done]
    return f"{', '.join(parts)}; others used up to {max(one['others'] for one in done):.0%}"
