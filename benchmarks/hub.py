"""
A JupyterHub with our lean server for each person, beside one with `jupyterhub-singleuser` and plain Voila.

Both are real Hubs with the real proxy, one after the other, on the same machine, with the same fields on the page.
What is measured: memory a person (the proportional share of their server and all below it, with a page open, and of
what is written then saved), and the time from sending the form of the login to a field that can be written in, for a
person whose server does not run yet. Then many people at once: all log in together, each opens the page and saves.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click
import psutil  # type: ignore[import-untyped]  # it has no types of its own
from playwright.async_api import Browser, async_playwright

from benchmarks import machine
from benchmarks.figures import range_of, ratio, table
from benchmarks.servers import WORKSHEET, _free_port
from benchmarks.stock import stock_notebook

__all__ = ["hub"]

_SETTINGS = Path(__file__).parents[1] / "deploy/jupyterhub"
_PATIENCE = 300  # seconds


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to have the page on a Hub."""

    name: str
    options: Sequence[str]
    #: The page, below the path of a server.
    page: str


_WAYS = (
    _Way("stock", ["--Spawner.cmd=jupyterhub-singleuser", "--Spawner.args=--allow-root"], "voila/render/stock.ipynb"),
    _Way("heartwork", [], f"heartwork/#{WORKSHEET}"),
)


@click.command()
@click.option(
    "--rounds", default=3, show_default=True, type=click.IntRange(1), help="People one after the other, each way."
)
@click.option("--people", default=40, show_default=True, type=click.IntRange(1), help="People at once, on ours.")
def hub(rounds: int, people: int) -> None:
    """
    A JupyterHub with our server, against one with Voila: memory a person, time to the page, many at once.

    Example: python -m benchmarks hub --rounds 3 --people 40
    """
    if shutil.which("configurable-http-proxy") is None:
        raise click.ClickException("configurable-http-proxy is not on the path: `npm install` in deploy/jupyterhub.")
    click.echo(f"{machine.about()}\nLoad before: {machine.load()}")
    figures = {}
    for way in _WAYS:
        with (
            TemporaryDirectory(prefix="heartwork-benchmark-") as folder,
            _running(way, Path(folder)) as (address, homes),
        ):
            figures[way.name] = asyncio.run(_one_by_one(way, address, homes, rounds))
            if way.name == "heartwork" and people > 1:
                click.echo(asyncio.run(_at_once(way, address, homes, people)))
    first, second = (figures[way.name] for way in _WAYS)
    rows = [
        [label, range_of(first[key]), range_of(second[key]), ratio(second[key], first[key])]
        for key, label in (("seconds", "login -> a field, s"), ("memory", "memory a person, MiB"))
    ]
    click.echo(table(["", "stock", "heartwork", "heartwork / stock"], rows))
    click.echo(f"Load after: {machine.load()}")


