"""Who can open what is written: a passphrase, a private visit, earlier copies; parts of the page about privacy."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from html import escape

from ipywidgets import Widget

from heartwork.fields import Act, Download, Passphrase, Prose
from heartwork.files.document import as_bytes
from heartwork.files.sealing import HINTS
from heartwork.files.workbook import Copy
from heartwork.kinds.date import Date
from heartwork.pages.reading import link
from heartwork.pages.visit import Visit
from heartwork.problems import KitError, Problem

__all__ = ["keeping_parts", "private_parts"]

_NOT_THE_SAME = Problem(what="those two are not the same.", mend="Nothing is set yet. You could type both once more.")
_BEFORE = (
    "<p><strong>If you forget it, nobody can open your answers: not us, and no technician.</strong> "
    "Four or five words that don't belong together are easy to keep and hard to guess.</p>"
)


def keeping_parts(visit: Visit, *, again: Callable[[], None], private: Callable[[], None]) -> list[Widget]:
    """
    The passphrase, the private visit and the earlier copies, of an ordinary visit.

    Args:
        again: Shows the page anew, after something was changed.
        private: Begins a private visit.
    """
    lock = _sealed(visit, again) if visit.workbook.sealed else _not_sealed(visit, again)
    alone = [
        Prose(
            "<h2>A private visit</h2><p>It begins empty. What you write is kept in memory until you close the page, "
            "and nothing of it is written to the disk. At its end you can take it with you as a file, or let it go. "
            "What you wrote before is not touched.</p>"
        ),
        Act("Make a private visit", private),
    ]
    return [*lock, *alone, *_earlier(visit, again)]


def private_parts(visit: Visit, *, ended: Callable[[], None]) -> list[Widget]:
    """
    The way out of a private visit: take it along, or let it go.

    Args:
        ended: Called once everything is gone.
    """

    def taken() -> tuple[str, str, bytes]:
        day = datetime.date.today().isoformat()
        return f"pages-{day}.json", "application/json", as_bytes(visit.written.document)

    return [
        Prose(
            "<h2>Take it with you</h2><p>You get a file with everything you wrote in this visit. "
            "Whoever gets the file can read it. The browser keeps its name in the list of downloads. "
            "On another day, <code>heartwork import</code> brings it back in.</p>"
        ),
        Download("Take it with me", taken),
        Prose(
            "<h2>Or let it go</h2><p>It goes by itself when you close this page. "
            "You can also do it now: then it cannot be brought back.</p>"
        ),
        Act("Let it go now", ended),
    ]


def _not_sealed(visit: Visit, again: Callable[[], None]) -> list[Widget]:
    def use(words: dict[str, str]) -> None:
        visit.workbook.seal(_twice(words))
        again()

    asked = [("new", "New passphrase"), ("again", "The same once more")]
    ask = Passphrase(asked, "Set the passphrase", use, hints=HINTS, shown=False)
    before = Prose(_BEFORE, shown=False)
    text = (
        "<h2>A passphrase</h2><p>With one, nobody who uses this computer can read the file or its copies. "
        "These pages ask for it each time they are opened. Traces of what was written before can stay on the disk; "
        "only a specialist would find them.</p>"
    )
    return [Prose(text), _reveals("Set a passphrase", before, ask), before, ask]


def _sealed(visit: Visit, again: Callable[[], None]) -> list[Widget]:
    def change(words: dict[str, str]) -> None:
        new = _twice(words)
        visit.workbook.change_passphrase(words.get("now", ""), new)
        again()

    def remove(words: dict[str, str]) -> None:
        visit.workbook.unseal(words.get("now", ""))
        again()

    now = ("now", "Passphrase you have now")
    asked = [now, ("new", "New passphrase"), ("again", "The same once more")]
    changing = Passphrase(asked, "Change it", change, hints=HINTS, shown=False)
    removing = Passphrase([now], "Take it away", remove, shown=False)
    before = Prose(_BEFORE, shown=False)
    after = Prose("<p>Then anyone who can use this computer under your name can read the file again.</p>", shown=False)
    text = (
        "<h2>Your passphrase</h2><p>The file and its copies are locked with it. "
        "These pages ask for it each time they are opened.</p>"
    )
    return [
        Prose(text),
        _reveals("Change the passphrase", before, changing),
        *(before, changing),
        _reveals("Take the passphrase away", after, removing),
        *(after, removing),
    ]


def _earlier(visit: Visit, again: Callable[[], None]) -> list[Widget]:
    """Copies to bring back, read only when they are asked for."""
    if not visit.workbook.copies():
        return []
    said, shown = Prose(), Prose("", shown=False)
    acts: list[Act] = []

    def bring_back(copy: Copy) -> None:
        try:
            visit.workbook.restore(copy)
        except KitError as error:
            said.html = f'<p class="hw-notice" role="alert">{escape(error.sentences)}</p>'
            return
        for act in acts:
            act.shown = False
        shown.html = (
            f'<p class="hw-notice" role="status">That copy is back. What was there before is a copy now. '
            f"{link('home', 'All pages')}</p>"
        )

    def show() -> None:
        if acts:
            return
        for copy, act in zip(visit.workbook.earlier(), slots, strict=False):
            answers = "1 answer" if copy.answered == 1 else f"{copy.answered} answers"
            act.label = f"Bring back {_in_words(copy.updated)}, {answers}"
            act.act = partial(bring_back, copy)
            act.shown = True
            acts.append(act)
        shown.html = "<p>What is there now becomes a copy first, so that you can go back again.</p>"
        shown.shown = True

    slots = [Act("", lambda: None, shown=False) for _ in visit.workbook.copies()]
    said.html = (
        "<h2>Earlier copies</h2><p>The last state and one a day are kept, for fourteen days on which you wrote "
        "something. You can bring one back.</p>"
    )
    return [said, Act("Show earlier copies", show), shown, *slots]


def _in_words(updated: str) -> str:
    """A moment of the file, where the person is: `23 November 2026, 14:05`."""
    try:
        moment = datetime.datetime.fromisoformat(updated.replace("Z", "+00:00")).astimezone()
    except ValueError:
        return "one without a date"
    return f"{Date().in_words(moment.date().isoformat())}, {moment:%H:%M}"


def _reveals(label: str, *parts: Widget) -> Act:
    def act() -> None:
        for part in parts:
            part.shown = not part.shown

    return Act(label, act)


def _twice(words: dict[str, str]) -> str:
    """The new passphrase, if it was typed the same both times."""
    if words.get("new", "") != words.get("again", ""):
        raise KitError([_NOT_THE_SAME])
    return words.get("new", "")
