"""Questions as fields: shown or not, with what was written in them, and kept when it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ipywidgets import Widget

from heartwork.changes import UNSEEN, Answered, Change, ConflictResolved
from heartwork.conditions import holds
from heartwork.kinds.info import Info
from heartwork.own_questions import with_own
from heartwork.pages import markup
from heartwork.pages.conflicts import JOINTS, joined, offered, with_news
from heartwork.pages.own_parts import OwnParts
from heartwork.pages.quoted_answers import read_and_begun, recalled
from heartwork.pages.session import Session
from heartwork.question import Question
from heartwork.widgets import Field, FieldChange, HtmlBlock
from heartwork.workbook_format import ValueDoc
from heartwork.worksheet_definition import DAY, Section, Worksheet

__all__ = ["Questions", "record_answer"]


class Questions:
    """
    The questions of one section, as widgets in reading order.

    Args:
        visit: The visit.
        worksheet: The worksheet they belong to.
        section: The section.
        entry: Id of the entry, where the worksheet repeats.
        own: Whether what the person added is asked too, and more can be added; then there is an entry.
        changed: Called after every answer that was kept, so that the page round it can follow.
    """

    def __init__(
        self,
        visit: Session,
        worksheet: Worksheet,
        section: Section,
        *,
        entry: str | None = None,
        own: bool = False,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._visit, self._worksheet, self._entry, self._changed = visit, worksheet, entry, changed
        self._keeping = False
        self._section = section
        #: What is asked, worded as it is now; those that were put away since stay as they were.
        self._asked = {one.id: one for one in (self._questions() if own else section.questions)}
        self._put_away: set[str] = set()
        self._fields_by_id: dict[str, Field | HtmlBlock] = {
            id_: self._widget(question) for id_, question in self._asked.items()
        }
        self._own = OwnParts(visit, worksheet, section, entry, kept=self.refresh) if own and entry else None
        self.follow()

    @property
    def widgets(self) -> list[Widget]:
        """The widgets, in reading order; hidden ones too."""
        made = list(self._fields_by_id.items())
        if self._own is None:
            return [widget for _, widget in made]
        return self._own.among([(id_, widget) for id_, widget in made if not self._asked[id_].own])

    def _questions(self) -> tuple[Question, ...]:
        """What is asked here, with what the person added."""
        worksheet = with_own(self._worksheet, self._visit.written, entry=self._entry)
        section = worksheet.section(self._section.id)
        return self._section.questions if section is None else section.questions

    def _follow_own(self, own: OwnParts) -> None:
        """Ask what was added meanwhile, here or by another page; what is put away is not shown."""
        asked = {question.id: question for question in self._questions()}
        self._asked |= asked
        for id_, question in self._asked.items():
            if id_ not in self._fields_by_id:
                self._fields_by_id[id_] = self._widget(question)
        fields = {id_: self._fields_by_id[id_] for id_, question in self._asked.items() if question.own}
        own.follow(list(fields.values()))
        self._put_away = {id_ for id_ in fields if id_ not in asked}

    def follow(self) -> None:
        """Show, hide and word the questions as the answers have it now."""
        if self._own is not None:
            self._follow_own(self._own)
        for id_, widget in self._fields_by_id.items():
            question = self._asked[id_]
            shown = id_ not in self._put_away and holds(question.show_if, self._value)
            if widget.shown != shown:
                widget.shown = shown
            if isinstance(widget, Field):
                ask, hint = self._words(question.ask), self._words(question.hint)
                if (widget.ask, widget.hint) != (ask, hint):
                    widget.set_trait("ask", ask)
                    widget.set_trait("hint", hint)
                if widget.spec != (spec := question.props(self._words)):
                    widget.spec = spec
                others = self._others(question)
                if widget.others != others:
                    widget.others = others
            elif isinstance(question.kind, Info) and widget.html != (html := self._to_read(question.kind)):
                widget.set_trait("html", html)

    def refresh(self) -> None:
        """Show what is written now, by another page too; the browser leaves alone what is being edited."""
        self.follow()  # an option first, and then what ticks it
        self._keeping = True
        for question, field in self._fields():
            value, skipped = self._known(question)
            if (field.value, field.skipped) != (value, skipped):
                with field.hold_sync():
                    field.value, field.skipped, field.word = value, skipped, self._word(question, value)
        self._keeping = False
        self.follow()
        self._changed()

    def _fields(self) -> list[tuple[Question, Field]]:
        return [(self._asked[id_], one) for id_, one in self._fields_by_id.items() if isinstance(one, Field)]

    def _widget(self, question: Question) -> Field | HtmlBlock:
        if isinstance(question.kind, Info):
            return HtmlBlock(self._to_read(question.kind))
        id_ = question.id

        def now() -> Question:
            return self._asked[id_]

        value, skipped = self._known(question)
        at = f"{self._worksheet.id}/{self._entry}" if self._entry else self._worksheet.id
        field = Field(
            kind=question.kind.name(),
            address=f"{at}.{question.id}",
            desk=self._visit.desk,
            ask=self._words(question.ask),
            hint=self._words(question.hint),
            spec=question.props(self._words),
            grouped=question.kind.grouped,
            value=value,
            skipped=skipped,
            word=self._word(question, value),
            joins=question.kind.name() in JOINTS,
            keep=lambda field, change: self._visit.once(
                change.number, field.address, (change.value, change.skipped), lambda: self._keep(now(), field, change)
            ),
            destroy=lambda field: self._destroy(now(), field),
            settle=lambda field, key, choice, seen: self._settle(now(), field, key, choice, seen),
        )
        field.held = self._visit.held
        # A notebook may set `.value` too, and means it.
        field.observe(lambda change: self._set_in_python(now(), field, change["old"], change["new"]), "value")
        return field

    def _to_read(self, info: Info) -> str:
        """An author's text, and below it what was written elsewhere, as it is now."""
        text = markup.as_html(info.text, self._visit.value)
        if info.recall or info.pages:
            pages = read_and_begun(self._visit) if info.pages else ""
            return f'<div class="hw-recall">{text}{recalled(self._visit, info.recall)}{pages}</div>'
        return f'<div class="hw-note">{text}</div>'

    def _keep(self, question: Question, field: Field, change: FieldChange) -> str:
        """Keep one change; the time of day of it."""
        value = question.kind.tidied(change.value)
        # Compared with what the person saw, not with what the field holds by now: it may have been read anew.
        seen = field.value if change.seen is UNSEEN or field.shows(change.seen) else change.seen
        change = replace(change, value=value, seen=seen)
        at = record_answer(self._visit, self._worksheet, question, change, entry=self._entry)
        self._keeping = True
        with field.hold_sync():
            field.value, field.skipped, field.word = value, change.skipped, self._word(question, value)
        self._keeping = False
        self.follow()
        self._changed()
        return at

    def _destroy(self, question: Question, field: Field) -> tuple[str, list[str]]:
        """Destroy one answer, under its earlier ids too; the time of day of it, and what may hold it still."""
        name = f"{self._worksheet.id}.{question.id}"
        self._visit.unwritten.pop(name, None)
        done = self._visit.destroy(self._worksheet.id, question.id, *question.formerly, entry=self._entry)
        self._keeping = True
        with field.hold_sync():
            field.value, field.skipped, field.word = None, False, ""
        self._keeping = False
        self.follow()
        self._changed()
        return done

    def _settle(self, question: Question, field: Field, key: str, choice: str, seen: object) -> str:
        """The person chose between what is shown and what is offered; nothing is done to what they did not see."""
        other = next((one for one in self._also(question) if offered(question, one, self._words)["key"] == key), None)
        if other is not None and (field.shows(seen) or question.kind.tidied(seen) == field.value):
            becomes = {"that": other["value"], "both": joined(question, field.value, other["value"])}
            settled = ConflictResolved(
                worksheet=self._worksheet.id,
                question=question.id,
                shown=field.value,
                other=other,
                becomes=becomes.get(choice, field.value),
                entry=self._entry,
            )
            self._visit.save([settled])
        self.refresh()
        return self._visit.clock()

    def _also(self, question: Question) -> list[ValueDoc]:
        answer = self._visit.written.answer(self._worksheet.id, question.id, entry=self._entry)
        return [] if answer is None else [one for one in answer.also if one.get("value") is not None]

    def _others(self, question: Question) -> list[dict[str, str]]:
        answer = self._visit.written.answer(self._worksheet.id, question.id, entry=self._entry)
        news = with_news(None if answer is None else answer.value, self._also(question))
        return [offered(question, one, self._words) for one in news]

    def _set_in_python(self, question: Question, field: Field, old: object, new: object) -> None:
        if self._keeping:
            return
        change = FieldChange(value=new, seen=old)
        record_answer(self._visit, self._worksheet, question, change, entry=self._entry)
        field.skipped, field.word = False, self._word(question, new)
        self.follow()
        self._changed()

    def _known(self, question: Question) -> tuple[object, bool]:
        """What was answered before, and whether it was skipped; under an earlier id too."""
        if question.visit_only:
            return self._visit.unwritten.get(f"{self._worksheet.id}.{question.id}"), False
        for id_ in (question.id, *question.formerly):
            answer = self._visit.written.answer(self._worksheet.id, id_, entry=self._entry)
            if answer is not None:
                return answer.value, answer.skipped
        if self._entry and question.id == DAY:
            return self._visit.today(), False
        return None, False

    def _value(self, name: str) -> object:
        """An answer by its full name; of this entry, where it is a question of the same worksheet."""
        worksheet, _, question = name.partition(".")
        if self._entry is None or worksheet != self._worksheet.id:
            return self._visit.value(name)
        answer = self._visit.written.answer(worksheet, question, entry=self._entry)
        return None if answer is None else answer.value

    def _word(self, question: Question, value: object) -> str:
        return "" if value is None else question.kind.misfit(value)

    def _words(self, text: str) -> str:
        return markup.words(text, self._visit.value)


