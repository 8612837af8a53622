"""
Hypothesis strategies: what people may write, and what programs may hand over.

A new kind of question joins `KINDS` and `fitting`; `test_kinds.py` fails until it does.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from hypothesis import strategies as st

from heartwork.answers import Answers
from heartwork.changes import (
    Answered,
    Change,
    ConflictResolved,
    Destroyed,
    EntryPutBack,
    EntryRemoved,
    Finished,
    Opened,
)
from heartwork.kinds import all_kinds
from heartwork.kinds.choice import Choice
from heartwork.kinds.choices import Choices
from heartwork.kinds.circles import Circles
from heartwork.kinds.date import Date
from heartwork.kinds.grid import Grid
from heartwork.kinds.info import Info
from heartwork.kinds.letter import Letter
from heartwork.kinds.line import Line
from heartwork.kinds.number import Number
from heartwork.kinds.plan import Plan
from heartwork.kinds.rows import Rows
from heartwork.kinds.scale import Scale
from heartwork.kinds.sort import Sort
from heartwork.kinds.text import Text
from heartwork.question import Kind, Option, Question

#: Texts that have broken something somewhere before.
AWKWARD = (
    " ",
    "\x00",
    "\ud800",
    "half \udfff of a pair",
    "👩‍👧 and e\u0301",
    "אמא התקשרה, \u202eשוב",
    "</script><script>alert(1)</script>",
    "<!-- --> & ' \" `",
    "line\u2028line\r\nline",
    "{start.call_her|your mother}",
    "null",
    "1e999",
    "٣",
    "-",
)

# A high half before a low half, as two characters, is not a text that anything can hand over: JSON makes them one.
_COMES_TOGETHER = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def texts() -> st.SearchStrategy[str]:
    """Anything that can be typed or pasted, lone surrogates and 100,000 characters too."""
    any_character = st.characters(exclude_categories=())
    return st.one_of(
        st.text(max_size=20),
        st.text(any_character, max_size=8).filter(lambda text: not _COMES_TOGETHER.search(text)),
        st.sampled_from(AWKWARD),
        st.just("x").map(lambda letter: letter * 100_000),  # mapped, so that Hypothesis does not print it
    )


def json_values() -> st.SearchStrategy[Any]:
    """Any value that Python's JSON reader can give, whether it makes sense or not."""
    numbers = st.one_of(st.integers(), st.just(10**400), st.just(-(10**400)), st.floats())
    plain = st.one_of(st.none(), st.booleans(), numbers, texts())
    keys = st.one_of(
        st.sampled_from(
            ["if", "then", "other", "who", "how-much", "raw", "checks", "replies", "rested_from", "ending"]
        ),
        texts(),
    )
    return st.recursive(
        plain,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(keys, inner, max_size=3),
        ),
        max_leaves=6,
    )


def ids() -> st.SearchStrategy[str]:
    """Ids of worksheets and questions, few enough to meet again."""
    return st.sampled_from(["start", "boundaries", "check-in", "topics", "call_her"])


# -- kinds, and what fits them


def _options() -> st.SearchStrategy[tuple[Option, ...]]:
    keys = st.lists(st.sampled_from(["calls", "visits", "money", "1", "no"]), min_size=2, max_size=4, unique=True)
    return keys.map(lambda chosen: tuple(Option(key, key.title()) for key in chosen))


def _numbers() -> st.SearchStrategy[Number]:
    bounds = st.tuples(st.none() | st.integers(-100, 0), st.none() | st.integers(1, 100))
    return bounds.map(lambda pair: Number(unit="hours", min=pair[0], max=pair[1]))


def _grids() -> st.SearchStrategy[Grid]:
    chosen = st.builds(Grid, rows=_options(), options=_options(), many=st.booleans())
    return chosen | st.builds(Grid, rows=_options(), low=st.just("not at all"), high=st.just("very much"))


def _columns() -> st.SearchStrategy[tuple[Question, ...]]:
    who = Question(id="who", kind=Line(), ask="Who?")
    how_much = _numbers().map(lambda kind: Question(id="how-much", kind=kind, ask="How much?"))
    how = _options().map(lambda options: Question(id="how", kind=Choice(options=options, other=True), ask="How?"))
    return st.tuples(st.just(who), how_much, how)


#: A strategy for questions of each kind.
KINDS: dict[str, st.SearchStrategy[Kind]] = {
    "choice": st.builds(Choice, options=_options(), other=st.booleans()),
    "choices": st.builds(Choices, options=_options(), other=st.booleans()),
    "circles": st.builds(Circles, her=texts()),
    "date": st.just(Date()),
    "grid": _grids(),
    "info": st.just(Info(text="Read this.")),
    "letter": st.builds(Letter, checks=_options()),
    "line": st.just(Line()),
    "number": _numbers(),
    "plan": st.just(Plan()),
    "rows": st.builds(Rows, columns=_columns()),
    "scale": st.just(Scale(low="not at all", high="very much")),
    "sort": st.builds(Sort, cards=_options(), piles=_options()),
    "text": st.just(Text()),
}


def kinds() -> st.SearchStrategy[Kind]:
    """A question's kind, of any of them."""
    return st.sampled_from(sorted(all_kinds())).flatmap(lambda name: KINDS[name])


