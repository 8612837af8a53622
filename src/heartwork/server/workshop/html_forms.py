"""Pages that need no kernel and no script: the frame, and the parts of their forms."""

from __future__ import annotations

from html import escape

from heartwork.i18n.messages import _
from heartwork.server.templates import frame

__all__ = ["box", "button", "can_be_read_html", "field", "form", "said_html", "sheet"]


def sheet(title: str, body: str, *, said: str = "") -> str:
    """
    A whole page.

    Args:
        title: Its heading.
        body: What is below it, HTML.
        said: What a page that was open before says, when it meets this one in the place of its own.
    """
    told = f'<p hidden data-say="{escape(said)}"></p>' if said else ""
    return frame(escape(title), body + told)


def form(action: str, inside: str, key: str) -> str:
    """
    A form.

    Args:
        action: Where it goes.
        inside: Its fields and its button, HTML.
        key: What shows that this page sent it (`xsrf_form_html`).
    """
    return f'<form method="post" action="{escape(action)}" class="hw-form">{key}{inside}</form>'


#: No helper of the browser may keep, correct, translate or pass on what is typed into these forms (as HELPERS in
#: frontend/dom.js): other people use this device.
_HELPERS = (
    'autocomplete="off" autocorrect="off" spellcheck="false" writingsuggestions="false" translate="no" '
    'data-1p-ignore="true" data-lpignore="true" data-bwignore="true" data-form-type="other"'
)


def field(name: str, label: str, *, hint: str = "", kind: str = "text", value: str = "", more: str = "") -> str:
    """
    One line to type in, with its label above it.

    Args:
        name: Its name in the form.
        label: What stands above it.
        hint: A quieter second line.
        kind: "text", or "passphrase": its letters are drawn as dots. It is no password field, because browsers offer to
            keep what is typed into one, and show it to whoever has the device next.
        value: What is in it.
        more: Further attributes.
    """
    described = f' aria-describedby="{name}-hint"' if hint else ""
    covered = " hw-covered" if kind == "passphrase" else ""
    below = f'<p class="hw-hint" id="{name}-hint">{hint}</p>' if hint else ""
    return (
        f'<div class="hw-field"><label class="hw-ask" for="{name}">{label}</label>{below}'
        f'<input class="hw-input{covered}" id="{name}" name="{name}" type="text" value="{escape(value)}" required'
        f"{described} {_HELPERS} {more}></div>"
    )


def box(name: str, label: str) -> str:
    """Something to agree to."""
    return (
        f'<div class="hw-field"><div class="hw-option"><input type="checkbox" id="{name}" name="{name}" value="yes" '
        f'required><label for="{name}">{label}</label></div></div>'
    )


def button(label: str, *, second: bool = False, name: str = "", value: str = "") -> str:
    """What sends a form."""
    named = f' name="{name}" value="{value}"' if name else ""
    return f'<p><button class="hw-button{" hw-second" if second else ""}"{named}>{label}</button></p>'


def said_html(sentence: str) -> str:
    """What did not work, in words, above the form."""
    return f'<p class="hw-notice" role="alert">{escape(sentence)}</p>' if sentence else ""


def can_be_read_html() -> str:
    """Said on the pages of everybody, where what is typed can be read on its way."""
    return '<p class="hw-notice">{}</p>'.format(
        _(
            "What you type travels over the network of this room without a lock. Somebody on the "
            "same network who knows how could read it on its way, your passphrase too. Ask whoever "
            "is leading the workshop whose network it is. You can also write on paper."
        )
    )