def record_answer(
    visit: Session, worksheet: Worksheet, question: Question, change: FieldChange, *, entry: str | None = None
) -> str:
    """
    Record one answer: on the disk, or (a quiet question) for this visit only.

    Args:
        change: What was written; without what was seen before, nothing can be noticed of another page.
        entry: Id of the entry, where the worksheet repeats.

    Returns:
        The time of day of it, `14:05`; empty where it is for one visit only, and never written.

    Raises:
        KitError: If it could not be saved.
    """
    tidied = question.kind.tidied
    if question.visit_only:
        visit.unwritten[f"{worksheet.id}.{question.id}"] = tidied(change.value)
        return ""
    changes: list[Change] = []
    if entry and visit.written.raw_entry(worksheet.id, entry) is None:
        # The first word makes the entry; its day is the person's today, not the clock's in UTC.
        changes.append(Answered(worksheet=worksheet.id, entry=entry, question=DAY, value=visit.today()))
    changes.append(
        Answered(
            worksheet=worksheet.id,
            question=question.id,
            value=tidied(change.value),
            skipped=change.skipped,
            entry=entry,
            seen=change.seen if change.seen is UNSEEN else tidied(change.seen),
            sent=tuple(tidied(one) for one in change.sent),
            track=question.track,
            definition=worksheet.digest,
        )
    )
    return visit.save(changes)