def fitting(kind: Kind) -> st.SearchStrategy[Any]:
    """Answers that fit a question of this kind; one that has no answer has none that fits."""
    match kind:
        case Line() | Text():
            return texts()
        case Number(min=lowest, max=highest):
            floats = st.floats(lowest, highest, allow_nan=False, allow_infinity=False)
            return st.integers(lowest, highest) | floats
        case Scale() | Circles():
            return st.integers(0, 10)
        case Grid():
            keys = [option.key for option in kind.options]
            cell: st.SearchStrategy[Any] = st.sampled_from(keys) if keys else st.integers(0, 10)
            return _each(kind.rows, st.lists(cell, max_size=3) if kind.many else cell)
        case Sort():
            return _each(kind.cards, st.sampled_from([pile.key for pile in kind.piles]))
        case Date():
            return st.dates().flatmap(lambda day: st.sampled_from([f"{day}", f"{day}"[:7], f"{day}"[:4]]))
        case Choice():
            return _items(kind)
        case Choices():
            # Each option once, and one line of one's own.
            return st.lists(_items(kind), max_size=4, unique_by=lambda item: item if isinstance(item, str) else "other")
        case Plan():
            return st.fixed_dictionaries({}, optional={"if": texts(), "then": texts()})
        case Letter():
            return _letters(kind)
        case Rows():
            cells = {column.id: st.none() | fitting(column.kind) for column in kind.columns}
            return st.lists(st.fixed_dictionaries({}, optional=cells), max_size=3)
    return st.nothing()


def _each(things: tuple[Option, ...], cell: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An answer for some of several things."""
    return st.fixed_dictionaries({}, optional={thing.key: cell for thing in things})


def _items(kind: Choice | Choices) -> st.SearchStrategy[Any]:
    keys = st.sampled_from([option.key for option in kind.options])
    return keys | st.fixed_dictionaries({"other": texts()}) if kind.other else keys


def _letters(kind: Letter) -> st.SearchStrategy[Any]:
    moments = st.datetimes(min_value=datetime.datetime(1000, 1, 1)).map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    parts = {
        "raw": texts(),
        "rested_from": moments,
        "hours": st.integers(0, 10_000) | st.floats(0, 10_000),
        "draft": texts(),
        "checks": st.lists(st.sampled_from([check.key for check in kind.checks]), max_size=4),
        "replies": st.fixed_dictionaries({}, optional=dict.fromkeys(("none", "angry", "kind"), texts())),
        "ending": st.sampled_from(["keep", "read", "send"]),
        "note": texts(),
    }
    return st.fixed_dictionaries({}, optional=parts)


def answered() -> st.SearchStrategy[tuple[Kind, Any]]:
    """A kind, and an answer that fits it."""
    return kinds().filter(lambda kind: kind.answers).flatmap(lambda kind: st.tuples(st.just(kind), fitting(kind)))


# -- changes and documents


def _values() -> st.SearchStrategy[Any]:
    return answered().map(lambda pair: pair[1])


def changes() -> st.SearchStrategy[Change]:
    """One change; the ids are few, so that changes meet."""
    entries = st.sampled_from(["entry-1", "entry-2"])
    values = st.one_of(st.none(), st.integers(0, 10), _values())
    answer = st.builds(
        Answered, worksheet=ids(), question=ids(), value=values, entry=st.none() | entries, track=st.booleans()
    )
    seen = st.builds(Answered, worksheet=ids(), question=ids(), value=values, seen=values, track=st.booleans())
    skipped = st.builds(Answered, worksheet=ids(), question=ids(), skipped=st.just(True), entry=st.none() | entries)
    return st.one_of(
        answer,
        seen,
        skipped,
        st.builds(Opened, ids()),
        st.builds(Finished, ids(), st.booleans()),
        st.builds(Destroyed, ids(), ids(), st.none() | entries),
        st.builds(
            ConflictResolved,
            worksheet=ids(),
            question=ids(),
            shown=values,
            other=st.builds(lambda value: {"value": value, "at": at(5)}, values),
            becomes=values,
            entry=st.none() | entries,
        ),
        st.builds(EntryRemoved, ids(), entries),
        st.builds(EntryPutBack, ids(), entries.map(_entry)),
    )


def _entry(id_: str) -> dict[str, Any]:
    return {"id": id_, "at": at(0), "for": "2026-11-20", "answers": {}}


def at(minutes: int) -> str:
    """A moment, in minutes after a Monday morning."""
    days, minutes = divmod(minutes, 24 * 60)
    return f"2026-11-{1 + days:02}T{minutes // 60:02}:{minutes % 60:02}:00Z"


def documents() -> st.SearchStrategy[Answers]:
    """A workbook with a past: a few saves, minutes to hours apart."""
    saves = st.lists(st.tuples(st.integers(1, 200), st.lists(changes(), max_size=4)), max_size=5)

    def after(past: list[tuple[int, list[Change]]]) -> Answers:
        minutes, answers = 0, Answers.none_yet(now=at(0), id_="0b0c7a52-8f3e-4d5e-9a55-5f1a3c8a7f10")
        for waited, made in past:
            minutes += waited
            answers = answers.with_changes(made, now=at(minutes))
        return answers

    return saves.map(after)
