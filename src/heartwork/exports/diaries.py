"""
A diary of another program, brought along: each of its lines becomes an entry of the page `diary`.

An entry gets its id from what is in the line, so that the same file twice doubles nothing; and it says when it was
brought along (`brought`), so that all of it can be taken back in one step.
"""

from __future__ import annotations

import datetime
import html
import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from heartwork.answers import Answers
from heartwork.errors import KitError, Problem
from heartwork.exports.diary_tables import Table
from heartwork.i18n.messages import _
from heartwork.workbook_format import DAY, AnswerDoc, EntryDoc

__all__ = ["DAYLIO", "ORDERS", "PAGE", "PARTS", "Plan", "Taken", "entries", "is_daylio", "last_brought", "moods"]
__all__ += ["not_here_yet", "orders_that_fit", "with_entries", "without_last"]

#: The worksheet that they become entries of.
PAGE = "diary"

#: What a column can be: the question that its cells answer. `date` is the day.
PARTS = ("date", "time", "mood", "with", "title", "text")

#: The columns of Daylio, of which some are not there in older exports.
DAYLIO = {
    "date": "full_date",
    "time": "time",
    "mood": "mood",
    "with": "activities",
    "title": "note_title",
    "text": "note",
}
_DAYLIO_NEEDS = ("full_date", "mood", "note")

#: In which order the numbers of a day stand.
ORDERS = {"year-first": "ymd", "day-first": "dmy", "month-first": "mdy"}

