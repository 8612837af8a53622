"""
A workshop under load and faults: many seats that really type and save, while connections, kernels and the server go.

What counts is that nothing is lost that was called saved. At the end each seat's sealed workbook is opened with its
passphrase: the last value of a field that was called saved has to be there, or a later one of the same field.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import psutil  # type: ignore[import-untyped]  # it has no types of its own

from benchmarks import machine
from benchmarks.figures import percentile, table
from benchmarks.seated import Person, Sent
from benchmarks.servers import Held, heartwork_workshop
from heartwork.answers import Answer
from heartwork.authoring.library import WorksheetLibrary
from heartwork.storage.workbook import Workbook
from heartwork.workshop import seat_workbook, seats, tables
from heartwork.workshop.room import Room

__all__ = ["Plan", "Result", "lost", "places", "run", "workshop"]

_LOCKING = 300.0  # seconds that all passphrases may take
_SETTLING = 60.0  # seconds that the last changes may take
_ENDING = 30.0  # seconds that a kernel may take to end once its page is gone
_OF_ONE_ADDRESS = 5  # seats that the hostile one may take
_MOVES = 0.05  # how often somebody goes to another page rather than typing


@click.command()
@click.option("--seats", "people", default=30, show_default=True, type=click.IntRange(1, 300), help="How many type.")
@click.option("--minutes", default=10.0, show_default=True, help="How long they do.")
@click.option("--every", default=4.0, show_default=True, help="Seconds between two changes of one person.")
@click.option("--dropped", default=10.0, show_default=True, help="Connections dropped, % of all each minute.")
@click.option("--killed", default=5.0, show_default=True, help="Kernels killed, % of all each minute.")
@click.option("--restart/--no-restart", default=True, show_default=True, help="Start the server anew in the middle.")
@click.option("--hostile", is_flag=True, help="One seat, and somebody without a code, who mean harm meanwhile.")
@click.option("--passphrases", default=0, type=click.IntRange(0, 300), help="So many join within a second; no more.")
@click.option("--seed", default=1, show_default=True, help="Of all that is left to chance.")
def workshop(
    people: int,
    minutes: float,
    every: float,
    dropped: float,
    killed: float,
    restart: bool,
    hostile: bool,
    passphrases: int,
    seed: int,
) -> None:
    """
    A workshop of many seats that type and save, with faults.

    Example: python -m benchmarks workshop --seats 30 --minutes 2 --hostile

    With --passphrases, only that many people who choose theirs within a second, then a restart with all pages open.
    """
    if passphrases:
        click.echo(f"{machine.about()}\nLoad before: {machine.load()}")
        with TemporaryDirectory(prefix="heartwork-benchmark-") as folder, machine.Watch() as watch:
            click.echo(asyncio.run(at_once(passphrases, Path(folder) / "workshop", restart=restart)))
        click.echo(f"Load after: {machine.load()}; others used {watch.others:.0%} of the processors, or less")
        return
    plan = Plan(people, minutes * 60, every, dropped, killed, restart, seed, hostile)
    click.echo(f"{machine.about()}\nLoad before: {machine.load()}")
    with TemporaryDirectory(prefix="heartwork-benchmark-") as folder, machine.Watch() as watch:
        result = asyncio.run(run(plan, Path(folder) / "workshop"))
    click.echo(report(plan, result))
    click.echo(f"Load after: {machine.load()}; others used {watch.others:.0%} of the processors, or less")
    if result.outside:
        raise click.ClickException("Somebody could not join.")
    if result.lost:
        raise click.ClickException("Answers that were called saved were lost.")


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What is to happen.

    Args:
        people: How many there are.
        seconds: How long they type.
        every: Seconds between two changes of one person, on average.
        dropped: Connections dropped each minute, in percent of all; one at least where it is not 0.
        killed: Kernels killed each minute, in the same way.
        restart: Whether the server is started anew in the middle.
        seed: Of chance.
        hostile: Whether somebody means harm (see `benchmarks.hostile`).
    """

    people: int
    seconds: float
    every: float = 4.0
    dropped: float = 10.0
    killed: float = 5.0
    restart: bool = True
    seed: int = 1
    hostile: bool = False

    @property
    def seats(self) -> int:
        """How many seats the workshop has: the hostile one takes as many as one address may."""
        return self.people + (_OF_ONE_ADDRESS if self.hostile else 0)

    def faults(self, dice: random.Random) -> list[tuple[float, str]]:
        """When what goes wrong: seconds from the beginning, in order."""
        found = []
        for name, percent in (("drop", self.dropped), ("kill", self.killed)):
            count = max(1, round(self.people * percent / 100 * self.seconds / 60)) if percent else 0
            found += [(dice.uniform(0.05, 0.9) * self.seconds, name) for _ in range(count)]
        return sorted([*found, (self.seconds / 2, "restart")] if self.restart else found)


