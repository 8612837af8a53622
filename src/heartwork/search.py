"""Looking for words in everything that was written: every answer in which they occur, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from heartwork.answers import Answers
from heartwork.normalization.search_key import Query
from heartwork.own_questions import Own, own_of
from heartwork.question import Kind, Piping, strings_in
from heartwork.workbook_format import DAY, OTHER, AnswerDoc, EntryDoc, WorksheetDoc
from heartwork.worksheet_definition import Worksheet

__all__ = ["EARLIER", "ELSEWHERE", "NOW", "Match", "Query", "search"]

#: What a text is to its answer: what stands there now, what stood there before, or what another page wrote as well.
NOW, EARLIER, ELSEWHERE = "now", "earlier", "elsewhere"


#: Answers of so many characters may be labels or keys of options, which come again and again.
_LABEL = 24


@dataclass(frozen=True, slots=True, repr=False)
class Match:
    """
    One text in which all the words occur.

    Args:
        worksheet: Id of the worksheet, which may not be there any more.
        question: Id of the question, likewise.
        entry: Id of the entry; empty where the worksheet does not repeat.
        day: The day the entry is about, `2026-11-20`; may be a month or a year, may be empty.
        text: The whole text. A person's own words.
        at: When it was written; UTC, `2026-11-23T14:05:00Z`.
        state: `NOW`, `EARLIER` or `ELSEWHERE`.
    """

    worksheet: str
    question: str
    entry: str
    day: str
    text: str
    at: str
    state: str = NOW

    def __repr__(self) -> str:
        return f"Match(state={self.state!r})"  # never the words


def search(
    written: Answers, query: Query, *, worksheet: Callable[[str], Worksheet | None], pipe: Piping = str
) -> list[Match]:
    """
    Every text in which all the words occur, newest first by the day that is shown beside it.

    Args:
        written: What was written.
        query: What is looked for; nothing is found where it is empty.
        worksheet: Gives a worksheet by its id; None for one that is not there or cannot be read.
        pipe: Puts answers into the author's words: labels that were chosen are looked through as they are read.
    """
    if not query:
        return []
    found: list[Match] = []
    for id_ in dict.fromkeys((*written, *written.document["worksheets"])):
        own = own_of(written, id_)
        look = _Look(query, worksheet(id_), pipe, own)
        found += _worded(id_, own, query)
        found += look.through(id_, written.document["worksheets"].get(id_, {}))
        for entry in written.document["entries"].get(id_, ()):
            found += look.through(id_, entry)
    return sorted(found, key=_when, reverse=True)


def _worded(worksheet: str, own: Iterable[Own], query: Query) -> Iterator[Match]:
    """Words that a person asks themselves by, or has to choose from: now, and before."""
    for one in own:
        states = [(NOW, one.at, one.ask)]
        states += [(EARLIER, at, str(value["ask"])) for at, value in one.earlier if value["ask"] != one.ask]
        for state, at, text in states:
            if query.is_in(text):
                yield Match(worksheet, one.under or one.id, "", "", text, at, state)


def _when(match: Match) -> tuple[str, str]:
    """The day that stands beside it, and when it was written: a diary brought along was all written at one time."""
    return (match.state == NOW and match.day) or match.at, match.at


class _Look:
    """
    A look through the answers of one worksheet.

    Ten years of check-ins hold the same labels thousands of times: each is compared once, and each question made ready
    once.
    """

    def __init__(self, query: Query, worksheet: Worksheet | None, pipe: Piping, own: Iterable[Own]) -> None:
        self._own = {one.id: one for one in own}
        self._query, self._worksheet, self._pipe = query, worksheet, pipe
        self._kinds: dict[str, Kind | None] = {}
        self._known: dict[tuple[str, str | tuple[str, ...]], list[str]] = {}

    def through(self, worksheet: str, kept: WorksheetDoc | EntryDoc) -> Iterator[Match]:
        """What is found in the answers of the worksheet, or of one entry, as they stand in the document."""
        entry, day = str(kept.get("id", "")), str(kept.get(DAY, ""))
        for question, answer in kept.get("answers", {}).items():
            value = self._told(answer.get("value"), answer.get("at"))
            if "before" not in answer and "also" not in answer and not self._found_in(question, value):
                continue  # most of them, in a workbook of many years
            for state, one, at in _values(answer):
                for text in self._found_in(question, self._told(one, at)):
                    yield Match(worksheet, question, entry, day, text, str(at or kept.get("at", "")), state)

    def _told(self, value: object, at: str | None) -> object:
        """A value with the words that choices of one's own had when they were chosen."""
        if not self._own or not isinstance(value, list):
            return value
        made = [self._own.get(item) if isinstance(item, str) else None for item in value]
        return [
            item if own is None else {OTHER: own.as_of(str(at or ""))["ask"]}
            for item, own in zip(value, made, strict=True)
        ]

    def _found_in(self, question: str, value: object) -> list[str]:
        if value is None or isinstance(value, (int, float)):
            return []
        short: str | tuple[str, ...] | None = value if isinstance(value, str) and len(value) <= _LABEL else None
        if short is None and isinstance(value, list) and all(isinstance(item, str) for item in value):
            short = tuple(value)
        if short is None:
            return self._looked(question, value)
        if (question, short) not in self._known:
            self._known[question, short] = self._looked(question, value)
        return self._known[question, short]

    def _looked(self, question: str, value: object) -> list[str]:
        return [text for text in self._texts(question, value) if self._query.is_in(text)]

    def _texts(self, question: str, value: object) -> Iterable[str]:
        if question not in self._kinds:
            asked = self._worksheet.question(question) if self._worksheet else None
            self._kinds[question] = asked.piped(self._pipe).kind if asked else None
        kind = self._kinds[question]
        return strings_in(value) if kind is None else kind.searchable(value)


def _values(answer: AnswerDoc) -> Iterator[tuple[str, object, str | None]]:
    yield NOW, answer.get("value"), answer.get("at")
    for state, others in ((EARLIER, answer.get("before", ())), (ELSEWHERE, answer.get("also", ()))):
        for other in others:
            yield state, other.get("value"), other.get("at")
