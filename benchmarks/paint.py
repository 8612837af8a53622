"""
When the first words are there on a slow line, and how much comes over it: a first visit, as a standard audit has it.

1.6 Mbit/s down, 0.75 Mbit/s up, 150 ms there and back, a processor four times slower; an empty cache. Chromium itself
holds the line back (`Network.emulateNetworkConditions`), which counts the delay once for each request and none for
making a connection.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from playwright.sync_api import Browser, StorageState

from benchmarks import machine
from benchmarks.browser import chromium, let_in, new_person
from benchmarks.figures import range_of, table
from benchmarks.servers import heartwork_open

__all__ = ["paint"]

_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}

_PAINTED = """() => new Promise((resolve) => new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (one.name === "first-contentful-paint") resolve(one.startTime);
}).observe({ type: "paint", buffered: true }))"""


@click.command()
@click.option("--visits", default=5, show_default=True, type=click.IntRange(1), help="First visits.")
def paint(visits: int) -> None:
    """
    First words and weight of a first visit on a slow line.

    Example: python -m benchmarks paint
    """
    load_before = machine.load()
    with TemporaryDirectory() as folder, heartwork_open(Path(folder) / "pages") as server, chromium() as browser:
        state = let_in(browser, server.door)
        seen = [_visit(browser, state, server.page) for _ in range(visits + 1)][1:]
    figures = zip(("first words, ms", "usable, ms", "on the wire, kB"), zip(*seen, strict=True), strict=True)
    rows = [[name, range_of(values)] for name, values in figures]
    click.echo(f"{machine.about()}\nLoad before: {load_before}\n\n{table(['first visit', 'median [range]'], rows)}")


def _visit(browser: Browser, state: StorageState, address: str) -> tuple[float, float, float]:
    person = new_person(browser, state)
    page = person.new_page()
    line = person.new_cdp_session(page)
    received = 0.0

    def finished(event: dict[str, float]) -> None:
        nonlocal received
        received += event["encodedDataLength"]

    line.send("Network.enable")
    line.on("Network.loadingFinished", finished)
    line.send("Network.emulateNetworkConditions", _LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    painted = float(page.evaluate(_PAINTED))
    page.locator("html[data-ready]").wait_for(timeout=60_000)
    usable = (time.perf_counter() - began) * 1000
    page.wait_for_timeout(500)
    person.close()
    return painted, usable, received / 1000