@dataclass(slots=True)
class Result:
    """What happened; times in seconds, memory in MiB."""

    people: list[Person] = field(default_factory=list)
    joined: float = 0.0
    #: Who got no seat or no page.
    outside: int = 0
    #: What the hostile seat did, and how often.
    harm: dict[str, int] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    #: When it was looked at, MiB, and the number of kernels.
    memory: list[tuple[str, float, int]] = field(default_factory=list)
    acknowledged: int = 0
    lost: int = 0
    waiting: int = 0


async def run(plan: Plan, folder: Path) -> Result:
    """
    Hold a workshop, and look afterwards what is in the workbooks.

    Args:
        plan: What is to happen.
        folder: For everything the server writes.
    """
    result, dice = Result(), random.Random(plan.seed)
    there = places()
    with ExitStack() as stack, ExitStack() as meanwhile:
        server = await asyncio.to_thread(stack.enter_context, _held(plan, folder))
        if plan.hostile:
            harm = meanwhile.enter_context(_harm(server))
        result.people = [
            Person(
                server.address,
                server.code,
                f"words of number {n}",
                random.Random(dice.random()),
                f"mark{n}x",
                own=f"127.0.1.{n + 1}" if plan.hostile and sys.platform == "linux" else "",
            )
            for n in range(plan.people)
        ]
        began = time.monotonic()
        came = await asyncio.gather(*(_come_in(one, there) for one in result.people), return_exceptions=plan.hostile)
        result.joined, result.outside = time.monotonic() - began, sum(isinstance(one, Exception) for one in came)
        result.people = [one for one, how in zip(result.people, came, strict=True) if not isinstance(how, Exception)]
        await _note_memory(result, "start", server)
        until = time.monotonic() + plan.seconds
        typing = asyncio.gather(*(_type(person, plan, there, until) for person in result.people))
        server = await _go_wrong(plan, result, stack, server, folder=folder, dice=dice)
        await typing
        if plan.hostile:
            result.harm = await asyncio.to_thread(_end_harm, harm)
        await asyncio.gather(*(person.settle(patience=_SETTLING) for person in result.people))
        await _until_the_left_have_ended(server, len(result.people))
        await _note_memory(result, "end", server)
        await asyncio.gather(*(person.leave() for person in result.people))
        await asyncio.to_thread(stack.close)
    result.waiting = sum(person.waits for person in result.people)
    _count(result, folder / "host")
    return result


def _held(plan: Plan, folder: Path, port: int = 0) -> AbstractContextManager[Held]:
    return heartwork_workshop(folder, seats=plan.seats, port=port, shared=not plan.hostile)


@contextmanager
def _harm(server: Held) -> Iterator[subprocess.Popen[str]]:
    """Somebody who means harm, in a process of their own."""
    command = [sys.executable, "-m", "benchmarks.hostile", server.address, server.code]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _end_harm(harm: subprocess.Popen[str]) -> dict[str, int]:
    """What they did, and how often; they stop."""
    if harm.poll() is not None:
        raise RuntimeError("The hostile seat ended by itself.")
    harm.terminate()
    said, _nothing = harm.communicate(timeout=_ENDING)
    return dict(json.loads(said))


