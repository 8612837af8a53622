"""What the room was shown, to be taken along by the person who led it: as it was shown, and nothing else."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Sequence

from ipywidgets import Widget

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Plan
from heartwork.exports import export_file
from heartwork.exports.csv_table import escape_formula
from heartwork.i18n.formatting import with_mark
from heartwork.i18n.messages import _
from heartwork.local_time import zone
from heartwork.pages.markup import tag
from heartwork.printing import workshop_pack
from heartwork.printing.typeset import PrintOptions
from heartwork.widgets import Download, HtmlBlock
from heartwork.workshop import shared_answers
from heartwork.workshop.reveal_text import RevealText, all_told
from heartwork.workshop.room import Room

__all__ = ["as_csv", "as_pdf", "downloads"]


def as_csv(looks: Sequence[RevealText]) -> bytes:
    """
    A row for each group that was shown; a question of which none was shown has one row, with what was said of it.

    Returns:
        UTF-8 with the mark that spreadsheets look for, parted as the language's spreadsheets expect.
    """
    file = io.StringIO(newline="")
    table = csv.writer(file, lineterminator="\r\n", delimiter=";" if with_mark(".") == "," else ",")
    table.writerow([_("question"), _("answer"), _("how many"), _("in words")])
    for look in looks:
        for label, many in [(line.label, line.many) for line in look.lines] or [("", "")]:
            table.writerow([escape_formula(cell) for cell in (look.question, label, many, look.sentence)])
    return file.getvalue().encode("utf-8-sig")


def as_pdf(looks: Sequence[RevealText], plan: Plan, *, day: str, language: str) -> bytes:
    """
    The same on paper.

    Args:
        looks: What was shown.
        plan: The plan of the workshop; its title stands above.
        day: The date of the file, `2026-11-24`.
        language: Of the words.
    """
    questions = [
        workshop_pack.ShownQuestion(
            question=look.question,
            sentence=look.sentence,
            cannot=look.cannot,
            rows=[(line.label, line.many) for line in look.lines],
        )
        for look in looks
    ]
    return workshop_pack.record(plan, questions, PrintOptions(day=day, language=language)).raw


def downloads(room: Room, shelf: WorksheetLibrary) -> tuple[list[Widget], Callable[[], None]]:
    """
    What stands on the page after a workshop: a word about it and a button for each kind of file.

    Returns:
        The widgets, and what shows or hides them as the room has something to take along.
    """
    language = shelf.language or "en"

    def day() -> str:
        return datetime.datetime.now(zone()).date().isoformat()

    def pdf() -> tuple[str, str, bytes]:
        plan = plan_reader.plan(shelf, room.facts().plan)
        content = as_pdf(all_told(room, shelf), plan, day=day(), language=language)
        return export_file.neutral_name("pdf", day()), "application/pdf", content

    def table() -> tuple[str, str, bytes]:
        return export_file.neutral_name("csv", day()), "text/csv", as_csv(all_told(room, shelf))

    about = _(
        "The questions, and the groups and rough counts as the room saw them. "
        "Nobody's own answer is in it, and nothing that anybody wrote."
    )
    widgets: list[Widget] = [
        HtmlBlock(tag("h2", _("What the room was shown, to keep")) + tag("p", about)),
        Download(_("As a PDF"), pdf),
        Download(_("As a table (CSV)"), table),
    ]

    def follow() -> None:
        there = bool(shared_answers.reveals(room))
        for widget in widgets:
            if widget.shown != there:
                widget.shown = there

    follow()
    return widgets, follow
