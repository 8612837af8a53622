"""Find something you wrote: every place where words occur, with a line around them and the way there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from html import escape
from itertools import accumulate

from heartwork.charts.graphemes import clusters
from heartwork.conditions import holds
from heartwork.crypto.keypair import SealedError
from heartwork.errors import KitError
from heartwork.i18n.messages import _, ngettext
from heartwork.kinds.date import Date
from heartwork.local_time import local_day
from heartwork.pages.markup import words
from heartwork.pages.page import Page, heading
from heartwork.pages.session import Session
from heartwork.question import Question
from heartwork.search import EARLIER, ELSEWHERE, Match, Query, search
from heartwork.widgets import HtmlBlock
from heartwork.widgets.find import Find, Found
from heartwork.worksheet_definition import Section, Worksheet

__all__ = ["find_page"]

#: So many letters stand on each side of a word that was found; a text of so many at most is shown whole.
_AROUND, _WHOLE = 60, 180
#: So many pieces of a longer text are shown; a piece grows to so many letters where words follow each other closely.
_PIECES, _PIECE = 2, 180
#: A piece begins and ends with a whole word, if one begins or ends within so many letters.
_WORD = 15
_LINE_ENDS = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]+\s*")
#: No page asks for more findings than this at once.
_MOST = 1000


def find_page(visit: Session) -> Page:
    """The box, and what it is for."""
    title = _("Find something you wrote")
    how = _(
        "A word, or part of one; capitals and accents make no difference. Several words are looked for in one answer."
    )
    kept = _("What you look for is kept nowhere.")
    box = Find(title, lambda typed, most: _found(visit, typed, most))
    return Page(
        place="find",
        parts=[HtmlBlock(heading(title) + f'<p class="hw-hint">{how} {kept}</p>'), box],
        at="find",
        follow=box.again,
    )


def _found(visit: Session, typed: str, most: int) -> Found:
    query = Query(typed)
    if not query:
        return Found()
    if query.is_short:
        return Found(said=_("One letter is almost everywhere. Type one more."))
    written = _up_to_date(visit)
    if not written:
        return Found()
    matches = search(
        visit.written,
        query,
        worksheet=lambda id_: _worksheet(visit, id_),
        pipe=lambda text: words(text, visit.value),
    )
    if not matches:
        return Found(said=_nothing(visit))
    shown = matches[: min(max(most, 1), _MOST)]
    items = "".join(_item(visit, match, query, number) for number, match in enumerate(shown))
    said = ngettext("{count} place", "{count} places", len(matches)).format(count=len(matches))
    if len(shown) < len(matches):
        said = _("{places}. The newest {count}:").format(places=said, count=len(shown))
    return Found(said=said, html=f'<ol class="hw-found">{items}</ol>', more=len(matches) - len(shown))


def _up_to_date(visit: Session) -> bool:
    """Read what other pages wrote. Whether it may be looked through; if not, the page asks for the passphrase."""
    workbook = visit.workbook
    try:
        if not (workbook.locked or workbook.forgotten):
            workbook.reload()
    except SealedError:
        pass  # by another page, with another passphrase
    except KitError:
        return True  # it cannot be read now; what was read before can be looked through
    if workbook.locked:
        visit.ask()
    return not (workbook.locked or workbook.forgotten)


def _nothing(visit: Session) -> str:
    if not any(visit.written):
        return _("Nothing is written down yet.")
    return _("Nothing you wrote has this in it. Fewer letters may find more.")


def _worksheet(visit: Session, id_: str) -> Worksheet | None:
    try:
        return visit.worksheet(id_, hidden=True) if id_ in visit.shelf.ids else None
    except KitError:
        return None  # `heartwork check` tells its author; what was written in it is found all the same


def _item(visit: Session, match: Match, query: Query, number: int) -> str:
    worksheet = _worksheet(visit, match.worksheet)
    question = worksheet.question(match.question) if worksheet else None
    title, ask, way, note = match.worksheet, "", "", _("no longer asked")
    if worksheet is not None:
        title = words(worksheet.title, visit.value)
    if worksheet is not None and question is not None:
        ask, note = words(question.ask, visit.value), ""
        way = _way(visit, worksheet, question, match)
        if not _is_shown(visit, worksheet, question, match):
            note = _("not shown on its page now")
    facts = [part for part in (_day(match), ask, note) if part]
    named = f"<strong>{escape(title)}</strong><span>{escape(' · '.join(facts))}</span>"
    if way:
        named = f'<a href="#{escape(way, quote=True)}" data-number="{number}">{named}</a>'
    return f'<li>{named}<p dir="auto" translate="no">{_around(match.text, query)}</p></li>'


def _day(match: Match) -> str:
    day = Date().in_words(local_day(match.at))
    if match.state == EARLIER:
        return _("before, on {day}").format(day=day)
    if match.state == ELSEWHERE:
        return _("also written, on {day}").format(day=day)
    return Date().in_words(match.day) if match.day else day


def _section(worksheet: Worksheet, question: Question) -> Section:
    return next(section for section in worksheet.sections if question in section.questions)


def _is_shown(visit: Session, worksheet: Worksheet, question: Question, match: Match) -> bool:
    def value(name: str) -> object:
        """An answer by its full name; of the entry itself, where it is a question of the same worksheet."""
        of, _point, id_ = name.partition(".")
        if not match.entry or of != worksheet.id:
            return visit.value(name)
        answer = visit.written.answer(of, id_, entry=match.entry)
        return None if answer is None else answer.value

    if question.own and visit.worksheet(worksheet.id).question(question.id) is None:
        return False  # it is put away
    return holds(_section(worksheet, question).show_if, visit.value) and holds(question.show_if, value)


def _way(visit: Session, worksheet: Worksheet, question: Question, match: Match) -> str:
    """The place where the text stands; the beginning of its page, where it is not shown there now."""
    page = f"{worksheet.id}/{match.entry or 'new'}" if worksheet.repeats else worksheet.id
    if not _is_shown(visit, worksheet, question, match):
        return page
    return f"{page}/{_section(worksheet, question).id}/{question.id}"


def _around(text: str, query: Query) -> str:
    """The words that were found, with what stands around them, as HTML; letters as a reader counts them are not cut."""
    letters = clusters(text)
    starts = list(accumulate(map(len, letters), initial=0))
    marked = [False] * len(letters)
    for begin, end in query.spans(text):
        for place in range(bisect_right(starts, begin) - 1, bisect_left(starts, end)):
            marked[place] = True
    if len(letters) <= _WHOLE:
        return "".join(_runs(letters, marked, 0, len(letters)))
    firsts = [bisect_right(starts, begin) - 1 for begin in query.firsts(text)]
    return "".join(_cut(letters, marked, _pieces(letters, marked, firsts)))


def _cut(letters: list[str], marked: list[bool], pieces: list[tuple[int, int]]) -> Iterator[str]:
    """The pieces of a text, with dots where something is left out, and how often the words occur besides."""
    end = 0
    for begin, stop in pieces:
        yield "… " if begin > end else ""
        yield from _runs(letters, marked, begin, stop)
        end = stop
    yield " …" if end < len(letters) else ""
    inside = [place for begin, stop in pieces for place in range(begin, stop)]
    left = _count(marked) - _count([marked[place] for place in inside])
    if left > 0:
        said = ngettext("{count} more time here", "{count} more times here", left).format(count=left)
        yield f' <span class="hw-found-more">{said}</span>'


def _count(marked: list[bool]) -> int:
    return sum(is_found and not before for before, is_found in zip([False, *marked], marked, strict=False))


def _pieces(letters: list[str], marked: list[bool], firsts: list[int]) -> list[tuple[int, int]]:
    """From which letter to which is shown: around the first place of each word, and then around others."""
    pieces: list[tuple[int, int]] = []
    for place in (*firsts, *(place for place, is_found in enumerate(marked) if is_found)):
        begin, end = max(place - _AROUND, 0), min(place + _AROUND, len(letters))
        near = next((one for one in pieces if begin <= one[1] and one[0] <= end), None)
        if near is None and len(pieces) < _PIECES:
            pieces.append((begin, end))
        elif near is not None and max(end, near[1]) - min(begin, near[0]) <= _PIECE:
            pieces[pieces.index(near)] = min(begin, near[0]), max(end, near[1])
    return [_whole_words(letters, marked, *piece) for piece in sorted(pieces)]


def _whole_words(letters: list[str], marked: list[bool], begin: int, end: int) -> tuple[int, int]:
    """The piece without a part of a word at its edges, where words are parted by spaces; what was found stays in it."""
    if begin > 0:
        near = range(begin, min(begin + _WORD, end))
        begin = next((place + 1 for place in near if letters[place].isspace() and not any(marked[begin:place])), begin)
    if end < len(letters):
        near = range(end - 1, max(end - _WORD, begin), -1)
        end = next((place for place in near if letters[place].isspace() and not any(marked[place:end])), end)
    return begin, end


def _runs(letters: list[str], marked: list[bool], begin: int, end: int) -> Iterator[str]:
    place = begin
    while place < end:
        after = next((one for one in range(place, end) if marked[one] != marked[place]), end)
        said = escape(_LINE_ENDS.sub(" ", "".join(letters[place:after])))
        yield f"<mark>{said}</mark>" if marked[place] else said
        place = after
