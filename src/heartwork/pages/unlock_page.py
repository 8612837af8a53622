"""The page that asks for the passphrase, before anything of a sealed workbook is shown."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from heartwork.crypto.kdf_slots import kdf_slot
from heartwork.i18n.messages import _
from heartwork.pages.page import Page, heading
from heartwork.pages.participant_pages import at_a_seat
from heartwork.pages.session import Session
from heartwork.paths import travels_in_the_clear
from heartwork.widgets import ActionButton, HtmlBlock, PassphraseInput

__all__ = ["locked_page", "locking_words"]


def locked_page(visit: Session, place: str, *, opened: Callable[[], None], private: Callable[[], None]) -> Page:
    """
    One calm page, in the place of any other.

    Args:
        place: Where the person was going; it is where they are once it is open.
        opened: Called when the passphrase was right.
        private: Called when they would rather begin a private visit.
    """

    def use(words: dict[str, str]) -> None:
        workbook = visit.workbook
        # The folder of the workshop: its server uses passphrases too.
        with kdf_slot(workbook.folder.parent.parent) if at_a_seat() else nullcontext():
            workbook.unlock(words.get("now", ""))
        opened()

    opens = _("They open with the passphrase you chose. Nothing is shown before.")
    html = f"{heading(_('Your pages are locked'))}<p>{opens}</p>"
    if travels_in_the_clear():
        read = _(
            "The passphrase goes to your laptop over this network, and is not encrypted on its way. Anyone on the same "
            "network who knows how could read it."
        )
        html += f'<p class="hw-notice">{read}</p>'
    again = _("You can try as often as you like. If it is forgotten, nobody can open these pages.")
    alone = _("You could make a private visit: it starts empty, and nothing of it is written anywhere.")
    after = f'<p class="hw-enough">{again}</p><h2>{_("Or without it")}</h2><p>{alone}</p>'
    return Page(
        place=place,
        parts=[
            HtmlBlock(html),
            PassphraseInput([("now", _("Passphrase"))], _("Open"), use, shared=at_a_seat()),
            HtmlBlock(after),
            ActionButton(_("Make a private visit"), private),
        ],
    )


def locking_words() -> dict[str, str]:
    """What an open page says while it is locked (frontend/lock.js): by then, there may be nobody to ask for it."""
    return {
        "now": _("Lock now"),
        "saving": _("Locking. What you typed is saved first."),
        "unsaved": _(
            "Not locked yet. This page is hidden, and what you typed last isn't saved; it is kept here until it is. "
            "Trying again."
        ),
        "untouched": _(
            "Not locked yet. This page is only hidden: we lost touch with the computer that keeps your answers. "
            "Trying again."
        ),
        "back": _("Back to the page"),
        "lose": _("Lock, and lose what isn't saved"),
    }
