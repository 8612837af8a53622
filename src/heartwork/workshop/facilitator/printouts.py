"""What is printed before a workshop, as files that the browser keeps."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from ipywidgets import Widget

from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Leading, Plan
from heartwork.exports import export_file
from heartwork.i18n.messages import _
from heartwork.local_time import zone
from heartwork.pages.markup import tag
from heartwork.printing import cards, workshop_pack
from heartwork.printing.typeset import Print, PrintOptions
from heartwork.widgets import Download, HtmlBlock

__all__ = ["on_paper"]


def on_paper(shelf: WorksheetLibrary, plan: Plan, leading: Leading) -> list[Widget]:
    """Buttons for all that is printed for one plan, each made when it is pressed."""

    def button(label: str, make: Callable[[PrintOptions], Print]) -> Download:
        def file() -> tuple[str, str, bytes]:
            day = datetime.datetime.now(zone()).date().isoformat()
            made = make(PrintOptions(day=day, language=shelf.language or "en"))
            return export_file.neutral_name("pdf", day), "application/pdf", made.raw

        return Download(label, file)

    return [
        HtmlBlock(
            tag("h3", _("On paper"))
            + tag("p", _("It also works without any devices: everything is there on paper too."))
        ),
        button(_("The script, to hold in your hand"), lambda look: workshop_pack.script(plan, leading, shelf, look)),
        button(_("The agreement, for everybody"), lambda look: workshop_pack.agreement(leading, shelf, look)),
        button(_("Blank pages, for everybody"), lambda look: workshop_pack.blank_of_plan(plan, shelf, look)),
        button(_("The help card, for everybody"), lambda look: cards.help_card(shelf, look)),
    ]
