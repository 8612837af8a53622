"""Slips of paper for a workshop, to be cut apart: on each a code and the same as a picture for a camera."""

from __future__ import annotations

import io
from collections.abc import Sequence

import segno

from heartwork.i18n.messages import _
from heartwork.printing.typeset import Print, PrintOptions, render_pdf
from heartwork.printing.worksheet_pages import kit_words

__all__ = ["slip_pages"]


def slip_pages(codes: Sequence[str], look: PrintOptions, *, address: str = "", opens: str = "") -> Print:
    """
    Sheets of slips. Nothing on a slip tells it from the others but its code.

    Args:
        codes: One a slip.
        look: How it is to look.
        address: What people open; without it they are sent to the wall for it, and there is no picture.
        opens: What the picture leads to, before the code.
    """
    slips = [
        {
            "code": code,
            "svg": _qr(f"{opens}{code}") if address else "",
            "alternative": _("For a camera: the address and the code of this slip"),
        }
        for code in codes
    ]
    words = {
        "title": _("One seat in the workshop"),
        "camera": _("Point your phone's camera here."),
        "or": _("Or open this address:") if address else _("Open the address on the wall."),
        "address": address,
        "type": _("and type this code:") if address else _("Then type this code:"),
        "once": _("It opens one seat, once. After that it opens nothing."),
    }
    how = _("Cut along the lines, mix the slips, and put one on each chair, face down.")
    block = {"block": "slips", "how": how, "words": words, "slips": slips}
    return render_pdf([block], look, words={**kit_words(), "foot": ""})


def _qr(content: str) -> str:
    made = io.BytesIO()
    segno.make(content, error="m", micro=False).save(
        made, kind="svg", omitsize=True, border=4, light="#ffffff", dark="#000000", xmldecl=False, nl=False
    )
    return made.getvalue().decode()
