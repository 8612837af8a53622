"""How a day, a month and a number are spelt in the language of the reader."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from heartwork.i18n.messages import N_, _, ngettext
from heartwork.local_time import local_moment

__all__ = [
    "MONTHS",
    "SHORT_MONTHS",
    "counted",
    "day_in_short",
    "day_in_words",
    "day_of_month",
    "listed",
    "moment_in_words",
    "month_in_short",
    "number",
    "period",
    "with_mark",
]

# Not strftime: that one follows the machine's language, and the sentence round it does not.
#: Twelve names in one message: "May" is both the long and the short one, in English only.
MONTHS = N_("January February March April May June July August September October November December")
SHORT_MONTHS = N_("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")


def day_in_words(day: datetime.date | str) -> str:
    """A day (`2026-03-03`, or a date) as `3 March 2026`, a month (`2026-03`) as `March 2026`, a year as it is."""
    year, month, date = _parts(day)
    if not month:
        return year
    return _spelt(_name(MONTHS, month), year, date)


def day_in_short(day: datetime.date | str) -> str:
    """The same for a narrow column: `3 Mar 2026`, `Mar 2026`, `2026`."""
    year, month, date = _parts(day)
    if not month:
        return year
    name = month_in_short(int(month))
    if not date:
        return _("{month} {year}").format(month=name, year=year)
    # Of its own: where the long form says "de" twice, a narrow column has no room for it.
    return _("{day} {short_month} {year}").format(day=int(date), short_month=name, year=year)


def month_in_short(month: int) -> str:
    """The short name of a month, 1 to 12: `Mar`."""
    return _name(SHORT_MONTHS, str(month))


def moment_in_words(at: str) -> str:
    """A moment of the file (`2026-11-23T14:05:00Z`) where the person is: `23 November 2026, 14:05`."""
    moment = local_moment(at)
    if moment is None:
        return at
    return _("{day}, {time}").format(day=day_in_words(moment.date()), time=f"{moment:%H:%M}")


def day_of_month(day: datetime.date, *, short: bool = False) -> str:
    """A day without its year: `3 March`, `3 Mar`."""
    if short:
        return _("{day} {short_month}").format(day=day.day, short_month=month_in_short(day.month))
    return _("{day} {month}").format(day=day.day, month=_name(MONTHS, str(day.month)))


def period(first: datetime.date, last: datetime.date) -> str:
    """From one day to another, nothing said twice: `3 March to 30 June 2026`, `3 to 14 March 2026`."""
    if first == last:
        return day_in_words(last)
    if first.year != last.year:
        start = day_in_words(first)
    else:
        start = str(first.day) if first.month == last.month else day_of_month(first)
    return _("{first} to {last}").format(first=start, last=day_in_words(last))


def number(value: float) -> str:
    """A number with the mark that the language sets before decimals, none of them needless: `7`, `7.5`."""
    return with_mark(f"{value:g}")


def with_mark(written: str) -> str:
    """A number as Python writes it, with the language's mark before decimals."""
    # The message is the mark itself, between two digits.
    return written.replace(".", _("1.5")[1:-1])


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    *others, last = words
    return _("{others} and {last}").format(others=", ".join(others), last=last) if others else last


def counted(count: int, one: str, many: str) -> str:
    """`1 check-in`, `5 check-ins`, from two messages that hold `{count}`; the tools take them from here too."""
    return ngettext(one, many, count).format(count=count)


def _spelt(month: str, year: str, date: str) -> str:
    if not date:
        return _("{month} {year}").format(month=month, year=year)
    return _("{day} {month} {year}").format(day=int(date), month=month, year=year)


def _name(months: str, month: str) -> str:
    return _(months).split()[int(month) - 1]


def _parts(day: datetime.date | str) -> tuple[str, str, str]:
    """Year, month and day; what is not known is empty."""
    text = day if isinstance(day, str) else day.isoformat()
    year, month, date = [*text.split("-"), "", ""][:3]
    return year, month, date
