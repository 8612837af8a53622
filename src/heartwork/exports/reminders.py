"""
A reminder as a calendar file: one day, or a rhythm of days, for the calendar that a person has already.

Nothing is sent and nothing is counted: the calendar reminds, or not, as it is told there. The file says as little as
can be said: no place, no name, no word of ours.
"""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass

from heartwork.errors import KitError, Problem
from heartwork.exports.plain_text import printable
from heartwork.i18n.formatting import counted, day_in_words
from heartwork.i18n.messages import N_, _

__all__ = ["NEUTRAL", "RHYTHMS", "TYPE", "Reminder", "day_of", "time_of"]

#: For a browser.
TYPE = "text/calendar"

#: What it says unless somebody writes words of their own.
NEUTRAL = N_("Time for me")

#: How often it comes, with how a calendar is told: frequency and interval.
RHYTHMS = {
    "once": N_("Once"),
    "week": N_("Every week"),
    "two-weeks": N_("Every two weeks"),
    "month": N_("Every month"),
}
_RULES = {"week": ("WEEKLY", 1), "two-weeks": ("WEEKLY", 2), "month": ("MONTHLY", 1)}

#: A rhythm ends by itself after so many times.
TIMES = 12

_LONGEST = 200
_LASTS = datetime.timedelta(minutes=30)
_MORNING = datetime.timedelta(hours=9)
_EVERY_MONTH_HAS = 28

_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.h]([0-5][0-9])(?:\s*([ap])\.?\s*m\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, repr=False)
class Reminder:
    """
    One reminder.

    Args:
        day: The first day.
        time: The time of that day wherever the person is then; all day when None.
        rhythm: One of `RHYTHMS`.
        words: What it says; neutral words when empty.
        alarm: Whether the calendar is asked to sound or show it at that time, or at nine for a whole day.
    """

    day: datetime.date
    time: datetime.time | None = None
    rhythm: str = "once"
    words: str = ""
    alarm: bool = False

    def in_words(self) -> str:
        """What the file holds, without the words: `15 January 2027, 18:30 · Every week · 12 times`."""
        day = day_in_words(self.day)
        when = day if self.time is None else _("{day}, {time}").format(day=day, time=f"{self.time:%H:%M}")
        rhythm = (
            [] if self.rhythm == "once" else [_(RHYTHMS[self.rhythm]), counted(TIMES, "{count} time", "{count} times")]
        )
        return " · ".join([when, *rhythm, _("with an alert") if self.alarm else _("no alert")])

    def as_ics(self, *, now: datetime.datetime) -> bytes:
        """
        The file, as RFC 5545 has it.

        Args:
            now: When it is made, which a calendar file has to say.
        """
        from icalendar import Alarm, Calendar, Event  # only when somebody asks for it

        said = self.said
        event = Event()
        event.add("uid", str(uuid.uuid4()))
        event.add("dtstamp", now.astimezone(datetime.timezone.utc).replace(microsecond=0))
        event.add("summary", said)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")  # it doesn't make anyone look busy
        if self.time is None:
            event.add("dtstart", self.day)
            event.add("dtend", self.day + datetime.timedelta(days=1))
        else:
            # Without a zone: half past six stays half past six, in summer and on a journey.
            begins = datetime.datetime.combine(self.day, self.time)
            event.add("dtstart", begins)
            event.add("dtend", begins + _LASTS)
        if self.rhythm != "once":
            event.add("rrule", self._rule())
        if self.alarm:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", said)
            alarm.add("trigger", _MORNING if self.time is None else datetime.timedelta(0))
            event.add_component(alarm)
        calendar = Calendar()
        calendar.add("prodid", "-//calendar//EN")
        calendar.add("version", "2.0")
        calendar.add_component(event)
        return bytes(calendar.to_ical())

    @property
    def said(self) -> str:
        """The words in it: the person's own, in one line, or neutral ones."""
        return " ".join(printable(self.words).split())[:_LONGEST] or _(NEUTRAL)

    def _rule(self) -> dict[str, object]:
        frequency, interval = _RULES[self.rhythm]
        rule: dict[str, object] = {"freq": frequency, "interval": interval, "count": TIMES}
        if frequency == "MONTHLY" and self.day.day > _EVERY_MONTH_HAS:
            # A calendar leaves out months without this day: the last day up to it stands in.
            rule |= {"bymonthday": list(range(_EVERY_MONTH_HAS, self.day.day + 1)), "bysetpos": -1}
        return rule


def day_of(text: str) -> datetime.date:
    """
    A day that somebody gave, `2027-01-15`.

    Raises:
        KitError: If it is none, or only a month or a year.
    """
    try:
        if len(text) == len("2027-01-15"):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    what = _("a reminder needs a whole day.")
    raise KitError([Problem(what=what, mend=_("Give the day, the month and the year."))])


def time_of(text: str) -> datetime.time | None:
    """
    A time of day that somebody wrote, `18:30` or `6:30 pm`; None where they wrote none.

    Raises:
        KitError: If it is none. Nothing is guessed: a lone `6` could be morning or evening.
    """
    text = text.strip()
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if found is not None:
        hour, half = int(found[1]), (found[3] or "").lower()
        if not half:
            return datetime.time(hour, int(found[2]))
        if 1 <= hour <= 12:
            return datetime.time(hour % 12 + (12 if half == "p" else 0), int(found[2]))
    what = _("this is not a time of day.")
    raise KitError([Problem(what=what, mend=_("Write it like 18:30, or leave it empty for the whole day."))])
