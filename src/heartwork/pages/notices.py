"""What a person should know about their file, above every page until they have read it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from ipywidgets import Widget

from heartwork.i18n.messages import _
from heartwork.pages.markup import link
from heartwork.paths import on_binder
from heartwork.storage.workbook import Workbook
from heartwork.widgets import ActionButton, HtmlBlock

__all__ = ["Notices"]


class Notices:
    """
    The notices of a workbook, and the button that takes them away.

    What keeps anything from being saved stays, for it goes on; everything else is told until it was read.

    Args:
        workbook: Gives the workbook that is open now.
        read: Called after they were taken away.
    """

    def __init__(self, workbook: Callable[[], Workbook], *, read: Callable[[], None]) -> None:
        self._workbook, self._read = workbook, read
        self._said = HtmlBlock(shown=False)
        self._close = ActionButton("", self._take_away, shown=False)
        self.parts: list[Widget] = [self._said, self._close]

    def tell(self) -> None:
        """Show what there is to tell now."""
        workbook = self._workbook()
        alone = [_private()] if workbook.private else []
        if on_binder():
            alone.insert(0, _strangers())
        notices = [f'<p class="hw-notice">{escape(notice)}</p>' for notice in workbook.notices]
        self._said.shown = bool(alone or notices)
        self._said.html = "".join([*alone, *notices])
        self._close.label = _("Close this notice") if len(notices) == 1 else _("Close these notices")
        self._close.shown = bool(self._not_lasting(workbook))

    def _take_away(self) -> None:
        workbook = self._workbook()
        gone = self._not_lasting(workbook)
        workbook.notices[:] = [notice for notice in workbook.notices if notice not in gone]
        self._read()

    @staticmethod
    def _not_lasting(workbook: Workbook) -> list[str]:
        lasting = _(workbook.read_only) if workbook.read_only else None
        return [notice for notice in workbook.notices if notice != lasting]


def _private() -> str:
    return (
        f'<p class="hw-notice hw-private"><strong>{_("A private visit.")}</strong> '
        + _("Nothing is written to the disk. It is gone when you close this page.")
        + f" {link('privacy', _('Take it with you'))}</p>"
    )


def _strangers() -> str:
    """Above every page on a computer that is lent to anybody: it is no place for a person's own words."""
    said = _(
        "This is a stranger's computer, lent by Binder, and all of it is deleted a while after you leave. "
        "Try the pages, and write nothing real."
    )
    return f'<p class="hw-notice"><strong>{said}</strong></p>'
