"""
How long it takes when many people open their pages at once, and what each of them costs; against plain Voila.

Both serve the same fields. A visit is the request of the page, from its start until the last byte, when every field is
there to be shown. Browsers are left out: thirty of them on one machine would measure themselves.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import httpx
import psutil  # type: ignore[import-untyped]  # it has no types of its own

from benchmarks import machine
from benchmarks.figures import percentile, range_of, ratio, table
from benchmarks.servers import Server, heartwork_open, stock_voila

__all__ = ["join"]

_VIEW = b"widget-view"  # plain Voila's page names its widgets so
_ROOM = b"data-model"  # and ours so


@click.command()
@click.option("--people", default=30, show_default=True, type=click.IntRange(2), help="How many open a page.")
@click.option("--within", default=1.0, show_default=True, help="Seconds within which all of them do.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="Each with new servers.")
@click.option("--patience", default=20.0, show_default=True, help="Seconds to wait for a quiet machine, each round.")
def join(people: int, within: float, rounds: int, patience: float) -> None:
    """
    Many people opening their pages at once, against plain Voila.

    Example: python -m benchmarks join --people 30
    """
    click.echo(f"{machine.about()}\nLoad before: {machine.load()}")
    seen: dict[str, list[_Round]] = {}
    for number in range(rounds):
        starts = (stock_voila, heartwork_open) if number % 2 == 0 else (heartwork_open, stock_voila)
        for start in starts:
            with TemporaryDirectory(prefix="heartwork-benchmark-") as folder, ExitStack() as running:
                server = running.enter_context(start(Path(folder) / start.__name__))
                machine.wait_for_rest(patience=patience)
                done = asyncio.run(_round(server, people, within))
                seen.setdefault(server.name, []).append(done)
                click.echo(
                    f"round {number + 1} of {rounds}: {server.name}, last after {max(done.times):.0f} ms", err=True
                )
    click.echo(report(seen, people, within))
    click.echo(f"Load after: {machine.load()}")


class _Round:
    """One round of one server: each visit's time in ms, in the order they began; memory before and after in MiB."""

    def __init__(self, times: list[float], before: float, after: float, again: float) -> None:
        self.times, self.before, self.after, self.again = times, before, after, again


async def _round(server: Server, people: int, within: float) -> _Round:
    below = psutil.Process().children()[-1]
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(limits=limits, timeout=120, follow_redirects=True) as client:
        if server.door:
            pages, _, token = server.door.partition("?token=")  # sent as the page behind it does by itself
            (await client.post(pages, data={"token": token})).raise_for_status()
        # One visit before, so that what is only done once is not counted.
        await _visit(client, server.page)
        before = machine.memory(below)
        times = await asyncio.gather(*(_after(n * within / people, client, server.page) for n in range(people)))
        after = machine.memory(below)
        again = await _visit(client, server.page)
    return _Round(list(times), before, after, again)


async def _after(pause: float, client: httpx.AsyncClient, url: str) -> float:
    await asyncio.sleep(pause)
    return await _visit(client, url)


async def _visit(client: httpx.AsyncClient, url: str) -> float:
    began = time.perf_counter()
    answer = await client.get(url)
    took = (time.perf_counter() - began) * 1000
    if not answer.is_success or not (_VIEW in answer.content or _ROOM in answer.content):
        raise click.ClickException(f"{url.partition('#')[0]} gave no page ({answer.status_code}).")
    return took


def report(seen: dict[str, list[_Round]], people: int, within: float) -> str:
    """
    The table.

    Args:
        seen: Rounds by server.
        people: How many opened a page in each.
        within: Seconds within which they did.
    """
    stock, ours = seen["stock"], seen["heartwork"]
    rows = {
        "first of them, ms": lambda one: min(one.times),
        "half of them, ms": lambda one: percentile(one.times, 50),
        "last of them, ms": lambda one: max(one.times),
        "one alone, with all others there, ms": lambda one: one.again,
        "memory a seat (PSS), MiB": lambda one: (one.after - one.before) / people,
    }
    lines = []
    for label, value in rows.items():
        theirs, mine = [value(one) for one in stock], [value(one) for one in ours]  # type: ignore[no-untyped-call]
        lines.append([label, range_of(theirs, digits=1), range_of(mine, digits=1), ratio(mine, theirs)])
    heads = [f"{people} people within {within:g} s", "stock", "heartwork", "heartwork / stock"]
    return f"\n{table(heads, lines)}\n\nmedian [least-most] of {len(ours)} rounds"
