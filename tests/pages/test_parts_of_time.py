import datetime
import re
from pathlib import Path

from heartwork.analysis.source import ALL, Period
from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.pages.parts_of_time import parts_of_it
from heartwork.pages.session import Session
from heartwork.storage.workbook import Workbook


class Filled(Session):
    """A visit in which these days have a check-in."""

    def __init__(self, folder: Path, days: list[str]) -> None:
        super().__init__(Workbook.load(folder), WorksheetLibrary())
        document = Answers.none_yet(now="2026-03-01T10:00:00Z").document
        entries = [
            {"id": str(n), "at": "2026-03-01T10:00:00Z", "for": day, "answers": {}} for n, day in enumerate(days)
        ]
        self._filled = Answers({**document, "entries": {"check-in": entries}})

    @property
    def written(self) -> Answers:
        return self._filled


def named(html: str) -> list[str]:
    return re.findall(r"<li><(?:a|strong)[^>]*>([^<]+)<", html)


def every_day(first: str, count: int) -> list[str]:
    return [str(datetime.date.fromisoformat(first) + datetime.timedelta(n)) for n in range(count)]


def test_several_years_each_have_a_way_and_what_has_no_whole_day_has_none(tmp_path: Path) -> None:
    visit = Filled(tmp_path, ["2024-05-01", "2026-01-01", "2025", ""])

    html = parts_of_it(visit, "patterns/over-time", "check-in", ALL)

    assert named(html) == ["2024", "2026"]
    assert 'href="#patterns/over-time/2024-01-01..2024-12-31"' in html


def test_one_year_leads_into_its_months_and_says_which_one_is_shown(tmp_path: Path) -> None:
    visit = Filled(tmp_path, [*every_day("2024-01-15", 100), "2023-02-01"])
    february = Period(datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))

    html = parts_of_it(visit, "patterns/over-time", "check-in", february)

    assert named(html) == ["2023", "2024", "Jan", "Feb", "Mar", "Apr"]
    assert "<strong aria-current='true'>Feb</strong>" in html


def test_what_is_taken_in_as_a_whole_is_not_cut_up(tmp_path: Path) -> None:
    assert parts_of_it(Filled(tmp_path, every_day("2024-01-15", 20)), "patterns/limits", "check-in", ALL) == ""
    assert parts_of_it(Filled(tmp_path, []), "patterns/dials", "forgive", ALL) == ""
