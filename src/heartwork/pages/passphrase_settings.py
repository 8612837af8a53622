"""Who can open what is written: a passphrase, a private visit, earlier copies; parts of the page about privacy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

from ipywidgets import Widget

from heartwork.crypto.keypair import HINTS
from heartwork.errors import KitError, Problem
from heartwork.i18n.formatting import moment_in_words
from heartwork.i18n.messages import _, ngettext
from heartwork.local_time import local_moment
from heartwork.normalization.passphrases import canonical
from heartwork.pages.markup import link
from heartwork.pages.page import Page, heading
from heartwork.pages.privacy_page import read_along
from heartwork.pages.session import Session
from heartwork.paths import on_a_hub, on_a_phone, on_a_server, requires_passphrase
from heartwork.storage.workbook import Copy
from heartwork.storage.workbook_json import as_bytes
from heartwork.widgets import ActionButton, AutoLockSetting, Download, HtmlBlock, PassphraseInput

__all__ = ["first_parts", "keeping_parts", "private_parts", "readers_line", "required_page"]


def _before(*, shown: bool = False) -> HtmlBlock:
    """What is said before one is chosen."""
    lost = _("If you forget it, nobody can open your answers, neither we nor a technician.")
    good = _("Four or five words that don't belong together are easy to keep and hard to guess.")
    return HtmlBlock(f"<p><strong>{lost}</strong> {good}</p>", shown=shown)


def keeping_parts(visit: Session, *, again: Callable[[], None], private: Callable[[], None]) -> list[Widget]:
    """
    The passphrase, the private visit and the earlier copies, of an ordinary visit.

    Args:
        again: Shows the page anew, after something was changed.
        private: Begins a private visit.
    """
    if on_a_phone():  # the passphrase is for the laptop to set
        lock = _locking() if visit.workbook.sealed else []
    else:
        lock = _sealed(visit, again) if visit.workbook.sealed else _not_sealed(visit, again)
    alone = [
        HtmlBlock(
            _titled(
                _("A private visit"),
                _(
                    "It starts empty. What you write is kept in memory until you close the page, and nothing "
                    "of it is written to the disk. At its end you can take it with you as a file, or let it "
                    "go. What you wrote before is not touched."
                ),
            )
        ),
        ActionButton(_("Make a private visit"), private),
    ]
    return [*lock, *alone, *_earlier(visit, again)]


def private_parts(visit: Session, *, ended: Callable[[], None]) -> list[Widget]:
    """
    The way out of a private visit: take it along, or let it go.

    Args:
        ended: Called once everything is gone.
    """

    def taken() -> tuple[str, str, bytes]:
        day = visit.today()
        return f"pages-{day}.json", "application/json", as_bytes(visit.written.document)

    return [
        HtmlBlock(
            _titled(
                _("Take it with you"),
                _(
                    "You get a file with everything you wrote in this visit. "
                    "Whoever gets the file can read it. The browser keeps its name in the list of downloads. "
                    "On another day, <code>heartwork import</code> brings it back in."
                ),
            )
        ),
        Download(_("Take it with me"), taken),
        HtmlBlock(
            _titled(
                _("Or let it go"),
                _("It is gone when you close this page. You can also let it go now: then it cannot be brought back."),
            )
        ),
        ActionButton(_("Let it go now"), ended),
    ]


def first_parts(visit: Session, *, again: Callable[[], None]) -> list[Widget]:
    """
    The offer of a passphrase on a JupyterHub, to somebody who has not written anything yet; empty anywhere else.

    Args:
        again: Shows the page anew, once there is one.
    """
    if not on_a_hub() or visit.workbook.sealed or visit.workbook.private:
        return []
    later = _("You can also do that later, under {where}.").format(where=link("privacy", _("Where your answers are")))
    return [*_not_sealed(visit, again, title=_("A passphrase first?")), HtmlBlock(f"<p>{later}</p>")]


def readers_line() -> HtmlBlock:
    """One line above a page of a JupyterHub that was opened directly."""
    said = _("Whoever runs this JupyterHub can read what you write here, unless you {set}.")
    return HtmlBlock(
        f'<p class="hw-enough">{said.format(set=link("privacy", _("set a passphrase first")))}</p>', shown=False
    )


def required_page(visit: Session, place: str, *, done: Callable[[], None], private: Callable[[], None]) -> Page:
    """
    In the place of any other page, where whoever runs the server lets nobody write without a passphrase.

    Args:
        place: Where the person was going; it is where they are once there is one.
        done: Called once there is one.
        private: Called when they would rather begin a private visit.
    """
    who = (
        _("Whoever runs this JupyterHub could read what you write.")
        if on_a_hub()
        else _("Whoever runs this computer could read what you write.")
    )
    only = _("So a passphrase comes first here, one that only you know.")
    asks = _("These pages ask for it each time they are opened.")
    alone = _("You could make a private visit: it starts empty, and nothing of it is written anywhere.")
    before = _before(shown=True)
    return Page(
        place=place,
        parts=[
            HtmlBlock(f"{heading(_('First, a passphrase'))}<p>{who} {only} {asks}</p><p>{read_along()}</p>"),
            before,
            _new_one(visit, done, shown=True),
            HtmlBlock(f"<h2>{_('Or without it')}</h2><p>{alone}</p>"),
            ActionButton(_("Make a private visit"), private),
        ],
    )


def _new_one(visit: Session, done: Callable[[], None], *, shown: bool) -> PassphraseInput:
    """Asks for a passphrase, twice, and locks what is there with it."""

    def use(words: dict[str, str]) -> None:
        visit.workbook.seal(_twice(words))
        done()

    asked = [("new", _("New passphrase")), ("again", _("The same once more"))]
    return PassphraseInput(asked, _("Set the passphrase"), use, hints=_hints(), shown=shown)


def _not_sealed(visit: Session, again: Callable[[], None], *, title: str = "") -> list[Widget]:
    ask = _new_one(visit, again, shown=False)
    before = _before()
    nobody = (
        _("With one, the file and its copies can't be read without it, not even by whoever runs the computer.")
        + " "
        + read_along()
        if on_a_server()
        else _("With one, nobody who uses this computer can read the file or its copies.")
    )
    text = f"{nobody} " + _(
        "These pages ask for it each time they are opened. Traces of what was written before can stay on the disk; "
        "only a specialist would find them."
    )
    return [
        HtmlBlock(_titled(title or _("A passphrase"), text)),
        _reveals(_("Set a passphrase"), before, ask),
        before,
        ask,
    ]


def _sealed(visit: Session, again: Callable[[], None]) -> list[Widget]:
    def change(words: dict[str, str]) -> None:
        new = _twice(words)
        visit.workbook.change_passphrase(words.get("now", ""), new)
        again()

    def remove(words: dict[str, str]) -> None:
        visit.workbook.unseal(words.get("now", ""))
        again()

    now = ("now", _("Passphrase you have now"))
    asked = [now, ("new", _("New passphrase")), ("again", _("The same once more"))]
    changing = PassphraseInput(asked, _("Change it"), change, hints=_hints(), shown=False)
    removing = PassphraseInput([now], _("Take it away"), remove, shown=False)
    before = _before()
    open_again = (
        _("Then whoever runs this JupyterHub can read the file again.")
        if on_a_hub()
        else _("Then whoever runs the computer of this Jupyter server can read the file again.")
        if on_a_server()
        else _("Then anyone who can use this computer under your name can read the file again.")
    )
    after = HtmlBlock(f"<p>{open_again}</p>", shown=False)
    text = _("The file and its copies are locked with it. These pages ask for it each time they are opened.")
    kept = [
        HtmlBlock(_titled(_("Your passphrase"), text)),
        *_locking(),
        *_joining(visit, again),
        _reveals(_("Change the passphrase"), before, changing),
        *(before, changing),
    ]
    if requires_passphrase():
        return kept
    return [
        *kept,
        _reveals(_("Take the passphrase away"), after, removing),
        *(after, removing),
    ]


def _locking() -> list[Widget]:
    """Locking now, and by itself."""
    about = _(
        "Lock now, at the top, saves what you typed and asks for the passphrase again. Other windows of these pages in "
        "this browser lock too."
    )
    choices = [
        (minutes, ngettext("After {count} minute", "After {count} minutes", minutes).format(count=minutes))
        for minutes in (5, 15, 30, 60)
    ]
    refused = _("This browser keeps nothing for this page, so it doesn't lock by itself.")
    ask = _("Lock by itself when nobody has typed or touched anything")
    return [HtmlBlock(_titled(_("Locking"), about)), AutoLockSetting(ask, [(0, _("Never")), *choices], refused)]


def _joining(visit: Session, again: Callable[[], None]) -> list[Widget]:
    """Where another passphrase locks part of what is here: a way to put both together."""
    if not visit.workbook.can_join:
        return []

    def join(words: dict[str, str]) -> None:
        visit.workbook.join(words.get("now", ""))
        again()

    text = _(
        "Part of what was saved in this folder is locked with another passphrase. Give that one here, and both parts "
        "are put together; from then on the passphrase you opened these pages with opens everything."
    )
    return [
        HtmlBlock(f"<p>{text}</p>"),
        PassphraseInput([("now", _("The other passphrase"))], _("Put both together"), join),
    ]


def _earlier(visit: Session, again: Callable[[], None]) -> list[Widget]:
    """Copies to bring back, read only when they are asked for."""
    if not visit.workbook.copies():
        return []
    said, shown = HtmlBlock(), HtmlBlock("", shown=False)
    acts: list[ActionButton] = []

    def bring_back(copy: Copy) -> None:
        try:
            visit.workbook.restore(copy)
        except KitError as error:
            said.html = f'<p class="hw-notice" role="alert">{escape(error.sentences)}</p>'
            return
        for act in acts:
            act.shown = False
        shown.html = (
            f'<p class="hw-notice" role="status">{_("That copy is back. What was there before is a copy now.")} '
            f"{link('home', _('All pages'))}</p>"
        )

    def show() -> None:
        if acts:
            return
        for copy, act in zip(visit.workbook.earlier(), slots, strict=False):
            answers = ngettext("{count} answer", "{count} answers", copy.answered).format(count=copy.answered)
            act.label = _("Bring back {moment}, {answers}").format(moment=_in_words(copy.updated), answers=answers)
            act.act = partial(bring_back, copy)
            act.shown = True
            acts.append(act)
        shown.html = f"<p>{_('What is there now becomes a copy first, so that you can go back again.')}</p>"
        shown.shown = True

    slots = [ActionButton("", lambda: None, shown=False) for _ in visit.workbook.copies()]
    kept = _(
        "The latest version and one for each day are kept, for fourteen days on which you wrote something. "
        "You can bring one back."
    )
    said.html = _titled(_("Earlier copies"), kept)
    return [said, ActionButton(_("Show earlier copies"), show), shown, *slots]


def _in_words(updated: str) -> str:
    """A moment of the file, where the person is: `23 November 2026, 14:05`."""
    return _("one without a date") if local_moment(updated) is None else moment_in_words(updated)


def _titled(title: str, text: str) -> str:
    return f"<h2>{title}</h2><p>{text}</p>"


def _hints() -> list[tuple[int, str]]:
    return [(least, _(said)) for least, said in HINTS]


def _reveals(label: str, *parts: Widget) -> ActionButton:
    def act() -> None:
        for part in parts:
            part.shown = not part.shown

    return ActionButton(label, act)


def _twice(words: dict[str, str]) -> str:
    """The new passphrase, if it was typed the same both times."""
    if canonical(words.get("new", "")) != canonical(words.get("again", "")):
        mend = _("Nothing is set yet. You could type both once more.")
        raise KitError([Problem(what=_("those two are not the same."), mend=mend)])
    return words.get("new", "")
