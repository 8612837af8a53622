"""The pages round the worksheets: where it all lies, and what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ipywidgets import Widget

from heartwork.i18n.messages import _
from heartwork.pages.browser_helpers import helpers_html
from heartwork.pages.markup import link
from heartwork.pages.page import Page, heading
from heartwork.pages.phone_pages import way_to_laptop
from heartwork.pages.session import Session
from heartwork.paths import on_a_hub, on_a_phone, on_a_server
from heartwork.widgets import HtmlBlock

__all__ = ["not_found_page", "privacy_page", "read_along"]


def privacy_page(visit: Session, parts: Sequence[Widget] = ()) -> Page:
    """
    Where the answers are, and who could read them.

    Args:
        parts: What follows: the passphrase, a private visit, copies, what is left behind, deleting all of it.
    """
    workbook = visit.workbook
    quiet = _("Nothing is sent anywhere. There is no account, and nobody counts what you do here.")
    history = _("The browser may still show in its history that a page on this computer was open.")
    memory = _("In the memory of this computer, and nowhere else. This is a private visit.")
    file = _("In one file on this computer:")
    readers = _("Anyone who can use this computer under your name can open that file.")
    if on_a_server():
        quiet = _("Nothing is sent anywhere else. Nobody counts what you do here.")
        history = _("The browser may still show in its history that this page was open.")
        memory = _("In the memory of the computer that this Jupyter server runs on. This is a private visit.")
        file = _("In one file on the computer that this Jupyter server runs on:")
        readers = _("Whoever runs that computer can open that file, and so can anyone who can use your account there.")
    if on_a_phone():
        quiet = (
            _("What you write goes from this phone to your laptop, and nowhere else. Nobody counts what you do here.")
            + " "
            + way_to_laptop()
        )
        history = _("The browser of this phone may still show in its history that this page was open.")
        memory = _("In the memory of your laptop. This is a private visit, and another device doesn't see it.")
        file = _("In one file on your laptop:")
        readers = _("Anyone who can use the laptop under your name can open that file.")
    if on_a_hub():
        quiet = _(
            "Nothing you write is sent anywhere else. The Hub notes when you log in, and when you were last at these "
            "pages."
        )
        memory = _("In the memory of the computer of this JupyterHub. This is a private visit.")
        file = _("In one file on the computer of this JupyterHub:")
        readers = _("Whoever runs this JupyterHub can open that file, and so can anyone who can use your account.")
    if workbook.private:
        gone = _("They are gone when you close or reload this page, or when the computer is switched off.")
        html = f"<p>{memory}</p><p>{quiet}</p><p>{gone} {history}</p>"
    else:
        who = (
            _(
                "It is locked with your passphrase, and so are the copies of the last 14 days, next to "
                "it in the folder “backups”. The key, “key.age”, is locked too; without that file "
                "nothing opens."
            )
            if workbook.sealed
            else readers + " " + _("Copies from the last 14 days are kept next to it, in the folder “backups”.")
        )
        if workbook.sealed and on_a_server():
            who += " " + read_along()
        html = f"<p>{file}</p><p><code>{escape(str(workbook.path))}</code></p><p>{quiet}</p><p>{who}</p>"
    about = HtmlBlock(helpers_html(passphrase=not workbook.private))
    return Page(place="privacy", parts=[HtmlBlock(heading(_("Where your answers are")) + html), about, *parts])


def read_along() -> str:
    """What a passphrase does not keep away, where others run the computer."""
    return _("While a page of yours is open, somebody with full control of that computer could still read along.")


def not_found_page(visit: Session) -> Page:
    """A place that is not there: an address that was typed, or a worksheet that cannot be read."""
    html = (
        heading(_("This page isn't here"))
        + f"<p>{_('Perhaps it has another name now. Nothing of yours is lost.')}</p>"
        + f"<p>{link('home', _('All pages'), looks='hw-button')}</p>"
    )
    return Page(place="home", parts=[HtmlBlock(html)])
