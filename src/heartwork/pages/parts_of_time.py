"""A way from a picture of many years into one year of it, and from a year into one month."""

from __future__ import annotations

import calendar
import datetime
from collections import Counter

from heartwork.analysis.days import known_day
from heartwork.analysis.source import Period
from heartwork.i18n.formatting import month_in_short
from heartwork.i18n.messages import _
from heartwork.pages.markup import link
from heartwork.pages.session import Session

__all__ = ["parts_of_it"]

#: With no more entries than this a year is taken in as a whole.
_MANY = 31


def parts_of_it(visit: Session, place: str, worksheet: str, shown: Period) -> str:
    """
    Links to the years that hold entries, where there are several; in one year, to its months. HTML, or nothing.

    Args:
        visit: What was written.
        place: Of the picture, `patterns/over-time`.
        worksheet: Whose entries it is made of.
        shown: The period that is in view.
    """
    months: Counter[tuple[int, int]] = Counter()
    for entry in visit.written.entries(worksheet):
        day = known_day(entry.day)
        if isinstance(day, datetime.date):
            months[day.year, day.month] += 1
    years = sorted({year for year, _month in months})
    parts = ""
    if len(years) > 1:
        whole = [(str(year), _year(year)) for year in years]
        parts += _links(_("One year"), place, whole, shown)
    year = _one_year(shown) or (years[0] if len(years) == 1 else None)
    if year is not None and sum(count for (of, _month), count in months.items() if of == year) > _MANY:
        parts += _links(
            _("One month of {year}").format(year=year),
            place,
            [(month_in_short(month), _month_of(year, month)) for of, month in sorted(months) if of == year],
            shown,
        )
    return parts


def _year(year: int) -> Period:
    return Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))


def _month_of(year: int, month: int) -> Period:
    return Period(datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1]))


def _one_year(shown: Period) -> int | None:
    """The year that all of a period lies in."""
    if shown.since and shown.until and shown.since.year == shown.until.year:
        return shown.since.year
    return None


def _links(called: str, place: str, parts: list[tuple[str, Period]], shown: Period) -> str:
    items = "".join(
        f"<li><strong aria-current='true'>{name}</strong></li>"
        if part == shown
        else f"<li>{link(f'{place}/{part.since}..{part.until}', name)}</li>"
        for name, part in parts
    )
    return f'<ul class="hw-periods hw-parts-of-time" aria-label="{called}">{items}</ul>'
