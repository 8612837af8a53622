"""
How long prints take, from worksheets in memory to the whole PDF.

The first of each also reads the fonts and the templates; the median is what a second print of a kernel takes.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from statistics import median

import click

from benchmarks import machine
from benchmarks.figures import percentile, table
from benchmarks.save import years_of_check_ins
from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.pages.author_preview import filled_in
from heartwork.printing import worksheet_pages
from heartwork.printing.booklet import booklet
from heartwork.printing.typeset import Print, PrintOptions

__all__ = ["prints"]


@click.command()
@click.option("--times", default=10, show_default=True, type=click.IntRange(3), help="Prints that count, each.")
def prints(times: int) -> None:
    """
    A blank worksheet, a filled one, the booklet, and a year of daily check-ins.

    Example: python -m benchmarks prints
    """
    from pypdf import PdfReader

    shelf, look = WorksheetLibrary(), PrintOptions(day="2026-11-24")
    want = shelf.worksheet("want")
    now = "2026-11-24T10:00:00Z"
    written = Answers.none_yet(now=now).with_changes(filled_in(want, want.examples[0]), now=now)
    year = Answers(years_of_check_ins(365))
    made: dict[str, Callable[[], Print]] = {
        "want, blank": lambda: worksheet_pages.blank_pages(shelf, ["want"], look),
        "want, filled": lambda: worksheet_pages.filled_pages(shelf, ["want"], look, written=written),
        "the booklet": lambda: booklet(shelf, look),
        "365 check-ins": lambda: worksheet_pages.filled_pages(shelf, ["check-in"], look, written=year),
    }
    load_before = machine.load()
    rows = []
    for name, make in made.items():
        first, raw = _ms(make)
        count = len(PdfReader(io.BytesIO(raw)).pages)
        taken = [_ms(make)[0] for _ in range(times)]
        figures = (first, median(taken), percentile(taken, 95), median(taken) / count)
        rows.append([name, str(count), *(f"{figure:.0f}" for figure in figures)])
    heads = ["print", "pages", "first, ms", "median, ms", "95th percentile", "ms a page"]
    click.echo(f"{machine.about()}\nLoad before: {load_before}\n\n{table(heads, rows)}\n\nLoad after: {machine.load()}")


def _ms(make: Callable[[], Print]) -> tuple[float, bytes]:
    began = time.perf_counter()
    raw = make().raw
    return (time.perf_counter() - began) * 1000, raw
