"""A reminder, if wanted: a day or a rhythm of days as a file for one's own calendar."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from html import escape

from heartwork.answers import stamp
from heartwork.errors import KitError
from heartwork.exports import export_file, reminders
from heartwork.i18n.formatting import day_in_words
from heartwork.i18n.messages import _
from heartwork.kinds.choice import Choice
from heartwork.kinds.date import Date
from heartwork.kinds.line import Line
from heartwork.pages.markup import link, words
from heartwork.pages.page import Page, heading
from heartwork.pages.session import Session
from heartwork.question import Kind, Option
from heartwork.storage import export_log
from heartwork.widgets import Download, Field, FieldChange, HtmlBlock
from heartwork.worksheet_definition import Worksheet

__all__ = ["days_ahead", "reminder_page"]

_NO, _YES = "no", "yes"


def reminder_page(visit: Session, day: str = "") -> Page:
    """
    What a reminder needs, asked on one page; what is answered is kept as long as the page is open.

    Args:
        day: The day to begin with, `2027-01-15`; none when empty or no day.
    """
    form = _Form(visit, day if not Date().misfit(day) else "")
    seen = _(
        "Anyone who can see your calendar can see this: people you share it with, whoever runs it for you, and anyone "
        "who looks at your screen when a notice comes up. So it says “{words}”, unless you choose other words."
    ).format(words=_(reminders.NEUTRAL))
    what = _("You get a small file that your own calendar can open. heartwork sends nothing and counts nothing.")
    parts = [HtmlBlock(f"{heading(_('A reminder, if you want one'))}<p>{what}</p>{_days(visit)}")]
    parts += [*form.fields, HtmlBlock(f"<p>{escape(seen)}</p>"), form.button]
    private = _(
        "The file asks your calendar to keep it private, and to give no alert unless you chose one; some calendars do "
        "as they like. To be rid of it, delete it in your calendar."
    )
    back = f'<ul class="hw-ways"><li>{link("home", _("All pages"))}</li></ul>'
    parts.append(HtmlBlock(f'<p class="hw-enough">{private}</p>{back}'))
    return Page(place=f"reminder/{day}" if day else "reminder", parts=parts)


def days_ahead(visit: Session, worksheet: Worksheet) -> list[datetime.date]:
    """Days still to come that were written on a page, soonest first."""
    today = datetime.date.fromisoformat(visit.today())
    return sorted({day for day in _days_of(visit, worksheet) if day >= today})


def _readable(visit: Session) -> Iterator[Worksheet]:
    for id_ in visit.written:
        if id_ in visit.shelf.ids:
            with contextlib.suppress(KitError):  # its own page says what is wrong with it
                yield visit.shelf.worksheet(id_)


def _days_of(visit: Session, worksheet: Worksheet) -> Iterator[datetime.date]:
    for question in worksheet.questions if not worksheet.repeats else ():
        if question.kind.name() == "date":
            with contextlib.suppress(KitError):
                yield reminders.day_of(str(visit.value(f"{worksheet.id}.{question.id}") or ""))


def _days(visit: Session) -> str:
    ahead = sorted((day, words(one.title, visit.value)) for one in _readable(visit) for day in days_ahead(visit, one))
    if not ahead:
        return ""
    items = "".join(
        f"<li>{link(f'reminder/{day}', _('{day}: {what}').format(day=day_in_words(day), what=title))}</li>"
        for day, title in ahead
    )
    return f"<p>{_('Days you wrote down:')}</p><ul class='hw-ways'>{items}</ul>"


class _Form:
    """The fields of the page, what stands in them, and the button that makes the file."""

    def __init__(self, visit: Session, day: str) -> None:
        self._visit = visit
        self._values: dict[str, object] = {"day": day or None, "rhythm": "once", "alarm": _NO}
        rhythms = tuple(Option(key, _(label)) for key, label in reminders.RHYTHMS.items())
        alarms = (Option(_NO, _("No alert")), Option(_YES, _("An alert at that time, or at nine for a whole day")))
        often = _("If it comes again, it ends by itself after {count} times.").format(count=reminders.TIMES)
        free = _("Like 18:30, wherever you are then. Leave it empty for the whole day.")
        self.fields = [
            self._field("day", Date(), _("Which day?"), ""),
            self._field("time", Line(), _("At what time?"), free),
            self._field("rhythm", Choice(options=rhythms), _("How often?"), often),
            self._field(
                "words",
                Line(),
                _("What should it say?"),
                _("If you leave this blank, it says “{words}”.").format(words=_(reminders.NEUTRAL)),
            ),
            self._field("alarm", Choice(options=alarms), _("Should your calendar alert you?"), ""),
        ]
        self.button = Download(_("Make the calendar file"), self._make)

    def _field(self, name: str, kind: Kind, ask: str, hint: str) -> Field:
        return Field(
            kind=kind.name(),
            address=f"paper.reminder-{name}",
            desk=self._visit.desk,
            ask=ask,
            hint=hint,
            spec=kind.props(str),
            grouped=kind.grouped,
            value=self._values.get(name),
            keep=lambda field, said: self._keep(name, field, said),
        )

    def _keep(self, name: str, field: Field, said: FieldChange) -> str:
        self._values[name] = field.value = said.value
        self.button.said = ""
        return ""

    def _make(self) -> tuple[str, str, bytes]:
        visit = self._visit
        self.button.said = ""
        reminder = reminders.Reminder(
            day=reminders.day_of(str(self._values.get("day") or "")),
            time=reminders.time_of(str(self._values.get("time") or "")),
            rhythm=str(self._values.get("rhythm") or "once"),
            words=str(self._values.get("words") or ""),
            alarm=self._values.get("alarm") == _YES,
        )
        now = datetime.datetime.now(datetime.timezone.utc)
        raw = reminder.as_ics(now=now)
        name = export_file.neutral_name("ics", visit.today())
        if not visit.workbook.private:
            with contextlib.suppress(KitError):  # the file is what was asked for; the list of files is only a help
                export_log.note(visit.workbook.folder, name, raw, at=stamp(now), seal=visit.workbook.key)
        self.button.said = _("In the file: {what}").format(what=reminder.in_words())
        return name, reminders.TYPE, raw
