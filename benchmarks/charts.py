"""
How long each picture takes, from a workbook of ten years: the first of a fresh program too.

Measured in a program of its own, once matplotlib is loaded and its fonts are ready, as a server has them before
anybody waits. From the answers in memory to the whole figure as HTML, table and all.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from statistics import median

import click

from benchmarks import machine
from benchmarks.figures import percentile, table
from benchmarks.save import years_of_check_ins
from heartwork.analysis.source import Source
from heartwork.answers import Answers
from heartwork.charts.gallery import PATTERNS

__all__ = ["charts"]


@click.command()
@click.option("--times", default=10, show_default=True, type=click.IntRange(3), help="Drawings that count, each chart.")
@click.option("--days", default=3650, show_default=True, type=click.IntRange(1), help="Daily check-ins.")
@click.option("--one", default="", hidden=True, help="Draw this one once, and print how long it took, in ms.")
def charts(times: int, days: int, one: str) -> None:
    """
    Each picture of a workbook with ten years of daily check-ins.

    Example: python -m benchmarks charts
    """
    written = Answers(years_of_check_ins(days))
    if one:
        click.echo(json.dumps(_first(written, one)))
        return
    load_before = machine.load()
    rows = []
    for pattern in PATTERNS:
        if pattern.table(Source(written=written)).gate.reached:
            command = [sys.executable, "-m", "benchmarks", "charts", "--days", str(days), "--one", pattern.id]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            first = json.loads(done.stdout)
            taken = [_ms(written, pattern.id) for _ in range(times + 1)][1:]
            figures = (first, median(taken), percentile(taken, 95))
            rows.append([pattern.id, *(f"{figure:.0f}" for figure in figures)])
    heads = [f"{days} check-ins", "first, ms", "median, ms", "95th percentile"]
    click.echo(f"{machine.about()}\nLoad before: {load_before}\n\n{table(heads, rows)}\n\nLoad after: {machine.load()}")


def _first(written: Answers, id_: str) -> float:
    from heartwork.charts.matplotlib_svg import prepare

    prepare()
    return _ms(written, id_)


def _ms(written: Answers, id_: str) -> float:
    pattern = next(pattern for pattern in PATTERNS if pattern.id == id_)
    # A source of its own each time: what it keeps ready from the time before would not count.
    source = Source(written=written)
    began = time.perf_counter()
    pattern.draw(source).html()
    return (time.perf_counter() - began) * 1000
