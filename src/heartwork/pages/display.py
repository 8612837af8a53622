"""How an app is shown: in our own page with all its widgets, in a notebook with what is said once it is closed."""

from __future__ import annotations

import os
from typing import Any

import ipywidgets

from heartwork.notebook_placeholder import closed_page
from heartwork.pages.session import Session
from heartwork.widgets.base import told_of

__all__ = ["BRINGS_KIT", "STATES", "AppDisplay", "page_states"]

#: Set for kernels whose pages bring the kit along, so that it need not be sent once more.
BRINGS_KIT = "HEARTWORK_PAGE_BRINGS_KIT"

#: What Jupyter calls the states of widgets that stand in a page.
STATES = "application/vnd.jupyter.widget-state+json"


class AppDisplay(ipywidgets.VBox):  # type: ignore[misc]
    """Widgets below each other that a notebook shows as one, with a line of text for where there are no widgets."""

    _visit: Session
    #: The place it begins with.
    _start: str

    def _ipython_display_(self, **kwargs: object) -> None:
        """Show it; in a notebook, with what is said there once it is closed."""
        from IPython.display import display

        bundle = self._repr_mimebundle_(**kwargs)
        if bundle is None:
            return
        if not os.environ.get(BRINGS_KIT):
            display(closed_page(), raw=True)  # type: ignore[no-untyped-call]
        display(bundle, raw=True)  # type: ignore[no-untyped-call]

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, object] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        # To our own page the widgets come with it, so that it need not ask for them; a notebook would keep them.
        states = {STATES: page_states()} if os.environ.get(BRINGS_KIT) else {}
        # The plain text is what a notebook shows without widgets, and what nbval compares: always the same.
        return {**bundle, **states, "text/plain": self.summary()}

    def summary(self) -> str:
        """The page it begins with, in one line without a word of the person's."""
        name = self._start.partition("/")[0]
        if name not in self._visit.shelf.ids:
            return f"heartwork: {name}"
        worksheet = self._visit.shelf.worksheet(name)
        parts = worksheet.open_sections(lambda name: None)  # as many as the page itself says at first
        questions = sum(question.kind.answers for part in parts for question in part.questions)
        minutes = "a minute" if worksheet.minutes == 1 else f"{worksheet.minutes} minutes"
        return f"{worksheet.title}: {questions} questions in {len(parts)} parts, about {minutes}"


def page_states() -> dict[str, object]:
    """All widgets as they are now, without the code that our page has in it."""
    told: dict[str, Any] = ipywidgets.Widget.get_manager_state()
    for model_id, widget in told["state"].items():
        widget["state"] |= told_of(model_id)
        for code in ("_esm", "_css"):
            widget["state"].pop(code, None)
    return told
