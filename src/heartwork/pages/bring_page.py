"""Bringing a diary of another program along: a file, what its columns are, what would come in, and then it is done."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from ipywidgets import Widget

from heartwork.answers import stamp
from heartwork.errors import KitError
from heartwork.exports import diaries
from heartwork.exports.diary_tables import Table, table_of
from heartwork.i18n.formatting import counted, day_in_words
from heartwork.i18n.messages import N_, _
from heartwork.kinds.choice import Choice
from heartwork.kinds.scale import Scale
from heartwork.pages.markup import link
from heartwork.pages.page import Page, heading
from heartwork.pages.session import Session
from heartwork.question import Kind, Option
from heartwork.widgets import ActionButton, Field, FieldChange, HtmlBlock, Upload
from heartwork.workbook_format import EntryDoc

__all__ = ["Bringing"]

_Keep = Callable[[Field, FieldChange], str]

_WHAT = {
    "date": N_("The day"),
    "time": N_("The time of day"),
    "mood": N_("The mood, in a word"),
    "with": N_("What was done, and who was there"),
    "title": N_("The headline"),
    "text": N_("What was written"),
}
_ORDERS = {
    "year-first": N_("Year, month, day"),
    "day-first": N_("Day, month, year"),
    "month-first": N_("Month, day, year"),
}

#: So many different words for moods are asked about; where there are more, they are notes rather than moods.
_MOODS = 12


class Bringing:
    """
    What was said of a diary so far; all of it is forgotten with the page.

    Args:
        visit: The visit.
        again: Shows the page anew.
    """

    def __init__(self, visit: Session, *, again: Callable[[], None]) -> None:
        self._visit, self._again = visit, again
        self._table: Table | None = None
        self._columns: dict[str, str] = {}
        self._order = ""
        self._places: dict[str, int] = {}
        self._done = ""
        self._preview, self._button = HtmlBlock(), ActionButton("", lambda: None)

    def page(self) -> Page:
        """The page, as far as it has come."""
        parts: list[Widget] = [HtmlBlock(heading(_("Bring a diary along")) + self._about()), *self._taking_back()]
        if self._table is None:
            large = _("This file is too large for a page. In a terminal, heartwork import brings it in.")
            ask = _("The file: a table, as Daylio and others export it (CSV)")
            parts.append(Upload(ask, large, self._take))
        else:
            self._preview = HtmlBlock()
            self._button = ActionButton(_("Bring it in"), self._bring, filled=True)
            parts += [
                *self._asked(self._table),
                self._preview,
                self._button,
                ActionButton(_("Take another file"), self._drop),
            ]
            self._tell()
        ways = [link("diary", _("The days that are there")), link("privacy", _("Where your answers are"))]
        parts.append(HtmlBlock('<ul class="hw-ways">' + "".join(f"<li>{one}</li>" for one in ways) + "</ul>"))
        return Page(place="bring", parts=parts)

    def _about(self) -> str:
        if self._done:
            return f'<p class="hw-notice" role="status">{escape(self._done)}</p>'
        what = _("Each of its days becomes an entry of “A few lines about a day”. No chart draws on them.")
        nothing = _(
            "Nothing is written until you say so. Bringing the same file again adds nothing, "
            "and you can take it all back."
        )
        return f"<p>{what} {nothing}</p>"

    def _taking_back(self) -> list[Widget]:
        taken = diaries.last_brought(self._visit.written)
        if not taken.ids or self._table is not None:
            return []
        many = counted(
            len(taken.ids),
            "Take back {count} day that was brought along",
            "Take back {count} days that were brought along",
        )
        stay = _("What you changed since stays.") if taken.changed_since else ""
        return [ActionButton(many, self._take_back), HtmlBlock(f"<p>{stay}</p>", shown=bool(stay))]

    # -- the file

    def _take(self, raw: bytes) -> None:
        table = table_of(raw, name=Path())
        self._table, self._order, self._places, self._done = table, "", {}, ""
        known = diaries.DAYLIO if diaries.is_daylio(table) else {}
        self._columns = {part: head for part, head in known.items() if head in table.heads}
        self._again()

    def _drop(self) -> None:
        self._table = None
        self._again()

    # -- what is asked

    def _asked(self, table: Table) -> list[Widget]:
        fields: list[Widget] = []
        if not diaries.is_daylio(table):
            columns = Choice(options=tuple(Option(str(n), head) for n, head in enumerate(table.heads)))
            fields += [self._column(part, columns, table) for part in diaries.PARTS]
        orders, moods = self._what_is_asked(table)
        if len(orders) > 1:
            kind = Choice(options=tuple(Option(order, _(_ORDERS[order])) for order in orders))
            ask = _("In which order are its days written?")
            fields.append(self._field("order", kind, ask, self._order or None, self._keep_order))
        if 0 < len(moods) <= _MOODS:
            scale = Scale(low=_("One of the worst"), high=_("One of the best"))
            hint = _("Between your worst days and your best. Left blank, it stays a word.")
            for number, word in enumerate(moods):
                keep = self._keeping_place(word)
                ask = _("Where is “{word}”?").format(word=word)
                fields.append(self._field(f"mood-{number}", scale, ask, self._places.get(word), keep, hint))
        return fields

    def _column(self, part: str, kind: Choice, table: Table) -> Field:
        head = self._columns.get(part)
        value = str(table.heads.index(head)) if head else None
        field = self._field(f"column-{part}", kind, _(_WHAT[part]), value, self._keeping_column(part, table))
        field.folded = self._folded(part)
        return field

    def _field(self, name: str, kind: Kind, ask: str, value: object, keep: _Keep, hint: str = "") -> Field:
        return Field(
            kind=kind.name(), address=f"paper.bring-{name}", desk=self._visit.desk, ask=ask, hint=hint,
            spec=kind.props(str), grouped=kind.grouped, value=value, keep=keep,
        )  # fmt: skip

    def _keeping_column(self, part: str, table: Table) -> _Keep:
        heads = {str(number): head for number, head in enumerate(table.heads)}

        def keep(field: Field, said: FieldChange) -> str:
            head = heads.get(str(said.value))
            field.value = said.value
            if head == self._columns.get(part):
                return ""  # heard before: a page that is shown anew sends once more what waited in it
            asked = self._what_is_asked(table)
            self._columns.pop(part, None)
            if head is not None:
                self._columns[part] = head
            field.folded = self._folded(part)
            if self._what_is_asked(table) == asked:
                self._tell()
            else:
                self._again()
            return ""

        return keep

    def _folded(self, part: str) -> str:
        if part == "date" and part not in self._columns:
            return ""  # without it nothing can be brought along: it is asked openly
        return _("{what}: {column} · Change").format(what=_(_WHAT[part]), column=self._columns.get(part) or _("none"))

    def _what_is_asked(self, table: Table) -> tuple[list[str], list[str]]:
        """What follows from the columns: the orders to choose from, and the words for moods."""
        return self._orders(table), diaries.moods(table, self._plan())

    def _keep_order(self, field: Field, said: FieldChange) -> str:
        field.value, self._order = said.value, str(said.value or "")
        self._tell()
        return ""

    def _keeping_place(self, word: str) -> _Keep:
        def keep(field: Field, said: FieldChange) -> str:
            field.value = said.value
            self._places.pop(word, None)
            if isinstance(said.value, int):
                self._places[word] = said.value
            self._tell()
            return ""

        return keep

    # -- what would come in

    def _orders(self, table: Table) -> list[str]:
        try:
            return diaries.orders_that_fit(table, self._columns["date"]) if "date" in self._columns else []
        except KitError:
            return []  # the preview says it

    def _plan(self) -> diaries.Plan:
        columns: Mapping[str, tuple[str, ...]] = {part: (head,) for part, head in self._columns.items()}
        daylio = self._table is not None and diaries.is_daylio(self._table)
        orders = self._orders(self._table) if self._table else []
        order = self._order if self._order in orders else orders[0] if len(orders) == 1 else ""
        return diaries.Plan(columns, order, dict(self._places), daylio)

    def _made(self) -> list[EntryDoc]:
        """The entries as things are; none while something has to be said first."""
        plan = self._plan()
        ready = self._table is not None and plan.order and len(plan.columns) > 1
        now = stamp(datetime.datetime.now(datetime.timezone.utc))
        return diaries.entries(self._table, plan, now=now) if self._table and ready else []

    def _tell(self) -> None:
        self._preview.html = f'<p role="status">{escape(self._said())}</p>'
        self._button.shown = bool(diaries.not_here_yet(self._visit.written, self._made()))

    def _said(self) -> str:
        if "date" not in self._columns or len(self._columns) < 2:
            return _("Say which column is the day, and which holds something to keep.")
        try:
            orders = diaries.orders_that_fit(self._table, self._columns["date"]) if self._table else []
        except KitError as error:
            return error.sentences
        if len(orders) > 1 and self._order not in orders:
            return _("Say in which order its days are written.")
        made = self._made()
        new = diaries.not_here_yet(self._visit.written, made)
        if not new:
            return _("All of it is here already.")
        days = sorted(entry["for"] for entry in new)
        many = counted(len(new), "{count} day would come in", "{count} days would come in")
        return _("{many}, from {first} to {last}.").format(
            many=many, first=day_in_words(days[0]), last=day_in_words(days[-1])
        )

    def _bring(self) -> None:
        made = self._made()
        many = len(diaries.not_here_yet(self._visit.written, made))
        try:
            self._visit.workbook.change(lambda mine, now: diaries.with_entries(mine, made, now=now))
        except KitError as error:
            self._preview.html = f'<p class="hw-notice" role="alert">{escape(error.sentences)}</p>'
            return
        self._table = None
        self._done = counted(many, "{count} day came in.", "{count} days came in.")
        self._again()

    def _take_back(self) -> None:
        try:
            self._visit.workbook.change(lambda mine, now: diaries.without_last(mine, now=now))
        except KitError as error:
            self._done = error.sentences
        else:
            self._done = _("They are gone from your pages.")
        self._again()