async def at_once(people: int, folder: Path, *, restart: bool) -> str:
    """
    Many choose a passphrase within a second, and write; then the server is started anew with all their pages open.

    Args:
        people: How many there are.
        folder: For everything the server writes.
        restart: Whether it is.

    Returns:
        The table: when the last page was usable, all keys were locked, and all pages were open again.
    """
    with ExitStack() as stack:
        server = await asyncio.to_thread(stack.enter_context, heartwork_workshop(folder, seats=people))
        crowd = [
            Person(server.address, server.code, f"words of number {n}", random.Random(n), f"mark{n}x")
            for n in range(people)
        ]
        await asyncio.gather(*(person.knock() for person in crowd))

        async def comes(person: Person, number: int) -> None:
            await asyncio.sleep(number / people)
            await person.choose()
            await person.open("boundaries")
            person.type()

        await asyncio.gather(*(comes(person, number) for number, person in enumerate(crowd)))
        until = time.monotonic() + _LOCKING
        while not all(person.locked for person in crowd) and time.monotonic() < until:
            await asyncio.sleep(0.1)
        rows = [
            ["last usable page after, s", f"{max(person.usable for person in crowd):.1f}"],
            ["half of them after, s", f"{percentile([person.usable for person in crowd], 50):.1f}"],
            ["all keys locked after, s", f"{max(person.locked for person in crowd):.1f}"],
            ["keys never locked", str(sum(not person.locked for person in crowd))],
        ]
        await asyncio.gather(*(person.settle(patience=_SETTLING) for person in crowd))
        if restart:
            port = int(server.address.rstrip("/").rpartition(":")[2])
            await asyncio.to_thread(stack.close)
            for person in crowd:
                person.again.clear()
            server = await asyncio.to_thread(stack.enter_context, heartwork_workshop(folder, seats=people, port=port))
            began = time.monotonic()
            while not all(person.again and person.in_touch for person in crowd) and time.monotonic() - began < _LOCKING:
                await asyncio.sleep(0.05)
            back = sum(bool(person.again) for person in crowd)
            rows.append(["restart: pages open again", str(back)])
            rows.append(["restart: the last of them after, s", f"{time.monotonic() - began:.1f}"])
        await asyncio.gather(*(person.leave() for person in crowd))
        await asyncio.to_thread(stack.close)
    result = Result(crowd)
    _count(result, folder / "host")
    rows += [["changes called saved", str(result.acknowledged)], ["of them lost", str(result.lost)]]
    return f"\n{table([f'{people} people at once', ''], rows)}\n"


def places() -> list[str]:
    """Parts of worksheets that have something to write in them."""
    shelf = WorksheetLibrary(None)
    worksheets = [shelf.worksheet(id_) for id_ in shelf.ids]
    return [
        worksheet.id if number == 0 else f"{worksheet.id}/{section.id}"
        for worksheet in worksheets
        if not worksheet.repeats
        for number, section in enumerate(worksheet.sections)
        if not section.show_if
        and any(question.kind.name() in ("text", "line") and not question.show_if for question in section.questions)
    ]


async def _come_in(person: Person, there: Sequence[str]) -> None:
    await person.join()
    await person.open(person.dice.choice(there))


async def _type(person: Person, plan: Plan, there: Sequence[str], until: float) -> None:
    while (pause := person.dice.uniform(0.5, 1.5) * plan.every) < until - time.monotonic():
        await asyncio.sleep(pause)
        if person.in_touch and person.dice.random() < _MOVES:
            person.go(person.dice.choice(there))
        else:
            person.type()


async def _go_wrong(
    plan: Plan, result: Result, stack: ExitStack, server: Held, *, folder: Path, dice: random.Random
) -> Held:
    """Let faults happen at their times; the server that is there at the end."""
    began = time.monotonic()
    middle = False
    for at, name in plan.faults(dice):
        if at >= plan.seconds / 2 and not middle:
            await asyncio.sleep(max(0.0, began + plan.seconds / 2 - time.monotonic()))
            await _note_memory(result, "middle", server)
            middle = True
        await asyncio.sleep(max(0.0, began + at - time.monotonic()))
        if name == "drop":
            person = dice.choice([one for one in result.people if one.in_touch] or result.people)
            if dice.random() < 0.5:
                person.type()  # so that something is under way just then
            person.drop()
        elif name == "kill":
            while not (kernels := _kernels(server)):  # nobody is back yet
                await asyncio.sleep(0.1)
            dice.choice(kernels).kill()
        else:
            server = await _start_anew(plan, result, stack, server, folder=folder, dice=dice)
        result.faults[name] = result.faults.get(name, 0) + 1
    return server


