"""What a worksheet draws on, as its author noted it: folded at the foot of a page, one touch away from its words."""

from __future__ import annotations

from html import escape

from heartwork.i18n.messages import _
from heartwork.pages.session import Session
from heartwork.worksheet_definition import Worksheet

__all__ = ["as_html"]


def as_html(visit: Session, worksheet: Worksheet) -> str:
    """The studies and guides behind a worksheet, with what they found and what they don't show; empty without any."""
    known = visit.shelf.data("sources")
    sources = [known[name] for name in worksheet.draws_on if name in known] if isinstance(known, dict) else []
    if not sources:
        return ""
    items = "".join(
        f"<li><strong>{escape(str(one.get('author', '')))}, {escape(str(one.get('year', '')))}.</strong> "
        f"{escape(str(one.get('finding', '')))}</li>"
        for one in sources
        if isinstance(one, dict)
    )
    untested = _("None of these tested this page.")
    return (
        f'<details class="hw-sources hw-draws-on"><summary>{_("What this page draws on")}</summary>'
        f"<ul>{items}</ul><p>{untested}</p></details>"
    )
