"""One question by itself, for a notebook: its field, saved as it is written, and nothing of its page round it."""

from __future__ import annotations

import uuid

from heartwork.conditions import holds
from heartwork.i18n.messages import _
from heartwork.pages.app import App
from heartwork.pages.page import Page
from heartwork.pages.question_fields import Questions
from heartwork.pages.session import Session
from heartwork.question import Question
from heartwork.widgets import Field, HtmlBlock, Languages
from heartwork.worksheet_definition import Section, Worksheet

__all__ = ["SingleQuestion"]


class SingleQuestion(App):
    """
    One question, with what every page has: it asks for the passphrase first, says when it is saved, and can be left.

    Args:
        visit: The workbook and the worksheets.
        worksheet: Of the question.
        question: The question.
        entry: Id of the entry, where the worksheet repeats; a new one when None, made by the first answer.
    """

    def __init__(self, visit: Session, worksheet: Worksheet, question: Question, *, entry: str | None = None) -> None:
        self._worksheet_id, self._question_id = worksheet.id, question.id
        self._entry = (entry or str(uuid.uuid4())) if worksheet.repeats else None
        self._field: Field | None = None
        super().__init__(visit, f"{worksheet.id}.{question.id}")
        # A page that is nothing but questions by themselves would have as many of these.
        self.set_trait(
            "children", [part for part in self.trait_values()["children"] if not isinstance(part, Languages)]
        )

    @property
    def value(self) -> object:
        """The answer as it is stored; None when there is none. Set it to write one, as if it were typed."""
        return None if self._field is None else self._field.value

    @value.setter
    def value(self, value: object) -> None:
        self.field.value = value

    @property
    def field(self) -> Field:
        """
        The field, for `observe` and `link`.

        Raises:
            AttributeError: While the workbook waits for its passphrase.
        """
        if self._field is None:
            raise AttributeError("the workbook is locked: its passphrase comes first")
        return self._field

    def _made(self, place: str) -> Page:
        self._asking = self._visit.workbook.locked
        if place != self._start or self._asking or self._visit.workbook.forgotten:
            return super()._made(place)
        return self._alone()

    def _alone(self) -> Page:
        worksheet = self._visit.worksheet(self._worksheet_id, hidden=True)
        question = worksheet.question(self._question_id)
        assert question is not None, self._question_id
        section = next(one for one in worksheet.sections if question in one.questions)
        only = Section(id=section.id, title=section.title, questions=(question,))
        hidden = HtmlBlock(f"<p>{_('This question is not asked now, because of another answer on its page.')}</p>")

        def show_if_asked() -> None:
            field.shown = field.shown and holds(section.show_if, self._visit.value)
            hidden.shown = not field.shown

        questions = Questions(self._visit, worksheet, only, entry=self._entry, changed=show_if_asked)
        (field,) = questions.widgets
        assert isinstance(field, Field), self._question_id
        self._field = field
        show_if_asked()
        return Page(place=self._start, parts=[hidden, field], follow=questions.refresh)

    def summary(self) -> str:
        """The name of the question, without a word of the person's."""
        return f"heartwork: {self._start}"
