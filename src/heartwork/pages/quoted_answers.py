"""What was written elsewhere, to read again: the question, and the answer in words, or a line to write on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from heartwork.authoring.library import WorksheetSummary
from heartwork.conditions import holds
from heartwork.errors import KitError
from heartwork.i18n.messages import _
from heartwork.kinds.rows import Rows
from heartwork.pages import markup
from heartwork.pages.session import Session
from heartwork.question import Question
from heartwork.worksheet_definition import Worksheet

__all__ = ["read_and_begun", "recalled"]

#: Answers from more worksheets than these are shown without the worksheets where nothing is written.
_FEW = 2


def recalled(visit: Session, names: Iterable[str]) -> str:
    """
    Answers as HTML, grouped by worksheet where they come from several.

    A question that is open, and is not asked of this person as things are, is left out: there is no line for it. So is
    a whole worksheet where nothing of it was written, as long as another one has something.

    Args:
        visit: The visit.
        names: Full names of questions.
    """
    found = list(_found(visit, names))
    groups = [(worksheet, list(pairs)) for worksheet, pairs in groupby(found, key=lambda pair: pair[0])]
    several = len(groups) > 1
    if len(groups) > _FEW:
        written = [group for group in groups if any(_answer(visit, *pair) is not None for pair in group[1])]
        groups = written or groups[:1]
    parts = []
    for worksheet, pairs in groups:
        if several:
            parts.append(f"<h3>{escape(markup.words(worksheet.title, visit.value))}</h3>")
        parts.append(f'<dl class="hw-recalled">{"".join(_one(visit, *pair) for pair in pairs)}</dl>')
    return "".join(parts)


def read_and_begun(visit: Session) -> str:
    """The worksheets that were read to their end, and those that are open, as HTML; no counts and no shares."""
    written = [card for card in visit.shelf.cards if not card.repeats and visit.written.answers(card.id)]
    read = [card for card in written if visit.written.finished(card.id)]
    begun = [card for card in written if card not in read]
    parts = [
        f"<div><dt>{said}</dt><dd>{_links(visit, cards)}</dd></div>"
        for said, cards in ((_("Read to the end"), read), (_("Left open"), begun))
        if cards
    ]
    return f'<dl class="hw-recalled">{"".join(parts)}</dl>' if parts else ""


def _blank() -> str:
    return f'<dd class="hw-blank"><span>{_("Nothing written here yet.")}</span></dd>'


def _links(visit: Session, cards: Iterable[WorksheetSummary]) -> str:
    return "<br>".join(markup.link(card.id, markup.words(card.title, visit.value)) for card in cards)


def _found(visit: Session, names: Iterable[str]) -> Iterator[tuple[Worksheet, Question]]:
    for name in names:
        worksheet_id, _, question_id = name.partition(".")
        try:
            worksheet = visit.shelf.worksheet(worksheet_id)
        except KitError:
            continue  # `heartwork check` tells its author; a page is no place for it
        question = worksheet.question(question_id)
        if question is None or question.visit_only:
            continue
        if _answer(visit, worksheet, question) is not None or _is_asked(visit, worksheet, question):
            yield worksheet, question


def _is_asked(visit: Session, worksheet: Worksheet, question: Question) -> bool:
    section = next(section for section in worksheet.sections if question in section.questions)
    return holds(section.show_if, visit.value) and holds(question.show_if, visit.value)


def _answer(visit: Session, worksheet: Worksheet, question: Question) -> object:
    for id_ in (question.id, *question.formerly):
        answer = visit.written.answer(worksheet.id, id_)
        if answer is not None:
            return answer.value
    return None


def _one(visit: Session, worksheet: Worksheet, question: Question) -> str:
    def pipe(text: str) -> str:
        return markup.words(text, visit.value)

    value = _answer(visit, worksheet, question)
    if isinstance(question.kind, Rows) and isinstance(value, list):
        rows = [question.said([row], pipe).removeprefix("- ") for row in value]
        said = "".join(f'<li dir="auto">{escape(row)}</li>' for row in rows if row.strip())
        said = f"<ul>{said}</ul>" if said else ""
    else:
        said = "" if value is None else escape(question.said(value, pipe).strip())
    answer = f'<dd dir="auto">{said}</dd>' if said else _blank()
    return f"<div><dt>{escape(pipe(question.ask))}</dt>{answer}</div>"
