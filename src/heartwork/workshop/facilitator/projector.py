"""What is shown on the wall: how to join, what is open, what a look showed; plain HTML, large."""

from __future__ import annotations

import io
import ipaddress
from html import escape
from urllib.parse import urlsplit

import segno

from heartwork.authoring.plan_reader import Activity
from heartwork.i18n.messages import N_, _
from heartwork.pages.markup import as_html, tag
from heartwork.workshop.reveal_text import RevealText

__all__ = ["TOGETHER", "door_html", "is_local", "look_html", "open_html", "qr"]

#: How people sit together, as it is said.
TOGETHER = {
    "alone": N_("Everyone on their own, in silence."),
    "pairs": N_("In pairs, if you like. Staying on your own is just as good."),
    "threes": N_("In threes, if you like. Staying on your own is just as good."),
    "all": N_("All together. Listening is taking part."),
    "break": N_("A break."),
}


def qr(address: str) -> str:
    """
    A picture of an address that a phone can read, as SVG.

    The address only: a code in it would stand in the history of every phone.
    """
    made = io.BytesIO()
    segno.make(address, error="m").save(
        made, kind="svg", omitsize=True, border=4, light="#ffffff", dark="#000000", xmldecl=False, svgns=False, nl=False
    )
    title = escape(_("The address, to be read by a phone's camera"), quote=True)
    return made.getvalue().decode().replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)


def is_local(address: str) -> bool:
    """Whether only this computer can open an address."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def door_html(address: str, code: str, *, closed: bool) -> str:
    """How to join; with slips where there is no code."""
    if closed:
        return tag("p", _("The door is closed. Anyone who is in can stay."), looks="hw-wall-line")
    here = address or _("the address that your window shows")
    read = (
        tag("p", _("What is typed travels over this network unlocked: somebody on it could read it."))
        if address.startswith("http:") and not is_local(address)
        else ""
    )
    return (
        '<div class="hw-wall-door"><div>'
        + tag("p", _("Open this on your phone:"))
        + tag("p", here, looks="hw-wall-line hw-wall-address")
        + (
            tag("p", _("and type this code:")) + f'<p class="hw-wall-code" translate="no">{escape(code)}</p>'
            if code
            else tag("p", _("and type the code of your slip. Or point the camera at the square on your slip."))
        )
        + read
        + f"</div>{qr(address) if address else ''}</div>"
    )


def open_html(activity: Activity | None, time: str) -> str:
    """What is open, for everybody."""
    if activity is None:
        return tag("p", _("Nothing is open. Take your time."), looks="hw-wall-line")
    together = escape(_(TOGETHER[activity.together]))
    return (
        f'<p class="hw-wall-line"><strong>{escape(activity.title)}</strong> '
        f'<span class="hw-workshop-time">{escape(time)}</span></p>'
        f'<div class="hw-wall-words">{as_html(activity.show, lambda name: None)}<p>{together}</p></div>'
    )


def look_html(told: RevealText) -> str:
    """What one look showed, or that it shows nothing."""
    rows = "".join(
        f'<tr><th scope="row" dir="auto">{escape(line.label)}</th>'
        f'<td><span class="hw-wall-bar" style="inline-size:{line.share * 10:.1f}em"></span> '
        f"{escape(line.many)}</td></tr>"
        for line in told.lines
    )
    table = f'<table class="hw-wall-look"><tbody>{rows}</tbody></table>' if rows else ""
    return (
        f'<figure class="hw-wall-figure"><figcaption><strong>{escape(told.question)}</strong></figcaption>'
        f'<p class="hw-wall-line">{escape(told.sentence)}</p>{table}<p>{escape(told.cannot)}</p></figure>'
    )
