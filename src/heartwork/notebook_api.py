"""The calls a notebook makes: a worksheet, the patterns, one chart, the whole workbook."""

from __future__ import annotations

import contextlib
import datetime
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError, Problem, did_you_mean
from heartwork.exports import export_file
from heartwork.i18n.catalogs import catalogue
from heartwork.i18n.messages import set_language
from heartwork.pages.app import App
from heartwork.pages.participant_pages import at_a_seat
from heartwork.pages.session import Session
from heartwork.pages.single_question import SingleQuestion
from heartwork.paths import PLACE_VARIABLE, PRIVATE_VARIABLE, SEAT_KEY_VARIABLE, WIDE_VARIABLE
from heartwork.storage import export_log
from heartwork.storage.answers_by_name import named_question
from heartwork.storage.answers_folder import clock
from heartwork.storage.workbook import Workbook

if TYPE_CHECKING:
    from heartwork.charts.chart import Chart
    from heartwork.charts.gallery import Pattern

__all__ = ["chart", "patterns", "question", "workbook", "worksheet"]


def worksheet(
    id_: str,
    *,
    answers: str | Path | None = None,
    worksheets: str | Path | None = None,
    language: str | None = None,
) -> App:
    """
    Show one worksheet; what is written in it is saved as it is written.

    Args:
        id_: Its id: `"boundaries"`.
        answers: Folder of the answers, see `heartwork.paths.answers_folder`.
        worksheets: Folder of the worksheets; the kit's own when None.
        language: To read in, `"es"`; `$HEARTWORK_LANGUAGE` when None.

    Raises:
        KitError: If there is no such worksheet, or its file is wrong.
    """
    visit = _visit(answers, worksheets, language)
    visit.shelf.worksheet(id_)
    return App(visit, id_)


def question(
    name: str,
    *,
    entry: str | None = None,
    answers: str | Path | None = None,
    worksheets: str | Path | None = None,
    language: str | None = None,
) -> SingleQuestion:
    """
    Show one question by itself; what is written in it is saved as it is written, and is on its page too.

    `question("boundaries.happens").value` is the answer; `.field` is the widget, to `observe` or `link`.

    Args:
        name: Full name of the question: `"boundaries.happens"`.
        entry: Id of the entry, where the worksheet is filled in repeatedly; a new one when None.
        answers: As for `worksheet`.
        worksheets: As for `worksheet`.
        language: As for `worksheet`.

    Raises:
        UnknownNameError: If there is no such question.
        KitError: If the file of its worksheet is wrong.
    """
    visit = _visit(answers, worksheets, language)
    worksheet, found = named_question(visit.shelf, name, visit.written)
    return SingleQuestion(visit, worksheet, found, entry=entry)


def patterns(
    id_: str = "",
    *,
    answers: str | Path | None = None,
    worksheets: str | Path | None = None,
    language: str | None = None,
) -> App:
    """
    Show the questions that have a picture, or one picture.

    Args:
        id_: Of the picture: `"forecast"`; the questions when empty.
        answers: As for `worksheet`.
        worksheets: As for `worksheet`.
        language: As for `worksheet`.

    Raises:
        KitError: If there is no such picture.
    """
    if id_:
        _pattern(id_)
    return App(_visit(answers, worksheets, language), f"patterns/{id_}" if id_ else "patterns")


def chart(
    id_: str,
    *,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    wide: bool = True,
    answers: str | Path | None = None,
    worksheets: str | Path | None = None,
    language: str | None = None,
) -> Chart:
    """
    One picture by itself: it shows in a notebook, and `chart("forecast").save("chart.png")` makes a file of it.

    Args:
        id_: Of the picture, as it stands in the address of its page: `"forecast"`. A scale of one's own is
            `"over-time/"` and its words, or its id.
        since: The first day that counts.
        until: The last day that counts.
        wide: Whether it is drawn for a laptop, rather than for a phone.
        answers: As for `worksheet`.
        worksheets: As for `worksheet`.
        language: As for `worksheet`.

    Raises:
        KitError: If there is no such picture, or a day is not one.
    """
    from heartwork.analysis.source import Period
    from heartwork.charts.matplotlib_svg import WIDE, WIDTH
    from heartwork.pages.patterns_page import source_of

    period = Period(_day("since", since), _day("until", until))
    visit = _visit(answers, worksheets, language)
    pattern = _own_pattern(visit, id_) or _pattern(id_)
    drawn = pattern.draw(source_of(visit, pattern, period), width=WIDE if wide else WIDTH)
    return replace(drawn, keep=_Noted(visit.workbook))


@dataclass(frozen=True, slots=True)
class _Noted:
    """Writes a picture that only its owner can open, and notes it, so that `heartwork trace` finds it."""

    workbook: Workbook

    def __call__(self, path: Path, raw: bytes) -> None:
        export_file.write(path.absolute(), raw, force=True)
        if not self.workbook.private:
            key = self.workbook.key
            export_log.note(self.workbook.folder, path.absolute(), raw, at=clock(), seal=key)


def _own_pattern(visit: Session, id_: str) -> Pattern | None:
    """The picture of a scale of one's own, by its words or its id."""
    from heartwork.charts.gallery import own_patterns

    name = id_.removeprefix("over-time/")
    known = own_patterns(visit.written) if name != id_ else {}
    return known.get(name) or next((one for one in known.values() if one.question == name), None)


def _pattern(id_: str) -> Pattern:
    from heartwork.charts.gallery import PATTERNS, pattern_of

    pattern = pattern_of(id_)
    if pattern is None:
        ids = [one.id for one in PATTERNS]
        what = f'there is no picture "{id_}".{did_you_mean(id_, ids)}'
        raise KitError([Problem(what=what, mend=f"There are: {', '.join(ids)}.")])
    return pattern


def _day(name: str, day: datetime.date | None) -> datetime.date | None:
    if isinstance(day, datetime.datetime):
        return day.date()
    if day is not None and not isinstance(day, datetime.date):
        what = f"{name} is not a day."
        raise KitError([Problem(what=what, mend=f"Give a datetime.date, as in {name}=datetime.date(2026, 11, 24).")])
    return day


def workbook(
    *,
    answers: str | Path | None = None,
    worksheets: str | Path | None = None,
    language: str | None = None,
    private: bool = False,
) -> App:
    """
    Show the whole workbook: every worksheet, and the pages round them.

    Args:
        answers: As for `worksheet`.
        worksheets: As for `worksheet`.
        language: As for `worksheet`.
        private: Whether nothing is read and nothing written: what is typed is kept until the kernel ends.
    """
    first, wide = os.environ.pop(PLACE_VARIABLE, ""), bool(os.environ.pop(WIDE_VARIABLE, ""))
    return App(_visit(answers, worksheets, language, private=private), first=first, wide=wide)


def _visit(
    answers: str | Path | None, worksheets: str | Path | None, language: str | None = None, *, private: bool = False
) -> Session:
    shelf = WorksheetLibrary(worksheets, language=language)
    set_language(catalogue(shelf.language))
    if private or os.environ.get(PRIVATE_VARIABLE):
        return Session(Workbook.in_memory(), shelf)
    workbook = Workbook.at_a_seat(answers) if at_a_seat() else Workbook.closed(answers)
    secret = os.environ.pop(SEAT_KEY_VARIABLE, "")
    if secret and workbook.locked:
        with contextlib.suppress(KitError):  # the passphrase was changed since: its page asks for it
            workbook.unlock_by_secret(secret)
    elif not workbook.locked:  # else its page asks for the passphrase first
        workbook.reload()
    return Session(workbook, shelf)