async def _start_anew(
    plan: Plan, result: Result, stack: ExitStack, server: Held, *, folder: Path, dice: random.Random
) -> Held:
    """The same workshop, with a new server at the same address; half of the people come with another browser."""
    port = int(server.address.rstrip("/").rpartition(":")[2])
    await asyncio.to_thread(stack.close)
    server = await asyncio.to_thread(stack.enter_context, _held(plan, folder, port))
    for person in dice.sample(result.people, len(result.people) // 2):
        person.close_browser()
    return server


def _kernels(server: Held) -> list[psutil.Process]:
    """The kernels that the fork server of a workshop has made."""
    below = psutil.Process(server.process).children()
    fork_servers = [one for one in below if any("heartwork.server.forkserver" in word for word in one.cmdline())]
    forked = [kernel for one in fork_servers for kernel in one.children()]
    return [one for one in forked if one.status() != psutil.STATUS_ZOMBIE]


async def _until_the_left_have_ended(server: Held, people: int) -> None:
    """Wait until nobody has more kernels than the one page that is open, as long as kernels may take to end."""
    until = time.monotonic() + _ENDING
    while len(_kernels(server)) > people and time.monotonic() < until:
        await asyncio.sleep(0.5)


async def _note_memory(result: Result, name: str, server: Held) -> None:
    taken = await asyncio.to_thread(machine.memory, psutil.Process(server.process))
    result.memory.append((name, taken, len(_kernels(server))))


def _count(result: Result, host: Path) -> None:
    """Open what is on the disk, and look for everything that was called saved."""
    room = Room.still_open(tables.sqlite_url(host / "room.sqlite"), seats=len(result.people))
    if room is None:
        raise RuntimeError("The room is gone.")
    shelf = WorksheetLibrary(None)
    for person in result.people:
        seat = seats.by_number(room, person.number)
        if seat is None:
            raise RuntimeError("A seat is gone.")
        workbook = Workbook.load(seat_workbook.folder_of(host, seat), passphrase=person.passphrase)
        for address, sent in person.sent.items():
            worksheet, _, question = address.partition(".")
            asked = shelf.worksheet(worksheet).question(question)
            if asked is None or asked.visit_only:
                continue  # kept for as long as the page is open, and never written
            result.acknowledged += sum(one.kept for one in sent)
            result.lost += lost(sent, workbook.answers(worksheet).get(question))
    room.engine.dispose()


def lost(sent: Sequence[Sent], answer: Answer | None) -> int:
    """
    How many values of one field were called saved, and are neither there nor followed by a later one of the same field.

    Args:
        sent: What was sent, in order.
        answer: What is in the workbook.
    """
    there = [] if answer is None else [answer.value, *(one["value"] for one in answer.also)]
    latest = max((number for number, one in enumerate(sent) if one.value in there), default=-1)
    return sum(one.kept for one in sent[latest + 1 :])


def report(plan: Plan, result: Result) -> str:
    """The tables."""
    people = result.people
    quick = [seconds * 1000 for person in people for seconds in person.quick]
    slow = [seconds * 1000 for person in people for seconds in person.slow]
    again = [seconds * 1000 for person in people for seconds in person.again]
    rows = [
        ("saved, in touch", quick),
        ("saved, through a fault", slow),
        ("page open again", again),
    ]
    times = [
        [name, str(len(values)), *(f"{value:.0f}" for value in _spread(values))] if values else [name, *"0---"]
        for name, values in rows
    ]
    counts = [
        ["everybody has a page after, s", f"{result.joined:.1f}"],
        ["could not join", str(result.outside)],
        ["changes called saved", str(result.acknowledged)],
        ["of them lost", str(result.lost)],
        ["still waiting at the end", str(result.waiting)],
        ["said to be not saved yet, and kept later", str(sum(person.refused for person in people))],
        ["connections dropped", str(result.faults.get("drop", 0))],
        ["joined again to the same kernel", str(sum(person.rejoined for person in people))],
        ["kernels killed", str(result.faults.get("kill", 0))],
        ["servers started anew", str(result.faults.get("restart", 0))],
        *([f"harm: {name}", str(count)] for name, count in sorted(result.harm.items())),
        *([f"memory (PSS) at the {name}, MiB", f"{taken:.0f}"] for name, taken, _kernels in result.memory),
        *([f"kernels at the {name}", str(kernels)] for name, _taken, kernels in result.memory),
    ]
    heads = [f"{plan.people} seats, {plan.seconds / 60:g} min", "times", "median, ms", "95th percentile", "most"]
    return f"\n{table(heads, times)}\n\n{table(['', ''], counts)}\n"


def _spread(values: Sequence[float]) -> tuple[float, float, float]:
    if len(values) == 1:
        return values[0], values[0], values[0]
    return percentile(values, 50), percentile(values, 95), max(values)