async def _one_by_one(way: _Way, address: str, homes: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds until there is a field, and MiB a person, for people who come one after the other and stay."""
    seen: dict[str, list[float]] = {"seconds": [], "memory": []}
    async with async_playwright() as playwright:
        browser = await _chromium(playwright)
        for number in range(rounds):
            await asyncio.to_thread(machine.wait_for_rest, patience=30)
            seconds, _saved = await _arrive(browser, way, address, homes, f"person{number}")
            seen["seconds"].append(seconds)
        await asyncio.sleep(5)
        for number in range(rounds):
            seen["memory"].append(machine.memory(_server(homes / f"person{number}")))
        await browser.close()
    return seen


async def _at_once(way: _Way, address: str, homes: Path, people: int) -> str:
    """All log in within a second, and each writes."""
    async with async_playwright() as playwright:
        browser = await _chromium(playwright)
        names = [f"crowd{number}" for number in range(people)]
        done = await asyncio.gather(
            *(_arrive(browser, way, address, homes, name) for name in names), return_exceptions=True
        )
        await browser.close()
    failed = [one for one in done if isinstance(one, BaseException)]
    seconds = [one[0] for one in done if not isinstance(one, BaseException)]
    saved = sum(one[1] for one in done if not isinstance(one, BaseException))
    times = f"median {median(seconds):.1f} s, last {max(seconds):.1f} s" if seconds else "nobody"
    away = f"{len(failed)} did not get there"
    return f"{people} people at once: {len(seconds)} had a field ({times}), {saved} saved, {away}."


async def _arrive(browser: Browser, way: _Way, address: str, homes: Path, name: str) -> tuple[float, bool]:
    """Log in, wait for the field, write; how many seconds until the field, and whether the words are on the disk."""
    home = homes / name
    home.mkdir(parents=True)
    (home / "stock.ipynb").write_text(stock_notebook(WORKSHEET), encoding="utf-8")
    person = await browser.new_context()
    page = await person.new_page()
    path, _, place = way.page.partition("#")
    await page.goto(f"{address}/hub/login?next=/hub/user-redirect/{path}", timeout=_PATIENCE * 1000)
    await page.fill("input[name=username]", name)
    await page.fill("input[name=password]", "any")
    began = time.monotonic()
    await page.click("#login_submit", no_wait_after=True, timeout=_PATIENCE * 1000)
    await page.wait_for_url(f"**/user/{name}/{path}", timeout=_PATIENCE * 1000, wait_until="commit")
    if place:
        await page.goto(f"{address}/user/{name}/{way.page}", timeout=_PATIENCE * 1000, wait_until="commit")
    field = page.locator("textarea").first
    await field.wait_for(timeout=_PATIENCE * 1000)
    seconds = time.monotonic() - began
    words = f"{name} writes."
    await field.fill(words)
    await field.press("Tab")
    for _look in range(600):
        written = [
            one for one in (*home.rglob("workbook.json"), *home.rglob("answers.json")) if words in one.read_text()
        ]
        if written:
            return seconds, True
        await asyncio.sleep(0.1)
    return seconds, False


async def _chromium(playwright: object) -> Browser:
    own = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    started: Browser = await playwright.chromium.launch(executable_path=own, args=["--no-sandbox", "--disable-gpu"])  # type: ignore[attr-defined]
    return started


def _server(home: Path) -> psutil.Process:
    """The process of the server of whoever has that home."""
    for one in psutil.process_iter():
        try:
            environment, parent = one.environ(), psutil.Process(one.ppid()).environ()
        except psutil.Error:
            continue
        if environment.get("HOME") == str(home) and parent.get("HOME") != str(home):
            return one
    raise click.ClickException("a server ended by itself.")


@contextmanager
def _running(way: _Way, folder: Path) -> Iterator[tuple[str, Path]]:
    """A Hub with the settings of deploy/jupyterhub, where a name is enough to log in."""
    ports = [_free_port() for _ in range(3)]
    address, homes = f"http://127.0.0.1:{ports[0]}", folder / "homes"
    own = Path(sys.executable).parent
    environment = {**os.environ, "HEARTWORK_HUB_ADDRESS": address, "PATH": f"{own}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("HEARTWORK_ANSWERS", None)
    command = [
        *(sys.executable, "-m", "jupyterhub", "-f", str(_SETTINGS / "jupyterhub_config.py")),
        *("--JupyterHub.authenticator_class=dummy", "--Authenticator.allow_all=True"),
        *("--JupyterHub.spawner_class=simple", f"--SimpleLocalProcessSpawner.home_dir_template={homes}/{{username}}"),
        *(f"--JupyterHub.hub_port={ports[1]}", f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{ports[2]}"),
        # Everybody at once is what is measured.
        *("--JupyterHub.concurrent_spawn_limit=0", "--Spawner.start_timeout=300", "--Spawner.http_timeout=300"),
        *way.options,
    ]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment, start_new_session=True)
    try:
        end = time.monotonic() + 60
        while "is now running" not in (folder / "log").read_text():
            if time.monotonic() > end or process.poll() is not None:
                raise click.ClickException(f"the Hub did not start:\n{(folder / 'log').read_text()[-2000:]}")
            time.sleep(0.1)
        yield address, homes
    finally:
        everything = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
        for one in everything:
            try:
                one.terminate()
            except psutil.NoSuchProcess:
                continue
        for one in psutil.wait_procs(everything, timeout=15)[1]:
            one.kill()