_IDS = uuid.UUID("5f0c1a52-7f0e-5d38-9c37-0a4b6e1f2d10")
_DATE = re.compile(r"\s*(\d{1,4})([-/.])\s?(\d{1,2})\2\s?(\d{1,4})\.?(?:[T\s,]+(\d{1,2}:\d{2})[:\d.,]*\s*(.*?))?\s*")
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>|</li>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|span|b|i|u|s|em|strong|ul|ol|li|font|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plan:
    """
    How a table becomes entries; all of it said by the person.

    Args:
        columns: Names of columns, by what they are (`PARTS`); one or more of them for `text`.
        order: One of `ORDERS`.
        places: Where a mood word stands from 0 to 10; one that is not here stays a word.
        daylio: Whether notes hold HTML, and activities are parted by ` | `.
    """

    columns: Mapping[str, tuple[str, ...]]
    order: str = "year-first"
    places: Mapping[str, int] = field(default_factory=dict)
    daylio: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Ids of the entries that can be taken back, and how many stay because they were changed since."""

    ids: frozenset[str]
    changed_since: int


def is_daylio(table: Table) -> bool:
    """Whether a table has the columns that Daylio writes."""
    return set(_DAYLIO_NEEDS) <= set(table.heads)


def moods(table: Table, plan: Plan) -> list[str]:
    """The words for moods in it, the most usual first."""
    found = Counter(cell.strip() for head in plan.columns.get("mood", ()) for cell in table.column(head))
    return [word for word, _count in found.most_common() if word]


def orders_that_fit(table: Table, head: str) -> list[str]:
    """
    In which orders the days of a column can be read; more than one where it has to be asked.

    Raises:
        KitError: If there is a day in it that can be read in none; it says in which line.
    """
    cells = [(line, cell) for line, cell in zip(table.lines, table.column(head), strict=True) if cell.strip()]
    if not cells:
        raise _no_days(head)
    for line, cell in cells:
        if not any(_day(cell, order) for order in ORDERS):
            what = _('line {line}: the day in the column "{column}" cannot be read.').format(line=line, column=head)
            raise KitError([Problem(what=what, mend=_("Write days with four digits for the year, as 2026-11-24."))])
    fitting = [order for order in ORDERS if all(_day(cell, order) for _line, cell in cells)]
    if not fitting:
        what = _('the days in the column "{column}" are not all in the same order of day, month and year.')
        mend = _("Write them all the same way, as 2026-11-24.")
        raise KitError([Problem(what=what.format(column=head), mend=mend)])
    # Day and month that are the same everywhere are the same in either order.
    if len({tuple(_day(cell, order) for _line, cell in cells) for order in fitting}) == 1:
        return fitting[:1]
    return fitting


def entries(table: Table, plan: Plan, *, now: str) -> list[EntryDoc]:
    """
    The entries that a table makes; lines without a word or without a day make none.

    Args:
        table: The table.
        plan: What its columns are.
        now: When they are brought along, as it stands in the file of the workbook.
    """
    made: list[EntryDoc] = []
    seen = Counter[str]()
    for row in table.rows:
        cells = dict(zip(table.heads, row, strict=True))
        values = _values(cells, plan)
        day = _day(_first(cells, plan, "date"), plan.order)
        if day is None or not values:
            continue
        said = json.dumps([day, *(values.get(part, "") for part in PARTS[1:])])
        seen[said] += 1  # twice the same on one day is two entries
        id_ = str(uuid.uuid5(_IDS, f"{said} {seen[said]}"))
        place = plan.places.get(str(values.get("mood", "")))
        if place is not None:
            values["mood-place"] = place
        answers: dict[str, AnswerDoc] = {question: {"value": value, "at": now} for question, value in values.items()}
        made.append({"id": id_, "at": now, DAY: day, "brought": now, "answers": answers})
    return made


def not_here_yet(mine: Answers, made: Iterable[EntryDoc]) -> list[EntryDoc]:
    """Those of the entries that a workbook does not have, as they came or as they were changed since."""
    here = {entry["id"] for entry in _kept(mine)}
    return [entry for entry in made if entry["id"] not in here]


def with_entries(mine: Answers, made: Iterable[EntryDoc], *, now: str) -> Answers:
    """A workbook with the entries that it did not have; itself where it has them all."""
    new = not_here_yet(mine, made)
    return _changed(mine, [*_kept(mine), *(entry.copy() for entry in new)], now) if new else mine


def last_brought(mine: Answers) -> Taken:
    """The entries that were brought along last, and could be taken back; those that were changed since stay."""
    kept = [entry for entry in _kept(mine) if isinstance(entry.get("brought"), str)]
    last = max((entry["brought"] for entry in kept), default="")
    of_last = [entry for entry in kept if entry["brought"] == last]
    untouched = [entry["id"] for entry in of_last if _is_untouched(entry)]
    return Taken(frozenset(untouched), len(of_last) - len(untouched))


def without_last(mine: Answers, *, now: str) -> Answers:
    """A workbook without what `last_brought` says; itself where that is nothing."""
    gone = last_brought(mine).ids
    return _changed(mine, [entry for entry in _kept(mine) if entry["id"] not in gone], now) if gone else mine


def _kept(mine: Answers) -> list[EntryDoc]:
    return mine.document["entries"].get(PAGE, [])


def _is_untouched(entry: EntryDoc) -> bool:
    answers = entry.get("answers", {})
    return all(set(one) == {"value", "at"} and one["at"] == entry["brought"] for one in answers.values())


def _changed(mine: Answers, kept: list[EntryDoc], now: str) -> Answers:
    """In one go: a change for each of thousands of entries would copy all of them each time."""
    entries = {**mine.document["entries"], PAGE: kept}
    return Answers({**mine.document, "entries": entries, "revision": mine.revision + 1, "updated": now})


# -- one line


def _values(cells: Mapping[str, str], plan: Plan) -> dict[str, object]:
    """The answers of one line, by question; without those that are empty."""
    found: dict[str, object] = {}
    for part in PARTS[1:]:
        words = [_words(cells[head], plan) for head in plan.columns.get(part, ())]
        text = "\n".join(word for word in words if word)
        if part == "with" and plan.daylio:
            text = "\n".join(one.strip() for one in text.split(" | ") if one.strip())
        if part in ("time", "mood", "title"):
            text = " ".join(text.split())
        if text:
            found[part] = text
    if found and "time" not in found and (time := _time(_first(cells, plan, "date"))):
        found["time"] = time
    return found


def _words(cell: str, plan: Plan) -> str:
    if plan.daylio and "<" in cell:
        cell = html.unescape(_TAG.sub("", _BREAK.sub("\n", cell)))
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def _first(cells: Mapping[str, str], plan: Plan, part: str) -> str:
    return next((cells[head] for head in plan.columns.get(part, ()) if cells[head].strip()), "")


def _parts_of(cell: str) -> tuple[str, str, str, str] | None:
    found = _DATE.fullmatch(cell)
    if found is None:
        return None
    return found[1], found[3], found[4], f"{found[5] or ''} {found[6] or ''}".strip()


def _day(cell: str, order: str) -> str | None:
    """The day that a cell says in this order, `2026-11-24`; None where it says none."""
    parts = _parts_of(cell)
    if parts is None:
        return None
    named = dict(zip(ORDERS[order], parts, strict=False))
    if len(named["y"]) != len("2026") or len(named["m"]) > 2 or len(named["d"]) > 2:
        return None
    try:
        return datetime.date(int(named["y"]), int(named["m"]), int(named["d"])).isoformat()
    except ValueError:
        return None


def _time(cell: str) -> str:
    """The time that stands beside a day, as it was written; without a zone."""
    parts = _parts_of(cell)
    return "" if parts is None else re.sub(r"\s*(Z|[+-]\d{2}:?\d{2})$", "", parts[3])


def _no_days(head: str) -> KitError:
    what = _('there is no day in the column "{column}".').format(column=head)
    return KitError([Problem(what=what, mend=_("Choose another column."))])
