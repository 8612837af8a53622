"""A workshop on paper: the agreement, the script with what to do when something happens, the questions afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.plan_reader import Leading, Plan, PlanText
from heartwork.i18n.messages import _, ngettext
from heartwork.piping import piped
from heartwork.printing.help_lines import help_block
from heartwork.printing.markdown import marked
from heartwork.printing.typeset import Block, Print, PrintOptions, render_pdf
from heartwork.printing.worksheet_pages import blank_pages, kit_words

__all__ = ["ShownQuestion", "agreement", "blank_of_plan", "record", "script"]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """
    What a room was shown of one question.

    Args:
        question: As it was asked.
        sentence: What was said of it.
        cannot: What it does not say.
        rows: Each group and its rough count, in words; empty where there were none.
    """

    question: str
    sentence: str
    cannot: str
    rows: Sequence[tuple[str, str]]


def agreement(leading: Leading, shelf: WorksheetLibrary, look: PrintOptions, *, country: str = "") -> Print:
    """What is agreed, to be read aloud and to be taken home, with help lines below."""
    blocks = [
        _title(_("What we agree on")),
        *_prose(_list(leading.agreement)),
        help_block(shelf.data("resources"), country),
    ]
    return render_pdf(blocks, look, words=kit_words())


def script(plan: Plan, leading: Leading, shelf: WorksheetLibrary, look: PrintOptions, *, country: str = "") -> Print:
    """All that whoever leads needs in their hand: before, word for word, what to do when, and after."""
    minutes = ngettext("{count} minute", "{count} minutes", plan.minutes).format(count=plan.minutes)
    blocks: list[Block] = [_title(plan.title, facts=minutes), *_prose(plan.about)]
    blocks += [_section(_("Before anybody comes")), *_prose(_list(leading.before))]
    blocks += [_section(_("What is agreed, to be read aloud")), *_prose(_list(leading.agreement))]
    begins = 0
    for activity in plan.activities:
        ends = begins + activity.minutes
        lead = _("Minute {first} to {last}").format(first=begins, last=ends)
        blocks += [_section(activity.title, lead=lead), *_prose(activity.say)]
        if activity.do:
            blocks += _prose(activity.do, lead=_("To look out for"))
        begins = ends
    blocks += [{"block": "new page"}, _title(_("If something happens"))]
    for one in leading.if_:
        blocks += _text(one)
    blocks.append(help_block(shelf.data("resources"), country))
    blocks += [{"block": "new page"}, _title(_("After")), *_prose(_list(leading.after))]
    blocks += [_section(_("Questions for the two of you, on paper")), *_prose(_list(leading.debrief))]
    return render_pdf(blocks, look, words=kit_words())


def blank_of_plan(plan: Plan, shelf: WorksheetLibrary, look: PrintOptions, *, country: str = "") -> Print:
    """The worksheets that its parts lead to, blank, for whoever would rather use a pen."""
    ids = dict.fromkeys(activity.place.partition("/")[0] for activity in plan.activities if activity.place)
    return blank_pages(shelf, ids, look, country=country)


def record(plan: Plan, questions: Iterable[ShownQuestion], look: PrintOptions) -> Print:
    """What the room was shown, for the person who led it."""
    about = _("Groups and rough counts, as the room saw them. Nobody's own answer is in it.")
    blocks: list[Block] = [_title(_("What the room was shown"), facts=plan.title), *_prose(about)]
    for each in questions:
        blocks.append(
            {
                "block": "picture",
                "title": each.question,
                "svg": "",
                "alternative": "",
                "said": [each.sentence, each.cannot],
                "choice": "",
                "heads": [_("answer"), _("how many")] if each.rows else [],
                "rows": [list(row) for row in each.rows],
            }
        )
    return render_pdf(blocks, look, words=kit_words())


def _title(text: str, *, facts: str = "") -> Block:
    return {"block": "title", "text": text, "facts": facts}


def _section(text: str, *, lead: str = "") -> Block:
    return {"block": "section", "text": text, "lead": lead}


def _prose(markdown: str, *, lead: str = "") -> list[Block]:
    content = marked(markdown, lambda text: piped(text, lambda name: None))
    # Not held together with what follows, as a word before its question is: these are long.
    return [{"block": "prose", "lead": lead, "content": content, "sticky": False}] if content else []


def _text(one: PlanText) -> list[Block]:
    return [_section(one.title), *_prose(one.text)]


def _list(lines: Iterable[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)
