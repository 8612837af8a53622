"""The page that asks for the passphrase, before anything of a sealed workbook is shown."""

from __future__ import annotations

from collections.abc import Callable

from heartwork.fields import Act, Passphrase, Prose
from heartwork.pages.page import Page, heading
from heartwork.pages.visit import Visit

__all__ = ["locked_page"]


def locked_page(visit: Visit, place: str, *, opened: Callable[[], None], private: Callable[[], None]) -> Page:
    """
    One calm page, in the place of any other.

    Args:
        place: Where the person was going; it is where they are once it is open.
        opened: Called when the passphrase was right.
        private: Called when they would rather begin a private visit.
    """

    def use(words: dict[str, str]) -> None:
        visit.workbook.unlock(words.get("now", ""))
        opened()

    html = heading("Your pages are locked") + "<p>They open with the passphrase you chose. Nothing is shown before.</p>"
    after = (
        '<p class="hw-enough">You can try as often as you like. If it is forgotten, nobody can open these pages.</p>'
        "<h2>Or without it</h2>"
        "<p>You could make a private visit: it begins empty, and nothing of it is written anywhere.</p>"
    )
    return Page(
        place=place,
        parts=[
            Prose(html),
            Passphrase([("now", "Passphrase")], "Open", use),
            Prose(after),
            Act("Make a private visit", private),
        ],
    )
