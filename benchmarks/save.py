"""
How long it takes to save one answer: into a workbook that is empty, and into one of ten years.

The second number of each row is what the disk alone takes for a file of that size: write, fsync, rename, fsync the
folder. The rest is reading, merging, copies and JSON.
"""

from __future__ import annotations

import datetime
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click

from benchmarks import machine
from benchmarks.figures import percentile, table
from heartwork import atomic_files
from heartwork.answers import Answers, stamp
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered
from heartwork.question import Question
from heartwork.storage.workbook import FILE, Workbook
from heartwork.storage.workbook_json import as_bytes
from heartwork.worksheet_definition import DAY

__all__ = ["save", "years_of_check_ins"]

_CHECK_IN = "check-in"
_BEGIN = datetime.datetime(2016, 1, 1, 20, 15, tzinfo=datetime.timezone.utc)


@click.command()
@click.option("--times", default=200, show_default=True, type=click.IntRange(10), help="Saves that count, each row.")
@click.option("--days", default=3650, show_default=True, type=click.IntRange(1), help="Daily check-ins in the big one.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False, exists=True), help="On the disk to measure.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write every single time to this file.")
def save(times: int, days: int, folder: Path | None, json_file: Path | None) -> None:
    """
    Saving one answer, in an empty workbook and in one of ten years.

    Example: python -m benchmarks save --folder .
    """
    load_before = machine.load()
    heads = ["saving one answer into", "file, KiB", "median, ms", "95th percentile", "disk alone", "others used"]
    rows, raw = [], {}
    for name, document in (("an empty workbook", None), (f"{days} check-ins", years_of_check_ins(days))):
        with TemporaryDirectory(prefix="heartwork-benchmark-", dir=folder) as place:
            if document is not None:
                (Path(place) / FILE).write_bytes(as_bytes(document))
            workbook = Workbook.load(place)
            save_one = partial(_save_one, workbook, _change(document))
            machine.wait_for_rest(patience=20)
            with machine.Watch() as watch:
                saved = _times(save_one, times)
                content = workbook.path.read_bytes()
                alone = _times(partial(atomic_files.replace, workbook.path, content), times)
        figures = [len(content) / 1024, median(saved), percentile(saved, 95), median(alone)]
        rows.append([name, *(f"{figure:.1f}" for figure in figures), f"{watch.others:.0%}"])
        raw[name] = {"bytes": len(content), "save_ms": saved, "disk_ms": alone, "others": watch.others}
    click.echo(f"{machine.about()}\nLoad before: {load_before}\n\n{table(heads, rows)}\n\nLoad after: {machine.load()}")
    if json_file is not None:
        json_file.write_text(json.dumps({"machine": machine.about(), "load_before": load_before, **raw}, indent=1))


def years_of_check_ins(days: int) -> dict[str, Any]:
    """
    A workbook with a check-in each day, every question answered: the day, and nine answers.

    The words are invented and of the usual length.
    """
    questions = [one for one in WorksheetLibrary().worksheet(_CHECK_IN).questions if one.kind.answers and one.id != DAY]
    entries = []
    for number in range(days):
        moment = _BEGIN + datetime.timedelta(days=number)
        at = stamp(moment)
        answers = {one.id: {"value": _value(one, number), "at": at} for one in questions}
        entry_id = str(uuid.UUID(int=number, version=4))
        entries.append({"id": entry_id, "at": at, DAY: moment.date().isoformat(), "answers": answers})
    empty = Answers.none_yet(now=stamp(_BEGIN)).document
    return {**empty, "revision": days, "updated": entries[-1]["at"], "entries": {_CHECK_IN: entries}}


def _value(question: Question, number: int) -> Any:
    props = question.kind.props(str)
    keys = [key for key, _ in props.get("options", [])]
    match question.kind.name():
        case "scale":
            return props["min"] + number % (props["max"] - props["min"] + 1)
        case "choice":
            return keys[number % len(keys)]
        case "choices":
            return sorted({keys[number % len(keys)], keys[number // 7 % len(keys)]}, key=keys.index)
        case _:
            return f"We talked about the garden for a while, call {number}."


def _change(document: dict[str, Any] | None) -> Answered:
    """What is saved: a sentence in a worksheet, or in the newest check-in."""
    if document is None:
        return Answered(worksheet="boundaries", question="happens")
    return Answered(worksheet=_CHECK_IN, entry=document["entries"][_CHECK_IN][-1]["id"], question="good")


def _save_one(workbook: Workbook, change: Answered) -> None:
    sentence = f"A sentence of the usual length, revision {workbook.written.revision}."
    workbook.save([replace(change, value=sentence)])


def _times(act: Callable[[], object], times: int) -> list[float]:
    """How long each of so many took, in ms; five before them do not count."""
    taken = []
    for _ in range(5 + times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return taken[5:]
