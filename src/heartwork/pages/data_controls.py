"""Parts of the page about privacy: take a copy along, see and clear what stays behind, delete everything."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from pathlib import Path

from ipywidgets import Widget

from heartwork.answers import stamp
from heartwork.errors import KitError
from heartwork.exports import export_file
from heartwork.i18n.catalogs import in_every_language
from heartwork.i18n.formatting import day_in_words
from heartwork.i18n.messages import N_, _
from heartwork.pages.page import Page, heading
from heartwork.pages.session import Session
from heartwork.paths import on_a_phone, on_a_server
from heartwork.storage import export_log
from heartwork.traces import erase
from heartwork.traces.registry import Trace, clear, traces
from heartwork.widgets import ActionButton, Download, HtmlBlock, TypeToConfirm

__all__ = ["forget_parts", "gone_page", "taking_parts", "trace_parts"]

_COPIES = (
    ("json", N_("All of it, to bring in again later")),
    ("md", N_("All of it, as a text to read")),
    ("xlsx", N_("All of it, for a spreadsheet")),
    ("csv", N_("What you noted day by day, as a plain table (CSV)")),
)

#: What a button says that clears a trace.
_CLEARS = {
    "copies": N_("Delete the earlier copies"),
    "damaged": N_("Delete what was set aside"),
    "other-copies": N_("Delete the copies other programs made"),
    "exports": N_("Delete the files heartwork wrote"),
    "outputs": N_("Take the outputs out of the notebooks"),
    "checkpoints": N_("Delete earlier versions of the notebooks"),
    "lab": N_("Delete what JupyterLab remembers"),
    "running": N_("Delete the note by which heartwork is found again"),
    "history": N_("Delete these lines of the history"),
}

#: So many places of one trace are named; the others are counted.
_NAMED = 3

#: What is typed before everything is deleted.
WORD = N_("forget")


def taking_parts(visit: Session) -> list[Widget]:
    """What was written as a file, in three formats."""

    def make(format_: str) -> tuple[str, str, bytes]:
        day = visit.today()
        raw = export_file.content(visit.written, visit.shelf, format_, day=day, value=visit.value)
        name = export_file.neutral_name(format_, day)
        with contextlib.suppress(KitError):  # the file is what was asked for; the list of files is only a help
            at = stamp(datetime.datetime.now(datetime.timezone.utc))
            export_log.note(visit.workbook.folder, name, raw, at=at, seal=visit.workbook.key)
        return name, export_file.FORMATS[format_], raw

    what = _("You get a file in the downloads of your browser, with a name that gives nothing away.")
    who = (
        _("Whoever gets the file can read it, without the passphrase.")
        if visit.workbook.sealed
        else _("Whoever gets the file can read it.")
    )
    text = f"<h2>{_('Take a copy with you')}</h2><p>{what} {who}</p>"
    return [HtmlBlock(text), *(Download(_(label), partial(make, format_)) for format_, label in _COPIES)]


def trace_parts(visit: Session) -> list[Widget]:
    """What is on this computer because of heartwork, shown on request: each with a button where it can be cleared."""
    folder = visit.workbook.folder
    listed: dict[str, list[Widget]] = {}
    said = HtmlBlock(shown=False)
    below = HtmlBlock(f"<h3>{_('All of these at once')}</h3><p>{_('What you wrote stays.')}</p>", shown=False)
    every = _asked_twice(_("Clear all of these"), lambda: cleared(_clearable(traces(folder, visit.workbook.key))))

    def cleared(names: list[str]) -> None:
        try:
            clear(folder, names, visit.workbook.key)
        except KitError as error:
            said.html = f'<p class="hw-notice" role="alert">{escape(error.sentences)}</p>'
        else:
            said.html = f'<p class="hw-notice" role="status">{_("Cleared.")}</p>'
        said.shown = True
        show()

    def show() -> None:
        found = {trace.name: trace for trace in traces(folder, visit.workbook.key)}
        for name, (told, *button) in listed.items():
            told.shown = name in found
            told.html = _told(found[name]) if name in found else ""
            for one in button:
                one.shown = name in found
        below.shown = every.shown = len(_clearable(found.values())) > 1

    for name in _TITLES:  # any of them may come to be while the page is open
        button = [_asked_twice(_(_CLEARS[name]), partial(cleared, [name]))] if name in _CLEARS else []
        listed[name] = [HtmlBlock(shown=False), *button]
        for one in button:
            one.shown = False
    every.shown = False
    what = _("You can see everything heartwork has left here, and clear it. Nothing is cleared until you say so.")
    title = _("What is on the computer of this Jupyter server") if on_a_server() else _("What is on this computer")
    about = HtmlBlock(f"<h2>{title}</h2><p>{what}</p>")
    widgets = [widget for parts in listed.values() for widget in parts]
    return [about, ActionButton(_("Show what is here"), show), *widgets, below, every, said]


def _clearable(found: Iterable[Trace]) -> list[str]:
    return [trace.name for trace in found if trace.can_clear]


def forget_parts(visit: Session, *, forgotten: Callable[[], None]) -> list[Widget]:
    """
    Deleting everything, after a word was typed.

    Args:
        forgotten: Called once everything is gone, here and in the browser.
    """

    def use() -> None:
        erase.forget(visit.workbook.folder, exports=False, seal=visit.workbook.key)
        visit.unwritten.clear()

    what = _(
        "What you wrote, every copy heartwork keeps, and its list of files. "
        "Neither we nor you can undo it. Files you exported stay where they are."
    )
    text = f"<h2>{_('Delete everything')}</h2><p>{what}</p>"
    word = _(WORD)
    otherwise = _("Nothing was deleted. To delete everything, type the word {word}.").format(word=word)
    ask = _("To go on, type the word {word}").format(word=word)
    return [
        HtmlBlock(text),
        TypeToConfirm(
            ask,
            _("Delete everything"),
            use,
            words=in_every_language(WORD),
            word=word,
            otherwise=otherwise,
            then=forgotten,
        ),
    ]


def gone_page(folder: Path) -> Page:
    """After everything was deleted from this folder of answers, here or in another window."""
    reached = "".join(f"<li>{escape(line)}</li>" for line in erase.not_reached(folder))
    html = (
        heading(_("Everything is deleted"))
        + f"<p>{_('There is nothing of yours here any more. You can close this page.')}</p>"
        + (
            f"<p>{_('The browser of this phone may still show in its history that this page was open.')}</p>"
            if on_a_phone()
            else f"<p>{_('What cannot be reached from here:')}</p><ul>{reached}</ul>"
        )
        + f"<p>{_('If you ever want to start again, load this page again. It starts empty.')}</p>"
    )
    return Page(place="home", parts=[HtmlBlock(html)])


def _told(trace: Trace) -> str:
    where = "".join(f"<li><code>{escape(place)}</code></li>" for place in trace.where[:_NAMED])
    if len(trace.where) > _NAMED:
        where += f"<li>{_('and {count} more').format(count=len(trace.where) - _NAMED)}</li>"
    places = f"<ul>{where}</ul>" if where else ""
    since = " " + _("Since {day}.").format(day=day_in_words(trace.since)) if trace.since else ""
    clearing = _IN_THE_PAGE.get(trace.name, trace.clearing)
    title = escape(_(_TITLES[trace.name]))
    return f"<h3>{title}</h3><p>{escape(_(trace.what))}{since}</p>{places}<p>{escape(_(clearing))}</p>"


#: What the command line says of these in its own terms.
_IN_THE_PAGE = {
    "answers": N_("To delete it: “Delete everything”, below."),
    "notebooks": N_("They go when everything is deleted, or delete them yourself."),
}

_TITLES = {
    "answers": N_("Your answers"),
    "copies": N_("Copies of them"),
    "damaged": N_("Files set aside"),
    "other-copies": N_("Copies by other programs"),
    "exports": N_("Files written for you"),
    "notebooks": N_("Notebooks"),
    "outputs": N_("Outputs in notebooks"),
    "checkpoints": N_("Earlier versions of notebooks"),
    "lab": N_("What JupyterLab remembers"),
    "workshop": N_("A workshop"),
    "running": N_("While heartwork runs"),
    "history": N_("IPython's history"),
    "workspaces": N_("JupyterLab's own memory"),
    "fonts": N_("A list of fonts"),
    "browser": N_("Your browser"),
}


def _asked_twice(label: str, act: Callable[[], None]) -> ActionButton:
    """A button that acts when it is pressed for the second time; the first time it asks."""
    button: ActionButton

    def pressed() -> None:
        if button.label == label:
            button.label = _("Yes: {what}").format(what=f"{label[0].lower()}{label[1:]}")
        else:
            button.label = label
            act()

    button = ActionButton(label, pressed)
    return button
